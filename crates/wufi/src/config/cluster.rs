//! `[redis]` and `[cluster]`: several nodes that count together.

use wufi_guard::limit::RedisAddress;

use super::database::{Database, DatabaseUrl};
use super::environment::Environment;
use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const URL: Key = Key {
    name: "redis.url",
    fallback: Fallback::Nothing,
    allowed: Allowed::Words(
        "`redis://user:password@host:6379`, `rediss://…` with TLS, or `redis+cluster://host,host` and `rediss+cluster://…` of a Redis Cluster",
    ),
    docs: "The Redis in which several nodes count requests together. Without it each node counts for itself. While it is away, each node grants its share of every limit. What is kept there are keyed digests and moments of up to an hour: nothing that has to be backed up.",
    secrecy: Secrecy::HidePassword,
};

const NODES: Key = Key {
    name: "cluster.nodes",
    fallback: Fallback::Value("1"),
    allowed: Allowed::Range(1..=1_000),
    docs: "How many nodes the shop has. More than one need `redis.url`, and in production PostgreSQL.",
    secrecy: Secrecy::Open,
};

pub(super) const REDIS: Section = Section { name: "redis", docs: "Where several nodes count requests together.", keys: &[&URL] };

pub(super) const SECTION: Section = Section { name: "cluster", docs: "How many nodes there are.", keys: &[&NODES] };

/// Several nodes that count together.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Where they do; none: each for itself.
    pub redis: Option<RedisAddress>,
    /// How many there are.
    pub nodes: u32,
}

impl Cluster {
    pub(super) fn read(given: &mut Given, environment: Environment, database: Option<&Database>) -> Result<Self, Noted> {
        let redis = given.optional_text(&URL, |text| RedisAddress::parse(text).map_err(|error| error.to_string()));
        let nodes = given.number(&NODES).and_then(|nodes| together(given, nodes, redis.as_ref().ok()));
        let nodes = nodes.and_then(|nodes| on_one_file(given, nodes, (environment, database)));
        Ok(Self { redis: redis?, nodes: nodes? })
    }
}

/// Each node alone would grant every limit in full.
fn together(given: &mut Given, nodes: u32, redis: Option<&Option<RedisAddress>>) -> Result<u32, Noted> {
    let is_alone = redis.is_some_and(Option::is_none);
    if nodes > 1 && is_alone { Err(given.refuse(&NODES, "needs redis.url, so that the nodes count together")) } else { Ok(nodes) }
}

fn on_one_file(given: &mut Given, nodes: u32, (environment, database): (Environment, Option<&Database>)) -> Result<u32, Noted> {
    let is_file = database.is_some_and(|database| matches!(database.url, DatabaseUrl::Sqlite(_)));
    if nodes > 1 && is_file && environment.is_production() {
        return Err(given.refuse(&NODES, "needs PostgreSQL: an SQLite file is one node's"));
    }
    Ok(nodes)
}
