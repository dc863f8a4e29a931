//! `/admin/audit-log`: what happened, oldest first (contract §11).

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::moment::Moment;
use wufi_domain::staff::Role;
use wufi_store::audit::{self, Recorded, Sought};

use crate::answer;
use crate::app::App;
use crate::extract::readers::{date, whole, word};
use crate::extract::{Fields, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;

/// Who may read the record.
const READERS: &[Role] = &[Role::Owner, Role::Auditor];
/// The most events of one answer.
const MOST: i64 = 1_000;
/// The events of an answer that is not told how many.
const USUAL: i64 = 50;

/// The lines of the route table.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/admin/audit-log", list)
            .who(Who::Staff(READERS))
            .query::<Asked>()
            .answers(&["audit_log", "next_cursor"])
            .summary("Lists what happened, oldest first; `cursor` goes on after an event."),
    ]
}

#[derive(Clone, Debug)]
struct Asked {
    event: Option<String>,
    actor: Option<String>,
    request: Option<String>,
    from: Option<Moment>,
    to: Option<Moment>,
    cursor: String,
    limit: i64,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            event: fields.optional("type", word(100)),
            actor: fields.optional("actor_id", word(100)),
            request: fields.optional("request_id", word(64)),
            from: fields.optional("from", date()),
            to: fields.optional("to", date()),
            cursor: fields.or("cursor", word(64), String::new()),
            limit: fields.or("limit", whole(1, MOST), USUAL),
        })
    }
}

async fn list(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let sought = Sought {
        event: asked.event.as_deref(),
        actor: asked.actor.as_deref(),
        request: asked.request.as_deref(),
        from: asked.from,
        to: asked.to,
    };
    let mut tx = app.db.read().await?;
    let found = audit::search(&mut tx, &sought, (&asked.cursor, asked.limit)).await?;

    let is_full = i64::try_from(found.len()).is_ok_and(|count| count == asked.limit);
    let next = found.last().filter(|_| is_full).map(|last| last.id.clone());
    answer::ok(&json!({ "audit_log": found.iter().map(view).collect::<Vec<_>>(), "next_cursor": next }))
}

fn view(recorded: &Recorded) -> Value {
    json!({
        "id": recorded.id,
        "at": recorded.at,
        "type": recorded.event,
        "actor_type": recorded.actor_kind,
        "actor_id": recorded.actor_ref,
        "subject_type": recorded.subject_kind,
        "subject_id": recorded.subject_ref,
        "request_id": recorded.request_id,
        "facts": recorded.facts,
    })
}
