/** The comparer is itself tested: a check that cannot fail checks nothing. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { collectNulls, differences, type Json } from "./shape";

const recorded: Json = { id: "cart_1", email: "a@example.test", total: 5.5, note: null, data: {}, items: [{ quantity: 2 }] };

function found(actual: Json, nullable: string[] = []): string[] {
  return differences("cart", recorded, actual, new Set(nullable)).map(({ kind, path }) => `${kind} ${path}`);
}

function ours(change: object): Json {
  return { ...(recorded as object), ...change } as Json;
}

describe("the comparer", () => {
  it("finds nothing in an answer of the same shape with other values", () => {
    assert.deepEqual(found(ours({ id: "cart_2", total: 1, items: [{ quantity: 1 }, { quantity: 9 }] })), []);
  });

  it("finds a number that became a string", () => {
    assert.deepEqual(found(ours({ total: "5.5" })), ["type cart.total"]);
    assert.deepEqual(found(ours({ items: [{ quantity: "2" }] })), ["type cart.items[].quantity"]);
  });

  it("finds a key that went missing and a key that was added, at any depth and in any element", () => {
    assert.deepEqual(found(ours({ items: [{ quantity: 1 }, {}] })), ["missing cart.items[].quantity"]);
    assert.deepEqual(found(ours({ items: [{ quantity: 1, secret: 1 }] })), ["extra cart.items[].secret"]);
  });

  it("finds an array that became empty or an object", () => {
    assert.deepEqual(found(ours({ items: [] })), ["missing cart.items[]"]);
    assert.deepEqual(found(ours({ items: {} })), ["type cart.items"]);
  });

  it("takes a null of ours only where a recording had one", () => {
    assert.deepEqual(found(ours({ total: null })), ["type cart.total"]);
    assert.deepEqual(found(ours({ email: null }), ["cart.email"]), []);
  });

  it("learns nothing from a recorded null or an empty object", () => {
    assert.deepEqual(found(ours({ note: "by the door", data: { any: 1 } })), []);
  });

  it("collects where recordings have nulls", () => {
    const paths = new Set<string>();
    collectNulls("cart", { email: null, items: [{ sku: null }, { sku: "x" }] }, paths);
    assert.deepEqual([...paths], ["cart.email", "cart.items[].sku"]);
  });
});
