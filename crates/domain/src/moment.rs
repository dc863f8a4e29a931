//! A moment in time, to the millisecond, and the clock that tells it.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Instant, SystemTime};

use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// A moment, in whole milliseconds since 1970 in UTC.
///
/// Both database engines keep it exactly: `PostgreSQL` would keep microseconds,
/// so finer parts are cut off before they can differ between what was said and
/// what was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The moment `millis` milliseconds after 1970 began.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 began.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment so many seconds later; earlier, when `secs` is negative.
    #[must_use]
    pub const fn after_secs(self, secs: i64) -> Self {
        Self(self.0.saturating_add(secs.saturating_mul(1_000)))
    }

    /// Whole seconds since 1970 began, as tokens tell it (RFC 7519 `NumericDate`).
    #[must_use]
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// The moment `secs` seconds after 1970 began.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000))
    }

    /// This moment as the database driver writes it.
    #[must_use]
    pub fn to_datetime(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// Reads an RFC 3339 text such as `2026-11-24T02:04:46.426Z`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        OffsetDateTime::parse(text, &Rfc3339).ok().map(Self::from)
    }
}

impl From<OffsetDateTime> for Moment {
    fn from(at: OffsetDateTime) -> Self {
        let millis = at.unix_timestamp_nanos().div_euclid(1_000_000);
        Self(i64::try_from(millis).unwrap_or(0))
    }
}

impl fmt::Display for Moment {
    /// Writes ISO 8601 in UTC with three decimals, as Medusa does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let iso = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
        f.write_str(&self.to_datetime().format(&iso).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Tells the moment: the machine's clock, or one that a test moves.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until it is moved.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// Makes a clock that stands at `at` until moved.
    #[must_use]
    pub fn standing_at(at: Moment) -> Self {
        Self::Set(Arc::new(AtomicI64::new(at.millis())))
    }

    /// The moment now.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
            Self::System => SystemTime::now().into(),
            Self::Set(at) => Moment(at.load(Ordering::SeqCst)),
        }
    }

    /// Microseconds since some beginning, for measuring how long ago something was.
    ///
    /// Of the machine's clock they are monotonic: they go on evenly when somebody sets it, an
    /// hour forth or back. Of a set clock they are its moment.
    #[must_use]
    pub fn steady_micros(&self) -> u64 {
        static BEGINNING: OnceLock<Instant> = OnceLock::new();
        match self {
            Self::System => u64::try_from(BEGINNING.get_or_init(Instant::now).elapsed().as_micros()).unwrap_or(u64::MAX),
            Self::Set(at) => u64::try_from(at.load(Ordering::SeqCst)).unwrap_or(0).saturating_mul(1_000),
        }
    }

    /// Moves a set clock by `millis`; the machine's clock stays as it is.
    pub fn advance(&self, millis: i64) {
        if let Self::Set(at) = self {
            at.fetch_add(millis, Ordering::SeqCst);
        }
    }
}

impl From<SystemTime> for Moment {
    fn from(at: SystemTime) -> Self {
        OffsetDateTime::from(at).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_and_writes_as_medusa_writes_it() {
        let text = "2026-11-24T02:04:46.426Z";
        assert_eq!(Moment::parse(text).unwrap().to_string(), text);
        assert_eq!(Moment::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn a_set_clock_moves_only_when_told() {
        let clock = Clock::standing_at(Moment::from_millis(5));
        assert_eq!(clock.now(), clock.now());
        clock.advance(10);
        assert_eq!(clock.now().millis(), 15);
        assert_eq!(clock.steady_micros(), 15_000);
    }

    #[test]
    fn the_machines_clock_measures_without_going_back() {
        let first = Clock::System.steady_micros();
        assert!(Clock::System.steady_micros() >= first);
    }
}
