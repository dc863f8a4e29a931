//! Units of work keep all or nothing, and reading never writes.

use wufi_domain::ids::{Id, LineId};
use wufi_domain::moment::Moment;
use wufi_store::{Schema, StoreError, orders};

use crate::kit::fresh;

#[tokio::test]
async fn what_is_not_committed_did_not_happen() {
    let fresh = fresh().await;

    let mut dropped = fresh.db.begin().await.unwrap();
    let refused = orders::next_number(&mut dropped).await.unwrap();
    drop(dropped);
    let mut kept = fresh.db.begin().await.unwrap();
    let number = orders::next_number(&mut kept).await.unwrap();
    kept.commit().await.unwrap();

    assert_eq!((refused, number), (1, 1), "a failed order gives its number back");
}

#[tokio::test]
async fn fifty_orders_at_once_get_fifty_numbers_without_gaps() {
    let fresh = fresh().await;
    let mut racing = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let db = fresh.db.clone();
        racing.spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let number = orders::next_number(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            number
        });
    }

    let mut numbers = racing.join_all().await;
    numbers.sort_unstable();

    assert_eq!(numbers, (1..=50).collect::<Vec<i64>>());
}

#[tokio::test]
async fn a_look_writes_nothing() {
    let fresh = fresh().await;
    let mut look = fresh.db.read().await.unwrap();

    assert!(matches!(orders::next_number(&mut look).await, Err(StoreError::Driver(_))));
}

#[tokio::test]
async fn one_unit_of_work_has_one_moment_to_the_millisecond() {
    let fresh = fresh().await;
    let tx = fresh.db.begin().await.unwrap();
    fresh.db.clock().advance(5_000);

    assert_eq!(tx.now().millis(), 1_795_000_000_123);
    assert_eq!(tx.mint::<LineId>().as_str()[..10], tx.mint::<LineId>().as_str()[..10]);
}

#[tokio::test]
async fn moments_come_one_after_another_in_the_database_as_well() {
    let fresh = fresh().await;
    let mut look = fresh.db.read().await.unwrap();

    for millis in [0, 1, 9, 10, 99, 100, 110, 900, 990, 999] {
        for later in 1..=100 {
            let (before, after) = (Moment::from_millis(millis), Moment::from_millis(millis + later));
            let asked = look.query("SELECT CAST(1 AS BIGINT) WHERE $1 < $2").bind(before).bind(after);
            let found: Option<(i64,)> = asked.optional().await.unwrap();
            assert!(found.is_some(), "{before} is not before {after}");
        }
    }
}

#[tokio::test]
async fn the_schema_is_current_once_migrated_and_migrating_again_changes_nothing() {
    let fresh = fresh().await;

    fresh.db.migrate().await.unwrap();

    assert_eq!(fresh.db.schema().await.unwrap(), Schema::Current);
}
