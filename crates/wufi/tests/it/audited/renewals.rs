//! What else may come of a token that is renewed, and what it leaves.

use serde_json::{Value, json};
use wufi_domain::audit::Event;

use super::asking::{Asking, FIREFOX};
use crate::bad_input::people;
use crate::kit::shopper::text;
use crate::kit::{Shop, Shopper};

const REFRESH: &str = "POST /auth/token/refresh";

pub(super) async fn asking(shop: &Shop) -> Vec<Asking> {
    let shopper = shop.shopper();
    vec![copied(&shopper).await, elsewhere(&shopper).await, registered(&shopper).await, again(&shopper).await]
}

async fn entered(shopper: &Shopper) -> Value {
    let email = people::account(shopper).await;
    people::log_in(shopper, &email).await
}

/// A refresh token whose successor was used.
async fn copied(shopper: &Shopper) -> Asking {
    let first = entered(shopper).await["refresh_token"].clone();
    let renew = async |token: &Value| shopper.post("/auth/token/refresh", json!({ "refresh_token": token })).await.ok();
    let second = renew(&first).await["refresh_token"].clone();
    renew(&second).await;
    Asking::new(REFRESH, "a copy", (shopper, json!({ "refresh_token": first })))
        .refused(401)
        .leaves(&[Event::RefreshReused, Event::SessionEnded])
}

async fn elsewhere(shopper: &Shopper) -> Asking {
    let body = json!({ "refresh_token": entered(shopper).await["refresh_token"] });
    Asking::new(REFRESH, "another browser", (shopper, body))
        .from(FIREFOX)
        .leaves(&[Event::SessionRefreshed, Event::SuspicionRaised])
}

/// The token of a registration becomes a login.
async fn registered(shopper: &Shopper) -> Asking {
    let new = people::registered(shopper).await;
    let caller = shopper.bearing(&new.token.unwrap());
    caller.post("/store/customers", json!({})).await.ok();
    Asking::new(REFRESH, "a registration", (&caller, json!({}))).leaves(&[Event::LoginSucceeded])
}

/// An access token is given again with the same end, and nothing changes.
async fn again(shopper: &Shopper) -> Asking {
    let caller = shopper.bearing(&text(&entered(shopper).await["token"]));
    Asking::new(REFRESH, "an access token", (&caller, json!({})))
}
