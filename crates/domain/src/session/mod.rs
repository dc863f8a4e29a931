//! Sessions: one login on one device, from its first token to its end.

mod context;
mod policy;
mod refresh;

pub use context::{Change, Context, network};
pub use policy::{AtLimit, Mode, Policy, Profile};
pub use refresh::Refresh;

use crate::actor::ActorKind;
use crate::fault::Reason;
use crate::ids::SessionId;
use crate::moment::Moment;

/// One login of an actor: the truth behind all of its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What tokens carry as `sid`.
    pub id: SessionId,
    /// What kind of person it is of.
    pub actor_kind: ActorKind,
    /// Whose: a customer's or a member of staff's id.
    pub actor_id: String,
    /// Of the e-mail address and password that were proved; a member of staff's own id for staff.
    pub identity: String,
    /// How the login was proved, in the order of proof (RFC 8176): `pwd`, `otp`.
    pub methods: Vec<String>,
    /// The generation of the one refresh token that is current.
    pub generation: i64,
    /// When that one became current.
    pub advanced_at: Moment,
    /// The newest generation of which any token was seen.
    pub used: i64,
    /// When it ends without being renewed.
    pub expires_at: Moment,
    /// When it ends however often it is renewed (OWASP ASVS 7.3.2).
    pub absolute_at: Moment,
    /// What it came from.
    pub context: Context,
    /// The context that was last weighed, so that one change is weighed once.
    pub weighed: Option<String>,
    /// Since when something about it asks for the password again.
    pub suspicious_at: Option<Moment>,
    /// How many ids it asked for that are nothing of its owner's.
    pub misses: i64,
    /// How often the password changed within it: its CSRF tokens are bound to that.
    pub epoch: i64,
    /// When it began: the moment of the first proof.
    pub created_at: Moment,
    /// When it was last seen, to the minute.
    pub last_seen_at: Moment,
    /// Why it is over, when it is.
    pub ended: Option<EndReason>,
}

/// Why a session ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// Its owner logged out.
    Logout,
    /// Its owner ended it from another one.
    Ended,
    /// The password changed.
    Password,
    /// The e-mail address changed.
    Email,
    /// The second factor was set, changed or taken away.
    SecondFactor,
    /// A newer login took its place.
    Superseded,
    /// A refresh token came again after its successor was used.
    Reuse,
    /// It came from another browser or network, and the shop refuses that.
    Context,
    /// Signals weighed enough to end it.
    Suspicion,
}

impl EndReason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Logout,
        Self::Ended,
        Self::Password,
        Self::Email,
        Self::SecondFactor,
        Self::Superseded,
        Self::Reuse,
        Self::Context,
        Self::Suspicion,
    ];

    /// The word in the database and in the audit log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Logout => "logout",
            Self::Ended => "ended",
            Self::Password => "password",
            Self::Email => "email",
            Self::SecondFactor => "second_factor",
            Self::Superseded => "superseded",
            Self::Reuse => "reuse",
            Self::Context => "context",
            Self::Suspicion => "suspicion",
        }
    }

    /// Reads a reason by its word.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// What whoever comes with one of its tokens is told.
    #[must_use]
    pub const fn told(self) -> Reason {
        match self {
            Self::Logout | Self::Ended | Self::Password | Self::Email | Self::SecondFactor | Self::Reuse | Self::Suspicion => {
                Reason::SessionRevoked
            }
            Self::Superseded => Reason::SessionSuperseded,
            Self::Context => Reason::SessionContextChanged,
        }
    }
}

impl Session {
    /// Refuses when it is over at `now`, with what its bearer is told.
    pub fn open(&self, now: Moment) -> Result<(), Reason> {
        match self.ended {
            Some(reason) => Err(reason.told()),
            None if now >= self.ends_at() => Err(Reason::SessionExpired),
            None => Ok(()),
        }
    }

    /// When it ends unless it is renewed.
    #[must_use]
    pub fn ends_at(&self) -> Moment {
        self.expires_at.min(self.absolute_at)
    }

    /// The `auth_time` of a proof that is given at `now`: after whatever was suspicious until then.
    #[must_use]
    pub fn proof_time(&self, now: Moment) -> Moment {
        let least = self.suspicious_at.map_or(0, |since| since.secs() + 1);
        Moment::from_secs(now.secs().max(least))
    }

    /// Whether something about it asks for a newer proof than the one of `auth_time`.
    ///
    /// A proof counts when it came after the suspicion and is younger than the window
    /// (OWASP ASVS 7.5.3). In the `medusa` profile nothing is ever asked for.
    #[must_use]
    pub fn asks_step_up(&self, auth_time: Moment, now: Moment, policy: &Policy) -> bool {
        // In whole seconds, as tokens tell it: what may be older is older.
        let fresh = |since: Moment| auth_time.secs() > since.secs() && now < auth_time.after_secs(policy.step_up_window_secs);
        policy.profile == Profile::Strict && self.suspicious_at.is_some_and(|since| !fresh(since))
    }
}

#[cfg(test)]
pub(crate) mod tests;
