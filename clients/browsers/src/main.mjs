/**
 * Somebody else's pages attack a customer who is logged in by cookies, in a real Chromium.
 *
 * The customer's page is http://localhost:FRONT, which the shop lists; the shop is http://localhost with another port.
 * One attacker's page is of another site, http://127.0.0.1, and gets from the browser no cookie that is SameSite=Lax.
 * The other is of the same site and another origin, http://localhost with a port of its own, as a neighbouring
 * subdomain would be: there the browser sends every cookie, and only the shop can tell.
 */

import { createServer } from "node:http";

import { chromium } from "playwright-core";

import { asTheShop, attacksOn } from "./attacks.mjs";
import { Recorder } from "./recorder.mjs";
import { Customer, changesSince } from "./shop.mjs";

const { WUFI_URL, WUFI_PUBLISHABLE_KEY, WUFI_SECRET_KEY, WUFI_SECURITY__PROFILE, WUFI_FRONT_PORT, WUFI_CHROMIUM } = process.env;
const shop = { url: WUFI_URL, key: WUFI_PUBLISHABLE_KEY, secret: WUFI_SECRET_KEY };
const isStrict = WUFI_SECURITY__PROFILE === "strict";
let failures = 0;

function fail(what) {
  failures += 1;
  console.log(`FAILED: ${what}`);
}

/** A page of that origin: empty, as what it does is told to it from here. */
async function pages(host, port = 0) {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html><title>page</title><body>"));
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  return { server, url: `http://${host}:${server.address().port}` };
}

/** Waits a minute at most: a browser that hangs is to be told of. */
async function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`after a minute there was no end to: ${what}`)), 60_000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Runs `run` in a new page at `origin`; what it got to know, or why it did not. */
async function inPage(context, origin, run, args) {
  const page = await context.newPage();
  try {
    await page.goto(origin);
    const answer = page.evaluate(run, args);
    // A page that navigates away says nothing any more.
    const late = new Promise((resolve) => setTimeout(resolve, 3_000, "said nothing"));
    const told = await Promise.race([answer, late]).catch((error) => error.message.split("\n")[0].replace("page.evaluate: ", ""));
    return { page, told };
  } catch (error) {
    return { page, told: error.message.split("\n")[0] };
  }
}

/** What js-sdk sends in its session mode when somebody logs in: for a token, and with the token for a cookie. */
async function logIn({ url, key, login, isStrict }) {
  const headers = { "content-type": "application/json", "x-publishable-api-key": key };
  const ask = async (method, path, more, body) =>
    (await fetch(url + path, { method, credentials: "include", headers: { ...headers, ...more }, body: body && JSON.stringify(body) })).json();
  const guest = isStrict ? { "x-csrf-token": (await ask("GET", "/store/csrf", {})).csrf_token } : {};
  const entered = await ask("POST", "/auth/customer/emailpass", guest, login);
  const csrf = isStrict ? { "x-csrf-token": entered.csrf_token } : {};
  return ask("POST", "/auth/session", { authorization: `Bearer ${entered.token}`, ...csrf });
}

/** What of `customer` and of the browser could be changed, as one text. */
async function stateOf({ customer, carts, mallory, context, from, api }) {
  const cookies = (await context.cookies(api)).map(({ name, value }) => [name, value]);
  try {
    const [hers, his, events] = await Promise.all([customer.everything(carts), mallory.ask("GET", "/store/auth/sessions"), changesSince(shop, from)]);
    const sessions = his.sessions.map(({ id }) => id);
    return JSON.stringify({ cookies, hers, sessions, events });
  } catch (error) {
    return `not to be read: ${error.message}`;
  }
}

/** One line of the table: what was sent, by what the shop was asked, what it said, and whether anything is other than before. */
function row({ way, target }, seen, told, hasChanged) {
  const cookies = [...new Set(seen.flatMap((entry) => entry.cookies))].map((name) => name.replace("wufi_", "")).sort();
  const said = seen.map(({ method, status, code }) => `${method} ${status ?? "no answer"}${code ? ` ${code}` : ""}`);
  const answers = said.length > 0 ? said.join(", ") : `nothing was sent (${told ?? "silently"})`;
  return `| ${way} | ${target.method} ${target.called} | ${cookies.join(" ") || "none"} | ${answers} | ${hasChanged ? "CHANGED" : "no"} |`;
}

async function attack(world, { name, url: origin }, targets) {
  const { context, recorder, api } = world;
  console.log(`\n#### From ${name}, ${origin}\n\n| attack | aimed at | cookies sent | the shop's answers | changed? |\n|---|---|---|---|---|`);
  const tally = { attacks: 0, requests: 0, withCookies: 0, changed: 0, answers: {} };
  let before = await stateOf(world);
  for (const one of attacksOn(targets)) {
    const args = { url: api, key: shop.key, ...one.target, ...one.args };
    const { page, told } = await within(inPage(context, origin, one.run, args), `${one.way} on ${one.target.called}`);
    // A browser that refuses says so to the page; anything else is sent, sooner or later.
    const isRefused = String(told).startsWith("TypeError");
    const seen = await within(recorder.take({ atMostMs: isRefused ? 300 : 10_000 }), "the requests of this attack");
    await within(page.close(), "the closing of a page");
    if (seen.length === 0 && !isRefused) fail(`${one.way} on ${one.target.called} from ${origin} was never sent`);
    const now = await stateOf(world);
    const hasChanged = now !== before;
    before = now;
    console.log(row(one, seen, told, hasChanged));
    if (hasChanged) fail(`${one.way} on ${one.target.called} from ${origin} changed something`);
    // Whatever a page may read of an answer, its status too, it reads of the visitor's.
    if (/^(cors |status [1-9]|\d)/.test(String(told))) fail(`${one.way} on ${one.target.called} from ${origin} was told: ${told}`);
    count(tally, seen, hasChanged);
  }
  console.log(`\n${tally.attacks} attacks, ${tally.requests} requests reached the shop, ${tally.withCookies} of them with its cookies, ${tally.changed} changed something. Answers: ${JSON.stringify(tally.answers)}`);
  return tally;
}

function count(tally, seen, hasChanged) {
  tally.attacks += 1;
  tally.changed += hasChanged ? 1 : 0;
  tally.requests += seen.length;
  tally.withCookies += seen.filter(({ cookies }) => cookies.includes("wufi_session")).length;
  for (const { method, status, code } of seen) {
    const kind = `${method} ${status} ${code ?? ""}`.trim();
    tally.answers[kind] = (tally.answers[kind] ?? 0) + 1;
  }
}

/** The same writes from the page that the shop lists; each has to change something. */
async function control(world, front, targets) {
  const { context, recorder, api, from } = world;
  const { name, cart, line, refresh, password, order, sessions, logout, login } = targets;
  console.log(`\n#### From the shop's own page, ${front.url}\n\n| aimed at | the shop's answers | changed? |\n|---|---|---|`);
  // Another password ends the other sessions as well, so those first; a logout ends the tries as a customer.
  const inOrder = [name, cart, line, refresh, sessions, password, order, logout, login];
  for (const target of inOrder) {
    const args = { url: api, key: shop.key, ...target };
    if (isStrict) {
      const { page, told } = await inPage(context, front.url, asTheShop, { ...args, csrf: false });
      await page.close();
      if (told.code !== "csrf_token_missing") fail(`${target.called} without a token: ${JSON.stringify(told)}`);
    }
    const before = [(await changesSince(shop, from)).length, JSON.stringify(await context.cookies(api))];
    const { page, told } = await inPage(context, front.url, asTheShop, { ...args, csrf: isStrict });
    const seen = await recorder.take();
    await page.close();
    const after = [(await changesSince(shop, from)).length, JSON.stringify(await context.cookies(api))];
    const hasChanged = after[0] > before[0] || after[1] !== before[1];
    console.log(`| ${target.method} ${target.called} | ${seen.map(({ method, status, code }) => `${method} ${status}${code ? ` ${code}` : ""}`).join(", ")} | ${hasChanged ? "yes" : "NO"} |`);
    if (told.status !== 200 || !hasChanged) fail(`${target.called} from the shop's own page: ${JSON.stringify(told)}`);
  }
}

function targetsOf({ customer, mallory, ready, other }) {
  const post = (called, path, body) => ({ called, method: "POST", path, body });
  const remove = (called, path) => ({ called, method: "DELETE", path });
  return {
    name: post("a name", "/store/customers/me", { first_name: "Mallory" }),
    cart: post("a cart's e-mail", `/store/carts/${other.id}`, { email: "mallory@example.test" }),
    login: post("a login as Mallory", "/auth/customer/emailpass", mallory.login),
    refresh: post("a refresh", "/auth/token/refresh", undefined),
    password: post("a password", "/store/auth/password", { current_password: customer.login.password, password: "neli põdrapead" }),
    order: post("an order", `/store/carts/${ready.id}/complete`, {}),
    logout: remove("a logout", "/auth/session"),
    line: remove("a line", `/store/carts/${other.id}/line-items/${other.items[0].id}`),
    sessions: remove("other sessions", "/store/auth/sessions"),
  };
}

async function main() {
  const recorder = new Recorder(shop.url);
  const api = `http://localhost:${await recorder.listen()}`;
  const front = await pages("localhost", Number(WUFI_FRONT_PORT));
  const strangers = [
    { name: "a page of another site", ...(await pages("127.0.0.1")) },
    { name: "a page of the same site and another origin", ...(await pages("localhost")) },
  ];
  const root = process.getuid() === 0;
  const browser = await chromium.launch({ executablePath: WUFI_CHROMIUM, chromiumSandbox: !root });
  try {
    console.log(`\n### Profile ${WUFI_SECURITY__PROFILE}, Chromium ${browser.version()}`);
    const [customer, mallory] = [await Customer.make(shop, "mari"), await Customer.make(shop, "mallory")];
    const [ready, other] = [await customer.readyCart(), await customer.readyCart()];
    const context = await browser.newContext();
    const { page, told } = await inPage(context, front.url, logIn, { url: api, key: shop.key, login: customer.login, isStrict });
    await page.close();
    await recorder.take();
    const names = (await context.cookies(api)).map((cookie) => cookie.name).sort();
    if (!told?.user || !names.includes("wufi_session") || !names.includes("wufi_refresh")) {
      throw new Error(`the customer is not logged in: ${JSON.stringify(told)}, cookies ${names}`);
    }
    // Letters that the login caused are events too; then nothing happens any more by itself.
    await new Promise((later) => setTimeout(later, 3_000));
    const world = { customer, mallory, carts: [ready.id, other.id], context, recorder, api, from: new Date().toISOString() };
    const targets = targetsOf({ customer, mallory, ready, other });

    const tallies = [];
    for (const stranger of strangers) tallies.push(await attack(world, stranger, targets));
    if (!tallies[1].withCookies) fail("the page of the same site sent no cookies: nothing was tried");
    await control(world, front, targets);
  } finally {
    await browser.close();
    recorder.close();
    for (const { server } of [front, ...strangers]) server.close();
  }
}

await main();
console.log(failures === 0 ? "\nNothing was changed by somebody else's page." : `\n${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
