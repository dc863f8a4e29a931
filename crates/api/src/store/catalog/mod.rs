//! What the shop shows: regions, categories, collections, products and what goes with them.
//!
//! Read from memory alone, the same for everybody with the same key and
//! language, and therefore kept by browsers and caches for a minute.
//!
//! Each file holds one resource: its lines of the route table, the shape of its
//! query, and its view. A `visit::Visit` is what a handler gets and answers
//! by; a `front::Front` is the shop as that visit sees it.

mod categories;
mod collections;
mod currencies;
mod front;
mod listing;
mod locales;
mod payment_providers;
mod products;
mod regions;
#[cfg(test)]
mod tests;
mod visit;
mod words;

pub(in crate::store) use front::Front;
pub(in crate::store) use products::{calculated as calculated_price, in_line as product_in_line, unpriced as variant};
pub(in crate::store) use regions::view as region;

use crate::app::App;
use crate::policy::Route;

/// The catalogue's lines of the route table.
pub(crate) fn routes() -> Vec<Route<App>> {
    [
        regions::routes(),
        products::routes(),
        categories::routes(),
        collections::routes(),
        words::routes(),
        currencies::routes(),
        locales::routes(),
        payment_providers::routes(),
    ]
    .concat()
}
