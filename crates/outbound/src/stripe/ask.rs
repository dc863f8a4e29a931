//! Questions to Stripe: to which path, with which form, under which key.

use reqwest::Method;
use url::form_urlencoded::byte_serialize;
use wufi_domain::ids::{Id, IntentId};
use wufi_domain::money::{Amount, Currency};

use super::error::StripeError;
use super::units;

/// The longest key that Stripe takes.
const LONGEST_KEY: usize = 255;

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) enum Deed<'a> {
    Create,
    Update(&'a IntentId),
    Retrieve(&'a IntentId),
    Capture(&'a IntentId),
    Cancel(&'a IntentId),
    Refund(&'a IntentId),
    /// Which refunds an intent has.
    Refunds(&'a IntentId),
}

impl<'a> Deed<'a> {
    /// The intent that it is about, unless it is to be made.
    pub(super) const fn about(self) -> Option<&'a IntentId> {
        match self {
            Self::Create => None,
            Self::Update(id)
            | Self::Retrieve(id)
            | Self::Capture(id)
            | Self::Cancel(id)
            | Self::Refund(id)
            | Self::Refunds(id) => Some(id),
        }
    }

    /// A word for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update(_) => "update",
            Self::Retrieve(_) => "retrieve",
            Self::Capture(_) => "capture",
            Self::Cancel(_) => "cancel",
            Self::Refund(_) => "refund",
            Self::Refunds(_) => "refunds",
        }
    }

    /// Whether it says how much is to be paid.
    pub(super) const fn sets_amount(self) -> bool {
        matches!(self, Self::Create | Self::Update(_))
    }

    /// Whether it changes something, and so goes under a key.
    pub(super) const fn changes(self) -> bool {
        !matches!(self, Self::Retrieve(_) | Self::Refunds(_))
    }

    const fn method(self) -> Method {
        match self {
            Self::Retrieve(_) | Self::Refunds(_) => Method::GET,
            _ => Method::POST,
        }
    }

    fn path(self) -> String {
        match self {
            Self::Create => "/v1/payment_intents".to_owned(),
            Self::Update(id) | Self::Retrieve(id) => format!("/v1/payment_intents/{id}"),
            Self::Capture(id) => format!("/v1/payment_intents/{id}/capture"),
            Self::Cancel(id) => format!("/v1/payment_intents/{id}/cancel"),
            Self::Refund(_) | Self::Refunds(_) => "/v1/refunds".to_owned(),
        }
    }
}

/// A form as Stripe takes it (`application/x-www-form-urlencoded`), and as a query.
#[derive(Default)]
pub(super) struct Form(String);

impl Form {
    /// Begins with an amount.
    pub(super) fn amount(name: &str, amount: Amount, currency: Currency) -> Result<Self, StripeError> {
        let written = units::to_stripe(amount, currency).ok_or(StripeError::Unchargeable)?;
        let mut form = Self::default();
        form.add(name, &written.to_string());
        Ok(form)
    }

    pub(super) fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.extend(byte_serialize(name.as_bytes()));
        self.0.push('=');
        self.0.extend(byte_serialize(value.as_bytes()));
    }

    pub(super) fn describe(&mut self, description: Option<&str>) {
        if let Some(description) = description {
            self.add("description", description);
        }
    }
}

/// A question as it goes over the wire, however often.
pub(super) struct Question<'a> {
    pub(super) deed: Deed<'a>,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) form: String,
    pub(super) key: Option<&'a str>,
}

impl<'a> Question<'a> {
    pub(super) fn new(deed: Deed<'a>, form: Form, key: Option<&'a str>) -> Result<Self, StripeError> {
        if key.is_some_and(|key| !is_key(key)) {
            return Err(StripeError::BadKey);
        }
        // Asked once more here, where it becomes part of a URL: an id may come from a database that somebody edited.
        if deed.about().is_some_and(|id| IntentId::parse(id.as_str()).is_none()) {
            return Err(StripeError::NoSuchIntent);
        }
        Ok(Self { deed, method: deed.method(), path: deed.path(), form: form.0, key })
    }
}

fn is_key(key: &str) -> bool {
    (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}
