use super::*;

fn sealed(ring: &Keyring, now: Moment) -> String {
    ring.seal(now, SealPurpose::SecondFactor, &Secret::new("kaheksa karu".to_owned()), &Chance::System)
}

fn opened(ring: &Keyring, sealed: &str) -> Option<String> {
    ring.open(SealPurpose::SecondFactor, sealed).map(|plain| plain.expose().to_owned())
}

#[test]
fn what_was_sealed_opens_with_its_key_however_old_that_is() {
    let ring = Keyring::generate(NOON, &chance());
    let (one, other) = (sealed(&ring, NOON), sealed(&ring, NOON));

    let later = ring.rotated(after(0), 0, &Chance::System).rotated(after(DAY), 0, &Chance::System);

    assert_ne!(one, other, "every seal has a nonce of its own");
    assert_eq!(opened(&later, &one).as_deref(), Some("kaheksa karu"));
    assert_eq!(opened(&Keyring::generate(NOON, &Chance::System), &one), None);
}

#[test]
fn a_seal_that_was_changed_anywhere_does_not_open() {
    let ring = Keyring::generate(NOON, &chance());
    let good = sealed(&ring, NOON);

    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(opened(&ring, &String::from_utf8(bytes).unwrap()), None, "byte {at}");
    }
    for wrong in ["", ".", "wse1", "wse1..", "wse1.x.y", &good[..good.len() - 1], &format!("{good}A"), &format!(" {good}")] {
        assert_eq!(opened(&ring, wrong), None, "{wrong}");
    }
}

#[test]
fn what_was_sealed_as_one_thing_does_not_open_as_another_or_under_another_keys_name() {
    let ring = rotated_once();
    let good = sealed(&ring, NOON);

    let renamed = good.replace(ring.oldest.kid(), ring.newer[0].kid());

    assert!(ring.open(SealPurpose::Asked("row"), &good).is_none());
    assert_eq!(opened(&ring, &renamed), None);
}

#[test]
fn what_was_sealed_for_one_row_opens_in_no_other_and_not_as_something_else_of_the_same_row() {
    let ring = Keyring::generate(NOON, &chance());
    let plain = Secret::new("{}".to_owned());
    let good = ring.seal(NOON, SealPurpose::Answered("one"), &plain, &Chance::System);
    let opens = |purpose| ring.open(purpose, &good).is_some();

    assert!(opens(SealPurpose::Answered("one")));
    assert!(!opens(SealPurpose::Answered("two")) && !opens(SealPurpose::Asked("one")) && !opens(SealPurpose::SecondFactor));
}
