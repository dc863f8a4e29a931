//! What is read of an event.

use proptest::prelude::*;
use serde_json::{Value, json};
use wufi_domain::ids::{Id, IntentId};
use wufi_domain::moment::Moment;
use wufi_domain::payment::{Decline, Marks};

use super::*;

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
            "charge": "ch_1", "code": "card_declined", "decline_code": "insufficient_funds",
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
    let (trial, at) = (Some("ch_1".to_owned()), Some(Moment::from_secs(1_686_089_970)));
    assert_eq!(notice.decline, Some(Decline { code, card, trial, at }));
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
    fn no_bytes_make_it_panic(body in any::<Vec<u8>>()) {
        prop_assert_eq!(read(&body), Err(Unreadable));
    }

    #[test]
    fn members_of_any_kind_are_read_without_a_panic(value in "(null|true|-1|1e400|\"x\"|\\[\\]|\\{\\})", name in "(id|object|created|livemode|data|type)") {
        let text = String::from_utf8(event(json!({ "data": { "object": { "id": "x" } } }))).unwrap();
        let body = text.replacen(&format!("\"{name}\":"), &format!("\"{name}\":{value},\"_\":"), 1);
        let _ = read(body.as_bytes());
    }
}
