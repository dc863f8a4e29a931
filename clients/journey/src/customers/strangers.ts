/** What is somebody else's is to a customer, and to a guest, as what is not there at all. */

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import type Medusa from "@medusajs/js-sdk";

import { buy, filledCart, prepare } from "../buying";
import { pikk1 } from "../address";
import { nobody, refused } from "../refusal";
import { connectShopper, needFirst } from "../shop";
import { type Customer, newCustomer } from "./newcomer";

type Attempt = (sdk: Medusa, id: string) => Promise<unknown>;

describe("a stranger, logged in or not", () => {
  let mari: Customer;
  let strangers: Medusa[];
  let hers: { cart: string; line: string; variant: string; collection: string; ready: string; order: string; address: string };

  before(async () => {
    mari = await newCustomer("mari");
    strangers = [(await newCustomer("jyri")).sdk, connectShopper()];

    const cart = await filledCart(mari.sdk);
    const line = needFirst(cart.items, "a line");
    const ready = await prepare(mari.sdk, (await filledCart(mari.sdk)).id);
    const { cart: paid } = await mari.sdk.store.cart.retrieve(ready.id, { fields: "+payment_collection.id" });
    const { customer } = await mari.sdk.store.customer.createAddress(pikk1);
    hers = {
      cart: cart.id,
      line: line.id,
      variant: line.variant_id ?? "",
      collection: paid.payment_collection?.id ?? "",
      ready: ready.id,
      order: (await buy(mari.sdk)).id,
      address: needFirst(customer.addresses, "an address").id,
    };
  });

  it("does not see a cart", async () => {
    await assertHidden("cart", () => hers.cart, (sdk, id) => sdk.store.cart.retrieve(id));
    await assertHidden("cart", () => hers.cart, (sdk, cart_id) => sdk.store.fulfillment.listCartOptions({ cart_id }));
  });

  it("does not change a cart", async () => {
    const { variant, line } = hers;
    await assertHidden("cart", () => hers.cart, (sdk, id) => sdk.store.cart.update(id, { email: "thief@example.test" }));
    await assertHidden("cart", () => hers.cart, (sdk, id) => sdk.store.cart.createLineItem(id, { variant_id: variant, quantity: 1 }));
    await assertHidden("cart", () => hers.cart, (sdk, id) => sdk.store.cart.updateLineItem(id, line, { quantity: 2 }));
    await assertHidden("cart", () => hers.cart, (sdk, id) => sdk.store.cart.deleteLineItem(id, line));
  });

  it("does not pay for a cart, and does not order it", async () => {
    const provider_id = "pp_system_default";
    const fresh = (id: string) => ({ id, payment_collection: undefined }) as never;
    await assertHidden("cart", () => hers.cart, (sdk, id) => sdk.store.payment.initiatePaymentSession(fresh(id), { provider_id }));
    const begun = (id: string) => ({ id: hers.ready, payment_collection: { id } }) as never;
    await assertHidden("pay_col", () => hers.collection, (sdk, id) => sdk.store.payment.initiatePaymentSession(begun(id), { provider_id }));
    await assertHidden("cart", () => hers.ready, (sdk, id) => sdk.store.cart.complete(id));
  });

  it("does not see an order", async () => {
    await assertHidden("order", () => hers.order, (sdk, id) => sdk.store.order.retrieve(id));
    const orders = await needFirst(strangers, "a stranger").store.order.list({ id: hers.order });
    assert.deepEqual([orders.orders, orders.count], [[], 0]);
  });

  it("does not take over a cart or an order, logged in", async () => {
    strangers = strangers.slice(0, 1);
    await assertHidden("cart", () => hers.cart, (sdk, id) => sdk.store.cart.transferCart(id));
    await assertHidden("order", () => hers.order, (sdk, id) => sdk.store.order.requestTransfer(id, {}));
    await assertHidden("order", () => hers.order, (sdk, id) => sdk.store.order.cancelTransfer(id));
  });

  it("does not see or change an address, logged in", async () => {
    await assertHidden("cuaddr", () => hers.address, (sdk, id) => sdk.store.customer.retrieveAddress(id));
    await assertHidden("cuaddr", () => hers.address, (sdk, id) => sdk.store.customer.updateAddress(id, { city: "Tartu" }));
    await assertHidden("cuaddr", () => hers.address, (sdk, id) => sdk.store.customer.deleteAddress(id));
  });

  it("has changed nothing", async () => {
    const { cart } = await mari.sdk.store.cart.retrieve(hers.cart);
    assert.deepEqual([cart.email, cart.items?.map(({ id, quantity }) => [id, quantity])], [mari.login.email, [[hers.line, 1]]]);
    assert.equal((await mari.sdk.store.order.list()).count, 1);
    assert.equal((await mari.sdk.store.customer.retrieveAddress(hers.address)).address.city, pikk1.city);
    const done = await mari.sdk.store.cart.complete(hers.ready);
    assert.equal(done.type, "order", "her payment stands");
  });

  /** Asserts for each stranger that what is Mari's is refused with 404, in the very words in which an unknown id is. */
  async function assertHidden(prefix: string, id: () => string, attempt: Attempt): Promise<void> {
    assert.ok(id().startsWith(`${prefix}_`), "there is something to hide");
    for (const sdk of strangers) {
      const [foreign, unknown] = [await refused(404, attempt(sdk, id())), await refused(404, attempt(sdk, nobody(prefix)))];
      assert.deepEqual([foreign.message, foreign.statusText], [unknown.message, unknown.statusText]);
    }
  }
});
