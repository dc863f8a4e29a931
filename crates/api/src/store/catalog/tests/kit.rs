//! A small shop: two regions, a tree of three categories, a collection, three products.

use serde_json::Value;
use wufi_domain::catalog::{
    Catalog, Category, Collection, Image, OptionValue, Product, ProductOption, ProductType, Tag, Variant,
};
use wufi_domain::country::Country;
use wufi_domain::ids::{Id, RegionId, SalesChannelId};
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
use wufi_domain::moment::Moment;
use wufi_domain::money::{Amount, Currency};
use wufi_domain::price::{Price, PriceSet};
use wufi_domain::region::Region;
use wufi_domain::shop::{Shop, TaxRate};
use wufi_domain::tax::{Rate, TaxMode};
use wufi_domain::text::fold;

use super::super::front::Front;
use crate::extract::{Shape, query};

/// The id number `n` of its kind.
pub(super) fn id<T: Id>(n: i64) -> T {
    T::parse(&format!("{}_{n:026}", T::PREFIX)).unwrap()
}

/// A text in Estonian, with an English one when there is a slash.
fn text(both: &str) -> Localized {
    let (et, en) = both.split_once(" / ").unwrap_or((both, both));
    Localized::new(et.to_owned(), vec![(Locale::En, en.to_owned())])
}

fn day(n: i64) -> Moment {
    Moment::from_millis(n * 86_400_000)
}

/// Where both products but the last are sold.
pub(super) fn web() -> Vec<SalesChannelId> {
    vec![id(1)]
}

fn region(n: i64, name: &str, currency: &str, countries: &[&str]) -> Region {
    Region {
        id: id(n),
        name: name.to_owned(),
        currency: Currency::new(currency).unwrap(),
        has_automatic_taxes: true,
        tax_mode: TaxMode::from_inclusive(currency == "eur"),
        countries: countries.iter().map(|code| Country::new(code).unwrap()).collect(),
        payment_providers: vec!["pp_stripe_stripe".to_owned(), "pp_system_default".to_owned()],
        metadata: None,
        created_at: day(1),
        updated_at: day(1),
    }
}

fn category(n: i64, name: &str, handle: &str, parent: Option<i64>) -> Category {
    Category {
        id: id(n),
        parent: parent.map(id),
        handle: handle.to_owned(),
        name: text(name),
        description: Localized::default(),
        rank: n,
        metadata: None,
        created_at: day(n),
        updated_at: day(n),
    }
}

fn price(n: i64, currency: &str, minor: i64, region: Option<RegionId>) -> Price {
    let currency = Currency::new(currency).unwrap();
    Price { id: id(n), currency, amount: Amount::new(minor).unwrap(), region, created_at: day(1) }
}

fn variant(n: i64, value: i64) -> Variant {
    let prices = vec![price(n * 10, "eur", 650, None), price(n * 10 + 1, "sek", 8_000, Some(id(2)))];
    Variant {
        id: id(n),
        title: text("S"),
        sku: Some(format!("KOER-{n}")),
        barcode: None,
        ean: None,
        allows_backorder: false,
        manages_inventory: true,
        requires_shipping: true,
        prices: PriceSet { id: id(n), prices },
        values: vec![id(value)],
        weight_grams: None,
        rank: 0,
        metadata: None,
        created_at: day(n),
        updated_at: day(n),
    }
}

fn product(n: i64, title: &str, handle: &str) -> Product {
    let value = OptionValue { id: id(n), value: text("Väike / Small"), created_at: day(n) };
    let size = ProductOption { id: id(n), title: text("Suurus / Size"), values: vec![value], created_at: day(n) };
    Product {
        id: id(n),
        handle: handle.to_owned(),
        title: text(title),
        subtitle: None,
        description: Some(text("Maitsev / Tasty")),
        searchable: fold(title),
        thumbnail: None,
        is_giftcard: false,
        is_discountable: true,
        collection: None,
        kind: None,
        categories: Vec::new(),
        tags: Vec::new(),
        images: Vec::new(),
        options: vec![size],
        variants: vec![variant(n, n)],
        channels: web(),
        shipping_profile: None,
        weight_grams: Some(401),
        origin_country: None,
        material: None,
        external_id: None,
        metadata: None,
        created_at: day(n),
        updated_at: day(n),
    }
}

fn products() -> Vec<Product> {
    let food = Product {
        collection: Some(id(1)),
        kind: Some(ProductType { id: id(1), value: text("Kuivtoit / Dry food"), created_at: day(1) }),
        // The last of them is not shown to anybody.
        categories: vec![id(2), id(8)],
        tags: vec![Tag { id: id(1), value: text("Uus / New"), created_at: day(1) }],
        thumbnail: Some("/static/koer.webp".to_owned()),
        images: vec![Image { id: id(1), url: "/static/koer.webp".to_owned(), rank: 0, created_at: day(1) }],
        external_id: Some("ERP-1".to_owned()),
        ..product(1, "Kõrgekvaliteediline koeratoit / Premium dog food", "koeratoit")
    };
    let card = Product { is_giftcard: true, categories: vec![id(3)], ..product(2, "Kinkekaart / Gift card", "kinkekaart") };
    let wholesale = Product { channels: vec![id(9)], tags: food.tags.clone(), ..product(3, "Kott / Sack", "kott") };
    vec![food, card, wholesale]
}

/// The shop.
pub(super) fn shop() -> Shop {
    let categories = vec![
        category(1, "Koerad / Dogs", "koerad", None),
        category(2, "Toit / Food", "koerad/toit", Some(1)),
        category(3, "Maiused / Treats", "koerad/toit/maiused", Some(2)),
    ];
    let collection = Collection {
        id: id(1),
        handle: "suvi".to_owned(),
        title: text("Suvi / Summer"),
        metadata: None,
        created_at: day(1),
        updated_at: day(1),
    };
    let rate = |ppm| Rate::from_ppm(ppm).unwrap();
    let tax = |n, ppm| TaxRate { id: id(n), code: "vat".to_owned(), name: "Käibemaks".to_owned(), rate: rate(ppm) };
    Shop {
        default_region: Some(id(1)),
        regions: vec![region(1, "Euroopa", "eur", &["ee", "fi"]), region(2, "Rootsi", "sek", &["se"])],
        taxes: vec![(Country::new("ee").unwrap(), tax(1, 240_000)), (Country::new("se").unwrap(), tax(2, 250_000))],
        catalog: Catalog::new(products(), categories, vec![collection]),
        ..Shop::default()
    }
}

/// The shop's web site in Estonian.
pub(super) fn front<'s>(shop: &'s Shop, channels: &'s [SalesChannelId]) -> Front<'s> {
    Front { shop, channels, locale: Locale::Et, origin: "https://api.wufi.ee" }
}

/// Reads a query that has no faults.
pub(super) fn ask<T: Shape>(raw: &str) -> T {
    query::read(raw).unwrap_or_else(|faults| panic!("{raw}: {faults:?}"))
}

/// The names of an object's members, sorted.
pub(super) fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}
