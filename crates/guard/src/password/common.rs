//! The passwords that are guessed first.

use std::collections::HashSet;
use std::sync::LazyLock;

use wufi_domain::text;

/// The list, one a line; `#` begins a remark.
const LIST: &str = include_str!("common_passwords.txt");

static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| lines().map(text::fold).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    LIST.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether `password` is on the list, case and accents aside, or is a word of
/// the list with digits and signs round it, or one letter over and over.
///
/// `Koeratoit2026!` is the second guess after `koeratoit`; a list of words
/// alone would let it through.
pub(super) fn is_common(password: &str) -> bool {
    let folded = text::fold(password);
    let word = folded.trim_matches(|letter: char| !letter.is_alphabetic());

    is_one_letter(&folded) || COMMON.contains(&folded) || COMMON.contains(word)
}

fn is_one_letter(text: &str) -> bool {
    let first = text.chars().next();
    text.chars().all(|letter| Some(letter) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_says_nothing_twice() {
        let mut seen = HashSet::new();
        let twice: Vec<&str> = lines().filter(|line| !seen.insert(text::fold(line))).collect();

        assert!(twice.is_empty(), "{twice:?}");
        assert!(seen.len() > 400, "{}", seen.len());
    }

    #[test]
    fn digits_alone_are_common_only_when_listed() {
        assert!(is_common("12345678"));
        assert!(is_common("00000000000"));
        assert!(!is_common("83920175"));
    }
}
