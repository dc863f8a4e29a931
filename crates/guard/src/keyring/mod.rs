//! The keys of the shop: they sign, authenticate and seal, and are replaced without logging anybody out.
//!
//! A [`Keyring`] never changes; rotation makes another one. The newest key whose
//! time has come signs. One that was superseded still reads what it made, for as
//! long as such things live, and one that waits is published before it signs.

mod digests;
mod file;
mod handle;
mod jwks;
mod key;
mod seals;
#[cfg(test)]
mod tests;

use std::fmt;

use wufi_domain::chance::Chance;
use wufi_domain::moment::Moment;

pub use digests::DigestPurpose;
pub use file::KeyringError;
pub use handle::Keys;
pub(crate) use key::Key;
#[cfg(test)]
pub(crate) use key::counted;
pub use seals::SealPurpose;

/// Seconds for which a superseded key verifies access and registration tokens: longer than any of them lives.
pub(crate) const SIGNED_KEPT_SECS: i64 = 60 * 60;
/// Seconds for which a superseded key reads the other tokens: longer than the longest session.
const MACS_KEPT_SECS: i64 = 31 * 24 * 60 * 60;
/// Seconds for which a superseded key stays in the file, to open what it sealed.
const SEALS_KEPT_SECS: i64 = 400 * 24 * 60 * 60;
/// Seconds by which the clocks of two nodes may differ.
pub(crate) const LEEWAY_SECS: i64 = 30;

/// The shop's keys as they are at one time: one at least.
#[derive(Clone)]
pub struct Keyring {
    oldest: Key,
    /// The others, by the moment from which they sign.
    newer: Vec<Key>,
}

/// What a key does at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// Published already; it will sign.
    Waiting,
    /// Signs.
    Signing,
    /// Superseded; reads what it made: access tokens for an hour, other tokens for 31 days.
    Verifying,
    /// Superseded for 31 days; only opens what it sealed.
    Retired,
}

impl KeyState {
    /// The state as it is listed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Signing => "signing",
            Self::Verifying => "verifying",
            Self::Retired => "retired",
        }
    }
}

/// What may be told of a key: nothing secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// Which key.
    pub kid: String,
    /// When it was made.
    pub created_at: Moment,
    /// From when on it signs.
    pub signs_from: Moment,
    /// What it does now.
    pub state: KeyState,
}

impl Keyring {
    /// Reads a keyring from the text of its file.
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let mut keys = file::read(text)?.into_iter();
        let first = keys.next().ok_or(KeyringError::NoKeys)?;
        Ok(Self::of(first, keys))
    }

    /// Makes the first keyring of a shop: one key, which signs from `now` on.
    #[must_use]
    pub fn generate(now: Moment, chance: &Chance) -> Self {
        Self::of(Key::fresh(now, now, chance), [])
    }

    /// The keyring with a new key that signs in `overlap_secs` seconds, so that every node and client knows it by then.
    ///
    /// Keys that were superseded more than 400 days ago are left out.
    #[must_use]
    pub fn rotated(&self, now: Moment, overlap_secs: i64, chance: &Chance) -> Self {
        let kept = self.aged(now).filter(|(_, age)| age.is_within(SEALS_KEPT_SECS)).map(|(key, _)| key.clone());
        let new = Key::fresh(now, later(now, overlap_secs.max(0)), chance);
        Self::of(new, kept)
    }

    /// Every key and what it does, oldest first.
    #[must_use]
    pub fn listed(&self, now: Moment) -> Vec<KeyFacts> {
        let facts = |(key, age): (&Key, Age)| KeyFacts {
            kid: key.kid().to_owned(),
            created_at: key.created_at(),
            signs_from: key.signs_from(),
            state: age.state(),
        };
        self.aged(now).map(facts).collect()
    }

    /// The key that signs: the newest whose time has come.
    ///
    /// With a clock that was set back to before them all, the oldest.
    pub(crate) fn signing(&self, now: Moment) -> &Key {
        self.newer.iter().rev().find(|key| key.signs_from() <= now).unwrap_or(&self.oldest)
    }

    /// The keys that verify access and registration tokens.
    pub(crate) fn verifying(&self, now: Moment) -> impl Iterator<Item = &Key> {
        self.aged(now).filter(|(_, age)| age.reads(SIGNED_KEPT_SECS)).map(|(key, _)| key)
    }

    /// The key `kid`, when it still reads refresh tokens and their like.
    pub(crate) fn reading(&self, now: Moment, kid: &str) -> Option<&Key> {
        self.aged(now).find(|(key, age)| key.kid() == kid && age.reads(MACS_KEPT_SECS)).map(|(key, _)| key)
    }

    /// The keys under which requests are counted at `now`, so that no count begins anew when the keys are rotated.
    ///
    /// It is the oldest key that still reads other tokens: which one depends on the time alone, long
    /// after each node has its file. Around the change from one to the next, for `overlap_secs` to
    /// both sides, both are told, and what is counted under both misses nothing.
    pub(crate) fn counting(&self, now: Moment, overlap_secs: i64) -> (&Key, Option<&Key>) {
        let oldest = |at: Moment| self.aged(at).find(|(_, age)| age.reads(MACS_KEPT_SECS)).map_or(&self.oldest, |(key, _)| key);
        let (early, late) = (oldest(later(now, overlap_secs.saturating_neg())), oldest(later(now, overlap_secs)));
        (late, (early.kid() != late.kid()).then_some(early))
    }

    fn of(key: Key, others: impl IntoIterator<Item = Key>) -> Self {
        let mut keys = Vec::from_iter(others);
        keys.push(key);
        keys.sort_by_key(Key::signs_from);
        Self { oldest: keys.remove(0), newer: keys }
    }

    /// Every key, oldest first.
    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.oldest).chain(&self.newer)
    }

    /// Every key with its age, oldest first.
    fn aged(&self, now: Moment) -> impl Iterator<Item = (&Key, Age)> {
        let superseded = self.newer.iter().map(|key| Some(key.signs_from())).chain([None]);
        // The oldest key never waits: with a clock that was set back, something must still sign.
        let begins = std::iter::once(now).chain(self.newer.iter().map(Key::signs_from));
        self.keys().zip(begins.zip(superseded)).map(move |(key, (begins, superseded))| (key, Age::at(now, begins, superseded)))
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys().map(Key::kid)).finish()
    }
}

/// How far a key is in its life, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    /// It signs in `millis`.
    Waits { millis: i64 },
    /// It signs.
    InForce,
    /// Another one signs since `millis`.
    Superseded { millis: i64 },
}

impl Age {
    fn at(now: Moment, begins: Moment, superseded: Option<Moment>) -> Self {
        match superseded {
            Some(since) if since <= now => Self::Superseded { millis: now.millis().saturating_sub(since.millis()) },
            _ if begins > now => Self::Waits { millis: begins.millis().saturating_sub(now.millis()) },
            _ => Self::InForce,
        }
    }

    /// Whether the key was superseded less than `secs` seconds ago, or not at all.
    const fn is_within(self, secs: i64) -> bool {
        match self {
            Self::Superseded { millis } => millis < secs.saturating_mul(1000),
            Self::InForce | Self::Waits { .. } => true,
        }
    }

    /// Whether the key reads what lives up to `secs` seconds.
    ///
    /// A key that waits reads a little early: another node's clock may be ahead.
    const fn reads(self, secs: i64) -> bool {
        match self {
            Self::Waits { millis } => millis <= LEEWAY_SECS.saturating_mul(1000),
            Self::InForce | Self::Superseded { .. } => self.is_within(secs),
        }
    }

    const fn state(self) -> KeyState {
        match self {
            Self::Waits { .. } => KeyState::Waiting,
            Self::InForce => KeyState::Signing,
            Self::Superseded { .. } if self.is_within(MACS_KEPT_SECS) => KeyState::Verifying,
            Self::Superseded { .. } => KeyState::Retired,
        }
    }
}

/// The moment `secs` seconds after `now`.
fn later(now: Moment, secs: i64) -> Moment {
    Moment::from_millis(now.millis().saturating_add(secs.saturating_mul(1000)))
}
