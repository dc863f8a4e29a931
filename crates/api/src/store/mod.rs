//! The routes under `/store`: what storefronts call.

pub mod catalog;

use crate::app::App;
use crate::policy::Route;

/// The lines of the route table under `/store`.
#[must_use]
pub fn routes() -> Vec<Route<App>> {
    catalog::routes()
}
