//! Payment intents: what they hold, how they begin and how they change.

pub(crate) mod ending;
pub(crate) mod payment;
pub(crate) mod view;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::error::ApiError;
use crate::api::params::MetadataChange;
use crate::ids::mint;
use crate::money;
use crate::status::{Action, CaptureMethod, Status, Step};
use crate::world::{Method, World};
use payment::Confirm;

/// A payment intent. Tests may change what it says.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Its id, `pi_…`.
    pub id: String,
    /// What is to be paid, in the smallest unit of its currency.
    pub amount: i64,
    /// What is held and can still be taken.
    pub amount_capturable: i64,
    /// What was taken.
    pub amount_received: i64,
    /// Whether it takes whatever the account takes, and among that what leads to other pages; else the types listed.
    pub automatic_methods: Option<Redirects>,
    /// Where the shopper's bank asks who they are.
    pub bank_page: String,
    /// When it was cancelled, in seconds since 1970.
    pub canceled_at: Option<i64>,
    /// Why.
    pub cancellation_reason: Option<String>,
    /// When its money is taken.
    pub capture_method: CaptureMethod,
    /// What lets a browser pay it.
    pub client_secret: String,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// As three small letters.
    pub currency: String,
    /// The customer, `cus_…`, if any.
    pub customer: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Why the last attempt to pay it failed, as Stripe tells it.
    pub last_payment_error: Option<Value>,
    /// The last attempt to pay it, `ch_…`.
    pub latest_charge: Option<String>,
    /// Whether it is about real money.
    pub livemode: bool,
    /// What the shop noted with it.
    pub metadata: BTreeMap<String, String>,
    /// With what it is paid, `pm_…`.
    pub payment_method: Option<String>,
    /// With what kinds of things it can be paid.
    pub payment_method_types: Vec<String>,
    /// Where the receipt goes.
    pub receipt_email: Option<String>,
    /// Where the shopper comes back to.
    pub return_url: Option<String>,
    /// `on_session` or `off_session`, if the card is to be kept.
    pub setup_future_usage: Option<String>,
    /// What the bank statement ends in.
    pub statement_descriptor_suffix: Option<String>,
    /// How far it has got.
    pub status: Status,
}

/// Whether paying may lead to another page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirects {
    /// It may.
    Always,
    /// It may not.
    Never,
}

/// An intent to be.
#[derive(Clone, Debug)]
pub(crate) struct NewIntent {
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) capture_method: CaptureMethod,
    pub(crate) automatic_methods: Option<Redirects>,
    pub(crate) payment_method_types: Vec<String>,
    pub(crate) payment_method: Option<String>,
    pub(crate) metadata: Option<MetadataChange>,
    pub(crate) texts: Texts,
    /// When it is confirmed at once.
    pub(crate) confirm: Option<Confirm>,
}

/// What changes in an intent.
#[derive(Clone, Debug)]
pub(crate) struct Changes {
    pub(crate) amount: Option<i64>,
    pub(crate) currency: Option<String>,
    pub(crate) capture_method: Option<CaptureMethod>,
    pub(crate) payment_method: Option<String>,
    pub(crate) metadata: Option<MetadataChange>,
    pub(crate) texts: Texts,
}

/// What is said in words; an empty one takes back what was said before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub(crate) customer: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) receipt_email: Option<String>,
    pub(crate) setup_future_usage: Option<String>,
    pub(crate) statement_descriptor_suffix: Option<String>,
}

impl Texts {
    fn apply(self, intent: &mut Intent) {
        for (place, said) in [
            (&mut intent.customer, self.customer),
            (&mut intent.description, self.description),
            (&mut intent.receipt_email, self.receipt_email),
            (&mut intent.setup_future_usage, self.setup_future_usage),
            (&mut intent.statement_descriptor_suffix, self.statement_descriptor_suffix),
        ] {
            if let Some(said) = said {
                *place = Some(said).filter(|said| !said.is_empty());
            }
        }
    }
}

impl Intent {
    /// Refuses what may not be done to it now.
    pub(crate) fn permit(&self, action: Action) -> Result<(), ApiError> {
        if action.allowed_in().contains(&self.status) {
            return Ok(());
        }
        let refused = ApiError::invalid(action.refusal(self.status)).code("payment_intent_unexpected_state");
        let refused = if let Action::Change(field) = action { refused.param(field) } else { refused };
        Err(refused.with("payment_intent", view::shown(self)))
    }

    fn begin(world: &World, new: &NewIntent) -> Self {
        let id = mint("pi_", 24);
        let bank_page = format!("{}/double/intents/{id}/authenticate", world.home);
        Self {
            client_secret: mint(&format!("{id}_secret_"), 25),
            id,
            amount: new.amount,
            amount_capturable: 0,
            amount_received: 0,
            automatic_methods: new.automatic_methods,
            bank_page,
            canceled_at: None,
            cancellation_reason: None,
            capture_method: new.capture_method,
            created: world.now(),
            currency: new.currency.clone(),
            customer: None,
            description: None,
            last_payment_error: None,
            latest_charge: None,
            livemode: world.livemode,
            metadata: BTreeMap::new(),
            payment_method: None,
            payment_method_types: new.payment_method_types.clone(),
            receipt_email: None,
            return_url: None,
            setup_future_usage: None,
            statement_descriptor_suffix: None,
            status: Status::RequiresPaymentMethod,
        }
    }

    fn give(&mut self, method: &Method) {
        self.payment_method = Some(method.id.clone());
        self.status = Step::Readied.leads_to();
    }
}

/// Makes an intent, and has it paid where that was asked for; returns its id.
pub(crate) fn create(world: &mut World, new: NewIntent) -> Result<String, ApiError> {
    money::check(new.amount, &new.currency)?;
    world.check_customer(new.texts.customer.as_deref())?;
    let mut intent = Intent::begin(world, &new);
    if let Some(told) = new.metadata {
        told.apply(&mut intent.metadata)?;
    }
    if let Some(name) = &new.payment_method {
        intent.give(&world.method(name)?);
    }
    new.texts.apply(&mut intent);

    let id = intent.id.clone();
    world.intents.insert(id.clone(), intent);
    world.tell_intent("payment_intent.created", &id);
    if let Some(confirm) = new.confirm {
        payment::confirm(world, &id, confirm)?;
    }
    Ok(id)
}

/// Changes an intent: everything that was asked for, or nothing.
pub(crate) fn update(world: &mut World, id: &str, changes: Changes) -> Result<(), ApiError> {
    let mut intent = world.intent(id)?.clone();
    for (field, asked) in [
        ("amount", changes.amount.is_some()),
        ("currency", changes.currency.is_some()),
        ("capture_method", changes.capture_method.is_some()),
        ("payment_method", changes.payment_method.is_some()),
        ("customer", changes.texts.customer.is_some()),
        ("setup_future_usage", changes.texts.setup_future_usage.is_some()),
    ] {
        if asked {
            intent.permit(Action::Change(field))?;
        }
    }
    let customer = changes.texts.customer.as_deref().filter(|customer| !customer.is_empty());
    world.check_customer(customer)?;

    let price = (intent.amount, intent.currency.clone());
    intent.amount = changes.amount.unwrap_or(intent.amount);
    intent.currency = changes.currency.unwrap_or(intent.currency);
    intent.capture_method = changes.capture_method.unwrap_or(intent.capture_method);
    money::check(intent.amount, &intent.currency)?;
    if let Some(told) = changes.metadata {
        told.apply(&mut intent.metadata)?;
    }
    changes.texts.apply(&mut intent);
    if let Some(name) = changes.payment_method {
        intent.give(&world.method(&name)?);
    }
    // What the bank was about to be asked is not what is paid any more.
    if intent.status == Status::RequiresAction && price != (intent.amount, intent.currency.clone()) {
        intent.status = Step::Readied.leads_to();
    }
    world.intents.insert(id.to_owned(), intent);
    Ok(())
}
