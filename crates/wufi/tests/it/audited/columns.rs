//! The columns of the route table that say how a route is kept: none is empty, and each exemption has its reason.

use std::collections::BTreeSet;

use wufi_api::app::App;
use wufi_api::policy::{Audit, Csrf, Limits, Route, Verb, Who};
use wufi_api::routes::table;

/// How a route's caller is known to be the owner of what they change; the reason, where nobody in particular is.
fn owner_rule(route: &Route<App>) -> Result<&'static str, &'static str> {
    match (route.who, route.verb.name(), route.path) {
        (Who::Owner, ..) => Ok("the owner of the thing in the path"),
        (Who::Customer, ..) => Ok("a customer, for what is theirs"),
        (Who::Registration, ..) => Ok("whoever registered"),
        (Who::Staff(roles), ..) if !roles.is_empty() => Ok("somebody of the shop with a role"),
        (Who::Storefront, "POST", "/store/carts") => Err("it makes a cart: there is none yet that could be another's"),
        (Who::Storefront, "POST", "/store/orders/{id}/transfer/accept" | "/store/orders/{id}/transfer/decline") => {
            Err("the token of a letter in the body says that they may: whoever has it can read the owner's mail")
        }
        (Who::Anyone, _, "/auth/session" | "/auth/token/refresh" | "/auth/customer/emailpass/update") => {
            Err("the token that it needs says whose session or account it is about")
        }
        (
            Who::Anyone,
            "POST",
            "/auth/customer/emailpass"
            | "/auth/user/emailpass"
            | "/auth/customer/emailpass/register"
            | "/auth/customer/emailpass/reset-password",
        ) => Err("it is how one shows who one is: by a password or by reading one's mail"),
        (Who::Anyone, "POST", "/hooks/payment/stripe_stripe") => {
            Err("the provider signs it, and all it does is to have a payment looked at that has an owner of its own")
        }
        (who, verb, path) => panic!("{verb} {path} changes something for {who:?}: say whose it is, or why nobody's"),
    }
}

/// What is amiss with a route that changes something; what it is exempt from goes to `exempt`.
fn amiss(route: &Route<App>, exempt: &mut BTreeSet<String>) -> Vec<String> {
    let name = format!("{} {}", route.verb.name(), route.path);
    let mut amiss = Vec::new();
    let mut excuse = |from: &str, reason: &str| {
        exempt.insert(format!("{name} is exempt from {from}: {reason}"));
    };
    match route.csrf {
        Csrf::Checked | Csrf::Inside => {}
        Csrf::WithCookie if matches!(route.who, Who::Staff(_)) => {}
        Csrf::Exempt(reason) if reason.len() > 20 => excuse("CSRF", reason),
        csrf => amiss.push(format!("{name} is not kept from other pages: {csrf:?}")),
    }
    match route.limits {
        Limits::In(classes) if !classes.is_empty() => {}
        Limits::Exempt(reason) if reason.len() > 20 => excuse("limits", reason),
        limits => amiss.push(format!("{name} counts in no limit: {limits:?}")),
    }
    if let Err(reason) = owner_rule(route) {
        excuse("an owner", reason);
    }
    match route.audit {
        Audit::Writes(events) if !events.is_empty() => {}
        audit => amiss.push(format!("{name} leaves nothing on record: {audit:?}")),
    }
    amiss
}

#[test]
fn every_route_that_changes_something_has_csrf_limits_owner_and_event_or_says_why_not() {
    let mut exempt = BTreeSet::new();
    let changing: Vec<_> = table().into_iter().filter(|route| route.verb != Verb::Get).collect();
    let amiss: Vec<String> = changing.iter().flat_map(|route| amiss(route, &mut exempt)).collect();
    println!("{} routes change something.\n{}", changing.len(), exempt.iter().cloned().collect::<Vec<_>>().join("\n"));

    assert!(amiss.is_empty(), "\n{}", amiss.join("\n"));
    assert!(changing.len() >= 33, "{}", changing.len());
    assert!(
        exempt.iter().all(|line| line.contains(" is exempt from an owner: ") || line.starts_with("POST /hooks/")),
        "none from CSRF, limits or the log, but what its sender signs: {exempt:?}"
    );
    assert_eq!(exempt.len(), 14, "{exempt:#?}");
}

#[test]
fn a_route_that_reads_declares_no_event() {
    for route in table().into_iter().filter(|route| route.verb == Verb::Get) {
        assert_eq!((route.csrf, route.audit), (Csrf::Reads, Audit::Reads), "{}", route.path);
    }
}
