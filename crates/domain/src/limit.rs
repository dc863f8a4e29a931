//! How often something may be asked for: the classes of limited requests and their rules (contract §8).

use std::collections::BTreeMap;

/// The longest window, in seconds.
pub const LONGEST_WINDOW_SECS: u32 = 3_600;
/// The most requests that a rule can grant in its window.
pub const MOST_REQUESTS: u32 = 1_000_000;

/// A class of requests that share a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Everything about carts.
    Cart,
    /// What makes an order.
    Checkout,
    /// What starts or changes a payment.
    Payment,
    /// Tries at credentials.
    Auth,
    /// Renewing tokens.
    Refresh,
    /// The rest of the store.
    Browse,
    /// The shop's own people and their programs.
    Admin,
}

impl Class {
    /// Every class, in the order of the documentation.
    pub const ALL: [Self; 7] = [Self::Cart, Self::Checkout, Self::Payment, Self::Auth, Self::Refresh, Self::Browse, Self::Admin];

    /// The word in the configuration and in the `RateLimit` headers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cart => "cart",
            Self::Checkout => "checkout",
            Self::Payment => "payment",
            Self::Auth => "auth",
            Self::Refresh => "refresh",
            Self::Browse => "browse",
            Self::Admin => "admin",
        }
    }

    /// The rule where the shop sets none.
    #[must_use]
    pub const fn default_rule(self) -> Rule {
        let requests = match self {
            Self::Cart => 100,
            Self::Checkout => 10,
            Self::Payment => 3,
            Self::Auth => 5,
            Self::Refresh => 30,
            Self::Browse => 600,
            Self::Admin => 300,
        };
        Rule { requests, window_secs: 60 }
    }
}

/// At most so many requests in any interval of so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    requests: u32,
    window_secs: u32,
}

impl Rule {
    /// `requests` (1 to [`MOST_REQUESTS`]) in `window_secs` (1 to [`LONGEST_WINDOW_SECS`]); otherwise `None`.
    #[must_use]
    pub const fn new(requests: u32, window_secs: u32) -> Option<Self> {
        let is_sound = requests >= 1 && requests <= MOST_REQUESTS && window_secs >= 1 && window_secs <= LONGEST_WINDOW_SECS;
        if is_sound { Some(Self { requests, window_secs }) } else { None }
    }

    /// How many requests are granted in a window: 1 or more.
    #[must_use]
    pub const fn requests(self) -> u32 {
        self.requests
    }

    /// How long the window is, in seconds: 1 or more.
    #[must_use]
    pub const fn window_secs(self) -> u32 {
        self.window_secs
    }

    /// The rule for what stands for `many` (a network, a storefront server), up to [`MOST_REQUESTS`].
    #[must_use]
    pub fn times(self, many: u32) -> Self {
        let requests = self.requests.saturating_mul(many).clamp(1, MOST_REQUESTS);
        Self { requests, ..self }
    }

    /// What one of `nodes` may grant alone, while they cannot count together: its share, and never nothing.
    #[must_use]
    pub fn share(self, nodes: u32) -> Self {
        let requests = self.requests.checked_div(nodes).unwrap_or(self.requests).max(1);
        Self { requests, ..self }
    }
}

/// The rule of every class, as the shop has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules(BTreeMap<Class, Rule>);

impl Rules {
    /// The rule of `class`: the one that was set, or else [`Class::default_rule`].
    #[must_use]
    pub fn of(&self, class: Class) -> Rule {
        self.0.get(&class).copied().unwrap_or(class.default_rule())
    }

    /// The same with another rule for `class`.
    #[must_use]
    pub fn with(mut self, class: Class, rule: Rule) -> Self {
        self.0.insert(class, rule);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_rules_are_the_contracts() {
        let told: Vec<String> = Class::ALL
            .map(|class| (class.name(), class.default_rule()))
            .map(|(name, rule)| format!("{name} {}/{}", rule.requests(), rule.window_secs()))
            .to_vec();
        let contract =
            ["cart 100/60", "checkout 10/60", "payment 3/60", "auth 5/60", "refresh 30/60", "browse 600/60", "admin 300/60"];
        assert_eq!(told, contract);
    }

    #[test]
    fn a_rule_grants_something_in_some_time() {
        for (requests, window_secs) in [(0, 60), (5, 0), (MOST_REQUESTS + 1, 60), (5, LONGEST_WINDOW_SECS + 1)] {
            assert_eq!(Rule::new(requests, window_secs), None);
        }
        assert!(Rule::new(1, 1).is_some());
        assert!(Rule::new(MOST_REQUESTS, LONGEST_WINDOW_SECS).is_some());
    }

    #[test]
    fn a_class_has_its_default_until_another_rule_is_set() {
        let ten = Rule::new(10, 5).unwrap();
        let rules = Rules::default().with(Class::Cart, ten);

        assert_eq!((rules.of(Class::Cart), rules.of(Class::Auth)), (ten, Class::Auth.default_rule()));
    }

    #[test]
    fn a_multiple_stays_a_rule() {
        let rule = Rule::new(100, 60).unwrap();
        assert_eq!(rule.times(50), Rule::new(5_000, 60).unwrap());
        assert_eq!(rule.times(0).requests(), 1);
        assert_eq!(rule.times(u32::MAX).requests(), MOST_REQUESTS);
    }

    #[test]
    fn nodes_share_a_rule_and_none_is_left_with_nothing() {
        let rule = Rule::new(5, 60).unwrap();
        let shares = [0, 1, 2, 3, 5, 9].map(|nodes| rule.share(nodes).requests());
        assert_eq!(shares, [5, 5, 2, 1, 1, 1]);
    }
}
