//! Every statement of the crate is prepared: a misspelt column fails on both engines.

use std::fs;
use std::path::{Path, PathBuf};

use crate::kit::fresh;

/// The SQL literals of a source text: what follows `.query(`.
fn literals(source: &str) -> Vec<&'static str> {
    let after = source.split(".query(").skip(1).map(str::trim_start);
    let quoted = after.filter_map(|rest| rest.strip_prefix('"')?.split_once('"'));
    quoted.map(|(sql, _)| &*Box::leak(sql.to_owned().into_boxed_str())).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn every_statement_is_understood_by_the_engine() {
    let fresh = fresh().await;
    let mut seen = 0;

    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for sql in literals(&fs::read_to_string(&path).unwrap()) {
            let prepared = fresh.db.begin().await.unwrap().prepare(sql).await;
            assert!(prepared.is_ok(), "{}: {sql}: {prepared:?}", path.display());
            seen += 1;
        }
    }

    assert!(seen >= 25, "only {seen} statements were found");
}

#[tokio::test]
async fn a_misspelt_column_is_found() {
    assert!(fresh().await.db.begin().await.unwrap().prepare("SELECT idd FROM cart").await.is_err());
}
