//! Categories, collections, tags and types.

use std::collections::HashMap;

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::catalog::{Category, Collection, ProductType, Tag};
use wufi_domain::ids::{CategoryId, CollectionId, TagId, TypeId};
use wufi_domain::metadata::Metadata;

use super::texts::Texts;
use crate::db::{StoreError, Tx};

#[derive(FromRow)]
struct CategoryRow {
    id: String,
    parent_id: Option<String>,
    handle: String,
    name: String,
    description: String,
    rank: i64,
    metadata: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

#[derive(FromRow)]
struct CollectionRow {
    id: String,
    handle: String,
    title: String,
    metadata: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// The categories that shoppers may see, by rank.
pub(super) async fn categories(tx: &mut Tx, texts: &Texts) -> Result<Vec<Category>, StoreError> {
    let rows: Vec<CategoryRow> = tx
        .query(
            "SELECT id, parent_id, handle, name, description, rank, metadata, created_at, updated_at
               FROM product_category
              WHERE is_active AND NOT is_internal
              ORDER BY rank, id",
        )
        .all()
        .await?;
    let category = |row: CategoryRow| Category {
        name: texts.of(&row.id, "name", row.name),
        description: texts.of(&row.id, "description", row.description),
        parent: row.parent_id.map(CategoryId::stored),
        id: CategoryId::stored(row.id),
        handle: row.handle,
        rank: row.rank,
        metadata: row.metadata.as_deref().map(Metadata::stored),
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
    };
    Ok(rows.into_iter().map(category).collect())
}

/// The collections, newest first.
pub(super) async fn collections(tx: &mut Tx, texts: &Texts) -> Result<Vec<Collection>, StoreError> {
    let rows: Vec<CollectionRow> = tx
        .query(
            "SELECT id, handle, title, metadata, created_at, updated_at
               FROM product_collection
              ORDER BY created_at DESC, id",
        )
        .all()
        .await?;
    let collection = |row: CollectionRow| Collection {
        title: texts.of(&row.id, "title", row.title),
        id: CollectionId::stored(row.id),
        handle: row.handle,
        metadata: row.metadata.as_deref().map(Metadata::stored),
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
    };
    Ok(rows.into_iter().map(collection).collect())
}

/// The types, by id.
pub(super) async fn types(tx: &mut Tx, texts: &Texts) -> Result<HashMap<String, ProductType>, StoreError> {
    let rows: Vec<(String, String, OffsetDateTime)> =
        tx.query("SELECT id, value, created_at FROM product_type ORDER BY id").all().await?;
    let kind = |(id, value, at): (String, String, OffsetDateTime)| {
        let value = texts.of(&id, "value", value);
        (id.clone(), ProductType { id: TypeId::stored(id), value, created_at: at.into() })
    };
    Ok(rows.into_iter().map(kind).collect())
}

/// The tags of each product, by the product's id.
pub(super) async fn tags(tx: &mut Tx, texts: &Texts) -> Result<Vec<(String, Tag)>, StoreError> {
    let rows: Vec<(String, String, String, OffsetDateTime)> = tx
        .query(
            "SELECT tagged.product_id, product_tag.id, product_tag.value, product_tag.created_at
               FROM product_with_tag tagged
               JOIN product_tag ON product_tag.id = tagged.tag_id
              ORDER BY tagged.product_id, product_tag.value",
        )
        .all()
        .await?;
    let tag = |(product, id, value, at): (String, String, String, OffsetDateTime)| {
        let value = texts.of(&id, "value", value);
        (product, Tag { id: TagId::stored(id), value, created_at: at.into() })
    };
    Ok(rows.into_iter().map(tag).collect())
}
