//! Windows of real time, slid over what was accepted while Redis comes and goes.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use wufi_domain::moment::Clock;
use wufi_guard::limit::Bucket;

use crate::kit::{NODES, Node, Redis};

/// The moments between which a request was accepted.
type Between = (u64, u64);

const WINDOW_MICROS: u64 = 1_000_000;

/// Hammers both nodes with several requests at once for as long as `during` lasts, and tells what was accepted when.
async fn hammer(nodes: &[&Node; 2], bucket: Bucket, during: impl Future<Output = ()>) -> Vec<Between> {
    let mut hammers = JoinSet::new();
    let (stop, stopped) = tokio::sync::watch::channel(());
    for limiter in nodes.iter().flat_map(|node| (0..4).map(|_| node.limiter.clone())) {
        let stopped = stopped.clone();
        hammers.spawn(async move {
            let mut accepted = Vec::new();
            while stopped.has_changed().is_ok() {
                let before = Clock::System.steady_micros();
                if limiter.charge(&[bucket]).await.granted {
                    accepted.push((before, Clock::System.steady_micros()));
                }
                tokio::task::yield_now().await;
            }
            accepted
        });
    }
    during.await;
    drop(stop);
    hammers.join_all().await.concat()
}

/// The most requests that were certainly accepted within one window.
fn most_in_a_window(accepted: &[Between]) -> usize {
    let within = |from: u64| accepted.iter().filter(move |(before, after)| *before >= from && *after < from + WINDOW_MICROS);
    accepted.iter().map(|(from, _)| within(*from).count()).max().unwrap_or(0)
}

async fn secs(secs: u64) {
    sleep(Duration::from_secs(secs)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_window_holds_more_than_the_limit_over_two_nodes() {
    let redis = Redis::start().await;
    let nodes = [&Node::join(&redis.url()).await, &Node::join(&redis.url()).await];

    let accepted = hammer(&nodes, nodes[0].within("mari", 50, 1), secs(4)).await;

    assert!(accepted.len() > 100, "{}", accepted.len());
    assert!(most_in_a_window(&accepted) <= 50, "{}", most_in_a_window(&accepted));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_window_holds_more_than_the_limit_and_the_shares_while_redis_is_paused() {
    let redis = Redis::start().await;
    let nodes = [&Node::join(&redis.url()).await, &Node::join(&redis.url()).await];

    let accepted = hammer(&nodes, nodes[0].within("mari", 50, 1), async {
        secs(1).await;
        redis.pause();
        secs(2).await;
        redis.go_on();
        secs(3).await;
    })
    .await;

    assert!(most_in_a_window(&accepted) <= 50 + 25 * usize::try_from(NODES).unwrap(), "{}", most_in_a_window(&accepted));
    for node in nodes {
        node.is_shared().await;
        assert!(node.limiter.figures().alone > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_window_holds_more_than_the_limit_and_the_shares_while_redis_is_killed_and_comes_back_empty() {
    let mut redis = Redis::start().await;
    let nodes = [&Node::join(&redis.url()).await, &Node::join(&redis.url()).await];
    let bucket = nodes[0].within("mari", 50, 1);

    let accepted = hammer(&nodes, bucket, async {
        secs(1).await;
        for _ in 0..2 {
            redis.kill();
            redis.restart().await;
            secs(2).await;
        }
    })
    .await;

    assert!(most_in_a_window(&accepted) <= 50 + 25 * usize::try_from(NODES).unwrap(), "{}", most_in_a_window(&accepted));
    for node in nodes {
        node.is_shared().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_window_holds_more_than_the_limit_and_the_shares_while_redis_is_flushed() {
    let redis = Redis::start().await;
    let nodes = [&Node::join(&redis.url()).await, &Node::join(&redis.url()).await];

    let accepted = hammer(&nodes, nodes[0].within("mari", 50, 1), async {
        for _ in 0..3 {
            secs(1).await;
            redis.tell("FLUSHALL").await;
        }
        secs(2).await;
    })
    .await;

    assert!(most_in_a_window(&accepted) <= 50 + 25 * usize::try_from(NODES).unwrap(), "{}", most_in_a_window(&accepted));
}
