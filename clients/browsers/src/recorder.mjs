/** Stands between the browser and the shop and writes down what passes: no page and no browser has a say in that. */

import { createServer, request as send } from "node:http";

/** Passes on whatever comes to the shop at `url`. */
export class Recorder {
  /** What was asked since the last `take`, with what the browser said about it and what it heard. */
  #seen = [];
  #open = 0;
  #touched = Date.now();

  constructor(url) {
    this.shop = new URL(url);
    this.server = createServer((request, response) => this.#pass(request, response));
  }

  async listen() {
    await new Promise((listening) => this.server.listen(0, "127.0.0.1", listening));
    return this.server.address().port;
  }

  close() {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** What passed since it was asked last; waits for it to come and to be over. */
  async take({ quietMs = 150, atMostMs = 10_000 } = {}) {
    const began = Date.now();
    for (;;) {
      await new Promise((later) => setTimeout(later, 20));
      const quiet = Date.now() - Math.max(this.#touched, began);
      if (this.#open === 0 && (this.#seen.length > 0 ? quiet >= quietMs : quiet >= atMostMs)) break;
    }
    return this.#seen.splice(0);
  }

  #pass(request, response) {
    const { method, url, headers, rawHeaders } = request;
    const entry = {
      method,
      url,
      origin: headers.origin,
      site: headers["sec-fetch-site"],
      type: headers["content-type"],
      cookies: (headers.cookie ?? "").split("; ").filter((pair) => pair.startsWith("wufi_")).map((pair) => pair.split("=")[0]),
    };
    this.#seen.push(entry);
    this.#open += 1;
    const done = () => {
      if (this.#open > 0 && !entry.over) this.#open -= 1;
      entry.over = true;
      this.#touched = Date.now();
    };

    const { hostname, port } = this.shop;
    const onward = send({ hostname, port, method, path: url, headers: rawHeaders, setHost: false }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        const body = Buffer.concat(chunks);
        entry.status = answer.statusCode;
        entry.code = codeOf(body);
        response.writeHead(answer.statusCode, answer.rawHeaders);
        response.end(body);
        done();
      });
    });
    onward.on("error", () => (response.destroy(), done()));
    request.pipe(onward);
  }
}

function codeOf(body) {
  try {
    return JSON.parse(body.toString()).code;
  } catch {
    return undefined;
  }
}
