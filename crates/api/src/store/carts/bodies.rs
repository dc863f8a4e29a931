//! What can be said to carts.

use wufi_domain::ids::{RegionId, SalesChannelId, ShippingOptionId, VariantId};
use wufi_domain::metadata::Metadata;
use wufi_domain::patch::Patch;
use wufi_domain::quantity::Quantity;
use wufi_domain::text::Kind;
use wufi_flow::cart::line_items::{LineChange, NewLine};
use wufi_flow::cart::shipping::Choice;
use wufi_flow::cart::{Changes, NewCart};

use crate::extract::readers::{currency, data, email, id, ignored, list, locale, metadata, quantity, shape, text, whole};
use crate::extract::{Fields, Shape};
use crate::store::parts::address::NewAddress;

/// The longest promotion code, in characters.
const PROMO_CODE: usize = 64;
/// The most promotion codes, and the most lines, in one body.
const MANY: usize = 100;

/// Makes a cart.
#[derive(Clone, Debug)]
pub(super) struct CreateCart(pub(super) NewCart);

impl Shape for CreateCart {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("additional_data", ignored());
        let items = fields.or("items", list(shape::<AddLine>(), MANY), Vec::new());
        Some(Self(NewCart {
            region: fields.optional("region_id", id::<RegionId>()),
            currency: fields.optional("currency_code", currency()),
            email: fields.optional("email", email()),
            locale: fields.optional("locale", locale()),
            channel: fields.optional("sales_channel_id", id::<SalesChannelId>()),
            promo_codes: fields.or("promo_codes", list(text(Kind::Line, PROMO_CODE), MANY), Vec::new()),
            items: items.into_iter().map(|AddLine(line)| line).collect(),
            shipping_address: fields.optional("shipping_address", shape::<NewAddress>()).map(|NewAddress(address)| address),
            billing_address: fields.optional("billing_address", shape::<NewAddress>()).map(|NewAddress(address)| address),
            metadata: fields.optional("metadata", metadata()),
        }))
    }
}

/// Changes a cart.
#[derive(Clone, Debug)]
pub(super) struct UpdateCart(pub(super) Changes);

impl Shape for UpdateCart {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("additional_data", ignored());
        Some(Self(Changes {
            region: fields.optional("region_id", id::<RegionId>()),
            email: fields.patch("email", email()),
            locale: fields.patch("locale", locale()),
            channel: fields.optional("sales_channel_id", id::<SalesChannelId>()),
            promo_codes: fields.or("promo_codes", list(text(Kind::Line, PROMO_CODE), MANY), Vec::new()),
            shipping_address: address(fields.patch("shipping_address", shape::<NewAddress>())),
            billing_address: address(fields.patch("billing_address", shape::<NewAddress>())),
            metadata: fields.patch("metadata", metadata()),
        }))
    }
}

fn address(patch: Patch<NewAddress>) -> Patch<wufi_domain::address::Address> {
    match patch {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(NewAddress(address)) => Patch::Set(address),
    }
}

/// Puts a line into a cart.
#[derive(Clone, Debug)]
pub(super) struct AddLine(pub(super) NewLine);

impl Shape for AddLine {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("additional_data", ignored());
        let variant = fields.required("variant_id", id::<VariantId>());
        let quantity = fields.required("quantity", quantity());
        let metadata = fields.or("metadata", metadata(), Metadata::none());
        Some(Self(NewLine { variant: variant?, quantity: quantity?, metadata }))
    }
}

/// Changes a line; a quantity of 0 takes it out.
#[derive(Clone, Debug)]
pub(super) struct ChangeLine(pub(super) LineChange);

impl Shape for ChangeLine {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("additional_data", ignored());
        let quantity = fields.required("quantity", whole(0, Quantity::MAX));
        let metadata = fields.optional("metadata", metadata());
        Some(Self(LineChange { quantity: Quantity::new(quantity?), metadata }))
    }
}

/// Chooses a way to send.
#[derive(Clone, Debug)]
pub(super) struct ChooseShipping(pub(super) Choice);

impl Shape for ChooseShipping {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("additional_data", ignored());
        let option = fields.required("option_id", id::<ShippingOptionId>());
        let data = fields.optional("data", data());
        Some(Self(Choice { option: option?, data }))
    }
}
