//! `/store/payment-providers`: how a region can be paid in.

use std::borrow::Cow;

use axum::response::Response;
use serde_json::Value;
use wufi_domain::ids::RegionId;

use super::front::Front;
use super::listing::envelope;
use super::visit::Visit;
use crate::app::App;
use crate::extract::readers::{id, ignored};
use crate::extract::{FieldRules, Fields, Paging, Pick, Query, Shape};
use crate::policy::Route;
use crate::problem::Problem;

static FIELDS: FieldRules = FieldRules::new(&["id", "is_enabled"], &[], 3);

pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/payment-providers", list)
            .summary("Lists the payment providers that a region offers.")
            .query::<Asked>()
            .fields(&FIELDS)
            .answers(&["payment_providers", "count", "offset", "limit"]),
    ]
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    visit.answer(|front| Ok(asked.answer(front, |provider| visit.takes(provider))))
}

/// What a list of payment providers can be asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    region: RegionId,
    paging: Paging,
    pick: Cow<'static, Pick>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("with_deleted", ignored());
        let region = fields.required("region_id", id());
        let paging = Paging::read(fields, 20);
        let pick = Pick::read(fields, &FIELDS);
        Some(Self { region: region?, paging, pick })
    }
}

impl Asked {
    /// The page that is asked for, of what the shop can take money through; an unknown region offers nothing, as in Medusa.
    pub(super) fn answer(&self, front: Front<'_>, is_taken: impl Fn(&str) -> bool) -> Value {
        let offered = front.shop.region(&self.region).map(|region| region.payment_providers.as_slice());
        let found: Vec<&String> = offered.unwrap_or_default().iter().filter(|provider| is_taken(provider)).collect();
        let view = |id: &String| self.pick.object().always("id", id.as_str()).put("is_enabled", true).done();
        envelope("payment_providers", &found, self.paging, view)
    }
}
