//! The one form of an address: case and spellings away.

use std::borrow::Cow;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

/// A domain as it is kept: in lower case, and in letters where it was written in letters; `None` when IDNA refuses it.
pub(super) fn domain(written: &str) -> Option<String> {
    let ascii = to_ascii(written)?;
    Some(if written.is_ascii() { ascii.into_owned() } else { unicode_domain(&ascii) })
}

/// A domain that was taken, as resolvers and comparisons have it (RFC 5891 A-labels).
pub(super) fn ascii_domain(kept: &str) -> String {
    to_ascii(kept).map_or_else(|| kept.to_lowercase(), Cow::into_owned)
}

/// A domain that was taken, as people read it.
pub(super) fn unicode_domain(kept: &str) -> String {
    Uts46::new().to_unicode(kept.as_bytes(), AsciiDenyList::STD3, HYPHENS).0.into_owned()
}

/// UTS 46, non-transitional: `ß` is a letter of its own in a domain.
fn to_ascii(domain: &str) -> Option<Cow<'_, str>> {
    Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, HYPHENS, DnsLength::Verify).ok()
}

/// Two hyphens inside a label are no fault: there are hosts that have them.
const HYPHENS: Hyphens = Hyphens::CheckFirstLast;

/// A local part without case: NFC of the full case folding of Unicode (D145).
pub(super) fn without_case(local: &str) -> String {
    local.nfc().flat_map(fold).nfc().collect()
}

/// Folds one letter: `ẞ`, `ß` and `ss` are one, `ς` and `σ` are one.
///
/// The dotless `ı` is no form of `i` (CaseFolding.txt has it under `T`, for Turkish alone):
/// by way of its capital it would become one, and `admın` the account of `admin`.
fn fold(letter: char) -> impl Iterator<Item = char> {
    let upper = (letter != 'ı').then_some(letter).into_iter().flat_map(char::to_lowercase).flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).chain((letter == 'ı').then_some(letter))
}
