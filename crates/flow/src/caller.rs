//! Who asks, and through what.

use std::net::IpAddr;

use serde_json::Value;
use wufi_domain::audit::Event;
use wufi_domain::cart::Buyer;
use wufi_domain::ids::{CustomerId, RequestId, SalesChannelId};
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;
use wufi_domain::owner::{Owner, Standing};
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::{StoreError, Tx, customers};

use crate::FlowError;

/// Everything a flow needs to know about the one who asks.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who they have shown to be: what they may touch goes by it.
    pub standing: Standing,
    /// Whether something about their session asks for the password before they pay.
    pub asks_step_up: bool,
    /// When they gave the password that their credential stands for; none where there is no login.
    pub proven_at: Option<Moment>,
    /// The address that they come from; none where a storefront server speaks that does not say for whom.
    pub address: Option<IpAddr>,
    /// The channels that their publishable key opens; none means the shop's default.
    pub channels: Vec<SalesChannelId>,
    /// Their language.
    pub locale: Locale,
    /// The request that brought them, for the audit log.
    pub request: Option<RequestId>,
    /// Who acts.
    pub acting: Acting,
}

/// Who acts, when something is done for an owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Acting {
    /// The owner themself.
    #[default]
    Owner,
    /// The shop, which finishes what they began.
    Wufi,
}

impl Caller {
    /// The shop itself, for whoever owns something: what they began is finished, and nothing else.
    #[must_use]
    pub fn for_owner(owner: &Owner) -> Self {
        let standing = match owner {
            Owner::Customer(id) => Standing::of_customer(id.clone()),
            Owner::Guest(digest) => Standing::of_guest(digest.clone()),
            Owner::Bearer => Standing::default(),
        };
        let (channels, locale, request) = (Vec::new(), Locale::default(), None);
        let (proven_at, address) = (None, None);
        Self { standing, asks_step_up: false, proven_at, address, channels, locale, request, acting: Acting::Wufi }
    }

    /// Refuses when the password is asked for again first.
    pub(crate) const fn vouched(&self) -> Result<(), FlowError> {
        if self.asks_step_up { Err(FlowError::StepUpRequired) } else { Ok(()) }
    }

    /// The customer who calls.
    pub(crate) fn customer(&self) -> Result<&CustomerId, FlowError> {
        self.standing.customer.as_ref().ok_or(FlowError::NotLoggedIn)
    }

    /// The account of the customer who calls; without one, the login is worth nothing.
    pub(crate) async fn account(&self, tx: &mut Tx) -> Result<Buyer, FlowError> {
        let id = self.customer()?.clone();
        let email = customers::email_of_account(tx, &id).await?.ok_or(FlowError::NotLoggedIn)?;
        Ok(Buyer { id, email })
    }

    /// Puts on record what this caller did, to what kind of thing and to which.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        event: Event,
        (subject_kind, subject): (&'static str, &str),
        facts: Value,
    ) -> Result<(), StoreError> {
        let owner = self.standing.owner();
        let actor = match self.acting {
            Acting::Owner => Actor::Owner(&owner),
            Acting::Wufi => Actor::Wufi,
        };
        audit::record(tx, Entry { event, actor, subject_kind, subject, request: self.request.as_ref(), facts }).await
    }
}
