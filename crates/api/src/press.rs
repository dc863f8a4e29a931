//! The press: answers of the catalogue, kept as they were written for whoever asks the same again.
//!
//! The catalogue is one immutable value until the shop changes, so what is written of it stays true for as long: an answer
//! is kept under the version of the shop that it was written of, and everything of the request that it hangs on.

use std::fmt;
use std::sync::Arc;

use axum::http::HeaderValue;
use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use wufi_domain::ids::SalesChannelId;
use wufi_domain::locale::Locale;

/// Bytes that are kept of all answers together.
const ROOM: u64 = 32 * 1024 * 1024;
/// The longest answer that is kept, in bytes: one must not take the place of many.
const LONGEST: usize = 1024 * 1024;
/// How many answers there is room for, if they are of the size that most are.
const LIKELY: usize = 4_096;

/// Everything that an answer hangs on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Plate {
    /// Of the shop.
    pub(crate) version: i64,
    /// The channels that the key opens.
    pub(crate) channels: Vec<SalesChannelId>,
    /// The language.
    pub(crate) locale: Locale,
    /// Path and query, as they were sent.
    pub(crate) asked: String,
}

/// An answer as it goes over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The body.
    pub(crate) text: Bytes,
    /// What tells it from every other body (RFC 9110 §8.8.3), in quotes.
    pub(crate) tag: HeaderValue,
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<Plate, Page> for ByBytes {
    fn weight(&self, plate: &Plate, page: &Page) -> u64 {
        let bytes = page.text.len().saturating_add(plate.asked.len()).saturating_add(256);
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

/// What was written of the catalogue, at most 32 MiB of it. Clones keep together.
#[derive(Clone)]
pub(crate) struct Press(Arc<Cache<Plate, Page, ByBytes>>);

impl Default for Press {
    fn default() -> Self {
        Self(Arc::new(Cache::with_weighter(LIKELY, ROOM, ByBytes)))
    }
}

impl Press {
    /// What was written under a plate, if it is kept.
    pub(crate) fn page(&self, plate: &Plate) -> Option<Page> {
        self.0.get(plate)
    }

    /// Keeps what was written. Of what is asked for once it keeps little: searches that nobody repeats must not push out the
    /// lists that everybody asks for.
    pub(crate) fn keep(&self, plate: Plate, page: &Page) {
        if page.text.len() <= LONGEST {
            self.0.insert(plate, page.clone());
        }
    }
}

impl fmt::Debug for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Press({} answers, {} bytes)", self.0.len(), self.0.weight())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plate(asked: &str) -> Plate {
        Plate { version: 1, channels: Vec::new(), locale: Locale::Et, asked: asked.to_owned() }
    }

    fn page(bytes: usize) -> Page {
        Page { text: vec![b' '; bytes].into(), tag: HeaderValue::from_static("\"tag\"") }
    }

    #[test]
    fn an_answer_is_kept_for_all_that_it_hangs_on_and_nothing_else() {
        let press = Press::default();
        press.keep(plate("/store/regions"), &page(10));

        assert!(press.page(&plate("/store/regions")).is_some());
        let others = [
            plate("/store/regions?"),
            Plate { version: 2, ..plate("/store/regions") },
            Plate { locale: Locale::En, ..plate("/store/regions") },
            Plate { channels: vec![SalesChannelId::stored("sc_1".to_owned())], ..plate("/store/regions") },
        ];
        assert!(others.iter().all(|other| press.page(other).is_none()));
    }

    #[test]
    fn there_is_room_for_so_many_bytes_whatever_is_asked() {
        let press = Press::default();
        press.keep(plate("/store/products"), &page(1_000));
        for _ in 0..3 {
            assert!(press.page(&plate("/store/products")).is_some());
        }
        press.keep(plate("too long"), &page(LONGEST + 1));
        for n in 0..400 {
            press.keep(plate(&format!("/store/products?q={n}")), &page(200_000));
        }

        assert!(press.page(&plate("too long")).is_none());
        assert!(press.0.weight() <= ROOM, "{press:?}");
        assert!(press.page(&plate("/store/products")).is_some(), "what is asked for often stays");
    }
}
