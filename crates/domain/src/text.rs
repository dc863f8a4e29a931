//! Text from outside: brought into one form, or refused; never silently stripped.
//!
//! OWASP ASVS 2.2.1: validated against what is allowed, at the trusted layer.

use unicode_normalization::UnicodeNormalization;

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing is left after trimming.
    #[error("empty")]
    Empty,
    /// More characters than the field holds.
    #[error("longer than {max} characters")]
    TooLong {
        /// How many the field holds.
        max: usize,
    },
    /// A control, bidirectional, invisible or unassigned character.
    #[error("a character that is not allowed")]
    Character,
    /// `<` or `>` where a person, a company or a place is named.
    #[error("angle brackets")]
    Markup,
}

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line that names a person, a company or a place: no `<` and `>`.
    Name,
    /// One line of anything.
    Line,
    /// Several lines of anything.
    Lines,
}

/// Brings `text` into one form: NFC, trimmed; refuses what no field should hold.
///
/// The length is counted in characters after normalisation, so that a text
/// which grows by it cannot pass.
pub fn clean(text: &str, kind: Kind, max: usize) -> Result<String, TextFault> {
    // Refused by size before any work: normalisation of a hostile text is not free.
    if text.len() > max.saturating_mul(4).saturating_add(64) {
        return Err(TextFault::TooLong { max });
    }

    let text: String = text.nfc().collect();
    let text = text.trim();
    if text.is_empty() {
        return Err(TextFault::Empty);
    }
    if text.chars().any(|letter| is_refused(letter) && !(kind == Kind::Lines && matches!(letter, '\n' | '\r' | '\t'))) {
        return Err(TextFault::Character);
    }
    if kind == Kind::Name && text.contains(['<', '>']) {
        return Err(TextFault::Markup);
    }
    if text.chars().count() > max {
        return Err(TextFault::TooLong { max });
    }
    Ok(text.to_owned())
}

/// Control, bidirectional, zero-width, private and unassigned characters, and line ends.
#[must_use]
pub fn is_refused(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}'
        )
        || is_noncharacter(letter)
}

/// The 66 code points that Unicode keeps for internal use.
fn is_noncharacter(letter: char) -> bool {
    let code = u32::from(letter);
    (0xFDD0..=0xFDEF).contains(&code) || (code & 0xFFFE) == 0xFFFE
}

/// Folds a text for search and comparison: case and accents away, Estonian letters by their base.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_real_people_pass_and_come_out_in_one_form() {
        assert_eq!(clean("  O'Neil & Pojad OÜ ", Kind::Name, 100).unwrap(), "O'Neil & Pojad OÜ");
        assert_eq!(clean("Ju\u{0308}ri", Kind::Name, 100).unwrap(), "Jüri");
    }

    #[test]
    fn hidden_and_turning_characters_are_refused() {
        for letter in ['\0', '\u{1b}', '\u{202e}', '\u{200b}', '\u{2028}', '\u{feff}', '\u{fdd0}', '\u{e000}'] {
            assert_eq!(clean(&format!("Ma{letter}ri"), Kind::Line, 100), Err(TextFault::Character), "{letter:?}");
        }
        assert_eq!(clean("a\nb", Kind::Line, 100), Err(TextFault::Character));
        assert_eq!(clean("a\nb", Kind::Lines, 100).unwrap(), "a\nb");
    }

    #[test]
    fn markup_is_refused_where_a_person_is_named_and_nowhere_stripped() {
        assert_eq!(clean("<b>Mari</b>", Kind::Name, 100), Err(TextFault::Markup));
        assert_eq!(clean("1 < 2", Kind::Line, 100).unwrap(), "1 < 2");
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(clean(&"õ".repeat(100), Kind::Name, 100).is_ok());
        assert_eq!(clean(&"õ".repeat(101), Kind::Name, 100), Err(TextFault::TooLong { max: 100 }));
        assert_eq!(clean(&"x".repeat(1_000_000), Kind::Name, 100), Err(TextFault::TooLong { max: 100 }));
        assert_eq!(clean(" \t ", Kind::Name, 100), Err(TextFault::Empty));
    }

    #[test]
    fn folding_makes_search_forgiving() {
        assert_eq!(fold("Kõrgekvaliteediline ŠÕBER"), "korgekvaliteediline sober");
    }
}
