//! The lookout: requests that were refused and may be an attack, on their way to the audit log.
//!
//! A refusal has no unit of work to be recorded in, and whoever causes thousands of them must not
//! fill the database. So they are counted in memory, each kind of each caller once, and written
//! every few seconds: at most 256 rows, 64 of them of one event, and one that says how many more there were.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::ids::{ApiKeyId, Id, RequestId, UserId};
use wufi_domain::owner::Owner;
use wufi_store::admin::things::{self, Kind};
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::{Db, StoreError, Tx};

/// Sightings that are told apart between two writings.
const MOST: usize = 256;
/// How many of those may be of one event: whoever makes cheap ones in masses must not hide the dear ones.
const MOST_OF_ONE: usize = 64;

/// What was refused to whom: refusals that are equal in this are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sighting {
    /// What it was.
    pub event: Event,
    /// The code of the refusal.
    pub code: &'static str,
    /// Who they had shown to be.
    pub caller: Asker,
    /// The network that they came from, such as `192.0.2.0/24`.
    pub network: Option<String>,
    /// The method and the route's template; never the path, whose id may open something.
    pub route: String,
    /// The thing that was asked for, when it may be another's.
    pub thing: Option<(Kind, String)>,
}

/// Whose request was refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// Somebody at the store; a bearer when nobody in particular.
    Shopper(Owner),
    /// A member of staff.
    Member(UserId),
    /// A program with a secret API key.
    Program(ApiKeyId),
}

impl Asker {
    fn actor(&self) -> Actor<'_> {
        match self {
            Self::Shopper(Owner::Bearer) => Actor::Nobody,
            Self::Shopper(owner) => Actor::Owner(owner),
            Self::Member(id) => Actor::Person(ActorKind::User, id.as_str()),
            Self::Program(id) => Actor::Key(id),
        }
    }
}

/// How often, and in which request first.
#[derive(Clone, Debug)]
struct Times {
    count: u64,
    request: Option<RequestId>,
}

#[derive(Debug, Default)]
struct Seen {
    told: HashMap<Sighting, Times>,
    beyond: u64,
}

/// Where refusals are counted until they are written. Cheap to clone; all clones count together.
#[derive(Clone, Debug, Default)]
pub struct Lookout(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    seen: Mutex<Seen>,
    overflow: AtomicU64,
}

impl Lookout {
    /// Counts a refusal.
    pub fn note(&self, sighting: Sighting, request: Option<RequestId>) {
        let beyond = self.lock().count(sighting, Times { count: 1, request });
        self.0.overflow.fetch_add(beyond, Ordering::Relaxed);
    }

    /// Writes what was counted since the last time; says how many rows that were.
    ///
    /// What cannot be written stays counted.
    pub async fn write(&self, db: &Db) -> Result<usize, StoreError> {
        let seen = std::mem::take(&mut *self.lock());
        if seen.told.is_empty() && seen.beyond == 0 {
            return Ok(0);
        }
        match put(db, &seen).await {
            Ok(rows) => Ok(rows),
            Err(error) => {
                let beyond = self.lock().take_back(seen);
                self.0.overflow.fetch_add(beyond, Ordering::Relaxed);
                Err(error)
            }
        }
    }

    /// Refusals that were counted and not told apart, because there were too many kinds at once, since the start.
    #[must_use]
    pub fn overflow(&self) -> u64 {
        self.0.overflow.load(Ordering::Relaxed)
    }

    /// How many kinds of refusals wait to be written.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.lock().told.len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    /// Says how many of them were counted and not told apart.
    fn count(&mut self, sighting: Sighting, times: Times) -> u64 {
        if let Some(known) = self.told.get_mut(&sighting) {
            known.count = known.count.saturating_add(times.count);
        } else if self.told.len() < MOST && self.of(sighting.event) < MOST_OF_ONE {
            self.told.insert(sighting, times);
        } else {
            self.beyond = self.beyond.saturating_add(times.count);
            return times.count;
        }
        0
    }

    /// How many sightings of an event are told apart.
    fn of(&self, event: Event) -> usize {
        self.told.keys().filter(|told| told.event == event).count()
    }

    /// The same for all that could not be written.
    fn take_back(&mut self, seen: Self) -> u64 {
        self.beyond = self.beyond.saturating_add(seen.beyond);
        seen.told.into_iter().fold(0, |beyond, (sighting, times)| beyond.saturating_add(self.count(sighting, times)))
    }
}

async fn put(db: &Db, seen: &Seen) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let mut rows = 0;
    for (sighting, times) in &seen.told {
        rows += usize::from(put_one(&mut tx, sighting, times).await?);
    }
    if seen.beyond > 0 {
        let facts = json!({ "count": seen.beyond });
        let event = Event::RefusalsUncounted;
        audit::record(&mut tx, Entry { event, actor: Actor::Wufi, subject_kind: "shop", subject: "", request: None, facts })
            .await?;
        rows += 1;
    }
    tx.commit().await?;
    Ok(rows)
}

/// Puts a sighting on record; an id of nothing is a guess, which sessions count by themselves.
async fn put_one(tx: &mut Tx, sighting: &Sighting, times: &Times) -> Result<bool, StoreError> {
    let (subject_kind, subject) = match &sighting.thing {
        Some((kind, id)) if things::is_there(tx, *kind, id).await? => (kind.name(), id.as_str()),
        Some(_) => return Ok(false),
        None => ("route", sighting.route.as_str()),
    };
    let actor = sighting.caller.actor();
    let facts = json!({ "code": sighting.code, "route": sighting.route, "network": sighting.network, "count": times.count });
    let entry = Entry { event: sighting.event, actor, subject_kind, subject, request: times.request.as_ref(), facts };
    audit::record(tx, entry).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighting(network: usize) -> Sighting {
        Sighting {
            event: Event::CsrfRefused,
            code: "csrf_token_missing",
            caller: Asker::Shopper(Owner::Bearer),
            network: Some(format!("{network}")),
            route: "POST /store/carts".to_owned(),
            thing: None,
        }
    }

    #[test]
    fn equal_refusals_are_one_row_and_a_flood_of_others_is_bounded_and_counted() {
        let lookout = Lookout::default();
        for round in 0..3 {
            for network in 0..1_000 {
                lookout.note(sighting(network), None);
            }
            let seen = lookout.lock();
            assert_eq!((seen.told.len(), seen.beyond), (MOST_OF_ONE, (round + 1) * (1_000 - 64)));
            assert!(seen.told.values().all(|times| times.count == round + 1));
        }
        assert_eq!((lookout.waiting(), lookout.overflow()), (MOST_OF_ONE, 3 * (1_000 - 64)));
    }

    #[test]
    fn a_flood_of_one_kind_hides_no_other() {
        let lookout = Lookout::default();
        for network in 0..1_000 {
            lookout.note(Sighting { event: Event::ForeignThing, ..sighting(network) }, None);
        }

        lookout.note(sighting(1), None);

        assert!(lookout.lock().told.contains_key(&sighting(1)));
    }

    #[test]
    fn what_could_not_be_written_stays_counted() {
        let lookout = Lookout::default();
        lookout.note(sighting(1), None);
        let taken = std::mem::take(&mut *lookout.lock());
        lookout.note(sighting(1), None);

        lookout.lock().take_back(taken);

        assert_eq!(lookout.lock().told[&sighting(1)].count, 2);
        assert_eq!(lookout.overflow(), 0);
    }
}
