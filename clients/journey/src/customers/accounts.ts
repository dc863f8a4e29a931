/** Somebody makes an account, logs in with a token, and logs out. The steps build on one another. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import type Medusa from "@medusajs/js-sdk";
import type { HttpTypes } from "@medusajs/types";

import { assertClaims, assertShape, claimsOf, recording } from "../recorded";
import { refused, refusedLike } from "../refusal";
import { connectShopper } from "../shop";
import { newCustomer, newLogin } from "./newcomer";

describe("somebody who wants an account", () => {
  const sdk = connectShopper();
  const login = newLogin("mari");
  let customer: HttpTypes.StoreCustomer;
  let token: string;

  it("registers, and is no customer yet", async () => {
    const answer = await sdk.client.fetch<{ token: string }>("/auth/customer/emailpass/register", { method: "POST", body: newLogin("mart") });
    assertShape("20-customer-register", answer);

    token = await sdk.auth.register("customer", "emailpass", login);
    assertClaims("20-customer-register", token);
    assert.equal(claimsOf(token)["actor_id"], "");
    await refusedLike("e08-garbage-jwt", sdk.store.customer.retrieve());
  });

  it("becomes a customer", async () => {
    const answer: HttpTypes.StoreCustomerResponse =
      await sdk.store.customer.create({ email: login.email, first_name: "Mari", last_name: "Maasikas" });
    assertShape("21-customer-create", answer);

    customer = answer.customer;
    assert.deepEqual([customer.email, customer.first_name, customer.last_name], [login.email, "Mari", "Maasikas"]);
    assert.deepEqual(customer.addresses, []);
  });

  it("logs in", async () => {
    const answer = await sdk.client.fetch<{ token: string }>("/auth/customer/emailpass", { method: "POST", body: login });
    assertShape("22-customer-login", answer);

    token = tokenOf(await sdk.auth.login("customer", "emailpass", login));
    assertClaims("22-customer-login", token);
    const { actor_id, actor_type, app_metadata } = claimsOf(token);
    assert.deepEqual({ actor_id, actor_type, app_metadata }, { actor_id: customer.id, actor_type: "customer", app_metadata: { customer_id: customer.id } });
  });

  it("sees who the shop takes them for", async () => {
    const answer: HttpTypes.StoreCustomerResponse = await sdk.store.customer.retrieve();
    assertShape("23-customer-me", answer);
    assert.deepEqual(answer.customer, customer);

    const starter = await sdk.store.customer.retrieve({ fields: "*orders" });
    assert.equal(starter.customer.id, customer.id);
  });

  it("changes what the shop knows about them", async () => {
    const change: HttpTypes.StoreUpdateCustomer = { first_name: "Maarja", phone: "+3725550001", company_name: "Maasikas OÜ", metadata: { dogs: 2 } };
    const answer: HttpTypes.StoreCustomerResponse = await sdk.store.customer.update(change);
    assertShape("23-customer-me", answer);

    const { customer: now } = await sdk.store.customer.retrieve();
    assert.deepEqual(now, answer.customer);
    assert.deepEqual({ ...now, updated_at: null }, { ...customer, ...change, updated_at: null });
  });

  it("has no orders yet", async () => {
    const answer: HttpTypes.StoreOrderListResponse = await sdk.store.order.list();
    assertShape("27-customer-orders", answer);
    assert.deepEqual(answer, { orders: [], count: 0, offset: 0, limit: 50 });
  });

  it("has the token given again", async () => {
    // Ends are told in whole seconds: in the same one a later end would look like the old.
    await pause(1_100);
    const answer = await sdk.auth.refresh();
    assertShape("25-token-refresh", answer);

    assertClaims("25-token-refresh", answer.token);
    assert.equal(claimsOf(answer.token)["exp"], claimsOf(token)["exp"], "a copied token must run out");
    assert.equal(await sdk.client.getToken(), answer.token);
    await assertIs(sdk, customer.id);
  });

  it("forgets the token, which logs nobody out but the page", async () => {
    const left = (await sdk.client.getToken()) ?? "";
    await sdk.auth.logout();

    await refusedLike("e08-no-jwt", sdk.store.customer.retrieve());
    await sdk.client.setToken(left);
    await assertIs(sdk, customer.id);
  });

  it("logs out, and every token of that login is over", async () => {
    await sdk.client.fetch("/auth/session", { method: "DELETE" });

    await refused(401, sdk.store.customer.retrieve());
    await refused(401, sdk.auth.refresh());
    await refused(401, sdk.store.customer.retrieve({}, bearer(token)));
  });

  it("logs in again", async () => {
    await sdk.auth.login("customer", "emailpass", login);

    await assertIs(sdk, customer.id);
  });
});

describe("whoever registered", () => {
  it("can refresh instead of logging in, as after the login of another service", async () => {
    const sdk = connectShopper();
    const login = newLogin("mihkel");
    await sdk.auth.register("customer", "emailpass", login);
    const { customer } = await sdk.store.customer.create({ email: login.email });

    const { token } = await sdk.auth.refresh();

    assert.equal(claimsOf(token)["actor_id"], customer.id);
    await assertIs(sdk, customer.id);
  });
});

describe("somebody is not let in", () => {
  it("without a token, or with one that the shop did not make", async () => {
    const sdk = connectShopper();
    const medusas = recording("22-customer-login").body["token"] as string;

    await refusedLike("e08-no-jwt", sdk.store.customer.retrieve());
    await refusedLike("e08-garbage-jwt", sdk.store.customer.retrieve({}, bearer("not.a.jwt")));
    await refusedLike("e08-garbage-jwt", sdk.store.customer.retrieve({}, bearer(medusas)));
    await refusedLike("e08-no-jwt", sdk.store.order.list());
  });

  it("with a wrong password or an unknown e-mail, which sound the same", async () => {
    const { login } = await newCustomer("mari");
    const as = (email: string, password: string) => connectShopper().auth.login("customer", "emailpass", { email, password });

    await refusedLike("e07-bad-login-wrong-password", as(login.email, "wrong"));
    await refusedLike("e07-bad-login-unknown-email", as("nobody@example.test", "wrong"));
    await refusedLike("e07-login-missing-password", connectShopper().auth.login("customer", "emailpass", { email: login.email }));
  });

  it("a second time by the same e-mail", async () => {
    const { sdk, login } = await newCustomer("mari");
    const again = { ...login, password: "another password" };

    await refusedLike("26-register-same-email", connectShopper().auth.register("customer", "emailpass", again));
    await refused(400, sdk.store.customer.create({ email: login.email }));
  });
});

function bearer(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

function tokenOf(answer: Awaited<ReturnType<Medusa["auth"]["login"]>>): string {
  assert.ok(typeof answer === "string", "nothing more is asked than the password");
  return answer;
}

async function assertIs(sdk: Medusa, id: string): Promise<void> {
  assert.equal((await sdk.store.customer.retrieve()).customer.id, id);
}
