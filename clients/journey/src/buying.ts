/** What every shopper does between a filled cart and its order, for tests that are about something else. */

import assert from "node:assert/strict";

import type Medusa from "@medusajs/js-sdk";
import type { HttpTypes } from "@medusajs/types";

import { pikk1 } from "./address";
import { firstRegion, needFirst, variantsByStock } from "./shop";

/** A cart of `sdk`'s with `quantity` of whatever there is most of. */
export async function filledCart(sdk: Medusa, quantity = 1, more: HttpTypes.StoreCreateCart = {}): Promise<HttpTypes.StoreCart> {
  const region = await firstRegion();
  const plenty = needFirst(await variantsByStock(region.id), "a variant in stock");
  const items = [{ variant_id: plenty.id, quantity }];
  return (await sdk.store.cart.create({ region_id: region.id, items, ...more })).cart;
}

/** Sends a filled cart to Pikk 1 and pays by invoice; all that is left is to complete it. */
export async function prepare(sdk: Medusa, id: string): Promise<HttpTypes.StoreCart> {
  await sdk.store.cart.update(id, { shipping_address: pikk1, billing_address: pikk1 });
  const { shipping_options } = await sdk.store.fulfillment.listCartOptions({ cart_id: id });
  const option = needFirst(shipping_options, "a shipping option");
  const { cart } = await sdk.store.cart.addShippingMethod(id, { option_id: option.id });
  await sdk.store.payment.initiatePaymentSession(cart, { provider_id: "pp_system_default" });
  return cart;
}

/** A whole purchase. */
export async function buy(sdk: Medusa, quantity = 1, more: HttpTypes.StoreCreateCart = {}): Promise<HttpTypes.StoreOrder> {
  const cart = await prepare(sdk, (await filledCart(sdk, quantity, more)).id);
  const answer = await sdk.store.cart.complete(cart.id);
  assert.ok(answer.type === "order");
  return answer.order;
}
