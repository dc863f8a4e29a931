//! Under which digest a bucket is kept.

use std::sync::{Arc, PoisonError, RwLock};

use aws_lc_rs::hmac;
use wufi_domain::chance::Chance;
use wufi_domain::limit::{Class, LONGEST_WINDOW_SECS};
use wufi_domain::moment::Clock;
use zeroize::Zeroizing;

use crate::keyring::{Key, Keys, LEEWAY_SECS};

/// Bytes of a digest: two of 2^32 buckets share one with a chance of 2^-65.
const DIGEST_BYTES: usize = 16;

/// A keyed digest of whose bucket it is.
pub(super) type Digest = [u8; DIGEST_BYTES];

/// The name of a bucket: a keyed digest, made by [`Limiter::key`](super::Limiter::key).
///
/// While the shop's key is being replaced there are two, and requests count under both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BucketKey {
    digest: Digest,
    also: Option<Digest>,
}

impl BucketKey {
    /// A key for tests that need no digest's secrecy.
    #[cfg(test)]
    pub(super) const fn of(digest: Digest) -> Self {
        Self { digest, also: None }
    }

    /// A key that is being replaced, for tests.
    #[cfg(test)]
    pub(super) const fn both(one: Self, other: Self) -> Self {
        Self { digest: one.digest, also: Some(other.digest) }
    }

    /// The digests under which requests count.
    pub(super) fn digests(&self) -> impl Iterator<Item = Digest> + use<> {
        std::iter::once(self.digest).chain(self.also)
    }
}

/// Makes digests that nobody outside can foresee.
pub(super) enum Digester {
    /// With a key of this process's own, which ends with it.
    Own(Box<hmac::Key>),
    /// With the shop's keys, so that every node makes the same.
    Shop {
        keys: Keys,
        clock: Clock,
        /// What was derived from them, by their names.
        derived: RwLock<Derived>,
    },
}

impl Digester {
    /// With a key of this process's own.
    pub(super) fn own(chance: &Chance) -> Self {
        let key: Zeroizing<[u8; 32]> = Zeroizing::new(chance.bytes());
        Self::Own(Box::new(hmac::Key::new(hmac::HMAC_SHA256, key.as_slice())))
    }

    /// With the shop's `keys`.
    pub(super) const fn shop(keys: Keys, clock: Clock) -> Self {
        Self::Shop { keys, clock, derived: RwLock::new(Vec::new()) }
    }

    /// The digest of `who`.
    pub(super) fn key(&self, class: Class, kind: &str, who: &[u8]) -> BucketKey {
        let of = |key: &hmac::Key| digest(key, [class.name().as_bytes(), kind.as_bytes(), who]);
        match self {
            Self::Own(key) => BucketKey { digest: of(key), also: None },
            Self::Shop { keys, clock, derived } => {
                let ring = keys.current();
                // No bucket counts longer than the longest window, and no two clocks differ by more than the leeway.
                let (key, also) = ring.counting(clock.now(), i64::from(LONGEST_WINDOW_SECS).saturating_add(LEEWAY_SECS));
                BucketKey { digest: of(&from(derived, key)), also: also.map(|key| of(&from(derived, key))) }
            }
        }
    }
}

/// What was derived from keys, each with its name.
type Derived = Vec<(String, Arc<hmac::Key>)>;

/// What is derived from `key` for counting, made once.
fn from(derived: &RwLock<Derived>, key: &Key) -> Arc<hmac::Key> {
    let find = |known: &Derived| known.iter().find(|(kid, _)| kid == key.kid()).map(|(_, made)| Arc::clone(made));
    if let Some(made) = find(&derived.read().unwrap_or_else(PoisonError::into_inner)) {
        return made;
    }
    let made = Arc::new(key.counting_key());
    derived.write().unwrap_or_else(PoisonError::into_inner).push((key.kid().to_owned(), Arc::clone(&made)));
    made
}

/// Each part goes in behind its length, so that no two lists of parts are one text.
fn digest(key: &hmac::Key, parts: [&[u8]; 3]) -> Digest {
    let mut mac = hmac::Context::with_key(key);
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    let mut digest = Digest::default();
    digest.iter_mut().zip(mac.sign().as_ref()).for_each(|(to, from)| *to = *from);
    digest
}

#[cfg(test)]
mod tests {
    use wufi_domain::moment::Moment;

    use super::*;
    use crate::keyring::Keyring;

    const DAY: i64 = 86_400;

    #[test]
    fn one_key_for_one_name_and_another_for_every_other() {
        let digester = Digester::own(&Chance::seeded(1));
        let one = digester.key(Class::Cart, "v4", &[10, 0, 0, 1]);

        assert_eq!(digester.key(Class::Cart, "v4", &[10, 0, 0, 1]), one);
        assert_ne!(digester.key(Class::Cart, "v4", &[10, 0, 0, 2]), one);
        assert_ne!(digester.key(Class::Auth, "v4", &[10, 0, 0, 1]), one);
        assert_ne!(digester.key(Class::Cart, "v4\n", &[0, 0, 1]), one);
        assert_ne!(digester.key(Class::Cart, "guest", b"ab"), digester.key(Class::Cart, "guesta", b"b"));
    }

    #[test]
    fn another_process_has_other_keys() {
        let keys = [1, 2].map(|seed| Digester::own(&Chance::seeded(seed)).key(Class::Cart, "v4", &[10, 0, 0, 1]));
        assert_ne!(keys[0], keys[1]);
    }

    #[test]
    fn a_rotation_never_lets_a_count_begin_anew() {
        let clock = Clock::standing_at(Moment::from_secs(1_000_000_000));
        let chance = Chance::seeded(1);
        let keys = Keys::new(Keyring::generate(clock.now(), &chance));
        let node = Digester::shop(keys.clone(), clock.clone());
        let ahead = Clock::standing_at(clock.now().after_secs(LEEWAY_SECS));
        let node_ahead = Digester::shop(keys.clone(), ahead.clone());
        keys.replace(keys.current().rotated(clock.now(), 3_600, &chance));

        let mut digests: Vec<Vec<Digest>> = Vec::new();
        for _ in 0..40 * 24 * 4 {
            for digester in [&node, &node_ahead] {
                digests.push(digester.key(Class::Cart, "v4", &[10, 0, 0, 1]).digests().collect());
            }
            clock.advance(15 * 60_000);
            ahead.advance(15 * 60_000);
        }

        let (first, last) = (digests.first().unwrap()[0], digests.last().unwrap()[0]);
        assert_ne!(first, last);
        // Whatever lies within one window of the longest kind has a digest in common.
        let (hour, nodes) = (4, 2);
        for within in digests.windows((hour + 1) * nodes) {
            assert!([first, last].iter().any(|digest| within.iter().all(|digests| digests.contains(digest))));
        }
    }

    #[test]
    fn a_node_that_has_not_got_the_new_key_yet_counts_with_the_others() {
        let clock = Clock::standing_at(Moment::from_secs(1_000_000_000));
        let chance = Chance::seeded(1);
        let old = Keyring::generate(clock.now(), &chance);
        let new = old.rotated(clock.now(), 0, &chance);
        let [one, other] = [old, new].map(|ring| Digester::shop(Keys::new(ring), clock.clone()));

        assert_eq!(one.key(Class::Cart, "v4", &[1]), other.key(Class::Cart, "v4", &[1]));
        clock.advance(20 * DAY * 1_000);
        assert_eq!(one.key(Class::Cart, "v4", &[1]), other.key(Class::Cart, "v4", &[1]));
    }
}
