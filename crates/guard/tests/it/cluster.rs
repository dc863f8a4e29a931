//! A Redis Cluster.

use std::time::Duration;

use tokio::time::sleep;
use wufi_guard::limit::State;

use crate::access::rule;
use crate::kit::{Node, Redis};

/// Two servers that are a Cluster: our keys are in the slots of one of them.
async fn cluster() -> [Redis; 2] {
    let arguments = ["--cluster-enabled", "yes", "--cluster-require-full-coverage", "no"];
    let (one, other) = (Redis::start_with(&arguments).await, Redis::start_with(&arguments).await);
    one.tell("CLUSTER ADDSLOTSRANGE 0 8191").await;
    other.tell("CLUSTER ADDSLOTSRANGE 8192 16383").await;
    one.tell(&format!("CLUSTER MEET 127.0.0.1 {}", other.port)).await;
    for redis in [&one, &other] {
        while !redis.ask::<String>("CLUSTER INFO").await.contains("cluster_slots_ok:16384") {
            sleep(Duration::from_millis(50)).await;
        }
    }
    [one, other]
}

#[tokio::test]
async fn two_nodes_grant_exactly_the_limit_together_in_a_cluster() {
    let servers = cluster().await;
    // Each knows only one of the servers, so one of them has to find the other.
    let urls = servers.each_ref().map(|server| format!("redis+cluster://127.0.0.1:{}", server.port));
    let (one, other) = (Node::join(&urls[0]).await, Node::join(&urls[1]).await);
    let asked = |node: &Node| node.bucket("mari", 100);

    let (by_one, by_other) = tokio::join!(one.taken_at_once(asked(&one), 200), other.taken_at_once(asked(&other), 200));

    assert_eq!(by_one + by_other, 100);
    assert_eq!((one.limiter.state(), other.limiter.state()), (State::Shared, State::Shared));
}

#[tokio::test]
async fn a_user_with_the_rights_of_the_manual_can_count_in_a_cluster() {
    let servers = cluster().await;
    for server in &servers {
        server
            .tell(&format!("ACL SETUSER wufi on >geheim {} {}", rule("A user of its own needs"), rule("in a Cluster also")))
            .await;
    }
    let node = Node::join(&format!("redis+cluster://wufi:geheim@127.0.0.1:{}", servers[0].port)).await;

    assert_eq!(node.taken(node.bucket("mari", 10), 30).await, 10);
    for server in &servers {
        let denied: Vec<redis::Value> = server.ask("ACL LOG").await;
        assert!(denied.is_empty(), "{denied:?}");
    }
}

#[tokio::test]
async fn a_cluster_whose_server_is_killed_is_away_until_it_is_back() {
    let mut servers = cluster().await;
    let urls = servers.each_ref().map(|server| format!("127.0.0.1:{}", server.port)).join(",");
    let node = Node::join(&format!("redis+cluster://{urls}")).await;
    let slot: u16 = servers[0].ask("CLUSTER KEYSLOT {wufi}:limits").await;
    let owner = &mut servers[usize::from(slot > 8_191)];

    owner.kill();
    assert!(node.taken(node.within("mari", 10, 2), 30).await > 0);
    node.is_degraded().await;

    owner.restart().await;
    node.is_shared().await;
}
