//! What a variant is offered as in a cart: texts from the shelf, price and stock from the database.

use wufi_domain::cart::{Cart, CartError, Offer, Stock};
use wufi_domain::catalog::{Catalog, Product, Variant};
use wufi_domain::goods::Snapshot;
use wufi_domain::ids::{Id, VariantId};
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
use wufi_domain::shop::Shop;
use wufi_store::stock::{self, Level};
use wufi_store::{Tx, offers};

use crate::FlowError;

/// The offer of `id` to this cart, as it stands now; its texts are the cart's, or else the asker's.
pub(super) async fn find(tx: &mut Tx, shop: &Shop, (cart, asker): (&Cart, Locale), id: &VariantId) -> Result<Offer, FlowError> {
    let (product, variant) = shop.catalog.variant(id).ok_or(CartError::VariantNotAvailable)?;
    let sale = offers::sale(tx, id, &cart.channel).await?.ok_or(CartError::VariantNotAvailable)?;
    let region = shop.region(&cart.region).ok_or(CartError::NoRegion)?;
    let price = offers::variant_price(tx, id, &cart.channel, (&cart.region, cart.currency)).await?;
    let stock = if sale.manages_inventory && !sale.allows_backorder {
        counted(&stock::levels(tx, id, &cart.channel).await?)
    } else {
        Stock::Unlimited
    };

    Ok(Offer {
        variant: id.clone(),
        product: product.id.clone(),
        unit_price: price.ok_or(CartError::NoPrice)?,
        tax_mode: region.tax_mode,
        snapshot: snapshot(&shop.catalog, (product, variant), cart.language(asker)),
        stock,
    })
}

/// As many as the scarcest item allows, over all locations together.
fn counted(levels: &[Level]) -> Stock {
    if levels.iter().any(|level| level.location.is_none()) {
        return Stock::Nowhere;
    }
    let mut items: Vec<(&str, i64, i64)> = Vec::new();
    for level in levels {
        match items.iter_mut().find(|(item, ..)| *item == level.item.as_str()) {
            Some((_, _, left)) => *left = left.saturating_add(level.left),
            None => items.push((level.item.as_str(), level.required, level.left)),
        }
    }
    let scarcest = items.iter().map(|(_, required, left)| left.div_euclid(*required).max(0)).min();
    scarcest.map_or(Stock::Nowhere, |left| Stock::Counted { left })
}

/// What a variant is called, in one language.
pub(super) fn snapshot(catalog: &Catalog, (product, variant): (&Product, &Variant), locale: Locale) -> Snapshot {
    let text = |text: &Localized| text.get(locale).to_owned();
    let collection = product.collection.as_ref().and_then(|id| catalog.collection(id));
    Snapshot {
        title: text(&product.title),
        subtitle: Some(text(&variant.title)),
        thumbnail: product.thumbnail.clone(),
        product_title: text(&product.title),
        product_description: product.description.as_ref().map(text),
        product_subtitle: product.subtitle.as_ref().map(text),
        product_type: product.kind.as_ref().map(|kind| text(&kind.value)),
        product_type_id: product.kind.as_ref().map(|kind| kind.id.to_string()),
        product_collection: collection.map(|collection| text(&collection.title)),
        product_handle: product.handle.clone(),
        variant_sku: variant.sku.clone(),
        variant_barcode: variant.barcode.clone(),
        variant_title: text(&variant.title),
        requires_shipping: variant.requires_shipping,
        is_giftcard: product.is_giftcard,
        is_discountable: product.is_discountable,
        shipping_profile_id: product.shipping_profile.as_ref().map(ToString::to_string),
    }
}
