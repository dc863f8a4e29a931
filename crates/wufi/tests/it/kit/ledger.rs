//! How much is written in the whole database: what a refusal must not change.

use wufi_store::{Db, Engine};

/// Sums that move when something changes without a row coming or going.
const SUMS: [(&str, &str); 4] = [
    ("cart.version", "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM cart"),
    ("counter.value", "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM counter"),
    ("inventory_level.reserved", "SELECT CAST(COALESCE(SUM(reserved), 0) AS BIGINT) FROM inventory_level"),
    ("payment_session.amount", "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM payment_session"),
];

/// Counts the rows of every table.
pub(crate) struct Ledger {
    counting: &'static str,
}

impl Ledger {
    /// Asks the database which tables it has, so that a new one is counted without anybody thinking of it.
    pub(crate) async fn of(db: &Db) -> Self {
        let named = match db.engine() {
            Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
            Engine::Postgres => "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
        };
        let tables: Vec<(String,)> = db.read().await.unwrap().query(named).all().await.unwrap();
        assert!(tables.iter().any(|(name,)| name == "audit_outbox") && tables.len() > 40, "{tables:?}");

        let counts = tables.iter().map(|(name,)| format!("SELECT '{name}' AS name, COUNT(*) AS n FROM {name}"));
        let sums = SUMS.iter().map(|(name, sum)| format!("SELECT '{name}' AS name, ({sum}) AS n"));
        let counting: Vec<String> = counts.chain(sums).collect();
        // A statement's text lives as long as the program; a test's program is one test.
        Self { counting: counting.join(" UNION ALL ").leak() }
    }

    /// How much there is of everything.
    pub(crate) async fn count(&self, db: &Db) -> Vec<(String, i64)> {
        db.read().await.unwrap().query(self.counting).all().await.unwrap()
    }
}
