/** Compares the shape of an answer with a recorded one: the same keys and JSON types at every depth. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One difference: what ours lacks, what it adds, or what has another type. */
export interface Difference {
  kind: "missing" | "extra" | "type";
  path: string;
  detail: string;
}

/**
 * What `actual` has otherwise than `recorded`.
 *
 * An empty recorded object or array matches any, since it tells nothing about what may be inside.
 * A recorded null matches anything for the same reason; a null of ours only where `nullable` says
 * that some recording had one, so that a total that turned into null is found.
 */
export function differences(root: string, recorded: Json, actual: Json, nullable: ReadonlySet<string>): Difference[] {
  const found = new Map<string, Difference>();
  const report = (kind: Difference["kind"], path: string, detail: string) => {
    found.set(`${kind} ${path}`, { kind, path, detail });
  };
  walk(root, recorded, actual);
  return [...found.values()];

  function walk(path: string, recorded: Json, actual: Json): void {
    if (recorded === null) return;
    if (actual === null) {
      if (!nullable.has(path)) report("type", path, `${typeName(recorded)} recorded, null answered`);
      return;
    }
    if (typeName(recorded) !== typeName(actual)) {
      report("type", path, `${typeName(recorded)} recorded, ${typeName(actual)} answered`);
    } else if (Array.isArray(recorded) && Array.isArray(actual)) {
      walkArray(path, recorded, actual);
    } else if (isObject(recorded) && isObject(actual)) {
      walkObject(path, recorded, actual);
    }
  }

  function walkArray(path: string, recorded: Json[], actual: Json[]): void {
    const first = recorded[0];
    if (first === undefined) return;
    if (actual.length === 0) report("missing", `${path}[]`, "an element recorded, none answered");
    for (const element of actual) walk(`${path}[]`, first, element);
  }

  function walkObject(path: string, recorded: { [key: string]: Json }, actual: { [key: string]: Json }): void {
    if (Object.keys(recorded).length === 0) return;
    for (const [key, value] of Object.entries(recorded)) {
      const ours = actual[key];
      if (ours === undefined) report("missing", `${path}.${key}`, `${typeName(value)} recorded`);
      else walk(`${path}.${key}`, value, ours);
    }
    for (const [key, value] of Object.entries(actual)) {
      if (!(key in recorded)) report("extra", `${path}.${key}`, `${typeName(value)} answered`);
    }
  }
}

/** Adds to `paths` every path under `root` at which `value` has a null. */
export function collectNulls(root: string, value: Json, paths: Set<string>): void {
  if (value === null) paths.add(root);
  else if (Array.isArray(value)) value.forEach((element) => collectNulls(`${root}[]`, element, paths));
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) collectNulls(`${root}.${key}`, inner, paths);
  }
}

export function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeName(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
