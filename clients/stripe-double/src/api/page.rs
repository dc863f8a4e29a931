//! Lists, page by page, the newest first.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::error::ApiError;
use super::params::Params;

/// How many a page has, and at most.
const LIMIT: (i64, i64) = (10, 100);

/// Which page of a list.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    limit: usize,
    after: Option<String>,
    before: Option<String>,
    created: Vec<(Bound, i64)>,
}

#[derive(Clone, Copy, Debug)]
enum Bound {
    After,
    From,
    Before,
    Until,
}

impl Page {
    pub(crate) fn read(params: &mut Params) -> Result<Self, ApiError> {
        let (usual, most) = LIMIT;
        let limit = params.integer("limit")?.unwrap_or(usual);
        if !(1..=most).contains(&limit) {
            let message = format!("This value must be between 1 and {most}.");
            return Err(ApiError::invalid(message).code("parameter_invalid_integer").param("limit"));
        }
        let mut created = Vec::new();
        if let Some(mut inner) = params.inner("created")? {
            for (name, bound) in [("gt", Bound::After), ("gte", Bound::From), ("lt", Bound::Before), ("lte", Bound::Until)] {
                created.extend(inner.integer(name)?.map(|secs| (bound, secs)));
            }
            inner.finish()?;
        }
        let (after, before) = (params.name("starting_after")?, params.name("ending_before")?);
        Ok(Self { limit: usize::try_from(limit).unwrap_or(usize::MAX), after, before, created })
    }

    /// Whether what was made then is on the list at all.
    pub(crate) fn takes(&self, created: i64) -> bool {
        self.created.iter().all(|(bound, secs)| match bound {
            Bound::After => created > *secs,
            Bound::From => created >= *secs,
            Bound::Before => created < *secs,
            Bound::Until => created <= *secs,
        })
    }

    /// The page, of those that are `wanted`.
    pub(crate) fn of<T>(
        &self,
        all: &IndexMap<String, T>,
        wanted: impl Fn(&T) -> bool,
        shown: impl Fn(&T) -> Value,
    ) -> Result<(Vec<Value>, bool), ApiError> {
        let place = |id: &String, param| all.get_index_of(id).ok_or_else(|| ApiError::missing_param("object", id, param));
        let mut found: Vec<_> = if let Some(before) = &self.before {
            let from = place(before, "ending_before")?.saturating_add(1);
            all.values().skip(from).filter(|one| wanted(one)).take(self.limit.saturating_add(1)).map(shown).collect()
        } else {
            let until = self.after.as_ref().map_or(Ok(all.len()), |after| place(after, "starting_after"))?;
            all.values().take(until).rev().filter(|one| wanted(one)).take(self.limit.saturating_add(1)).map(shown).collect()
        };

        let more = found.len() > self.limit;
        found.truncate(self.limit);
        if self.before.is_some() {
            found.reverse();
        }
        Ok((found, more))
    }
}

/// A page as Stripe writes it.
pub(crate) fn shown(url: &str, (data, has_more): (Vec<Value>, bool)) -> Value {
    json!({ "object": "list", "data": data, "has_more": has_more, "url": url })
}
