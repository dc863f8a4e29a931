/** What a storefront hears when it cannot be done: the status, and the words of Medusa where those echo nothing. */

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import type { HttpTypes } from "@medusajs/types";

import { pikk1 } from "./address";
import { nobody, refused, refusedLike } from "./refusal";
import { connect, firstRegion, needFirst, sdk, variantsByStock } from "./shop";

describe("a storefront hears why not", () => {
  let region: HttpTypes.StoreRegion;
  let plenty: HttpTypes.StoreProductVariant;
  let scarce: HttpTypes.StoreProductVariant;
  let cart: HttpTypes.StoreCart;

  before(async () => {
    region = await firstRegion();
    const variants = await variantsByStock(region.id);
    plenty = needFirst(variants, "a variant in stock");
    scarce = needFirst(variants.slice(-1), "a scarce variant");
    ({ cart } = await sdk.store.cart.create({ region_id: region.id }));
  });

  it("without a publishable key, or with a wrong one", async () => {
    const keyless = connect({ "x-medusa-locale": "en", "x-publishable-api-key": null });
    await refusedLike("e01-missing-publishable-key", keyless.store.region.list());

    const mistaken = connect({ "x-medusa-locale": "en" }, { publishableKey: `pk_${"0".repeat(64)}` });
    await refusedLike("e02-invalid-publishable-key", mistaken.store.region.list());
  });

  it("when a cart, a product or an order is not there, without repeating the id", async () => {
    await refused(404, sdk.store.cart.retrieve(nobody("cart")));
    await refused(404, sdk.store.cart.createLineItem(nobody("cart"), { variant_id: plenty.id, quantity: 1 }));
    await refused(404, sdk.store.product.retrieve(nobody("prod")));
    await refused(404, sdk.store.order.retrieve(nobody("order")));
  });

  it("when a region or a variant is not there", async () => {
    await refusedLike("e06-unknown-region", sdk.store.cart.create({ region_id: nobody("reg") }));
    await refused(400, sdk.store.cart.createLineItem(cart.id, { variant_id: nobody("variant"), quantity: 1 }));
  });

  it("when more is wanted than is left", async () => {
    const left = scarce.inventory_quantity ?? 0;
    assert.ok(left < 999, "the demo shop has a variant of which fewer are left than may be ordered");

    const wanted = { variant_id: scarce.id, quantity: left + 1 };
    await refusedLike("e06-insufficient-stock", sdk.store.cart.createLineItem(cart.id, wanted));
  });

  it("when the request itself is wrong", async () => {
    await refused(400, sdk.store.cart.create({ region_id: region.id, no_such_field: 1 } as HttpTypes.StoreCreateCart));
    await refused(400, sdk.store.cart.createLineItem(cart.id, { variant_id: plenty.id, quantity: "two" as never }));
    await refused(400, sdk.store.cart.createLineItem(cart.id, { quantity: 1 } as HttpTypes.StoreAddCartLineItem));
    await refused(400, sdk.store.product.list({ no_such: 1 } as HttpTypes.StoreProductListParams));
  });

  it("when the goods cannot go to that country", async () => {
    await refused(400, sdk.store.cart.update(cart.id, { shipping_address: { ...pikk1, country_code: "us" } }));
  });

  it("when the cart is not ready to be bought", async () => {
    await refusedLike("e09-complete-empty-cart", sdk.store.cart.complete(cart.id));

    const { cart: filled } = await sdk.store.cart.create({ region_id: region.id, items: [{ variant_id: plenty.id, quantity: 1 }] });
    await refusedLike("e09-complete-without-payment", sdk.store.cart.complete(filled.id));
  });

  it("in Estonian when no language is named", async () => {
    const english = await refused(404, sdk.store.cart.retrieve(nobody("cart")));
    const estonian = await refused(404, connect({}).store.cart.retrieve(nobody("cart")));
    assert.notEqual(estonian.message, english.message);
  });
});
