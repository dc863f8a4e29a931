//! `kill -9` amidst requests under keys: sent again, each of them is done once.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use wufi_domain::chance::Chance;
use wufi_domain::fault::Code;
use wufi_domain::moment::Clock;
use wufi_store::Db;

use super::crashes::{slow_answers, slow_carts};
use super::{KIBBLE, asking_for_a_cart, cart, change, count, hang_up, held, is_replayed, kibble, until};
use crate::engine;
use crate::kit::Shopper;
use crate::kit::program::Program;
use crate::kit::shop;

const WORKERS: usize = 8;
const EACH: usize = 6;

/// How often the program is killed.
fn rounds() -> usize {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting")]
    env::var("WUFI_CRASH_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap())
}

async fn open(url: &str) -> (Db, String) {
    let db = Db::open(url, 4, Clock::System, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    let key = shop::seed(&db).await;
    shop::stock(&db, KIBBLE, 1_000_000).await;
    (db, key)
}

/// As if every lease had run out: the test does not wait for it.
async fn end_leases(db: &Db) {
    change(db, "UPDATE idempotency SET leased_until = expires_at WHERE leased_until > expires_at").await;
    let mut tx = db.begin().await.unwrap();
    let now = tx.now();
    tx.query("UPDATE idempotency SET leased_until = $1").bind(now).execute().await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_right_before_the_kill_is_told_as_done() {
    let folder = TempDir::new().unwrap();
    let url = engine::fresh_url(folder.path()).await;
    let (db, key) = open(&url).await;
    slow_answers(&db).await;
    let mut program = Program::start(folder.path(), &url);
    let mari = program.shopper(&key);
    mari.csrf().await;

    let asking = asking_for_a_cart(&mari);
    until(&db, "SELECT COUNT(*) FROM idempotency WHERE has_effect").await;
    program.kill();
    let answers = asking.join_all().await;
    assert!(answers[0].is_none(), "it was answered before the kill");
    let program = Program::start(folder.path(), &url);
    end_leases(&db).await;

    let mari = mari.at(&program.url);
    mari.post_under("one", "/store/carts", json!({})).await.refused(Code::IdempotencyAnswerLost);
    assert_eq!(count(&db, "SELECT COUNT(*) FROM cart").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_asked_to_end_finishes_what_nobody_waits_for_any_more() {
    let folder = TempDir::new().unwrap();
    let url = engine::fresh_url(folder.path()).await;
    let (db, key) = open(&url).await;
    slow_carts(&db).await;
    let mut program = Program::start(folder.path(), &url);
    let mari = program.shopper(&key);
    mari.csrf().await;

    let asking = asking_for_a_cart(&mari);
    until(&db, "SELECT COUNT(*) FROM idempotency").await;
    hang_up(asking).await;
    assert!(program.stop());
    let program = Program::start(folder.path(), &url);

    let again = mari.at(&program.url).post_under("one", "/store/carts", json!({})).await;
    assert!(is_replayed(&again), "{} {:#}", again.status, again.json);
    again.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_amidst_a_storm_each_key_stands_for_one_kibble() {
    let folder = TempDir::new().unwrap();
    let url = engine::fresh_url(folder.path()).await;
    let (db, key) = open(&url).await;
    let mut program = Program::start(folder.path(), &url);
    let mari = program.shopper(&key);
    let (mut lost, mut replayed, mut anew) = (0, 0, 0);

    for _ in 0..rounds() {
        let mari = mari.at(&program.url);
        let mut carts = Vec::new();
        for _ in 0..WORKERS {
            carts.push(cart(&mari).await);
        }
        storm(&mut program, &mari, &carts).await;
        program = Program::start(folder.path(), &url);
        end_leases(&db).await;

        let mari = mari.at(&program.url);
        for cart in &carts {
            for at in 0..EACH {
                let answer = mari.post_under(&format!("key-{at}"), &format!("{cart}/line-items"), kibble()).await;
                match answer.status {
                    200 if is_replayed(&answer) => replayed += 1,
                    200 => anew += 1,
                    _ => {
                        answer.refused(Code::IdempotencyAnswerLost);
                        lost += 1;
                    }
                }
            }
            assert_eq!(held(&mari, cart).await, i64::try_from(EACH).unwrap());
        }
    }

    assert!(replayed > 0 && anew > 0, "{replayed} replayed, {anew} done anew: no storm was cut short");
    println!("{} kills: {replayed} replayed, {anew} done anew, {lost} done whose answer was lost", rounds());
}

/// Puts kibble after kibble into every cart, each under a key of its own, and kills the program amidst.
async fn storm(program: &mut Program, mari: &Shopper, carts: &[String]) {
    let enough = WORKERS * EACH / 2;
    let (heard, reached) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let mut workers = JoinSet::new();
    for cart in carts {
        let (mari, path) = (mari.tab(), format!("{cart}/line-items"));
        let (heard, reached) = (Arc::clone(&heard), Arc::clone(&reached));
        workers.spawn(async move {
            for at in 0..EACH {
                if mari.try_post_under(&format!("key-{at}"), &path, kibble()).await.is_none() {
                    return;
                }
                if heard.fetch_add(1, Ordering::SeqCst) + 1 == enough {
                    reached.notify_one();
                }
            }
        });
    }
    reached.notified().await;
    program.kill();
    workers.join_all().await;
}
