//! The routes under `/store`: what storefronts call.

mod account;
mod caller;
mod carts;
pub mod catalog;
mod checkout;
mod csrf;
mod customers;
pub(crate) mod orders;
pub(crate) mod parts;
mod payment_collections;
mod shipping_options;

use crate::app::App;
use crate::policy::Route;

/// The lines of the route table under `/store`.
#[must_use]
pub fn routes() -> Vec<Route<App>> {
    [
        csrf::routes(),
        account::routes(),
        catalog::routes(),
        carts::routes(),
        checkout::routes(),
        shipping_options::routes(),
        payment_collections::routes(),
        orders::routes(),
        customers::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
