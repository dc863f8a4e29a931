/** A visitor looks round: regions, categories, collections, products. */

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import type { HttpTypes } from "@medusajs/types";

import { assertShape } from "./recorded";
import { firstRegion, needFirst, sdk } from "./shop";

describe("a visitor", () => {
  let region: HttpTypes.StoreRegion;
  before(async () => {
    region = await firstRegion();
  });

  it("finds the regions and their countries", async () => {
    const answer: HttpTypes.StoreRegionListResponse = await sdk.store.region.list();
    assertShape("01-regions", answer);

    const one: HttpTypes.StoreRegionResponse = await sdk.store.region.retrieve(region.id);
    assert.deepEqual(one.region, answer.regions[0]);
    assert.equal(region.currency_code, "eur");
    assert.ok(region.countries?.some((country) => country.iso_2 === "ee"), "Estonia is in the region");
  });

  it("finds collections, each with its products", async () => {
    const { collections, count }: HttpTypes.StoreCollectionListResponse = await sdk.store.collection.list({ limit: 100 });
    assert.equal(collections.length, count);

    const collection = needFirst(collections, "a collection");
    const one: HttpTypes.StoreCollectionResponse = await sdk.store.collection.retrieve(collection.id);
    assert.equal(one.collection.handle, collection.handle);

    const { products } = await sdk.store.product.list({ collection_id: collection.id, region_id: region.id });
    assert.ok(products.length > 0, "the collection has products");
    assert.ok(products.every((product) => product.collection_id === collection.id));
  });

  it("finds categories, nested", async () => {
    const answer: HttpTypes.StoreProductCategoryListResponse = await sdk.store.category.list();
    assertShape("03-categories", answer);

    const child = needFirst(answer.product_categories.filter((category) => category.parent_category_id), "a nested category");
    const parent = answer.product_categories.find((category) => category.id === child.parent_category_id);
    assert.ok(parent, "the parent is listed");
    assert.ok(parent.category_children.some((category) => category.id === child.id), "the parent lists its child");
    assert.equal(child.parent_category?.id, parent.id);

    const fields = "*category_children,*parent_category";
    const one: HttpTypes.StoreProductCategoryResponse = await sdk.store.category.retrieve(child.id, { fields });
    assert.equal(one.product_category.parent_category?.id, parent.id);
  });

  it("lists products with prices", async () => {
    const answer: HttpTypes.StoreProductListResponse = await sdk.store.product.list({ limit: 1, region_id: region.id });
    assertShape("02-products-list", answer);

    const price = answer.products[0]?.variants?.[0]?.calculated_price;
    assert.ok((price?.calculated_amount ?? 0) > 0);
    assert.equal(price?.currency_code, region.currency_code);
  });

  it("asks for the fields a storefront asks for", async () => {
    const fields = "id,title,handle,*variants.calculated_price,+variants.inventory_quantity";
    const answer = await sdk.store.product.list({ limit: 1, region_id: region.id, fields });
    assertShape("02-products-fields", answer);

    const more = await sdk.store.product.list({ region_id: region.id, fields: "*variants.calculated_price,+variants.inventory_quantity" });
    const variant = more.products[0]?.variants?.[0];
    assert.equal(typeof variant?.inventory_quantity, "number");
    assert.equal(typeof more.products[0]?.description, "string", "signed fields add to the defaults");
  });

  it("opens a product by its handle and by its id", async () => {
    const { products } = await sdk.store.product.list({ limit: 1, region_id: region.id });
    const listed = needFirst(products, "a product");

    const byHandle = await sdk.store.product.list({ handle: listed.handle, region_id: region.id });
    assert.deepEqual(byHandle.products.map((product) => product.id), [listed.id]);

    const byId: HttpTypes.StoreProductResponse = await sdk.store.product.retrieve(listed.id, { region_id: region.id });
    assertShape("03-product", byId);
    assert.equal(byId.product.title, listed.title);
  });

  it("pages through the products without a gap or a repeat", async () => {
    const all = await sdk.store.product.list({ fields: "id", order: "title", limit: 100 });
    const paged: string[] = [];
    for (let offset = 0; offset < all.count; offset += 2) {
      const page = await sdk.store.product.list({ fields: "id", order: "title", limit: 2, offset });
      assert.deepEqual([page.count, page.offset, page.limit], [all.count, offset, 2]);
      paged.push(...page.products.map((product) => product.id));
    }
    assert.deepEqual(paged, all.products.map((product) => product.id));
    assert.equal(new Set(paged).size, all.count);
  });

  it("turns the order round", async () => {
    const titles = async (order: string) =>
      (await sdk.store.product.list({ fields: "title", order, limit: 100 })).products.map((product) => product.title);

    const rising = await titles("title");
    assert.ok(new Set(rising).size > 1, "the demo shop has several products");
    assert.deepEqual(await titles("-title"), [...rising].reverse());
  });
});
