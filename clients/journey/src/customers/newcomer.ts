/** People with an account, each of whom is new to the shop. */

import type Medusa from "@medusajs/js-sdk";

import { connectShopper } from "../shop";

/** A customer, and the SDK that is logged in as this one. */
export interface Customer {
  sdk: Medusa;
  id: string;
  login: Login;
}

export interface Login {
  email: string;
  password: string;
}

let count = 0;

/** A login that the shop does not know yet. */
export function newLogin(name: string): Login {
  count += 1;
  return { email: `${name}-${count}@example.test`, password: `correct horse battery ${name}` };
}

/** Makes an account as the starter does: register, become a customer, log in. */
export async function newCustomer(name: string): Promise<Customer> {
  const sdk = connectShopper();
  const login = newLogin(name);
  await sdk.auth.register("customer", "emailpass", login);
  const { customer } = await sdk.store.customer.create({ email: login.email, first_name: "Mari", last_name: "Maasikas" });
  await sdk.auth.login("customer", "emailpass", login);
  return { sdk, id: customer.id, login };
}
