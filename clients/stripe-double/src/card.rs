//! Cards, and what comes of paying with them.

use serde_json::{Value, json};

/// A card of a shopper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// `visa`, `mastercard`, `amex`.
    pub brand: &'static str,
    /// The last four digits of its number.
    pub last4: &'static str,
    /// The country of its bank, as two letters.
    pub country: &'static str,
    /// The same for the same card, whoever pays with it and as often as they do.
    pub fingerprint: String,
    pub(crate) outcome: Outcome,
    pub(crate) refunds: Refunds,
}

/// What the bank says to a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Approved,
    Declined(Decline),
    /// 3-D Secure first; then approved, or declined all the same.
    Challenged(Option<Decline>),
    /// It takes its time.
    Processing,
}

/// How fast the bank gives money back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refunds {
    Prompt,
    Pending,
}

/// Why the bank says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decline {
    /// The error code: `card_declined`, `expired_card` and such.
    pub code: &'static str,
    /// The bank's own reason, where it tells one.
    pub decline_code: Option<&'static str>,
    /// What the shopper is told.
    pub message: &'static str,
}

/// A card that Stripe or the double knows by name.
struct Known {
    names: &'static [&'static str],
    brand: &'static str,
    last4: &'static str,
    outcome: Outcome,
    refunds: Refunds,
}

const GENERIC: Decline = declined("generic_decline", "Your card was declined.");
const INSUFFICIENT: Decline = declined("insufficient_funds", "Your card has insufficient funds.");
/// What a bank says that wants 3-D Secure from a shopper who is not there.
pub(crate) const UNATTENDED: Decline = Decline {
    code: "authentication_required",
    decline_code: Some("authentication_required"),
    message: "Your card was declined. This transaction requires authentication.",
};
const EXPIRED: Decline = Decline { code: "expired_card", decline_code: None, message: "Your card has expired." };
const WRONG_CVC: Decline =
    Decline { code: "incorrect_cvc", decline_code: None, message: "Your card's security code is incorrect." };
const FAILED: Decline = Decline {
    code: "processing_error",
    decline_code: None,
    message: "An error occurred while processing your card. Try again in a little bit.",
};

const VISA: Known = known(&["pm_card_visa"], "4242", Outcome::Approved);
const DECLINED: Known = known(&["pm_card_chargeDeclined", "pm_card_visa_chargeDeclined"], "0002", Outcome::Declined(GENERIC));
const POOR: Known = known(
    &["pm_card_chargeDeclinedInsufficientFunds", "pm_card_visa_chargeDeclinedInsufficientFunds"],
    "9995",
    Outcome::Declined(INSUFFICIENT),
);
const SECURE: Known =
    known(&["pm_card_threeDSecure2Required", "pm_card_threeDSecureRequired"], "3220", Outcome::Challenged(None));
const SLOW: Known = known(&["pm_double_processing"], "7775", Outcome::Processing);
const LENDER: Known = Known { refunds: Refunds::Pending, ..known(&["pm_card_pendingRefund"], "7726", Outcome::Approved) };
const MASTERCARD: Known = Known { brand: "mastercard", ..known(&["pm_card_mastercard"], "4444", Outcome::Approved) };

const CARDS: &[Known] = &[
    VISA,
    DECLINED,
    POOR,
    SECURE,
    SLOW,
    LENDER,
    MASTERCARD,
    known(&["pm_card_visa_debit"], "5556", Outcome::Approved),
    Known { brand: "amex", ..known(&["pm_card_amex"], "0005", Outcome::Approved) },
    known(&["pm_card_authenticationRequired"], "3184", Outcome::Challenged(None)),
    known(&["pm_card_threeDSecureRequiredChargeDeclined"], "1629", Outcome::Challenged(Some(GENERIC))),
    known(&["pm_card_authenticationRequiredChargeDeclinedInsufficientFunds"], "3178", Outcome::Challenged(Some(INSUFFICIENT))),
    known(
        &["pm_card_chargeDeclinedLostCard", "pm_card_visa_chargeDeclinedLostCard"],
        "9987",
        Outcome::Declined(declined("lost_card", "Your card was declined.")),
    ),
    known(
        &["pm_card_chargeDeclinedStolenCard", "pm_card_visa_chargeDeclinedStolenCard"],
        "9979",
        Outcome::Declined(declined("stolen_card", "Your card was declined.")),
    ),
    known(
        &["pm_card_chargeDeclinedFraudulent", "pm_card_radarBlock"],
        "0019",
        Outcome::Declined(declined("fraudulent", "Your card was declined.")),
    ),
    known(&["pm_card_chargeDeclinedExpiredCard", "pm_card_visa_chargeDeclinedExpiredCard"], "0069", Outcome::Declined(EXPIRED)),
    known(
        &["pm_card_chargeDeclinedIncorrectCvc", "pm_card_visa_chargeDeclinedIncorrectCvc"],
        "0127",
        Outcome::Declined(WRONG_CVC),
    ),
    known(
        &["pm_card_chargeDeclinedProcessingError", "pm_card_visa_chargeDeclinedProcessingError"],
        "0119",
        Outcome::Declined(FAILED),
    ),
];

/// The middle of `pm_double_…_FINGERPRINT`, and the card that it behaves like.
const CUSTOM: &[(&str, &Known)] = &[
    ("approved", &VISA),
    ("declined", &DECLINED),
    ("insufficient", &POOR),
    ("challenged", &SECURE),
    ("processing", &SLOW),
    ("pendingrefund", &LENDER),
];

const fn declined(decline_code: &'static str, message: &'static str) -> Decline {
    Decline { code: "card_declined", decline_code: Some(decline_code), message }
}

const fn known(names: &'static [&'static str], last4: &'static str, outcome: Outcome) -> Known {
    Known { names, brand: "visa", last4, outcome, refunds: Refunds::Prompt }
}

impl Known {
    fn card(&self) -> Card {
        Card {
            brand: self.brand,
            last4: self.last4,
            country: "US",
            fingerprint: format!("DoubleCard00{}", self.last4),
            outcome: self.outcome,
            refunds: self.refunds,
        }
    }
}

impl Card {
    /// The card of that payment method: one of Stripe's (`pm_card_visa`), or one of the double's with a fingerprint of
    /// one's own, `pm_double_OUTCOME_FINGERPRINT`, where the outcome is `approved`, `declined`, `insufficient`,
    /// `challenged`, `processing` or `pendingrefund`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if let Some(known) = CARDS.iter().find(|known| known.names.contains(&name)) {
            return Some(known.card());
        }
        let (outcome, fingerprint) = name.strip_prefix("pm_double_")?.split_once('_')?;
        let (_, like) = CUSTOM.iter().find(|(custom, _)| *custom == outcome)?;
        Some(like.card().with_fingerprint(fingerprint))
    }

    /// 4242…, which pays.
    #[must_use]
    pub fn visa() -> Self {
        VISA.card()
    }

    /// Another one that pays.
    #[must_use]
    pub fn mastercard() -> Self {
        MASTERCARD.card()
    }

    /// One that is declined.
    #[must_use]
    pub fn declined() -> Self {
        DECLINED.card()
    }

    /// One without the money.
    #[must_use]
    pub fn insufficient_funds() -> Self {
        POOR.card()
    }

    /// One that pays after 3-D Secure.
    #[must_use]
    pub fn challenged() -> Self {
        SECURE.card()
    }

    /// One whose bank takes its time.
    #[must_use]
    pub fn processing() -> Self {
        SLOW.card()
    }

    /// One that pays, and gets its money back only in a while.
    #[must_use]
    pub fn pending_refund() -> Self {
        LENDER.card()
    }

    /// The same card, known by another fingerprint.
    #[must_use]
    pub fn with_fingerprint(self, fingerprint: &str) -> Self {
        Self { fingerprint: fingerprint.to_owned(), ..self }
    }

    /// What Stripe tells of it.
    pub(crate) fn view(&self) -> Value {
        json!({
            "brand": self.brand, "checks": null, "country": self.country, "exp_month": 12, "exp_year": 2099,
            "fingerprint": self.fingerprint, "funding": "credit", "last4": self.last4, "network": self.brand,
            "three_d_secure": null, "wallet": null,
        })
    }
}
