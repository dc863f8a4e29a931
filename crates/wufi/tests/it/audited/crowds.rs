//! Logins at a server that has no room for one session more, and what they leave.

use serde_json::json;
use wufi_domain::audit::Event;

use super::asking::Asking;
use crate::bad_input::people::{self, PASSWORD};
use crate::kit::Shop;
use crate::kit::server::Server;

/// `strict` gives an account one session and refuses any other.
pub(super) async fn asking(shop: &Shop, strict: &Server) -> Vec<Asking> {
    let (shopper, what) = (shop.shopper().at(&format!("http://{}", strict.address)), "no room for a session");
    let (customer, staff) = (people::account(&shopper).await, people::staff(shop).await.email);
    people::log_in(&shopper, &customer).await;

    let new = people::registered(&shopper).await;
    let caller = shopper.bearing(new.token.as_deref().unwrap());
    caller.post("/store/customers", json!({})).await.ok();
    people::log_in(&shopper, &new.email).await;

    let of = |route, email: &str| Asking::new(route, what, (&shopper, json!({ "email": email, "password": PASSWORD })));
    let all = [
        (of("POST /auth/customer/emailpass", &customer), 403),
        (of("POST /auth/user/emailpass", &staff), 403),
        (Asking::new("POST /auth/token/refresh", what, (&caller, json!({}))), 403),
    ];
    all.into_iter().map(|(asking, status)| asking.refused(status).leaves(&[Event::LoginFailed])).collect()
}
