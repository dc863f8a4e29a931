//! What a node does by itself while it serves.

use std::sync::Arc;
use std::time::Duration;

use tracing::{error, info, warn};
use wufi_api::app::App;
use wufi_flow::auth::Gate;
use wufi_flow::findings::Findings;
use wufi_flow::lookout::Lookout;
use wufi_flow::post::{self, Post};
use wufi_flow::{Shelf, Till, payment, upkeep};
use wufi_store::Db;
use wufi_store::admin::invariants::Broken;

/// What the jobs of a node work with.
pub(super) struct Jobs {
    pub(super) app: App,
    pub(super) shelf: Arc<Shelf>,
    pub(super) post: Post,
}

impl Jobs {
    /// Does them all for as long as it is polled; none of them ever ends.
    pub(super) async fn run(&self) {
        let Self { app, shelf, post } = self;
        tokio::select! {
            () = keep_fresh(&app.db, shelf) => {}
            () = deliver(&app.db, &app.gate, post) => {}
            () = look_after(&app.till, shelf) => {}
            () = watch_declines(&app.till) => {}
            () = forget(&app.db) => {}
            () = look_out(&app.db, &app.lookout) => {}
            () = audit(&app.db, &app.findings) => {}
        }
    }

    /// Does what must not be left undone; requests whose callers went away have `grace` to end.
    pub(super) async fn end(&self, grace: Duration) {
        self.app.errands.end(grace).await;
        put_on_record(&self.app.db, &self.app.lookout).await;
    }
}

/// Looks twice a second whether the shop changed, here or on another node.
async fn keep_fresh(db: &Db, shelf: &Shelf) {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        match shelf.refresh(db).await {
            Ok(true) => info!(shop.version = shelf.shop().version, "Took the changed shop onto the shelf"),
            Ok(false) => {}
            Err(error) => warn!(error = %error, "The shop could not be read again; the shelf stays as it is"),
        }
    }
}

/// Sends the mail that waits, and looks again in a second.
async fn deliver(db: &Db, gate: &Gate, post: &Post) {
    loop {
        match post::send_next(db, gate, post).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => warn!(error = %error, "Mail could not be looked for"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Looks after payments: at once when a provider says that something happened, and else once a second.
async fn look_after(till: &Till, shelf: &Shelf) {
    loop {
        match payment::look_after_next(till, &shelf.shop()).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => warn!(error = %error, "Payments could not be looked after"),
        }
        // Either way it is time to look again.
        let _ = tokio::time::timeout(Duration::from_secs(1), till.rung()).await;
    }
}

/// Looks every five seconds whether cards are tried out on the shop.
async fn watch_declines(till: &Till) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if let Err(error) = payment::watch(till).await {
            warn!(error = %error, "It could not be looked whether cards are tried out; payments have their price all the same");
        }
    }
}

/// Puts refusals on record that may be an attack, every five seconds.
async fn look_out(db: &Db, lookout: &Lookout) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        put_on_record(db, lookout).await;
    }
}

async fn put_on_record(db: &Db, lookout: &Lookout) {
    if let Err(error) = lookout.write(db).await {
        warn!(error = %error, "Refusals could not be put on record; they stay counted");
    }
}

/// Forgets what is old, every ten minutes.
async fn forget(db: &Db) {
    loop {
        tokio::time::sleep(Duration::from_mins(10)).await;
        match upkeep::forget(db).await {
            Ok(0) => {}
            Ok(count) => info!(rows = count, "Forgot what is old"),
            Err(error) => warn!(error = %error, "What is old could not be forgotten"),
        }
    }
}

/// Checks every ten minutes that orders, money and stock agree; what does not is told until it does.
async fn audit(db: &Db, findings: &Findings) {
    loop {
        match findings.look(db).await {
            Ok(found) => {
                for Broken { name, what, count } in found.broken {
                    error!(invariant.name = name, invariant.count = count, "Something does not agree: {what}");
                }
            }
            Err(error) => warn!(error = %error, "It could not be checked whether orders, money and stock agree"),
        }
        tokio::time::sleep(Duration::from_mins(10)).await;
    }
}
