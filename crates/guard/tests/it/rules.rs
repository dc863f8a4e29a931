//! What Redis decides is what a memory would decide.

use std::time::Duration;

use tokio::time::sleep;
use wufi_domain::moment::Clock;
use wufi_guard::limit::{Bucket, Denied, State};

use crate::kit::{Node, Redis};

#[tokio::test]
async fn two_nodes_grant_exactly_the_limit_together() {
    let redis = Redis::start().await;
    let (one, other) = (Node::join(&redis.url()).await, Node::join(&redis.url()).await);

    assert_eq!(one.taken(one.bucket("mari", 100), 30).await, 30);

    let (by_one, by_other) =
        tokio::join!(one.taken_at_once(one.bucket("mari", 100), 200), other.taken_at_once(other.bucket("mari", 100), 200));

    assert_eq!(by_one + by_other + 30, 100);
    assert_eq!(one.limiter.state(), State::Shared);
}

#[tokio::test]
async fn nodes_whose_clocks_are_hours_apart_grant_exactly_the_limit_together() {
    let redis = Redis::start().await;
    let hour = |hours: i64| Clock::standing_at(Clock::System.now().after_secs(hours * 3_600));
    let (late, early) = (Node::join_at(&redis.url(), hour(-1)).await, Node::join_at(&redis.url(), hour(1)).await);

    assert_eq!(late.taken(late.bucket("mari", 10), 6).await, 6);
    assert_eq!(early.taken(early.bucket("mari", 10), 20).await, 4);
    assert_eq!(late.taken(late.bucket("mari", 10), 20).await, 0);
}

#[tokio::test]
async fn a_request_is_charged_to_all_or_to_none() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let (cart, payment) = (node.bucket("cart", 100), node.bucket("payment", 3));

    let mut granted = 0;
    for _ in 0..10 {
        granted += u32::from(node.charge(&[cart, payment]).await.granted);
    }
    let verdict = node.limiter.look(&[cart, payment]).await;

    assert_eq!(granted, 3);
    assert!(!verdict.granted);
    assert_eq!(verdict.standings.iter().map(|standing| standing.remaining).collect::<Vec<_>>(), [97, 0]);
    assert_eq!(verdict.standings[1].rule, payment.rule);
}

#[tokio::test]
async fn denied_requests_count_where_they_do() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let (full, free) = (node.bucket("full", 1), node.bucket("free", 5));
    let auth = Bucket { denied: Denied::Counts, ..node.bucket("auth", 5) };
    assert_eq!(node.taken(full, 1).await, 1);

    let verdict = node.charge(&[full, auth, free]).await;

    assert!(!verdict.granted);
    assert_eq!(verdict.standings.iter().map(|standing| standing.remaining).collect::<Vec<_>>(), [0, 4, 5]);
}

#[tokio::test]
async fn counting_asks_for_nothing_and_looking_charges_nothing() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let auth = node.bucket("auth", 5);
    for _ in 0..7 {
        assert!(node.limiter.look(&[auth]).await.standings[0].remaining <= 5);
    }
    assert_eq!(node.limiter.look(&[auth]).await.standings[0].remaining, 5);

    for _ in 0..7 {
        assert!(node.limiter.count(&[auth]).await.granted);
    }

    assert!(!node.limiter.look(&[auth]).await.granted);
}

#[tokio::test]
async fn a_bucket_that_is_named_twice_is_charged_once() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let cart = node.bucket("cart", 3);
    let mut granted = 0;
    for _ in 0..10 {
        granted += u32::from(node.charge(&[cart, cart]).await.granted);
    }
    assert_eq!(granted, 3);
    assert_eq!(node.limiter.look(&[cart, cart]).await.standings.len(), 2);
}

#[tokio::test]
async fn whoever_obeys_is_served() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let bucket = node.within("mari", 3, 1);
    assert_eq!(node.taken(bucket, 3).await, 3);

    for _ in 0..5 {
        let refused = node.charge(&[bucket]).await;
        if !refused.granted {
            assert!(refused.retry_after_secs() >= 1);
            sleep(Duration::from_millis(refused.standings[0].next_in_ms)).await;
            assert!(node.charge(&[bucket]).await.granted);
        }
    }
}

#[tokio::test]
async fn everything_but_one_key_ends_by_itself() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let auth = Bucket { denied: Denied::Counts, ..node.bucket("auth", 2) };
    assert_eq!(node.taken(auth, 5).await, 2);
    node.charge(&[node.bucket("cart", 3), node.within("mari", 3, 3_600)]).await;

    let keys: Vec<String> = redis.ask("KEYS *").await;

    assert_eq!(keys.len(), 4);
    for key in keys.iter().filter(|key| *key != "{wufi}:limits") {
        let left: i64 = redis.ask(&format!("PTTL {key}")).await;
        assert!(left > 0, "{key} stays for ever");
    }
}

#[tokio::test]
async fn what_redis_keeps_tells_nothing_of_anybody() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let long = "mari".repeat(10_000);
    node.charge(&[node.bucket("mari", 3), node.bucket(&long, 3)]).await;

    let keys: Vec<String> = redis.ask("KEYS *").await;

    assert!(keys.iter().all(|key| !key.contains("mari") && key.len() < 60));
}
