//! A Redis of each test's own, and nodes that count in it.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use redis::{Client, Cmd, FromRedisValue};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio::time::sleep;
use wufi_domain::chance::Chance;
use wufi_domain::limit::{Class, Rule};
use wufi_domain::moment::{Clock, Moment};
use wufi_guard::keyring::{Keyring, Keys};
use wufi_guard::limit::{Bucket, Denied, Limiter, RedisAddress, Sharing, State, Verdict};

/// How many nodes the shop of these tests has.
pub(crate) const NODES: u32 = 2;
/// A patience with which a loaded machine that runs many tests at once is not taken for a broken one.
const PATIENCE: Duration = Duration::from_millis(500);

/// A running `redis-server`, ended when dropped.
pub(crate) struct Redis {
    pub(crate) port: u16,
    folder: TempDir,
    arguments: Vec<String>,
    process: Child,
}

impl Redis {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts one with more arguments than usual.
    pub(crate) async fn start_with(arguments: &[&str]) -> Self {
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let folder = TempDir::new().unwrap();
        loop {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let process = spawn(port, &folder, &arguments);
            let mut redis = Self { port, folder: TempDir::new_in(folder.path()).unwrap(), arguments: arguments.clone(), process };
            // Somebody else may have taken the port meanwhile.
            if redis.answers().await {
                redis.folder = folder;
                return redis;
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Sends a command and reads its answer.
    pub(crate) async fn ask<T: FromRedisValue>(&self, command: &str) -> T {
        let mut words = command.split(' ');
        let mut cmd: Cmd = redis::cmd(words.next().unwrap());
        words.for_each(|word| _ = cmd.arg(word));
        let client = Client::open(self.url()).unwrap();
        cmd.query_async(&mut client.get_multiplexed_async_connection().await.unwrap()).await.unwrap()
    }

    /// Sends a command whose answer does not matter.
    pub(crate) async fn tell(&self, command: &str) {
        let _: redis::Value = self.ask(command).await;
    }

    pub(crate) fn pause(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn go_on(&self) {
        self.signal("-CONT");
    }

    /// Ends it at once, as a crash would.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again on its port, with whatever it kept on disk.
    pub(crate) async fn restart(&mut self) {
        self.process = spawn(self.port, &self.folder, &self.arguments);
        assert!(self.answers().await, "redis-server did not start again");
    }

    fn signal(&self, signal: &str) {
        assert!(Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap().success());
    }

    /// Waits until it answers, and nobody else who has its port; `false` when it ended instead.
    async fn answers(&mut self) -> bool {
        let client = Client::open(self.url()).unwrap();
        loop {
            if self.process.try_wait().unwrap().is_some() {
                return false;
            }
            let own_id = format!("process_id:{}\r", self.process.id());
            if let Ok(mut connection) = client.get_multiplexed_async_connection().await
                && let Ok(told) = redis::cmd("INFO").arg("server").query_async::<String>(&mut connection).await
                && told.contains(&own_id)
            {
                return true;
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn spawn(port: u16, folder: &TempDir, arguments: &[String]) -> Child {
    Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--dir"])
        .arg(folder.path())
        .args(arguments)
        .stdout(Stdio::null())
        .spawn()
        .expect("redis-server is needed: `scripts/test` installs it")
}

/// A node of the shop.
pub(crate) struct Node {
    pub(crate) limiter: Limiter,
    _jobs: JoinSet<()>,
}

impl Node {
    /// A node that has reached Redis.
    pub(crate) async fn join(url: &str) -> Self {
        Self::join_at(url, Clock::System).await
    }

    /// The same, with a clock of its own.
    pub(crate) async fn join_at(url: &str, clock: Clock) -> Self {
        let node = Self::start(url, clock).await;
        node.becomes("shared", |state| state == State::Shared).await;
        node
    }

    /// A node that may not have reached Redis.
    pub(crate) async fn start(url: &str, clock: Clock) -> Self {
        let keyring = Keyring::generate(Moment::from_secs(1_000_000_000), &Chance::seeded(7));
        let sharing = Sharing { address: RedisAddress::parse(url).unwrap(), nodes: NODES, patience: PATIENCE };
        let limiter = Limiter::shared(sharing, Keys::new(keyring), clock).unwrap();
        limiter.reach().await;
        let mut jobs = JoinSet::new();
        let kept = limiter.clone();
        jobs.spawn(async move { kept.keep().await });
        Self { limiter, _jobs: jobs }
    }

    /// Waits until the node's state is such.
    pub(crate) async fn becomes(&self, what: &str, is: impl Fn(State) -> bool) {
        for _ in 0..6_000 {
            if is(self.limiter.state()) {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("the node never became {what}: {:?}", self.limiter);
    }

    pub(crate) async fn is_degraded(&self) {
        self.becomes("degraded", |state| matches!(state, State::Degraded { .. })).await;
    }

    pub(crate) async fn is_shared(&self) {
        self.becomes("shared", |state| state == State::Shared).await;
    }

    /// The bucket of `who`, with the limit of `requests` a minute.
    pub(crate) fn bucket(&self, who: &str, requests: u32) -> Bucket {
        self.within(who, requests, 60)
    }

    /// The bucket of `who`, with the limit of `requests` in `window_secs`.
    pub(crate) fn within(&self, who: &str, requests: u32, window_secs: u32) -> Bucket {
        let key = self.limiter.key(Class::Cart, "v4", who.as_bytes());
        Bucket { class: Class::Cart, key, rule: Rule::new(requests, window_secs).unwrap(), denied: Denied::Free }
    }

    pub(crate) async fn charge(&self, buckets: &[Bucket]) -> Verdict {
        self.limiter.charge(buckets).await
    }

    /// How many of `tries` requests, one after the other, are granted.
    pub(crate) async fn taken(&self, bucket: Bucket, tries: u32) -> u32 {
        let mut taken = 0;
        for _ in 0..tries {
            taken += u32::from(self.charge(&[bucket]).await.granted);
        }
        taken
    }

    /// How many of `tries` requests, all at once, are granted.
    pub(crate) async fn taken_at_once(&self, bucket: Bucket, tries: u32) -> u32 {
        let mut requests = JoinSet::new();
        for _ in 0..tries {
            let limiter = self.limiter.clone();
            requests.spawn(async move { u32::from(limiter.charge(&[bucket]).await.granted) });
        }
        requests.join_all().await.into_iter().sum()
    }
}
