mod file;
mod seals;

use serde_json::json;

use super::*;
use crate::secret::Secret;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;
const NOON: Moment = Moment::from_millis(1_790_000_000_000);

fn chance() -> Chance {
    Chance::seeded(7)
}

fn after(secs: i64) -> Moment {
    later(NOON, secs)
}

/// A ring whose first key signs from noon and whose second one from an hour later.
fn rotated_once() -> Keyring {
    let chance = chance();
    Keyring::generate(NOON, &chance).rotated(NOON, HOUR, &chance)
}

fn states(ring: &Keyring, now: Moment) -> Vec<KeyState> {
    ring.listed(now).into_iter().map(|facts| facts.state).collect()
}

fn published(ring: &Keyring, now: Moment) -> usize {
    ring.jwks(now)["keys"].as_array().unwrap().len()
}

#[test]
fn a_key_waits_then_signs_then_verifies_then_retires() {
    use KeyState::{Retired, Signing, Verifying, Waiting};
    let ring = rotated_once();

    for (secs, expected) in [
        (0, [Signing, Waiting]),
        (HOUR - 1, [Signing, Waiting]),
        (HOUR, [Verifying, Signing]),
        (HOUR + 31 * DAY - 1, [Verifying, Signing]),
        (HOUR + 31 * DAY, [Retired, Signing]),
        (HOUR + 999 * DAY, [Retired, Signing]),
    ] {
        assert_eq!(states(&ring, after(secs)), expected, "after {secs} s");
    }
}

#[test]
fn with_a_clock_set_back_the_oldest_key_signs_and_reads() {
    let ring = rotated_once();
    let early = after(-999 * DAY);

    assert_eq!(states(&ring, early), [KeyState::Signing, KeyState::Waiting]);
    assert_eq!(ring.signing(early).kid(), ring.oldest.kid());
    assert_eq!(ring.verifying(early).count(), 1);
}

#[test]
fn a_superseded_key_verifies_signatures_for_an_hour_and_reads_macs_for_31_days() {
    let ring = rotated_once();
    let kid = ring.oldest.kid();

    let verifies = |secs| ring.verifying(after(HOUR + secs)).any(|key| key.kid() == kid);
    let reads = |secs| ring.reading(after(HOUR + secs), kid).is_some();

    assert!(verifies(0) && verifies(HOUR - 1) && !verifies(HOUR));
    assert!(reads(0) && reads(31 * DAY - 1) && !reads(31 * DAY));
}

#[test]
fn a_waiting_key_reads_only_as_early_as_clocks_may_differ() {
    let ring = rotated_once();
    let kid = ring.newer[0].kid();

    for (early, reads) in [(HOUR, false), (31, false), (30, true), (0, true)] {
        let now = after(HOUR - early);
        assert_eq!(ring.reading(now, kid).is_some(), reads, "{early} s early");
        assert_eq!(ring.verifying(now).any(|key| key.kid() == kid), reads, "{early} s early");
    }
}

#[test]
fn the_key_set_tells_what_verifies_and_what_will_sign_and_nothing_secret() {
    let ring = rotated_once();

    assert_eq!(published(&ring, NOON), 2);
    assert_eq!(published(&ring, after(2 * HOUR - 1)), 2);
    assert_eq!(published(&ring, after(2 * HOUR)), 1);

    let key = &ring.jwks(NOON)["keys"][0];
    let x = key["x"].as_str().unwrap();
    assert_eq!(x.len(), 43);
    let expected = json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": ring.oldest.kid(), "use": "sig", "alg": "EdDSA"});
    assert_eq!(*key, expected);
}

#[test]
fn rotation_drops_keys_superseded_400_days_ago() {
    let ring = rotated_once();
    let at = |secs| states(&ring.rotated(after(HOUR + secs), 0, &chance()), after(HOUR + secs)).len();

    assert_eq!(at(400 * DAY - 1), 3);
    assert_eq!(at(400 * DAY), 2);
}

#[test]
fn rotation_without_overlap_signs_at_once_and_a_waiting_key_keeps_its_turn() {
    let ring = rotated_once().rotated(NOON, 0, &Chance::seeded(8));

    assert_eq!(states(&ring, NOON), [KeyState::Verifying, KeyState::Signing, KeyState::Waiting]);
}

#[test]
fn a_replaced_keyring_is_seen_by_every_clone_of_the_handle() {
    let keys = Keys::new(Keyring::generate(NOON, &chance()));
    let (held, clone) = (keys.current(), keys.clone());

    keys.replace(rotated_once());

    assert_eq!(clone.current().listed(NOON).len(), 2);
    assert_eq!(held.listed(NOON).len(), 1, "who holds one keeps it");
}

#[test]
fn digests_differ_by_purpose_by_key_and_by_where_one_part_ends() {
    let (ring, other) = (Keyring::generate(NOON, &Chance::seeded(1)), Keyring::generate(NOON, &Chance::seeded(2)));
    let digest = |ring: &Keyring, purpose, parts: &[&str]| ring.digest(NOON, purpose, parts);
    let one = digest(&ring, DigestPurpose::Address, &["ab", "c"]);

    assert_eq!(one, digest(&ring, DigestPurpose::Address, &["ab", "c"]));
    assert!(one.len() == 64 && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
    for different in [
        digest(&ring, DigestPurpose::Account, &["ab", "c"]),
        digest(&ring, DigestPurpose::Fingerprint, &["ab", "c"]),
        digest(&other, DigestPurpose::Address, &["ab", "c"]),
        digest(&ring, DigestPurpose::Address, &["a", "bc"]),
        digest(&ring, DigestPurpose::Address, &["abc"]),
        digest(&ring, DigestPurpose::Address, &["ab", "c", ""]),
    ] {
        assert_ne!(one, different);
    }
}
