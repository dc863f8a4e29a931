//! The audit outbox.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::RequestId;
use wufi_domain::owner::Owner;
use wufi_store::audit::{self, Actor, Entry};

use crate::kit::{Fresh, fresh};

fn entry<'e>(subject: &'e str, request: Option<&'e RequestId>) -> Entry<'e> {
    let facts = json!({ "quantity": 2 });
    Entry { event: Event::CartLineAdded, actor: Actor::Owner(&Owner::Bearer), subject_kind: "cart", subject, request, facts }
}

async fn subjects(fresh: &Fresh) -> Vec<String> {
    let mut tx = fresh.db.read().await.unwrap();
    audit::list(&mut tx, "", 10).await.unwrap().into_iter().map(|event| event.subject_ref).collect()
}

#[tokio::test]
async fn an_event_stands_or_falls_with_its_unit_of_work() {
    let fresh = fresh().await;
    let request = RequestId::parse("req-1").unwrap();

    let mut kept = fresh.db.begin().await.unwrap();
    audit::record(&mut kept, entry("cart_kept", Some(&request))).await.unwrap();
    kept.commit().await.unwrap();
    let mut dropped = fresh.db.begin().await.unwrap();
    audit::record(&mut dropped, entry("cart_dropped", None)).await.unwrap();
    drop(dropped);

    assert_eq!(subjects(&fresh).await, ["cart_kept"]);
}

#[tokio::test]
async fn an_event_reads_back_as_it_was_put_down() {
    let fresh = fresh().await;
    let request = RequestId::parse("req-1").unwrap();
    let mut tx = fresh.db.begin().await.unwrap();

    audit::record(&mut tx, entry("cart_1", Some(&request))).await.unwrap();
    let events = audit::list(&mut tx, "", 10).await.unwrap();

    assert_eq!(events.len(), 1);
    assert_eq!((events[0].event.as_str(), events[0].actor_kind.as_str()), ("cart_line_added", "bearer"));
    assert_eq!((events[0].at, events[0].request_id.as_deref()), (fresh.db.now(), Some("req-1")));
    assert_eq!(events[0].facts, json!({ "quantity": 2 }));
}

#[tokio::test]
async fn the_command_line_is_an_actor_of_its_own_and_no_shopper() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();

    audit::record(&mut tx, Entry { actor: Actor::CommandLine, ..entry("apk_1", None) }).await.unwrap();
    let events = audit::list(&mut tx, "", 10).await.unwrap();

    assert_eq!((events[0].actor_kind.as_str(), events[0].actor_ref.as_str()), ("command_line", ""));
}
