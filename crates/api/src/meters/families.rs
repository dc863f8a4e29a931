//! Every family of series: its name, its kind and what it tells.

/// What can be asked of a family's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// They only grow, from 0 at the start of the process.
    Counter,
    /// They are as things are now.
    Gauge,
    /// How many of what was measured were at most so large.
    Histogram,
}

/// Series of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// The name.
    pub name: &'static str,
    /// What can be asked of its numbers.
    pub kind: Kind,
    /// What it tells.
    pub help: &'static str,
}

const fn counter(name: &'static str, help: &'static str) -> Family {
    Family { name, kind: Kind::Counter, help }
}

const fn gauge(name: &'static str, help: &'static str) -> Family {
    Family { name, kind: Kind::Gauge, help }
}

pub(super) const REQUESTS: Family = counter("http_requests_total", "Requests that were answered.");
pub(super) const DURATION: Family = Family {
    name: "http_request_duration_seconds",
    kind: Kind::Histogram,
    help: "Seconds from a request's head to its answer's.",
};
pub(super) const DECISIONS: Family = counter(
    "ratelimit_decisions_total",
    "Decisions of the limits: a granted request in each of its policies, any other in the one that it was too many for.",
);
pub(super) const DEGRADED: Family =
    gauge("ratelimit_degraded", "1 while Redis is away and each node grants its share of the limits.");
pub(super) const ALONE: Family =
    counter("ratelimit_alone_total", "Decisions that this node made without the others because Redis was away.");
pub(super) const BUCKETS: Family = gauge("ratelimit_buckets", "Buckets that the limiter of this process keeps.");
pub(super) const CROWDED: Family =
    counter("ratelimit_crowded_out_total", "Requests that were refused because there was no room for their bucket.");
pub(super) const CSRF: Family =
    counter("csrf_rejected_total", "Requests that were refused because no page of the shop sent them.");
pub(super) const FOREIGN: Family =
    counter("foreign_things_total", "Requests for a cart, an order or a payment that is somebody else's, or nobody's.");
pub(super) const OVERFLOW: Family =
    counter("lookout_overflow_total", "Refusals that are on record only as a number, because there were too many kinds at once.");
pub(super) const LOOKOUT: Family = gauge("lookout_waiting", "Kinds of refusals that wait to be put on record.");
pub(super) const ATTEMPTS: Family =
    counter("auth_attempts_total", "Tries at a password or a code: logins, and where it is asked for again.");
pub(super) const REFRESHES: Family = counter("refresh_total", "Tries to renew a login.");
pub(super) const REPLAYS: Family = counter("idempotency_total", "Requests that came with an idempotency key.");
pub(super) const SIGNALS: Family =
    counter("session_signals_total", "What was done about logins that something was strange about.");
pub(super) const DECLINES: Family =
    counter("payment_declines_total", "Tries to pay that were declined, each once whoever told of it.");
pub(super) const BRAKE: Family =
    counter("payment_brake_total", "What was done about payments because of what was declined before.");
pub(super) const BRAKE_SECS: Family = gauge(
    "payment_brake_seconds",
    "Seconds that lie between two payments of a guest while cards are tried out; 0 when all is quiet.",
);
pub(super) const QUEUE: Family = gauge("argon2_queue", "Passwords that wait to be hashed.");
pub(super) const QUEUE_REFUSED: Family =
    counter("argon2_refused_total", "Passwords that were not looked at because the queue was full.");
pub(super) const RECORDED: Family =
    counter("audit_events_total", "What was put on record: orders, payments, logins and whatever else changes something.");
pub(super) const NOTICES: Family = counter("payment_notices_total", "Notices of payment providers that came.");
pub(super) const STRIPE: Family =
    counter("stripe_calls_total", "What Stripe was asked, each question once however often it was repeated, and how that ended.");
pub(super) const BROKEN: Family =
    gauge("invariant_broken_rows", "Rows in which orders, money and stock did not agree when that was last looked at.");
pub(super) const CHECKED: Family =
    gauge("invariants_checked_timestamp_seconds", "When it was last looked whether orders, money and stock agree; 0 before.");
pub(super) const RESIDENT: Family = gauge("process_resident_memory_bytes", "Memory of this process, on Linux.");

pub(super) const ALL: [Family; 26] = [
    REQUESTS,
    DURATION,
    DECISIONS,
    DEGRADED,
    ALONE,
    BUCKETS,
    CROWDED,
    CSRF,
    FOREIGN,
    OVERFLOW,
    LOOKOUT,
    ATTEMPTS,
    REFRESHES,
    REPLAYS,
    SIGNALS,
    DECLINES,
    BRAKE,
    BRAKE_SECS,
    QUEUE,
    QUEUE_REFUSED,
    RECORDED,
    NOTICES,
    STRIPE,
    BROKEN,
    CHECKED,
    RESIDENT,
];
