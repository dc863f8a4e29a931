//! `/store/shipping-options`: the ways in which a cart can be sent.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::cart::Cart;
use wufi_domain::ids::{CartId, Id as _};
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;
use wufi_domain::price::Price;
use wufi_domain::shipping::ShippingOption;
use wufi_domain::tax::TaxMode;
use wufi_flow::cart;
use wufi_flow::cart::shipping::Offered;

use super::caller::Calling;
use super::catalog::calculated_price;
use crate::answer;
use crate::app::App;
use crate::extract::readers::{boolean, id, ignored};
use crate::extract::{Fields, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;

/// The lines of the route table under `/store/shipping-options`.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/shipping-options", list)
            .who(Who::Owner)
            .query::<Asked>()
            .answers(&["shipping_options"])
            .summary("Lists the ways in which a cart can be sent, always with all their fields."),
    ]
}

#[derive(Clone, Debug)]
struct Asked {
    cart: CartId,
    is_return: bool,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        // Medusa answers its whole selection whatever is asked for.
        fields.optional("fields", ignored());
        let cart = fields.required("cart_id", id::<CartId>());
        let is_return = fields.or("is_return", boolean(), false);
        Some(Self { cart: cart?, is_return })
    }
}

async fn list(State(app): State<App>, Calling(caller): Calling, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let shop = app.shop();
    let mut tx = app.db.read().await?;
    let cart = cart::find(&mut tx, &caller, &asked.cart).await?;
    // The shop has no ways to send things back yet.
    let offered = if asked.is_return { Vec::new() } else { cart::shipping::offered(&mut tx, &shop, &cart).await? };

    let locale = cart.language(caller.locale);
    let mode = shop.region(&cart.region).map_or(TaxMode::Exclusive, |region| region.tax_mode);
    let shown: Vec<Value> = offered.iter().map(|one| view(one, &cart, mode, locale)).collect();
    answer::told(&json!({ "shipping_options": shown }), locale)
}

fn view(offered: &Offered<'_>, cart: &Cart, mode: TaxMode, locale: Locale) -> Value {
    let option = offered.option;
    let amount = offered.price.amount.to_json(cart.currency);
    json!({
        "id": option.id,
        "name": option.name.get(locale),
        "price_type": "flat",
        "service_zone_id": option.zone.id,
        "shipping_profile_id": option.profile,
        "provider_id": option.provider_id,
        "data": option.data,
        "service_zone": zone(option),
        "type": {
            "id": option.kind.id,
            "label": option.kind.label.get(locale),
            "description": option.kind.description.as_ref().map(|text| text.get(locale)),
            "code": option.kind.code,
        },
        "provider": { "id": option.provider_id, "is_enabled": true },
        "rules": [
            { "attribute": "enabled_in_store", "value": "true", "operator": "eq" },
            { "attribute": "is_return", "value": "false", "operator": "eq" },
        ],
        "calculated_price": calculated_price(&option.prices, offered.price, mode),
        "prices": option.prices.prices.iter().map(|one| price(one, option)).collect::<Vec<_>>(),
        "amount": amount,
        "is_tax_inclusive": mode.is_inclusive(),
        "insufficient_inventory": !offered.is_stocked,
    })
}

fn zone(option: &ShippingOption) -> Value {
    let location = &option.zone.location;
    let mut address = location.address.clone();
    if let Some(members) = address.as_object_mut() {
        members.insert("id".to_owned(), json!(location.address_id));
        members.entry("metadata").or_insert(Value::Null);
        stamp(members, location.created_at);
    }
    json!({
        "id": option.zone.id,
        "fulfillment_set_id": option.zone.set,
        "fulfillment_set": {
            "id": option.zone.set,
            "type": option.zone.set_type,
            "location": { "id": location.id, "address": address },
        },
    })
}

fn stamp(members: &mut serde_json::Map<String, Value>, at: Moment) {
    members.insert("created_at".to_owned(), json!(at));
    members.insert("updated_at".to_owned(), json!(at));
    members.insert("deleted_at".to_owned(), Value::Null);
}

/// A price of an option; a region's own is Medusa's price with a rule.
fn price(price: &Price, option: &ShippingOption) -> Value {
    let rules: Vec<Value> = price.region.iter().map(|region| rule(price, region.as_str())).collect();
    json!({
        "id": price.id,
        "title": null,
        "currency_code": price.currency.code(),
        "rules_count": rules.len(),
        "price_set_id": option.prices.id,
        "price_list_id": null,
        "price_list": null,
        "raw_amount": price.amount.to_raw_json(price.currency),
        "raw_min_quantity": null,
        "raw_max_quantity": null,
        "created_at": price.created_at,
        "updated_at": price.created_at,
        "deleted_at": null,
        "price_rules": rules,
        "amount": price.amount.to_json(price.currency),
        "min_quantity": null,
        "max_quantity": null,
    })
}

fn rule(price: &Price, region: &str) -> Value {
    let rest = price.id.as_str().split_once('_').map_or("", |(_, rest)| rest);
    json!({
        "id": format!("prule_{rest}"),
        "attribute": "region_id",
        "value": region,
        "operator": "eq",
        "priority": 0,
        "price_id": price.id,
        "created_at": price.created_at,
        "updated_at": price.created_at,
        "deleted_at": null,
    })
}
