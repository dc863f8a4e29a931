//! What a refresh token is answered with.

use super::{EndReason, Policy, Session};
use crate::moment::Moment;

/// What becomes of a refresh token that is truly ours.
///
/// Tokens come twice without anybody being a thief: two tabs refresh at once, an answer is
/// lost on the way. Tokens also come twice because there is a copy. The two are told apart
/// by whether anybody used what the first answer gave (RFC 9700 §4.14.2, OWASP ASVS 10.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// It is the current one: the next takes its place.
    Advance,
    /// It is the one before: it gets the same successor again.
    Repeat,
    /// Its time is over.
    Expired,
    /// Its successor was used by then: there is a copy, and the session must end.
    Reused,
    /// It is of a generation that there never was: a database was put back to an older state.
    Unknown,
    /// The session ended before.
    Ended(EndReason),
}

impl Session {
    /// Decides about a refresh token of `generation` that comes at `now`.
    #[must_use]
    pub fn on_refresh(&self, generation: i64, now: Moment, policy: &Policy) -> Refresh {
        if let Some(reason) = self.ended {
            return Refresh::Ended(reason);
        }
        if now >= self.ends_at() {
            return Refresh::Expired;
        }
        let in_grace = now <= self.advanced_at.after_secs(policy.grace_secs);
        match self.generation - generation {
            ..0 => Refresh::Unknown,
            0 => Refresh::Advance,
            1 if in_grace || self.used < self.generation => Refresh::Repeat,
            1.. => Refresh::Reused,
        }
    }
}
