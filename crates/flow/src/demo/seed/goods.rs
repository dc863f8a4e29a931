//! What the demo shop sells, as the database keeps it.

use wufi_domain::catalog::{Category, Collection, Image, OptionValue, Product, ProductOption, ProductType, Tag, Variant};
use wufi_domain::moment::Moment;
use wufi_store::admin::{self, Level};
use wufi_store::{StoreError, Tx};

use super::{minutes_before, price_set};
use crate::demo::catalog::{self, Status};
use crate::demo::data::Shop;
use crate::demo::ids::{Key, demo_id};

/// Writes groups, products and stock.
pub(super) async fn put(tx: &mut Tx, shop: &Shop) -> Result<(), StoreError> {
    put_groups(tx, shop).await?;
    // Each is a minute younger than the one before, so that the oldest-first order of the catalogue is that of the files.
    for (age, entry) in shop.products.iter().rev().enumerate() {
        let made = minutes_before(tx.now(), age);
        admin::put_product(tx, &product(shop, entry, made), status(entry.status)).await?;
        put_stock(tx, shop, entry).await?;
    }
    Ok(())
}

async fn put_groups(tx: &mut Tx, shop: &Shop) -> Result<(), StoreError> {
    let now = tx.now();
    for entry in &shop.types {
        admin::put_type(tx, &kind(entry, now)).await?;
    }
    for entry in &shop.tags {
        admin::put_tag(tx, &tag(entry, now)).await?;
    }
    for category in categories(shop, now) {
        admin::put_category(tx, &category).await?;
    }
    // The newest is shown first: the first of the file.
    for (age, entry) in shop.collections.iter().enumerate() {
        admin::put_collection(tx, &collection(entry, minutes_before(now, age))).await?;
    }
    Ok(())
}

async fn put_stock(tx: &mut Tx, shop: &Shop, product: &catalog::Product) -> Result<(), StoreError> {
    let location = &shop.store.default_location.id();
    for entry in &product.variants {
        if let Some(stocked) = entry.stock.count() {
            admin::put_level(tx, &Level { variant: &entry.sku.id(), location, stocked }).await?;
        }
    }
    Ok(())
}

const fn status(status: Status) -> admin::Status {
    match status {
        Status::Published => admin::Status::Published,
        Status::Draft => admin::Status::Draft,
    }
}

fn kind(entry: &catalog::ProductType, now: Moment) -> ProductType {
    ProductType { id: entry.key.id(), value: (&entry.name).into(), created_at: now }
}

fn tag(entry: &catalog::Tag, now: Moment) -> Tag {
    Tag { id: entry.key.id(), value: (&entry.name).into(), created_at: now }
}

fn collection(entry: &catalog::Collection, made: Moment) -> Collection {
    Collection {
        id: entry.handle.id(),
        handle: entry.handle.to_string(),
        title: (&entry.title).into(),
        metadata: None,
        created_at: made,
        updated_at: made,
    }
}

/// The categories, ranked as they stand in the file.
fn categories(shop: &Shop, now: Moment) -> impl Iterator<Item = Category> {
    (0..).zip(&shop.categories).map(move |(rank, entry)| Category {
        id: entry.handle.id(),
        parent: entry.parent.as_ref().map(Key::id),
        handle: entry.handle.to_string(),
        name: (&entry.name).into(),
        description: (&entry.description).into(),
        rank,
        metadata: None,
        created_at: now,
        updated_at: now,
    })
}

fn product(shop: &Shop, entry: &catalog::Product, made: Moment) -> Product {
    let picture = entry.picture_path();
    Product {
        id: entry.handle.id(),
        handle: entry.handle.to_string(),
        title: (&entry.title).into(),
        subtitle: entry.subtitle.as_ref().map(Into::into),
        description: Some((&entry.description).into()),
        // Made of the texts whenever the shop is read.
        searchable: String::new(),
        thumbnail: Some(picture.clone()),
        is_giftcard: false,
        is_discountable: true,
        collection: entry.collection.as_ref().map(Key::id),
        kind: shop.types.iter().find(|kind| kind.key == entry.kind).map(|entry| kind(entry, made)),
        categories: entry.categories.iter().map(Key::id).collect(),
        tags: shop.tags.iter().filter(|tag| entry.tags.contains(&tag.key)).map(|entry| tag(entry, made)).collect(),
        images: vec![Image { id: demo_id(entry.handle.as_str()), url: picture, rank: 0, created_at: made }],
        options: options(shop, entry, made),
        variants: (0..).zip(&entry.variants).map(|(rank, sold)| variant(shop, entry, (rank, sold), made)).collect(),
        channels: vec![shop.store.default_sales_channel.id()],
        shipping_profile: entry.shipping_profile.as_ref().map(Key::id),
        weight_grams: entry.variants.first().and_then(|sold| weight(entry, sold)),
        origin_country: entry.origin_country.map(|country| country.iso_2().to_owned()),
        material: None,
        external_id: None,
        metadata: None,
        created_at: made,
        updated_at: made,
    }
}

fn options(shop: &Shop, entry: &catalog::Product, made: Moment) -> Vec<ProductOption> {
    let options = shop.options_of(entry).into_iter().map(|option| {
        let values = option.values.into_iter();
        let value =
            |value: crate::demo::OfferedValue<'_>| OptionValue { id: value.id, value: value.name.into(), created_at: made };
        ProductOption { id: option.id, title: option.title.into(), values: values.map(value).collect(), created_at: made }
    });
    options.collect()
}

fn variant(shop: &Shop, of: &catalog::Product, ranked: (i64, &catalog::Variant), made: Moment) -> Variant {
    let (rank, entry) = ranked;
    Variant {
        id: entry.sku.id(),
        title: (&shop.title_of(of, entry)).into(),
        sku: Some(entry.sku.to_string()),
        barcode: Some(entry.ean.to_string()),
        ean: Some(entry.ean.to_string()),
        allows_backorder: entry.stock.allows_backorder(),
        manages_inventory: entry.stock.is_managed(),
        requires_shipping: of.shipping_profile.is_some(),
        prices: price_set(&entry.prices, entry.sku.as_str(), made),
        values: shop.values_of(of, entry).into_iter().map(|value| value.id).collect(),
        weight_grams: weight(of, entry),
        rank,
        metadata: None,
        created_at: made,
        updated_at: made,
    }
}

/// What is not sent weighs nothing.
fn weight(of: &catalog::Product, entry: &catalog::Variant) -> Option<i64> {
    of.shipping_profile.is_some().then(|| i64::from(entry.weight_grams))
}
