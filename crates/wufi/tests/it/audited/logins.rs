//! What else may come of an e-mail address and a password, and what it leaves.

use serde_json::{Value, json};
use wufi_domain::audit::Event;

use super::asking::{Asking, FIREFOX};
use crate::bad_input::people::{self, PASSWORD};
use crate::kit::shopper::text;
use crate::kit::{Shop, Shopper};

const CUSTOMER: &str = "POST /auth/customer/emailpass";
const STAFF: &str = "POST /auth/user/emailpass";
const REGISTER: &str = "POST /auth/customer/emailpass/register";

/// As Medusa kept `kapsas ja kaalikas`.
const OF_MEDUSA: &str = "c2NyeXB0AA8AAAAIAAAAAQEIDxYdJCsyOUBHTlVcY2pxeH+GjZSboqmwt77FzNPaTColmprawOL/arzK2yIq3cTZXT8AxpxjK0f2VxXb/FKvAxM6/SrKf7W27R8Wmiw9";

/// How often an account is tried before the next try has to wait.
const TRIES: usize = 5;

pub(super) async fn asking(shop: &Shop) -> Vec<Asking> {
    let mut all = Vec::new();
    for route in [CUSTOMER, STAFF] {
        all.extend(of_account(shop, route).await);
    }
    all.extend(of_registration(&shop.shopper()).await);
    for (route, body) in [
        ("POST /store/auth/step-up", json!({ "password": "vale parool" })),
        ("POST /store/auth/password", json!({ "current_password": "vale parool", "password": "neli põdrapead" })),
        ("POST /store/auth/email", json!({ "password": "vale parool", "email": "mari@wufi.test" })),
    ] {
        all.extend(of_proof(&shop.shopper(), route, &body).await);
    }
    all
}

/// Somebody with an account, who logged in before.
async fn account(shop: &Shop, route: &str) -> String {
    if route == STAFF {
        return people::staff(shop).await.email;
    }
    let shopper = shop.shopper();
    let email = people::account(&shopper).await;
    people::log_in(&shopper, &email).await;
    email
}

fn with(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

async fn of_account(shop: &Shop, route: &str) -> Vec<Asking> {
    let (shopper, path) = (shop.shopper(), route.trim_start_matches("POST "));
    let emails = [account(shop, route).await, account(shop, route).await, account(shop, route).await, account(shop, route).await];
    let [tried, elsewhere, crowded, moved] = emails;
    for _ in 2..=5 {
        shopper.post(path, with(&crowded, PASSWORD)).await.ok();
    }
    keep(shop, route, &moved).await;
    vec![
        Asking::new(route, "a wrong password", (&shopper, with(&tried, "vale parool")))
            .refused(401)
            .leaves(&[Event::LoginFailed]),
        exhausted(&shopper, route, &with(&account(shop, route).await, "vale parool")).await,
        Asking::new(route, "another browser", (&shopper, with(&elsewhere, PASSWORD)))
            .from(FIREFOX)
            .leaves(&[Event::LoginSucceeded, Event::SuspicionRaised]),
        Asking::new(route, "one session too many", (&shopper, with(&crowded, PASSWORD)))
            .leaves(&[Event::SessionEnded, Event::LoginSucceeded]),
        Asking::new(route, "a password that Medusa kept", (&shopper, with(&moved, "kapsas ja kaalikas")))
            .leaves(&[Event::PasswordRehashed, Event::LoginSucceeded]),
    ]
}

/// An account's password as Medusa would have kept it.
async fn keep(shop: &Shop, route: &str, email: &str) {
    let keeping = match route {
        STAFF => "UPDATE staff SET password_hash = $2 WHERE email = $1",
        _ => "UPDATE auth_identity SET password_hash = $2 WHERE email = $1",
    };
    let mut tx = shop.db.begin().await.unwrap();
    tx.query(keeping).bind(email).bind(OF_MEDUSA).write_one().await.unwrap();
    tx.commit().await.unwrap();
}

/// One more try than there is without waiting.
async fn exhausted(caller: &Shopper, route: &str, body: &Value) -> Asking {
    for _ in 0..TRIES {
        let answer = caller.post(route.trim_start_matches("POST "), body.clone()).await;
        assert_eq!(answer.status, 401, "{route}: {:#}", answer.json);
    }
    Asking::new(route, "a try too many", (caller, body.clone())).refused(429).leaves(&[Event::LoginThrottled])
}

async fn of_registration(shopper: &Shopper) -> Vec<Asking> {
    let mut emails = Vec::new();
    for _ in 0..4 {
        emails.push(people::registered(shopper).await.email);
    }
    vec![
        Asking::new(CUSTOMER, "no customer yet", (shopper, with(&emails[0], PASSWORD))).leaves(&[Event::RegistrationRenewed]),
        Asking::new(REGISTER, "again", (shopper, with(&emails[1], PASSWORD))).leaves(&[Event::RegistrationRenewed]),
        Asking::new(REGISTER, "again, and a wrong password", (shopper, with(&emails[2], "viis põdrapead")))
            .refused(401)
            .leaves(&[Event::LoginFailed]),
        exhausted(shopper, REGISTER, &with(&emails[3], "viis põdrapead")).await,
    ]
}

/// What asks a customer who is logged in for the password.
async fn of_proof(shopper: &Shopper, route: &'static str, body: &Value) -> Vec<Asking> {
    let mut callers = Vec::new();
    for _ in 0..2 {
        let email = people::account(shopper).await;
        callers.push(shopper.bearing(&text(&people::log_in(shopper, &email).await["token"])));
    }
    let leaves: &[Event] = match route {
        "POST /store/auth/step-up" => &[Event::LoginFailed, Event::StepUpFailed],
        _ => &[Event::LoginFailed],
    };
    vec![
        Asking::new(route, "a wrong password", (&callers[0], body.clone())).refused(401).leaves(leaves),
        exhausted(&callers[1], route, body).await,
    ]
}
