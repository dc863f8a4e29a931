/** A guest buys dog food: from an empty cart to the order. The steps build on one another. */

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import type { HttpTypes } from "@medusajs/types";

import { pikk1 } from "./address";
import { expectedLine, expectedTotals, minor } from "./money";
import { assertShape } from "./recorded";
import { firstRegion, needFirst, sdk, variantsByStock } from "./shop";

describe("a guest", () => {
  let region: HttpTypes.StoreRegion;
  let kibble: HttpTypes.StoreProductVariant;
  let treats: HttpTypes.StoreProductVariant;
  let cart: HttpTypes.StoreCart;
  let order: HttpTypes.StoreOrder;

  before(async () => {
    region = await firstRegion();
    const variants = await variantsByStock(region.id);
    kibble = needFirst(variants, "a variant in stock");
    treats = needFirst(variants.slice(1), "a second variant in stock");
  });

  it("takes a cart", async () => {
    const answer: HttpTypes.StoreCartResponse = await sdk.store.cart.create({ region_id: region.id });
    assertShape("04-cart-create", answer);

    cart = answer.cart;
    assert.deepEqual([cart.items, cart.total, cart.currency_code], [[], 0, "eur"]);
  });

  it("puts two things into it", async () => {
    const first = await sdk.store.cart.createLineItem(cart.id, { variant_id: kibble.id, quantity: 1 });
    assertShape("05-line-item-add-1", first);

    const second = await sdk.store.cart.createLineItem(cart.id, { variant_id: treats.id, quantity: 1 });
    assertShape("05-line-item-add-2", second);
    assert.equal(second.cart.items?.length, 2);
    assert.equal(lineOf(second.cart, kibble).unit_price, kibble.calculated_price?.calculated_amount);
  });

  it("adds the same thing again, which grows its line", async () => {
    ({ cart } = await sdk.store.cart.createLineItem(cart.id, { variant_id: kibble.id, quantity: 1 }));

    assert.equal(cart.items?.length, 2);
    assert.equal(lineOf(cart, kibble).quantity, 2);
  });

  it("changes a quantity", async () => {
    const answer = await sdk.store.cart.updateLineItem(cart.id, lineOf(cart, kibble).id, { quantity: 3 });
    assertShape("05-line-item-update", answer);

    cart = answer.cart;
    assert.equal(lineOf(cart, kibble).quantity, 3);
  });

  it("takes a thing out and puts it back", async () => {
    const line = lineOf(cart, treats);
    const gone: HttpTypes.StoreLineItemDeleteResponse = await sdk.store.cart.deleteLineItem(cart.id, line.id);
    assertShape("14-line-item-delete", gone);
    assert.deepEqual([gone.id, gone.deleted, gone.parent?.items?.length], [line.id, true, 1]);

    ({ cart } = await sdk.store.cart.createLineItem(cart.id, { variant_id: treats.id, quantity: 2 }));
    assert.equal(cart.items?.length, 2);
  });

  it("gives an e-mail and addresses", async () => {
    const change: HttpTypes.StoreUpdateCart = { email: "mari@example.test", shipping_address: pikk1, billing_address: pikk1 };
    const answer = await sdk.store.cart.update(cart.id, change);
    assertShape("06-cart-email-addresses", answer);

    assert.equal(answer.cart.email, "mari@example.test");
    assert.equal(answer.cart.shipping_address?.address_1, "Pikk 1");
    assert.equal(answer.cart.billing_address?.country_code, "ee");
  });

  it("chooses how it is delivered", async () => {
    const options: HttpTypes.StoreShippingOptionListResponse = await sdk.store.fulfillment.listCartOptions({ cart_id: cart.id });
    assertShape("07-shipping-options", options);
    const option = needFirst(options.shipping_options, "a shipping option");

    const answer = await sdk.store.cart.addShippingMethod(cart.id, { option_id: option.id });
    assertShape("08-shipping-method-add", answer);

    cart = answer.cart;
    assert.deepEqual(cart.shipping_methods?.map((method) => method.amount), [option.amount]);
  });

  it("is charged Estonian VAT, to the cent", () => {
    assertTotals(cart);
    const rates = [...(cart.items ?? []), ...(cart.shipping_methods ?? [])].map((line) => line.tax_lines?.map((tax) => tax.rate));
    assert.ok(rates.length >= 3 && rates.every((of) => of?.length === 1 && of[0] === 24), `24 % on every line: ${JSON.stringify(rates)}`);
  });

  it("opens a payment", async () => {
    const providers: HttpTypes.StorePaymentProviderListResponse =
      await sdk.store.payment.listPaymentProviders({ region_id: region.id });
    assertShape("03-payment-providers", providers);
    const provider_id = "pp_system_default";
    assert.ok(providers.payment_providers.some((provider) => provider.id === provider_id));

    const answer: HttpTypes.StorePaymentCollectionResponse = await sdk.store.payment.initiatePaymentSession(cart, { provider_id });
    assertShape("10-payment-session-create", answer);
    assert.equal(answer.payment_collection.amount, cart.total);
  });

  it("reads the whole cart again", async () => {
    const answer: HttpTypes.StoreCartResponse = await sdk.store.cart.retrieve(cart.id);
    assertShape("11-cart-get", answer);
    assertTotals(answer.cart);

    const fields = "*items,*region,*items.product,*items.variant,+items.total,*promotions,+shipping_methods.name";
    const starter = await sdk.store.cart.retrieve(cart.id, { fields });
    const sum = (starter.cart.items ?? []).reduce((total, line) => total + minor(line.total ?? Number.NaN), 0n);
    assert.equal(sum, minor(answer.cart.item_total));
    assert.ok(starter.cart.shipping_methods?.[0]?.name, "the shipping method has its name");
  });

  it("buys", async () => {
    const answer: HttpTypes.StoreCompleteCartResponse = await sdk.store.cart.complete(cart.id);
    assertShape("12-cart-complete", answer);

    assert.ok(answer.type === "order");
    order = answer.order;
    assert.equal(order.total, cart.total);
    assertTotals(order);
    for (const line of order.items ?? []) assert.equal(minor(line.total), expectedLine(line).total, line.title);
  });

  it("buys again and has the same order, not a second one", async () => {
    const answer = await sdk.store.cart.complete(cart.id);
    assertShape("13-cart-complete-again", answer);

    assert.ok(answer.type === "order");
    assert.deepEqual([answer.order.id, answer.order.display_id], [order.id, order.display_id]);
  });

  it("reads the order", async () => {
    const answer: { order: HttpTypes.StoreOrder } = await sdk.store.order.retrieve(order.id);
    assertShape("13-order-get", answer);

    assert.deepEqual([answer.order.email, answer.order.total], ["mari@example.test", order.total]);
    assert.equal(answer.order.payment_status, "authorized");
    assert.equal(answer.order.fulfillment_status, "not_fulfilled");
  });

  it("finds the cart completed and the shelf emptier", async () => {
    const answer = await sdk.store.cart.retrieve(cart.id);
    assertShape("13-cart-get-after-complete", answer);

    const now = (await variantsByStock(region.id)).find((variant) => variant.id === kibble.id);
    assert.equal(now?.inventory_quantity, (kibble.inventory_quantity ?? 0) - 3);
  });

  it("can take a cart with something in it at once", async () => {
    const items = [{ variant_id: kibble.id, quantity: 1 }];
    const answer = await sdk.store.cart.create({ region_id: region.id, items });
    assertShape("14-cart-create-with-items", answer);

    assert.notEqual(answer.cart.id, cart.id);
    assert.equal(lineOf(answer.cart, kibble).quantity, 1);
  });
});

function lineOf(cart: HttpTypes.StoreCart, variant: HttpTypes.StoreProductVariant): HttpTypes.StoreCartLineItem {
  const line = cart.items?.find((item) => item.variant_id === variant.id);
  assert.ok(line, `a line of ${variant.id}`);
  return line;
}

function assertTotals(of: HttpTypes.StoreCart | HttpTypes.StoreOrder): void {
  const expected = expectedTotals(of as HttpTypes.StoreCart);
  const names = Object.keys(expected) as (keyof typeof expected)[];
  const actual = Object.fromEntries(names.map((name) => [name, minor(of[name])]));
  assert.deepEqual(actual, expected);
}
