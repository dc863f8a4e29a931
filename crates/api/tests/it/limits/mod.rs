//! How often who may ask for what, as a client meets it.

mod addresses;
mod exact;
mod logins;
mod storefronts;
mod told;
mod users;

use axum::http::HeaderName;
use wufi_api::layer::limits::Rates;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::limit::{Class, Rule, Rules};
use wufi_domain::session::Profile;

use crate::kit::{Answer, Asking, Shop, shop_with};

const GUEST: HeaderName = HeaderName::from_static("wufi-guest");
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A cart that is nobody's.
const CART: &str = "/store/carts/cart_00000000000000000000000000";

/// A shop with the limits of the contract.
async fn limited() -> Shop {
    limited_in(Profile::Strict).await
}

async fn limited_in(profile: Profile) -> Shop {
    shop_with(profile, Enforcement::Off, |rates| rates).await
}

/// A shop with the limits of the contract, but these.
async fn limited_to(rules: &[(Class, u32)]) -> Shop {
    let set = |all: Rules, (class, requests): &(Class, u32)| all.with(*class, Rule::new(*requests, 60).unwrap());
    let rules = rules.iter().fold(Rules::default(), set);
    shop_with(Profile::Strict, Enforcement::Off, |rates| Rates { rules, ..rates }).await
}

/// A try at a credential, which costs the server nothing: neither token nor password came.
fn guess(shop: &Shop) -> Asking {
    shop.post("/auth/customer/emailpass/update")
}

/// How many of `count` requests were not refused as too many.
async fn accepted(count: usize, ask: impl AsyncFn(usize) -> Answer) -> usize {
    let mut accepted = 0;
    for nth in 0..count {
        accepted += usize::from(ask(nth).await.status != 429);
    }
    accepted
}

/// What is left of the tightest limit.
fn left(answer: &Answer) -> u32 {
    answer.header("x-ratelimit-remaining").parse().unwrap_or_else(|_| panic!("nothing told: {:?}", answer.headers))
}

/// Seconds that a refusal asks to wait.
#[track_caller]
fn wait(answer: &Answer) -> i64 {
    assert_eq!(answer.refusal(), (429, "rate_limit_exceeded".into()));
    answer.header("retry-after").parse().unwrap()
}
