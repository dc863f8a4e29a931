//! What the shop's own people write: the catalogue and its terms, keys, staff.
//!
//! Nothing here asks whose a row is: it all belongs to the shop. Writing what is
//! there already changes it. Whoever changes what shoppers see calls
//! [`bump_version`] once, in the same unit of work, so that every node's shelf follows.

mod groups;
pub mod health;
pub mod invariants;
pub mod keys;
pub mod orders;
mod places;
mod prices;
mod products;
mod regions;
mod shipping;
pub mod staff;
mod stock;
mod texts;
pub mod things;
mod variants;

pub use groups::{put_category, put_collection, put_tag, put_type};
pub use places::{SalesChannel, put_channel, put_location};
pub use products::{Status, put_product};
pub use regions::{put_region, put_tax};
pub use shipping::{ShippingProfile, put_option, put_profile};
pub use stock::{Level, put_level};
use wufi_domain::ids::{Id, RegionId, SalesChannelId, StoreId};

use crate::db::{StoreError, Tx};

/// The store itself.
#[derive(Clone, Debug)]
pub struct Store<'s> {
    /// Of the store.
    pub id: &'s StoreId,
    /// For people.
    pub name: &'s str,
    /// The region of a cart that names none.
    pub default_region: &'s RegionId,
    /// The channel of a key that has none.
    pub default_channel: &'s SalesChannelId,
}

/// Whether a store could be founded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Founding {
    /// It is there now.
    Founded,
    /// There was one already, and it stays as it was.
    AlreadyThere,
}

/// Founds the store, unless the database has one.
///
/// Decided by the insert itself: of two programs that found one store at the same
/// time, the second waits for the first and then finds it there.
pub async fn found(tx: &mut Tx, store: &Store<'_>) -> Result<Founding, StoreError> {
    let now = tx.now();
    let founded = tx
        .query(
            "INSERT INTO store (id, name, default_region_id, default_sales_channel_id, created_at)
             SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT 1 FROM store)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(store.id.as_str())
        .bind(store.name)
        .bind(store.default_region.as_str())
        .bind(store.default_channel.as_str())
        .bind(now)
        .execute()
        .await?;
    Ok(if founded == 1 { Founding::Founded } else { Founding::AlreadyThere })
}

/// The store in the database, if there is one.
pub async fn store(tx: &mut Tx) -> Result<Option<StoreId>, StoreError> {
    let row: Option<(String,)> = tx.query("SELECT id FROM store ORDER BY id").optional().await?;
    Ok(row.map(|(id,)| StoreId::stored(id)))
}

/// The default region and channel of the store, if there is one.
pub async fn defaults(tx: &mut Tx) -> Result<Option<(RegionId, SalesChannelId)>, StoreError> {
    let row: Option<(Option<String>, Option<String>)> =
        tx.query("SELECT default_region_id, default_sales_channel_id FROM store ORDER BY id").optional().await?;
    Ok(row.and_then(|(region, channel)| Some((RegionId::stored(region?), SalesChannelId::stored(channel?)))))
}

/// Tells every node that what shoppers see has changed.
pub async fn bump_version(tx: &mut Tx) -> Result<(), StoreError> {
    tx.query("UPDATE store SET catalog_version = catalog_version + 1").write_one().await
}
