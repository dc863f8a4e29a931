//! Lists: filters and orders that they share, pages, and Medusa's envelope.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde_json::{Value, json};
use wufi_domain::ids::Id;
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
use wufi_domain::moment::Moment;
use wufi_domain::text::{Kind, fold};

use crate::extract::readers::{DateFilter, date_filter, id, ignored, one_or_many, text};
use crate::extract::{Direction, FieldRules, Fields, Order, Paging, Pick, Shape, order};

/// How many values one filter takes.
pub(super) const MOST: usize = 100;
/// The longest search.
const SEARCH: usize = 200;

/// What a list can be made of.
pub(super) trait Listed {
    /// Its id.
    type Id: Id + PartialEq;
    /// How many a page has when nobody says.
    const LIMIT: i64;
    /// By which fields it sorts.
    const ORDER: &'static [&'static str];

    /// Which fields can be picked.
    fn rules() -> &'static FieldRules;

    /// Its id.
    fn id(&self) -> &Self::Id;

    /// When it was made and when it changed last.
    fn dates(&self) -> (Moment, Moment);

    /// Whether a folded word stands in any of its texts.
    fn mentions(&self, word: &str) -> bool;

    /// What it sorts by, for a field of [`Self::ORDER`] that is no id and no date.
    fn key(&self, field: &str, locale: Locale) -> Key;
}

/// What a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A folded text.
    Text(String),
    /// A place.
    Rank(i64),
    /// A date.
    Date(Moment),
}

impl Key {
    /// Sorts by a text, whatever its case.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(fold(text))
    }
}

/// Whether a folded word stands in `text`, in any language.
pub(super) fn says(text: &Localized, word: &str) -> bool {
    text.all().any(|text| fold(text).contains(word))
}

/// What every list can be asked: search, ids, dates, order, page and fields.
#[derive(Clone, Debug)]
pub(super) struct Listing<T: Listed> {
    words: Vec<String>,
    ids: Vec<T::Id>,
    created_at: DateFilter,
    updated_at: DateFilter,
    order: Option<Order>,
    paging: Paging,
    /// The fields of each thing.
    pub(super) pick: Cow<'static, Pick>,
}

impl<T: Listed> Listing<T> {
    /// Reads it.
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        // Nothing that is shown was deleted, so there is nothing to add.
        fields.optional("with_deleted", ignored());
        let search = fields.optional("q", text(Kind::Line, SEARCH)).unwrap_or_default();
        Self {
            words: fold(&search).split_whitespace().map(str::to_owned).collect(),
            ids: fields.or("id", one_or_many(id(), MOST), Vec::new()),
            created_at: fields.or("created_at", date_filter(), DateFilter::default()),
            updated_at: fields.or("updated_at", date_filter(), DateFilter::default()),
            order: fields.optional("order", order(T::ORDER)),
            paging: Paging::read(fields, T::LIMIT),
            pick: Pick::read(fields, T::rules()),
        }
    }

    /// The page of `found` that is asked for, under its name in Medusa's envelope.
    pub(super) fn page<'s>(
        &self,
        name: &'static str,
        found: impl Iterator<Item = &'s T>,
        locale: Locale,
        view: impl Fn(&'s T, &Pick) -> Value,
    ) -> Value
    where
        T: 's,
    {
        let mut found: Vec<&T> = found.filter(|thing| self.admits(thing)).collect();
        if let Some(order) = self.order {
            sort(&mut found, order, locale);
        }
        envelope(name, &found, self.paging, |thing| view(thing, &self.pick))
    }

    fn admits(&self, thing: &T) -> bool {
        let (created_at, updated_at) = thing.dates();
        admits(&self.ids, thing.id())
            && self.created_at.admits(created_at)
            && self.updated_at.admits(updated_at)
            && self.words.iter().all(|word| thing.mentions(word))
    }
}

impl<T: Listed> Shape for Listing<T> {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self::read(fields))
    }
}

/// Sorts in place; equal ones stay as the shop has them.
fn sort<T: Listed>(found: &mut [&T], order: Order, locale: Locale) {
    let key = |thing: &&T| match order.field {
        "id" => Key::Text(thing.id().as_str().to_owned()),
        "created_at" => Key::Date(thing.dates().0),
        "updated_at" => Key::Date(thing.dates().1),
        field => thing.key(field, locale),
    };
    match order.direction {
        Direction::Ascending => found.sort_by_cached_key(key),
        Direction::Descending => found.sort_by_cached_key(|thing| std::cmp::Reverse(key(thing))),
    }
}

/// Medusa's envelope around the page of `found`.
pub(super) fn envelope<'s, T: 's>(name: &'static str, found: &[&'s T], paging: Paging, view: impl Fn(&'s T) -> Value) -> Value {
    let page: Vec<Value> = paging.page(found).iter().map(|thing| view(thing)).collect();
    json!({ name: page, "count": found.len(), "offset": paging.offset, "limit": paging.limit })
}

/// Whether a filter lets `value` through: an empty one lets everything.
pub(super) fn admits<T: PartialEq>(wanted: &[T], value: &T) -> bool {
    wanted.is_empty() || wanted.contains(value)
}

/// The same for what may be missing; a missing value is none of those that are wanted.
pub(super) fn admits_some<T: PartialEq>(wanted: &[T], value: Option<&T>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
}

/// What can be asked of one thing: its fields.
#[derive(Clone, Debug)]
pub(super) struct One<T> {
    /// The fields.
    pub(super) pick: Cow<'static, Pick>,
    of: PhantomData<T>,
}

impl<T: Listed> Shape for One<T> {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, T::rules()), of: PhantomData })
    }
}
