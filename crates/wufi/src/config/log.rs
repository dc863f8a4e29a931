//! `[log]`: what Wufi says while it runs, on standard error.

use tracing_subscriber::EnvFilter;

use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const FORMAT: Key = Key {
    name: "log.format",
    fallback: Fallback::Value("auto"),
    allowed: Allowed::OneOf(&["auto", "human", "json"]),
    docs: "How a line is written: `human` for people, `json` for machines, one object a line; `auto` is `human` on a terminal and `json` elsewhere.",
    secrecy: Secrecy::Open,
};

const FILTER: Key = Key {
    name: "log.filter",
    fallback: Fallback::Value("info"),
    allowed: Allowed::Words(
        "a level (`error`, `warn`, `info`, `debug`, `trace`) or `tracing` directives such as `info,wufi_flow=debug`",
    ),
    docs: "What is written. No level writes secrets, bodies, e-mail or postal addresses, or full IP addresses.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section =
    Section { name: "log", docs: "What Wufi says while it runs, on standard error.", keys: &[&FORMAT, &FILTER] };

/// What Wufi says while it runs.
#[derive(Clone, Debug)]
pub struct Log {
    /// How a line is written.
    pub format: LogFormat,
    /// What is written, in the directives of `tracing`.
    pub filter: String,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people on a terminal, for machines elsewhere.
    Auto,
    /// For people.
    Human,
    /// For machines: one JSON object a line.
    Json,
}

impl LogFormat {
    fn named(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "human" => Some(Self::Human),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Log {
    pub(super) fn read(given: &mut Given) -> Result<Self, Noted> {
        let format = given.choice(&FORMAT, LogFormat::named);
        let filter = given.text(&FILTER, filter);
        Ok(Self { format: format?, filter: filter? })
    }
}

fn filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("{text:?} is no filter: {error}")),
    }
}
