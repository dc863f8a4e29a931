/** The sums of a cart worked out from its lines alone, in whole minor units, independently of the server. */

import type { HttpTypes } from "@medusajs/types";

/** 24 %, in parts per million. */
const ESTONIAN_VAT_PPM = 240_000n;

interface Priced {
  priceMinor: bigint;
  isTaxInclusive: boolean;
}

interface Sum {
  subtotal: bigint;
  tax: bigint;
  total: bigint;
}

/** What the totals of `cart` must be, in minor units of a currency with two decimals. */
export function expectedTotals(cart: Pick<HttpTypes.StoreCart, "items" | "shipping_methods">) {
  const items = sum((cart.items ?? []).map((line) => taxed(lineOf(line))));
  const shipping = sum((cart.shipping_methods ?? []).map((method) => taxed(priced(method.amount, method.is_tax_inclusive))));
  return {
    item_subtotal: items.subtotal,
    item_tax_total: items.tax,
    item_total: items.total,
    shipping_subtotal: shipping.subtotal,
    shipping_tax_total: shipping.tax,
    shipping_total: shipping.total,
    subtotal: items.subtotal + shipping.subtotal,
    tax_total: items.tax + shipping.tax,
    total: items.total + shipping.total,
  };
}

/** One line of a cart or an order: its price times its quantity, taxed once. */
export function expectedLine(line: { unit_price: number; quantity: number; is_tax_inclusive: boolean }): Sum {
  return taxed(lineOf(line));
}

/** Major units as they are on the wire, in minor units; a fraction of a cent is a fault. */
export function minor(major: number): bigint {
  const text = major.toFixed(2);
  if (Number(text) !== major) throw new Error(`${major} has a fraction of a cent`);
  return BigInt(text.replace(".", ""));
}

function lineOf(line: { unit_price: number; quantity: number; is_tax_inclusive: boolean }): Priced {
  const one = priced(line.unit_price, line.is_tax_inclusive);
  return { ...one, priceMinor: one.priceMinor * BigInt(line.quantity) };
}

function priced(major: number, isTaxInclusive: boolean | null | undefined): Priced {
  return { priceMinor: minor(major), isTaxInclusive: isTaxInclusive === true };
}

function taxed({ priceMinor, isTaxInclusive }: Priced): Sum {
  const scale = isTaxInclusive ? 1_000_000n + ESTONIAN_VAT_PPM : 1_000_000n;
  const tax = roundHalfUp(priceMinor * ESTONIAN_VAT_PPM, scale);
  const subtotal = isTaxInclusive ? priceMinor - tax : priceMinor;
  return { subtotal, tax, total: subtotal + tax };
}

/** Prices are never negative, so half up is half away from zero. */
function roundHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

function sum(parts: Sum[]): Sum {
  return parts.reduce((all, part) => ({
    subtotal: all.subtotal + part.subtotal,
    tax: all.tax + part.tax,
    total: all.total + part.total,
  }), { subtotal: 0n, tax: 0n, total: 0n });
}
