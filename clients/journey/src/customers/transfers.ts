/** An order that was placed without an account becomes a customer's, if whoever placed it agrees. */

import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";

import type { HttpTypes } from "@medusajs/types";

import { buy } from "../buying";
import { linkTo } from "../letters";
import { assertShape } from "../recorded";
import { refused } from "../refusal";
import { sdk as guest } from "../shop";
import { type Customer, newCustomer } from "./newcomer";

describe("a customer who bought something before having an account", () => {
  let mari: Customer;
  let order: HttpTypes.StoreOrder;
  let placed = 0;
  let email: string;

  before(async () => {
    mari = await newCustomer("mari");
  });

  beforeEach(async () => {
    placed += 1;
    email = `guest-${placed}@example.test`;
    order = await buy(guest, 1, { email });
  });

  it("asks for the order, and has it once whoever placed it agrees", async () => {
    const asked: HttpTypes.StoreOrderResponse = await mari.sdk.store.order.requestTransfer(order.id, { description: "It was me" });
    assertOrder(asked);
    assert.deepEqual(await ordersOf(mari), []);

    const accepted: HttpTypes.StoreOrderResponse = await guest.store.order.acceptTransfer(order.id, { token: await tokenIn("accept") });
    assertOrder(accepted);

    assert.deepEqual(await ordersOf(mari), [order.id]);
    assert.equal((await mari.sdk.store.order.retrieve(order.id)).order.email, email);
    await refused(404, guest.store.order.retrieve(order.id));
    const again = await mari.sdk.store.order.requestTransfer(order.id, {}).then(() => 200, ({ status }) => status as number);
    assert.equal(again, 400, "the order is hers already");
  });

  it("can have the order's e-mail address become the account's", async () => {
    await mari.sdk.store.order.requestTransfer(order.id, { update_order_email: true });
    await guest.store.order.acceptTransfer(order.id, { token: await tokenIn("accept") });

    assert.equal((await mari.sdk.store.order.retrieve(order.id)).order.email, mari.login.email);
  });

  it("does not have the order when whoever placed it declines, and the letter is worth nothing then", async () => {
    await mari.sdk.store.order.requestTransfer(order.id, {});
    const token = await tokenIn("decline");

    assertOrder(await guest.store.order.declineTransfer(order.id, { token }));

    await assertUseless(token);
    await assertStillTheGuests();
  });

  it("can take the request back, and the letter is worth nothing then", async () => {
    await mari.sdk.store.order.requestTransfer(order.id, {});
    const token = await tokenIn("accept");

    assertOrder(await mari.sdk.store.order.cancelTransfer(order.id));

    await assertUseless(token);
    await refused(404, mari.sdk.store.order.cancelTransfer(order.id));
    await assertStillTheGuests();
  });

  it("does not answer in the place of whoever placed it", async () => {
    await mari.sdk.store.order.requestTransfer(order.id, {});
    const other = await buy(guest, 1, { email: "other@example.test" });

    await assertUseless("4f7bd3ee-2f4c-4d3f-9c39-6a2b53b1c0de");
    const token = await tokenIn("accept");
    const elsewhere = await refused(400, mari.sdk.store.order.acceptTransfer(other.id, { token }));
    assert.equal(elsewhere.message, "Invalid token.");
    await refused(400, mari.sdk.store.order.acceptTransfer(order.id, { token: "" }));
    await assertStillTheGuests();
  });

  it("has to be logged in to ask or to take it back", async () => {
    await refused(401, guest.store.order.requestTransfer(order.id, {}));
    await refused(401, guest.store.order.cancelTransfer(order.id));
  });

  /** The token in the newest letter to whoever placed the order, as the page that its link leads to reads it. */
  async function tokenIn(page: "accept" | "decline"): Promise<string> {
    const { pathname } = await linkTo(new RegExp(`^/ee/order/${order.id}/transfer/[^/]+/${page}$`), email);
    return decodeURIComponent(pathname.split("/").at(-2) ?? "");
  }

  async function assertUseless(token: string): Promise<void> {
    const accepting = await refused(400, guest.store.order.acceptTransfer(order.id, { token }));
    const declining = await refused(400, guest.store.order.declineTransfer(order.id, { token }));
    assert.deepEqual([accepting.message, declining.message], ["Invalid token.", "Invalid token."]);
  }

  async function assertStillTheGuests(): Promise<void> {
    assert.equal((await guest.store.order.retrieve(order.id)).order.id, order.id);
    assert.ok(!(await ordersOf(mari)).includes(order.id));
  }

  /** An order as Medusa answers with when something was done to it: as after completing. */
  function assertOrder(answer: HttpTypes.StoreOrderResponse): void {
    assertShape("12-cart-complete", { type: "order", ...answer });
    assert.equal(answer.order.id, order.id);
  }
});

async function ordersOf({ sdk }: Customer): Promise<string[]> {
  return (await sdk.store.order.list()).orders.map(({ id }) => id);
}
