/** Somebody forgot the password and has a letter sent. The steps build on one another. */

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import { letters, linkTo } from "../letters";
import { refused, refusedLike } from "../refusal";
import { connectShopper } from "../shop";
import { type Customer, newCustomer } from "./newcomer";

describe("a customer who forgot the password", () => {
  const password = "another long password";
  const page = /^\/ee\/reset-password$/;
  const sdk = connectShopper();
  let mari: Customer;
  let token: string;

  before(async () => {
    mari = await newCustomer("mari");
  });

  it("has a letter sent, and whoever has no account hears the same and gets none", async () => {
    await sdk.auth.resetPassword("customer", "emailpass", { identifier: "nobody@example.test" });
    await sdk.auth.resetPassword("customer", "emailpass", { identifier: mari.login.email });

    token = (await linkTo(page, mari.login.email)).searchParams.get("token") ?? "";
    assert.ok(token, "the link holds a token");
    assert.ok(letters().every(({ to }) => to !== "nobody@example.test"));
  });

  it("chooses no password that is too short, and none without the letter", async () => {
    await refused(400, sdk.auth.updateProvider("customer", "emailpass", { password: "short" }, token));
    const login = (await mari.sdk.client.getToken()) ?? "";
    await refused(401, sdk.auth.updateProvider("customer", "emailpass", { password }, login));
    await refused(401, sdk.auth.updateProvider("customer", "emailpass", { password }, "not.a.token"));
  });

  it("chooses another one", async () => {
    await sdk.auth.updateProvider("customer", "emailpass", { password }, token);

    await sdk.auth.login("customer", "emailpass", { ...mari.login, password });
    assert.equal((await sdk.store.customer.retrieve()).customer.id, mari.id);
  });

  it("has ended every login, and the old password and the letter are worth nothing", async () => {
    await refused(401, mari.sdk.store.customer.retrieve());
    await refusedLike("e07-bad-login-wrong-password", connectShopper().auth.login("customer", "emailpass", mari.login));
    await refused(401, sdk.auth.updateProvider("customer", "emailpass", { password: "a third long password" }, token));
    assert.equal((await sdk.store.customer.retrieve()).customer.id, mari.id);
  });
});
