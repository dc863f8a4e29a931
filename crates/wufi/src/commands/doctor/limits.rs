//! Are requests limited as they are by default?

use wufi_domain::enforcement::Enforcement;
use wufi_domain::limit::{Class, Rule};

use super::check::Check;
use crate::config::Limits;

const NAME: &str = "limits";

/// Is anything limited less than by default? More may be what the shop wants; it should know.
pub(super) fn rules(limits: &Limits) -> Check {
    let mut weaker: Vec<String> = Vec::new();
    if limits.enforcement != Enforcement::Enforce {
        weaker.push("limits.enforcement".to_owned());
    }
    for class in Class::ALL {
        if is_more(limits.rules.of(class), class.default_rule()) {
            weaker.push(format!("limits.{}", class.name()));
        }
    }

    if weaker.is_empty() {
        return Check::ok(NAME, "requests are limited as by default, or more");
    }
    Check::warn(
        NAME,
        format!("weaker than by default: {}", weaker.join(", ")),
        "leave the keys out, unless the shop needs them so",
    )
}

/// Whether one rule grants more than the other, at once or in the long run.
fn is_more(one: Rule, other: Rule) -> bool {
    let in_the_long_run = |requests: Rule, secs: Rule| u64::from(requests.requests()) * u64::from(secs.window_secs());
    one.requests() > other.requests() || in_the_long_run(one, other) > in_the_long_run(other, one)
}

#[cfg(test)]
mod tests {
    use wufi_domain::limit::Rules;

    use super::super::check::Outcome::{Ok, Warn};
    use super::*;

    fn limits() -> Limits {
        Limits { enforcement: Enforcement::Enforce, storefront_multiple: 50, rules: Rules::default() }
    }

    #[test]
    fn what_is_limited_less_than_by_default_is_named() {
        assert_eq!(rules(&limits()).outcome, Ok);
        for (requests, secs) in [(6, 60), (5, 59), (3_000, 3_600)] {
            let check =
                rules(&Limits { rules: Rules::default().with(Class::Auth, Rule::new(requests, secs).unwrap()), ..limits() });
            assert!(check.outcome == Warn && check.detail.ends_with(": limits.auth"), "{requests} in {secs}: {check}");
        }
        for enforcement in [Enforcement::Observe, Enforcement::Off] {
            let check = rules(&Limits { enforcement, ..limits() });
            assert!(check.outcome == Warn && check.detail.ends_with(": limits.enforcement"), "{check}");
        }
    }

    #[test]
    fn what_is_limited_more_is_fine() {
        for (requests, secs) in [(5, 60), (4, 60), (5, 61), (1, 12)] {
            let strict = Limits { rules: Rules::default().with(Class::Auth, Rule::new(requests, secs).unwrap()), ..limits() };
            assert_eq!(rules(&strict).outcome, Ok, "{requests} in {secs}");
        }
    }
}
