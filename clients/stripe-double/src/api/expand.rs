//! Which ids in an answer are followed.

use serde_json::Value;

use super::call::Call;
use super::error::ApiError;
use super::params::Params;
use crate::charge;
use crate::customer::Customer;
use crate::intent::view;
use crate::world::World;

/// Which ids in an answer are followed: the ways to them, name by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expand(Vec<Vec<String>>);

/// The ids of an intent that can be followed.
const OF_INTENT: &[&str] = &["latest_charge", "payment_method", "customer"];
/// Those of a refund.
const OF_REFUND: &[&str] = &["charge", "payment_intent"];
/// Those of a charge.
const OF_CHARGE: &[&str] = &["payment_intent", "payment_method", "customer"];

impl Expand {
    pub(crate) fn read(params: &mut Params, call: Call) -> Result<Self, ApiError> {
        let mut ways = Vec::new();
        for told in params.list("expand")? {
            let way: Vec<_> = told.split('.').map(str::to_owned).collect();
            let names: Vec<_> = way.iter().map(String::as_str).collect();
            if !leads_somewhere(call, &names) {
                let message = format!("This property cannot be expanded ({told}).");
                return Err(ApiError::invalid(message).param("expand"));
            }
            ways.push(way);
        }
        Ok(Self(ways))
    }

    /// Puts what they name in the place of ids.
    pub(crate) fn apply(&self, world: &World, answer: &mut Value) {
        for way in &self.0 {
            let names: Vec<_> = way.iter().map(String::as_str).collect();
            follow(world, answer, &names);
        }
    }
}

fn leads_somewhere(call: Call, way: &[&str]) -> bool {
    let way = match (call, way) {
        (Call::List | Call::ListRefunds, ["data", rest @ ..]) => rest,
        (Call::List | Call::ListRefunds, _) => return false,
        _ => way,
    };
    let mut names = match call {
        Call::Refund | Call::RetrieveRefund | Call::ListRefunds => OF_REFUND,
        Call::RetrieveCharge => OF_CHARGE,
        Call::CreateCustomer | Call::RetrieveCustomer | Call::Account | Call::Unknown => &[],
        _ => OF_INTENT,
    };
    for name in way {
        if !names.contains(name) {
            return false;
        }
        names = match *name {
            "latest_charge" | "charge" => OF_CHARGE,
            "payment_intent" => OF_INTENT,
            "payment_method" => &["customer"],
            _ => &[],
        };
    }
    !way.is_empty()
}

fn follow(world: &World, value: &mut Value, way: &[&str]) {
    let Some((first, rest)) = way.split_first() else { return };
    let Some(inner) = value.get_mut(*first) else { return };
    if let Value::Array(list) = inner {
        for one in list {
            follow(world, one, rest);
        }
        return;
    }
    if let Some(found) = inner.as_str().and_then(|id| look_up(world, first, id)) {
        *inner = found;
    }
    follow(world, inner, rest);
}

fn look_up(world: &World, name: &str, id: &str) -> Option<Value> {
    match name {
        "latest_charge" | "charge" => world.charges.get(id).map(charge::shown),
        "payment_method" => world.methods.get(id).map(view::method),
        "payment_intent" => world.intents.get(id).map(view::shown),
        "customer" => world.customers.get(id).map(Customer::shown),
        _ => None,
    }
}
