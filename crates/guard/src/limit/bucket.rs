//! What a request is charged to.

use wufi_domain::limit::{Class, Rule};

use super::BucketKey;

/// Whose requests are counted together, and how many of them are granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// What kind of request it is.
    pub class: Class,
    /// Whose requests they are.
    pub key: BucketKey,
    /// How many are granted; always the same for one key.
    pub rule: Rule,
    /// Whether denied requests count as well.
    pub denied: Denied,
}

/// What a denied request does to its bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nothing.
    Free,
    /// It counts like an accepted one: whoever goes on hammering stays out until they pause.
    Counts,
}
