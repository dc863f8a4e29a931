//! Can the shop tell when stolen cards are tried out on it?

use wufi_domain::enforcement::Enforcement;

use super::check::Check;
use crate::config::Config;

const NAME: &str = "cards";

/// Does the shop hear of what is declined, and does the brake act on it? A shop that takes no cards needs neither.
pub(super) fn brake(config: &Config) -> Option<Check> {
    let cards = config.cards.as_ref()?;
    Some(if cards.notice_secrets.is_empty() {
        let mend = "set stripe.webhook_secret, and make the endpoint in Stripe's dashboard";
        Check::warn(NAME, "no notices of Stripe are taken: the shop hears of few declined cards, and late of payments", mend)
    } else if config.brake.enforcement == Enforcement::Enforce {
        Check::ok(NAME, "notices are taken, and whoever tries out cards is slowed down")
    } else {
        let mend = "set brake.enforcement to \"enforce\", its default";
        Check::warn(NAME, "whoever tries out stolen cards is not slowed down", mend)
    })
}

#[cfg(test)]
mod tests {
    use super::super::check::Outcome;
    use super::*;

    fn outcome(variables: &[(&str, &str)]) -> Option<Outcome> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        brake(&Config::load(None, variables).unwrap()).map(|check| check.outcome)
    }

    #[test]
    fn a_shop_that_takes_cards_takes_notices_and_brakes() {
        let key = ("WUFI_STRIPE__SECRET_KEY", "sk_test_abcdefghijklmnop");
        let secret = ("WUFI_STRIPE__WEBHOOK_SECRET", "whsec_abcdefghijklmnop");

        assert_eq!(outcome(&[]), None);
        assert_eq!(outcome(&[key]), Some(Outcome::Warn));
        assert_eq!(outcome(&[key, secret]), Some(Outcome::Ok));
        assert_eq!(outcome(&[key, secret, ("WUFI_BRAKE__ENFORCEMENT", "observe")]), Some(Outcome::Warn));
    }
}
