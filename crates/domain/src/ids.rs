//! Ids: a prefix that says of what, and 26 characters of Crockford's base 32.
//!
//! Ids that open something by being known (carts, orders, payment collections)
//! are 130 random bits; the others are ULIDs, which sort by the time they were made.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::chance::Chance;
use crate::moment::Moment;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How an id comes to its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// 48 bits of time and 80 of chance: sorts by age, may be guessed at by neighbours.
    Ulid,
    /// 130 bits of chance: knowing it is a proof (OWASP ASVS 7.2.3 asks for 128).
    Secret,
}

/// An id type: made with [`id!`](crate::id).
pub trait Id: Sized {
    /// What the id begins with, without the underscore.
    const PREFIX: &'static str;
    /// How new ones are made.
    const MAKING: Making;

    /// Reads an id; `None` when it is not one of this type.
    fn parse(text: &str) -> Option<Self>;

    /// Makes a new one.
    fn fresh(now: Moment, chance: &Chance) -> Self;

    /// The id as text.
    fn as_str(&self) -> &str;
}

/// Makes the text of a new id.
#[must_use]
pub fn fresh_text(prefix: &str, making: Making, now: Moment, chance: &Chance) -> String {
    let mut text = String::with_capacity(prefix.len() + 27);
    text.push_str(prefix);
    text.push('_');
    match making {
        Making::Ulid => {
            push_time(&mut text, now);
            push_chance::<16>(&mut text, chance);
        }
        Making::Secret => push_chance::<26>(&mut text, chance),
    }
    text
}

/// Ids of one moment that sort in the order in which they were made.
///
/// They share their time and 65 bits of chance and are counted by their last three characters.
#[derive(Clone, Debug)]
pub struct Series {
    stem: String,
    made: u64,
}

impl Series {
    /// Begins a series.
    #[must_use]
    pub fn new(now: Moment, chance: &Chance) -> Self {
        let mut stem = String::with_capacity(23);
        push_time(&mut stem, now);
        push_chance::<13>(&mut stem, chance);
        Self { stem, made: 0 }
    }

    /// The text of the next id.
    pub fn next_text(&mut self, prefix: &str) -> String {
        let mut text = format!("{prefix}_{}", self.stem);
        for at in (0..3_u32).rev() {
            push_digit(&mut text, (self.made >> (5 * at)) & 31);
        }
        self.made += 1;
        text
    }
}

/// The ULID's time: 48 bits as ten characters.
fn push_time(text: &mut String, now: Moment) {
    let millis = now.millis().cast_unsigned() & 0xFFFF_FFFF_FFFF;
    for at in (0..10_u32).rev() {
        push_digit(text, (millis >> (5 * at)) & 31);
    }
}

/// One character for each of `N` random bytes: five bits of each, so all are equally likely.
fn push_chance<const N: usize>(text: &mut String, chance: &Chance) {
    for byte in chance.bytes::<N>() {
        push_digit(text, u64::from(byte & 31));
    }
}

fn push_digit(text: &mut String, digit: u64) {
    let at = usize::try_from(digit & 31).unwrap_or_default();
    text.push(char::from(ALPHABET.get(at).copied().unwrap_or(b'0')));
}

/// Whether `text` is `prefix_` and 20 to 40 letters or digits.
#[must_use]
pub fn is_id(prefix: &str, text: &str) -> bool {
    text.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .is_some_and(|rest| (20..=40).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Declares an id type: `id!(/// Of a cart. CartId, "cart", Secret);`
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $making:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $crate::ids::Id for $name {
            const PREFIX: &'static str = $prefix;
            const MAKING: $crate::ids::Making = $crate::ids::Making::$making;

            fn parse(text: &str) -> Option<Self> {
                $crate::ids::is_id($prefix, text).then(|| Self(text.to_owned()))
            }

            fn fresh(now: $crate::moment::Moment, chance: &$crate::chance::Chance) -> Self {
                Self($crate::ids::fresh_text($prefix, Self::MAKING, now, chance))
            }

            fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl $name {
            /// Takes an id back from the database, which only holds valid ones.
            #[must_use]
            pub fn stored(text: String) -> Self {
                Self(text)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

id!(/** Of a cart; knowing it opens a cart that nobody has claimed. */ CartId, "cart", Secret);
id!(/** Of a line in a cart. */ LineId, "cali", Ulid);
id!(/** Of a tax line of a cart's line. */ LineTaxId, "calitxl", Ulid);
id!(/** Of an address on a cart. */ CartAddressId, "caaddr", Ulid);
id!(/** Of a shipping method chosen for a cart. */ ShippingMethodId, "casm", Ulid);
id!(/** Of a tax line of a cart's shipping method. */ ShippingTaxId, "casmtxl", Ulid);
id!(/** Of an order; knowing it opens an order that nobody has claimed. */ OrderId, "order", Secret);
id!(/** Of a line item of an order. */ OrderLineId, "ordli", Ulid);
id!(/** Of the quantities of an order's line. */ OrderItemId, "orditem", Ulid);
id!(/** Of an address on an order. */ OrderAddressId, "ordaddr", Ulid);
id!(/** Of a shipping method of an order. */ OrderShippingId, "ordsm", Ulid);
id!(/** Of a payment collection; it opens what its cart opens. */ PaymentCollectionId, "pay_col", Secret);
id!(/** Of a payment session. */ PaymentSessionId, "payses", Ulid);
id!(/** Of a payment. */ PaymentId, "pay", Ulid);
id!(/** Of an intent to pay, at Stripe: only such a text becomes part of a URL there. */ IntentId, "pi", Secret);
id!(/** Of money that was given back. */ RefundId, "ref", Ulid);
id!(/** Of money that was taken. */ CaptureId, "capt", Ulid);
id!(/** Of goods of an order that leave together. */ FulfillmentId, "ful", Ulid);
id!(/** Of so many of a line in a fulfilment. */ FulfillmentItemId, "fulit", Ulid);
id!(/** Of stock that was taken out for a fulfilment. */ FulfillmentStockId, "fulst", Ulid);
id!(/** Of a product. */ ProductId, "prod", Ulid);
id!(/** Of a product variant: what is put into a cart. */ VariantId, "variant", Ulid);
id!(/** Of a product option, such as size. */ OptionId, "opt", Ulid);
id!(/** Of a value of a product option, such as 2 kg. */ OptionValueId, "optval", Ulid);
id!(/** Of a product's image. */ ImageId, "img", Ulid);
id!(/** Of a tag. */ TagId, "ptag", Ulid);
id!(/** Of a product type. */ TypeId, "ptyp", Ulid);
id!(/** Of a collection. */ CollectionId, "pcol", Ulid);
id!(/** Of a category. */ CategoryId, "pcat", Ulid);
id!(/** Of a set of prices. */ PriceSetId, "pset", Ulid);
id!(/** Of a price. */ PriceId, "price", Ulid);
id!(/** Of a region: a currency and the countries that pay in it. */ RegionId, "reg", Ulid);
id!(/** Of a customer. */ CustomerId, "cus", Ulid);
id!(/** Of an address in a customer's book. */ AddressId, "cuaddr", Ulid);
id!(/** Of an e-mail address with its password. */ IdentityId, "authid", Ulid);
id!(/** Of a login; tokens carry it. */ SessionId, "sess", Secret);
id!(/** Of an access or registration token. */ TokenId, "tok", Secret);
id!(/** Of a mail that waits to be sent. */ MailId, "mail", Ulid);
id!(/** Of a request to set a new password. */ ResetId, "reset", Secret);
id!(/** Of a request to take over an order. */ TransferId, "transfer", Secret);
id!(/** Of a sales channel. */ SalesChannelId, "sc", Ulid);
id!(/** Of a store. */ StoreId, "store", Ulid);
id!(/** Of an API key. */ ApiKeyId, "apk", Ulid);
id!(/** Of a member of staff. */ UserId, "user", Ulid);
id!(/** Of a stock location. */ LocationId, "sloc", Ulid);
id!(/** Of an inventory item. */ InventoryItemId, "iitem", Ulid);
id!(/** Of a stock level: an item at a location. */ InventoryLevelId, "ilev", Ulid);
id!(/** Of a reservation of stock. */ ReservationId, "resitem", Ulid);
id!(/** Of a tax region. */ TaxRegionId, "txreg", Ulid);
id!(/** Of a tax rate. */ TaxRateId, "txr", Ulid);
id!(/** Of a fulfilment set. */ FulfillmentSetId, "fuset", Ulid);
id!(/** Of a service zone. */ ServiceZoneId, "serzo", Ulid);
id!(/** Of a geographical zone. */ GeoZoneId, "fgz", Ulid);
id!(/** Of a shipping option. */ ShippingOptionId, "so", Ulid);
id!(/** Of a shipping option's type. */ ShippingTypeId, "sotype", Ulid);
id!(/** Of a shipping profile. */ ShippingProfileId, "sp", Ulid);
id!(/** Of a request that works under an idempotency key. */ ClaimId, "claim", Secret);
id!(/** Of an audit event. */ AuditId, "aud", Ulid);

/// The id of one request, as it is answered in `X-Request-Id`; a peer that is trusted may have made it, and may repeat it.
///
/// It goes with the request into every record of what the request did. So does the claim that it may be working under,
/// which nobody else knows: what is done for a claim that is not the request's any more is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId {
    text: String,
    claim: Option<ClaimId>,
}

impl RequestId {
    /// Takes a peer's id when it is 1 to 64 of `A-Z a-z 0-9 . _ -`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits =
            (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        fits.then(|| Self { text: text.to_owned(), claim: None })
    }

    /// Makes a new one.
    #[must_use]
    pub fn fresh(now: Moment, chance: &Chance) -> Self {
        Self { text: fresh_text("req", Making::Ulid, now, chance), claim: None }
    }

    /// The same request, working under a claim.
    #[must_use]
    pub fn under(self, claim: ClaimId) -> Self {
        Self { claim: Some(claim), ..self }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The claim that it works under.
    #[must_use]
    pub const fn claim(&self) -> Option<&ClaimId> {
        self.claim.as_ref()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for RequestId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ulids_sort_by_their_time_and_secrets_carry_none() {
        let chance = Chance::seeded(1);
        let early = LineId::fresh(Moment::from_millis(1_000), &chance);
        let late = LineId::fresh(Moment::from_millis(2_000), &chance);
        let at_once = (CartId::fresh(Moment::from_millis(0), &chance), CartId::fresh(Moment::from_millis(0), &chance));

        assert!(early < late);
        assert_ne!(at_once.0.as_str()[..8], at_once.1.as_str()[..8]);
    }

    #[test]
    fn ids_of_one_series_sort_as_they_were_made() {
        let mut series = Series::new(Moment::from_millis(1_000), &Chance::System);
        let made: Vec<String> = (0..100).map(|_| series.next_text("aud")).collect();

        assert!(made.is_sorted() && made.iter().all(|text| AuditId::parse(text).is_some()));
    }

    #[test]
    fn the_ulid_time_is_the_standards_encoding() {
        let id = LineId::fresh(Moment::from_millis(1_469_918_176_385), &Chance::seeded(1));
        assert!(id.as_str().starts_with("cali_01ARYZ6S41"), "{id}");
    }

    #[test]
    fn an_id_of_another_kind_or_shape_is_none() {
        assert!(CartId::parse("cart_00000000000000000000000000").is_some());
        for wrong in [
            "",
            "cart_",
            "cart_0000",
            "order_00000000000000000000000000",
            "cart_0000000000000000000000000\0",
            "cart_../../../../../../../etc",
        ] {
            assert!(CartId::parse(wrong).is_none(), "{wrong}");
        }
    }
}
