//! Answers that were lost: what was done is not done again, and what was not is.

use serde_json::json;
use wufi_domain::fault::Code;
use wufi_domain::ids::{ClaimId, RequestId};
use wufi_domain::locale::Locale;
use wufi_domain::owner::Standing;
use wufi_flow::{Acting, Caller, FlowError, cart as flow};
use wufi_store::{Db, Engine, StoreError};

use super::{KIBBLE, cart, carts, change, count, held, is_replayed, kibble};
use crate::kit::Shop;
use crate::kit::shopper::line;

/// How long an answer may be awaited alone.
const LEASE_MILLIS: i64 = 75_000;

/// From now on no answer can be kept, as when the program is killed right before.
async fn lose_answers(db: &Db) {
    match db.engine() {
        Engine::Sqlite => {
            change(db, "CREATE TRIGGER lost BEFORE UPDATE OF answer ON idempotency BEGIN SELECT RAISE(ABORT, 'lost'); END").await;
        }
        Engine::Postgres => {
            change(db, "CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'lost'; END $$").await;
            change(db, "CREATE TRIGGER lost BEFORE UPDATE OF answer ON idempotency FOR EACH ROW EXECUTE FUNCTION lost()").await;
        }
    }
}

/// From now on answers are kept again.
async fn keep_answers(db: &Db) {
    match db.engine() {
        Engine::Sqlite => change(db, "DROP TRIGGER lost").await,
        Engine::Postgres => change(db, "DROP TRIGGER lost ON idempotency").await,
    }
}

/// Work that takes a part of a second inside of a statement.
const WORK: &str = "CREATE VIEW work AS
    WITH RECURSIVE step (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 1000000) SELECT COUNT(*) AS done FROM step";

/// From now on a cart takes a while to make.
pub(super) async fn slow_carts(db: &Db) {
    match db.engine() {
        Engine::Sqlite => {
            change(db, WORK).await;
            change(db, "CREATE TRIGGER slow BEFORE INSERT ON cart BEGIN SELECT done FROM work; END").await;
        }
        Engine::Postgres => {
            let slow =
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$";
            change(db, slow).await;
            change(db, "CREATE TRIGGER slow BEFORE INSERT ON cart FOR EACH ROW EXECUTE FUNCTION slow()").await;
        }
    }
}

/// From now on an answer takes a while to keep.
pub(super) async fn slow_answers(db: &Db) {
    match db.engine() {
        Engine::Sqlite => {
            change(db, WORK).await;
            change(db, "CREATE TRIGGER slow BEFORE UPDATE OF answer ON idempotency BEGIN SELECT done FROM work; END").await;
        }
        Engine::Postgres => {
            let slow =
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$";
            change(db, slow).await;
            change(db, "CREATE TRIGGER slow BEFORE UPDATE OF answer ON idempotency FOR EACH ROW EXECUTE FUNCTION slow()").await;
        }
    }
}

#[tokio::test]
async fn what_was_done_and_whose_answer_was_lost_is_told_and_not_done_again() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = cart(&mari).await;
    let add = async || mari.post_under("one", &format!("{cart}/line-items"), kibble()).await;
    lose_answers(&shop.db).await;
    add().await.ok();
    keep_answers(&shop.db).await;

    let early = add().await;
    assert_eq!(early.header("retry-after"), "1");
    early.refused(Code::IdempotencyInProgress);
    shop.db.clock().advance(LEASE_MILLIS);
    for _ in 0..2 {
        add().await.refused(Code::IdempotencyAnswerLost);
    }

    assert_eq!(held(&mari, &cart).await, 1);
    mari.post_under("two", &format!("{cart}/line-items"), kibble()).await.ok();
    assert_eq!(held(&mari, &cart).await, 2);
}

#[tokio::test]
async fn what_finds_its_own_traces_is_answered_as_if_nothing_had_been_lost() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;
    let complete = async || mari.post_under("one", &cart.path("/complete"), json!({})).await;
    lose_answers(&shop.db).await;
    let order = complete().await.ok();
    keep_answers(&shop.db).await;
    shop.db.clock().advance(LEASE_MILLIS);

    let (found, again) = (complete().await, complete().await);

    assert!(!is_replayed(&found) && is_replayed(&again));
    assert_eq!(
        (found.ok()["order"]["id"].clone(), again.ok()["order"]["id"].clone()),
        (order["order"]["id"].clone(), order["order"]["id"].clone())
    );
    assert_eq!(count(&shop.db, "SELECT COUNT(*) FROM shop_order").await, 1);
}

#[tokio::test]
async fn what_was_not_done_is_done_by_the_next_request_after_the_lease() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    mari.post_under("one", "/store/carts", json!({})).await.ok();
    // As if the program had been killed between the claim and the cart.
    change(&shop.db, "DELETE FROM cart").await;
    change(&shop.db, "UPDATE idempotency SET answer = NULL, has_effect = FALSE").await;
    mari.post_under("one", "/store/carts", json!({})).await.refused(Code::IdempotencyInProgress);

    shop.db.clock().advance(LEASE_MILLIS);
    let made = mari.post_under("one", "/store/carts", json!({})).await;

    assert!(!is_replayed(&made));
    made.ok();
    assert_eq!(carts(&shop).await, 1);
}

#[tokio::test]
async fn an_answer_too_large_to_keep_is_given_once_and_what_it_answers_is_done_once() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = cart(&mari).await;
    let path = format!("{cart}/line-items");
    let mut size = 0;
    for at in 0.. {
        let note = json!({ "at": at, "a": "õ".repeat(1_000), "b": "õ".repeat(900) });
        let mut body = line(KIBBLE, 1);
        body["metadata"] = note;
        let key = format!("key-{at}");
        let answer = mari.post_under(&key, &path, body.clone()).await;
        size = answer.json.to_string().len();
        if size > 256 * 1_024 || answer.status != 200 {
            answer.ok();
            mari.post_under(&key, &path, body).await.refused(Code::IdempotencyAnswerLost);
            break;
        }
    }
    assert!(size > 256 * 1_024, "{size}");
}

/// Somebody whose request works under a claim.
fn caller(shop: &Shop, standing: &Standing, claim: &ClaimId) -> Caller {
    let request = RequestId::parse("req_1").map(|id| id.under(claim.clone()));
    let (channels, locale) = (shop.server.app.shop().default_channel.clone().into_iter().collect(), Locale::default());
    Caller {
        standing: standing.clone(),
        asks_step_up: false,
        proven_at: None,
        address: None,
        channels,
        locale,
        request,
        acting: Acting::Owner,
    }
}

#[tokio::test]
async fn a_request_whose_place_was_taken_cannot_do_anything_any_more() {
    use wufi_domain::idempotency::{IdempotencyKey, Loss};
    use wufi_flow::idempotency::{Asker, Asking, Heard, claim};

    let shop = Shop::open().await;
    let standing = Standing::of_guest("mari".to_owned());
    let (asker, key) = (Asker::Shopper(standing.clone()), IdempotencyKey::parse(b"one").unwrap());
    let claimed = async || {
        let asking = Asking {
            asker: &asker,
            method: "POST",
            target: "/store/carts",
            thing: None,
            key: &key,
            body: b"{}",
            loss: Loss::Tells,
        };
        match claim(&shop.db, &shop.keys, &asking).await.unwrap() {
            Heard::First(claim) => claim,
            other => panic!("{other:?}"),
        }
    };
    let attempt = async |claim: &ClaimId| -> Result<(), FlowError> {
        let mut tx = shop.db.begin().await.unwrap();
        let (shelf, new) = (shop.server.app.shop(), wufi_flow::cart::NewCart::default());
        flow::create(&mut tx, &shelf, &caller(&shop, &standing, claim), new).await?;
        tx.commit().await.unwrap();
        Ok(())
    };
    let slow = claimed().await;
    shop.db.clock().advance(LEASE_MILLIS);
    let quick = claimed().await;

    let late = attempt(&slow.id).await;
    let made = attempt(&quick.id).await;

    assert!(made.is_ok(), "{made:?}");
    assert!(matches!(late, Err(FlowError::Store(StoreError::Superseded))), "{late:?}");
    assert_eq!(carts(&shop).await, 1);
}
