//! Tries to pay that came to nothing, and of what kind they are.

use super::states;
use crate::moment::Moment;

/// A try to pay that was declined: by the shopper's bank, by the provider, or for want of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    /// The provider's word for why, such as `insufficient_funds`.
    pub code: String,
    /// The same for every try with one card, and for no other card.
    pub card: Option<String>,
    /// What tells this try from every other of its intent: the charge that it came to, or else what was to be paid with.
    pub trial: Option<String>,
    /// When it was, to the second, where the provider says so.
    pub at: Option<Moment>,
}

states! {
    /// Of what kind a decline is: few enough to be counted apart.
    DeclineClass {
        /// There is no money, or no more of it today.
        Funds = "funds",
        /// Something about the card is wrong: its number, its code, its date.
        Card = "card",
        /// The shopper did not show their bank who they are (3-D Secure).
        Authentication = "authentication",
        /// The card is known as lost, stolen or misused, or the provider's own defence stepped in.
        Fraud = "fraud",
        /// The bank says no and not why.
        Bank = "bank",
        /// Something on the way failed: it says nothing of card or shopper.
        Technical = "technical",
    }
}

impl DeclineClass {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 6] = [Self::Funds, Self::Card, Self::Authentication, Self::Fraud, Self::Bank, Self::Technical];

    /// Whether it counts as a try at a card. A bank that is out of order is nobody's try, and must not look like an attack.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Technical)
    }
}

impl Decline {
    /// Of what kind it is. A word that is not known is the bank's.
    #[must_use]
    pub fn class(&self) -> DeclineClass {
        match self.code.as_str() {
            "insufficient_funds" | "withdrawal_count_limit_exceeded" | "card_velocity_exceeded" => DeclineClass::Funds,
            "incorrect_number"
            | "invalid_number"
            | "incorrect_cvc"
            | "invalid_cvc"
            | "expired_card"
            | "invalid_expiry_month"
            | "invalid_expiry_year"
            | "incorrect_zip"
            | "incorrect_address"
            | "incorrect_pin"
            | "invalid_pin"
            | "pin_try_exceeded"
            | "invalid_account"
            | "new_account_information_available"
            | "card_not_supported"
            | "currency_not_supported" => DeclineClass::Card,
            "authentication_required"
            | "authentication_failure"
            | "payment_intent_authentication_failure"
            | "authentication_not_handled"
            | "mobile_device_authentication_required" => DeclineClass::Authentication,
            "fraudulent" | "stolen_card" | "lost_card" | "pickup_card" | "restricted_card" | "security_violation"
            | "merchant_blacklist" | "highest_risk_level" | "stop_payment_order" => DeclineClass::Fraud,
            "processing_error"
            | "issuer_not_available"
            | "reenter_transaction"
            | "try_again_later"
            | "api_error"
            | "lock_timeout"
            | "rate_limit" => DeclineClass::Technical,
            _ => DeclineClass::Bank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(code: &str) -> DeclineClass {
        Decline { code: code.to_owned(), card: None, trial: None, at: None }.class()
    }

    #[test]
    fn what_says_nothing_of_a_card_is_no_try_at_one() {
        for code in ["processing_error", "issuer_not_available", "try_again_later", "reenter_transaction"] {
            assert!(!class(code).counts(), "{code}");
        }
        for code in ["insufficient_funds", "incorrect_cvc", "generic_decline", "fraudulent", "authentication_required", "new"] {
            assert!(class(code).counts(), "{code}");
        }
    }

    #[test]
    fn every_kind_has_codes_and_what_is_not_known_is_the_banks() {
        let codes = ["insufficient_funds", "expired_card", "authentication_required", "stolen_card", "do_not_honor", "api_error"];
        assert_eq!(codes.map(class), DeclineClass::ALL);
        assert_eq!([class("unknown"), class("")], [DeclineClass::Bank; 2]);
        assert_eq!(DeclineClass::ALL.map(|class| DeclineClass::parse(class.word())), DeclineClass::ALL.map(Some));
    }
}
