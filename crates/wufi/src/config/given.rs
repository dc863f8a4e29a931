//! What was given, from all sources, until the sections have read it; gathers every problem on the way.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::key::{Allowed, Fallback, Key, Secrecy, Section};
use super::problem::{Problem, Source};
use super::value::Value;
use super::{SECTIONS, database};

/// What stands for a secret.
const HIDDEN: &str = "***";

/// A problem was noted; there is no value.
#[derive(Debug)]
pub(super) struct Noted;

/// A key's value as it may be shown, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The full name of the key.
    pub key: &'static str,
    /// The value with secrets hidden; null when there is none.
    pub value: Json,
    /// Where it came from.
    pub source: Source,
}

/// What was given for each key, the last source winning.
#[derive(Debug, Default)]
pub(super) struct Given {
    values: BTreeMap<&'static str, (Value, Source)>,
    problems: Vec<Problem>,
    settings: Vec<Setting>,
}

impl Given {
    /// Takes a value; an earlier one of the same key is forgotten.
    pub(super) fn put(&mut self, key: &'static Key, value: Value, source: Source) {
        self.values.insert(key.name, (value, source));
    }

    /// Notes a problem.
    pub(super) fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Notes a key that does not exist, and says which do.
    pub(super) fn unknown(&mut self, name: &str, source: Source) {
        let section = name.rsplit_once('.').map_or("", |(section, _)| section);
        let allowed = match SECTIONS.iter().find(|known| known.name == section) {
            Some(Section { name: "", keys, .. }) => format!("{}; sections {}", short_names(keys), section_names()),
            Some(Section { name, keys, .. }) => format!("in [{name}]: {}{}", short_names(keys), sections_within(name)),
            None => format!("sections {}", section_names()),
        };
        let wrong = "there is no such key in this version".to_owned();
        self.note(Problem { key: name.escape_debug().to_string(), source, wrong, allowed });
    }

    /// Notes that a key's value cannot stand.
    pub(super) fn refuse(&mut self, key: &'static Key, wrong: impl Into<String>) -> Noted {
        let source = self.values.get(key.name).map_or(Source::Default, |(_, source)| source.clone());
        self.note(Problem { key: key.name.to_owned(), source, wrong: wrong.into(), allowed: key.allowed.to_string() });
        Noted
    }

    /// Whether a source gave the key a value.
    pub(super) fn is_given(&self, key: &'static Key) -> bool {
        self.values.contains_key(key.name)
    }

    /// Reads a text.
    pub(super) fn text<T>(&mut self, key: &'static Key, parse: impl FnOnce(&str) -> Result<T, String>) -> Result<T, Noted> {
        match self.optional_text(key, parse)? {
            Some(value) => Ok(value),
            None => Err(self.refuse(key, "is missing")),
        }
    }

    /// Reads a text that may be absent.
    pub(super) fn optional_text<T>(
        &mut self,
        key: &'static Key,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Noted> {
        let Some(value) = self.value(key) else {
            self.show(key, Json::Null);
            return Ok(None);
        };
        let text = value.text().map_err(|wrong| self.refuse(key, wrong))?;
        self.show(key, Json::String(visible(key, &text)));
        parse(&text).map(Some).map_err(|wrong| self.refuse(key, wrong))
    }

    /// Reads one of a few names.
    pub(super) fn choice<T>(&mut self, key: &'static Key, named: impl FnOnce(&str) -> Option<T>) -> Result<T, Noted> {
        self.text(key, |name| named(name).ok_or_else(|| format!("{name:?} is not among them")))
    }

    /// Reads a whole number of the key's range.
    pub(super) fn number<N: TryFrom<i64>>(&mut self, key: &'static Key) -> Result<N, Noted> {
        let Some(value) = self.value(key) else { return Err(self.refuse(key, "is missing")) };
        let number = value.number().map_err(|wrong| self.refuse(key, wrong))?;
        self.show(key, Json::from(number));

        let is_allowed = matches!(&key.allowed, Allowed::Range(range) if range.contains(&number));
        let fits = N::try_from(number).ok().filter(|_| is_allowed);
        fits.ok_or_else(|| self.refuse(key, format!("{number} is out of range")))
    }

    /// Reads a list; every wrong part of it is a problem of its own.
    pub(super) fn list<T>(&mut self, key: &'static Key, parse: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, Noted> {
        self.list_or(key, &[], parse)
    }

    /// The same for a key whose default is `fallback`, which depends on others.
    pub(super) fn list_or<T>(
        &mut self,
        key: &'static Key,
        fallback: &[&str],
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Vec<T>, Noted> {
        let by_itself = || Ok(fallback.iter().map(|part| (*part).to_owned()).collect());
        let parts = self.value(key).map_or_else(by_itself, Value::list).map_err(|wrong| self.refuse(key, wrong))?;
        self.show(key, Json::from(parts.clone()));

        let (good, bad): (Vec<_>, Vec<_>) = parts.iter().map(|part| parse(part)).partition(Result::is_ok);
        bad.into_iter().filter_map(Result::err).map(|wrong| self.refuse(key, wrong)).last().map_or(Ok(()), Err)?;
        Ok(good.into_iter().filter_map(Result::ok).collect())
    }

    /// What was read, and everything that is wrong.
    pub(super) fn finish(self) -> (Vec<Setting>, Vec<Problem>) {
        (self.settings, self.problems)
    }

    fn value(&self, key: &'static Key) -> Option<Value> {
        match (self.values.get(key.name), key.fallback) {
            (Some((value, _)), _) => Some(value.clone()),
            (None, Fallback::Value(text)) => Some(Value::Unread(text.to_owned())),
            (None, Fallback::Derived(_) | Fallback::Nothing) => None,
        }
    }

    fn show(&mut self, key: &'static Key, value: Json) {
        let source = self.values.get(key.name).map_or(Source::Default, |(_, source)| source.clone());
        self.settings.push(Setting { key: key.name, value, source });
    }
}

/// As much of a key's text as may be shown.
fn visible(key: &Key, text: &str) -> String {
    match key.secrecy {
        Secrecy::Open => text.to_owned(),
        Secrecy::HidePassword => database::without_password(text),
        Secrecy::Hide => HIDDEN.to_owned(),
    }
}

fn short_names(keys: &[&Key]) -> String {
    keys.iter().map(|key| key.short_name()).collect::<Vec<_>>().join(", ")
}

/// The sections within a section, to be told after its keys.
fn sections_within(name: &str) -> String {
    let is_within = |other: &&Section| other.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    SECTIONS.iter().copied().filter(is_within).fold(String::new(), |names, section| names + ", [" + section.name + "]")
}

/// The sections that are in no other.
fn section_names() -> String {
    let names = SECTIONS.iter().map(|section| section.name).filter(|name| !name.is_empty() && !name.contains('.'));
    names.map(|name| format!("[{name}]")).collect::<Vec<_>>().join(", ")
}
