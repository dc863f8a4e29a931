//! Redis is away, broken, or not what it was.

use tokio::net::TcpListener;
use wufi_domain::moment::Clock;
use wufi_guard::limit::{Bucket, Denied, State};

use crate::kit::{Node, Redis};

#[tokio::test]
async fn while_redis_is_away_each_node_grants_its_share() {
    let mut redis = Redis::start().await;
    let (one, other) = (Node::join(&redis.url()).await, Node::join(&redis.url()).await);
    redis.kill();

    for node in [&one, &other] {
        assert_eq!(node.taken(node.bucket("mari", 10), 30).await, 5);
        assert_eq!(node.taken(node.bucket("juri", 1), 30).await, 1);
        node.is_degraded().await;
    }
}

#[tokio::test]
async fn what_redis_granted_before_counts_against_the_share_of_the_node_that_asked() {
    let mut redis = Redis::start().await;
    let (one, other) = (Node::join(&redis.url()).await, Node::join(&redis.url()).await);
    assert_eq!(one.taken(one.bucket("mari", 10), 4).await, 4);
    redis.kill();

    assert_eq!(one.taken(one.bucket("mari", 10), 30).await, 1);
    assert_eq!(other.taken(other.bucket("mari", 10), 30).await, 5);
}

#[tokio::test]
async fn what_redis_said_was_full_stays_full_while_it_does_not_answer() {
    let redis = Redis::start().await;
    let (one, other) = (Node::join(&redis.url()).await, Node::join(&redis.url()).await);
    let (mari, juri) = (one.bucket("mari", 10), one.bucket("juri", 10));
    assert_eq!(other.taken(mari, 10).await, 10);
    let refused = one.charge(&[mari]).await;
    redis.pause();

    // All of it was granted by the other node; only what Redis said keeps this one from its share.
    assert_eq!(one.taken(mari, 20).await, 0);
    let late = one.charge(&[mari, juri]).await;
    assert!(!late.granted && (1..=refused.retry_after_secs()).contains(&late.retry_after_secs()));
    assert_eq!(one.taken(juri, 20).await, 5);
    redis.go_on();
}

#[tokio::test]
async fn a_redis_that_comes_back_with_its_memory_decides_again_at_once() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let mari = node.bucket("mari", 10);
    assert_eq!(node.taken(mari, 4).await, 4);

    redis.pause();
    assert_eq!(node.taken(mari, 20).await, 1);
    node.is_degraded().await;
    redis.go_on();
    node.is_shared().await;

    // It knows of the four, and of what it was asked while it was paused and heard late.
    let left = node.taken(mari, 20).await;
    assert!((1..=6).contains(&left), "{left}");
}

#[tokio::test]
async fn a_redis_that_comes_back_empty_only_listens_for_a_window() {
    let mut redis = Redis::start().await;
    let (one, other) = (Node::join(&redis.url()).await, Node::join(&redis.url()).await);
    let mari = one.bucket("mari", 10);
    assert_eq!(one.taken(mari, 10).await, 10);

    redis.kill();
    redis.restart().await;
    one.taken(mari, 1).await;
    let (by_one, by_other) = (one.taken(mari, 30).await, other.taken(mari, 30).await);

    assert_eq!((by_one, by_other), (0, 5));
    one.is_degraded().await;
}

#[tokio::test]
async fn a_flush_is_found_out_even_if_a_new_node_is_the_first_to_ask() {
    let redis = Redis::start().await;
    let (one, other) = (Node::join(&redis.url()).await, Node::join(&redis.url()).await);
    assert_eq!(one.taken(one.bucket("mari", 10), 10).await, 10);
    redis.tell("FLUSHALL").await;

    let new = Node::join(&redis.url()).await;
    one.is_degraded().await;

    assert_eq!(one.taken(one.bucket("mari", 10), 30).await, 0);
    assert_eq!(other.taken(other.bucket("mari", 10), 30).await, 5);
    assert_eq!(new.taken(new.bucket("mari", 10), 30).await, 5);
}

#[tokio::test]
async fn a_redis_that_read_an_old_snapshot_is_known_to_have_forgotten() {
    let mut redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let mari = node.bucket("mari", 10);
    assert_eq!(node.taken(mari, 2).await, 2);
    redis.tell("SAVE").await;
    assert_eq!(node.taken(mari, 8).await, 8);

    redis.kill();
    redis.restart().await;

    assert_eq!(node.taken(mari, 30).await, 0);
}

#[tokio::test]
async fn a_redis_that_listens_hears_what_the_nodes_granted() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let (mari, juri) = (node.bucket("mari", 10), Bucket { denied: Denied::Counts, ..node.bucket("juri", 2) });
    assert_eq!(node.taken(node.bucket("other", 10), 1).await, 1);
    redis.tell("FLUSHALL").await;

    assert_eq!(node.taken(mari, 30).await, 5);
    assert_eq!(node.taken(juri, 1).await, 1);
    assert!(!node.charge(&[juri, mari]).await.granted);

    let mut heard = Vec::new();
    for key in redis.ask::<Vec<String>>("KEYS {wufi}:limits:*").await {
        heard.push(redis.ask::<u32>(&format!("LLEN {key}")).await);
    }
    heard.sort_unstable();
    assert_eq!(heard, [2, 5]);
}

#[tokio::test]
async fn requests_that_meet_a_forgetful_redis_all_at_once_get_no_more_than_the_share() {
    let redis = Redis::start().await;
    let (one, other) = (Node::join(&redis.url()).await, Node::join(&redis.url()).await);
    assert_eq!(one.taken(one.bucket("mari", 100), 100).await, 100);
    redis.tell("FLUSHALL").await;

    assert_eq!(other.taken_at_once(other.bucket("mari", 100), 200).await, 50);
}

#[tokio::test]
async fn redis_decides_again_when_what_it_forgot_has_left_the_window() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let mari = node.within("mari", 10, 3);
    node.taken(mari, 10).await;
    redis.tell("FLUSHALL").await;
    node.taken(mari, 1).await;
    let alone = node.limiter.figures().alone;
    assert_eq!(alone, 1);

    node.is_shared().await;
    node.taken(mari, 3).await;

    assert_eq!(node.limiter.figures().alone, alone);
}

#[tokio::test]
async fn scripts_that_were_flushed_are_sent_again() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    redis.tell("SCRIPT FLUSH").await;

    assert_eq!(node.taken(node.bucket("mari", 10), 30).await, 10);
    assert_eq!((node.limiter.state(), node.limiter.figures().alone), (State::Shared, 0));
}

#[tokio::test]
async fn keys_of_another_type_are_removed_and_counting_goes_on() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let mari = node.bucket("mari", 10);
    assert_eq!(node.taken(mari, 2).await, 2);

    let keys: Vec<String> = redis.ask("KEYS {wufi}:limits:*").await;
    redis.tell(&format!("SET {} nonsense", keys[0])).await;
    assert_eq!(node.taken(mari, 30).await, 10);

    redis.tell(&format!("DEL {}", keys[0])).await;
    redis.tell(&format!("RPUSH {} nonsense more", keys[0])).await;
    assert_eq!(node.taken(mari, 30).await, 10);
    assert_eq!((node.limiter.state(), node.limiter.figures().alone), (State::Shared, 0));

    // Without what Redis remembers of itself it has forgotten.
    redis.tell("SET {wufi}:limits nonsense").await;
    assert_eq!(node.taken(mari, 30).await, 0);
}

#[tokio::test]
async fn a_redis_that_takes_no_writes_is_away() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;

    for (broken, mended) in [("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE"), ("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0")]
    {
        redis.tell(broken).await;
        assert!(node.taken(node.bucket(broken, 10), 30).await <= 5);
        node.is_degraded().await;

        redis.tell(mended).await;
        node.is_shared().await;
    }
}

#[tokio::test]
async fn a_redis_that_never_answers_holds_up_no_request() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let node = Node::start(&format!("redis://{}", silent.local_addr().unwrap()), Clock::System).await;

    assert_eq!(node.taken(node.bucket("mari", 10), 10_000).await, 5);
    node.is_degraded().await;
}

#[tokio::test]
async fn stamps_of_a_clock_that_was_set_back_count_for_a_window_from_now() {
    let redis = Redis::start().await;
    let node = Node::join(&redis.url()).await;
    let mari = node.bucket("mari", 5);
    assert_eq!(node.taken(mari, 1).await, 1);

    let keys: Vec<String> = redis.ask("KEYS {wufi}:limits:*").await;
    let in_an_hour = (Clock::System.now().millis() + 3_600_000) * 1_000;
    redis.tell(&format!("DEL {}", keys[0])).await;
    redis.tell(&format!("RPUSH {} {}", keys[0], [in_an_hour.to_string().as_str(); 5].join(" "))).await;
    let refused = node.charge(&[mari]).await;

    assert!(!refused.granted);
    let wait = refused.standings[0].next_in_ms;
    assert!(wait > 0 && wait <= 60_000, "{wait}");
}
