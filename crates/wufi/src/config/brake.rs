//! `[brake]`: what it costs to begin a payment by card after many were declined.

use wufi_domain::enforcement::Enforcement;
use wufi_domain::payment::brake::Rules;
use wufi_domain::session::{Policy, Profile};

use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const ENFORCEMENT: Key = Key {
    name: "brake.enforcement",
    fallback: Fallback::Value("enforce"),
    allowed: Allowed::OneOf(&["enforce", "observe", "off"]),
    docs: "What happens to a payment that has a price: it is refused until that is paid, or only counted and logged, or nobody looks at declined tries. `observe` shows whom the brake would meet before it does.",
    secrecy: Secrecy::Open,
};

/// A key that holds a whole number.
const fn number(name: &'static str, fallback: &'static str, most: i64, docs: &'static str) -> Key {
    Key { name, fallback: Fallback::Value(fallback), allowed: Allowed::Range(1..=most), docs, secrecy: Secrecy::Open }
}

const TRIES: Key = number(
    "brake.tries",
    "4",
    100,
    "How many declined tries a payment gives before it is called off and the shopper begins another.",
);
const OWNER: Key = number(
    "brake.payer_declines",
    "4",
    10_000,
    "From how many declined tries on, within an hour, a guest waits before the next payment and a customer gives the password.",
);
const CARD: Key =
    number("brake.card_declines", "4", 10_000, "The same for tries with one card at other payers, for whoever tries it next.");
const ADDRESS: Key = number(
    "brake.address_declines",
    "8",
    10_000,
    "The same for tries from one IPv4 address or IPv6 /64; a /48 has eight times as many.",
);
const SHOP: Key = number(
    "brake.shop_declines",
    "30",
    10_000,
    "From how many declined tries on in the whole shop, within ten minutes, the brake is on for everybody but known customers, if they are more than the payments that worked.",
);
const WAIT: Key = number(
    "brake.wait_secs",
    "15",
    900,
    "How long the first wait is. It doubles each time that as many tries again are declined.",
);
const LONGEST: Key = number("brake.longest_wait_secs", "900", 3_600, "How long the longest wait is.");
const SHOP_WAIT: Key = number(
    "brake.shop_wait_secs",
    "60",
    300,
    "How long the longest wait is between two payments of a guest, or from one address, while the whole shop is under attack.",
);

pub(super) const SECTION: Section = Section {
    name: "brake",
    docs: "What it costs to begin a payment by card after many were declined, so that nobody tries out stolen cards on the shop; [API.md](API.md#when-many-cards-are-declined) says whom it meets. A customer who paid for something more than a day ago is never met by what others do.",
    keys: &[&ENFORCEMENT, &TRIES, &OWNER, &CARD, &ADDRESS, &SHOP, &WAIT, &LONGEST, &SHOP_WAIT],
};

/// What it costs to begin a payment by card after many were declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brake {
    /// What happens to such a payment.
    pub enforcement: Enforcement,
    /// What it costs.
    pub rules: Rules,
}

impl Brake {
    /// Whether the password is asked for, and how long it is good, the rules for sessions say.
    pub(super) fn read(given: &mut Given, sessions: Option<&Policy>) -> Result<Self, Noted> {
        let enforcement = given.choice(&ENFORCEMENT, Enforcement::parse);
        let [tries, owner, card, address, shop, wait, longest, shop_wait] =
            [&TRIES, &OWNER, &CARD, &ADDRESS, &SHOP, &WAIT, &LONGEST, &SHOP_WAIT].map(|key| given.number::<i64>(key));
        let asks = sessions.filter(|policy| policy.profile == Profile::Strict);
        let rules = Rules {
            tries: tries?,
            owner: owner?,
            card: card?,
            address: address?,
            shop: shop?,
            wait_secs: wait?,
            longest_wait_secs: longest?,
            shop_wait_secs: shop_wait?,
            step_up_secs: asks.map(|policy| policy.step_up_window_secs),
        };
        Ok(Self { enforcement: enforcement?, rules })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn brake(variables: &[(&str, &str)]) -> Brake {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(None, variables).unwrap().brake
    }

    #[test]
    fn by_themselves_the_rules_are_those_of_the_domain() {
        assert_eq!(brake(&[]), Brake { enforcement: Enforcement::Enforce, rules: Rules::default() });
    }

    #[test]
    fn a_shop_for_an_unmodified_storefront_asks_nobody_for_a_password() {
        assert_eq!(brake(&[("WUFI_SECURITY__PROFILE", "medusa")]).rules.step_up_secs, None);
        assert_eq!(brake(&[("WUFI_SESSIONS__STEP_UP_WINDOW_SECS", "300")]).rules.step_up_secs, Some(300));
    }
}
