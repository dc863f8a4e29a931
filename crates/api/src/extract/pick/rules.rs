//! What a route's `fields` can reach.

use std::sync::OnceLock;

use super::{Pick, bare};

/// What a route answers by itself, and what it answers when asked.
#[derive(Debug)]
pub struct FieldRules {
    /// Paths that are answered when nothing is asked for; `rel.*` is a whole relation.
    pub defaults: &'static [&'static str],
    /// Paths that are answered when asked for, besides the defaults.
    pub allowed: &'static [&'static str],
    /// Paths that another selection of the same thing answers by itself, and this one when asked.
    pub beside: &'static [&'static str],
    /// How many relations a path may pass through.
    pub max_depth: usize,
    selected: OnceLock<Pick>,
}

impl FieldRules {
    /// Rules for a `static`.
    #[must_use]
    pub const fn new(defaults: &'static [&'static str], allowed: &'static [&'static str], max_depth: usize) -> Self {
        Self { defaults, allowed, beside: &[], max_depth, selected: OnceLock::new() }
    }

    /// Answers also what another selection of the same thing does, when asked.
    #[must_use]
    pub const fn beside(mut self, defaults: &'static [&'static str]) -> Self {
        self.beside = defaults;
        self
    }

    /// Every path that is answered only when asked for.
    pub fn more(&self) -> impl Iterator<Item = &'static str> {
        let is_default = |path: &&str| self.defaults.contains(path);
        self.beside.iter().chain(self.allowed).copied().filter(move |path| !is_default(path))
    }

    /// The selection without a parameter, worked out once.
    pub(super) fn selection(&self) -> &Pick {
        self.selected.get_or_init(|| {
            let mut pick = Pick::default();
            for path in self.defaults {
                pick.select(bare(path));
            }
            pick
        })
    }

    /// The rule's own spelling of `path`, when the route answers it at all.
    pub(super) fn known(&self, path: &str) -> Option<&'static str> {
        self.paths().find(|known| *known == path)
    }

    /// The same for what is only passed through to a known path: a relation of which a field is known.
    pub(super) fn known_or_passed(&self, path: &str) -> Option<&'static str> {
        let begins = |known: &&str| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.paths().find(begins)?.get(..path.len())
    }

    fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.defaults.iter().chain(self.allowed).chain(self.beside).copied().map(bare)
    }
}
