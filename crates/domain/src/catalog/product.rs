//! Products and their variants.

use super::{ProductType, Tag};
use crate::ids::{
    CategoryId, CollectionId, ImageId, OptionId, OptionValueId, ProductId, SalesChannelId, ShippingProfileId, VariantId,
};
use crate::localized::Localized;
use crate::metadata::Metadata;
use crate::moment::Moment;
use crate::price::PriceSet;

/// A product that shoppers may see.
#[derive(Clone, Debug)]
pub struct Product {
    /// Of the product.
    pub id: ProductId,
    /// In URLs.
    pub handle: String,
    /// For people.
    pub title: Localized,
    /// A second line for people.
    pub subtitle: Option<Localized>,
    /// What it is.
    pub description: Option<Localized>,
    /// Everything above in one folded text, for search.
    pub searchable: String,
    /// URL of its picture.
    pub thumbnail: Option<String>,
    /// Whether it is money in disguise.
    pub is_giftcard: bool,
    /// Whether promotions may touch it.
    pub is_discountable: bool,
    /// The collection it is in.
    pub collection: Option<CollectionId>,
    /// What kind of thing it is.
    pub kind: Option<ProductType>,
    /// The categories it is in.
    pub categories: Vec<CategoryId>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Its pictures.
    pub images: Vec<Image>,
    /// What there is to choose.
    pub options: Vec<ProductOption>,
    /// What can be bought, by rank.
    pub variants: Vec<Variant>,
    /// Where it is sold.
    pub channels: Vec<SalesChannelId>,
    /// How it may be sent.
    pub shipping_profile: Option<ShippingProfileId>,
    /// Weight in grams.
    pub weight_grams: Option<i64>,
    /// Where it comes from.
    pub origin_country: Option<String>,
    /// What it is made of.
    pub material: Option<String>,
    /// Its name in another system.
    pub external_id: Option<String>,
    /// The shop's own facts.
    pub metadata: Option<Metadata>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

impl Product {
    /// Whether it is sold in `channel`.
    #[must_use]
    pub fn is_sold_in(&self, channel: &SalesChannelId) -> bool {
        self.channels.contains(channel)
    }
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Image {
    /// Of the picture.
    pub id: ImageId,
    /// Where it is.
    pub url: String,
    /// Its place among the others.
    pub rank: i64,
    /// When it was made.
    pub created_at: Moment,
}

/// Something to choose, such as a size.
#[derive(Clone, Debug)]
pub struct ProductOption {
    /// Of the option.
    pub id: OptionId,
    /// For people.
    pub title: Localized,
    /// What there is.
    pub values: Vec<OptionValue>,
    /// When it was made.
    pub created_at: Moment,
}

/// One choice.
#[derive(Clone, Debug)]
pub struct OptionValue {
    /// Of the value.
    pub id: OptionValueId,
    /// For people.
    pub value: Localized,
    /// When it was made.
    pub created_at: Moment,
}

/// What is put into a cart: one combination of choices.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Of the variant.
    pub id: VariantId,
    /// For people.
    pub title: Localized,
    /// The shop's number for it.
    pub sku: Option<String>,
    /// What the scanner reads.
    pub barcode: Option<String>,
    /// The European article number.
    pub ean: Option<String>,
    /// Whether it may be sold beyond what is in stock.
    pub allows_backorder: bool,
    /// Whether its stock is counted.
    pub manages_inventory: bool,
    /// Whether it has to be sent.
    pub requires_shipping: bool,
    /// What it costs.
    pub prices: PriceSet,
    /// The choices it stands for.
    pub values: Vec<OptionValueId>,
    /// Weight in grams.
    pub weight_grams: Option<i64>,
    /// Its place among the others.
    pub rank: i64,
    /// The shop's own facts.
    pub metadata: Option<Metadata>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}
