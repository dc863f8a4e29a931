//! A request as a tree, before anybody has said what it should be.

use serde_json::Number;

/// A value that came in, whole and within bounds.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number that is exact as it stands.
    Number(Number),
    /// A text of a JSON body.
    Text(String),
    /// A text of a query, where numbers and truths are written as text, too.
    Loose(String),
    /// An array.
    List(Vec<Self>),
    /// An object: its keys are all different.
    Object(Vec<(String, Self)>),
}

impl Node {
    /// The text of a text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Loose(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => None,
        }
    }
}
