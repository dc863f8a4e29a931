/**
 * What somebody else's page can have a visitor's browser send.
 *
 * Each way is a function that runs in that page. It is given the shop's address, one write of the API
 * (method, path, body) and the publishable key, which is no secret; what it returns is what the page got to know.
 */

/** Forms that send a body under one of the three types that need no preflight, on the page itself or in a frame. */
function form(enctype, where) {
  return [
    `form ${enctype}, ${where}`,
    async ({ url, path, body, enctype, where }) => {
      const form = document.createElement("form");
      Object.assign(form, { action: url + path, method: "POST", enctype });
      const text = JSON.stringify(body ?? {});
      // The name and the value with the "=" between them are together the JSON that a lax reader would take.
      const metadata = [`${text.slice(0, -1)}${text === "{}" ? "" : ","}"metadata":{"x":"`, '"}}'];
      const at = text.indexOf("=");
      const smuggled = at < 0 ? metadata : [text.slice(0, at), text.slice(at + 1)];
      const fields = enctype === "text/plain" ? [smuggled] : Object.entries(body ?? {});
      for (const [name, value] of fields) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        form.append(input);
      }
      if (where === "frame" || where === "sandboxed frame") {
        const frame = document.createElement("iframe");
        frame.name = "target";
        if (where === "sandboxed frame") {
          frame.sandbox = "allow-forms allow-scripts";
          frame.srcdoc = `${form.outerHTML}<script>document.forms[0].submit()</script>`;
          document.body.append(frame);
          return;
        }
        document.body.append(frame);
        form.target = "target";
      }
      document.body.append(form);
      form.submit();
    },
    { enctype, where },
  ];
}

/** `fetch` with every cookie that the browser lets go along. */
function fetching(name, init) {
  return [
    `fetch ${name}`,
    async ({ url, path, method, body, key, init }) => {
      const headers = { ...init.headers };
      if (headers["x-publishable-api-key"]) headers["x-publishable-api-key"] = key;
      const text = body === undefined || init.bodyless ? undefined : JSON.stringify(body);
      const sent = text !== undefined && init.typeless ? new Blob([text]) : text;
      const answer = await fetch(url + path, { method, credentials: "include", body: sent, ...init, headers });
      return `${answer.type} ${answer.status}`;
    },
    { init },
  ];
}

const json = { "content-type": "application/json" };
const keyed = { ...json, "x-publishable-api-key": "yes" };

const xhr = [
  "XMLHttpRequest, JSON",
  ({ url, path, method, body, key }) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open(method, url + path);
      request.withCredentials = true;
      request.setRequestHeader("content-type", "application/json");
      request.setRequestHeader("x-publishable-api-key", key);
      request.onloadend = () => resolve(`status ${request.status}`);
      request.send(body === undefined ? undefined : JSON.stringify(body));
    }),
];

function beacon(kind) {
  return [
    `sendBeacon, ${kind}`,
    ({ url, path, body, kind }) => {
      const text = JSON.stringify(body ?? {});
      const data = { nothing: undefined, text, JSON: new Blob([text], { type: "application/json" }), form: new URLSearchParams(body ?? {}) }[kind];
      return String(navigator.sendBeacon(url + path, data));
    },
    { kind },
  ];
}

const ways = [
  form("text/plain", "top"),
  form("text/plain", "frame"),
  form("application/x-www-form-urlencoded", "top"),
  form("multipart/form-data", "frame"),
  form("text/plain", "sandboxed frame"),
  fetching("no-cors, text", { mode: "no-cors" }),
  fetching("no-cors, no type", { mode: "no-cors", typeless: true }),
  fetching("no-cors, no body", { mode: "no-cors", bodyless: true, keepalive: true }),
  fetching("cors, text", { mode: "cors" }),
  fetching("cors, JSON and key", { mode: "cors", headers: keyed }),
  xhr,
  beacon("nothing"),
  beacon("text"),
  beacon("JSON"),
  beacon("form"),
];

/** For writes that are no POST. */
const others = [
  fetching("cors, JSON and key", { mode: "cors", headers: keyed }),
  fetching("no-cors", { mode: "no-cors" }),
  fetching("POST that says it is another", { method: "POST", headers: { ...json, "x-http-method-override": "DELETE" } }),
  ["form with _method", form("application/x-www-form-urlencoded", "top")[1], { body: { _method: "DELETE" }, enctype: "application/x-www-form-urlencoded", where: "top" }],
];

/** What sends a GET by itself, with cookies. */
const loads = [
  ["image", ({ url, path }) => void (new Image().src = url + path)],
  ["script", ({ url, path }) => void document.body.append(Object.assign(document.createElement("script"), { src: url + path }))],
  ["frame", ({ url, path }) => void document.body.append(Object.assign(document.createElement("iframe"), { src: url + path }))],
  ["link followed", ({ url, path }) => void (location.href = url + path)],
  ["EventSource", ({ url, path }) => void new EventSource(url + path, { withCredentials: true })],
  ["WebSocket", ({ url, path }) => void new WebSocket(url.replace("http", "ws") + path)],
];

/** Asks for the victim's CSRF token first, as the shop's own page does, and then for the write. */
const tokenThief = [
  "reads the token, then writes",
  async ({ url, path, method, body, key }) => {
    const told = await (await fetch(`${url}/store/csrf`, { credentials: "include" })).json();
    const headers = { "content-type": "application/json", "x-publishable-api-key": key, "x-csrf-token": told.csrf_token };
    return (await fetch(url + path, { method, credentials: "include", headers, body: JSON.stringify(body) })).status;
  },
];

/** The write as a page of the shop does it; `csrf` only where there is a token. */
export async function asTheShop({ url, path, method, body, key, csrf }) {
  const headers = { "content-type": "application/json", "x-publishable-api-key": key };
  if (csrf) {
    headers["x-csrf-token"] = (await (await fetch(`${url}/store/csrf`, { credentials: "include" })).json()).csrf_token;
  }
  const answer = await fetch(url + path, { method, credentials: "include", headers, body: body && JSON.stringify(body) });
  return { status: answer.status, code: (await answer.json()).code };
}

/** Every attack: a way, and what it is aimed at. */
export function attacksOn(targets) {
  const { name, cart, login, refresh, password, order, logout, line, sessions } = targets;
  const on = (list, target, more = {}) => list.map(([way, run, args]) => ({ way, run, target: { ...target, ...more }, args: { ...more, ...args } }));
  const simple = ways.filter(([way]) => ["form text/plain, top", "fetch no-cors, text", "fetch cors, JSON and key"].includes(way));
  return [
    ...[name, cart, login, refresh].flatMap((target) => on(ways, target)),
    ...[password, order].flatMap((target) => on(simple, target)),
    ...[logout, line, sessions].flatMap((target) => on(others, target)),
    ...on([fetching("PUT", { method: "PUT", headers: keyed }), fetching("PATCH", { method: "PATCH", headers: keyed })], name),
    ...[order, logout].flatMap((target) => on(loads, target, { method: "GET" })),
    ...on([tokenThief], name),
  ];
}
