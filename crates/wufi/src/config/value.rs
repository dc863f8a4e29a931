//! A value before its key has looked at it, from TOML or from a variable.

use toml::de::{DeTable, DeValue};

/// A value as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Text of a variable, a secret file or a default: read as whatever the key is.
    Unread(String),
    /// A TOML string.
    Text(String),
    /// A TOML integer.
    Number(i64),
    /// A TOML array of strings.
    List(Vec<String>),
    /// A kind of TOML value that no key takes; its name.
    Other(&'static str),
}

impl Value {
    /// The value as a text.
    pub(super) fn text(self) -> Result<String, String> {
        match self {
            Self::Unread(text) | Self::Text(text) if text.trim().is_empty() => Err("is empty".to_owned()),
            Self::Unread(text) | Self::Text(text) => Ok(text),
            other => Err(other.is_not("a text in quotes")),
        }
    }

    /// The value as a whole number.
    pub(super) fn number(self) -> Result<i64, String> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Unread(text) => text.trim().parse().map_err(|_| format!("{text:?} is no whole number")),
            other => Err(other.is_not("a whole number")),
        }
    }

    /// The value as a list: in a variable a TOML array, or parts between commas.
    pub(super) fn list(self) -> Result<Vec<String>, String> {
        match self {
            Self::List(list) => Ok(list),
            Self::Unread(text) if text.trim().starts_with('[') => read_array(text.trim()),
            Self::Unread(text) => Ok(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()),
            other => Err(other.is_not("a list of texts")),
        }
    }

    fn is_not(&self, wanted: &str) -> String {
        let found = match self {
            Self::Unread(_) | Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::List(_) => "a list",
            Self::Other(kind) => kind,
        };
        format!("is {found}, not {wanted}")
    }
}

impl From<&DeValue<'_>> for Value {
    fn from(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
                .map_or(Self::Other("a number that is too large"), Self::Number),
            DeValue::Array(items) => {
                let texts: Option<Vec<String>> = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
                texts.map_or(Self::Other("a list with other things than texts in it"), Self::List)
            }
            DeValue::Float(_) => Self::Other("a fraction"),
            DeValue::Boolean(_) => Self::Other("true or false"),
            DeValue::Datetime(_) => Self::Other("a date"),
            DeValue::Table(_) => Self::Other("a section"),
        }
    }
}

/// Reads the TOML array that a variable holds, as the only value of a document.
fn read_array(text: &str) -> Result<Vec<String>, String> {
    let document = format!("list = {text}");
    let table = DeTable::parse(&document).map_err(|_| "starts like a TOML array and is none".to_owned())?;
    match table.get_ref().iter().next() {
        Some((_, value)) if table.get_ref().len() == 1 => Value::from(value.get_ref()).list(),
        _ => Err("starts like a TOML array and is none".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unread(text: &str) -> Value {
        Value::Unread(text.to_owned())
    }

    #[test]
    fn a_list_in_a_variable_is_an_array_or_parts_between_commas() {
        for text in ["a,b", " a , b ,", r#"["a", "b"]"#, "['a',\n 'b']"] {
            assert_eq!(unread(text).list().unwrap(), ["a", "b"], "{text}");
        }
        for text in ["", "[]", " [ ] "] {
            assert!(unread(text).list().unwrap().is_empty(), "{text:?}");
        }
    }

    #[test]
    fn what_only_starts_like_an_array_is_refused() {
        for text in ["[", "['a']x", "[1, 2]", "['a']\nother = ['b']", "[['a']]"] {
            assert!(unread(text).list().is_err(), "{text}");
        }
    }

    #[test]
    fn a_value_of_the_wrong_kind_says_what_it_is() {
        assert_eq!(Value::Number(1).text().unwrap_err(), "is a number, not a text in quotes");
        assert_eq!(Value::Text("1".to_owned()).number().unwrap_err(), "is a text, not a whole number");
        assert_eq!(Value::Text("a,b".to_owned()).list().unwrap_err(), "is a text, not a list of texts");
        assert_eq!(unread("ten").number().unwrap_err(), "\"ten\" is no whole number");
        assert_eq!(unread(" ").text().unwrap_err(), "is empty");
    }
}
