//! A fresh database for each test.

#[path = "engine.rs"]
pub(crate) mod engine;

use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::moment::{Clock, Moment};
use wufi_store::Db;

/// A database of the engine under test, with the schema in it; gone with this value.
pub(crate) struct Fresh {
    /// The database.
    pub(crate) db: Db,
    _folder: TempDir,
}

/// Opens a fresh database.
pub(crate) async fn fresh() -> Fresh {
    let folder = TempDir::new().unwrap();
    let clock = Clock::standing_at(Moment::from_millis(1_795_000_000_123));
    let url = engine::fresh_url(folder.path()).await;
    let db = Db::open(&url, 8, clock, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    Fresh { db, _folder: folder }
}
