//! What every handler can reach.

use std::sync::Arc;

use wufi_domain::shop::Shop;
use wufi_flow::Shelf;
use wufi_store::Db;

use crate::wellknown::SecurityTxt;

/// The shop's database and what it shows; cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// Whom to tell about a hole.
    pub security_txt: Option<Arc<SecurityTxt>>,
    shelf: Arc<Shelf>,
}

impl App {
    /// Puts it together.
    #[must_use]
    pub const fn new(db: Db, shelf: Arc<Shelf>) -> Self {
        Self { db, shelf, security_txt: None }
    }

    /// Says whom to tell about a hole.
    #[must_use]
    pub fn telling(mut self, security_txt: SecurityTxt) -> Self {
        self.security_txt = Some(Arc::new(security_txt));
        self
    }

    /// The shop as this node serves it.
    #[must_use]
    pub fn shop(&self) -> Arc<Shop> {
        self.shelf.shop()
    }
}
