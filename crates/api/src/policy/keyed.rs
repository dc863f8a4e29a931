//! Which routes heed an `Idempotency-Key` (contract §7).

use wufi_domain::idempotency::Loss;

use super::Verb;

/// Whether a route heeds an `Idempotency-Key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// It does not: it reads, or its answer is a login, or whoever asks has a way of their own.
    Never,
    /// Its answer is kept under the key; if it is lost, this is what a retry does.
    Kept(Loss),
}

impl Keyed {
    /// Goes by verb and path alone, so that no route can forget its own: every write under `/store` but `/store/auth`.
    pub(super) fn of(verb: Verb, path: &str) -> Self {
        let steps: Vec<&str> = path.split('/').skip(1).collect();
        match (verb, steps.as_slice()) {
            (Verb::Get, _) | (_, ["store", "auth", ..]) => Self::Never,
            // These find what was done before and answer with it.
            (
                Verb::Post,
                ["store", .., "complete" | "payment-sessions" | "payment-collections" | "taxes"]
                | ["store", "carts", _, "customer"],
            ) => Self::Kept(Loss::Resumes),
            (Verb::Post | Verb::Delete, ["store", ..]) => Self::Kept(Loss::Tells),
            (Verb::Post | Verb::Delete, _) => Self::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::table;

    #[test]
    fn every_write_of_the_store_heeds_a_key_and_nothing_else_does() {
        for route in table() {
            let is_keyed = route.keyed != Keyed::Never;
            let is_write = route.verb != Verb::Get;
            let in_store = route.path.starts_with("/store/") && !route.path.starts_with("/store/auth");
            assert_eq!(is_keyed, is_write && in_store, "{} {}", route.verb.name(), route.path);
        }
    }

    #[test]
    fn only_what_finds_its_own_traces_is_done_again_when_the_answer_was_lost() {
        let mut resuming: Vec<&str> =
            table().iter().filter(|route| route.keyed == Keyed::Kept(Loss::Resumes)).map(|route| route.path).collect();
        resuming.sort_unstable();
        assert_eq!(
            resuming,
            [
                "/store/carts/{id}/complete",
                "/store/carts/{id}/customer",
                "/store/carts/{id}/taxes",
                "/store/payment-collections",
                "/store/payment-collections/{id}/payment-sessions",
                "/store/payment/complete",
            ]
        );
    }
}
