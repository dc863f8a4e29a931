//! What goes on beside requests while the shop is open. None of it ends by itself.

use std::time::Duration;

use tracing::{debug, info, warn};
use wufi_flow::auth::Gate;
use wufi_flow::post::{self, Post};
use wufi_flow::{Shelf, upkeep};
use wufi_store::Db;

use crate::keyfile::{KeyFile, keep_keys};

/// How often is looked whether the shop changed, here or on another node.
const SHELF_PAUSE: Duration = Duration::from_millis(500);
/// How long a letter waits at most before it leaves.
const POST_PAUSE: Duration = Duration::from_secs(1);
/// How often is forgotten what is old.
const TIDY_PAUSE: Duration = Duration::from_mins(10);

/// What the jobs work on.
#[derive(Debug)]
pub(crate) struct Jobs<'a> {
    pub(crate) db: &'a Db,
    pub(crate) shelf: &'a Shelf,
    pub(crate) gate: &'a Gate,
    pub(crate) post: &'a Post,
    pub(crate) key_file: &'a KeyFile,
}

impl Jobs<'_> {
    /// Does all of them, until it is dropped: each is either done, or undone and begun again at the next start.
    pub(crate) async fn run(&self) {
        tokio::join!(
            self.keep_fresh(),
            self.keep_sending(),
            self.keep_tidy(),
            keep_keys(self.key_file, &self.gate.keys, self.db.clock()),
        );
    }

    /// Keeps the shelf like the shop.
    async fn keep_fresh(&self) {
        loop {
            tokio::time::sleep(SHELF_PAUSE).await;
            match self.shelf.refresh(self.db).await {
                Ok(true) => info!(shop.version = self.shelf.shop().version, "Took the changed shop onto the shelf"),
                Ok(false) => {}
                Err(error) => warn!(error = %error, "The shop could not be read again; the shelf stays as it is"),
            }
        }
    }

    /// Sends the letters that wait.
    async fn keep_sending(&self) {
        loop {
            match post::send_next(self.db, self.gate, self.post).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => warn!(error = %error, "The letters that wait could not be read; they go on waiting"),
            }
            tokio::time::sleep(POST_PAUSE).await;
        }
    }

    /// Forgets what is old.
    async fn keep_tidy(&self) {
        loop {
            match upkeep::forget(self.db).await {
                Ok(rows) => debug!(upkeep.rows = rows, "Forgot what is old"),
                Err(error) => warn!(error = %error, "What is old could not be forgotten yet"),
            }
            tokio::time::sleep(TIDY_PAUSE).await;
        }
    }
}
