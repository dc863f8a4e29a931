/** A customer in the SDK's session mode: a cookie in place of a token. The steps build on one another. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import type Medusa from "@medusajs/js-sdk";

import { Browser, pageElsewhere, pageOf } from "../browser";
import { filledCart } from "../buying";
import { assertShape, claimsOf } from "../recorded";
import { refused, refusedLike } from "../refusal";
import { connect, connectShopper, shop } from "../shop";
import { type Login, newLogin } from "./newcomer";

/** In development and without TLS the cookies do without the prefix `__Host-`. */
const [SESSION, REFRESH, DEVICE] = ["wufi_session", "wufi_refresh", "wufi_device"] as const;

/** The SDK that a page with accounts sets up which is to see no token itself. */
function connectSession(): Medusa {
  return connect({ "x-medusa-locale": "en" }, { auth: { type: "session" } });
}

describe("a storefront's server that keeps cookies", () => journey(new Browser(shop.url), [SESSION]));

describe("a page in a browser", () => {
  const browser = new Browser(shop.url, pageOf(shop.url));
  journey(browser, [DEVICE, REFRESH, SESSION]);

  it("is known again by its device, and is not told its refresh token", async () => {
    const sdk = connectSession();
    const login = newLogin("mari");
    const token = await sdk.auth.register("customer", "emailpass", login);
    await sdk.store.customer.create({ email: login.email }, {}, bearer(token));
    const device = browser.cookie(DEVICE)?.value;

    const answer = await sdk.client.fetch<{ token: string }>("/auth/customer/emailpass", { method: "POST", body: login });

    assert.ok(!("refresh_token" in answer));
    assertHidden(browser, REFRESH);
    assert.equal(browser.cookie(DEVICE)?.value, device);
  });

  it("logs in with nothing but the refresh cookie, once the session cookie is lost", async () => {
    const sdk = connectSession();
    const before = browser.cookie(REFRESH)?.value;
    await refusedLike("e08-no-jwt", sdk.store.customer.retrieve());

    await sdk.auth.refresh();

    assert.notEqual(browser.cookie(REFRESH)?.value, before, "a refresh token is used once");
    await sdk.store.customer.retrieve();
  });

  it("changes nothing for a page of somebody else, even with every cookie", async () => {
    const sdk = connectSession();
    const { customer } = await sdk.store.customer.retrieve();
    browser.copied(pageElsewhere("https://elsewhere.example.test")).open();

    await refused(403, sdk.store.customer.update({ first_name: "Mallory" }));
    await refused(403, sdk.auth.refresh());
    await refused(403, sdk.auth.logout());

    browser.open();
    assert.deepEqual((await sdk.store.customer.retrieve()).customer, customer);
  });
});

function journey(browser: Browser, cookies: string[]): void {
  const sdk = connectSession();
  let login: Login;
  let token: string;
  let id: string;

  before(() => {
    login = newLogin("mari");
    browser.open();
  });
  after(() => browser.close());

  it("registers", async () => {
    const registration = await sdk.auth.register("customer", "emailpass", login);
    const names = { first_name: "Mari", last_name: "Maasikas" };
    const answer = await sdk.store.customer.create({ email: login.email, ...names }, {}, bearer(registration));
    assertShape("21-customer-create", answer);

    id = answer.customer.id;
    assert.deepEqual(browser.names, [], "nobody is logged in yet");
  });

  it("logs in, which sets a cookie that no script can read", async () => {
    token = (await sdk.auth.login("customer", "emailpass", login)) as string;

    assert.deepEqual(browser.names, cookies);
    assertHidden(browser, SESSION);
    await assertIs(id);
  });

  it("hears who the cookie stands for", async () => {
    const answer = await sdk.client.fetch<{ user: { actor_id: string } }>("/auth/session", { method: "POST", headers: bearer(token) });
    assertShape("24-session-create", answer);

    assert.equal(answer.user.actor_id, id);
  });

  it("shops by the cookie alone", async () => {
    const cart = await filledCart(sdk);
    assert.equal(cart.customer_id, id);
    const { addresses } = await sdk.store.customer.listAddress();
    assert.deepEqual(addresses, []);
    assertShape("27-customer-orders", await sdk.store.order.list());
  });

  it("refreshes by cookies alone", async () => {
    const answer = await sdk.auth.refresh();
    assertShape("25-token-refresh", answer);

    assert.equal(claimsOf(answer.token)["actor_id"], id);
    assert.deepEqual(browser.names, cookies);
    await assertIs(id);
  });

  it("logs out, and neither a copied cookie nor a token of that login lets anybody in", async () => {
    const thief = browser.copied();
    await sdk.auth.logout();

    assert.deepEqual(browser.names, cookies.filter((name) => name === DEVICE));
    await refusedLike("e08-no-jwt", sdk.store.customer.retrieve());
    thief.open();
    await refused(401, sdk.store.customer.retrieve());
    await refused(401, sdk.auth.refresh());
    browser.open();
    await refused(401, connectShopper().store.customer.retrieve({}, bearer(token)));
  });

  async function assertIs(wanted: string): Promise<void> {
    const answer = await sdk.store.customer.retrieve();
    assertShape("23-customer-me", answer);
    assert.equal(answer.customer.id, wanted);
  }
}

/** Not secure, since the shop under test is on a desk without TLS; everything else is as in production. */
function assertHidden(browser: Browser, name: string): void {
  const attributes = browser.cookie(name)?.attributes.filter((attribute) => !attribute.startsWith("max-age="));
  assert.deepEqual(attributes, ["path=/", "httponly", "samesite=lax"]);
}

function bearer(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}
