//! Finding out whether money was given back already, so that it leaves once.

use super::*;

/// A refund of the intent, with the shop's own id on it.
fn marked(reference: &str, mark: &str) -> Value {
    changed(refund(), json!({ "id": reference, "metadata": { "wufi_refund": mark } }))
}

fn page(refunds: &[Value], has_more: bool) -> Reply {
    Reply::told(&json!({ "object": "list", "url": "/v1/refunds", "data": refunds, "has_more": has_more }))
}

/// Looks for `ref_1` at a double that gives these pages; what came of it, and the lines that were asked.
async fn looked(pages: Vec<Reply>) -> (Result<Option<Refund>, StripeError>, Vec<String>) {
    let double = Double::open(pages).await;
    let found = with(&double.url(), wire::roots(), hasty()).refund_marked(&id(), "ref_1").await;
    (found, double.lines())
}

#[tokio::test]
async fn a_refund_bears_the_shops_own_id() {
    let double = Double::open(vec![Reply::told(&refund())]).await;

    stripe(&double.url()).refund(&id(), euros(1000), ("k", Some("ref_1"))).await.unwrap();

    assert!(double.heard()[0].contains("&metadata%5Bwufi_refund%5D=ref_1"), "{}", double.heard()[0]);
}

#[tokio::test]
async fn the_refund_with_the_mark_is_found_whatever_page_it_is_on() {
    let first = page(&[marked("re_a", "ref_7"), refund()], true);
    let second = page(&[marked("re_b", "ref_11"), marked("re_c", "ref_1")], false);

    let (found, lines) = looked(vec![first, second]).await;

    assert_eq!(found, Ok(Some(Refund { reference: "re_c".to_owned(), status: RefundStatus::Succeeded })));
    let line = |after: &str| format!("GET /v1/refunds?payment_intent={INTENT}&limit=100{after} HTTP/1.1");
    assert_eq!(lines, [line(""), line("&starting_after=re_1Nispe2eZvKYlo2Cd31jOCgZ")]);
}

#[tokio::test]
async fn there_is_none_only_when_every_page_was_seen() {
    assert_eq!(looked(vec![page(&[], false)]).await.0, Ok(None));
    assert_eq!(looked(vec![page(&[marked("re_a", "ref_7")], true), page(&[], false)]).await.0, Ok(None));
}

#[tokio::test]
async fn a_page_that_could_hide_the_refund_is_not_taken_for_one_without_it() {
    let other = changed(marked("re_a", "ref_7"), json!({ "payment_intent": "pi_3MtwBwLkdIwHu7ix28a3tqPb" }));
    let garbage = Err(StripeError::Unavailable(Trouble::Garbage));

    for hiding in [
        page(&[other], false),
        page(&[json!({ "id": "re_a" })], false),
        page(&[marked("re_<b>", "ref_7")], false),
        page(&[changed(refund(), json!({ "status": "unheard_of" }))], false),
        page(&[], true),
        Reply::told(&json!({ "object": "list", "data": [] })),
        Reply::told(&json!({ "object": "refund", "data": [], "has_more": false })),
        Reply::told(&refund()),
    ] {
        assert_eq!(looked(vec![hiding.clone()]).await.0, garbage, "{hiding:?}");
    }
}

#[tokio::test]
async fn pages_without_end_are_given_up() {
    let (found, lines) = looked(vec![page(&[marked("re_a", "ref_7")], true)]).await;

    assert_eq!(found, Err(StripeError::Unavailable(Trouble::Garbage)));
    assert_eq!(lines.len(), MAX_PAGES);
}
