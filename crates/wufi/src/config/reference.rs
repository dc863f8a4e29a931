//! The documentation of the configuration, made from the table of keys so that it cannot drift.

use std::fmt::Write;

use super::SECTIONS;
use super::key::{Key, Secrecy, Section};

const INTRODUCTION: &str = "# Configuration

<!-- Written by `wufi config reference`; change the keys in crates/wufi/src/config instead. -->

A value comes from, the later winning over the earlier:

1. the default;
2. the file `wufi.toml` in the working directory, or the one that `--config` or `WUFI_CONFIG` names;
3. the environment: `WUFI_<SECTION>__<KEY>`, such as `WUFI_SERVER__LISTEN` (`WUFI_ENVIRONMENT` for `environment`).
   A list is a TOML array, or its parts between commas.

A value that holds a secret can stand in a file of its own, named by its variable with `_FILE` at the end.
An unknown key or a bad value stops the start, and every one is named at once.
`wufi config show` prints what holds and where it came from; `wufi config check` only says whether it is right.
";

/// The whole of `docs/config.md`.
#[must_use]
pub fn reference() -> String {
    SECTIONS.iter().fold(INTRODUCTION.to_owned(), |mut text, section| {
        text.push_str(&describe(section));
        text
    })
}

fn describe(section: &Section) -> String {
    let heading = match section.name {
        "" => "\n## Before any section\n".to_owned(),
        name => format!("\n## `[{name}]`\n\n{}\n", section.docs),
    };
    section.keys.iter().fold(heading, |mut text, key| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{}", describe_key(key));
        text
    })
}

fn describe_key(key: &Key) -> String {
    let variable = match key.secrecy {
        Secrecy::Open => format!("`{}`", key.variable()),
        Secrecy::HidePassword | Secrecy::Hide => format!("`{0}` or `{0}_FILE`", key.variable()),
    };
    format!(
        "\n### `{}`\n\n{}\n\n- default: {}\n- allowed: {}\n- variable: {variable}\n",
        key.name, key.docs, key.fallback, key.allowed
    )
}
