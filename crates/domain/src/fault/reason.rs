//! Every sentence of refusal, with the code that it belongs to.

use super::Code;

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

            /// The reason whose text stands there.
            #[must_use]
            pub fn stored(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.key() == key)
            }

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
    /// More lines than a cart holds: `max`.
    TooManyLines = "too-many-lines" => InvalidField,
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
    /// More bytes than fit: `max`.
    TooManyBytes = "too-many-bytes" => InvalidField,
    /// Nothing in it.
    Empty = "empty" => InvalidField,
    /// A character that no field holds.
    BadCharacter = "bad-character" => InvalidField,
    /// `<` or `>` in a name or address.
    Markup = "markup" => InvalidField,
    /// Not an id of the kind that belongs there.
    NotAnId = "not-an-id" => InvalidField,
    /// Not the address of a page: `http` or `https`.
    NotALink = "not-a-link" => InvalidField,
    /// Not an e-mail address.
    NotAnEmail = "not-an-email" => InvalidField,
    /// Not a country code.
    NotACountry = "not-a-country" => InvalidField,
    /// Not a currency code.
    NotACurrency = "not-a-currency" => InvalidField,
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
    /// No token where one belongs.
    TokenMissing = "token-missing" => TokenMissing,
    /// No token of ours, or not one of the kind that belongs there.
    TokenInvalid = "token-invalid" => TokenInvalid,
    /// The token's time is over.
    TokenExpired = "token-expired" => TokenExpired,
    /// The login was ended: by its owner, or because the password changed.
    SessionRevoked = "session-revoked" => SessionRevoked,
    /// A newer login took this one's place.
    SessionSuperseded = "session-superseded" => SessionSuperseded,
    /// The login's time is over.
    SessionExpired = "session-expired" => SessionExpired,
    /// The login was ended because it came from another browser or network.
    SessionContextChanged = "session-context-changed" => SessionContextChanged,
    /// As many logins as an account may have.
    SessionLimitReached = "session-limit-reached" => SessionLimitReached,
    /// No refresh token in the body or the cookie.
    RefreshTokenMissing = "refresh-token-missing" => RefreshTokenMissing,
    /// No refresh token of ours.
    RefreshTokenInvalid = "refresh-token-invalid" => RefreshTokenInvalid,
    /// The refresh token's time is over.
    RefreshTokenExpired = "refresh-token-expired" => RefreshTokenExpired,
    /// A refresh token came again after its successor was used: the login is over.
    RefreshTokenReused = "refresh-token-reused" => RefreshTokenReused,
    /// Unknown e-mail address or wrong password: which of them is not told.
    InvalidCredentials = "invalid-credentials" => InvalidCredentials,
    /// The password is right and the second factor is still to come.
    SecondFactorRequired = "second-factor-required" => SecondFactorRequired,
    /// Something about the login changed: the password is asked for again.
    StepUpRequired = "step-up-required" => StepUpRequired,
    /// The password is asked for again before a payment, because many were declined.
    PaymentStepUp = "payment-step-up" => StepUpRequired,
    /// A request that changes something came without the token that its page was given.
    CsrfTokenMissing = "csrf-token-missing" => CsrfTokenMissing,
    /// The token is none of ours, or of another session or guest.
    CsrfTokenInvalid = "csrf-token-invalid" => CsrfTokenInvalid,
    /// A page that is not the shop's sent a request that changes something.
    CsrfOriginDenied = "csrf-origin-denied" => CsrfOriginDenied,
    /// A notice without the signature of whoever sends such.
    WebhookSignatureInvalid = "webhook-signature-invalid" => WebhookSignatureInvalid,
    /// The member of staff has not the role that the route needs.
    RoleMissing = "role-missing" => RoleMissing,
    /// A new password with fewer characters than are asked: `min`.
    PasswordTooShort = "password-too-short" => PasswordTooShort,
    /// A new password with more bytes than are taken: `max`.
    PasswordTooLong = "password-too-long" => PasswordTooLong,
    /// A new password that is among the first that are guessed.
    PasswordTooCommon = "password-too-common" => PasswordTooCommon,
    /// The e-mail address has a login already.
    IdentityExists = "identity-exists" => IdentityExists,
    /// The e-mail address has an account already.
    CustomerExists = "customer-exists" => CustomerExists,
    /// A logged-in customer asks to become one.
    AlreadyCustomer = "already-customer" => InvalidField,
    /// Another e-mail address than the one that was registered.
    EmailNotOfToken = "email-not-of-token" => InvalidField,
    /// An e-mail address that looks like another: mixed alphabets.
    EmailConfusable = "email-confusable" => InvalidField,
    /// As many addresses as a customer's book holds: `max`.
    AddressBookFull = "address-book-full" => InvalidField,
    /// The order is the caller's own already.
    OrderAlreadyYours = "order-already-yours" => InvalidField,
    /// The token of an order's transfer is wrong, used or too old.
    TransferTokenInvalid = "transfer-token-invalid" => TransferTokenInvalid,
    /// The payment is not this cart's, this owner's or this shop's.
    PaymentIntentMismatch = "payment-intent-mismatch" => PaymentIntentMismatch,
    /// The payment is over another amount or currency than the cart.
    PaymentAmountMismatch = "payment-amount-mismatch" => PaymentAmountMismatch,
    /// The payment provider has not authorised the payment.
    PaymentNotAuthorized = "payment-not-authorized" => PaymentNotAuthorized,
    /// The payment paid for an order already.
    PaymentIntentConsumed = "payment-intent-consumed" => PaymentIntentConsumed,
    /// The payment provider does not answer, or not to the point.
    PaymentProviderUnavailable = "payment-provider-unavailable" => PaymentProviderUnavailable,
    /// A payment that was called off, or that nobody holds money for any more.
    PaymentNotCapturable = "payment-not-capturable" => PaymentNotCapturable,
    /// More than was taken and not given back.
    RefundTooLarge = "refund-too-large" => RefundTooLarge,
    /// Money is given back that was not taken.
    RefundWithoutCapture = "refund-without-capture" => RefundTooLarge,
    /// The payment provider will not give the money back.
    RefundRefused = "refund-refused" => RefundRefused,
    /// An amount of nothing or less.
    NotPositive = "not-positive" => InvalidField,
    /// More decimals than the currency has: `max`.
    TooManyDecimals = "too-many-decimals" => InvalidField,
    /// The order was called off.
    OrderCanceled = "order-canceled" => OrderNotPending,
    /// The order is done with.
    OrderCompleted = "order-completed" => OrderNotPending,
    /// Goods of the order are on their way or ready to go.
    OrderFulfilled = "order-fulfilled" => OrderFulfilled,
    /// More of a line than was ordered and is not fulfilled yet.
    MoreThanOrdered = "more-than-ordered" => FulfillmentNotAllowed,
    /// A fulfilment that was called off.
    FulfillmentCanceled = "fulfillment-canceled" => FulfillmentNotAllowed,
    /// A fulfilment that left, or arrived.
    FulfillmentGone = "fulfillment-gone" => FulfillmentNotAllowed,
    /// A shipment of other things than its fulfilment holds.
    ShipmentNotWhole = "shipment-not-whole" => FulfillmentNotAllowed,
    /// Money is held for the cart as it is.
    CartLockedByPayment = "cart-locked-by-payment" => CartLockedByPayment,
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
    /// Two `Idempotency-Key` headers.
    IdempotencyKeyRepeated = "idempotency-key-repeated" => InvalidField,
    /// An `Idempotency-Key` of nobody's, for a path that names nothing.
    IdempotencyKeyUnowned = "idempotency-key-unowned" => InvalidField,
    /// The `Idempotency-Key` came before, with another body.
    IdempotencyKeyReused = "idempotency-key-reused" => IdempotencyKeyReused,
    /// The first request with the `Idempotency-Key` is not done yet.
    IdempotencyInProgress = "idempotency-in-progress" => IdempotencyInProgress,
    /// The first request with the `Idempotency-Key` was done, and its answer is not known any more.
    IdempotencyAnswerLost = "idempotency-answer-lost" => IdempotencyAnswerLost,
    /// Too many attempts: `secs` until the next.
    TooManyAttempts = "too-many-attempts" => RateLimitExceeded,
    /// Too many requests: `secs` until one more fits.
    TooManyRequests = "too-many-requests" => RateLimitExceeded,
    /// Payments wait because many were declined: `secs`.
    PaymentsSlowed = "payments-slowed" => RateLimitExceeded,
    /// Too much at once.
    Overloaded = "overloaded" => Overloaded,
    /// A fault of ours.
    InternalError = "internal-error" => InternalError,
}
