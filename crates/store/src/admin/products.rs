//! Products with everything that hangs on them.

use wufi_domain::catalog::{Product, ProductOption};
use wufi_domain::ids::{CollectionId, Id, ProductId, ShippingProfileId};
use wufi_domain::localized::Localized;
use wufi_domain::metadata::Metadata;

use super::{texts, variants};
use crate::db::{StoreError, Tx};

/// Whether shoppers see a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not yet.
    Draft,
    /// They do.
    Published,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }
}

/// Writes a product with its pictures, options and variants, and where it stands.
///
/// Variants and options that it no longer names stay: carts and orders know them.
pub async fn put_product(tx: &mut Tx, product: &Product, status: Status) -> Result<(), StoreError> {
    put_row(tx, product, status).await?;
    let fields =
        [("title", Some(&product.title)), ("subtitle", product.subtitle.as_ref()), ("description", product.description.as_ref())];
    texts::put(tx, product.id.as_str(), &fields).await?;

    put_places(tx, product).await?;
    put_images(tx, product).await?;
    for (rank, option) in (0..).zip(&product.options) {
        put_option(tx, &product.id, option, rank).await?;
    }
    for variant in &product.variants {
        variants::put(tx, &product.id, variant).await?;
    }
    Ok(())
}

async fn put_row(tx: &mut Tx, product: &Product, status: Status) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO product (id, handle, title, subtitle, description, status, thumbnail, is_giftcard, is_discountable,
                              collection_id, type_id, shipping_profile_id, weight_grams, origin_country, material,
                              external_id, metadata, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         ON CONFLICT (id) DO UPDATE
            SET handle = excluded.handle, title = excluded.title, subtitle = excluded.subtitle,
                description = excluded.description, status = excluded.status, thumbnail = excluded.thumbnail,
                is_giftcard = excluded.is_giftcard, is_discountable = excluded.is_discountable,
                collection_id = excluded.collection_id, type_id = excluded.type_id,
                shipping_profile_id = excluded.shipping_profile_id, weight_grams = excluded.weight_grams,
                origin_country = excluded.origin_country, material = excluded.material,
                external_id = excluded.external_id, metadata = excluded.metadata, updated_at = excluded.updated_at",
    )
    .bind(product.id.as_str())
    .bind(product.handle.as_str())
    .bind(product.title.base())
    .bind(product.subtitle.as_ref().map(Localized::base))
    .bind(product.description.as_ref().map(Localized::base))
    .bind(status.name())
    .bind(product.thumbnail.as_deref())
    .bind(product.is_giftcard)
    .bind(product.is_discountable)
    .bind(product.collection.as_ref().map(CollectionId::as_str))
    .bind(product.kind.as_ref().map(|kind| kind.id.as_str()))
    .bind(product.shipping_profile.as_ref().map(ShippingProfileId::as_str))
    .bind(product.weight_grams)
    .bind(product.origin_country.as_deref())
    .bind(product.material.as_deref())
    .bind(product.external_id.as_deref())
    .bind(product.metadata.as_ref().map(Metadata::to_text))
    .bind(product.created_at)
    .bind(product.updated_at)
    .write_one()
    .await
}

/// Writes its categories, tags and channels; those it was in before go.
async fn put_places(tx: &mut Tx, product: &Product) -> Result<(), StoreError> {
    let id = product.id.as_str();
    tx.query("DELETE FROM product_in_category WHERE product_id = $1").bind(id).execute().await?;
    for category in &product.categories {
        tx.query("INSERT INTO product_in_category (product_id, category_id) VALUES ($1, $2)")
            .bind(id)
            .bind(category.as_str())
            .write_one()
            .await?;
    }

    tx.query("DELETE FROM product_with_tag WHERE product_id = $1").bind(id).execute().await?;
    for tag in &product.tags {
        tx.query("INSERT INTO product_with_tag (product_id, tag_id) VALUES ($1, $2)")
            .bind(id)
            .bind(tag.id.as_str())
            .write_one()
            .await?;
    }

    tx.query("DELETE FROM product_in_channel WHERE product_id = $1").bind(id).execute().await?;
    for channel in &product.channels {
        tx.query("INSERT INTO product_in_channel (product_id, sales_channel_id) VALUES ($1, $2)")
            .bind(id)
            .bind(channel.as_str())
            .write_one()
            .await?;
    }
    Ok(())
}

/// Writes its pictures; those it had before go.
async fn put_images(tx: &mut Tx, product: &Product) -> Result<(), StoreError> {
    tx.query("DELETE FROM product_image WHERE product_id = $1").bind(product.id.as_str()).execute().await?;
    for image in &product.images {
        tx.query("INSERT INTO product_image (id, product_id, url, rank, created_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(image.id.as_str())
            .bind(product.id.as_str())
            .bind(image.url.as_str())
            .bind(image.rank)
            .bind(image.created_at)
            .write_one()
            .await?;
    }
    Ok(())
}

async fn put_option(tx: &mut Tx, product: &ProductId, option: &ProductOption, rank: i64) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO product_option (id, product_id, title, rank, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, rank = excluded.rank",
    )
    .bind(option.id.as_str())
    .bind(product.as_str())
    .bind(option.title.base())
    .bind(rank)
    .bind(option.created_at)
    .write_one()
    .await?;
    texts::put(tx, option.id.as_str(), &[("title", Some(&option.title))]).await?;

    for (rank, value) in (0_i64..).zip(&option.values) {
        tx.query(
            "INSERT INTO product_option_value (id, option_id, value, rank, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO UPDATE SET value = excluded.value, rank = excluded.rank",
        )
        .bind(value.id.as_str())
        .bind(option.id.as_str())
        .bind(value.value.base())
        .bind(rank)
        .bind(value.created_at)
        .write_one()
        .await?;
        texts::put(tx, value.id.as_str(), &[("value", Some(&value.value))]).await?;
    }
    Ok(())
}
