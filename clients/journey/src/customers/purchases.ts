/** A guest with a full cart logs in, takes the cart along and buys. The steps build on one another. */

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import type { HttpTypes } from "@medusajs/types";

import { buy, filledCart, prepare } from "../buying";
import { pikk1 } from "../address";
import { minor } from "../money";
import { assertShape } from "../recorded";
import { refused } from "../refusal";
import { needFirst, sdk as guest } from "../shop";
import { type Customer, newCustomer } from "./newcomer";

/** What Medusa always shows of an order in a list: its defaults, and what the list adds. */
const listed: (keyof HttpTypes.StoreOrder | "version" | "custom_display_id" | "summary")[] = [
  "created_at", "currency_code", "custom_display_id", "display_id", "fulfillment_status", "id", "items",
  "metadata", "payment_status", "status", "summary", "total", "updated_at", "version",
];

describe("a customer", () => {
  let mari: Customer;
  let cart: HttpTypes.StoreCart;
  let order: HttpTypes.StoreOrder;

  before(async () => {
    mari = await newCustomer("mari");
    cart = await filledCart(guest, 2, { email: "typed@example.test", shipping_address: pikk1, billing_address: pikk1 });
  });

  it("takes the cart along that was filled before logging in", async () => {
    const answer: HttpTypes.StoreCartResponse = await mari.sdk.store.cart.transferCart(cart.id);
    assertShape("06-cart-email-addresses", answer);

    assert.deepEqual([answer.cart.id, answer.cart.customer_id, answer.cart.email], [cart.id, mari.id, mari.login.email]);
    assert.deepEqual([answer.cart.items?.map(({ id }) => id), answer.cart.total], [cart.items?.map(({ id }) => id), cart.total]);
    cart = answer.cart;
  });

  it("is from then on the only one for whom the cart is there", async () => {
    await refused(404, guest.store.cart.retrieve(cart.id));

    const again = await mari.sdk.store.cart.transferCart(cart.id);
    assert.deepEqual([again.cart.id, again.cart.customer_id], [cart.id, mari.id]);
  });

  it("starts a cart that is theirs, with their e-mail address in it", async () => {
    const own = await filledCart(mari.sdk);

    assert.deepEqual([own.customer_id, own.email], [mari.id, mari.login.email]);
    await refused(404, guest.store.cart.retrieve(own.id));
  });

  it("buys", async () => {
    cart = await prepare(mari.sdk, cart.id);
    const answer: HttpTypes.StoreCompleteCartResponse = await mari.sdk.store.cart.complete(cart.id);
    assertShape("12-cart-complete", answer);

    assert.ok(answer.type === "order");
    order = answer.order;
    assert.deepEqual([order.email, order.total], [mari.login.email, cart.total]);
  });

  it("reads the order, which is there for nobody else", async () => {
    const answer: HttpTypes.StoreOrderResponse = await mari.sdk.store.order.retrieve(order.id);
    assertShape("13-order-get", answer);

    const { customer_id } = (await mari.sdk.store.order.retrieve(order.id, { fields: "customer_id" })).order;
    assert.equal(customer_id, mari.id);
    await refused(404, guest.store.order.retrieve(order.id));
  });

  it("finds it among their orders", async () => {
    const answer: HttpTypes.StoreOrderListResponse = await mari.sdk.store.order.list();
    assert.deepEqual([answer.count, answer.offset, answer.limit], [1, 0, 50]);

    const found = needFirst(answer.orders, "the order");
    assert.deepEqual(Object.keys(found).sort(), listed);
    assert.deepEqual([found.id, found.display_id, minor(found.total)], [order.id, order.display_id, minor(order.total)]);
    assert.deepEqual([found.status, found.payment_status, found.fulfillment_status], ["pending", "authorized", "not_fulfilled"]);
    assert.deepEqual(found.items?.map(({ quantity }) => quantity), [2]);
  });

  it("lists orders as the starter does, the newest first", async () => {
    const newer = await buy(mari.sdk);
    const fields = "*items,+items.metadata,*items.variant,*items.product";

    const { orders } = await mari.sdk.store.order.list({ limit: 10, offset: 0, order: "-created_at", fields });

    assert.deepEqual(orders.map(({ id }) => id), [newer.id, order.id]);
    assert.ok(orders.every(({ items }) => items?.every((line) => line.product && line.variant && line.thumbnail !== undefined)));
    const one = await mari.sdk.store.order.list({ id: order.id, status: "pending" });
    assert.deepEqual([one.orders.map(({ id }) => id), one.count], [[order.id], 1]);
    assert.equal((await mari.sdk.store.order.list({ status: "canceled" })).count, 0);
    const second = await mari.sdk.store.order.list({ limit: 1, offset: 1 });
    assert.deepEqual([second.orders.map(({ id }) => id), second.count], [[order.id], 2]);
  });

  it("without logging in has no list of orders", async () => {
    await refused(401, guest.store.order.list());
    await refused(401, guest.store.cart.transferCart(cart.id));
  });
});
