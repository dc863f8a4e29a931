//! The keyring that is in use, replaced while the program runs.

use std::sync::{Arc, PoisonError, RwLock};

use super::Keyring;

/// The keyring in use. Cheap to clone; all clones see a replacement at once.
#[derive(Clone, Debug)]
pub struct Keys(Arc<RwLock<Arc<Keyring>>>);

impl Keys {
    /// Begins with `keyring`.
    #[must_use]
    pub fn new(keyring: Keyring) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(keyring))))
    }

    /// The keyring now; whoever holds it keeps it as it is.
    #[must_use]
    pub fn current(&self) -> Arc<Keyring> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts `keyring` in the place of the one in use.
    pub fn replace(&self, keyring: Keyring) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keyring);
    }
}
