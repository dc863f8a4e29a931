//! The shop as one storefront sees it.

use serde_json::Value;
use wufi_domain::catalog::Product;
use wufi_domain::ids::SalesChannelId;
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
use wufi_domain::metadata::Metadata;
use wufi_domain::shop::Shop;

use crate::app::App;

/// The shop through one key and in one language.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Front<'s> {
    /// All of it.
    pub(in crate::store) shop: &'s Shop,
    /// The channels that the key opens.
    pub(in crate::store) channels: &'s [SalesChannelId],
    /// The language.
    pub(in crate::store) locale: Locale,
    /// What stands before a path in a link.
    pub(in crate::store) origin: &'s str,
}

impl<'s> Front<'s> {
    /// The shop as a cart or an order of one channel shows it.
    pub(in crate::store) fn of_one((app, shop): (&'s App, &'s Shop), channel: &'s SalesChannelId, locale: Locale) -> Self {
        Self { shop, channels: std::slice::from_ref(channel), locale, origin: app.origin() }
    }

    /// Every product that this storefront sells, oldest first.
    pub(super) fn products(self) -> impl Iterator<Item = &'s Product> {
        self.shop.catalog.products().iter().filter(move |product| self.sells(product))
    }

    /// Whether this storefront sells a product; another key's products are as good as none.
    pub(super) fn sells(self, product: &Product) -> bool {
        self.channels.iter().any(|channel| product.is_sold_in(channel))
    }

    /// The address of a picture: whole, since a storefront is elsewhere than the path that is kept of our own pictures.
    pub(in crate::store) fn picture(self, kept: &str) -> String {
        let is_path = kept.starts_with('/') && !kept.starts_with("//");
        if is_path { format!("{}{kept}", self.origin) } else { kept.to_owned() }
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
