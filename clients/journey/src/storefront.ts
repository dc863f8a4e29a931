/** A storefront's server in strict mode: for each shopper it keeps the guest's proof and the CSRF token, and sends them along. */

import type Medusa from "@medusajs/js-sdk";

import { connect, shop } from "./shop";

const GUEST = "Wufi-Guest";
const CSRF = "X-CSRF-Token";

/** What `GET /store/csrf` tells a storefront's server. */
export interface Told {
  csrf_token: string;
  header: string;
  expires_at: string;
  guest_token?: string;
}

/** A shopper as such a server knows them: its session would hold these headers. */
export class Shopper {
  readonly #headers: { [name: string]: string } = { "x-medusa-locale": "en" };
  readonly sdk: Medusa = connect(this.#headers, { auth: { type: "jwt", jwtTokenStorageMethod: "memory" } });

  /** Somebody new, with a proof that they are who they are. */
  static async guest(): Promise<Shopper> {
    const shopper = new Shopper();
    await shopper.ask();
    return shopper;
  }

  get csrf(): string | undefined {
    return this.#headers[CSRF];
  }

  /** The token that goes with every write from here on; without one none goes. */
  set csrf(token: string | undefined) {
    if (token === undefined) delete this.#headers[CSRF];
    else this.#headers[CSRF] = token;
  }

  get proof(): string | undefined {
    return this.#headers[GUEST];
  }

  /** Asks for a token that fits whoever the shopper is now, and for a proof when there is none yet. */
  async ask(): Promise<Told> {
    const told = await this.sdk.client.fetch<Told>("/store/csrf");
    this.csrf = told.csrf_token;
    if (told.guest_token !== undefined) this.#headers[GUEST] = told.guest_token;
    return told;
  }

  /** Logs in, as `sdk.auth.login` does, and takes the token that fits the login out of its answer. */
  async login(body: { email: string; password: string }): Promise<Login> {
    const answer = await this.sdk.client.fetch<Login>("/auth/customer/emailpass", { method: "POST", body });
    await this.sdk.client.setToken(answer.token);
    this.csrf = answer.csrf_token;
    return answer;
  }
}

/** What whoever logs in or refreshes is told. */
export interface Login {
  token: string;
  refresh_token: string;
  csrf_token: string;
  session_id: string;
}

/** The status and the code of a refusal, of which the SDK passes on no code. */
export async function refusalOf(attempt: () => Promise<unknown>): Promise<string> {
  const bare = globalThis.fetch;
  let heard = "it was allowed";
  globalThis.fetch = async (input, init) => {
    const answer = await bare(input, init);
    if (!answer.ok) heard = `${answer.status} ${((await answer.clone().json()) as { code: string }).code}`;
    return answer;
  };
  try {
    await attempt();
  } catch (error) {
    if (heard === "it was allowed") throw error;
  } finally {
    globalThis.fetch = bare;
  }
  return heard;
}

/** Asks for a token without the publishable key, which that route alone does not need. */
export async function askWithoutKey(): Promise<Response> {
  return fetch(`${shop.url}/store/csrf`);
}
