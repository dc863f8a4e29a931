/** The victim, the attacker's account, and everything of theirs that could be changed. */

import assert from "node:assert/strict";

const address = { first_name: "Mari", last_name: "Maasikas", address_1: "Pikk 1", city: "Tallinn", postal_code: "10123", country_code: "ee" };

/** Somebody with an account, whom the API knows by a token: a storefront's server, not the browser under attack. */
export class Customer {
  #headers;

  constructor(shop, name) {
    this.shop = shop;
    this.login = { email: `${name}@example.test`, password: `correct horse = battery ${name}` };
    this.#headers = { "content-type": "application/json", "x-publishable-api-key": shop.key };
  }

  static async make(shop, name) {
    const customer = new Customer(shop, name);
    const told = await customer.ask("GET", "/store/csrf");
    Object.assign(customer.#headers, { "x-csrf-token": told.csrf_token, "wufi-guest": told.guest_token });
    const { token } = await customer.ask("POST", "/auth/customer/emailpass/register", customer.login);
    customer.#headers.authorization = `Bearer ${token}`;
    await customer.ask("POST", "/store/customers", { email: customer.login.email, first_name: name });
    delete customer.#headers.authorization;
    const entered = await customer.ask("POST", "/auth/customer/emailpass", customer.login);
    Object.assign(customer.#headers, { authorization: `Bearer ${entered.token}`, "x-csrf-token": entered.csrf_token });
    return customer;
  }

  async ask(method, path, body) {
    const answer = await fetch(this.shop.url + path, { method, headers: this.#headers, body: body && JSON.stringify(body) });
    const said = await answer.json();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${said.code}`);
    return said;
  }

  /** A cart that only has to be completed, and what is in it. */
  async readyCart() {
    const { regions } = await this.ask("GET", "/store/regions");
    const fields = "fields=%2Bvariants.inventory_quantity&limit=100";
    const { products } = await this.ask("GET", `/store/products?region_id=${regions[0].id}&${fields}`);
    const variants = products.flatMap((product) => product.variants).sort((a, b) => b.inventory_quantity - a.inventory_quantity);
    const items = [{ variant_id: variants[0].id, quantity: 1 }, { variant_id: variants[1].id, quantity: 1 }];
    const { cart } = await this.ask("POST", "/store/carts", { region_id: regions[0].id, items });
    await this.ask("POST", `/store/carts/${cart.id}`, { shipping_address: address, billing_address: address });
    const { shipping_options } = await this.ask("GET", `/store/shipping-options?cart_id=${cart.id}`);
    await this.ask("POST", `/store/carts/${cart.id}/shipping-methods`, { option_id: shipping_options[0].id });
    const { payment_collection } = await this.ask("POST", "/store/payment-collections", { cart_id: cart.id });
    await this.ask("POST", `/store/payment-collections/${payment_collection.id}/payment-sessions`, { provider_id: "pp_system_default" });
    return cart;
  }

  /** All that the API shows of this customer; not when a session was last seen, which reading changes. */
  async everything(carts) {
    const [me, held, orders, sessions] = await Promise.all([
      this.ask("GET", "/store/customers/me"),
      Promise.all(carts.map((id) => this.ask("GET", `/store/carts/${id}`))),
      this.ask("GET", "/store/orders"),
      this.ask("GET", "/store/auth/sessions"),
    ]);
    return { me, held, orders, sessions: sessions.sessions.map(({ id, user_agent }) => [id, user_agent]) };
  }
}

/** Events that say what was refused; they come late, and several as one. */
const refusals = /^(malicious_|excess_|sys_refusals_)/;

/** The kinds of events that the shop has on record since `from`: whatever is changed, by whomever, adds one. */
export async function changesSince(shop, from) {
  const headers = { authorization: `Basic ${Buffer.from(`${shop.secret}:`).toString("base64")}` };
  const answer = await fetch(`${shop.url}/admin/audit-log?limit=1000&from=${encodeURIComponent(from)}`, { headers });
  assert.ok(answer.ok, `the record of events: ${answer.status} ${await answer.clone().text()}`);
  return (await answer.json()).audit_log.map(({ type }) => type).filter((type) => !refusals.test(type));
}
