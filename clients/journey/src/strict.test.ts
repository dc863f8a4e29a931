/**
 * The strict profile, as a storefront's server lives with it: a guest buys, makes an account and logs in.
 * The js-sdk is as it is; the two headers go through its `globalHeaders`. The steps build on one another.
 */

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import type { HttpTypes } from "@medusajs/types";

import { pikk1 } from "./address";
import { buy, filledCart, prepare } from "./buying";
import { newLogin } from "./customers/newcomer";
import { nobody } from "./refusal";
import { needFirst } from "./shop";
import { askWithoutKey, type Login, refusalOf, Shopper } from "./storefront";

const MISSING = "403 csrf_token_missing";
const INVALID = "403 csrf_token_invalid";
const HIDDEN = "404 not_found";

describe("a guest of a storefront in strict mode", () => {
  let mari: Shopper;
  let cart: HttpTypes.StoreCart;

  it("is given a proof and a token, by a route that needs no key", async () => {
    const answer = await askWithoutKey();
    const told = (await answer.json()) as { [name: string]: string };
    assert.deepEqual(Object.keys(told).sort(), ["csrf_token", "expires_at", "guest_token", "header"]);
    assert.deepEqual([answer.status, answer.headers.get("cache-control"), told["header"]], [200, "no-store", "X-CSRF-Token"]);

    mari = await Shopper.guest();
    assert.ok(mari.proof && mari.csrf);
    assert.notEqual(mari.proof, told["guest_token"], "every guest is another one");
  });

  it("may ask for a token again, and stays who they are; the one before is still good, as in another tab", async () => {
    const { csrf } = mari;
    const { cart: first } = await mari.sdk.store.cart.create({});

    await mari.ask();
    assert.notEqual(mari.csrf, csrf);
    await mari.sdk.store.cart.update(first.id, { email: "mari@example.test" });
    mari.csrf = csrf;
    const { cart: again } = await mari.sdk.store.cart.update(first.id, { email: "maarja@example.test" });

    assert.deepEqual([again.id, again.email], [first.id, "maarja@example.test"]);
  });

  it("fills a cart, which is not there for another guest or for whoever has no proof", async () => {
    cart = await filledCart(mari.sdk, 2, { email: "mari@example.test" });
    const line = needFirst(cart.items, "a line");

    const anonymous = new Shopper();
    for (const stranger of [await Shopper.guest(), anonymous]) {
      assert.equal(await refusalOf(() => stranger.sdk.store.cart.retrieve(cart.id)), HIDDEN);
      assert.equal(await refusalOf(() => stranger.sdk.store.cart.retrieve(nobody("cart"))), HIDDEN);
      assert.equal(await refusalOf(() => stranger.sdk.store.fulfillment.listCartOptions({ cart_id: cart.id })), HIDDEN);
    }
    const jyri = await Shopper.guest();
    assert.equal(await refusalOf(() => jyri.sdk.store.cart.update(cart.id, { email: "jyri@example.test" })), HIDDEN);
    assert.equal(await refusalOf(() => jyri.sdk.store.cart.deleteLineItem(cart.id, line.id)), HIDDEN);
    assert.equal(await refusalOf(() => jyri.sdk.store.cart.complete(cart.id)), HIDDEN);

    assert.deepEqual((await mari.sdk.store.cart.retrieve(cart.id)).cart.items?.map(({ id, quantity }) => [id, quantity]), [[line.id, 2]]);
  });

  it("changes nothing without a token, and nothing with another guest's", async () => {
    await prepare(mari.sdk, cart.id);
    const before = (await mari.sdk.store.cart.retrieve(cart.id, { fields: "+payment_collection.id" })).cart;
    const { csrf } = mari;
    const jyri = await Shopper.guest();

    for (const [token, refusal] of [[undefined, MISSING], [jyri.csrf, INVALID]] as const) {
      mari.csrf = token;
      for (const [name, write] of writes(mari, before)) assert.equal(await refusalOf(write), refusal, name);
    }
    mari.csrf = csrf;

    assert.deepEqual((await mari.sdk.store.cart.retrieve(cart.id, { fields: "+payment_collection.id" })).cart, before);
  });

  it("buys, and the order is not there for another guest", async () => {
    const answer = await mari.sdk.store.cart.complete(cart.id);
    assert.ok(answer.type === "order");
    const { order } = answer;

    assert.equal((await mari.sdk.store.order.retrieve(order.id)).order.email, "mari@example.test");
    const jyri = await Shopper.guest();
    assert.equal(await refusalOf(() => jyri.sdk.store.order.retrieve(order.id)), HIDDEN);
  });
});

describe("a customer of a storefront in strict mode", () => {
  const login = newLogin("mari");
  let mari: Shopper;
  let cart: HttpTypes.StoreCart;
  let entered: Login;

  before(async () => {
    mari = await Shopper.guest();
    cart = await filledCart(mari.sdk);
  });

  it("makes an account with the guest's token", async () => {
    await mari.sdk.auth.register("customer", "emailpass", login);
    const { customer } = await mari.sdk.store.customer.create({ email: login.email, first_name: "Mari" });

    assert.equal(customer.email, login.email);
  });

  it("logs in, and the token changes with the login", async () => {
    const guests = mari.csrf;
    entered = await mari.login(login);
    const fits = mari.csrf;
    assert.notEqual(fits, guests);

    mari.csrf = guests;
    assert.equal(await refusalOf(() => mari.sdk.store.cart.transferCart(cart.id)), INVALID);
    assert.equal(await refusalOf(() => mari.sdk.store.customer.update({ first_name: "Mallory" })), INVALID);
    mari.csrf = fits;
    assert.equal((await mari.sdk.store.customer.retrieve()).customer.first_name, "Mari");
  });

  it("takes the guest's cart along, which is the guest's no more", async () => {
    const transferred = await mari.sdk.store.cart.transferCart(cart.id);
    assert.deepEqual([transferred.cart.id, transferred.cart.email], [cart.id, login.email]);

    const token = await mari.sdk.client.getToken();
    await mari.sdk.client.clearToken();
    assert.equal(await refusalOf(() => mari.sdk.store.cart.retrieve(cart.id)), HIDDEN, "the proof alone opens it no more");
    await mari.sdk.client.setToken(token ?? "");
  });

  it("buys", async () => {
    await prepare(mari.sdk, cart.id);
    const answer = await mari.sdk.store.cart.complete(cart.id);
    assert.ok(answer.type === "order");

    assert.deepEqual((await mari.sdk.store.order.list()).orders.map(({ id }) => id), [answer.order.id]);
    const guest = await Shopper.guest();
    assert.equal(await refusalOf(() => guest.sdk.store.order.retrieve(answer.order.id)), HIDDEN);
  });

  it("asks for a token anew, as after the unmodified sdk.auth.login", async () => {
    const told = await mari.ask();
    assert.ok(!("guest_token" in told), "somebody who is logged in is no guest");

    await mari.sdk.store.customer.update({ last_name: "Maasikas" });
  });

  it("refreshes, by the refresh token and as the SDK does", async () => {
    const body = { refresh_token: entered.refresh_token };
    const refresh = () => mari.sdk.client.fetch<Login>("/auth/token/refresh", { method: "POST", body });
    const fits = mari.csrf;
    mari.csrf = undefined;
    assert.equal(await refusalOf(refresh), MISSING);
    assert.equal(await refusalOf(() => mari.sdk.auth.refresh()), MISSING);
    mari.csrf = fits;

    const renewed = await refresh();
    assert.deepEqual([renewed.session_id, renewed.refresh_token === entered.refresh_token], [entered.session_id, false]);
    await mari.sdk.client.setToken(renewed.token);
    mari.csrf = renewed.csrf_token;
    await mari.sdk.auth.refresh();
    const { customer } = await mari.sdk.store.customer.createAddress(pikk1);
    assert.equal(customer.addresses.length, 1);
  });

  it("changes nothing about themselves without a token", async () => {
    const fits = mari.csrf;
    const before = (await mari.sdk.store.customer.retrieve()).customer;
    const address = needFirst(before.addresses, "an address").id;
    mari.csrf = undefined;

    const { customer } = mari.sdk.store;
    assert.equal(await refusalOf(() => customer.update({ first_name: "Mallory" })), MISSING);
    assert.equal(await refusalOf(() => customer.createAddress(pikk1)), MISSING);
    assert.equal(await refusalOf(() => customer.updateAddress(address, { city: "Tartu" })), MISSING);
    assert.equal(await refusalOf(() => customer.deleteAddress(address)), MISSING);
    assert.equal(await refusalOf(() => mari.sdk.client.fetch("/auth/session", { method: "DELETE" })), MISSING);
    mari.csrf = fits;

    assert.deepEqual((await customer.retrieve()).customer, before);
  });

  it("does not log in, and does not register, without a token", async () => {
    const anonymous = new Shopper();

    assert.equal(await refusalOf(() => anonymous.sdk.auth.login("customer", "emailpass", login)), MISSING);
    assert.equal(await refusalOf(() => anonymous.sdk.auth.register("customer", "emailpass", newLogin("jyri"))), MISSING);
    assert.equal(await refusalOf(() => anonymous.sdk.auth.resetPassword("customer", "emailpass", { identifier: login.email })), MISSING);
  });

  it("logs out, which ends the token with the login, and is a guest again", async () => {
    const logins = mari.csrf;
    await mari.sdk.client.fetch("/auth/session", { method: "DELETE" });
    const { status } = await mari.sdk.store.customer.retrieve().then(() => ({ status: 200 }), (refused: { status: number }) => refused);
    assert.equal(status, 401);

    await mari.sdk.client.clearToken();
    mari.csrf = logins;
    assert.equal(await refusalOf(() => mari.sdk.store.cart.create({})), INVALID);
    await mari.ask();
    const order = await buy(mari.sdk, 1, { email: "guest@example.test" });
    assert.equal((await mari.sdk.store.order.retrieve(order.id)).order.email, "guest@example.test");
  });
});

/** Every write of a guest about their cart, and the making of another one. */
function writes({ sdk }: Shopper, cart: HttpTypes.StoreCart): [string, () => Promise<unknown>][] {
  const line = needFirst(cart.items, "a line");
  const option_id = needFirst(cart.shipping_methods, "a shipping method").shipping_option_id ?? "";
  const { id } = cart;
  assert.ok(cart.payment_collection, "the cart is ready to be paid");
  return [
    ["a new cart", () => sdk.store.cart.create({})],
    ["the cart", () => sdk.store.cart.update(id, { email: "mallory@example.test" })],
    ["a new line", () => sdk.store.cart.createLineItem(id, { variant_id: line.variant_id ?? "", quantity: 1 })],
    ["a line", () => sdk.store.cart.updateLineItem(id, line.id, { quantity: 5 })],
    ["a line that goes", () => sdk.store.cart.deleteLineItem(id, line.id)],
    ["the delivery", () => sdk.store.cart.addShippingMethod(id, { option_id })],
    ["the taxes", () => sdk.client.fetch(`/store/carts/${id}/taxes`, { method: "POST" })],
    ["a payment collection", () => sdk.client.fetch("/store/payment-collections", { method: "POST", body: { cart_id: id } })],
    ["a payment of a cart that has one", () => sdk.store.payment.initiatePaymentSession(cart, { provider_id: "pp_system_default" })],
    ["the order", () => sdk.store.cart.complete(id)],
  ];
}
