//! What a client program is told: codes, each with its status and Medusa's type.

/// What a client program reads: stable, and with one HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the wire's own and docs/errors.md explains each")]
pub enum Code {
    InvalidJson,
    InvalidField,
    UnknownField,
    MissingField,
    InvalidQuery,
    PayloadTooLarge,
    UnsupportedMediaType,
    UriTooLong,
    HeadersTooLarge,
    MethodNotAllowed,
    RequestTimeout,
    NotFound,
    PublishableKeyMissing,
    PublishableKeyInvalid,
    PaymentNotAuthorized,
    CartCompleted,
    CartEmpty,
    EmailMissing,
    ShippingAddressMissing,
    ShippingMethodMissing,
    PaymentMissing,
    PromotionInvalid,
    CountryNotInRegion,
    ShippingOptionNotAllowed,
    VariantNotAvailable,
    InsufficientInventory,
    AmountOutOfRange,
    Overloaded,
    InternalError,
}

/// Medusa's `type`: the coarse kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "Medusa's own words")]
pub enum Kind {
    InvalidData,
    NotAllowed,
    NotFound,
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
            Self::UnexpectedState => "unexpected_state",
        }
    }
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 29] = [
        Self::InvalidJson,
        Self::InvalidField,
        Self::UnknownField,
        Self::MissingField,
        Self::InvalidQuery,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::UriTooLong,
        Self::HeadersTooLarge,
        Self::MethodNotAllowed,
        Self::RequestTimeout,
        Self::NotFound,
        Self::PublishableKeyMissing,
        Self::PublishableKeyInvalid,
        Self::PaymentNotAuthorized,
        Self::CartCompleted,
        Self::CartEmpty,
        Self::EmailMissing,
        Self::ShippingAddressMissing,
        Self::ShippingMethodMissing,
        Self::PaymentMissing,
        Self::PromotionInvalid,
        Self::CountryNotInRegion,
        Self::ShippingOptionNotAllowed,
        Self::VariantNotAvailable,
        Self::InsufficientInventory,
        Self::AmountOutOfRange,
        Self::Overloaded,
        Self::InternalError,
    ];

    /// The code on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidJson => "invalid_json",
            Self::InvalidField => "invalid_field",
            Self::UnknownField => "unknown_field",
            Self::MissingField => "missing_field",
            Self::InvalidQuery => "invalid_query",
            Self::PayloadTooLarge => "payload_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::UriTooLong => "uri_too_long",
            Self::HeadersTooLarge => "headers_too_large",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::RequestTimeout => "request_timeout",
            Self::NotFound => "not_found",
            Self::PublishableKeyMissing => "publishable_key_missing",
            Self::PublishableKeyInvalid => "publishable_key_invalid",
            Self::PaymentNotAuthorized => "payment_not_authorized",
            Self::CartCompleted => "cart_completed",
            Self::CartEmpty => "cart_empty",
            Self::EmailMissing => "email_missing",
            Self::ShippingAddressMissing => "shipping_address_missing",
            Self::ShippingMethodMissing => "shipping_method_missing",
            Self::PaymentMissing => "payment_missing",
            Self::PromotionInvalid => "promotion_invalid",
            Self::CountryNotInRegion => "country_not_in_region",
            Self::ShippingOptionNotAllowed => "shipping_option_not_allowed",
            Self::VariantNotAvailable => "variant_not_available",
            Self::InsufficientInventory => "insufficient_inventory",
            Self::AmountOutOfRange => "amount_out_of_range",
            Self::Overloaded => "overloaded",
            Self::InternalError => "internal_error",
        }
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::PayloadTooLarge => 413,
            Self::UriTooLong => 414,
            Self::UnsupportedMediaType => 415,
            Self::HeadersTooLarge => 431,
            Self::InternalError => 500,
            Self::Overloaded => 503,
            Self::InvalidJson
            | Self::InvalidField
            | Self::UnknownField
            | Self::MissingField
            | Self::InvalidQuery
            | Self::PublishableKeyMissing
            | Self::PublishableKeyInvalid
            | Self::PaymentNotAuthorized
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
            | Self::AmountOutOfRange => 400,
        }
    }

    /// Medusa's type of it.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::MethodNotAllowed
            | Self::PublishableKeyMissing
            | Self::PublishableKeyInvalid
            | Self::PaymentNotAuthorized
            | Self::InsufficientInventory => Kind::NotAllowed,
            Self::Overloaded | Self::InternalError => Kind::UnexpectedState,
            Self::InvalidJson
            | Self::InvalidField
            | Self::UnknownField
            | Self::MissingField
            | Self::InvalidQuery
            | Self::PayloadTooLarge
            | Self::UnsupportedMediaType
            | Self::UriTooLong
            | Self::HeadersTooLarge
            | Self::RequestTimeout
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
            | Self::AmountOutOfRange => Kind::InvalidData,
        }
    }
}
