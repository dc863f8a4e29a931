/** Where most parcels go. */

import type { HttpTypes } from "@medusajs/types";

export const pikk1: HttpTypes.StoreAddAddress = {
  first_name: "Mari",
  last_name: "Maasikas",
  address_1: "Pikk 1",
  city: "Tallinn",
  postal_code: "10123",
  country_code: "ee",
  phone: "+3725550000",
};
