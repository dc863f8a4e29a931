//! Where the shop sells and where its stock lies.

use wufi_domain::ids::{Id, SalesChannelId};
use wufi_domain::shipping::Location;

use crate::db::{StoreError, Tx};

/// A sales channel.
#[derive(Clone, Debug)]
pub struct SalesChannel<'c> {
    /// Of the channel.
    pub id: &'c SalesChannelId,
    /// For staff.
    pub name: &'c str,
    /// More for staff.
    pub description: Option<&'c str>,
}

/// Writes a sales channel.
pub async fn put_channel(tx: &mut Tx, channel: &SalesChannel<'_>) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "INSERT INTO sales_channel (id, name, description, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, description = excluded.description, updated_at = excluded.updated_at",
    )
    .bind(channel.id.as_str())
    .bind(channel.name)
    .bind(channel.description)
    .bind(now)
    .write_one()
    .await
}

/// Writes a location with the channels that it serves; `name` is for staff.
pub async fn put_location(tx: &mut Tx, location: &Location, name: &str) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO stock_location (id, name, address_id, address, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, address_id = excluded.address_id, address = excluded.address",
    )
    .bind(location.id.as_str())
    .bind(name)
    .bind(location.address_id.as_str())
    .bind(location.address.to_string())
    .bind(location.created_at)
    .write_one()
    .await?;

    tx.query("DELETE FROM location_in_channel WHERE stock_location_id = $1").bind(location.id.as_str()).execute().await?;
    for channel in &location.channels {
        tx.query("INSERT INTO location_in_channel (stock_location_id, sales_channel_id) VALUES ($1, $2)")
            .bind(location.id.as_str())
            .bind(channel.as_str())
            .write_one()
            .await?;
    }
    Ok(())
}
