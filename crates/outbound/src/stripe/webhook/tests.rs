//! Whose an event is.

use proptest::prelude::*;
use wufi_domain::moment::Moment;

use super::signature::sign;
use super::*;

const SECRET: &str = "whsec_test_secret";
const AT: i64 = 1_492_774_577;
const BODY: &[u8] = br#"{
  "id": "evt_test_webhook",
  "object": "event"
}"#;
/// What Python's `hmac` makes of them: a stranger who signs as Stripe does.
const SIGNATURE: &str = "c2f890decbc5ede7c5060bb9a6d31e0626a4342bacb9aeae2adb1bcea72f9812";

fn now() -> Moment {
    Moment::from_secs(AT)
}

fn header() -> String {
    format!("t={AT},v1={SIGNATURE}")
}

fn signed(secret: &str, at: i64, body: &[u8]) -> String {
    let tag = sign(secret, &at.to_string(), body);
    tag.as_ref().iter().fold(format!("t={at},v1="), |header, byte| format!("{header}{byte:02x}"))
}

fn checked(header: &str) -> Result<(), SignatureError> {
    verify(header, BODY, &[SECRET], now())
}

#[test]
fn what_stripe_signed_is_taken() {
    assert_eq!(checked(&header()), Ok(()));
    let other = "6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39";
    assert_eq!(checked(&format!("t={AT},v1={SIGNATURE},v0={other}")), Ok(()));
    assert_eq!(checked(&format!("v0={other},v1={SIGNATURE},v2=x,t={AT}")), Ok(()));
    assert_eq!(signed(SECRET, AT, BODY), header());
}

#[test]
fn of_several_signatures_and_several_secrets_one_has_to_be_right() {
    let other = "6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39";
    let two = format!("t={AT},v1={other},v1={SIGNATURE}");

    assert_eq!(checked(&two), Ok(()));
    assert_eq!(verify(&two, BODY, &["whsec_new", SECRET], now()), Ok(()));
    assert_eq!(verify(&header(), BODY, &["whsec_new".to_owned(), SECRET.to_owned()], now()), Ok(()));
    assert_eq!(verify(&two, BODY, &["whsec_new"], now()), Err(SignatureError::Wrong));
}

#[test]
fn without_a_secret_nobody_can_sign() {
    let none: [&str; 0] = [];

    assert_eq!(verify(&header(), BODY, &none, now()), Err(SignatureError::Wrong));
    assert_eq!(verify(&signed("", AT, BODY), BODY, &[""], now()), Err(SignatureError::Wrong));
    assert_eq!(verify(&signed("", AT, BODY), BODY, &["", SECRET], now()), Err(SignatureError::Wrong));
}

#[test]
fn the_scheme_v0_counts_for_nothing() {
    assert_eq!(checked(&format!("t={AT},v0={SIGNATURE}")), Err(SignatureError::Malformed));
    let wrong = "0".repeat(64);
    assert_eq!(checked(&format!("t={AT},v1={wrong},v0={SIGNATURE}")), Err(SignatureError::Wrong));
}

#[test]
fn every_byte_of_the_body_and_of_the_time_is_signed() {
    let mut spaced = BODY.to_vec();
    spaced.insert(1, b' ');
    let compact: Vec<u8> = BODY.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let mut after = BODY.to_vec();
    after.push(b'\n');

    for body in [spaced, compact, after, Vec::new(), b"\xef\xbb\xbf".iter().chain(BODY).copied().collect()] {
        assert_eq!(verify(&header(), &body, &[SECRET], now()), Err(SignatureError::Wrong));
    }
    assert_eq!(checked(&format!("t={},v1={SIGNATURE}", AT + 1)), Err(SignatureError::Wrong));
    // The dot between them belongs to neither: no digit of the time can move into the body.
    let moved = [format!("{}.", AT % 10).as_bytes(), BODY].concat();
    let early = Moment::from_secs(AT / 10);
    assert_eq!(verify(&format!("t={},v1={SIGNATURE}", AT / 10), &moved, &[SECRET], early), Err(SignatureError::Wrong));
}

#[test]
fn a_signature_is_good_for_five_minutes_either_way() {
    let at = |secs: i64| verify(&header(), BODY, &[SECRET], Moment::from_secs(AT + secs));

    assert_eq!([at(300), at(-300), at(0)], [Ok(()); 3]);
    assert_eq!([at(301), at(-301)], [Err(SignatureError::Stale); 2]);
    // Whole seconds: 300.999 is still the three hundredth.
    assert_eq!(verify(&header(), BODY, &[SECRET], Moment::from_millis((AT + 300) * 1000 + 999)), Ok(()));
}

#[test]
fn a_time_of_zero_or_of_no_time_at_all_is_not_a_way_around() {
    for at in [0, 1] {
        assert_eq!(checked(&signed(SECRET, at, BODY)), Err(SignatureError::Stale));
    }
    for time in
        ["", "-1", "+1492774577", " 1492774577", "1492774577 ", "1e9", "0x5", "NaN", "99999999999999999999", "1492774577.0"]
    {
        assert_eq!(checked(&format!("t={time},v1={SIGNATURE}")), Err(SignatureError::Malformed), "{time:?}");
    }
    // Signed as it is written.
    let padded = format!("0{AT}");
    assert_eq!(checked(&format!("t={padded},v1={SIGNATURE}")), Err(SignatureError::Wrong));
}

#[test]
fn a_header_that_is_none_is_refused() {
    let upper = SIGNATURE.to_uppercase();
    for header in [
        String::new(),
        ",".to_owned(),
        "t".to_owned(),
        format!("t={AT}"),
        format!("v1={SIGNATURE}"),
        format!("t={AT},t={AT},v1={SIGNATURE}"),
        format!("t=1,t={AT},v1={SIGNATURE}"),
        format!("t={AT}, v1={SIGNATURE}"),
        format!("t={AT};v1={SIGNATURE}"),
        format!("t={AT},v1={upper}"),
        format!("t={AT},v1={SIGNATURE}0"),
        format!("t={AT},v1={}", &SIGNATURE[..63]),
        format!("t={AT},v1=õ{}", &SIGNATURE[..62]),
        format!("t={AT},v1="),
        format!("t={AT},v1={SIGNATURE},"),
        format!("t={AT},v1={SIGNATURE}{}", ",v0=x".repeat(100_000)),
    ] {
        assert_eq!(checked(&header), Err(SignatureError::Malformed), "{}", &header[..header.len().min(200)]);
    }
}

proptest! {
    #[test]
    fn no_header_makes_it_panic(header in any::<String>(), body in any::<Vec<u8>>(), now in any::<i64>()) {
        let _ = verify(&header, &body, &[SECRET], Moment::from_millis(now));
    }

    #[test]
    fn nothing_but_the_right_secret_signs(secret in "whsec_[a-z0-9]{1,20}", body in any::<Vec<u8>>(), at in 0_i64..4_000_000_000) {
        let header = signed(&secret, at, &body);
        let now = Moment::from_secs(at);

        prop_assert_eq!(verify(&header, &body, &[&secret], now), Ok(()));
        prop_assert_eq!(verify(&header, &body, &[SECRET], now), Err(SignatureError::Wrong));
    }

    #[test]
    fn a_header_that_is_almost_right_is_not(at in 0_usize..76, byte in 0x20_u8..0x7f) {
        let mut near = header().into_bytes();
        prop_assume!(near[at] != byte);
        near[at] = byte;

        prop_assert!(checked(&String::from_utf8(near).unwrap()).is_err());
    }
}
