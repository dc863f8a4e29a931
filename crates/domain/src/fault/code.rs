//! What a client program is told: codes, each with its status and Medusa's type.

/// Medusa's `type`: the coarse kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "Medusa's own words")]
pub enum Kind {
    InvalidData,
    NotAllowed,
    NotFound,
    Unauthorized,
    Forbidden,
    Duplicate,
    Conflict,
    RateLimited,
    UnexpectedState,
}

impl Kind {
    /// The word on the wire.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::InvalidData => "invalid_data",
            Self::NotAllowed => "not_allowed",
            Self::NotFound => "not_found",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::Duplicate => "duplicate_error",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::UnexpectedState => "unexpected_state",
        }
    }
}

/// Whether a refusal is a decision (contract §7: only 2xx and decided 4xx are kept under an `Idempotency-Key`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The shop looked at what was asked for and said no: the same request is answered the same.
    Made,
    /// It hangs on who came, on how it came, or on something that passes by itself: nothing was done, and the same
    /// request may be granted a moment later.
    Open,
}

/// Declares the codes: `Name = "name on the wire" => status, kind, decision`.
macro_rules! codes {
    ($($name:ident = $wire:literal => $status:literal, $kind:ident, $decision:ident;)+) => {
        /// What a client program reads: stable, and with one HTTP status.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names are the wire's own and docs/errors.md explains each")]
        pub enum Code {
            $($name,)+
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $wire,)+
                }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)+
                }
            }

            /// Medusa's type of it.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self {
                    $(Self::$name => Kind::$kind,)+
                }
            }

            /// Whether a refusal with it is a decision.
            #[must_use]
            pub const fn decision(self) -> Decision {
                match self {
                    $(Self::$name => Decision::$decision,)+
                }
            }
        }
    };
}

codes! {
    InvalidJson = "invalid_json" => 400, InvalidData, Made;
    InvalidField = "invalid_field" => 400, InvalidData, Made;
    UnknownField = "unknown_field" => 400, InvalidData, Made;
    MissingField = "missing_field" => 400, InvalidData, Made;
    InvalidQuery = "invalid_query" => 400, InvalidData, Made;
    PayloadTooLarge = "payload_too_large" => 413, InvalidData, Open;
    UnsupportedMediaType = "unsupported_media_type" => 415, InvalidData, Open;
    UriTooLong = "uri_too_long" => 414, InvalidData, Open;
    HeadersTooLarge = "headers_too_large" => 431, InvalidData, Open;
    MethodNotAllowed = "method_not_allowed" => 405, NotAllowed, Open;
    RequestTimeout = "request_timeout" => 408, InvalidData, Open;
    NotFound = "not_found" => 404, NotFound, Made;
    PublishableKeyMissing = "publishable_key_missing" => 400, NotAllowed, Open;
    PublishableKeyInvalid = "publishable_key_invalid" => 400, NotAllowed, Open;
    TokenMissing = "token_missing" => 401, Unauthorized, Open;
    TokenInvalid = "token_invalid" => 401, Unauthorized, Open;
    TokenExpired = "token_expired" => 401, Unauthorized, Open;
    SessionRevoked = "session_revoked" => 401, Unauthorized, Open;
    SessionSuperseded = "session_superseded" => 401, Unauthorized, Open;
    SessionExpired = "session_expired" => 401, Unauthorized, Open;
    SessionContextChanged = "session_context_changed" => 401, Unauthorized, Open;
    SessionLimitReached = "session_limit_reached" => 403, Forbidden, Open;
    RefreshTokenMissing = "refresh_token_missing" => 401, Unauthorized, Open;
    RefreshTokenInvalid = "refresh_token_invalid" => 401, Unauthorized, Open;
    RefreshTokenExpired = "refresh_token_expired" => 401, Unauthorized, Open;
    RefreshTokenReused = "refresh_token_reused" => 401, Unauthorized, Open;
    InvalidCredentials = "invalid_credentials" => 401, Unauthorized, Open;
    SecondFactorRequired = "second_factor_required" => 401, Unauthorized, Open;
    StepUpRequired = "step_up_required" => 403, Forbidden, Open;
    CsrfTokenMissing = "csrf_token_missing" => 403, Forbidden, Open;
    CsrfTokenInvalid = "csrf_token_invalid" => 403, Forbidden, Open;
    CsrfOriginDenied = "csrf_origin_denied" => 403, Forbidden, Open;
    WebhookSignatureInvalid = "webhook_signature_invalid" => 400, InvalidData, Open;
    RoleMissing = "role_missing" => 403, Forbidden, Open;
    PasswordTooShort = "password_too_short" => 400, InvalidData, Made;
    PasswordTooLong = "password_too_long" => 400, InvalidData, Made;
    PasswordTooCommon = "password_too_common" => 400, InvalidData, Made;
    IdentityExists = "identity_exists" => 401, Unauthorized, Made;
    CustomerExists = "customer_exists" => 422, Duplicate, Made;
    TransferTokenInvalid = "transfer_token_invalid" => 400, NotAllowed, Made;
    PaymentIntentMismatch = "payment_intent_mismatch" => 403, Forbidden, Made;
    PaymentAmountMismatch = "payment_amount_mismatch" => 409, Conflict, Made;
    PaymentNotAuthorized = "payment_not_authorized" => 400, NotAllowed, Open;
    PaymentIntentConsumed = "payment_intent_consumed" => 409, Conflict, Made;
    PaymentProviderUnavailable = "payment_provider_unavailable" => 503, UnexpectedState, Open;
    PaymentNotCapturable = "payment_not_capturable" => 400, NotAllowed, Made;
    RefundTooLarge = "refund_too_large" => 400, NotAllowed, Made;
    RefundRefused = "refund_refused" => 409, Conflict, Made;
    CartLockedByPayment = "cart_locked_by_payment" => 409, Conflict, Open;
    CartCompleted = "cart_completed" => 400, InvalidData, Made;
    CartEmpty = "cart_empty" => 400, InvalidData, Made;
    EmailMissing = "email_missing" => 400, InvalidData, Made;
    ShippingAddressMissing = "shipping_address_missing" => 400, InvalidData, Made;
    ShippingMethodMissing = "shipping_method_missing" => 400, InvalidData, Made;
    PaymentMissing = "payment_missing" => 400, InvalidData, Made;
    PromotionInvalid = "promotion_invalid" => 400, InvalidData, Made;
    CountryNotInRegion = "country_not_in_region" => 400, InvalidData, Made;
    ShippingOptionNotAllowed = "shipping_option_not_allowed" => 400, InvalidData, Made;
    VariantNotAvailable = "variant_not_available" => 400, InvalidData, Made;
    InsufficientInventory = "insufficient_inventory" => 400, NotAllowed, Made;
    OrderNotPending = "order_not_pending" => 400, NotAllowed, Made;
    OrderFulfilled = "order_fulfilled" => 400, NotAllowed, Made;
    FulfillmentNotAllowed = "fulfillment_not_allowed" => 400, NotAllowed, Made;
    AmountOutOfRange = "amount_out_of_range" => 400, InvalidData, Made;
    IdempotencyKeyReused = "idempotency_key_reused" => 422, Conflict, Open;
    IdempotencyInProgress = "idempotency_in_progress" => 409, Conflict, Open;
    IdempotencyAnswerLost = "idempotency_answer_lost" => 409, Conflict, Open;
    RateLimitExceeded = "rate_limit_exceeded" => 429, RateLimited, Open;
    Overloaded = "overloaded" => 503, UnexpectedState, Open;
    InternalError = "internal_error" => 500, UnexpectedState, Open;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_refusals_of_what_was_asked_for_are_decisions() {
        for code in Code::ALL.iter().filter(|code| code.decision() == Decision::Made) {
            let is_about_the_caller = matches!(code.status(), 401 | 403 | 405 | 408 | 413 | 414 | 415 | 429 | 431 | 500..);
            // The intent is another's; and registering an e-mail address that is taken is 401 as in Medusa.
            let is_exempt = matches!(code, Code::PaymentIntentMismatch | Code::IdentityExists);
            assert!(!is_about_the_caller || is_exempt, "{code:?}");
        }
    }

    #[test]
    fn nothing_was_decided_while_the_shopper_has_yet_to_pay_or_to_prove_themself() {
        for code in [
            Code::PaymentNotAuthorized,
            Code::StepUpRequired,
            Code::CartLockedByPayment,
            Code::IdempotencyKeyReused,
            Code::IdempotencyInProgress,
            Code::IdempotencyAnswerLost,
        ] {
            assert_eq!(code.decision(), Decision::Open, "{code:?}");
        }
        for code in [Code::InsufficientInventory, Code::NotFound, Code::PaymentAmountMismatch, Code::CustomerExists] {
            assert_eq!(code.decision(), Decision::Made, "{code:?}");
        }
    }
}
