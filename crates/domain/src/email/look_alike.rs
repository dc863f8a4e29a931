//! Addresses that are made to look like others (UTS 39).

use std::borrow::Cow;

use unicode_security::confusable_detection::skeleton;
use unicode_security::restriction_level::{RestrictionLevel, RestrictionLevelDetection};

use crate::fault::{Fault, Reason};

/// An address looks like another: it mixes alphabets, or shows nothing but what could be ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the e-mail address looks like another")]
pub struct ConfusableEmail;

impl Fault for ConfusableEmail {
    fn reason(&self) -> Reason {
        Reason::EmailConfusable
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        Some(Cow::Borrowed("email"))
    }
}

/// Looks at a local part without case and at a domain in its own letters.
pub(super) fn check(local: &str, domain: &str) -> Result<(), ConfusableEmail> {
    // Dots, hyphens and the like are of no alphabet.
    let letters: String = local.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let labels: Vec<String> = domain.split('.').map(|label| label.replace('-', "")).collect();
    // Where the top level is of the same alphabet, nobody takes the label for a Latin one.
    let is_read_as_latin = labels.last().is_some_and(|top| top.is_ascii());

    let mixes = labels.iter().chain([&letters]).any(|text| !is_of_one_alphabet(text));
    let imitates = imitates_ascii(&letters) || (is_read_as_latin && labels.iter().any(|label| imitates_ascii(label)));
    if mixes || imitates { Err(ConfusableEmail) } else { Ok(()) }
}

/// "Highly restrictive" (UTS 39 §5.2): one script, or Latin among Chinese, Japanese or Korean.
fn is_of_one_alphabet(text: &str) -> bool {
    text.check_restriction_level(RestrictionLevel::HighlyRestrictive)
}

/// Whether a text that is not ASCII shows what only ASCII shows, as `аdmіn` in Cyrillic or `admın` with a dotless i.
///
/// Letters with marks (õ ä ö ü š ž and all others) keep their marks in the skeleton, so they never do.
fn imitates_ascii(text: &str) -> bool {
    skeleton(text).all(|letter| letter.is_ascii()) && !text.chars().all(|letter| letter.is_ascii() || LIGATURES.contains(&letter))
}

/// Letters of European alphabets that UTS 39 takes for two ASCII ones; people who have them in their names know them apart.
const LIGATURES: [char; 2] = ['æ', 'œ'];
