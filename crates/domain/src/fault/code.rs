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

/// Declares the codes: `Name = "name on the wire" => status, kind`.
macro_rules! codes {
    ($($name:ident = $wire:literal => $status:literal, $kind:ident;)+) => {
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
        }
    };
}

codes! {
    InvalidJson = "invalid_json" => 400, InvalidData;
    InvalidField = "invalid_field" => 400, InvalidData;
    UnknownField = "unknown_field" => 400, InvalidData;
    MissingField = "missing_field" => 400, InvalidData;
    InvalidQuery = "invalid_query" => 400, InvalidData;
    PayloadTooLarge = "payload_too_large" => 413, InvalidData;
    UnsupportedMediaType = "unsupported_media_type" => 415, InvalidData;
    UriTooLong = "uri_too_long" => 414, InvalidData;
    HeadersTooLarge = "headers_too_large" => 431, InvalidData;
    MethodNotAllowed = "method_not_allowed" => 405, NotAllowed;
    RequestTimeout = "request_timeout" => 408, InvalidData;
    NotFound = "not_found" => 404, NotFound;
    PublishableKeyMissing = "publishable_key_missing" => 400, NotAllowed;
    PublishableKeyInvalid = "publishable_key_invalid" => 400, NotAllowed;
    TokenMissing = "token_missing" => 401, Unauthorized;
    TokenInvalid = "token_invalid" => 401, Unauthorized;
    TokenExpired = "token_expired" => 401, Unauthorized;
    SessionRevoked = "session_revoked" => 401, Unauthorized;
    SessionSuperseded = "session_superseded" => 401, Unauthorized;
    SessionExpired = "session_expired" => 401, Unauthorized;
    SessionContextChanged = "session_context_changed" => 401, Unauthorized;
    SessionLimitReached = "session_limit_reached" => 403, Forbidden;
    RefreshTokenMissing = "refresh_token_missing" => 401, Unauthorized;
    RefreshTokenInvalid = "refresh_token_invalid" => 401, Unauthorized;
    RefreshTokenExpired = "refresh_token_expired" => 401, Unauthorized;
    RefreshTokenReused = "refresh_token_reused" => 401, Unauthorized;
    InvalidCredentials = "invalid_credentials" => 401, Unauthorized;
    SecondFactorRequired = "second_factor_required" => 401, Unauthorized;
    StepUpRequired = "step_up_required" => 403, Forbidden;
    CsrfTokenMissing = "csrf_token_missing" => 403, Forbidden;
    CsrfTokenInvalid = "csrf_token_invalid" => 403, Forbidden;
    CsrfOriginDenied = "csrf_origin_denied" => 403, Forbidden;
    WebhookSignatureInvalid = "webhook_signature_invalid" => 400, InvalidData;
    RoleMissing = "role_missing" => 403, Forbidden;
    PasswordTooShort = "password_too_short" => 400, InvalidData;
    PasswordTooLong = "password_too_long" => 400, InvalidData;
    PasswordTooCommon = "password_too_common" => 400, InvalidData;
    IdentityExists = "identity_exists" => 401, Unauthorized;
    CustomerExists = "customer_exists" => 422, Duplicate;
    TransferTokenInvalid = "transfer_token_invalid" => 400, NotAllowed;
    PaymentIntentMismatch = "payment_intent_mismatch" => 403, Forbidden;
    PaymentAmountMismatch = "payment_amount_mismatch" => 409, Conflict;
    PaymentNotAuthorized = "payment_not_authorized" => 400, NotAllowed;
    PaymentIntentConsumed = "payment_intent_consumed" => 409, Conflict;
    PaymentProviderUnavailable = "payment_provider_unavailable" => 503, UnexpectedState;
    PaymentNotCapturable = "payment_not_capturable" => 400, NotAllowed;
    RefundTooLarge = "refund_too_large" => 400, NotAllowed;
    RefundRefused = "refund_refused" => 409, Conflict;
    CartLockedByPayment = "cart_locked_by_payment" => 409, Conflict;
    CartCompleted = "cart_completed" => 400, InvalidData;
    CartEmpty = "cart_empty" => 400, InvalidData;
    EmailMissing = "email_missing" => 400, InvalidData;
    ShippingAddressMissing = "shipping_address_missing" => 400, InvalidData;
    ShippingMethodMissing = "shipping_method_missing" => 400, InvalidData;
    PaymentMissing = "payment_missing" => 400, InvalidData;
    PromotionInvalid = "promotion_invalid" => 400, InvalidData;
    CountryNotInRegion = "country_not_in_region" => 400, InvalidData;
    ShippingOptionNotAllowed = "shipping_option_not_allowed" => 400, InvalidData;
    VariantNotAvailable = "variant_not_available" => 400, InvalidData;
    InsufficientInventory = "insufficient_inventory" => 400, NotAllowed;
    OrderNotPending = "order_not_pending" => 400, NotAllowed;
    OrderFulfilled = "order_fulfilled" => 400, NotAllowed;
    FulfillmentNotAllowed = "fulfillment_not_allowed" => 400, NotAllowed;
    AmountOutOfRange = "amount_out_of_range" => 400, InvalidData;
    IdempotencyKeyReused = "idempotency_key_reused" => 422, Conflict;
    IdempotencyInProgress = "idempotency_in_progress" => 409, Conflict;
    IdempotencyAnswerLost = "idempotency_answer_lost" => 409, Conflict;
    RateLimitExceeded = "rate_limit_exceeded" => 429, RateLimited;
    Overloaded = "overloaded" => 503, UnexpectedState;
    InternalError = "internal_error" => 500, UnexpectedState;
}
