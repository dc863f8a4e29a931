//! Events: whose they are, and what is read of them.

use proptest::prelude::*;
use serde_json::{Value, json};
use wufi_domain::ids::{Id, IntentId};
use wufi_domain::moment::Moment;
use wufi_domain::payment::{Decline, Marks};

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

fn event(changes: Value) -> Vec<u8> {
    let mut event = json!({
        "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy", "object": "event", "api_version": "2024-06-20", "created": 1_686_089_970,
        "data": { "object": intent() }, "livemode": false, "pending_webhooks": 1,
        "request": { "id": null, "idempotency_key": null }, "type": "payment_intent.payment_failed",
    });
    let Value::Object(changes) = changes else { panic!("{changes} is no object") };
    event.as_object_mut().unwrap().extend(changes);
    event.to_string().into_bytes()
}

fn intent() -> Value {
    json!({
        "id": "pi_3MtwBwLkdIwHu7ix28a3tqPa", "object": "payment_intent", "amount": 2074,
        "last_payment_error": {
            "code": "card_declined", "decline_code": "insufficient_funds",
            "payment_method": { "card": { "fingerprint": "Xt5EWLLDS7FJjR1c" } },
        },
        "metadata": { "cart_id": "cart_1", "session_id": "payses_1", "other": "x" },
    })
}

fn about(thing: &Value) -> Notice {
    read(&event(json!({ "type": "charge.refunded", "data": { "object": thing } }))).unwrap()
}

#[test]
fn an_event_names_the_intent_and_what_happened_to_it() {
    let notice = read(&event(json!({}))).unwrap();

    assert_eq!((notice.id.as_str(), notice.kind.as_str()), ("evt_1NG8Du2eZvKYlo2CUI79vXWy", "payment_intent.payment_failed"));
    assert_eq!((notice.created_at, notice.is_live), (Moment::from_secs(1_686_089_970), false));
    assert_eq!(notice.intent, IntentId::parse("pi_3MtwBwLkdIwHu7ix28a3tqPa"));
    assert_eq!((notice.marks.cart.as_deref(), notice.marks.session.as_deref()), (Some("cart_1"), Some("payses_1")));
    let (code, card) = ("insufficient_funds".to_owned(), Some("Xt5EWLLDS7FJjR1c".to_owned()));
    assert_eq!(notice.decline, Some(Decline { code, card }));
}

#[test]
fn what_belongs_to_an_intent_names_it_and_says_nothing_else_of_it() {
    let named = IntentId::parse("pi_3MtwBwLkdIwHu7ix28a3tqPa");
    let metadata = json!({ "cart_id": "cart_1" });
    for reference in [json!("pi_3MtwBwLkdIwHu7ix28a3tqPa"), json!({ "id": "pi_3MtwBwLkdIwHu7ix28a3tqPa" })] {
        let notice = about(&json!({ "id": "ch_1", "object": "charge", "payment_intent": reference, "metadata": metadata }));

        assert_eq!((notice.intent, notice.marks, notice.decline), (named.clone(), Marks::default(), None));
    }
}

#[test]
fn an_event_about_something_else_is_read_and_about_no_intent() {
    for thing in [
        json!({}),
        json!({ "id": "cus_1", "object": "customer" }),
        json!({ "id": 7, "object": [], "payment_intent": 7, "metadata": "x", "last_payment_error": "x" }),
        json!({ "id": "pi_/../../v1/balance0000000", "object": "payment_intent", "metadata": null }),
        json!({ "id": "ch_1", "object": "charge", "payment_intent": null }),
    ] {
        assert_eq!(about(&thing).intent, None, "{thing}");
    }
    assert_eq!(read(&event(json!({ "type": "entirely.new_kind" }))).unwrap().kind, "entirely.new_kind");
}

#[test]
fn what_is_no_event_is_told_so() {
    let deep = "[".repeat(100_000);
    let nested = format!("{{\"data\":{{\"object\":{{\"metadata\":{}1{}}}}}}}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let twice = String::from_utf8(event(json!({}))).unwrap().replacen('{', "{\"id\":\"evt_other\",", 1);
    let long = event(json!({ "padding": "x".repeat(256 * 1024) }));
    for body in [b"".as_slice(), b"{}", b"null", b"\xff\xfe", deep.as_bytes(), nested.as_bytes(), twice.as_bytes(), &long] {
        assert_eq!(read(body), Err(Unreadable), "{}", String::from_utf8_lossy(&body[..body.len().min(100)]));
    }
    for changes in [
        json!({ "id": "evt_" }),
        json!({ "id": "evt_<b>" }),
        json!({ "id": format!("evt_{}", "x".repeat(255)) }),
        json!({ "id": 7 }),
        json!({ "object": "v2.core.event" }),
        json!({ "type": "Mari Maasikas" }),
        json!({ "type": "" }),
        json!({ "livemode": "false" }),
        json!({ "created": "yesterday" }),
        json!({ "data": {} }),
        json!({ "data": { "object": [] } }),
    ] {
        assert_eq!(read(&event(changes.clone())), Err(Unreadable), "{changes}");
    }
}

proptest! {
    #[test]
    fn no_header_and_no_body_makes_it_panic(header in any::<String>(), body in any::<Vec<u8>>(), now in any::<i64>()) {
        let _ = verify(&header, &body, &[SECRET], Moment::from_millis(now));
        let _ = read(&body);
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

    #[test]
    fn members_of_any_kind_are_read_without_a_panic(value in "(null|true|-1|1e400|\"x\"|\\[\\]|\\{\\})", name in "(id|object|created|livemode|data|type)") {
        let text = String::from_utf8(event(json!({ "data": { "object": { "id": "x" } } }))).unwrap();
        let body = text.replacen(&format!("\"{name}\":"), &format!("\"{name}\":{value},\"_\":"), 1);
        let _ = read(body.as_bytes());
    }
}
