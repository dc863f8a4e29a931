//! CSRF tokens: a page of the shop was given one, and no other page can know it (OWASP ASVS 3.5.1).
//!
//! `v1.<kid>.<random>.<MAC>`: the signed double-submit pattern. The MAC covers what
//! the token is bound to, a login or a guest, so one that was made for somebody else,
//! or for the same person before the login, fits nobody. There is no time in it: it is
//! good for as long as what it is bound to. Nothing is kept.

use aws_lc_rs::constant_time;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{Id, SessionId};
use wufi_domain::moment::Moment;

use crate::keyring::{Key, Keyring};
use crate::secret::Secret;

/// What such a token begins with.
const VERSION: &str = "v1";
/// What its MAC is made for.
const PURPOSE: &str = "csrf-token";
/// The most bytes of one; ours have 85.
const MAX_BYTES: usize = 256;

/// What a token is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// A login, and how often its password was changed.
    Session(SessionId, i64),
    /// A guest, by the digest of their proof.
    Guest(String),
}

impl Binding {
    /// Writes a token that fits; another each time, so that compression tells nothing of it (BREACH).
    #[must_use]
    pub fn token(&self, keyring: &Keyring, (now, chance): (Moment, &Chance)) -> Secret {
        let key = keyring.signing(now);
        let random = URL_SAFE_NO_PAD.encode(chance.bytes::<16>());
        let mac = self.mac(key, &random);
        Secret::new(format!("{VERSION}.{}.{random}.{mac}", key.kid()))
    }

    /// Whether `token` was made for this, by a key that still reads.
    #[must_use]
    pub fn fits(&self, keyring: &Keyring, now: Moment, token: &str) -> bool {
        let Some([kid, random, mac]) = parts(token) else { return false };
        let Some(key) = keyring.reading(now, kid) else { return false };
        // Compared in constant time, and as text, so that no other text of the same bytes is a second token.
        constant_time::verify_slices_are_equal(self.mac(key, random).as_bytes(), mac.as_bytes()).is_ok()
    }

    fn mac(&self, key: &Key, random: &str) -> String {
        let epoch;
        let (kind, id, epoch) = match self {
            Self::Session(id, count) => {
                epoch = count.to_string();
                ("session", id.as_str(), epoch.as_str())
            }
            Self::Guest(digest) => ("guest", digest.as_str(), ""),
        };
        URL_SAFE_NO_PAD.encode(key.mac(PURPOSE, &[VERSION, key.kid(), kind, id, epoch, random]))
    }
}

/// The key's id, the random part and the MAC.
fn parts(token: &str) -> Option<[&str; 3]> {
    if token.len() > MAX_BYTES {
        return None;
    }
    let rest = token.strip_prefix(VERSION)?.strip_prefix('.')?;
    rest.split('.').collect::<Vec<_>>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::signed_token::forge;

    const DAY: i64 = 24 * 60 * 60;

    fn session(last: char, epoch: i64) -> Binding {
        Binding::Session(SessionId::stored(format!("sess_0000000000000000000000000{last}")), epoch)
    }

    fn guest(digest: &str) -> Binding {
        Binding::Guest(digest.to_owned())
    }

    fn token(ring: &Keyring, binding: &Binding) -> String {
        binding.token(ring, (forge::after(0), &Chance::System)).expose().to_owned()
    }

    #[test]
    fn a_token_fits_what_it_was_made_for_and_nothing_else() {
        let ring = forge::keyring();
        let all =
            [session('1', 0), session('1', 1), session('2', 0), guest("1"), guest("sess_00000000000000000000000001"), guest("")];
        for (made_for, binding) in all.iter().enumerate() {
            let token = token(&ring, binding);
            for (at, other) in all.iter().enumerate() {
                assert_eq!(other.fits(&ring, forge::after(0), &token), at == made_for, "{binding:?} and {other:?}");
            }
        }
    }

    #[test]
    fn tokens_of_one_binding_differ_and_all_are_good() {
        let ring = forge::keyring();
        let (one, other) = (token(&ring, &guest("a")), token(&ring, &guest("a")));

        assert_ne!(one, other);
        assert!([&one, &other].iter().all(|token| guest("a").fits(&ring, forge::after(365 * DAY), token)));
    }

    #[test]
    fn a_token_of_a_key_that_was_superseded_is_good_for_longer_than_any_session() {
        let ring = forge::keyring();
        let old = token(&ring, &guest("a"));
        let rotated = ring.rotated(forge::after(0), 0, &Chance::System);

        assert!(guest("a").fits(&rotated, forge::after(30 * DAY), &old));
        assert!(!guest("a").fits(&rotated, forge::after(32 * DAY), &old));
        assert!(!guest("a").fits(&Keyring::generate(forge::after(0), &Chance::System), forge::after(0), &old));
    }

    #[test]
    fn what_is_no_token_fits_nothing_and_breaks_nothing() {
        let ring = forge::keyring();
        let good = token(&ring, &guest("a"));
        let [kid, random, mac] = parts(&good).unwrap();
        let bad = [
            String::new(),
            "v1".to_owned(),
            format!("v2.{kid}.{random}.{mac}"),
            format!("v1.{kid}.{random}"),
            format!("v1.{kid}.{random}."),
            format!("v1..{random}.{mac}"),
            format!("v1.{kid}..{mac}"),
            format!("{good}."),
            format!("{good}="),
            format!("{good} "),
            format!(" {good}"),
            good.to_uppercase(),
            format!("v1.{kid}.{random}.{}", &mac[..42]),
            format!("v1.{kid}.{random}.{}õ", &mac[..41]),
            "v1.".repeat(500_000),
        ];
        for text in bad {
            assert!(!guest("a").fits(&ring, forge::after(0), &text), "{}", text.get(..60).unwrap_or(&text));
        }
    }

    proptest! {
        #[test]
        fn no_other_text_of_one_letter_changed_is_good(at in 0_usize..85, letter in "[A-Za-z0-9_.-]") {
            let ring = forge::keyring();
            let good = token(&ring, &guest("a"));
            prop_assume!(at < good.len());
            let changed = format!("{}{letter}{}", &good[..at], &good[at + 1..]);
            prop_assume!(changed != good);
            prop_assert!(!guest("a").fits(&ring, forge::after(0), &changed));
        }
    }
}
