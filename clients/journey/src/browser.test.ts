/** The browser is itself tested, against a server that sets what it is told to and says what it was sent. */

import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";

import { Browser, pageElsewhere, pageOf } from "./browser";

describe("the browser", () => {
  let server: Server;
  let url: string;
  let browser: Browser;

  before(async () => {
    server = createServer((request, response) => {
      const cookies = new URL(request.url ?? "/", "http://any").searchParams.getAll("set");
      response.setHeader("set-cookie", cookies).end(JSON.stringify(request.headers));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  beforeEach(() => {
    browser = new Browser(url);
    browser.open();
  });
  afterEach(() => browser.close());

  it("sends back the cookies that it was given, the newest of each name", async () => {
    await ask({ set: ["a=1; Path=/; Max-Age=60; HttpOnly", "b=x=y; Path=/"] });
    await ask({ set: ["a=2; Path=/; HttpOnly; SameSite=Lax"] });

    assert.equal((await ask({}))["cookie"], "a=2; b=x=y");
    assert.deepEqual(browser.cookie("a"), { value: "2", attributes: ["path=/", "httponly", "samesite=lax"] });
  });

  it("forgets a cookie that is taken away, and takes no secure one over a plain line", async () => {
    await ask({ set: ["a=1; Path=/", "b=2; Path=/", "c=3; Path=/; Secure"] });
    await ask({ set: ["a=; Path=/; Max-Age=0"] });

    assert.deepEqual(browser.names, ["b"]);
  });

  it("keeps to itself what nobody asked it to send, and what others would get", async () => {
    await ask({ set: ["a=1; Path=/"] });

    assert.equal((await ask({ credentials: "omit" }))["cookie"], undefined);
    browser.close();
    assert.equal((await ask({}))["cookie"], undefined);
    const elsewhere = new Browser("http://shop.test", undefined, [["a", { value: "1", attributes: [] }]]);
    elsewhere.open();
    assert.equal((await ask({}))["cookie"], undefined);
  });

  it("says where a page is from, as browsers do", async () => {
    new Browser(url, pageOf(url)).open();

    const [got, posted] = [await ask({}), await ask({ method: "POST" })];

    assert.deepEqual([got["sec-fetch-site"], got["origin"]], ["same-origin", undefined]);
    assert.deepEqual([posted["sec-fetch-site"], posted["origin"]], ["same-origin", url]);
    browser.copied(pageElsewhere("https://elsewhere.test")).open();
    const elsewhere = await ask({});
    assert.deepEqual([elsewhere["sec-fetch-site"], elsewhere["origin"]], ["cross-site", "https://elsewhere.test"]);
  });

  it("can be copied, and the copy goes its own way", async () => {
    await ask({ set: ["a=1; Path=/"] });
    const copy = browser.copied();
    await ask({ set: ["a=2; Path=/"] });

    assert.deepEqual([browser.cookie("a")?.value, copy.cookie("a")?.value], ["2", "1"]);
  });

  async function ask(wanted: { set?: string[]; method?: string; credentials?: RequestCredentials }) {
    const query = new URLSearchParams((wanted.set ?? []).map((cookie) => ["set", cookie]));
    const { method = "GET", credentials = "include" } = wanted;
    const answer = await fetch(`${url}/?${query}`, { method, credentials });
    return (await answer.json()) as { [header: string]: string };
  }
});
