/** The shop under test, seen through the real js-sdk. */

import assert from "node:assert/strict";

import Medusa, { type Config } from "@medusajs/js-sdk";
import type { HttpTypes } from "@medusajs/types";

export const shop = { url: needed("WUFI_URL"), publishableKey: needed("WUFI_PUBLISHABLE_KEY") };

/** The SDK as a storefront sets it up; texts in English, so that they can be held against Medusa's. */
export const sdk = connect({ "x-medusa-locale": "en" });

/** The SDK with other headers on every request, of which null takes one away, and with other settings. */
export function connect(headers: { [name: string]: string | null }, settings: Partial<Config> = {}): Medusa {
  return new Medusa({ baseUrl: shop.url, publishableKey: shop.publishableKey, globalHeaders: headers, ...settings });
}

/** The SDK of one shopper: it remembers the token of whoever logs in, for which Node.js has no `localStorage`. */
export function connectShopper(): Medusa {
  return connect({ "x-medusa-locale": "en" }, { auth: { type: "jwt", jwtTokenStorageMethod: "memory" } });
}

/** The first region: what a storefront with one market shows. */
export async function firstRegion(): Promise<HttpTypes.StoreRegion> {
  const { regions }: HttpTypes.StoreRegionListResponse = await sdk.store.region.list();
  return needFirst(regions, "a region");
}

/** Every variant of the region with its price and stock, the fullest shelf first. */
export async function variantsByStock(region_id: string): Promise<HttpTypes.StoreProductVariant[]> {
  const fields = "*variants.calculated_price,+variants.inventory_quantity";
  const { products } = await sdk.store.product.list({ region_id, fields, limit: 100 });
  return products
    .flatMap((product) => product.variants ?? [])
    .filter((variant) => variant.manage_inventory && !variant.allow_backorder)
    .sort((a, b) => (b.inventory_quantity ?? 0) - (a.inventory_quantity ?? 0));
}

export function needFirst<T>(list: readonly T[] | null | undefined, what: string): T {
  const first = list?.[0];
  assert.ok(first !== undefined, `the demo shop has ${what}`);
  return first;
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set; clients/journey/run.sh does it`);
  return value;
}
