//! Values of the shop that are written as one word: ids, addresses, countries, languages.

use std::marker::PhantomData;

use serde_json::{Value, json};
use wufi_domain::country::Country;
use wufi_domain::email::Email;
use wufi_domain::fault::Reason;
use wufi_domain::ids::Id;
use wufi_domain::locale::Locale;
use wufi_domain::money::Currency;
use wufi_domain::text::Kind;

use super::super::faults::{Faults, Place};
use super::super::node::Node;
use super::{Reader, text};

/// The longest free text that has no limit of its own, in characters.
const MOST: usize = 2_000;

/// Takes an id; see [`id`].
#[derive(Clone, Copy, Debug)]
pub struct IdOf<T>(PhantomData<T>);

/// Reads an id of the kind `T`.
#[must_use]
pub const fn id<T: Id>() -> IdOf<T> {
    IdOf(PhantomData)
}

impl<T: Id> Reader for IdOf<T> {
    type Out = T;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<T> {
        parsed(node, at, faults, (T::parse, Reason::NotAnId))
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "pattern": format!("^{}_[0-9A-Za-z]{{20,40}}$", T::PREFIX) })
    }
}

/// A way to read a word, and the reason when it cannot be read.
type Parsing<T> = (fn(&str) -> Option<T>, Reason);

fn parsed<T>(node: &Node, at: &Place<'_>, faults: &mut Faults, (parse, reason): Parsing<T>) -> Option<T> {
    let Some(text) = node.text() else { return faults.refuse(at, Reason::ExpectedString) };
    parse(text).or_else(|| faults.refuse(at, reason))
}

/// Takes an e-mail address; see [`email`].
#[derive(Clone, Copy, Debug)]
pub struct Address;

/// Reads an e-mail address.
#[must_use]
pub const fn email() -> Address {
    Address
}

impl Reader for Address {
    type Out = Email;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Email> {
        parsed(node, at, faults, (Email::parse, Reason::NotAnEmail))
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "format": "email", "maxLength": Email::MAX })
    }
}

/// Takes a country; see [`country`].
#[derive(Clone, Copy, Debug)]
pub struct CountryCode;

/// Reads a country by its two letters.
#[must_use]
pub const fn country() -> CountryCode {
    CountryCode
}

impl Reader for CountryCode {
    type Out = Country;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Country> {
        parsed(node, at, faults, (Country::new, Reason::NotACountry))
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "minLength": 2, "maxLength": 2 })
    }

    /// The address form of the storefront sends `""` while no country is chosen.
    fn takes_empty_for_none(&self) -> bool {
        true
    }
}

/// Takes a currency; see [`currency`].
#[derive(Clone, Copy, Debug)]
pub struct CurrencyCode;

/// Reads a currency by its three letters.
#[must_use]
pub const fn currency() -> CurrencyCode {
    CurrencyCode
}

impl Reader for CurrencyCode {
    type Out = Currency;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Currency> {
        parsed(node, at, faults, (Currency::new, Reason::NotACurrency))
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "minLength": 3, "maxLength": 3 })
    }
}

/// Takes a language; see [`locale`].
#[derive(Clone, Copy, Debug)]
pub struct LocaleTag;

/// Reads a language that the shop speaks, as `et` or `en-US`.
#[must_use]
pub const fn locale() -> LocaleTag {
    LocaleTag
}

impl Reader for LocaleTag {
    type Out = Locale;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Locale> {
        parsed(node, at, faults, (Locale::parse, Reason::NotALocale))
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "examples": Locale::ALL.map(Locale::medusa_code) })
    }

    /// js-sdk sends `""` while no language is chosen.
    fn takes_empty_for_none(&self) -> bool {
        true
    }
}

/// Takes any single value; see [`any_scalar`].
#[derive(Clone, Copy, Debug)]
pub struct Scalar;

/// Reads a text, a number or a truth, whichever it is.
#[must_use]
pub const fn any_scalar() -> Scalar {
    Scalar
}

impl Reader for Scalar {
    type Out = Value;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Value> {
        match node {
            Node::Null => Some(Value::Null),
            Node::Bool(value) => Some(Value::Bool(*value)),
            Node::Number(number) => Some(Value::Number(number.clone())),
            Node::Text(written) | Node::Loose(written) if written.is_empty() => Some(Value::from("")),
            Node::Text(_) | Node::Loose(_) => text(Kind::Lines, MOST).read(node, at, faults).map(Value::String),
            Node::List(_) | Node::Object(_) => faults.refuse(at, Reason::ExpectedScalar),
        }
    }

    fn schema(&self) -> Value {
        json!({ "type": ["string", "number", "boolean", "null"] })
    }
}

#[cfg(test)]
mod tests {
    use wufi_domain::ids::{CartId, VariantId};

    use super::super::testing::{body, query};
    use super::*;

    #[test]
    fn words_of_the_shop_become_its_types() {
        assert!(body(&id::<CartId>(), r#""cart_00000000000000000000000000""#).is_ok());
        assert_eq!(body(&email(), r#"" Mari@Wufi.EE ""#).unwrap().as_str(), "Mari@wufi.ee");
        assert_eq!(query(&country(), "EE").unwrap().iso_2(), "ee");
        assert_eq!(query(&locale(), "et-EE"), Ok(Locale::Et));
    }

    #[test]
    fn what_is_none_of_theirs_is_refused() {
        assert_eq!(body(&id::<VariantId>(), r#""cart_00000000000000000000000000""#).err(), Some(Reason::NotAnId));
        assert_eq!(body(&id::<CartId>(), r#""cart_0000000000000000000000000\u0000""#).err(), Some(Reason::NotAnId));
        assert_eq!(body(&id::<CartId>(), "1").err(), Some(Reason::ExpectedString));
        assert_eq!(body(&email(), r#""a@c.ee\r\nBcc: x@y.ee""#).err(), Some(Reason::NotAnEmail));
        assert_eq!(body(&country(), r#""zz""#).err(), Some(Reason::NotACountry));
        assert_eq!(body(&locale(), r#""xx""#).err(), Some(Reason::NotALocale));
    }

    #[test]
    fn any_single_value_is_a_scalar_and_nothing_else_is() {
        assert_eq!(body(&any_scalar(), "1.5"), Ok(json!(1.5)));
        assert_eq!(body(&any_scalar(), r#""tere""#), Ok(json!("tere")));
        assert_eq!(body(&any_scalar(), r#""a\u0000""#), Err(Reason::BadCharacter));
        assert_eq!(body(&any_scalar(), "[]"), Err(Reason::ExpectedScalar));
    }
}
