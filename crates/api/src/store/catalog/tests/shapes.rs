//! The members of each answer, as they were recorded from Medusa 2.21.

use serde_json::{Value, json};
use wufi_domain::catalog::{Catalog, Category};

use super::super::{categories, collections, currencies, locales, payment_providers, products, regions, words};
use super::kit::{ask, front, keys, shop, web};

const PRODUCT: [&str; 26] = [
    "collection",
    "collection_id",
    "created_at",
    "description",
    "discountable",
    "handle",
    "height",
    "hs_code",
    "id",
    "images",
    "is_giftcard",
    "length",
    "material",
    "mid_code",
    "options",
    "origin_country",
    "subtitle",
    "tags",
    "thumbnail",
    "title",
    "type",
    "type_id",
    "updated_at",
    "variants",
    "weight",
    "width",
];
const OPTION: [&str; 8] = ["created_at", "deleted_at", "id", "is_exclusive", "metadata", "title", "updated_at", "values"];
const VALUE: [&str; 8] = ["created_at", "deleted_at", "id", "metadata", "option_id", "rank", "updated_at", "value"];
const VARIANT: [&str; 24] = [
    "allow_backorder",
    "barcode",
    "created_at",
    "deleted_at",
    "ean",
    "height",
    "hs_code",
    "id",
    "length",
    "manage_inventory",
    "material",
    "metadata",
    "mid_code",
    "options",
    "origin_country",
    "product_id",
    "sku",
    "thumbnail",
    "title",
    "upc",
    "updated_at",
    "variant_rank",
    "weight",
    "width",
];
const CHOICE: [&str; 9] = ["created_at", "deleted_at", "id", "metadata", "option", "option_id", "rank", "updated_at", "value"];
const REGION: [&str; 8] = ["countries", "created_at", "currency_code", "deleted_at", "id", "metadata", "name", "updated_at"];
const COUNTRY: [&str; 10] =
    ["created_at", "deleted_at", "display_name", "iso_2", "iso_3", "metadata", "name", "num_code", "region_id", "updated_at"];
const CATEGORY: [&str; 12] = [
    "category_children",
    "created_at",
    "description",
    "external_id",
    "handle",
    "id",
    "metadata",
    "name",
    "parent_category",
    "parent_category_id",
    "rank",
    "updated_at",
];

fn products(raw: &str) -> Value {
    ask::<products::Asked>(raw).answer(front(&shop(), &web())).unwrap()
}

#[test]
fn a_product_has_the_members_that_medusa_gives_it() {
    let answer = products("");
    let food = &answer["products"][0];

    assert_eq!(keys(&answer), ["count", "limit", "offset", "products"]);
    assert_eq!((&answer["count"], &answer["offset"], &answer["limit"]), (&json!(2), &json!(0), &json!(50)));
    assert_eq!(keys(food), PRODUCT);
    assert_eq!(keys(&food["options"][0]), OPTION);
    assert_eq!(keys(&food["options"][0]["values"][0]), VALUE);
    assert_eq!(keys(&food["variants"][0]), VARIANT);
    assert_eq!(keys(&food["variants"][0]["options"][0]), CHOICE);
    assert_eq!(keys(&food["variants"][0]["options"][0]["option"]), OPTION[..7]);
}

#[test]
fn a_products_values_have_medusas_types() {
    let answer = products("");
    let (food, card) = (&answer["products"][0], &answer["products"][1]);

    assert_eq!((&food["weight"], &food["discountable"], &food["length"]), (&json!(401), &json!(true), &Value::Null));
    assert_eq!(food["created_at"], "1970-01-02T00:00:00.000Z");
    assert_eq!(food["variants"][0]["options"][0]["option_id"], food["options"][0]["id"]);
    assert_eq!(food["collection_id"], food["collection"]["id"]);
    assert_eq!(food["type_id"], food["type"]["id"]);
    assert_eq!((&card["collection"], &card["type"], &card["tags"]), (&Value::Null, &Value::Null, &json!([])));
}

#[test]
fn fields_narrow_a_product_to_what_was_asked() {
    assert_eq!(
        products("fields=handle,no_such_field&limit=1")["products"],
        json!([{
            "id": "prod_00000000000000000000000001", "handle": "koeratoit",
        }])
    );
    assert_eq!(keys(&products("fields=id,variants.sku")["products"][0]["variants"][0]), ["id", "sku"]);
}

#[test]
fn the_starters_fields_of_a_product_bring_all_that_it_reads() {
    let fields = "*variants.calculated_price,%2Bvariants.inventory_quantity,*variants.images,%2Bmetadata,%2Btags,";
    let answer = products(&format!("region_id=reg_00000000000000000000000001&fields={fields}"));
    let food = &answer["products"][0];

    assert!(food["metadata"].is_null() && keys(food).contains(&"metadata"));
    assert_eq!(food["variants"][0]["images"][0]["url"], "https://api.wufi.ee/static/koer.webp");
    assert_eq!(food["variants"][0]["calculated_price"]["calculated_amount"], 6.5);
    assert_eq!(food["tags"][0]["value"], "Uus");
}

#[test]
fn a_picture_of_our_own_comes_with_the_whole_address_and_any_other_as_it_is() {
    let (shop, web) = (shop(), web());
    let front = front(&shop, &web);

    assert_eq!(front.picture("/static/koer.webp"), "https://api.wufi.ee/static/koer.webp");
    for whole in ["https://pildid.wufi.ee/koer.webp", "//pildid.wufi.ee/koer.webp"] {
        assert_eq!(front.picture(whole), whole);
    }
    let food = &products("")["products"][0];
    assert_eq!(food["thumbnail"], "https://api.wufi.ee/static/koer.webp");
    assert_eq!(food["images"][0]["url"], food["thumbnail"]);
}

#[test]
fn a_region_has_the_members_that_medusa_gives_it() {
    let answer = ask::<regions::Asked>("").answer(front(&shop(), &web()));
    let region = &answer["regions"][0];

    assert_eq!((&answer["count"], &answer["limit"]), (&json!(2), &json!(50)));
    assert_eq!(keys(region), REGION);
    assert_eq!(keys(&region["countries"][0]), COUNTRY);
    assert_eq!(
        (&region["currency_code"], &region["countries"][0]["iso_2"], &region["countries"][0]["name"]),
        (&json!("eur"), &json!("ee"), &json!("ESTONIA"))
    );
}

#[test]
fn a_category_has_the_members_that_medusa_gives_it() {
    let answer = ask::<categories::Asked>("").answer(front(&shop(), &web()));
    let (dogs, food) = (&answer["product_categories"][0], &answer["product_categories"][1]);

    assert_eq!((&answer["count"], &answer["limit"]), (&json!(3), &json!(50)));
    assert_eq!(keys(dogs), CATEGORY);
    assert_eq!((&dogs["parent_category"], &dogs["description"]), (&Value::Null, &json!("")));
    assert_eq!((&food["parent_category"]["handle"], &food["parent_category_id"]), (&json!("koerad"), &dogs["id"]));
    assert_eq!(food["category_children"][0]["handle"], "koerad/toit/maiused");
}

#[test]
fn the_starters_fields_of_a_category_bring_products_and_two_parents() {
    let fields = "*category_children,%20*products,%20*parent_category,%20*parent_category.parent_category";
    let answer = ask::<categories::Asked>(&format!("limit=100&fields={fields}")).answer(front(&shop(), &web()));
    let treats = &answer["product_categories"][2];

    assert_eq!(treats["parent_category"]["parent_category"]["handle"], "koerad");
    assert_eq!(treats["products"][0]["handle"], "kinkekaart");
}

#[test]
fn whole_trees_come_when_they_are_asked_for() {
    let raw = "include_ancestors_tree=true&include_descendants_tree=true";
    let answer = ask::<categories::Asked>(raw).answer(front(&shop(), &web()));
    let listed = &answer["product_categories"];

    assert_eq!(listed[2]["parent_category"]["parent_category"]["parent_category"], Value::Null);
    assert_eq!(listed[0]["category_children"][0]["category_children"][0]["category_children"], json!([]));
}

#[test]
fn a_tree_that_was_bent_into_a_ring_still_ends() {
    let mut shop = shop();
    let ring: Vec<_> =
        shop.catalog.categories().iter().cloned().map(|one| Category { parent: Some(one.id.clone()), ..one }).collect();
    shop.catalog = Catalog::new(Vec::new(), ring, Vec::new());

    let raw = "include_ancestors_tree=true&include_descendants_tree=true";
    let answer = ask::<categories::Asked>(raw).answer(front(&shop, &web()));

    assert_eq!(answer["count"], 3);
}

#[test]
fn collections_show_products_only_when_asked() {
    let collections = |raw: &str| ask::<collections::Asked>(raw).answer(front(&shop(), &web()));
    let plain = collections("");

    assert_eq!(plain["limit"], 10);
    assert_eq!(keys(&plain["collections"][0]), ["created_at", "external_id", "handle", "id", "title", "updated_at"]);
    let shown = collections("fields=*products&limit=100");
    assert_eq!(shown["collections"][0]["products"].as_array().unwrap().len(), 1);
    assert_eq!(shown["collections"][0]["products"][0]["handle"], "koeratoit");
}

#[test]
fn tags_and_types_are_told_once_and_only_with_what_is_sold_here() {
    let (shop, web) = (shop(), web());
    let tags = ask::<words::Asked<wufi_domain::catalog::Tag>>("").answer(front(&shop, &web));
    let types = ask::<words::Asked<wufi_domain::catalog::ProductType>>("value=Kuivtoit").answer(front(&shop, &web));

    assert_eq!((&tags["count"], &types["count"]), (&json!(1), &json!(1)));
    assert_eq!(
        keys(&tags["product_tags"][0]),
        ["created_at", "external_id", "id", "metadata", "products", "updated_at", "value"]
    );
    assert_eq!(tags["product_tags"][0]["products"].as_array().unwrap().len(), 1);
    assert_eq!(types["product_types"][0]["products"][0]["handle"], "koeratoit");
}

#[test]
fn currencies_are_those_of_the_regions() {
    let answer = ask::<currencies::Asked>("limit=2").answer(front(&shop(), &web()));

    assert_eq!(
        answer,
        json!({
            "currencies": [
                { "code": "eur", "name": "Euro", "symbol": "€", "symbol_native": "€", "decimal_digits": 2, "rounding": 0 },
                { "code": "sek", "name": "Swedish Krona", "symbol": "Skr", "symbol_native": "kr", "decimal_digits": 2, "rounding": 0 },
            ],
            "count": 2, "offset": 0, "limit": 2,
        })
    );
}

#[test]
fn payment_providers_are_those_of_the_region() {
    let providers = |region: &str| ask::<payment_providers::Asked>(region).answer(front(&shop(), &web()), |_| true);

    assert_eq!(
        providers("region_id=reg_00000000000000000000000001"),
        json!({
            "payment_providers": [
                { "id": "pp_stripe_stripe", "is_enabled": true }, { "id": "pp_system_default", "is_enabled": true },
            ],
            "count": 2, "offset": 0, "limit": 20,
        })
    );
    assert_eq!(providers("region_id=reg_00000000000000000000000007")["payment_providers"], json!([]));
}

#[test]
fn locales_are_told_as_js_sdk_sends_them_back() {
    let expected = json!({ "locales": [{ "code": "et-EE", "name": "Eesti" }, { "code": "en-US", "name": "English" }] });
    assert_eq!(locales::answer(), expected);
}
