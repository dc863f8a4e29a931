//! The demo shop: „Wufi lemmikloomapood“, a pet shop in Tallinn, as data.
//!
//! What it sells and on which terms stands in `crates/flow/demo/*.toml`, is
//! built into the program and read by [`Shop::load`]. Every thing in it has a
//! [`Key`], and every key has one id, the same in every installation. Products
//! have no photographs; [`picture()`] draws them.

mod catalog;
mod check;
mod data;
mod ean;
mod ids;
mod offer;
mod picture;
mod prices;
mod seed;
mod terms;
#[cfg(test)]
mod tests;
mod text;

pub use catalog::{Category, Collection, OptionValue, Product, ProductOption, ProductType, Status, Stock, Tag, Variant};
pub use data::{DemoError, Shop};
pub use ean::Ean;
pub use ids::{Key, demo_id};
pub use offer::{OfferedOption, OfferedValue};
pub use picture::picture;
pub use prices::{Price, Prices};
pub use seed::{ADMIN_EMAIL, Access, SeedError, Seeding, access, is_here, seed};
pub use terms::{
    Address, FulfillmentKind, FulfillmentSet, Location, Region, SalesChannel, ServiceZone, ShippingOption, ShippingProfile,
    ShippingType, Store, TaxRate,
};
pub use text::Text;
