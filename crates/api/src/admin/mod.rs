//! The routes under `/admin`: for staff and programs of the shop.

mod audit_log;
mod clerk;
mod orders;
mod payments;

use axum::response::Response;
use serde_json::json;
use wufi_domain::fault::Reason;
use wufi_domain::staff::Role;

use crate::answer;
use crate::app::App;
use crate::layer::staff::Insider;
use crate::policy::{Route, Who};
use crate::problem::Problem;

/// Everybody of the shop.
const ALL: &[Role] = &Role::ALL;
/// Whoever does the daily work: an auditor looks and changes nothing.
const WORKERS: &[Role] = &[Role::Owner, Role::Staff];

/// The lines of the route table under `/admin`.
pub(crate) fn routes() -> Vec<Route<App>> {
    let me =
        Route::get("/admin/users/me", me).who(Who::Staff(ALL)).answers(&["user"]).summary("Shows the member of staff who asks.");
    [audit_log::routes(), vec![me], orders::routes(), payments::routes()].into_iter().flatten().collect()
}

async fn me(insider: Insider) -> Result<Response, Problem> {
    // A program is nobody.
    let Insider::Member(member) = insider else { return Err(Problem::new(Reason::NotFound)) };
    answer::ok(&json!({ "user": {
        "id": member.id,
        "email": member.email,
        "role": member.role.name(),
        "has_second_factor": member.second_factor.is_some(),
    } }))
}
