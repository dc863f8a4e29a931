//! Whether Redis is there: a circuit breaker around the connection.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use redis::RedisError;
use tokio::sync::Notify;
use tracing::{info, warn};
use wufi_domain::moment::{Clock, Moment};

use super::wire::Wire;

/// How many requests in a row may fail before no more are sent.
const PATIENCE_FAILURES: u32 = 3;

/// The connection that is in use, if there is one.
pub(super) struct Link {
    clock: Clock,
    line: RwLock<Line>,
    /// Rings when the line was cut.
    cut: Notify,
}

#[derive(Clone)]
enum Line {
    Away { since: Moment },
    Up(Up),
}

/// A line with the failures since its last success.
#[derive(Clone)]
pub(super) struct Up {
    pub(super) wire: Wire,
    failures: Arc<AtomicU32>,
    /// How many answers came over it.
    answers: Arc<AtomicU64>,
}

impl Up {
    pub(super) fn new(wire: Wire) -> Self {
        Self { wire, failures: Arc::default(), answers: Arc::default() }
    }

    /// Notes that one more came.
    pub(super) fn answered(&self) {
        self.answers.fetch_add(1, Ordering::Relaxed);
    }

    /// How many answers came over it so far.
    pub(super) fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }
}

impl Link {
    /// A link that has yet to be made.
    pub(super) fn new(clock: Clock) -> Self {
        let line = RwLock::new(Line::Away { since: clock.now() });
        Self { clock, line, cut: Notify::new() }
    }

    /// The line, unless Redis is away. Never waits for a connection.
    pub(super) fn up(&self) -> Option<Up> {
        match &*self.line.read().unwrap_or_else(PoisonError::into_inner) {
            Line::Away { .. } => None,
            Line::Up(up) => Some(up.clone()),
        }
    }

    /// Since when Redis is away.
    pub(super) fn away_since(&self) -> Option<Moment> {
        match &*self.line.read().unwrap_or_else(PoisonError::into_inner) {
            Line::Away { since } => Some(*since),
            Line::Up(_) => None,
        }
    }

    /// Puts a line that was tried into use.
    pub(super) fn join(&self, up: Up) {
        *self.line.write().unwrap_or_else(PoisonError::into_inner) = Line::Up(up);
        info!("Counts requests together with the other nodes, in Redis");
    }

    /// Notes that a request over `up` went well.
    pub(super) fn worked(up: &Up) {
        if up.failures.load(Ordering::Relaxed) != 0 {
            up.failures.store(0, Ordering::Relaxed);
        }
    }

    /// Notes that a request over `up` failed, and cuts the line when it was one too many, or the connection's end.
    pub(super) fn failed(&self, up: &Up, error: &RedisError) {
        let failures = up.failures.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        if failures < PATIENCE_FAILURES && !error.is_unrecoverable_error() {
            return;
        }
        let mut line = self.line.write().unwrap_or_else(PoisonError::into_inner);
        let is_this_one = matches!(&*line, Line::Up(now) if Arc::ptr_eq(&now.failures, &up.failures));
        if is_this_one {
            *line = Line::Away { since: self.clock.now() };
            drop(line);
            warn!(error = %error, "Redis is away: each node grants its share of every limit until it is back");
            self.cut.notify_one();
        }
    }

    /// Waits until the line is cut.
    pub(super) async fn cut(&self) {
        self.cut.notified().await;
    }
}
