//! What things cost, as it is told.

use serde_json::{Value, json};
use wufi_domain::fault::Reason;
use wufi_domain::shop::Shop;

use super::super::products;
use super::kit::{ask, front, keys, shop, web};
use crate::problem::Problem;

const PRICE: [&str; 12] = [
    "calculated_amount",
    "calculated_price",
    "currency_code",
    "id",
    "is_calculated_price_price_list",
    "is_calculated_price_tax_inclusive",
    "is_original_price_price_list",
    "is_original_price_tax_inclusive",
    "original_amount",
    "original_price",
    "raw_calculated_amount",
    "raw_original_amount",
];

const EUROPE: &str = "region_id=reg_00000000000000000000000001";
const SWEDEN: &str = "region_id=reg_00000000000000000000000002";

fn answer(shop: &Shop, raw: &str) -> Result<Value, Problem> {
    ask::<products::Asked>(raw).answer(front(shop, &web()))
}

fn price(raw: &str) -> Value {
    answer(&shop(), raw).unwrap()["products"][0]["variants"][0]["calculated_price"].clone()
}

#[test]
fn a_named_region_brings_prices_with_medusas_members() {
    let price = price(EUROPE);

    assert_eq!(keys(&price), PRICE);
    assert_eq!(keys(&price["original_price"]), ["id", "max_quantity", "min_quantity", "price_list_id", "price_list_type"]);
    assert_eq!(
        (&price["calculated_amount"], &price["raw_calculated_amount"]),
        (&json!(6.5), &json!({ "value": "6.5", "precision": 20 }))
    );
    assert_eq!((&price["currency_code"], &price["is_calculated_price_tax_inclusive"]), (&json!("eur"), &json!(true)));
}

#[test]
fn prices_are_those_of_the_region_and_of_the_default_without_one() {
    assert_eq!(price(SWEDEN)["calculated_amount"], 80);
    assert_eq!(price("fields=*variants.calculated_price")["currency_code"], "eur");
    assert_eq!(price("fields=title"), Value::Null);
    assert!(price("").is_null());
}

#[test]
fn a_country_brings_the_amounts_with_and_without_tax() {
    let inclusive = price(&format!("{EUROPE}&country_code=ee"));
    let exclusive = price(&format!("{SWEDEN}&country_code=SE"));

    assert_eq!(keys(&inclusive).len(), PRICE.len() + 4);
    assert_eq!(
        (&inclusive["calculated_amount_with_tax"], &inclusive["calculated_amount_without_tax"]),
        (&json!(6.5), &json!(5.24))
    );
    assert_eq!((&exclusive["original_amount_with_tax"], &exclusive["original_amount_without_tax"]), (&json!(100), &json!(80)));
}

#[test]
fn prices_without_a_place_are_refused() {
    let nowhere = Shop { default_region: None, ..shop() };
    let picked = answer(&nowhere, "fields=*variants.calculated_price").unwrap_err();
    let unknown = answer(&nowhere, "region_id=reg_00000000000000000000000007").unwrap_err();

    assert_eq!((picked.reason, picked.status().as_u16()), (Reason::PriceContextMissing, 400));
    assert_eq!((unknown.errors[0].reason, unknown.status().as_u16()), (Reason::NoRegions, 400));
    assert!(answer(&nowhere, "").is_ok());
}

#[test]
fn a_variant_without_a_price_here_says_so() {
    let mut shop = shop();
    shop.regions[1].currency = wufi_domain::money::Currency::new("nok").unwrap();

    assert_eq!(answer(&shop, SWEDEN).unwrap()["products"][0]["variants"][0]["calculated_price"], Value::Null);
}
