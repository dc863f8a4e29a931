//! What a call asks for, once its parameters have been read.

use super::auth::Caller;
use super::call::Call;
use super::error::ApiError;
use super::expand::Expand;
use super::page::Page;
use super::params::{MetadataChange, Params, needed};
use crate::customer::{self, NewCustomer};
use crate::intent::payment::{Confirm, Presence};
use crate::intent::{Changes, NewIntent, Redirects, Texts};
use crate::refund::NewRefund;
use crate::status::CaptureMethod;

/// What a call asks for.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) deed: Deed,
    pub(crate) expand: Expand,
    /// What a browser shows instead of the secret key.
    pub(crate) client_secret: Option<String>,
    pub(crate) caller: Caller,
}

/// What is to be done, or looked at.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Create(Box<NewIntent>),
    Update(String, Box<Changes>),
    Retrieve(String),
    List { page: Page, customer: Option<String> },
    Confirm(String, Confirm),
    Capture(String, Option<i64>),
    Cancel(String, Option<String>),
    Refund(NewRefund),
    RetrieveRefund(String),
    ListRefunds { page: Page, payment_intent: Option<String>, charge: Option<String> },
    RetrieveCharge(String),
    CreateCustomer(NewCustomer),
    RetrieveCustomer(String),
    Account,
}

const REASONS: [(&str, &str); 4] = [
    ("duplicate", "duplicate"),
    ("fraudulent", "fraudulent"),
    ("requested_by_customer", "requested_by_customer"),
    ("abandoned", "abandoned"),
];

impl Order {
    /// Reads a call; `id` is the one in its path.
    pub(crate) fn read(call: Call, id: &str, mut params: Params, caller: Caller) -> Result<Self, ApiError> {
        let id = id.to_owned();
        let expand = Expand::read(&mut params, call)?;
        let by_browser = matches!(call, Call::Retrieve | Call::Confirm);
        let client_secret = if by_browser { params.name("client_secret")? } else { None };
        let deed = match call {
            Call::Create => Deed::Create(Box::new(create(&mut params)?)),
            Call::Update => Deed::Update(id, Box::new(update(&mut params)?)),
            Call::Retrieve => Deed::Retrieve(id),
            Call::List => Deed::List { page: Page::read(&mut params)?, customer: params.name("customer")? },
            Call::Confirm => Deed::Confirm(id, confirm(&mut params, caller)?),
            Call::Capture => Deed::Capture(id, params.amount("amount_to_capture")?),
            Call::Cancel => Deed::Cancel(id, params.choice("cancellation_reason", &REASONS)?.map(str::to_owned)),
            Call::Refund => Deed::Refund(refund(&mut params)?),
            Call::RetrieveRefund => Deed::RetrieveRefund(id),
            Call::ListRefunds => Deed::ListRefunds {
                page: Page::read(&mut params)?,
                payment_intent: params.name("payment_intent")?,
                charge: params.name("charge")?,
            },
            Call::RetrieveCharge => Deed::RetrieveCharge(id),
            Call::CreateCustomer => Deed::CreateCustomer(new_customer(&mut params)?),
            Call::RetrieveCustomer => Deed::RetrieveCustomer(id),
            Call::Account => Deed::Account,
            Call::Unknown => return Err(ApiError::invalid("Unrecognized request URL.").status(404)),
        };
        params.finish()?;
        Ok(Self { deed, expand, client_secret, caller })
    }
}

fn create(params: &mut Params) -> Result<NewIntent, ApiError> {
    let at_once = params.claim("confirm")?.unwrap_or(false);
    let word = confirmation(params)?;
    if !at_once && (word.return_url.is_some() || word.presence == Presence::Away) {
        let name = if word.return_url.is_some() { "return_url" } else { "off_session" };
        let message =
            format!("The parameter `{name}` cannot be passed when creating a PaymentIntent unless `confirm` is set to true.");
        return Err(ApiError::invalid(message).param(name));
    }
    let automatic_methods = methods(params)?;
    Ok(NewIntent {
        amount: params.amount("amount")?.ok_or_else(needed("amount"))?,
        currency: currency(params)?.ok_or_else(needed("currency"))?,
        capture_method: capture_method(params)?.unwrap_or(CaptureMethod::Automatic),
        automatic_methods,
        payment_method_types: vec!["card".to_owned()],
        payment_method: params.name("payment_method")?,
        metadata: params.metadata()?,
        texts: texts(params)?,
        confirm: at_once.then_some(word),
    })
}

fn update(params: &mut Params) -> Result<Changes, ApiError> {
    Ok(Changes {
        amount: params.amount("amount")?,
        currency: currency(params)?,
        capture_method: capture_method(params)?,
        payment_method: params.name("payment_method")?,
        metadata: params.metadata()?,
        texts: texts(params)?,
    })
}

fn confirm(params: &mut Params, caller: Caller) -> Result<Confirm, ApiError> {
    let payment_method = params.name("payment_method")?;
    // Stripe.js says so of itself.
    params.claim("use_stripe_sdk")?;
    let word = confirmation(params)?;
    let presence = if caller == Caller::Browser { Presence::Browser } else { word.presence };
    Ok(Confirm { payment_method, presence, ..word })
}

fn confirmation(params: &mut Params) -> Result<Confirm, ApiError> {
    let away = [("true", true), ("recurring", true), ("one_off", true), ("false", false)];
    let presence = match params.choice("off_session", &away)? {
        Some(true) => Presence::Away,
        _ => Presence::Server,
    };
    Ok(Confirm { payment_method: None, return_url: params.name("return_url")?, presence })
}

/// Whether whatever the account takes is taken, or only what is listed.
fn methods(params: &mut Params) -> Result<Option<Redirects>, ApiError> {
    let listed = params.list("payment_method_types")?;
    if let Some(other) = listed.iter().find(|kind| *kind != "card") {
        let message = format!("The payment method type provided: {other} is invalid. The double knows cards only.");
        return Err(ApiError::invalid(message).param("payment_method_types"));
    }
    let Some(mut inner) = params.inner("automatic_payment_methods")? else {
        // Since 2023-08-16 whatever the account takes is what is meant by saying nothing.
        return Ok(listed.is_empty().then_some(Redirects::Always));
    };
    let is_enabled = inner.claim("enabled")?;
    let redirects = inner.choice("allow_redirects", &[("always", Redirects::Always), ("never", Redirects::Never)])?;
    inner.finish()?;
    let is_enabled = is_enabled.ok_or_else(needed("automatic_payment_methods[enabled]"))?;
    if is_enabled && !listed.is_empty() {
        let message = "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.";
        return Err(ApiError::invalid(message).code("parameters_exclusive"));
    }
    Ok(is_enabled.then_some(redirects.unwrap_or(Redirects::Always)))
}

fn capture_method(params: &mut Params) -> Result<Option<CaptureMethod>, ApiError> {
    let methods = [
        ("automatic", CaptureMethod::Automatic),
        ("automatic_async", CaptureMethod::AutomaticAsync),
        ("manual", CaptureMethod::Manual),
    ];
    params.choice("capture_method", &methods)
}

fn currency(params: &mut Params) -> Result<Option<String>, ApiError> {
    Ok(params.name("currency")?.map(|currency| currency.to_ascii_lowercase()))
}

fn texts(params: &mut Params) -> Result<Texts, ApiError> {
    let usage = [("on_session", "on_session"), ("off_session", "off_session")];
    Ok(Texts {
        customer: params.name("customer")?,
        description: params.text("description")?,
        receipt_email: params.text("receipt_email")?,
        setup_future_usage: params.choice("setup_future_usage", &usage)?.map(str::to_owned),
        statement_descriptor_suffix: params.text("statement_descriptor_suffix")?,
    })
}

fn refund(params: &mut Params) -> Result<NewRefund, ApiError> {
    let reasons: Vec<_> = REASONS.into_iter().filter(|(reason, _)| *reason != "abandoned").collect();
    Ok(NewRefund {
        charge: params.name("charge")?,
        payment_intent: params.name("payment_intent")?,
        amount: params.amount("amount")?,
        reason: params.choice("reason", &reasons)?.map(str::to_owned),
        metadata: params.metadata()?,
    })
}

fn new_customer(params: &mut Params) -> Result<NewCustomer, ApiError> {
    let metadata: Option<MetadataChange> = params.metadata()?;
    let mut texts = std::collections::BTreeMap::new();
    for name in customer::TEXTS {
        texts.extend(params.text(name)?.map(|text| (name, text)));
    }
    Ok(NewCustomer { metadata, texts })
}
