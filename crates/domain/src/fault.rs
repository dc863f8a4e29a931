//! The catalogue of refusals: every way in which Wufi says no.
//!
//! A [`Code`] is what a client program acts on; it never changes its meaning.
//! A [`Reason`] is one sentence, told in Estonian and English (`api/i18n`);
//! several reasons may share a code. Both are closed: a refusal that is not
//! listed here cannot be made.

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

/// Declares the reasons: `Name = "fluent-key" => Code`.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $key:literal => $code:ident,)+) => {
        /// One sentence of refusal, with the code that it belongs to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Reason {
            $($(#[$doc])* $name,)+
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Where its text stands in the Fluent files.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }

            /// What a client program is told.
            #[must_use]
            pub const fn code(self) -> Code {
                match self {
                    $(Self::$name => Code::$code,)+
                }
            }
        }
    };
}

reasons! {
    /// The body is not JSON.
    InvalidJson = "invalid-json" => InvalidJson,
    /// One object names a key twice.
    DuplicateKey = "duplicate-key" => InvalidJson,
    /// Nested deeper than is read.
    TooDeep = "too-deep" => InvalidJson,
    /// An object with more keys than are read.
    TooManyKeys = "too-many-keys" => InvalidJson,
    /// An array with more elements than are read.
    TooManyItems = "too-many-items" => InvalidField,
    /// A number that would not come out as it went in.
    InexactNumber = "inexact-number" => InvalidJson,
    /// The body or the query has faults; `errors` names each.
    InvalidRequest = "invalid-request" => InvalidField,
    /// A key that the route does not know.
    UnknownField = "unknown-field" => UnknownField,
    /// A field that has to be there.
    MissingField = "missing-field" => MissingField,
    /// Text was expected.
    ExpectedString = "expected-string" => InvalidField,
    /// A number was expected.
    ExpectedNumber = "expected-number" => InvalidField,
    /// A whole number was expected.
    ExpectedWhole = "expected-whole" => InvalidField,
    /// True or false was expected.
    ExpectedBoolean = "expected-boolean" => InvalidField,
    /// An object was expected.
    ExpectedObject = "expected-object" => InvalidField,
    /// An array was expected.
    ExpectedArray = "expected-array" => InvalidField,
    /// A single value was expected where an object or an array stands.
    ExpectedScalar = "expected-scalar" => InvalidField,
    /// A date was expected.
    ExpectedDate = "expected-date" => InvalidField,
    /// Below the least: `min`.
    TooSmall = "too-small" => InvalidField,
    /// Above the most: `max`.
    TooLarge = "too-large" => InvalidField,
    /// More characters than fit: `max`.
    TooLong = "too-long" => InvalidField,
    /// Nothing in it.
    Empty = "empty" => InvalidField,
    /// A character that no field holds.
    BadCharacter = "bad-character" => InvalidField,
    /// `<` or `>` in a name or address.
    Markup = "markup" => InvalidField,
    /// Not an id of the kind that belongs there.
    NotAnId = "not-an-id" => InvalidField,
    /// Not an e-mail address.
    NotAnEmail = "not-an-email" => InvalidField,
    /// Not a country code.
    NotACountry = "not-a-country" => InvalidField,
    /// Not a language that the shop speaks.
    NotALocale = "not-a-locale" => InvalidField,
    /// Metadata with more than fits, or not flat.
    MetadataUnfit = "metadata-unfit" => InvalidField,
    /// Another currency than the region's.
    CurrencyNotOfRegion = "currency-not-of-region" => InvalidField,
    /// A sales channel that the publishable key does not open.
    ChannelNotOfKey = "channel-not-of-key" => InvalidField,
    /// A payment provider that the region does not offer.
    ProviderNotOffered = "provider-not-offered" => InvalidField,
    /// An `order` by a field that does not sort.
    OrderFieldInvalid = "order-field-invalid" => InvalidQuery,
    /// `fields` that reaches deeper than is answered: `max`.
    FieldsTooDeep = "fields-too-deep" => InvalidQuery,
    /// The query has faults; `errors` names each.
    InvalidQuery = "invalid-query" => InvalidQuery,
    /// Prices were asked for without saying where.
    PriceContextMissing = "price-context-missing" => InvalidQuery,
    /// The key has several sales channels and none was named.
    ChannelAmbiguous = "channel-ambiguous" => InvalidQuery,
    /// The body is larger than is read: `max` bytes.
    PayloadTooLarge = "payload-too-large" => PayloadTooLarge,
    /// Not `application/json` in UTF-8, or encoded.
    UnsupportedMediaType = "unsupported-media-type" => UnsupportedMediaType,
    /// The URL is longer than is read: `max` bytes.
    UriTooLong = "uri-too-long" => UriTooLong,
    /// The headers are larger than are read.
    HeadersTooLarge = "headers-too-large" => HeadersTooLarge,
    /// The path is known, the method is not.
    MethodNotAllowed = "method-not-allowed" => MethodNotAllowed,
    /// The request did not come in time.
    RequestTimeout = "request-timeout" => RequestTimeout,
    /// There is nothing, or nothing for the caller.
    NotFound = "not-found" => NotFound,
    /// No such region, or no region at all.
    NoRegions = "no-regions" => NotFound,
    /// No publishable key came with the request.
    PublishableKeyMissing = "publishable-key-missing" => PublishableKeyMissing,
    /// The publishable key is unknown or revoked.
    PublishableKeyInvalid = "publishable-key-invalid" => PublishableKeyInvalid,
    /// The payment provider has not authorised the payment.
    PaymentNotAuthorized = "payment-not-authorized" => PaymentNotAuthorized,
    /// The cart is an order already.
    CartCompleted = "cart-completed" => CartCompleted,
    /// Nothing in the cart.
    CartEmpty = "cart-empty" => CartEmpty,
    /// Nobody to write to.
    EmailMissing = "email-missing" => EmailMissing,
    /// Nowhere to send to.
    ShippingAddressMissing = "shipping-address-missing" => ShippingAddressMissing,
    /// Tax was asked for without a country.
    CountryMissing = "country-missing" => ShippingAddressMissing,
    /// Things to send and no way chosen.
    ShippingMethodMissing = "shipping-method-missing" => ShippingMethodMissing,
    /// A thing whose shipping profile no chosen method serves.
    ShippingProfileUnserved = "shipping-profile-unserved" => ShippingMethodMissing,
    /// No payment collection.
    PaymentCollectionMissing = "payment-collection-missing" => PaymentMissing,
    /// No payment session.
    PaymentSessionMissing = "payment-session-missing" => PaymentMissing,
    /// An unknown promotion code.
    PromotionInvalid = "promotion-invalid" => PromotionInvalid,
    /// A country that the region does not serve.
    CountryNotInRegion = "country-not-in-region" => CountryNotInRegion,
    /// A shipping option that does not serve this cart.
    ShippingOptionNotAllowed = "shipping-option-not-allowed" => ShippingOptionNotAllowed,
    /// An unknown or unpublished variant.
    VariantNotAvailable = "variant-not-available" => VariantNotAvailable,
    /// A variant without a price here.
    VariantWithoutPrice = "variant-without-price" => VariantNotAvailable,
    /// A managed variant that no location of the channel stocks.
    VariantWithoutLocation = "variant-without-location" => VariantNotAvailable,
    /// Less in stock than asked for.
    InsufficientInventory = "insufficient-inventory" => InsufficientInventory,
    /// Sold out between the cart and the order.
    SoldOut = "sold-out" => InsufficientInventory,
    /// More money than can be counted.
    AmountOutOfRange = "amount-out-of-range" => AmountOutOfRange,
    /// Too much at once.
    Overloaded = "overloaded" => Overloaded,
    /// A fault of ours.
    InternalError = "internal-error" => InternalError,
}

/// A figure or a name of ours in a text: a limit, never what the caller sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name in the text.
    pub name: &'static str,
    /// Its value.
    pub value: i64,
}

/// A reason with the place in the request that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field, as `shipping_address.postal_code` or `items[0].quantity`.
    pub path: String,
    /// What is wrong with it.
    pub reason: Reason,
    /// Our limits, for the text.
    pub params: Vec<Param>,
}

impl FieldFault {
    /// A fault of `path` without figures.
    #[must_use]
    pub fn new(path: impl Into<String>, reason: Reason) -> Self {
        Self { path: path.into(), reason, params: Vec::new() }
    }

    /// The same with one of our limits.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: i64) -> Self {
        self.params.push(Param { name, value });
        self
    }
}

/// An error that a caller is told about.
///
/// Implemented by every error enum, by a `match` without a wildcard, so that a
/// new error cannot be forgotten.
pub trait Fault {
    /// Why, for people and programs.
    fn reason(&self) -> Reason;

    /// The field it is about, where there is one.
    fn path(&self) -> Option<&'static str> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed_once_and_has_a_reason() {
        for code in Code::ALL {
            assert_eq!(Code::ALL.iter().filter(|other| **other == code).count(), 1);
            assert!(Reason::ALL.iter().any(|reason| reason.code() == code), "{code:?}");
        }
    }

    #[test]
    fn reasons_have_texts_of_their_own() {
        let mut keys: Vec<&str> = Reason::ALL.iter().map(|reason| reason.key()).collect();
        keys.sort_unstable();
        let count = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
