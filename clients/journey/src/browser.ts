/**
 * A browser as far as cookies go, for the js-sdk's session mode: Node.js's `fetch` keeps none.
 *
 * It stands in for the global `fetch` and heeds what the SDK asks of a browser, `credentials: "include"`.
 * It knows one shop and so no `Domain`, and no other path than `/`; of `Expires` it knows only that it is not enough.
 */

/** A cookie, with the attributes that came with it in lower case, such as `httponly` and `max-age=60`. */
export interface Cookie {
  value: string;
  attributes: string[];
}

/** The headers that a browser adds and that no script can set. */
type OwnHeaders = (method: string) => { [name: string]: string };

/** What a page of `origin` lets its browser say about a request to that same origin (Fetch, "Origin header"). */
export function pageOf(origin: string): OwnHeaders {
  return (method) => ({ "sec-fetch-site": "same-origin", ...(method === "GET" ? {} : { origin }) });
}

/** The same of a page somewhere else, which asks the shop from there. */
export function pageElsewhere(origin: string): OwnHeaders {
  return () => ({ "sec-fetch-site": "cross-site", origin });
}

const bare = globalThis.fetch;

export class Browser {
  readonly #cookies: Map<string, Cookie>;

  /** One without headers of its own is no page: a storefront's server that keeps cookies. */
  constructor(
    readonly shop: string,
    readonly ownHeaders: OwnHeaders = () => ({}),
    cookies: Iterable<[string, Cookie]> = [],
  ) {
    this.#cookies = new Map(cookies);
  }

  /** From here on the SDK calls through this browser. */
  open(): void {
    globalThis.fetch = this.#fetch;
  }

  /** From here on the SDK calls without a browser again. */
  close(): void {
    globalThis.fetch = bare;
  }

  /** Another with every cookie of this one: whoever has copied them, or the same browser on another page. */
  copied(ownHeaders = this.ownHeaders): Browser {
    return new Browser(this.shop, ownHeaders, this.#cookies);
  }

  cookie(name: string): Cookie | undefined {
    return this.#cookies.get(name);
  }

  get names(): string[] {
    return [...this.#cookies.keys()].sort();
  }

  readonly #fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== this.shop || init?.credentials !== "include") return bare(input, init);

    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(this.ownHeaders(init.method ?? "GET"))) headers.set(name, value);
    const cookies = [...this.#cookies].map(([name, { value }]) => `${name}=${value}`);
    if (cookies.length > 0) headers.set("cookie", cookies.join("; "));

    const answer = await bare(input, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) this.#take(line);
    return answer;
  };

  #take(line: string): void {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const lower = attributes.map((attribute) => attribute.toLowerCase());
    if (!lower.includes("path=/")) throw new Error(`a cookie for other paths than all: ${line}`);
    if (lower.includes("secure") && !this.shop.startsWith("https:")) return;

    const lasts = lower.find((attribute) => attribute.startsWith("max-age="));
    if (lasts === undefined && lower.some((attribute) => attribute.startsWith("expires="))) {
      throw new Error(`a cookie with no more than Expires: ${line}`);
    }
    if (lasts !== undefined && Number(lasts.slice("max-age=".length)) <= 0) this.#cookies.delete(name);
    else this.#cookies.set(name, { value, attributes: lower });
  }
}
