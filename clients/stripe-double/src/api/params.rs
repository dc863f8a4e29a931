//! The parameters of a call. Each is taken by who knows it; what nobody took is refused.

use std::collections::BTreeMap;

use super::error::ApiError;
use super::form::{self, Tree};

/// The most keys, letters of a key and letters of a value that metadata has.
const METADATA: (usize, usize, usize) = (50, 40, 500);

/// The parameters that nobody has taken yet.
#[derive(Clone, Debug)]
pub(crate) struct Params {
    tree: BTreeMap<String, Tree>,
    /// The name of the parameter that these are in, if any.
    within: Option<String>,
}

/// What becomes of metadata.
#[derive(Clone, Debug)]
pub(crate) enum MetadataChange {
    Clear,
    /// Put in; what is empty is taken out.
    Merge(BTreeMap<String, String>),
}

impl Params {
    pub(crate) fn of(pairs: &[(String, String)]) -> Self {
        Self { tree: form::tree(pairs), within: None }
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        match self.tree.remove(name) {
            None => Ok(None),
            Some(Tree::Text(text)) => Ok(Some(text)),
            Some(Tree::Branch(_)) => Err(self.refuse(name, "parameter_invalid_string", "Invalid string")),
        }
    }

    /// A text that is not empty, where it is said at all.
    pub(crate) fn name(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        match self.text(name)? {
            Some(text) if text.is_empty() => Err(self.refuse(
                name,
                "parameter_invalid_empty",
                &format!("You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter"),
            )),
            text => Ok(text),
        }
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, name: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.name(name)? else { return Ok(None) };
        let refused = || self.refuse(name, "parameter_invalid_integer", &format!("Invalid integer: {text}"));
        // Rust would read `+5`; Stripe wants digits.
        if !text.trim_start_matches('-').starts_with(|first: char| first.is_ascii_digit()) {
            return Err(refused());
        }
        text.parse().map(Some).map_err(|_| refused())
    }

    /// A whole number from 1 on.
    pub(crate) fn amount(&mut self, name: &str) -> Result<Option<i64>, ApiError> {
        match self.integer(name)? {
            Some(amount) if amount < 1 => {
                let message = "This value must be greater than or equal to 1.";
                Err(self.refuse(name, "parameter_invalid_integer", message))
            }
            amount => Ok(amount),
        }
    }

    /// `true` or `false`.
    pub(crate) fn claim(&mut self, name: &str) -> Result<Option<bool>, ApiError> {
        self.choice(name, &[("true", true), ("false", false)])
    }

    /// One of these.
    pub(crate) fn choice<T: Copy>(&mut self, name: &str, of: &[(&str, T)]) -> Result<Option<T>, ApiError> {
        let Some(text) = self.name(name)? else { return Ok(None) };
        if let Some((_, chosen)) = of.iter().find(|(choice, _)| *choice == text) {
            return Ok(Some(*chosen));
        }
        let choices: Vec<_> = of.iter().map(|(choice, _)| *choice).collect();
        let message = format!("Invalid {}: must be one of {}", self.full(name), choices.join(", "));
        Err(ApiError::invalid(message).param(&self.full(name)))
    }

    /// A list of texts.
    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<String>, ApiError> {
        let refused = || self.refuse(name, "parameter_invalid_array", "Invalid array");
        let mut numbered = Vec::new();
        match self.tree.get(name) {
            None => {}
            Some(Tree::Text(_)) => return Err(refused()),
            Some(Tree::Branch(branch)) => {
                for (number, value) in branch {
                    let (Ok(number), Tree::Text(text)) = (number.parse::<usize>(), value) else { return Err(refused()) };
                    numbered.push((number, text.clone()));
                }
            }
        }
        self.tree.remove(name);
        numbered.sort_unstable();
        Ok(numbered.into_iter().map(|(_, text)| text).collect())
    }

    /// Parameters within a parameter.
    pub(crate) fn inner(&mut self, name: &str) -> Result<Option<Self>, ApiError> {
        match self.tree.remove(name) {
            None => Ok(None),
            Some(Tree::Branch(tree)) => Ok(Some(Self { tree, within: Some(self.full(name)) })),
            Some(Tree::Text(_)) => Err(self.refuse(name, "parameter_invalid_object", "Invalid object")),
        }
    }

    /// What becomes of metadata.
    pub(crate) fn metadata(&mut self) -> Result<Option<MetadataChange>, ApiError> {
        if self.tree.get("metadata") == Some(&Tree::Text(String::new())) {
            self.tree.remove("metadata");
            return Ok(Some(MetadataChange::Clear));
        }
        let Some(inner) = self.inner("metadata")? else { return Ok(None) };
        let mut told = BTreeMap::new();
        for (key, value) in inner.tree {
            let Tree::Text(value) = value else {
                let message = "Metadata values must be strings, but for key '{key}' you passed in a value of type object";
                return Err(ApiError::invalid(message.replace("{key}", &key)).param("metadata"));
            };
            told.insert(key, value);
        }
        Ok(Some(MetadataChange::Merge(told)))
    }

    /// Refuses what nobody took.
    pub(crate) fn finish(&self) -> Result<(), ApiError> {
        let left: Vec<_> = self.tree.keys().map(|name| self.full(name)).collect();
        match left.as_slice() {
            [] => Ok(()),
            [one] => Err(unknown(one, &format!("Received unknown parameter: {one}"))),
            [first, ..] => Err(unknown(first, &format!("Received unknown parameters: {}", left.join(", ")))),
        }
    }

    fn full(&self, name: &str) -> String {
        self.within.as_ref().map_or_else(|| name.to_owned(), |within| format!("{within}[{name}]"))
    }

    fn refuse(&self, name: &str, code: &str, message: &str) -> ApiError {
        ApiError::invalid(message).code(code).param(&self.full(name))
    }
}

fn unknown(name: &str, message: &str) -> ApiError {
    ApiError::invalid(message).code("parameter_unknown").param(name)
}

/// What is said when a parameter is needed that did not come.
pub(crate) fn needed(name: &'static str) -> impl Fn() -> ApiError {
    move || ApiError::invalid(format!("Missing required param: {name}.")).code("parameter_missing").param(name)
}

impl MetadataChange {
    pub(crate) fn apply(self, metadata: &mut BTreeMap<String, String>) -> Result<(), ApiError> {
        let (keys, key_letters, value_letters) = METADATA;
        let told = match self {
            Self::Clear => {
                metadata.clear();
                return Ok(());
            }
            Self::Merge(told) => told,
        };
        for (key, value) in told {
            if key.chars().count() > key_letters || value.chars().count() > value_letters {
                let message = format!(
                    "Metadata keys can have up to {key_letters} characters, and values up to {value_letters}, unlike those of {key}"
                );
                return Err(ApiError::invalid(message).param("metadata"));
            }
            if value.is_empty() {
                metadata.remove(&key);
            } else {
                metadata.insert(key, value);
            }
        }
        if metadata.len() > keys {
            return Err(ApiError::invalid(format!("Metadata can have up to {keys} keys")).param("metadata"));
        }
        Ok(())
    }
}
