/** The answers that a real Medusa 2.21.2 gave, and the differences from them that we know and mean. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { collectNulls, type Difference, differences, isObject, type Json } from "./shape";

/** A difference that is meant, with the reason. `*` in the path stands for any one key. */
interface KnownDifference {
  kind: Difference["kind"];
  path: string;
  reason: string;
}

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

  const unknown = [...new Set([...Object.keys(body), ...Object.keys(actual)])]
    .flatMap((key) => compareKey(key, body[key], actual[key]))
    .filter((difference) => !isKnown(difference));

  compared += 1;
  const list = unknown.map(({ kind, path, detail }) => `  ${kind} ${path}: ${detail}`);
  assert.ok(list.length === 0, `unlike Medusa's ${name}:\n${list.join("\n")}`);
}

/** How many answers were compared, and which known differences nobody met: their entry is out of date. */
export function summary(): { compared: number; known: number; stale: string[] } {
  const stale = known.filter((entry) => !seen.has(entry)).map(({ kind, path }) => `${kind} ${path}`);
  return { compared, known: seen.size, stale };
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

function isKnown(difference: Difference): boolean {
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
