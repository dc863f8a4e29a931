//! What every handler can reach.

use std::sync::Arc;

use wufi_domain::shop::Shop;
use wufi_flow::Shelf;
use wufi_store::Db;

/// The shop's database and what it shows; cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    shelf: Arc<Shelf>,
}

impl App {
    /// Puts it together.
    #[must_use]
    pub const fn new(db: Db, shelf: Arc<Shelf>) -> Self {
        Self { db, shelf }
    }

    /// The shop as this node serves it.
    #[must_use]
    pub fn shop(&self) -> Arc<Shop> {
        self.shelf.shop()
    }
}
