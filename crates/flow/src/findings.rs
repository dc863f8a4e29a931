//! What the last look at orders, money and stock found: whether they agree, for whoever watches the shop.

use std::sync::{Arc, Mutex, PoisonError};

use wufi_domain::moment::Moment;
use wufi_store::admin::invariants::{self, Broken};
use wufi_store::{Db, StoreError};

/// What was found last. Cheap to clone; all clones are of one process.
#[derive(Clone, Debug, Default)]
pub struct Findings(Arc<Mutex<Option<Found>>>);

/// What was found at one moment.
#[derive(Clone, Debug)]
pub struct Found {
    /// When.
    pub at: Moment,
    /// The invariants that did not hold.
    pub broken: Vec<Broken>,
}

impl Found {
    /// How many rows broke an invariant.
    #[must_use]
    pub fn count(&self, invariant: &str) -> i64 {
        self.broken.iter().filter(|broken| broken.name == invariant).map(|broken| broken.count).sum()
    }
}

impl Findings {
    /// Looks at one state of the database, and remembers what it found.
    pub async fn look(&self, db: &Db) -> Result<Found, StoreError> {
        let mut tx = db.read().await?;
        let found = Found { at: tx.now(), broken: invariants::broken(&mut tx).await? };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(found.clone());
        Ok(found)
    }

    /// What was found last; nothing before the first look.
    #[must_use]
    pub fn last(&self) -> Option<Found> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
