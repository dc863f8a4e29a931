/** The answers that a real Medusa 2.21.2 gave, and the differences from them that we know and mean. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { collectNulls, type Difference, differences, isObject, type Json } from "./shape";

/** A difference that is meant, with the reason. `*` in the path stands for any one key. */
interface KnownDifference {
  kind: Difference["kind"] | "status" | "message";
  /** Where in the answer; of a refusal's status or message the recording's name. */
  path: string;
  reason: string;
}

type Found = Omit<KnownDifference, "reason"> & { detail: string };

interface Recording {
  request: { method: string; path: string };
  response: { status: number; body: { [key: string]: Json } };
}

const folder = join(__dirname, "..");
const known = read<KnownDifference[]>("known-differences.json");
const seen = new Set<KnownDifference>();
const nullable = new Set<string>();
let compared = 0;

for (const file of readdirSync(join(folder, "samples"))) {
  for (const [key, value] of Object.entries(read<Recording>(`samples/${file}`).response.body)) {
    collectNulls(root(key), value, nullable);
  }
}

/** What Medusa answered, by the recording's name. */
export function recording(name: string): Recording["response"] {
  return read<Recording>(`samples/${name}.json`).response;
}

/** Asserts that `answer` has the recording's shape, but for known differences. */
export function assertShape(name: string, answer: object): void {
  const actual = JSON.parse(JSON.stringify(answer)) as Json;
  assert.ok(isObject(actual), "the answer is a JSON object");
  const { body } = recording(name);

  const keys = [...new Set([...Object.keys(body), ...Object.keys(actual)])];
  assertLike(name, keys.flatMap((key) => compareKey(key, body[key], actual[key])));
}

/** Asserts that `token` claims what the recording's token does, but for known differences. */
export function assertClaims(name: string, token: string): void {
  const recorded = recording(name).body["token"];
  assert.ok(typeof recorded === "string", `${name} is a token`);
  assertLike(name, differences("claims", claimsOf(recorded), claimsOf(token), nullable));
}

/** Asserts that a refusal has the recording's status and message, but for known differences. */
export function assertRefusal(name: string, refusal: { status: number | undefined; message: string }): void {
  const { status, body } = recording(name);
  assertLike(name, [...unlike("status", status, refusal.status), ...unlike("message", body["message"], refusal.message)]);

  function unlike(kind: KnownDifference["kind"], recorded: unknown, actual: unknown): Found[] {
    return recorded === actual ? [] : [{ kind, path: name, detail: `${recorded} recorded, ${actual} answered` }];
  }
}

/** What a JWT says, by whoever signed it. */
export function claimsOf(token: string): { [claim: string]: Json } {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Json;
  assert.ok(isObject(claims), "the token has claims");
  return claims;
}

/** How many answers were compared, and which known differences nobody met: their entry is out of date. */
export function summary(): { compared: number; known: number; stale: string[] } {
  const stale = known.filter((entry) => !seen.has(entry)).map(({ kind, path }) => `${kind} ${path}`);
  return { compared, known: seen.size, stale };
}

function assertLike(name: string, found: Found[]): void {
  const unknown = found.filter((difference) => !isKnown(difference));

  compared += 1;
  const list = unknown.map(({ kind, path, detail }) => `  ${kind} ${path}: ${detail}`);
  assert.ok(list.length === 0, `unlike Medusa's ${name}:\n${list.join("\n")}`);
}

function compareKey(key: string, recorded: Json | undefined, actual: Json | undefined): Difference[] {
  if (actual === undefined) return [{ kind: "missing", path: root(key), detail: "recorded" }];
  if (recorded === undefined) return [{ kind: "extra", path: root(key), detail: "answered" }];
  return differences(root(key), recorded, actual, nullable);
}

/** The cart inside a deletion's answer is a cart like any other. */
function root(key: string): string {
  return key === "parent" ? "cart" : key;
}

function isKnown(difference: Found): boolean {
  const matches = known.filter((entry) => entry.kind === difference.kind && matchesPath(entry.path, difference.path));
  matches.forEach((entry) => seen.add(entry));
  return matches.length > 0;
}

function matchesPath(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("."), path.split(".")];
  return wanted.length === given.length && wanted.every((part, at) => part === "*" || part === given[at]);
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as T;
}
