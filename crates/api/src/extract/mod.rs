//! From bytes to domain types: bodies, queries and path ids, read strictly.
//!
//! Nothing here uses serde for the shape of a request: serde takes an array
//! where an object is meant, the last of two equal keys, and stops at the first
//! fault. Here a request is read into a [`node::Node`] tree within fixed bounds,
//! and a [`Shape`] reads its fields, each by a [`Reader`]; all faults are
//! gathered with their paths, and a key that nobody asked for is one.
//!
//! Order in a handler's arguments: ids, then what the layers left (language,
//! caller), then [`Query`], then [`Body`], which axum forces to be last. A body
//! is therefore read only after everything that can refuse by headers alone.

pub mod body;
mod faults;
mod fields;
pub mod json;
mod language;
pub mod node;
pub mod order;
pub mod paging;
pub mod path;
pub mod pick;
mod qs;
pub mod query;
pub mod readers;
pub mod visit;

pub(crate) use body::collected;
pub use body::{Bodies, Body, NoBody, Raw};
pub use faults::{Faults, Place};
pub use fields::{Fields, Patch, Shape, describe, read_shape};
pub use language::Language;
pub use order::{Direction, Order, order};
pub use paging::Paging;
pub use path::{Id, Ids, Segment};
pub use pick::{FieldRules, Object, Pick};
pub use query::Query;
pub use readers::Reader;
pub use visit::{Brought, Visiting};
