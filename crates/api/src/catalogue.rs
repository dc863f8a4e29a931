//! The catalogue of refusals as a page: what `docs/errors.md` is made of.

use std::fmt::Write as _;

use wufi_domain::fault::{Code, Param, Reason};
use wufi_domain::locale::Locale;

use crate::texts::say;

/// Examples of our limits for the texts that tell one.
const EXAMPLES: [Param; 5] = [
    Param { name: "min", value: 1 },
    Param { name: "max", value: 100 },
    Param { name: "keys", value: 20 },
    Param { name: "bytes", value: 4_096 },
    Param { name: "secs", value: 12 },
];

const INTRODUCTION: &str = "\
# Error codes

Generated from the catalogue in `crates/domain/src/fault` and the texts in `crates/api/i18n`.
A program reads `code`; `message` is for people, in the language that the request asked for.
Field names and numbers in the texts below are examples.

| code | status | type | Estonian | English |
|---|---|---|---|---|
";

/// The page: each code with its status, its type and every text that it is told in.
#[must_use]
pub fn catalogue() -> String {
    let mut page = INTRODUCTION.to_owned();
    for code in Code::ALL {
        for reason in Reason::ALL.iter().filter(|reason| reason.code() == *code) {
            let text = |locale| cell(&say(locale, *reason, Some("quantity"), &EXAMPLES));
            let (name, status, kind) = (code.name(), code.status(), code.kind().slug());
            // Writing to a text cannot fail.
            let _ = writeln!(page, "| `{name}` | {status} | `{kind}` | {} | {} |", text(Locale::Et), text(Locale::En));
        }
    }
    page
}

/// A text as Markdown shows it in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_line_and_every_line_five_cells() {
        let page = catalogue();
        let lines: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();

        assert_eq!(lines.len(), Reason::ALL.len());
        assert!(lines.iter().all(|line| line.matches(" | ").count() == 4), "{page}");
        assert!(page.contains("| `cart_empty` | 400 | `invalid_data` | Tühja ostukorvi ei saa tellimuseks vormistada | Cannot complete a cart with no items |"));
    }
}
