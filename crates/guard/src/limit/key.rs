//! Under which digest a bucket is kept.

use aws_lc_rs::hmac;
use wufi_domain::chance::Chance;
use wufi_domain::limit::Class;
use zeroize::Zeroizing;

/// Bytes of a digest: two of 2^32 buckets share one with a chance of 2^-65.
const DIGEST_BYTES: usize = 16;

/// A keyed digest of whose bucket it is.
pub(super) type Digest = [u8; DIGEST_BYTES];

/// The name of a bucket: a keyed digest, made by [`Limiter::key`](super::Limiter::key).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BucketKey(Digest);

impl BucketKey {
    /// A key for tests that need no digest's secrecy.
    #[cfg(test)]
    pub(super) const fn of(digest: Digest) -> Self {
        Self(digest)
    }

    pub(super) const fn digest(&self) -> Digest {
        self.0
    }
}

/// Makes digests that nobody outside can foresee.
pub(super) struct Digester(hmac::Key);

impl Digester {
    /// With a key of this process's own, which ends with it.
    pub(super) fn own(chance: &Chance) -> Self {
        let key: Zeroizing<[u8; 32]> = Zeroizing::new(chance.bytes());
        Self(hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()))
    }

    /// The digest of `who`. Each part goes in behind its length, so that no two lists of parts are one text.
    pub(super) fn key(&self, class: Class, kind: &str, who: &[u8]) -> BucketKey {
        let mut mac = hmac::Context::with_key(&self.0);
        for part in [class.name().as_bytes(), kind.as_bytes(), who] {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        let mut digest = Digest::default();
        digest.iter_mut().zip(mac.sign().as_ref()).for_each(|(to, from)| *to = *from);
        BucketKey(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
