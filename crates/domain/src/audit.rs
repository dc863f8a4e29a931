//! What is put on record: every change of state, and who caused it.

use serde::Serialize;

/// Declares the events: `Name = "name as it is stored"`.
macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $stored:literal;)+) => {
        /// What happened. The names follow the OWASP logging vocabulary where it has one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Event {
            $($(#[$doc])* $name,)+
        }

        impl Event {
            /// Every event, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name as it is stored and filtered by.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $stored,)+
                }
            }
        }
    };
}

events! {
    /// A cart was made.
    CartCreated = "cart_created";
    /// A cart's region, e-mail, addresses or metadata changed.
    CartUpdated = "cart_updated";
    /// A cart that was nobody's or a guest's became a customer's.
    CartClaimed = "cart_claimed";
    /// A line was added to a cart, or grew.
    CartLineAdded = "cart_line_added";
    /// A line's quantity or metadata changed.
    CartLineUpdated = "cart_line_updated";
    /// A line was taken out of a cart.
    CartLineRemoved = "cart_line_removed";
    /// A shipping method was chosen.
    ShippingMethodChosen = "shipping_method_chosen";
    /// The taxes of a cart were worked out on demand.
    CartTaxesUpdated = "cart_taxes_updated";
    /// A payment collection was opened for a cart.
    PaymentCollectionCreated = "payment_collection_created";
    /// A payment session was opened.
    PaymentSessionCreated = "payment_session_created";
    /// A payment was authorised.
    PaymentAuthorized = "payment_authorized";
    /// A provider said that something happened to a payment.
    PaymentNoticed = "payment_noticed";
    /// The money of a payment was taken.
    PaymentCaptured = "payment_captured";
    /// What a provider held for a cart that became no order was let go, or given back.
    PaymentReleased = "payment_released";
    /// Money of an order is to be given back: the provider is asked from here on.
    RefundAsked = "payment_refund_asked";
    /// Money of an order was given back.
    Refunded = "payment_refunded";
    /// The provider will not give the money back.
    RefundFailed = "payment_refund_failed";
    /// A payment did not pay for a cart, because the cart changed.
    PaymentRefused = "payment_refused";
    /// A payment did not pay for a cart, and somebody may be at work: another intent was named, or what the provider says
    /// of the intent is not what the shop wrote.
    PaymentAnomaly = "payment_anomaly";
    /// A try to pay was declined.
    PaymentDeclined = "payment_declined";
    /// A payment was called off: too many tries to pay it were declined.
    PaymentCalledOff = "payment_called_off";
    /// So much was declined that whoever begins a payment pays a price: guests wait, customers give their password.
    BrakeRaised = "payment_brake_raised";
    /// No more is declined than usual: that price is gone.
    BrakeLowered = "payment_brake_lowered";
    /// Somebody who wanted to begin a payment had to wait, or to give their password, because of what was declined.
    PaymentBraked = "payment_braked";
    /// A cart became an order.
    OrderPlaced = "order_placed";
    /// An order was called off.
    OrderCanceled = "order_canceled";
    /// An order is done with.
    OrderCompleted = "order_completed";
    /// Goods of an order were taken out of stock, to be sent.
    FulfillmentCreated = "fulfillment_created";
    /// They left.
    FulfillmentShipped = "fulfillment_shipped";
    /// They arrived.
    FulfillmentDelivered = "fulfillment_delivered";
    /// They do not leave: they are in stock again, and still sold.
    FulfillmentCanceled = "fulfillment_canceled";
    /// A customer asked to take over an order.
    OrderTransferRequested = "order_transfer_requested";
    /// Whoever placed the order let the customer have it.
    OrderTransferAccepted = "order_transfer_accepted";
    /// Whoever placed the order kept it.
    OrderTransferDeclined = "order_transfer_declined";
    /// The customer took the request back.
    OrderTransferCanceled = "order_transfer_canceled";
    /// An e-mail address and a password were registered.
    IdentityRegistered = "identity_registered";
    /// Whoever registered and is no customer yet proved it again: another token to make the customer with.
    RegistrationRenewed = "identity_registration_renewed";
    /// A customer's account was made.
    CustomerCreated = "customer_created";
    /// A customer's name, phone or metadata changed.
    CustomerUpdated = "customer_updated";
    /// An address came into a customer's book.
    AddressAdded = "customer_address_added";
    /// An address in a customer's book changed.
    AddressUpdated = "customer_address_updated";
    /// An address left a customer's book.
    AddressRemoved = "customer_address_removed";
    /// Somebody logged in.
    LoginSucceeded = "authn_login_success";
    /// Somebody did not get in: wrong password, unknown e-mail address or wrong code; or all was right and the account
    /// has as many sessions as it may have.
    LoginFailed = "authn_login_fail";
    /// Too many tries for one account: whoever comes next has to wait.
    LoginThrottled = "authn_login_throttled";
    /// A login's tokens were renewed.
    SessionRefreshed = "authn_token_created";
    /// A refresh token came again after its successor was used.
    RefreshReused = "authn_token_reuse";
    /// A session got its cookie.
    SessionCookieSet = "session_cookie_set";
    /// A login was ended, and why.
    SessionEnded = "session_ended";
    /// The password was given again within a login.
    StepUpPassed = "authn_step_up_success";
    /// The password that was given again was wrong.
    StepUpFailed = "authn_step_up_fail";
    /// The password changed.
    PasswordChanged = "authn_password_change";
    /// A new password was asked for by mail.
    PasswordResetAsked = "authn_password_reset_asked";
    /// A password of an older scheme was hashed anew.
    PasswordRehashed = "authn_password_rehashed";
    /// An account's e-mail address changed.
    EmailChanged = "authn_email_change";
    /// Signals about a login weighed enough to act.
    SuspicionRaised = "suspicion_raised";
    /// Somebody else's page, or whoever lacks the token of a page of ours, tried to change something.
    CsrfRefused = "malicious_csrf";
    /// Somebody asked for a cart or an order that is another's.
    ForeignThing = "malicious_direct_reference";
    /// A program came with a secret API key that is none, or none any more.
    KeyRefused = "authn_api_key_fail";
    /// Somebody of the shop asked for what their role may not do.
    RoleRefused = "authz_fail";
    /// Somebody asked more often than their limit.
    RateLimited = "excess_rate_limit_exceeded";
    /// So much was refused at once that not all of it is on record one by one.
    RefusalsUncounted = "sys_refusals_uncounted";
    /// A second factor was set up, renewed or taken away.
    SecondFactorChanged = "authn_second_factor_change";
    /// A mail left.
    MailSent = "mail_sent";
    /// A mail was given up.
    MailGivenUp = "mail_given_up";
    /// The keys that sign tokens were rotated.
    KeysRotated = "crypt_keys_rotated";
    /// The demo shop was put into an empty database.
    DemoSeeded = "sys_demo_seeded";
    /// A member of staff was made from the command line.
    UserCreated = "user_created";
    /// A member of staff is kept out from now on.
    UserDisabled = "user_disabled";
    /// A member of staff who was kept out may log in again.
    UserEnabled = "user_enabled";
    /// An API key was made.
    ApiKeyCreated = "api_key_created";
    /// An API key was taken back: it opens nothing any more.
    ApiKeyRevoked = "api_key_revoked";
}

impl Serialize for Event {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
