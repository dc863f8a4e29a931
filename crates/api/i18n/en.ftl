# One sentence per reason (crates/domain/src/fault.rs). Where Medusa has a text that
# echoes neither a value nor an id, ours equals it. Variables: field, min, max, keys, bytes.

invalid-json = The request body is not valid JSON
duplicate-key = The request body names a key twice in one object
too-deep = The request is nested too deeply: at most { $max } levels are read
too-many-keys = The request has too many keys in one object: at most { $max } are read
too-many-items = The request has too many items in one list: at most { $max } are read
too-many-lines = A cart holds at most { $max } lines
inexact-number = The request has a number that cannot be represented exactly

invalid-request = Invalid request
invalid-query = Invalid request
unknown-field = Unrecognized fields
missing-field = Field '{ $field }' is required
expected-string = Expected type: 'string' for field '{ $field }'
expected-number = Expected type: 'number' for field '{ $field }'
expected-whole = Expected type: 'integer' for field '{ $field }'
expected-boolean = Expected type: 'boolean' for field '{ $field }'
expected-object = Expected type: 'object' for field '{ $field }'
expected-array = Expected type: 'array' for field '{ $field }'
expected-scalar = Expected a single value for field '{ $field }'
expected-date = Expected type: 'date' for field '{ $field }'
too-small = Value for field '{ $field }' too small, expected at least: '{ $min }'
too-large = Value for field '{ $field }' too large, expected at most: '{ $max }'
too-long = Value for field '{ $field }' too long, expected at most { $max ->
    [one] { $max } character
   *[other] { $max } characters
}
too-many-bytes = Value for field '{ $field }' too long, expected at most { $max } bytes
empty = Value for field '{ $field }' must not be empty
bad-character = Value for field '{ $field }' has a character that is not allowed
markup = Value for field '{ $field }' must not contain < or >
not-an-id = Value for field '{ $field }' is not a valid id
not-a-link = This has to be a web address that begins with http:// or https://
not-an-email = Value for field '{ $field }' is not a valid email address
not-a-country = Value for field '{ $field }' is not a known country code
not-a-currency = Value for field '{ $field }' is not a currency code
not-a-locale = Value for field '{ $field }' is not a supported locale
metadata-unfit = Field '{ $field }' takes at most { $keys } single values of at most { $bytes } bytes together
currency-not-of-region = The currency is not the currency of the region
channel-not-of-key = Requested sales channel is not part of the publishable key
provider-not-offered = The payment provider is not offered in this region
order-field-invalid = Order field is not valid
fields-too-deep = The fields expand more than the maximum of { $max } allowed relations
price-context-missing = Missing required pricing context to calculate prices - region_id
channel-ambiguous = The publishable key has several sales channels: name one of them

payload-too-large = The request body is too large: at most { $max } bytes are read
unsupported-media-type = The request body must be JSON in UTF-8 (Content-Type: application/json)
uri-too-long = The URL is too long: at most { $max } bytes are read
headers-too-large = The request headers are too large
method-not-allowed = This method is not allowed here
request-timeout = The request took too long to arrive
not-found = Not found
no-regions = No regions found

publishable-key-missing = Publishable API key required in the request header: x-publishable-api-key. You can manage your keys in settings in the dashboard.
publishable-key-invalid = A valid publishable key is required to proceed with the request

token-missing = Unauthorized
token-invalid = Unauthorized
token-expired = The login token has expired
session-revoked = This login was ended
session-superseded = This login was ended by a newer one
session-expired = This login has expired: log in again
session-context-changed = This login was ended because it came from another browser or network
session-limit-reached = There are as many logins as an account may have: end one of them first
refresh-token-missing = Refresh token is missing
refresh-token-invalid = Refresh token is not valid
refresh-token-expired = The login has expired: log in again
refresh-token-reused = The refresh token was used twice, so this login was ended
invalid-credentials = Invalid email or password
second-factor-required = A code from the second factor is required
step-up-required = Enter your password again to go on
payment-step-up = Enter your password again before you pay
csrf-token-missing = The request lacks its CSRF token: reload the page and try again
csrf-token-invalid = The CSRF token does not fit this session: reload the page and try again
csrf-origin-denied = Requests from this web page are not accepted
role-missing = Your role does not allow this
password-too-short = The password is too short: at least { $min } characters are needed
password-too-long = The password is too long: at most { $max } bytes are taken
password-too-common = The password is too easy to guess: choose another
identity-exists = Identity with email already exists
customer-exists = Customer with this email already has an account
already-customer = Request already authenticated as a customer.
email-not-of-token = The email is not the one that was registered
email-confusable = The email mixes alphabets that look alike
address-book-full = The address book holds at most { $max } addresses
order-already-yours = The order already belongs to you
transfer-token-invalid = Invalid token.

webhook-signature-invalid = The notice is not signed by the payment provider.
payment-intent-mismatch = This payment does not belong to this cart.
payment-amount-mismatch = The payment is not over what the cart comes to now.
payment-intent-consumed = This payment has already paid for another order.
payment-provider-unavailable = The payment provider does not answer. Nothing was lost: try again in a moment.
payment-not-capturable = This payment was canceled: there is nothing to capture.
refund-too-large = You cannot refund more than was captured and not refunded yet.
refund-without-capture = This payment was not captured, so there is nothing to refund.
refund-refused = The payment provider refused to give the money back.
not-positive = The amount has to be greater than 0
too-many-decimals = An amount in this currency has at most { $max } decimals
order-canceled = The order has been canceled.
order-completed = The order has been completed already.
order-fulfilled = All fulfillments must be canceled before canceling an order
more-than-ordered = There are not that many of this item left to fulfill
fulfillment-canceled = The fulfillment has been canceled.
fulfillment-gone = The fulfillment has been shipped or delivered already.
shipment-not-whole = A fulfillment is shipped as a whole: its items and quantities have to be the same
cart-locked-by-payment = The cart cannot be changed while a payment for it is authorized.
payment-not-authorized = Session was not authorized with the provider.
cart-completed = Cart is already completed.
cart-empty = Cannot complete a cart with no items
email-missing = Email is required to complete cart
shipping-address-missing = Shipping address is required to complete cart
country-missing = country code is required to calculate taxes
shipping-method-missing = No shipping method selected but the cart contains items that require shipping.
shipping-profile-unserved = The cart items require shipping profiles that are not satisfied by the current shipping methods
payment-collection-missing = Payment collection has not been initiated for cart
payment-session-missing = Payment sessions are required to complete cart
promotion-invalid = The promotion code is invalid
country-not-in-region = Country is not within region
shipping-option-not-allowed = Shipping Options are invalid for cart.
variant-not-available = Variants do not exist or belong to a product that is not published
variant-without-price = Variants do not have a price
variant-without-location = Sales channel is not associated with any stock location for variant
insufficient-inventory = Some variant does not have the required inventory
sold-out = Not enough stock available for item
amount-out-of-range = The amount is out of range
too-many-attempts = Too many attempts: try again in { $secs ->
    [one] { $secs } second
   *[other] { $secs } seconds
}
idempotency-key-repeated = A request has one Idempotency-Key
idempotency-key-unowned = An Idempotency-Key needs a login or a guest's proof here
idempotency-key-reused = This Idempotency-Key came before with another body: take a new one for another request.
idempotency-in-progress = The first request with this Idempotency-Key is still being worked on: try again in a moment.
idempotency-answer-lost = The request was carried out, but its answer was lost. Look at the cart or order before you try again.
too-many-requests = Too many requests: try again in { $secs ->
    [one] { $secs } second
   *[other] { $secs } seconds
}
payments-slowed = Too many payments were declined: try again in { $secs ->
    [one] { $secs } second
   *[other] { $secs } seconds
}
overloaded = Too many requests at once. Please try again shortly.
internal-error = An unknown error occurred.
