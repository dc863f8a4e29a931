//! The shop as one storefront sees it.

use serde_json::Value;
use wufi_domain::catalog::Product;
use wufi_domain::ids::SalesChannelId;
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
use wufi_domain::metadata::Metadata;
use wufi_domain::shop::Shop;

/// The shop through one key and in one language.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Front<'s> {
    /// All of it.
    pub(in crate::store) shop: &'s Shop,
    /// The channels that the key opens.
    pub(in crate::store) channels: &'s [SalesChannelId],
    /// The language.
    pub(in crate::store) locale: Locale,
}

impl<'s> Front<'s> {
    /// Every product that this storefront sells, oldest first.
    pub(super) fn products(self) -> impl Iterator<Item = &'s Product> {
        self.shop.catalog.products().iter().filter(move |product| self.sells(product))
    }

    /// Whether this storefront sells a product; another key's products are as good as none.
    pub(super) fn sells(self, product: &Product) -> bool {
        self.channels.iter().any(|channel| product.is_sold_in(channel))
    }

    /// A text in its language.
    pub(super) fn text(self, text: &Localized) -> Value {
        Value::from(text.get(self.locale))
    }
}

/// The shop's own facts about a thing.
pub(super) fn metadata(metadata: Option<&Metadata>) -> Value {
    metadata.map_or(Value::Null, Metadata::to_json)
}
