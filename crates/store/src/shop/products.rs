//! Products that shoppers may see, put together from their parts.

use std::collections::HashMap;

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::catalog::{Product, ProductType};
use wufi_domain::ids::{CategoryId, CollectionId, ProductId, SalesChannelId, ShippingProfileId};
use wufi_domain::localized::Localized;
use wufi_domain::metadata::Metadata;
use wufi_domain::text::fold;

use super::texts::{Prices, Texts, gather};
use super::{groups, variants};
use crate::db::{StoreError, Tx};

#[derive(FromRow)]
struct ProductRow {
    id: String,
    handle: String,
    title: String,
    subtitle: Option<String>,
    description: Option<String>,
    thumbnail: Option<String>,
    is_giftcard: bool,
    is_discountable: bool,
    collection_id: Option<String>,
    type_id: Option<String>,
    shipping_profile_id: Option<String>,
    weight_grams: Option<i64>,
    origin_country: Option<String>,
    material: Option<String>,
    external_id: Option<String>,
    metadata: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// The published products, oldest first.
pub(super) async fn list(tx: &mut Tx, texts: &Texts, prices: &mut Prices) -> Result<Vec<Product>, StoreError> {
    let rows: Vec<ProductRow> = tx
        .query(
            "SELECT id, handle, title, subtitle, description, thumbnail, is_giftcard, is_discountable, collection_id, type_id,
                    shipping_profile_id, weight_grams, origin_country, material, external_id, metadata, created_at, updated_at
               FROM product
              WHERE status = 'published'
              ORDER BY created_at, id",
        )
        .all()
        .await?;
    let mut parts = Parts {
        types: groups::types(tx, texts).await?,
        tags: gather(groups::tags(tx, texts).await?),
        categories: gather(categories(tx).await?),
        channels: gather(channels(tx).await?),
        images: gather(variants::images(tx).await?),
        options: gather(variants::options(tx, texts).await?),
        variants: gather(variants::list(tx, texts, prices).await?),
    };
    Ok(rows.into_iter().map(|row| parts.product(row, texts)).collect())
}

async fn categories(tx: &mut Tx) -> Result<Vec<(String, String)>, StoreError> {
    tx.query("SELECT product_id, category_id FROM product_in_category ORDER BY product_id, category_id").all().await
}

async fn channels(tx: &mut Tx) -> Result<Vec<(String, String)>, StoreError> {
    tx.query("SELECT product_id, sales_channel_id FROM product_in_channel ORDER BY product_id, sales_channel_id").all().await
}

/// The parts of all products, by the product's id.
struct Parts {
    types: HashMap<String, ProductType>,
    tags: HashMap<String, Vec<wufi_domain::catalog::Tag>>,
    categories: HashMap<String, Vec<String>>,
    channels: HashMap<String, Vec<String>>,
    images: HashMap<String, Vec<wufi_domain::catalog::Image>>,
    options: HashMap<String, Vec<wufi_domain::catalog::ProductOption>>,
    variants: HashMap<String, Vec<wufi_domain::catalog::Variant>>,
}

impl Parts {
    fn product(&mut self, row: ProductRow, texts: &Texts) -> Product {
        let id = row.id;
        let title = texts.of(&id, "title", row.title);
        let subtitle = row.subtitle.map(|text| texts.of(&id, "subtitle", text));
        let description = row.description.map(|text| texts.of(&id, "description", text));
        Product {
            searchable: searchable([Some(&title), subtitle.as_ref(), description.as_ref()]),
            title,
            subtitle,
            description,
            handle: row.handle,
            thumbnail: row.thumbnail,
            is_giftcard: row.is_giftcard,
            is_discountable: row.is_discountable,
            collection: row.collection_id.map(CollectionId::stored),
            kind: row.type_id.and_then(|kind| self.types.get(&kind).cloned()),
            categories: self.categories.remove(&id).unwrap_or_default().into_iter().map(CategoryId::stored).collect(),
            tags: self.tags.remove(&id).unwrap_or_default(),
            images: self.images.remove(&id).unwrap_or_default(),
            options: self.options.remove(&id).unwrap_or_default(),
            variants: self.variants.remove(&id).unwrap_or_default(),
            channels: self.channels.remove(&id).unwrap_or_default().into_iter().map(SalesChannelId::stored).collect(),
            shipping_profile: row.shipping_profile_id.map(ShippingProfileId::stored),
            weight_grams: row.weight_grams,
            origin_country: row.origin_country,
            material: row.material,
            external_id: row.external_id,
            metadata: row.metadata.as_deref().map(Metadata::stored),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            id: ProductId::stored(id),
        }
    }
}

/// Everything that search looks through, in every language, folded once.
fn searchable(texts: [Option<&Localized>; 3]) -> String {
    fold(&texts.into_iter().flatten().flat_map(Localized::all).collect::<Vec<_>>().join(" "))
}
