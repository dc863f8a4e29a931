//! The environment: `WUFI_<SECTION>__<KEY>`, and files of secrets named by `…_FILE`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::given::Given;
use super::key::{self, Key, Secrecy};
use super::problem::{Problem, Source};
use super::value::Value;

/// The variables of the process, by name.
pub(super) type Variables = BTreeMap<String, String>;

/// Adds what the variables say to `given`; they win over the file.
///
/// What begins with `WUFI_` and holds `__` must be known. Other names are not
/// looked at: orchestrators set `WUFI_PORT` and its like on their own.
pub(super) fn read(variables: &Variables, given: &mut Given) {
    let mut unknown: BTreeMap<&str, &String> =
        variables.iter().map(|(name, text)| (name.as_str(), text)).filter(|(name, _)| is_ours(name)).collect();

    for key in key::all() {
        let variable = key.variable();
        let plain = variables.get(&variable);
        unknown.remove(variable.as_str());
        if let Some(text) = plain {
            given.put(key, Value::Unread(text.clone()), Source::Variable(variable.clone()));
        }

        let by_file = format!("{variable}_FILE");
        if key.secrecy != Secrecy::Open
            && let Some(path) = unknown.remove(by_file.as_str())
        {
            let source = Source::SecretFile { variable: by_file, path: PathBuf::from(path) };
            if plain.is_some() {
                given.note(said_twice(key, source, &variable));
            } else {
                read_secret(key, path, source, given);
            }
        }
    }
    for name in unknown.into_keys() {
        let key = name.trim_start_matches("WUFI_").to_lowercase().replace("__", ".");
        given.unknown(&key, Source::Variable(name.to_owned()));
    }
}

fn is_ours(name: &str) -> bool {
    name.strip_prefix("WUFI_").is_some_and(|rest| rest.contains("__"))
}

/// Takes a key's value from a file, without the line end that editors put there.
fn read_secret(key: &'static Key, path: &str, source: Source, given: &mut Given) {
    match fs::read_to_string(path) {
        Ok(text) => given.put(key, Value::Unread(text.trim_end_matches(['\r', '\n']).to_owned()), source),
        Err(error) => given.note(Problem {
            key: key.name.to_owned(),
            source,
            wrong: format!("the file cannot be read: {error}"),
            allowed: "a file that this user may read, holding the value".to_owned(),
        }),
    }
}

fn said_twice(key: &Key, source: Source, variable: &str) -> Problem {
    Problem {
        key: key.name.to_owned(),
        source,
        wrong: format!("is given twice, {variable} is set as well"),
        allowed: "one of the two variables".to_owned(),
    }
}
