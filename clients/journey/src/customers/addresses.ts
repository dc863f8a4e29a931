/** A customer's address book. The steps build on one another. */

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import type { HttpTypes } from "@medusajs/types";

import { pikk1 } from "../address";
import { assertShape } from "../recorded";
import { nobody, refused } from "../refusal";
import { needFirst } from "../shop";
import { type Customer, newCustomer } from "./newcomer";

/** What Medusa's routes of addresses show, by its types; the recordings have no customer with one. */
const members: (keyof HttpTypes.StoreCustomerAddress)[] = [
  "address_1", "address_2", "address_name", "city", "company", "country_code", "created_at", "customer_id", "first_name",
  "id", "is_default_billing", "is_default_shipping", "last_name", "metadata", "phone", "postal_code", "province", "updated_at",
];

describe("a customer's address book", () => {
  let mari: Customer;
  let home: HttpTypes.StoreCustomerAddress;
  let work: HttpTypes.StoreCustomerAddress;

  before(async () => {
    mari = await newCustomer("mari");
  });

  it("is empty", async () => {
    const answer: HttpTypes.StoreCustomerAddressListResponse = await mari.sdk.store.customer.listAddress();

    assert.deepEqual(answer, { addresses: [], count: 0, offset: 0, limit: 50 });
  });

  it("takes an address", async () => {
    const answer: HttpTypes.StoreCustomerResponse =
      await mari.sdk.store.customer.createAddress({ ...pikk1, address_name: "Home", is_default_shipping: true });
    assertShape("23-customer-me", answer);

    home = needFirst(answer.customer.addresses, "the address");
    // A relation comes whole with its owner, `deleted_at` as well.
    assert.deepEqual(Object.keys(home).sort(), [...members, "deleted_at"].sort());
    assert.deepEqual([home.customer_id, home.address_name, home.address_1, home.country_code], [mari.id, "Home", "Pikk 1", "ee"]);
    assert.deepEqual([home.is_default_shipping, home.is_default_billing], [true, false]);
  });

  it("takes a second one, which becomes the default in place of the first", async () => {
    const { customer } = await mari.sdk.store.customer.createAddress({
      ...pikk1, address_1: "Lai 2", city: "Tartu", company: "Maasikas OÜ", address_name: "Work", is_default_shipping: true, metadata: { floor: 3 },
    });

    work = needFirst(customer.addresses.filter(({ id }) => id !== home.id), "the second address");
    assert.deepEqual([work.city, work.company, work.metadata], ["Tartu", "Maasikas OÜ", { floor: 3 }]);
    const defaults = customer.addresses.filter((address) => address.is_default_shipping);
    assert.deepEqual(defaults.map(({ id }) => id), [work.id]);
  });

  it("lists them, by page and by city", async () => {
    const all = await mari.sdk.store.customer.listAddress();
    assert.deepEqual([all.addresses.map(({ id }) => id), all.count], [[home.id, work.id], 2]);
    all.addresses.forEach((address) => assert.deepEqual(Object.keys(address).sort(), members));

    const page = await mari.sdk.store.customer.listAddress({ limit: 1, offset: 1 });
    assert.deepEqual([page.addresses.map(({ id }) => id), page.count, page.offset, page.limit], [[work.id], 2, 1, 1]);
    const found = await mari.sdk.store.customer.listAddress({ city: "Tartu" });
    assert.deepEqual(found.addresses.map(({ id }) => id), [work.id]);
  });

  it("opens one", async () => {
    const answer: HttpTypes.StoreCustomerAddressResponse = await mari.sdk.store.customer.retrieveAddress(work.id);

    assert.deepEqual({ ...answer.address, deleted_at: null }, work);
  });

  it("changes one, and what is not named stays", async () => {
    const { customer } = await mari.sdk.store.customer.updateAddress(work.id, { address_1: "Lai 4", company: null, is_default_billing: true });

    const now = customer.addresses.find(({ id }) => id === work.id);
    assert.deepEqual({ ...now, updated_at: null }, { ...work, address_1: "Lai 4", company: null, is_default_billing: true, updated_at: null });
  });

  it("gives one away for good", async () => {
    const answer: HttpTypes.StoreCustomerAddressDeleteResponse = await mari.sdk.store.customer.deleteAddress(work.id);

    const { parent, ...rest } = answer;
    // Medusa names the customer here, not the address, and so do we.
    assert.deepEqual(rest, { id: mari.id, object: "address", deleted: true });
    assertShape("23-customer-me", { customer: parent });
    assert.deepEqual(parent?.addresses.map(({ id }) => id), [home.id]);
    await refused(404, mari.sdk.store.customer.retrieveAddress(work.id));
  });

  it("refuses what is no address", async () => {
    await refused(400, mari.sdk.store.customer.createAddress({ ...pikk1, country_code: "eesti" }));
    await refused(400, mari.sdk.store.customer.createAddress({ ...pikk1, postal_cod: "10123" } as HttpTypes.StoreCreateCustomerAddress));
    await refused(404, mari.sdk.store.customer.updateAddress(nobody("cuaddr"), { city: "Tartu" }));
  });
});
