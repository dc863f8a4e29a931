//! The shop in memory: one immutable value, replaced when its version moves.

use std::sync::{Arc, PoisonError, RwLock};

use wufi_domain::shop::Shop;
use wufi_store::{Db, StoreError, shop};

/// Holds the shop that this node serves.
#[derive(Debug, Default)]
pub struct Shelf(RwLock<Arc<Shop>>);

impl Shelf {
    /// Reads the shop for the first time.
    pub async fn load(db: &Db) -> Result<Self, StoreError> {
        let shelf = Self::default();
        shelf.refresh(db).await?;
        Ok(shelf)
    }

    /// The shop as this node has it.
    #[must_use]
    pub fn shop(&self) -> Arc<Shop> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the shop again when its version moved; answers whether it did.
    pub async fn refresh(&self, db: &Db) -> Result<bool, StoreError> {
        let mut tx = db.read().await?;
        let version = shop::version(&mut tx).await?;
        if version == self.shop().version {
            return Ok(false);
        }
        let fresh = Arc::new(shop::load(&mut tx).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(true)
    }
}
