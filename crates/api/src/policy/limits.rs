//! In which limits a route counts (contract §8).

use wufi_domain::limit::Class;

use super::Verb;

/// In which limits a route counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// In those of all these classes, or in none of them while one is full.
    In(&'static [Class]),
    /// In none, for this reason.
    Exempt(&'static str),
}

impl Limits {
    /// Goes by verb and path alone, so that no route can forget its own. What is not known to be exempt is limited.
    pub(super) fn of(verb: Verb, path: &str) -> Self {
        let steps: Vec<&str> = path.split('/').skip(1).collect();
        match (verb, steps.as_slice()) {
            (_, ["health", ..]) => Self::Exempt("whoever watches over the shop must always hear how it is"),
            (_, ["hooks", ..]) => Self::Exempt("each request is signed, and news of a payment must never be turned away"),
            (_, [".well-known" | "static" | "openapi.json", ..]) => {
                Self::Exempt("the same for everybody, from memory, and kept by caches")
            }
            (_, ["admin", ..]) => Self::In(&[Class::Admin]),
            (Verb::Post, ["auth", "token", "refresh"]) => Self::In(&[Class::Refresh]),
            (Verb::Post, ["auth", _, _, ..] | ["store", "auth", ..]) => Self::In(&[Class::Auth]),
            (Verb::Post, ["store", "carts", .., "complete" | "shipping-methods"]) => Self::In(&[Class::Cart, Class::Checkout]),
            (_, ["store", "carts", ..]) => Self::In(&[Class::Cart]),
            (Verb::Post, ["store", "payment-collections"] | ["store", "payment", "complete"]) => Self::In(&[Class::Checkout]),
            (Verb::Post, ["store", "payment", ..] | ["store", .., "payment-sessions"]) => Self::In(&[Class::Payment]),
            _ => Self::In(&[Class::Browse]),
        }
    }

    /// The classes; none for what is exempt.
    #[must_use]
    pub const fn classes(self) -> &'static [Class] {
        match self {
            Self::In(classes) => classes,
            Self::Exempt(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::table;

    fn classes(verb: Verb, path: &str) -> String {
        Limits::of(verb, path).classes().iter().map(|class| class.name()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_classes_are_those_of_the_contract_row_by_row() {
        use Verb::{Delete, Get, Post};
        for (verb, path, expected) in [
            (Post, "/store/carts", "cart"),
            (Get, "/store/carts/{id}", "cart"),
            (Post, "/store/carts/{id}", "cart"),
            (Post, "/store/carts/{id}/line-items", "cart"),
            (Delete, "/store/carts/{id}/line-items/{line_id}", "cart"),
            (Post, "/store/carts/{id}/promotions", "cart"),
            (Get, "/store/carts/{id}/requirements", "cart"),
            (Post, "/store/carts/{id}/complete", "cart checkout"),
            (Post, "/store/carts/{id}/shipping-methods", "cart checkout"),
            (Post, "/store/payment-collections", "checkout"),
            (Post, "/store/payment/complete", "checkout"),
            (Post, "/store/payment-collections/{id}/payment-sessions", "payment"),
            (Post, "/store/payment/stripe/intent", "payment"),
            (Post, "/auth/customer/emailpass", "auth"),
            (Post, "/auth/user/emailpass", "auth"),
            (Post, "/auth/{actor}/{provider}", "auth"),
            (Post, "/auth/customer/emailpass/register", "auth"),
            (Post, "/auth/customer/emailpass/reset-password", "auth"),
            (Post, "/auth/customer/emailpass/update", "auth"),
            (Post, "/store/auth/step-up", "auth"),
            (Post, "/store/auth/password", "auth"),
            (Post, "/store/auth/email", "auth"),
            (Post, "/auth/token/refresh", "refresh"),
            (Get, "/store/products", "browse"),
            (Get, "/store/csrf", "browse"),
            (Get, "/store/auth/sessions", "browse"),
            (Delete, "/store/auth/sessions/{id}", "browse"),
            (Post, "/store/customers/me", "browse"),
            (Get, "/store/shipping-options", "browse"),
            (Get, "/admin/audit-log", "admin"),
            (Post, "/admin/products", "admin"),
        ] {
            assert_eq!(classes(verb, path), expected, "{} {path}", verb.name());
        }
    }

    #[test]
    fn what_the_contract_leaves_out_counts_with_the_rest() {
        for (verb, path) in [
            (Verb::Post, "/auth/session"),
            (Verb::Delete, "/auth/session"),
            (Verb::Get, "/auth/customer/providers"),
            (Verb::Get, "/something/new"),
        ] {
            assert_eq!(classes(verb, path), "browse", "{} {path}", verb.name());
        }
    }

    #[test]
    fn every_route_has_a_class_or_a_reason_and_only_these_have_a_reason() {
        let mut exempt = Vec::new();
        for route in table() {
            match route.limits {
                Limits::In(classes) => assert!(!classes.is_empty(), "{}", route.path),
                Limits::Exempt(reason) => {
                    assert!(reason.len() > 20, "{}", route.path);
                    exempt.push(route.path);
                }
            }
        }
        exempt.sort_unstable();
        assert_eq!(
            exempt,
            [
                "/.well-known/jwks.json",
                "/.well-known/security.txt",
                "/health",
                "/health/ready",
                "/hooks/payment/stripe_stripe",
                "/openapi.json",
                "/static/demo/{file}",
            ]
        );
        assert!(matches!(Limits::of(Verb::Post, "/hooks/payment/stripe_stripe"), Limits::Exempt(_)));
    }
}
