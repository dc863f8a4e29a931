//! `[limits]`: how often each class of requests may come.

use wufi_domain::enforcement::Enforcement;
use wufi_domain::limit::{Class, Rule, Rules};

use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const ENFORCEMENT: Key = Key {
    name: "limits.enforcement",
    fallback: Fallback::Value("enforce"),
    allowed: Allowed::OneOf(&["enforce", "observe", "off"]),
    docs: "What happens to a request that is one too many: it is refused, or only counted and logged, or nobody counts. `observe` shows whom the limits would meet before they do.",
    secrecy: Secrecy::Open,
};

const STOREFRONT_MULTIPLE: Key = Key {
    name: "limits.storefront_multiple",
    fallback: Fallback::Value("50"),
    allowed: Allowed::Range(1..=10_000),
    docs: "How many times a limit all shoppers together may use up who come through a storefront server that is in `server.trusted_proxies` and does not forward their addresses. Better have it forward them, in `X-Forwarded-For`.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section = Section {
    name: "limits",
    docs: "How often each class of requests may come; [API.md](API.md#how-often) says which routes are in which class. No interval as long as the window ever holds more accepted requests than the limit. A client is an IPv4 address or an IPv6 /64; a /48 has eight times as much.",
    keys: &[&ENFORCEMENT, &STOREFRONT_MULTIPLE],
};

/// The keys of one class.
struct Keys {
    class: Class,
    requests: Key,
    window: Key,
}

impl Keys {
    const fn of(class: Class, [requests, window]: [&'static str; 2], fallback: &'static str, docs: &'static str) -> Self {
        let requests = Key {
            name: requests,
            fallback: Fallback::Value(fallback),
            allowed: Allowed::Range(1..=1_000_000),
            docs,
            secrecy: Secrecy::Open,
        };
        let window = Key {
            name: window,
            fallback: Fallback::Value("60"),
            allowed: Allowed::Range(1..=3_600),
            docs: "In how many seconds.",
            secrecy: Secrecy::Open,
        };
        Self { class, requests, window }
    }
}

const CART: Keys = Keys::of(
    Class::Cart,
    ["limits.cart.requests", "limits.cart.window_secs"],
    "100",
    "How many requests about carts a client may make.",
);
const CHECKOUT: Keys = Keys::of(
    Class::Checkout,
    ["limits.checkout.requests", "limits.checkout.window_secs"],
    "10",
    "How many requests a user may make that turn a cart into an order. A user is a customer, else a guest, else whoever knows the cart; all users of one client have three times as many.",
);
const PAYMENT: Keys = Keys::of(
    Class::Payment,
    ["limits.payment.requests", "limits.payment.window_secs"],
    "3",
    "How many payments a user may begin; all users of one client have three times as many.",
);
const AUTH: Keys = Keys::of(
    Class::Auth,
    ["limits.auth.requests", "limits.auth.window_secs"],
    "5",
    "How many tries at passwords and the like a client may make. Refused ones count as well: whoever goes on stays out.",
);
const REFRESH: Keys = Keys::of(
    Class::Refresh,
    ["limits.refresh.requests", "limits.refresh.window_secs"],
    "30",
    "How often a login may renew its tokens. What renews nothing counts as a try at credentials.",
);
const BROWSE: Keys = Keys::of(
    Class::Browse,
    ["limits.browse.requests", "limits.browse.window_secs"],
    "600",
    "How many other requests a client may make of the shop.",
);
const ADMIN: Keys = Keys::of(
    Class::Admin,
    ["limits.admin.requests", "limits.admin.window_secs"],
    "300",
    "How many requests a member of staff or a secret key may make.",
);

const CLASSES: [&Keys; 7] = [&CART, &CHECKOUT, &PAYMENT, &AUTH, &REFRESH, &BROWSE, &ADMIN];

/// The section of each class.
pub(super) const SECTIONS: [&Section; 7] = [
    &Section { name: "limits.cart", docs: "Carts.", keys: &[&CART.requests, &CART.window] },
    &Section { name: "limits.checkout", docs: "Orders.", keys: &[&CHECKOUT.requests, &CHECKOUT.window] },
    &Section { name: "limits.payment", docs: "Payments.", keys: &[&PAYMENT.requests, &PAYMENT.window] },
    &Section { name: "limits.auth", docs: "Credentials.", keys: &[&AUTH.requests, &AUTH.window] },
    &Section { name: "limits.refresh", docs: "Renewed logins.", keys: &[&REFRESH.requests, &REFRESH.window] },
    &Section { name: "limits.browse", docs: "The rest of the shop.", keys: &[&BROWSE.requests, &BROWSE.window] },
    &Section { name: "limits.admin", docs: "The shop's own people and programs.", keys: &[&ADMIN.requests, &ADMIN.window] },
];

/// How often each class of requests may come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// What happens to a request that is one too many.
    pub enforcement: Enforcement,
    /// How many shoppers stand behind a storefront server that forwards nobody's address.
    pub storefront_multiple: u32,
    /// How many requests of each class are granted.
    pub rules: Rules,
}

impl Limits {
    pub(super) fn read(given: &mut Given) -> Result<Self, Noted> {
        let enforcement = given.choice(&ENFORCEMENT, Enforcement::parse);
        let storefront_multiple = given.number(&STOREFRONT_MULTIPLE);
        let rules = CLASSES.map(|keys| rule(given, keys));
        let rules =
            rules.into_iter().zip(CLASSES).try_fold(Rules::default(), |rules, (rule, keys)| Ok(rules.with(keys.class, rule?)));
        Ok(Self { enforcement: enforcement?, storefront_multiple: storefront_multiple?, rules: rules? })
    }
}

fn rule(given: &mut Given, keys: &'static Keys) -> Result<Rule, Noted> {
    let (requests, window) = (given.number(&keys.requests), given.number(&keys.window));
    // Both are in the range that a rule may have.
    Rule::new(requests?, window?).ok_or(Noted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_has_its_keys_and_by_themselves_its_default_rule() {
        let config = crate::config::Config::load(None, []).unwrap();

        assert_eq!(CLASSES.map(|keys| keys.class), Class::ALL);
        for (keys, section) in CLASSES.iter().zip(SECTIONS) {
            let name = format!("limits.{}", keys.class.name());
            assert_eq!(section.name, name);
            assert_eq!((keys.requests.name, keys.window.name), (&*format!("{name}.requests"), &*format!("{name}.window_secs")));
            assert_eq!(config.limits.rules.of(keys.class), keys.class.default_rule());
        }
        assert_eq!(config.limits.storefront_multiple, wufi_api::layer::limits::Rates::STOREFRONT_MULTIPLE);
    }
}
