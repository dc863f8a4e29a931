//! `kill -9` in a storm of completions: what was acknowledged is there, and nothing is half done.

use std::collections::BTreeMap;
use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;
use wufi_store::Db;

use crate::engine;
use crate::kit::program::Program;
use crate::kit::shop;
use crate::kit::shopper::{Cart, Shopper, text};

const KIBBLE: &str = "SKP-KANA-2KG";
const PUPPY: &str = "SKP-KUTS-400G";
const WORKERS: usize = 8;
const CARTS_EACH: usize = 4;

/// How often the program is killed.
fn rounds() -> usize {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting")]
    env::var("WUFI_CRASH_ROUNDS").map_or(5, |rounds| rounds.parse().unwrap())
}

/// A number below `end`, by chance.
fn below(end: usize) -> usize {
    usize::from(u16::from_be_bytes(Chance::System.bytes())) % end
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_kill_9_and_nothing_is_half_done() {
    let folder = TempDir::new().unwrap();
    let url = engine::fresh_url(folder.path()).await;
    let (db, key) = open(&url).await;
    let mut program = Program::start(folder.path(), &url);
    let mari = program.shopper(&key);
    let (mut acknowledged, mut unanswered) = (0, 0);

    for round in 1..=rounds() {
        let carts = prepare(&mari.at(&program.url)).await;
        let answered = storm(&mut program, &mari, &carts).await;
        program = Program::start(folder.path(), &url);

        let shopper = mari.at(&program.url);
        acknowledged += answered.len();
        unanswered += carts.len() - answered.len();
        is_whole(&db, round).await;
        keeps_its_word(&shopper, &answered).await;
        goes_on(&shopper, &carts, &answered).await;
        is_whole(&db, round).await;
    }

    assert!(acknowledged > 0 && unanswered > 0, "{acknowledged} acknowledged, {unanswered} unanswered: no storm was cut short");
    println!("{} rounds: {acknowledged} orders acknowledged before a kill, {unanswered} completions cut off", rounds());
}

/// The database with the demo shop in it, and more goods than the test can buy.
async fn open(url: &str) -> (Db, String) {
    let db = Db::open(url, 4, Clock::System, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    let key = shop::seed(&db).await;
    for sku in [KIBBLE, PUPPY] {
        shop::stock(&db, sku, 1_000_000).await;
    }
    (db, key)
}

/// Carts that are ready to become orders.
async fn prepare(shopper: &Shopper) -> Vec<Cart> {
    let mut preparing = JoinSet::new();
    for _ in 0..WORKERS {
        let shopper = shopper.clone();
        preparing.spawn(async move {
            let mut carts = Vec::new();
            for _ in 0..CARTS_EACH {
                carts.push(shopper.ready_cart(&[(KIBBLE, 2), (PUPPY, 1)]).await);
            }
            carts
        });
    }
    preparing.join_all().await.concat()
}

/// Completes every cart and kills the program amidst; the orders that were acknowledged, by their carts.
async fn storm(program: &mut Program, mari: &Shopper, carts: &[Cart]) -> BTreeMap<String, Value> {
    // Killed after that many acknowledgements and a moment more, so that units of work are cut anywhere.
    let enough = 1 + below(carts.len() / 2);
    let (heard, reached) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let mut workers = JoinSet::new();
    for some in carts.chunks(CARTS_EACH) {
        let (shopper, some) = (mari.at(&program.url), some.to_vec());
        let (heard, reached) = (Arc::clone(&heard), Arc::clone(&reached));
        workers.spawn(async move {
            let mut orders = Vec::new();
            for cart in some {
                let Some(answer) = shopper.try_post(&cart.path("/complete"), json!({})).await else { return orders };
                orders.push((cart.id, shopper.without_address(&answer.ok()["order"])));
                if heard.fetch_add(1, Ordering::SeqCst) + 1 == enough {
                    reached.notify_one();
                }
            }
            orders
        });
    }
    reached.notified().await;
    tokio::time::sleep(Duration::from_micros(u64::try_from(below(8_000)).unwrap())).await;
    program.kill();
    workers.join_all().await.into_iter().flatten().collect()
}

/// Every acknowledged order is there as it was acknowledged.
async fn keeps_its_word(shopper: &Shopper, answered: &BTreeMap<String, Value>) {
    for order in answered.values() {
        let found = shopper.get(&format!("/store/orders/{}", text(&order["id"]))).await.ok();
        let found = shopper.without_address(&found);
        for member in ["id", "display_id", "total", "email", "items"] {
            assert_eq!(found["order"][member], order[member]);
        }
    }
}

/// Every cart can be completed, also those that were cut off, and those that were not find their order.
async fn goes_on(shopper: &Shopper, carts: &[Cart], answered: &BTreeMap<String, Value>) {
    for cart in carts {
        let again = shopper.post(&cart.path("/complete"), json!({})).await.ok();
        if let Some(order) = answered.get(&cart.id) {
            assert_eq!(shopper.without_address(&again["order"]), *order);
        }
    }
}

/// What holds of a database at every moment; each counts what breaks it.
const BROKEN: [(&str, &str); 8] = [
    (
        "a completed cart without its order, or the other way about",
        "SELECT COUNT(*) FROM cart LEFT JOIN shop_order ON shop_order.cart_id = cart.id
          WHERE (cart.completed_at IS NULL) <> (shop_order.id IS NULL)",
    ),
    (
        "an order that is not on record once",
        "SELECT COUNT(*) FROM shop_order
          WHERE (SELECT COUNT(*) FROM audit_outbox WHERE event = 'order_placed' AND subject_ref = shop_order.id) <> 1",
    ),
    (
        "an order on record that is not there",
        "SELECT COUNT(*) FROM audit_outbox
          WHERE event = 'order_placed' AND subject_ref NOT IN (SELECT id FROM shop_order)",
    ),
    (
        "a line whose goods are not reserved",
        "SELECT COUNT(*) FROM order_line
          WHERE quantity <> (SELECT COALESCE(SUM(reservation.quantity), 0) FROM reservation
                              WHERE reservation.order_line_id = order_line.id)",
    ),
    (
        "stock that is reserved for nobody",
        "SELECT COUNT(*) FROM inventory_level level
          WHERE reserved <> (SELECT COALESCE(SUM(quantity), 0) FROM reservation
                              WHERE reservation.inventory_item_id = level.inventory_item_id
                                AND reservation.stock_location_id = level.stock_location_id)",
    ),
    (
        "an order that is not promised its total",
        "SELECT COUNT(*) FROM shop_order
          WHERE total_minor <> (SELECT COALESCE(SUM(payment.amount_minor), 0) FROM payment
                                 WHERE payment.payment_collection_id = shop_order.payment_collection_id)",
    ),
    (
        "money promised for no order",
        "SELECT COUNT(*) FROM payment
          WHERE payment_collection_id NOT IN (SELECT payment_collection_id FROM shop_order)",
    ),
    ("a gap in the numbers of orders", "SELECT COALESCE(MAX(number), 0) - COUNT(*) FROM shop_order"),
];

async fn is_whole(db: &Db, round: usize) {
    let mut tx = db.read().await.unwrap();
    for (what, counting) in BROKEN {
        let (count,): (i64,) = tx.query(counting).one().await.unwrap();
        assert_eq!(count, 0, "round {round}: {what}");
    }
}
