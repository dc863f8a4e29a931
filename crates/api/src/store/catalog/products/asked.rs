//! What products can be asked.

use std::borrow::Cow;

use serde_json::Value;
use wufi_domain::catalog::Product;
use wufi_domain::country::Country;
use wufi_domain::fault::{FieldFault, Reason};
use wufi_domain::ids::{CategoryId, CollectionId, Id, OptionId, OptionValueId, RegionId, SalesChannelId, TagId, TypeId};
use wufi_domain::text::Kind;

use super::super::front::Front;
use super::super::listing::{Listed, Listing, MOST, admits, admits_some};
use super::price::Pricing;
use super::view::View;
use crate::extract::readers::{boolean, country, id, ignored, one_or_many, text, word};
use crate::extract::{Fields, Pick, Shape};
use crate::problem::Problem;

/// What a list of products can be asked.
#[derive(Clone, Debug)]
pub(in super::super) struct Asked {
    listing: Listing<Product>,
    r#where: Where,
    titles: Vec<String>,
    handles: Vec<String>,
    external_ids: Vec<String>,
    is_giftcard: Option<bool>,
    categories: Vec<CategoryId>,
    collections: Vec<CollectionId>,
    tags: Vec<TagId>,
    types: Vec<TypeId>,
    options: Vec<OptionId>,
    option_values: Vec<OptionValueId>,
    channels: Vec<SalesChannelId>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            listing: Listing::read(fields),
            r#where: Where::read(fields),
            titles: fields.or("title", one_or_many(text(Kind::Line, 200), MOST), Vec::new()),
            handles: fields.or("handle", one_or_many(text(Kind::Line, 200), MOST), Vec::new()),
            external_ids: fields.or("external_id", one_or_many(word(200), MOST), Vec::new()),
            is_giftcard: fields.optional("is_giftcard", boolean()),
            categories: ids(fields, "category_id"),
            collections: ids(fields, "collection_id"),
            tags: ids(fields, "tag_id"),
            types: ids(fields, "type_id"),
            options: ids(fields, "option_id"),
            option_values: ids(fields, "option_value_id"),
            channels: ids(fields, "sales_channel_id"),
        })
    }
}

fn ids<I: Id>(fields: &mut Fields<'_>, name: &'static str) -> Vec<I> {
    fields.or(name, one_or_many(id(), MOST), Vec::new())
}

impl Asked {
    /// The fields of each product.
    pub(super) fn pick(&self) -> &Pick {
        &self.listing.pick
    }

    /// The page that is asked for.
    pub(in super::super) fn answer(&self, front: Front<'_>) -> Result<Value, Problem> {
        if self.channels.iter().any(|channel| !front.channels.contains(channel)) {
            return Err(Problem::query(vec![FieldFault::new("sales_channel_id", Reason::ChannelNotOfKey)]));
        }
        let view = View::new(front, self.r#where.pricing(front, &self.listing.pick)?);
        let found = front.products().filter(|product| self.admits(product, front));
        Ok(self.listing.page("products", found, front.locale, |product, pick| view.of(product, pick)))
    }

    fn admits(&self, product: &Product, front: Front<'_>) -> bool {
        admits(&self.titles, &product.title.get(front.locale).to_owned())
            && admits(&self.handles, &product.handle)
            && admits_some(&self.external_ids, product.external_id.as_ref())
            && self.is_giftcard.is_none_or(|wanted| product.is_giftcard == wanted)
            && self.admits_groups(product, front)
            && admits_any(&self.options, product.options.iter().map(|option| &option.id))
            && admits_any(&self.option_values, product.variants.iter().flat_map(|variant| &variant.values))
            && admits_any(&self.channels, &product.channels)
    }

    fn admits_groups(&self, product: &Product, front: Front<'_>) -> bool {
        // A category that is hidden is none, also for whoever noted its id down.
        let shown = product.categories.iter().filter(|id| front.shop.catalog.category(id).is_some());
        admits_any(&self.categories, shown)
            && admits_some(&self.collections, product.collection.as_ref())
            && admits_any(&self.tags, product.tags.iter().map(|tag| &tag.id))
            && admits_some(&self.types, product.kind.as_ref().map(|kind| &kind.id))
    }
}

/// Whether a filter lets a thing with these `values` through.
fn admits_any<'v, T: PartialEq + 'v>(wanted: &[T], values: impl IntoIterator<Item = &'v T>) -> bool {
    wanted.is_empty() || values.into_iter().any(|value| wanted.contains(value))
}

/// What one product can be asked.
#[derive(Clone, Debug)]
pub(in super::super) struct OneAsked {
    /// The fields of the product.
    pub(super) pick: Cow<'static, Pick>,
    r#where: Where,
}

impl Shape for OneAsked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, Product::rules()), r#where: Where::read(fields) })
    }
}

impl OneAsked {
    /// The product as it is asked for.
    pub(in super::super) fn view(&self, product: &Product, front: Front<'_>) -> Result<Value, Problem> {
        let view = View::new(front, self.r#where.pricing(front, &self.pick)?);
        Ok(view.of(product, &self.pick))
    }
}

/// Where prices are asked for.
#[derive(Clone, Debug)]
struct Where {
    region: Option<RegionId>,
    country: Option<Country>,
}

impl Where {
    fn read(fields: &mut Fields<'_>) -> Self {
        // Taxes are the country's here, never a province's.
        fields.optional("province", ignored());
        Self { region: fields.optional("region_id", id()), country: fields.optional("country_code", country()) }
    }

    /// The prices that hold there: when a region is named, or prices are picked.
    fn pricing<'s>(&self, front: Front<'s>, pick: &Pick) -> Result<Option<Pricing<'s>>, Problem> {
        let is_picked = pick.part("variants").is_some_and(|variant| variant.part("calculated_price").is_some());
        match (&self.region, front.shop.region_or_default(self.region.as_ref())) {
            (None, _) if !is_picked => Ok(None),
            (_, Some(region)) => Ok(Some(Pricing::new(front.shop, region, self.country))),
            (Some(_), None) => Err(Problem::query(vec![FieldFault::new("region_id", Reason::NoRegions)])),
            (None, None) => Err(Problem::new(Reason::PriceContextMissing)),
        }
    }
}
