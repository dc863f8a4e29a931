//! Which refusals are decisions.

use super::Code;

impl Code {
    /// Whether the shop looked at what was asked for and said no, so that asking the same again is answered the same
    /// (contract §7: only 2xx and decided 4xx are kept under an `Idempotency-Key`).
    ///
    /// What hangs on who came, on how it came, or on something that passes by itself is no decision: nothing was
    /// done, and the same request may be granted a moment later.
    #[must_use]
    pub const fn is_decided(self) -> bool {
        match self {
            Self::InvalidJson
            | Self::InvalidField
            | Self::UnknownField
            | Self::MissingField
            | Self::InvalidQuery
            | Self::NotFound
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordTooCommon
            | Self::IdentityExists
            | Self::CustomerExists
            | Self::TransferTokenInvalid
            | Self::PaymentIntentMismatch
            | Self::PaymentAmountMismatch
            | Self::PaymentIntentConsumed
            | Self::PaymentNotCapturable
            | Self::RefundTooLarge
            | Self::RefundRefused
            | Self::CartCompleted
            | Self::CartEmpty
            | Self::EmailMissing
            | Self::ShippingAddressMissing
            | Self::ShippingMethodMissing
            | Self::PaymentMissing
            | Self::PromotionInvalid
            | Self::CountryNotInRegion
            | Self::ShippingOptionNotAllowed
            | Self::VariantNotAvailable
            | Self::InsufficientInventory
            | Self::OrderNotPending
            | Self::OrderFulfilled
            | Self::FulfillmentNotAllowed
            | Self::AmountOutOfRange => true,
            // How it came.
            Self::PayloadTooLarge
            | Self::UnsupportedMediaType
            | Self::UriTooLong
            | Self::HeadersTooLarge
            | Self::MethodNotAllowed
            | Self::RequestTimeout
            | Self::WebhookSignatureInvalid => false,
            // Who came.
            Self::PublishableKeyMissing
            | Self::PublishableKeyInvalid
            | Self::TokenMissing
            | Self::TokenInvalid
            | Self::TokenExpired
            | Self::SessionRevoked
            | Self::SessionSuperseded
            | Self::SessionExpired
            | Self::SessionContextChanged
            | Self::SessionLimitReached
            | Self::RefreshTokenMissing
            | Self::RefreshTokenInvalid
            | Self::RefreshTokenExpired
            | Self::RefreshTokenReused
            | Self::InvalidCredentials
            | Self::SecondFactorRequired
            | Self::StepUpRequired
            | Self::CsrfTokenMissing
            | Self::CsrfTokenInvalid
            | Self::CsrfOriginDenied
            | Self::RoleMissing => false,
            // What passes: the shopper pays, the money is let go, the other request ends.
            Self::PaymentNotAuthorized
            | Self::CartLockedByPayment
            | Self::PaymentProviderUnavailable
            | Self::IdempotencyKeyReused
            | Self::IdempotencyInProgress
            | Self::IdempotencyAnswerLost
            | Self::RateLimitExceeded
            | Self::Overloaded
            | Self::InternalError => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_refusals_of_what_was_asked_for_are_decisions() {
        for code in Code::ALL {
            let passes = matches!(code.status(), 401 | 403 | 405 | 408 | 413 | 414 | 415 | 429 | 431 | 500..);
            // The intent is another's; and registering an e-mail address that is taken is 401 as in Medusa.
            let is_exempt = matches!(code, Code::PaymentIntentMismatch | Code::IdentityExists);
            assert!(!(code.is_decided() && passes) || is_exempt, "{code:?}");
        }
    }

    #[test]
    fn nothing_was_decided_while_the_shopper_has_yet_to_pay_or_to_prove_themself() {
        for code in [Code::PaymentNotAuthorized, Code::StepUpRequired, Code::CartLockedByPayment, Code::IdempotencyInProgress] {
            assert!(!code.is_decided(), "{code:?}");
        }
        for code in [Code::InsufficientInventory, Code::NotFound, Code::PaymentAmountMismatch, Code::CustomerExists] {
            assert!(code.is_decided(), "{code:?}");
        }
    }
}
