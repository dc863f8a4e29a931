//! Turns to begin a payment, and the brake's state: of many who come at once, one has them.

use std::time::Duration;

use wufi_domain::moment::Moment;
use wufi_store::declines::{is_on, pace, turn};

use crate::kit::fresh;

const WHO: &str = "address:a";
const APART_MS: i64 = 15_000;

#[tokio::test]
async fn whoever_comes_while_another_takes_the_turn_waits_for_it_and_has_none() {
    let fresh = fresh().await;
    let mut first = fresh.db.begin().await.unwrap();
    assert_eq!(pace(&mut first, WHO, APART_MS).await.unwrap(), None);

    let second = async {
        let mut tx = fresh.db.begin().await.unwrap();
        pace(&mut tx, WHO, APART_MS).await.unwrap()
    };
    let commit = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        first.commit().await.unwrap();
    };
    let (next, ()) = tokio::join!(second, commit);

    assert_eq!(next, Some(Moment::from_millis(fresh.db.now().millis() + APART_MS)));
}

#[tokio::test]
async fn a_turn_that_is_not_kept_was_none_and_the_next_comes_in_its_time() {
    let fresh = fresh().await;
    let take = async || {
        let mut tx = fresh.db.begin().await.unwrap();
        let next = pace(&mut tx, WHO, APART_MS).await.unwrap();
        (tx, next)
    };
    let (dropped, next) = take().await;
    assert_eq!(next, None);
    drop(dropped);

    let (kept, next) = take().await;
    assert_eq!(next, None);
    kept.commit().await.unwrap();
    fresh.db.clock().advance(APART_MS - 1);
    let (refused, next) = take().await;
    assert_eq!(next.map(|at| at.millis() - fresh.db.now().millis()), Some(1));
    drop(refused);
    fresh.db.clock().advance(1);
    assert_eq!(take().await.1, None);
}

#[tokio::test]
async fn the_brake_is_turned_once_whoever_turns_it() {
    let fresh = fresh().await;
    let turn = async |to: bool| {
        let mut tx = fresh.db.begin().await.unwrap();
        let turned = turn(&mut tx, to).await.unwrap();
        assert_eq!(is_on(&mut tx).await.unwrap(), to);
        tx.commit().await.unwrap();
        turned
    };

    let mut turned = Vec::new();
    for to in [false, true, true, false, false] {
        turned.push(turn(to).await);
    }

    assert_eq!(turned, [false, true, false, true, false]);
}
