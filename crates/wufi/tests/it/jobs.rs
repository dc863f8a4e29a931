//! What goes on while the shop is open.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::email::Email;
use wufi_domain::locale::Locale;
use wufi_domain::mail::Kind;
use wufi_domain::moment::Clock;
use wufi_store::mail::{self, Waiting};
use wufi_store::{Db, admin};

use crate::engine;
use crate::kit::program::Program;
use crate::kit::shop;

/// Asks again until there is an answer, for ten seconds.
async fn wait_for<T>(asked: &str, mut answer: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..100 {
        if let Some(answer) = answer().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{asked}: not within ten seconds")
}

/// An open demo shop with its database.
async fn open(folder: &Path) -> (Program, Db, String) {
    let url = engine::fresh_url(folder).await;
    let db = Db::open(&url, 4, Clock::System, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    shop::seed(&db).await;
    (Program::start(folder, &url), db, url)
}

#[tokio::test]
async fn a_letter_that_waits_leaves_and_only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let folder = TempDir::new().unwrap();
    let (_program, db, _) = open(folder.path()).await;
    let to = Email::parse("mari@wufi.ee").unwrap();
    let facts = json!({ "at": db.now().millis() });
    let mut tx = db.begin().await.unwrap();
    let waiting = Waiting { kind: Kind::PasswordChanged.name(), to: &to, locale: Locale::Et, facts, single: None, request: None };
    mail::lay_down(&mut tx, waiting).await.unwrap();
    tx.commit().await.unwrap();

    let letter = wait_for("the letter", async || {
        let entries = fs::read_dir(folder.path().join("wufi-outbox")).ok()?.map(|entry| entry.unwrap().path());
        entries.into_iter().find(|path| path.extension().is_some_and(|end| end == "eml"))
    })
    .await;

    assert!(fs::read_to_string(&letter).unwrap().contains("To: mari@wufi.ee"));
    assert_eq!(fs::metadata(&letter).unwrap().permissions().mode() & 0o077, 0);
}

#[tokio::test]
async fn a_new_key_is_known_to_an_open_shop_within_seconds_and_a_damaged_file_takes_none_away() {
    let folder = TempDir::new().unwrap();
    let (program, _, url) = open(folder.path()).await;
    let client = Client::new();
    let published = async || -> Vec<Value> {
        let answer = client.get(format!("{}/.well-known/jwks.json", program.url)).send().await.unwrap();
        let found: Value = answer.json().await.unwrap();
        found["keys"].as_array().unwrap().clone()
    };
    let before = published().await;
    assert_eq!(before.len(), 1);

    let mut rotate = Command::new(env!("CARGO_BIN_EXE_wufi"));
    rotate.args(["keys", "rotate"]).env_clear().env("WUFI_DATABASE__URL", &url).current_dir(folder.path());
    assert!(rotate.output().unwrap().status.success());
    let both = wait_for("the new key", async || Some(published().await).filter(|keys| keys.len() == 2)).await;
    assert!(both.contains(&before[0]), "the one before is still known");

    let name = if engine::is_postgres() { "wufi.keys" } else { "wufi.db.keys" };
    fs::write(folder.path().join(name), "po").unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(published().await, both);
}

#[tokio::test]
async fn a_changed_shop_is_told_within_seconds_although_its_answers_are_kept() {
    let folder = TempDir::new().unwrap();
    let url = engine::fresh_url(folder.path()).await;
    let db = Db::open(&url, 4, Clock::System, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    let key = shop::seed(&db).await;
    let program = Program::start(folder.path(), &url);
    let mari = program.shopper(&key);
    let path = "/store/regions?fields=name";
    let told = mari.get(path).await;
    assert_eq!(mari.get(path).await.headers["etag"], told.headers["etag"]);

    let mut tx = db.begin().await.unwrap();
    tx.query("UPDATE region SET name = 'Muudetud'").execute().await.unwrap();
    admin::bump_version(&mut tx).await.unwrap();
    tx.commit().await.unwrap();

    let name = json!("Muudetud");
    let tag = told.headers["etag"].to_str().unwrap();
    wait_for("the changed shop", async || {
        let asked = mari.request(Method::GET, path).header("if-none-match", tag);
        let answer = mari.execute(asked).await.unwrap();
        // As long as it has not changed, whoever holds the answer is told that it still holds.
        if answer.status() == 304 {
            return None;
        }
        let told: Value = answer.json().await.unwrap();
        told["regions"].as_array().unwrap().iter().all(|region| region["name"] == name).then_some(())
    })
    .await;
}
