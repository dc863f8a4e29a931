//! What the shop's own people write can be written again, changed.

use wufi_domain::catalog::{Product, Variant};
use wufi_domain::ids::{Id, LocationId, RegionId, SalesChannelId, StoreId, VariantId};
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
use wufi_domain::moment::Moment;
use wufi_domain::money::{Amount, Currency};
use wufi_domain::price::{Price, PriceSet};
use wufi_domain::shipping::Location;
use wufi_store::admin::{self, Founding, Level, SalesChannel, Status, Store};
use wufi_store::{Tx, shop};

use crate::kit::fresh;

fn id<T: Id>(n: u8) -> T {
    T::parse(&format!("{}_{n:026}", T::PREFIX)).unwrap()
}

fn text(et: &str, en: Option<&str>) -> Localized {
    Localized::new(et.to_owned(), en.map(|text| (Locale::En, text.to_owned())).into_iter().collect())
}

fn variant(minor: i64, now: Moment) -> Variant {
    let price = Price { id: id(1), currency: Currency::EUR, amount: Amount::new(minor).unwrap(), region: None, created_at: now };
    Variant {
        id: id(1),
        title: text("2 kg", None),
        sku: Some("KROBIN-2".to_owned()),
        barcode: None,
        ean: None,
        allows_backorder: false,
        manages_inventory: true,
        requires_shipping: true,
        prices: PriceSet { id: id(1), prices: vec![price] },
        values: Vec::new(),
        weight_grams: Some(2_000),
        rank: 0,
        metadata: None,
        created_at: now,
        updated_at: now,
    }
}

fn product(title: Localized, minor: i64, now: Moment) -> Product {
    Product {
        id: id(1),
        handle: "krobin".to_owned(),
        title,
        subtitle: None,
        description: None,
        searchable: String::new(),
        thumbnail: None,
        is_giftcard: false,
        is_discountable: true,
        collection: None,
        kind: None,
        categories: Vec::new(),
        tags: Vec::new(),
        images: Vec::new(),
        options: Vec::new(),
        variants: vec![variant(minor, now)],
        channels: vec![id(1)],
        shipping_profile: None,
        weight_grams: None,
        origin_country: None,
        material: None,
        external_id: None,
        metadata: None,
        created_at: now,
        updated_at: now,
    }
}

async fn found(tx: &mut Tx) -> Founding {
    let (id, default_region, default_channel): (StoreId, RegionId, SalesChannelId) = (id(1), id(1), id(1));
    let store = Store { id: &id, name: "Wufi", default_region: &default_region, default_channel: &default_channel };
    let founding = admin::found(tx, &store).await.unwrap();
    admin::put_channel(tx, &SalesChannel { id: &default_channel, name: "Veebipood", description: None }).await.unwrap();
    founding
}

#[tokio::test]
async fn a_database_has_one_store_and_each_change_moves_its_version_by_one() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();

    assert_eq!([found(&mut tx).await, found(&mut tx).await], [Founding::Founded, Founding::AlreadyThere]);
    let founded = shop::version(&mut tx).await.unwrap();
    admin::bump_version(&mut tx).await.unwrap();

    assert_eq!(shop::version(&mut tx).await.unwrap(), founded + 1);
}

#[tokio::test]
async fn a_product_written_again_has_its_new_texts_and_prices_and_none_of_the_old() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let now = tx.now();
    found(&mut tx).await;

    admin::put_product(&mut tx, &product(text("Krõbin", Some("Crunch")), 1_999, now), Status::Published).await.unwrap();
    admin::put_product(&mut tx, &product(text("Krõbuskid", None), 1_499, now), Status::Published).await.unwrap();

    let read = shop::load(&mut tx).await.unwrap();
    let [held] = read.catalog.products() else { panic!("{:?}", read.catalog.products()) };
    assert_eq!((held.title.get(Locale::Et), held.title.get(Locale::En)), ("Krõbuskid", "Krõbuskid"));
    assert_eq!(held.channels, [id(1)]);
    let prices: Vec<i64> =
        held.variants.iter().flat_map(|variant| &variant.prices.prices).map(|price| price.amount.minor()).collect();
    assert_eq!(prices, [1_499]);
}

#[tokio::test]
async fn a_draft_is_not_on_the_shelf() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let now = tx.now();
    found(&mut tx).await;

    admin::put_product(&mut tx, &product(text("Krõbin", None), 1_999, now), Status::Published).await.unwrap();
    admin::put_product(&mut tx, &product(text("Krõbin", None), 1_999, now), Status::Draft).await.unwrap();

    assert!(shop::load(&mut tx).await.unwrap().catalog.products().is_empty());
}

#[tokio::test]
async fn counting_stock_anew_leaves_what_is_reserved_reserved() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let (now, variant, location): (Moment, VariantId, LocationId) = (tx.now(), id(1), id(1));
    found(&mut tx).await;
    admin::put_product(&mut tx, &product(text("Krõbin", None), 1_999, now), Status::Published).await.unwrap();
    let place = Location {
        id: location.clone(),
        address_id: "laddr_1".to_owned(),
        address: serde_json::json!({}),
        channels: vec![id(1)],
        created_at: now,
    };
    admin::put_location(&mut tx, &place, "Ladu").await.unwrap();

    admin::put_level(&mut tx, &Level { variant: &variant, location: &location, stocked: 5 }).await.unwrap();
    tx.query("UPDATE inventory_level SET reserved = 2").write_one().await.unwrap();
    admin::put_level(&mut tx, &Level { variant: &variant, location: &location, stocked: 9 }).await.unwrap();

    let levels: Vec<(i64, i64)> = tx.query("SELECT stocked, reserved FROM inventory_level").all().await.unwrap();
    assert_eq!(levels, [(9, 2)]);
}

#[tokio::test]
async fn the_databases_clock_is_read_and_trying_to_write_changes_nothing() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();

    admin::health::try_write(&mut tx).await.unwrap();
    assert!(admin::health::clock(&mut tx).await.unwrap() > Moment::parse("2020-01-01T00:00:00Z").unwrap());

    let mut look = fresh.db.read().await.unwrap();
    assert!(admin::health::try_write(&mut look).await.is_err());
    let (value,): (i64,) = tx.query("SELECT value FROM counter").one().await.unwrap();
    assert_eq!(value, 0);
}
