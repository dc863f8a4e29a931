//! Are logins as safe as they are by default?

use wufi_domain::session::{AtLimit, Mode, Policy, Profile};

use super::check::Check;

const NAME: &str = "sessions";

/// Is anything about logins weaker than the default? More may be what the shop wants; it should know.
pub(super) fn policy(policy: &Policy) -> Check {
    let usual = Policy::default();
    let longer = |secs: i64, than: i64| secs > than;
    let weaker = [
        ("security.profile", policy.profile == Profile::Medusa),
        ("sessions.refresh_ttl_secs", longer(policy.refresh_secs, usual.refresh_secs)),
        ("sessions.absolute_ttl_secs", longer(policy.absolute_secs, usual.absolute_secs)),
        ("sessions.refresh_grace_secs", longer(policy.grace_secs, usual.grace_secs)),
        ("sessions.step_up_window_secs", longer(policy.step_up_window_secs, usual.step_up_window_secs)),
        ("sessions.max_concurrent", policy.max_concurrent > usual.max_concurrent),
        ("sessions.fingerprint", looks(policy.fingerprint) < looks(usual.fingerprint)),
        ("sessions.ip_binding", looks(policy.ip_binding) < looks(usual.ip_binding)),
    ];

    let weaker: Vec<&str> = weaker.into_iter().filter(|(_, is_weaker)| *is_weaker).map(|(key, _)| key).collect();
    if weaker.is_empty() {
        return Check::ok(NAME, described(policy));
    }
    Check::warn(
        NAME,
        format!("weaker than by default: {}", weaker.join(", ")),
        "leave the keys out, unless the shop needs them so",
    )
}

/// How closely a mode looks.
const fn looks(mode: Mode) -> u8 {
    match mode {
        Mode::Off => 0,
        Mode::Observe => 1,
        Mode::StepUp => 2,
        Mode::Reject => 3,
    }
}

fn described(policy: &Policy) -> String {
    let at_limit = match policy.at_limit {
        AtLimit::EndOldest => "the oldest ends",
        AtLimit::RejectNew => "one more is refused",
    };
    format!("{} at once for each account, then {at_limit}", policy.max_concurrent)
}

#[cfg(test)]
mod tests {
    use super::super::check::Outcome::{Ok, Warn};
    use super::*;

    #[test]
    fn what_is_weaker_than_by_default_is_named() {
        let usual = Policy::default();

        assert_eq!(super::policy(&usual).outcome, Ok);
        for (key, weaker) in [
            ("security.profile", Policy { profile: Profile::Medusa, ..usual }),
            ("sessions.refresh_ttl_secs", Policy { refresh_secs: usual.refresh_secs + 1, ..usual }),
            ("sessions.absolute_ttl_secs", Policy { absolute_secs: usual.absolute_secs + 1, ..usual }),
            ("sessions.refresh_grace_secs", Policy { grace_secs: 11, ..usual }),
            ("sessions.step_up_window_secs", Policy { step_up_window_secs: 601, ..usual }),
            ("sessions.max_concurrent", Policy { max_concurrent: 6, ..usual }),
            ("sessions.fingerprint", Policy { fingerprint: Mode::Observe, ..usual }),
            ("sessions.ip_binding", Policy { ip_binding: Mode::Off, ..usual }),
        ] {
            let check = super::policy(&weaker);
            assert!(check.outcome == Warn && check.detail.ends_with(&format!(": {key}")), "{check}");
        }
    }

    #[test]
    fn what_is_stricter_is_fine() {
        let strict = Policy {
            max_concurrent: 1,
            grace_secs: 0,
            ip_binding: Mode::Reject,
            at_limit: AtLimit::RejectNew,
            ..Policy::default()
        };

        assert_eq!(super::policy(&strict).outcome, Ok);
    }
}
