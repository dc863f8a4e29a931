//! The script that decides, and what it answers.

use redis::{Cmd, ErrorKind, RedisError, Script, ServerErrorKind};

use super::wire::Wire;
use crate::digest::hex;
use crate::limit::key::Digest;
use crate::limit::slot::{Seen, Slot, distinct};
use crate::limit::{Ask, Denied};

const CODE: &str = include_str!("decision.lua");
/// What Redis remembers of itself. The braces put all keys into one slot of a Cluster: one script decides over them.
const MEMORY: &str = "{wufi}:limits";

/// The script with the digest by which Redis knows it.
pub(super) struct Decisions {
    script: Script,
}

/// What Redis told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// The number of the decision.
    pub(super) made: u64,
    /// For how many microseconds Redis has remembered; `None`: it never forgot.
    pub(super) age: Option<u64>,
    /// What it decided; `None` when it is too young to.
    pub(super) decided: Option<Decided>,
}

/// A decision of Redis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) granted: bool,
    /// How each distinct slot stands, in their order.
    pub(super) seen: Vec<Seen>,
}

impl Decisions {
    pub(super) fn new() -> Self {
        Self { script: Script::new(CODE) }
    }

    /// Has Redis decide about `slots`; `known` is the last decision that this node knows of.
    pub(super) async fn make(&self, wire: &mut Wire, known: u64, ask: Ask, slots: &[Slot]) -> Result<Told, RedisError> {
        let answer: Result<Vec<i64>, RedisError> =
            wire.ask(&command("EVALSHA", self.script.get_hash(), (known, ask, slots))).await;
        let answer = match answer {
            // Redis was restarted or its scripts were flushed: with its text it knows the script again.
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                wire.ask(&command("EVAL", CODE, (known, ask, slots))).await
            }
            answer => answer,
        };
        let told = read(&answer?)
            .filter(|told| told.decided.as_ref().is_none_or(|decided| decided.seen.len() == distinct(slots).count()));
        told.ok_or_else(|| RedisError::from((ErrorKind::UnexpectedReturnType, "the script answered something else")))
    }
}

fn command(verb: &str, script: &str, (known, ask, slots): (u64, Ask, &[Slot])) -> Cmd {
    let slots: Vec<&Slot> = distinct(slots).filter_map(<[Slot]>::first).collect();
    let mut command = redis::cmd(verb);
    command.arg(script).arg(slots.len().saturating_add(1)).arg(MEMORY);
    for slot in &slots {
        command.arg(name(&slot.digest));
    }
    command.arg(word(ask)).arg(known);
    for slot in &slots {
        command.arg(slot.kept).arg(slot.window_micros).arg(u8::from(slot.denied == Denied::Counts));
    }
    command
}

fn name(digest: &Digest) -> String {
    format!("{MEMORY}:{}", hex(digest))
}

const fn word(ask: Ask) -> &'static str {
    match ask {
        Ask::Charge => "charge",
        Ask::Count => "count",
        Ask::Look => "look",
    }
}

fn read(answer: &[i64]) -> Option<Told> {
    let [word, made, age, seen @ ..] = answer else { return None };
    let (seen, rest) = seen.as_chunks::<2>();
    let seen: Option<Vec<Seen>> = seen.iter().map(one).collect();
    let decided = match word {
        -1 => None,
        0 | 1 => Some(Decided { granted: *word == 1, seen: seen? }),
        _ => return None,
    };
    let told = Told { made: u64::try_from(*made).ok()?, age: u64::try_from(*age).ok(), decided };
    rest.is_empty().then_some(told)
}

fn one(&[used, next_in_micros]: &[i64; 2]) -> Option<Seen> {
    Some(Seen { used: u32::try_from(used).ok()?, next_in_micros: u64::try_from(next_in_micros).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_anything_else_is_none() {
        let seen = vec![Seen { used: 3, next_in_micros: 40 }, Seen { used: 0, next_in_micros: 0 }];
        let decided = Some(Decided { granted: true, seen });
        assert_eq!(read(&[1, 1_000, -1, 3, 40, 0, 0]), Some(Told { made: 1_000, age: None, decided }));
        assert_eq!(read(&[-1, 1_000, 7]), Some(Told { made: 1_000, age: Some(7), decided: None }));
        for other in [&[][..], &[1, 5], &[2, 5, -1], &[0, 5, -1, 3], &[0, 5, -1, -3, 4], &[0, -5, -1]] {
            assert_eq!(read(other), None);
        }
    }

    #[test]
    fn every_key_is_in_one_slot_of_a_cluster() {
        assert!(name(&[7; 16]).starts_with("{wufi}:limits:0707"));
    }
}
