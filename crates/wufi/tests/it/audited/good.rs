//! A good request to each route that changes something.

use wufi_domain::audit::Event;

use super::asking::Asking;
use crate::bad_input::routes::{Case, writing};
use crate::kit::Shop;

/// A good request to every one of them; a route that is missing here fails the test.
pub(super) async fn asking(shop: &Shop) -> Vec<Asking> {
    writing(shop).await.into_iter().map(of).collect()
}

fn of(case: Case) -> Asking {
    let route = format!("{} {}", case.route.verb.name(), case.route.path);
    let leaves = leaves(&route);
    Asking::new(&route, "a good request", (&case.caller, case.body)).at(case.path).leaves(leaves)
}

fn leaves(route: &str) -> &'static [Event] {
    match route {
        "POST /store/carts" => &[Event::CartCreated],
        "POST /store/carts/{id}" => &[Event::CartUpdated],
        "POST /store/carts/{id}/line-items" => &[Event::CartLineAdded],
        "POST /store/carts/{id}/line-items/{line_id}" => &[Event::CartLineUpdated],
        "DELETE /store/carts/{id}/line-items/{line_id}" => &[Event::CartLineRemoved],
        "POST /store/carts/{id}/shipping-methods" => &[Event::ShippingMethodChosen],
        "POST /store/carts/{id}/taxes" => &[Event::CartTaxesUpdated],
        "POST /store/carts/{id}/customer" => &[Event::CartClaimed],
        "POST /store/carts/{id}/complete" | "POST /store/payment/complete" => &[Event::OrderPlaced, Event::PaymentAuthorized],
        // The cart has one: it is found, and nothing changes.
        "POST /store/payment-collections" => &[],
        "POST /store/payment-collections/{id}/payment-sessions" => &[Event::PaymentSessionCreated],
        "POST /store/orders/{id}/transfer/request" => &[Event::OrderTransferRequested],
        "POST /store/orders/{id}/transfer/cancel" => &[Event::OrderTransferCanceled],
        "POST /store/orders/{id}/transfer/accept" => &[Event::OrderTransferAccepted],
        "POST /store/orders/{id}/transfer/decline" => &[Event::OrderTransferDeclined],
        "POST /store/customers" => &[Event::CustomerCreated],
        "POST /store/customers/me" => &[Event::CustomerUpdated],
        "POST /store/customers/me/addresses" => &[Event::AddressAdded],
        "POST /store/customers/me/addresses/{address_id}" => &[Event::AddressUpdated],
        "DELETE /store/customers/me/addresses/{address_id}" => &[Event::AddressRemoved],
        route if route.contains(" /admin/") => of_staff(route),
        route => of_logins(route),
    }
}

/// The money of the order is promised, and for refunds taken.
fn of_staff(route: &str) -> &'static [Event] {
    match route {
        "POST /admin/orders/{id}/cancel" => &[Event::OrderCanceled],
        "POST /admin/orders/{id}/complete" => &[Event::OrderCompleted],
        "POST /admin/payments/{id}/capture" => &[Event::PaymentCaptured],
        "POST /admin/payments/{id}/refund" => &[Event::RefundAsked, Event::Refunded],
        "POST /admin/orders/{id}/fulfillments" => &[Event::FulfillmentCreated],
        "POST /admin/orders/{id}/fulfillments/{fulfillment_id}/shipments" => &[Event::FulfillmentShipped],
        "POST /admin/orders/{id}/fulfillments/{fulfillment_id}/mark-as-delivered" => &[Event::FulfillmentDelivered],
        "POST /admin/orders/{id}/fulfillments/{fulfillment_id}/cancel" => &[Event::FulfillmentCanceled],
        route => panic!("say what a good request to {route} leaves on record"),
    }
}

/// Whoever calls these has two sessions.
fn of_logins(route: &str) -> &'static [Event] {
    match route {
        "POST /auth/customer/emailpass" | "POST /auth/user/emailpass" => &[Event::LoginSucceeded],
        "POST /auth/customer/emailpass/register" => &[Event::IdentityRegistered],
        "POST /auth/customer/emailpass/reset-password" => &[Event::PasswordResetAsked],
        "POST /auth/customer/emailpass/update" => &[Event::PasswordChanged, Event::SessionEnded, Event::SessionEnded],
        "POST /auth/token/refresh" => &[Event::SessionRefreshed],
        "POST /auth/session" => &[Event::SessionCookieSet],
        "DELETE /auth/session" | "DELETE /store/auth/sessions" | "DELETE /store/auth/sessions/{id}" => &[Event::SessionEnded],
        "POST /store/auth/step-up" => &[Event::StepUpPassed],
        "POST /store/auth/password" => &[Event::PasswordChanged, Event::SessionEnded],
        "POST /store/auth/email" => &[Event::EmailChanged, Event::SessionEnded],
        route => panic!("say what a good request to {route} leaves on record"),
    }
}
