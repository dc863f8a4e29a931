//! Why a cart refuses.

use std::borrow::Cow;

use super::Cart;
use crate::fault::{Fault, Param, Reason};
use crate::metadata::Metadata;
use crate::money::OutOfRange;
use crate::quantity::Quantity;

/// A refusal to do something to a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CartError {
    /// There is none, or none of the caller's.
    #[error("no such cart")]
    NotFound,
    /// No such line in it.
    #[error("no such line")]
    LineNotFound,
    /// It is an order already.
    #[error("the cart is an order already")]
    Completed,
    /// Money is held for it as it is.
    #[error("money is held for the cart as it is")]
    LockedByPayment,
    /// No such region, or the shop has none.
    #[error("no such region")]
    NoRegion,
    /// A currency that is not the region's.
    #[error("another currency than the region's")]
    OtherCurrency,
    /// The region does not send there.
    #[error("the region does not serve that country")]
    CountryNotInRegion,
    /// The publishable key does not open that channel.
    #[error("the key does not open that channel")]
    ChannelNotOfKey,
    /// The key opens several channels and none was named.
    #[error("several channels and none named")]
    ChannelAmbiguous,
    /// Unknown, unpublished, or not sold in this channel.
    #[error("the variant is not sold here")]
    VariantNotAvailable,
    /// It costs nothing that can be named here.
    #[error("the variant has no price here")]
    NoPrice,
    /// The channel has no place that stocks it.
    #[error("no location stocks the variant")]
    NoLocation,
    /// Less in stock than asked for.
    #[error("only {left} left in stock")]
    OutOfStock {
        /// How many there are.
        left: i64,
    },
    /// One line holds 999 at most.
    #[error("more than one line may hold")]
    TooMany,
    /// Facts that do not fit beside those that are there.
    #[error("more metadata than a cart may have")]
    MetadataUnfit,
    /// A cart holds a hundred lines at most.
    #[error("more lines than a cart may have")]
    TooManyLines,
    /// An unknown promotion code.
    #[error("no such promotion")]
    UnknownPromotion,
    /// The option does not serve this cart.
    #[error("the shipping option does not serve this cart")]
    ShippingOption,
    /// Tax was asked for without a country.
    #[error("no country to tax in")]
    NoCountry,
    /// More money than can be counted.
    #[error(transparent)]
    Amount(#[from] OutOfRange),
}

impl Fault for CartError {
    fn reason(&self) -> Reason {
        match self {
            Self::NotFound | Self::LineNotFound => Reason::NotFound,
            Self::Completed => Reason::CartCompleted,
            Self::LockedByPayment => Reason::CartLockedByPayment,
            Self::NoRegion => Reason::NoRegions,
            Self::OtherCurrency => Reason::CurrencyNotOfRegion,
            Self::CountryNotInRegion => Reason::CountryNotInRegion,
            Self::ChannelNotOfKey => Reason::ChannelNotOfKey,
            Self::ChannelAmbiguous => Reason::ChannelAmbiguous,
            Self::VariantNotAvailable => Reason::VariantNotAvailable,
            Self::NoPrice => Reason::VariantWithoutPrice,
            Self::NoLocation => Reason::VariantWithoutLocation,
            Self::OutOfStock { .. } => Reason::InsufficientInventory,
            Self::TooMany => Reason::TooLarge,
            Self::TooManyLines => Reason::TooManyLines,
            Self::MetadataUnfit => Reason::MetadataUnfit,
            Self::UnknownPromotion => Reason::PromotionInvalid,
            Self::ShippingOption => Reason::ShippingOptionNotAllowed,
            Self::NoCountry => Reason::CountryMissing,
            Self::Amount(_) => Reason::AmountOutOfRange,
        }
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        let path = match self {
            Self::OtherCurrency => Some("currency_code"),
            Self::ChannelNotOfKey | Self::ChannelAmbiguous => Some("sales_channel_id"),
            Self::CountryNotInRegion => Some("shipping_address.country_code"),
            Self::VariantNotAvailable | Self::NoPrice | Self::NoLocation => Some("variant_id"),
            Self::TooMany | Self::OutOfStock { .. } => Some("quantity"),
            Self::MetadataUnfit => Some("metadata"),
            Self::TooManyLines => Some("items"),
            Self::UnknownPromotion => Some("promo_codes"),
            Self::ShippingOption => Some("option_id"),
            Self::NotFound
            | Self::LineNotFound
            | Self::Completed
            | Self::LockedByPayment
            | Self::NoRegion
            | Self::NoCountry
            | Self::Amount(_) => None,
        };
        path.map(Cow::Borrowed)
    }

    fn params(&self) -> Vec<Param> {
        if *self == Self::TooMany {
            vec![Param { name: "max", value: Quantity::MAX }]
        } else if *self == Self::TooManyLines {
            vec![Param { name: "max", value: i64::try_from(Cart::MAX_LINES).unwrap_or(i64::MAX) }]
        } else if *self == Self::MetadataUnfit {
            Metadata::LIMITS.to_vec()
        } else {
            Vec::new()
        }
    }
}
