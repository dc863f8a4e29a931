//! Answers that nobody thought of.

use proptest::prelude::*;

use super::answer::Answer;
use super::*;

/// Any JSON, not too large.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "(pi|re|ch)_[A-Za-z0-9]{0,30}|[a-z_]{1,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec(("[a-z_]{1,12}|error|code|type|param", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// One of the members that are read, and some other.
const MEMBERS: &str = "id|object|amount|amount_capturable|amount_received|currency|status|capture_method|livemode|\
                       client_secret|metadata|latest_charge|last_payment_error|payment_intent|[a-z]{3}";

fn deeds(id: &IntentId) -> [Deed<'_>; 4] {
    [Deed::Create, Deed::Retrieve(id), Deed::Capture(id), Deed::Refund(id)]
}

proptest! {
    #[test]
    fn what_is_read_of_a_strange_intent_is_about_the_one_that_was_asked_for(name in MEMBERS, value in json_value()) {
        let body = but(json!({ &name: value })).to_string();

        if let Some(intent) = intent::read(body.as_bytes(), Some(&id())) {
            prop_assert_eq!(&intent.id, &id());
            prop_assert!(intent.amount > Amount::ZERO);
            prop_assert!([intent.capturable, intent.received, intent.refunded].iter().all(|amount| *amount >= Amount::ZERO));
        }
    }

    #[test]
    fn what_is_read_of_a_strange_refund_is_of_the_amount_that_was_asked_for(name in MEMBERS, value in json_value()) {
        let strange = changed(refund(), json!({ &name: value }));

        if refund::read(strange.to_string().as_bytes(), &id(), euros(1000)).is_some() {
            prop_assert_eq!(&strange["amount"], 1000);
            prop_assert_eq!(strange["currency"].as_str().map(str::to_lowercase), Some("eur".to_owned()));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(body in any::<Vec<u8>>()) {
        prop_assert!(intent::read(&body, None).is_none());
        prop_assert!(refund::read(&body, &id(), euros(1)).is_none());
    }

    #[test]
    fn no_answer_but_one_of_success_is_taken_for_one(
        status in any::<u16>(), should_retry in any::<Option<bool>>(), is_replay in any::<bool>(), told in json_value(),
    ) {
        let id = id();
        let answer = Answer { status, should_retry, wait: None, is_replay, body: told.to_string().into_bytes() };
        for deed in deeds(&id) {
            let told = answer.told(deed, |_| Some(()));
            prop_assert_eq!(told.is_ok(), (200..300).contains(&status));
            if let Err(failure) = told {
                // What is not known to have been refused is never told as a refusal.
                let is_refusal = !matches!(failure.error, StripeError::Unavailable(_));
                prop_assert!(!is_refusal || (400..500).contains(&status), "{status} {failure:?}");
            }
        }
    }
}
