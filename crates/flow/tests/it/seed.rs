//! The demo shop in the database is the one in the files.

use std::collections::HashMap;

use wufi_domain::catalog::{Product, Variant};
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
use wufi_domain::shop::Shop;
use wufi_flow::demo::{self, Seeding, Status, Text};
use wufi_guard::password::PasswordHash;
use wufi_store::{Db, audit, shop};

use crate::kit::{Fresh, fresh};

fn files() -> &'static demo::Shop {
    demo::Shop::load().unwrap()
}

fn hash() -> PasswordHash {
    PasswordHash::stored("$argon2id$v=19$m=19456,t=2,p=1$c2Fs$aGFzaA".to_owned())
}

async fn seed(db: &Db) -> Seeding {
    let mut tx = db.begin().await.unwrap();
    let seeding = demo::seed(&mut tx, files(), &hash()).await.unwrap();
    tx.commit().await.unwrap();
    seeding
}

async fn seeded() -> (Fresh, Shop) {
    let fresh = fresh().await;
    assert_eq!(seed(&fresh.db).await, Seeding::Seeded);
    let read = shop::load(&mut fresh.db.read().await.unwrap()).await.unwrap();
    (fresh, read)
}

fn says(text: &Localized, stated: &Text) {
    assert_eq!((text.get(Locale::Et), text.get(Locale::En)), (stated.et.as_str(), stated.en.as_str()));
    assert_eq!(text.translations().len(), 1, "English is a translation, Estonian is the text itself");
}

fn is_of(product: &Product, stated: &demo::Product) {
    assert_eq!((&product.id, product.handle.as_str()), (&stated.handle.id(), stated.handle.as_str()));
    says(&product.title, &stated.title);
    says(product.description.as_ref().unwrap(), &stated.description);
    assert_eq!(product.subtitle.is_some(), stated.subtitle.is_some());
    says(&product.kind.as_ref().unwrap().value, &files().types.iter().find(|kind| kind.key == stated.kind).unwrap().name);
    assert_eq!(product.collection, stated.collection.as_ref().map(demo::Key::id));
    assert_eq!(product.categories.len(), stated.categories.len());
    assert_eq!(product.tags.len(), stated.tags.len());
    assert_eq!(product.images.iter().map(|image| &image.url).collect::<Vec<_>>(), [&stated.picture_path()]);

    let offered = files().options_of(stated);
    assert_eq!(product.options.len(), offered.len());
    for (option, offered) in product.options.iter().zip(offered) {
        says(&option.title, offered.title);
        assert_eq!(
            option.values.iter().map(|value| &value.id).collect::<Vec<_>>(),
            offered.values.iter().map(|value| &value.id).collect::<Vec<_>>()
        );
        option.values.iter().zip(&offered.values).for_each(|(value, offered)| says(&value.value, offered.name));
    }
}

fn is_variant_of(variant: &Variant, product: &demo::Product, stated: &demo::Variant) {
    assert_eq!((&variant.id, variant.sku.as_deref()), (&stated.sku.id(), Some(stated.sku.as_str())));
    says(&variant.title, &files().title_of(product, stated));
    assert_eq!(variant.values.len(), product.options.len());
    assert_eq!(variant.requires_shipping, product.shipping_profile.is_some());
    assert_eq!(
        (variant.manages_inventory, variant.allows_backorder),
        (stated.stock.is_managed(), stated.stock.allows_backorder())
    );

    let held: HashMap<String, i64> =
        variant.prices.prices.iter().map(|price| (price.currency.to_string(), price.amount.minor())).collect();
    let stated: HashMap<String, i64> =
        stated.prices.iter().map(|price| (price.currency.to_string(), price.amount.minor())).collect();
    assert_eq!(held, stated);
}

#[tokio::test]
async fn every_published_product_is_on_the_shelf_as_the_files_state_it_and_in_their_order() {
    let (_fresh, read) = seeded().await;
    let published: Vec<_> = files().products.iter().filter(|product| product.status == Status::Published).collect();

    assert!(published.len() >= 64);
    assert_eq!(read.catalog.products().len(), published.len());
    for (product, stated) in read.catalog.products().iter().zip(published) {
        is_of(product, stated);
        assert_eq!(product.variants.len(), stated.variants.len());
        for (variant, sold) in product.variants.iter().zip(&stated.variants) {
            is_variant_of(variant, stated, sold);
        }
    }
}

#[tokio::test]
async fn groups_and_terms_are_those_of_the_files_in_their_order() {
    let (_fresh, read) = seeded().await;
    let options = files().fulfillment_sets.iter().flat_map(|set| &set.zones).flat_map(|zone| &zone.options);

    let handles: Vec<&str> = read.catalog.categories().iter().map(|category| category.handle.as_str()).collect();
    assert_eq!(handles, files().categories.iter().map(|category| category.handle.as_str()).collect::<Vec<_>>());
    read.catalog.categories().iter().zip(&files().categories).for_each(|(category, stated)| {
        says(&category.name, &stated.name);
        says(&category.description, &stated.description);
    });
    read.catalog.collections().iter().zip(&files().collections).for_each(|(held, stated)| says(&held.title, &stated.title));
    assert_eq!(read.catalog.collections().len(), files().collections.len());

    assert_eq!(
        read.regions.iter().map(|region| &region.name).collect::<Vec<_>>(),
        files().regions.iter().map(|region| &region.name.et).collect::<Vec<_>>()
    );
    assert_eq!(read.default_region, Some(files().store.default_region.id()));
    assert_eq!(read.taxes.len(), files().tax_rates.len());
    for region in &read.regions {
        assert!(region.countries.iter().all(|country| read.tax_rates(*country).count() == 1), "{}", region.name);
    }
    assert_eq!(
        read.shipping.iter().map(|option| &option.id).cloned().collect::<Vec<_>>(),
        options.clone().map(|option| option.key.id()).collect::<Vec<_>>()
    );
    for (option, stated) in read.shipping.iter().zip(options) {
        says(&option.name, &stated.name);
        says(&option.kind.label, &files().shipping_types.iter().find(|kind| kind.code == stated.kind).unwrap().label);
        assert_eq!(option.prices.prices.len(), stated.prices.iter().count());
        assert_eq!(option.zone.location.channels, [files().store.default_sales_channel.id()]);
    }
}

#[tokio::test]
async fn every_counted_variant_lies_in_the_default_location_in_the_stated_number_and_no_other() {
    let (fresh, _) = seeded().await;
    let mut tx = fresh.db.read().await.unwrap();

    let held: Vec<(String, String, i64)> = tx
        .query(
            "SELECT counted.variant_id, level.stock_location_id, level.stocked - level.reserved
               FROM variant_inventory counted
               JOIN inventory_level level ON level.inventory_item_id = counted.inventory_item_id
              ORDER BY counted.variant_id",
        )
        .all()
        .await
        .unwrap();

    let location = files().store.default_location.id();
    let variants = files().products.iter().flat_map(|product| &product.variants);
    let mut stated: Vec<(String, String, i64)> = variants
        .filter_map(|variant| Some((variant.sku.id().to_string(), location.to_string(), variant.stock.count()?)))
        .collect();
    stated.sort();
    assert_eq!(held, stated);
}

#[tokio::test]
async fn seeding_again_changes_nothing_and_the_access_stays_the_same() {
    let (fresh, first) = seeded().await;
    let before = demo::access(&mut fresh.db.read().await.unwrap()).await.unwrap().unwrap();

    assert_eq!(seed(&fresh.db).await, Seeding::AlreadyThere);

    let mut tx = fresh.db.read().await.unwrap();
    let after = demo::access(&mut tx).await.unwrap().unwrap();
    assert_eq!((after.publishable_key, after.region, after.channel), (before.publishable_key, before.region, before.channel));
    assert_eq!(after.admin_password.unwrap().as_str(), hash().as_str());
    assert_eq!(shop::version(&mut tx).await.unwrap(), first.version);
}

#[tokio::test]
async fn two_programs_that_seed_one_database_at_once_seed_it_once() {
    let fresh = fresh().await;

    let (one, other) = tokio::join!(seed(&fresh.db), seed(&fresh.db));

    assert_ne!(one, other);
}

#[tokio::test]
async fn the_publishable_key_opens_the_one_channel() {
    let (fresh, read) = seeded().await;
    let access = demo::access(&mut fresh.db.read().await.unwrap()).await.unwrap().unwrap();

    let key = &read.keys[&wufi_guard::digest::token_digest(&access.publishable_key)];

    assert_eq!((read.keys.len(), key.channels.as_slice()), (1, [access.channel].as_slice()));
}

#[tokio::test]
async fn another_shop_is_left_alone_and_told_from_the_demo() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let now = tx.now();
    tx.query("INSERT INTO store (id, name, created_at) VALUES ('store_1', 'Teine pood', $1)")
        .bind(now)
        .write_one()
        .await
        .unwrap();
    tx.commit().await.unwrap();

    assert_eq!(seed(&fresh.db).await, Seeding::AlreadyThere);

    let mut tx = fresh.db.read().await.unwrap();
    assert!(demo::access(&mut tx).await.unwrap().is_none());
    assert!(shop::load(&mut tx).await.unwrap().catalog.products().is_empty());
}

#[tokio::test]
async fn seeding_is_on_record_as_done_from_the_command_line() {
    let (fresh, _) = seeded().await;

    let events = audit::list(&mut fresh.db.read().await.unwrap(), "", 10).await.unwrap();

    let mut names: Vec<&str> = events.iter().map(|event| event.event.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["api_key_created", "sys_demo_seeded", "user_created"]);
    assert!(events.iter().all(|event| event.actor_kind == "command_line"));
}
