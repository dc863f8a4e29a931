//! The audit log: what a request leaves in it, and what becomes of a request when nothing can be put in.

use std::collections::{BTreeSet, HashSet};

use wufi_store::audit::{self, Recorded};
use wufi_store::{Db, Engine};

use super::asking::Asking;
use crate::kit::Shop;
use crate::kit::contents::Reader;

/// Tables in which tries at a password are counted: before it is looked at, in a unit of work of their own,
/// so that many at once gain nothing. What was counted stays, whatever becomes of the request.
const TRIES: [&str; 2] = ["login_failure", "login_pair"];

/// The audit log of a shop.
pub(super) struct Book {
    db: Db,
    reader: Reader,
}

impl Book {
    pub(super) async fn of(shop: &Shop) -> Self {
        Self { db: shop.db.clone(), reader: Reader::of(&shop.db).await }
    }

    /// That nothing is done while it cannot be put on record; what is wrong with that.
    pub(super) async fn undone(&self, asking: &Asking) -> Vec<String> {
        if asking.leaves.is_empty() {
            return Vec::new();
        }
        self.settle(asking).await;
        let before = self.reader.read(&self.db).await;
        self.run(shut(self.db.engine())).await;
        let answer = asking.caller.execute(asking.request()).await.unwrap();
        self.run(opened(self.db.engine())).await;
        let differing = before.differing(&self.reader.read(&self.db).await);

        let status = answer.status().as_u16();
        let refused = (status != 500).then(|| format!("{} is answered {status} though it is not on record", asking.name()));
        let unexpected: Vec<&String> = differing.iter().filter(|table| !TRIES.contains(&table.as_str())).collect();
        let written = (!unexpected.is_empty()).then(|| format!("{} writes {unexpected:?} without its event", asking.name()));
        refused.into_iter().chain(written).collect()
    }

    /// What the request leaves; what is wrong with that goes to `wrong`.
    pub(super) async fn leaves(&self, asking: &Asking, wrong: &mut Vec<String>) -> BTreeSet<String> {
        self.settle(asking).await;
        let before: HashSet<String> = self.all().await.into_iter().map(|event| event.id).collect();
        let answer = asking.caller.execute(asking.request()).await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let told = answer.text().await.unwrap();
        // 201 and 200 both say yes.
        if status != asking.status && (asking.status != 200 || status != 201) {
            wrong.push(format!("{} is answered {status} {told}", asking.name()));
        }

        let new: Vec<Recorded> = self.all().await.into_iter().filter(|event| !before.contains(&event.id)).collect();
        let mut left: Vec<String> = new.iter().map(|event| event.event.clone()).collect();
        let mut expected: Vec<&str> = asking.leaves.iter().map(|event| event.name()).collect();
        left.sort_unstable();
        expected.sort_unstable();
        if left != expected {
            wrong.push(format!("{} leaves {left:?} instead of {expected:?}", asking.name()));
        }
        let request = headers["x-request-id"].to_str().unwrap();
        if new.iter().any(|event| event.request_id.as_deref() != Some(request)) {
            wrong.push(format!("{} leaves events that do not name its request: {new:?}", asking.name()));
        }
        left.into_iter().collect()
    }

    /// Lets there be nothing left to note about the caller but what the request itself does: that their token
    /// is in use is noted at its first use, and that many accounts were tried from one address is theirs all.
    async fn settle(&self, asking: &Asking) {
        asking.caller.get("/store/regions").await;
        self.run("DELETE FROM login_pair").await;
    }

    async fn all(&self) -> Vec<Recorded> {
        audit::list(&mut self.db.read().await.unwrap(), "", 1_000_000).await.unwrap()
    }

    async fn run(&self, sql: &'static str) {
        let mut tx = self.db.begin().await.unwrap();
        tx.query(sql).execute().await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// From here on nothing can be put on record.
const fn shut(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "CREATE TRIGGER shut BEFORE INSERT ON audit_outbox BEGIN SELECT RAISE(ABORT, 'the book is shut'); END",
        Engine::Postgres => "ALTER TABLE audit_outbox ADD CONSTRAINT shut CHECK (FALSE) NOT VALID",
    }
}

/// From here on it can again.
const fn opened(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "DROP TRIGGER shut",
        Engine::Postgres => "ALTER TABLE audit_outbox DROP CONSTRAINT shut",
    }
}
