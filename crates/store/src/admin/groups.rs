//! How products are grouped: types, tags, categories, collections.

use wufi_domain::catalog::{Category, Collection, ProductType, Tag};
use wufi_domain::ids::{CategoryId, Id};
use wufi_domain::metadata::Metadata;

use super::texts;
use crate::db::{StoreError, Tx};

/// Writes a product type.
pub async fn put_type(tx: &mut Tx, kind: &ProductType) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO product_type (id, value, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET value = excluded.value",
    )
    .bind(kind.id.as_str())
    .bind(kind.value.base())
    .bind(kind.created_at)
    .write_one()
    .await?;
    texts::put(tx, kind.id.as_str(), &[("value", Some(&kind.value))]).await
}

/// Writes a tag.
pub async fn put_tag(tx: &mut Tx, tag: &Tag) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO product_tag (id, value, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET value = excluded.value",
    )
    .bind(tag.id.as_str())
    .bind(tag.value.base())
    .bind(tag.created_at)
    .write_one()
    .await?;
    texts::put(tx, tag.id.as_str(), &[("value", Some(&tag.value))]).await
}

/// Writes a category that shoppers see; its parent must be there.
pub async fn put_category(tx: &mut Tx, category: &Category) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO product_category (id, parent_id, handle, name, description, rank, is_active, is_internal,
                                       metadata, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, TRUE, FALSE, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE
            SET parent_id = excluded.parent_id, handle = excluded.handle, name = excluded.name,
                description = excluded.description, rank = excluded.rank, metadata = excluded.metadata,
                updated_at = excluded.updated_at",
    )
    .bind(category.id.as_str())
    .bind(category.parent.as_ref().map(CategoryId::as_str))
    .bind(category.handle.as_str())
    .bind(category.name.base())
    .bind(category.description.base())
    .bind(category.rank)
    .bind(category.metadata.as_ref().map(Metadata::to_text))
    .bind(category.created_at)
    .bind(category.updated_at)
    .write_one()
    .await?;
    let fields = [("name", Some(&category.name)), ("description", Some(&category.description))];
    texts::put(tx, category.id.as_str(), &fields).await
}

/// Writes a collection.
pub async fn put_collection(tx: &mut Tx, collection: &Collection) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO product_collection (id, handle, title, metadata, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE
            SET handle = excluded.handle, title = excluded.title, metadata = excluded.metadata,
                updated_at = excluded.updated_at",
    )
    .bind(collection.id.as_str())
    .bind(collection.handle.as_str())
    .bind(collection.title.base())
    .bind(collection.metadata.as_ref().map(Metadata::to_text))
    .bind(collection.created_at)
    .bind(collection.updated_at)
    .write_one()
    .await?;
    texts::put(tx, collection.id.as_str(), &[("title", Some(&collection.title))]).await
}
