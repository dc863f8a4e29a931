//! All that is in the database, row by row: what must not change when a unit of work is undone.

use std::collections::{BTreeMap, BTreeSet};

use wufi_store::{Db, Engine};

/// The rows of every table, as texts.
pub(crate) struct Contents(BTreeMap<String, Vec<String>>);

/// A statement that reads all of it.
pub(crate) struct Reader(&'static str);

impl Reader {
    /// Asks the database which tables it has, so that a new one is read without anybody thinking of it.
    pub(crate) async fn of(db: &Db) -> Self {
        let named = match db.engine() {
            Engine::Sqlite => {
                "SELECT found.name, 'SELECT ''' || found.name || ''' AS name, ' || group_concat('quote(' || held.name || ')', ' || '','' || ')
                          || ' AS held FROM ' || found.name
                   FROM sqlite_schema found, pragma_table_info(found.name) held
                  WHERE found.type = 'table' AND found.name NOT LIKE 'sqlite%'
                  GROUP BY found.name"
            }
            Engine::Postgres => {
                "SELECT tablename::text, 'SELECT ''' || tablename || ''' AS name, row::text AS held FROM ' || tablename || ' row'
                   FROM pg_tables
                  WHERE schemaname = 'public'"
            }
        };
        let tables: Vec<(String, String)> = db.read().await.unwrap().query(named).all().await.unwrap();
        assert!(tables.iter().any(|(name, _)| name == "audit_outbox") && tables.len() > 40, "{tables:?}");
        let all: Vec<String> = tables.into_iter().map(|(_, reading)| reading).collect();
        // A statement's text lives as long as the program; a test's program is one test.
        Self(all.join(" UNION ALL ").leak())
    }

    /// Reads all of it.
    pub(crate) async fn read(&self, db: &Db) -> Contents {
        let rows: Vec<(String, String)> = db.read().await.unwrap().query(self.0).all().await.unwrap();
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, row) in rows {
            all.entry(table).or_default().push(row);
        }
        for rows in all.values_mut() {
            rows.sort_unstable();
        }
        Contents(all)
    }
}

impl Contents {
    /// The tables that do not hold the same in `other`.
    pub(crate) fn differing(&self, other: &Self) -> BTreeSet<String> {
        let tables = self.0.keys().chain(other.0.keys());
        tables.filter(|table| self.0.get(*table) != other.0.get(*table)).cloned().collect()
    }
}
