//! Who the routes of logins are called by: each case has somebody of its own, since good requests use them up.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use wufi_api::app::App;
use wufi_api::policy::{Route, Who};
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, ResetId, TransferId};
use wufi_guard::digest::token_digest;
use wufi_guard::opaque_token::{ResetToken, TransferToken};
use wufi_store::{identities, resets, transfers};

use crate::kit::shopper::text;
use crate::kit::{Shop, Shopper};

pub(crate) const PASSWORD: &str = "kolm põdrapead";

/// A customer with everything that routes of logins ask for.
#[derive(Default)]
pub(crate) struct Person {
    pub(crate) email: String,
    /// What the route is called with, as a bearer token.
    pub(crate) token: Option<String>,
    pub(crate) refresh: String,
    /// Another session of theirs.
    pub(crate) session: String,
    pub(crate) address: String,
    /// What somebody else's request for the order of the case is answered with.
    pub(crate) transfer: String,
}

/// Whoever a route is called by.
pub(super) async fn caller(shop: &Shop, route: &Route<App>, (shopper, order): (&Shopper, &str)) -> Person {
    match (route.who, route.path) {
        (Who::Staff(_), _) | (_, "/auth/user/emailpass") => staff(shop).await,
        (Who::Registration, _) => registered(shopper).await,
        (_, "/auth/customer/emailpass/register") => Person { email: fresh_email(), ..Person::default() },
        (Who::Customer, _) => customer(shop, route, (shopper, order)).await,
        (_, path) if path.starts_with("/auth/") || path.contains("/transfer/") => customer(shop, route, (shopper, order)).await,
        _ => Person::default(),
    }
}

fn fresh_email() -> String {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    format!("mari{}@wufi.test", MADE.fetch_add(1, Ordering::Relaxed))
}

/// Somebody who registered and is no customer yet, with the registration's token.
pub(crate) async fn registered(shopper: &Shopper) -> Person {
    let email = fresh_email();
    let made = shopper.post("/auth/customer/emailpass/register", json!({ "email": email, "password": PASSWORD })).await.ok();
    Person { email, token: Some(text(&made["token"])), ..Person::default() }
}

/// Somebody who has an account; their e-mail address.
pub(crate) async fn account(shopper: &Shopper) -> String {
    let new = registered(shopper).await;
    shopper.bearing(new.token.as_deref().unwrap()).post("/store/customers", json!({})).await.ok();
    new.email
}

/// What a customer's login answers.
pub(crate) async fn log_in(shopper: &Shopper, email: &str) -> Value {
    shopper.post("/auth/customer/emailpass", json!({ "email": email, "password": PASSWORD })).await.ok()
}

async fn customer(shop: &Shop, route: &Route<App>, (shopper, order): (&Shopper, &str)) -> Person {
    let email = account(shopper).await;
    let (other, entered) = (log_in(shopper, &email).await, log_in(shopper, &email).await);
    let known = shopper.bearing(&text(&entered["token"]));
    let book = known.post("/store/customers/me/addresses", json!({ "first_name": "Mari" })).await.ok();

    Person {
        token: token(shop, route, (&email, &entered)).await,
        refresh: text(&entered["refresh_token"]),
        session: text(&other["session_id"]),
        address: text(&book["customer"]["addresses"][0]["id"]),
        transfer: transfer(shop, route, (&known, order)).await,
        email,
    }
}

/// What the route takes as a bearer token.
async fn token(shop: &Shop, route: &Route<App>, (email, entered): (&str, &Value)) -> Option<String> {
    let is_open =
        matches!(route.path, "/auth/customer/emailpass" | "/auth/customer/emailpass/reset-password" | "/auth/token/refresh");
    match route.path {
        "/auth/customer/emailpass/update" => Some(reset(shop, email).await),
        path if is_open || path.ends_with("/accept") || path.ends_with("/decline") => None,
        _ => Some(text(&entered["token"])),
    }
}

/// What the letter about a new password would hold.
async fn reset(shop: &Shop, email: &str) -> String {
    let mut tx = shop.db.begin().await.unwrap();
    let identity = identities::of_email(&mut tx, &Email::parse(email).unwrap()).await.unwrap().unwrap();
    let id: ResetId = tx.mint();
    let token = ResetToken { id: id.as_str().to_owned() }.issue(&shop.keys.current(), tx.now());
    let (now, digest) = (tx.now(), token_digest(token.expose()));
    assert!(resets::open(&mut tx, &identity.id, (&id, &digest), now.after_secs(900), now.after_secs(1)).await.unwrap());
    tx.commit().await.unwrap();
    token.expose().to_owned()
}

/// Asks for the order where the route is about such a request; what its letter would hold.
async fn transfer(shop: &Shop, route: &Route<App>, (known, order): (&Shopper, &str)) -> String {
    if !route.path.contains("/transfer/") || route.path.ends_with("/request") {
        return String::new();
    }
    known.post(&format!("/store/orders/{order}/transfer/request"), json!({})).await.ok();
    let mut tx = shop.db.begin().await.unwrap();
    let (id,): (String,) = tx.query("SELECT id FROM order_transfer WHERE order_id = $1").bind(order).one().await.unwrap();
    let token = TransferToken { id: id.clone() }.issue(&shop.keys.current(), tx.now());
    transfers::give_token(&mut tx, &TransferId::stored(id), &token_digest(token.expose())).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    token.expose().to_owned()
}

/// A member of staff with a login.
pub(crate) async fn staff(shop: &Shop) -> Person {
    let email = fresh_email();
    shop.employ(&email, PASSWORD).await;
    let login = json!({ "email": email, "password": PASSWORD });
    let entered = shop.shopper().post("/auth/user/emailpass", login).await.ok();
    Person { email, token: Some(text(&entered["token"])), ..Person::default() }
}
