//! Puts the demo shop into an empty database, and says how to reach it there.

mod goods;
mod terms;

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::ids::{ApiKeyId, Id, RegionId, SalesChannelId, StoreId};
use wufi_domain::localized::Localized;
use wufi_domain::moment::Moment;
use wufi_domain::price::{self, PriceSet};
use wufi_domain::staff::Role;
use wufi_guard::password::PasswordHash;
use wufi_store::admin::{self, Founding, Store};
use wufi_store::{StoreError, Tx};

use super::data::Shop;
use super::ids::demo_id;
use super::prices::Prices;
use super::text::Text;
use crate::keys;
use crate::staff::{self, StaffError};

/// The address that the demo shop's owner logs in with; no mail can reach it.
pub const ADMIN_EMAIL: &str = "admin@wufi.test";

const MINUTE_MILLIS: i64 = 60_000;

/// Why the demo shop was not put into the database.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// Its owner could not be made.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What came of seeding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeding {
    /// The demo shop is there now.
    Seeded,
    /// There was a shop already, and it stays as it was.
    AlreadyThere,
}

/// Puts the demo shop into the database, unless that has a shop.
///
/// The owner's password is hashed before the unit of work begins: that takes long.
pub async fn seed(tx: &mut Tx, shop: &Shop, password: &PasswordHash) -> Result<Seeding, SeedError> {
    let id = store_id();
    let channel = shop.store.default_sales_channel.id();
    let region = &shop.store.default_region.id();
    let store = Store { id: &id, name: &shop.store.name, default_region: region, default_channel: &channel };
    if admin::found(tx, &store).await? == Founding::AlreadyThere {
        return Ok(Seeding::AlreadyThere);
    }

    terms::put(tx, shop).await?;
    goods::put(tx, shop).await?;
    keys::publish(tx, &key_id(), &shop.store.publishable_key_title, &channel).await?;
    staff::create(tx, &admin_email(), Role::Owner, password).await?;

    admin::bump_version(tx).await?;
    let facts = json!({ "products": shop.products.len() });
    crate::admin::record(tx, Event::DemoSeeded, ("store", id.as_str()), facts).await?;
    Ok(Seeding::Seeded)
}

/// Whether the database's shop is the demo.
pub async fn is_here(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(admin::store(tx).await? == Some(store_id()))
}

/// How to reach the demo shop.
#[derive(Clone, Debug)]
pub struct Access {
    /// The token of its publishable key, which is no secret.
    pub publishable_key: String,
    /// What its owner logs in with.
    pub admin_email: Email,
    /// The owner's password; none when there is no such member of staff any more.
    pub admin_password: Option<PasswordHash>,
    /// The region of a cart that names none.
    pub region: RegionId,
    /// What its publishable key opens.
    pub channel: SalesChannelId,
}

/// How to reach the demo shop; `None` when another shop is there, none, or the demo's key was revoked.
pub async fn access(tx: &mut Tx) -> Result<Option<Access>, StoreError> {
    if !is_here(tx).await? {
        return Ok(None);
    }
    let token = admin::keys::publishable_token(tx, &key_id()).await?;
    let (Some(publishable_key), Some((region, channel))) = (token, admin::defaults(tx).await?) else { return Ok(None) };

    let admin_email = admin_email();
    let admin_password = admin::staff::password_hash(tx, &admin_email).await?.map(PasswordHash::stored);
    Ok(Some(Access { publishable_key, admin_email, admin_password, region, channel }))
}

fn store_id() -> StoreId {
    demo_id("wufi")
}

fn key_id() -> ApiKeyId {
    demo_id("storefront")
}

fn admin_email() -> Email {
    Email::stored(ADMIN_EMAIL.to_owned())
}

fn minutes_before(now: Moment, minutes: usize) -> Moment {
    let minutes = i64::try_from(minutes).unwrap_or_default();
    Moment::from_millis(now.millis().saturating_sub(minutes.saturating_mul(MINUTE_MILLIS)))
}

/// The prices of the thing called `name`.
fn price_set(prices: &Prices, name: &str, now: Moment) -> PriceSet {
    let price = |price: super::Price| price::Price {
        id: demo_id(&format!("{name}/{}", price.currency)),
        currency: price.currency,
        amount: price.amount,
        region: None,
        created_at: now,
    };
    PriceSet { id: demo_id(name), prices: prices.iter().map(price).collect() }
}

impl From<&Text> for Localized {
    /// Estonian is the shop's own language.
    fn from(text: &Text) -> Self {
        Self::new(text.et.clone(), vec![(wufi_domain::locale::Locale::En, text.en.clone())])
    }
}
