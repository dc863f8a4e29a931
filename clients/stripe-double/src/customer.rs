//! Customers.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::api::error::ApiError;
use crate::api::params::MetadataChange;
use crate::ids::mint;
use crate::world::World;

/// A customer.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    id: String,
    created: i64,
    livemode: bool,
    metadata: BTreeMap<String, String>,
    texts: BTreeMap<&'static str, String>,
}

/// A customer to be.
#[derive(Clone, Debug)]
pub(crate) struct NewCustomer {
    pub(crate) metadata: Option<MetadataChange>,
    /// Of [`TEXTS`], those that were said.
    pub(crate) texts: BTreeMap<&'static str, String>,
}

/// What may be said of a customer.
pub(crate) const TEXTS: [&str; 4] = ["description", "email", "name", "phone"];

pub(crate) fn create(world: &mut World, new: NewCustomer) -> Result<Value, ApiError> {
    let mut metadata = BTreeMap::new();
    if let Some(told) = new.metadata {
        told.apply(&mut metadata)?;
    }
    let (created, livemode) = (world.now(), world.livemode);
    let customer = Customer { id: mint("cus_", 14), created, livemode, metadata, texts: new.texts };
    let view = customer.shown();
    world.customers.insert(customer.id.clone(), customer);
    world.tell("customer.created", view.clone());
    Ok(view)
}

impl Customer {
    /// What Stripe tells of it.
    pub(crate) fn shown(&self) -> Value {
        let text = |name| self.texts.get(name).filter(|text| !text.is_empty());
        json!({
            "id": self.id, "object": "customer", "address": null, "balance": 0, "created": self.created,
            "currency": null, "default_source": null, "delinquent": false, "description": text("description"),
            "email": text("email"), "invoice_prefix": null, "invoice_settings": {
                "custom_fields": null, "default_payment_method": null, "footer": null, "rendering_options": null,
            }, "livemode": self.livemode, "metadata": self.metadata,
            "name": text("name"), "phone": text("phone"), "preferred_locales": [], "shipping": null,
        })
    }
}
