//! `[sessions]`: how long a login lasts, how many there may be, and what makes one suspicious.

use wufi_domain::session::{AtLimit, Mode, Policy, Profile};

use super::environment::Environment;
use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

/// Superseded keys read tokens for 31 days: a session cookie that outlived them would end its login early.
const LONGEST_SECS: i64 = 31 * 24 * 60 * 60;
/// In production no access token lives shorter, or every page would renew it.
const ACCESS_PRODUCTION_SECS: i64 = 900;

const ACCESS_TTL_SECS: Key = Key {
    name: "sessions.access_ttl_secs",
    fallback: Fallback::Value("1800"),
    allowed: Allowed::Range(60..=1_800),
    docs: "How many seconds an access token is good for. Production takes 900 and more. An ended session is refused at once, however long its token would live.",
    secrecy: Secrecy::Open,
};

const REFRESH_TTL_SECS: Key = Key {
    name: "sessions.refresh_ttl_secs",
    fallback: Fallback::Value("604800"),
    allowed: Allowed::Range(1_800..=LONGEST_SECS),
    docs: "How many seconds a login lasts without being used: a refresh token is good for that long, and each refresh begins anew.",
    secrecy: Secrecy::Open,
};

const ABSOLUTE_TTL_SECS: Key = Key {
    name: "sessions.absolute_ttl_secs",
    fallback: Fallback::Value("2592000"),
    allowed: Allowed::Range(1_800..=LONGEST_SECS),
    docs: "How many seconds a login lasts however much it is used (NIST SP 800-63B: 30 days). At least `sessions.refresh_ttl_secs`.",
    secrecy: Secrecy::Open,
};

const REFRESH_GRACE_SECS: Key = Key {
    name: "sessions.refresh_grace_secs",
    fallback: Fallback::Value("10"),
    allowed: Allowed::Range(0..=60),
    docs: "For how many seconds after a refresh the previous token gets the same answer again: tabs refresh at once, and answers get lost.",
    secrecy: Secrecy::Open,
};

const MAX_CONCURRENT: Key = Key {
    name: "sessions.max_concurrent",
    fallback: Fallback::Value("5"),
    allowed: Allowed::Range(1..=100),
    docs: "The most logins that one customer or member of staff has at once.",
    secrecy: Secrecy::Open,
};

const AT_LIMIT: Key = Key {
    name: "sessions.at_limit",
    fallback: Fallback::Value("end_oldest"),
    allowed: Allowed::OneOf(&["end_oldest", "reject_new"]),
    docs: "What happens at the limit: the oldest login ends (`session_superseded`), or the new one is refused (`session_limit_reached`).",
    secrecy: Secrecy::Open,
};

const FINGERPRINT: Key = Key {
    name: "sessions.fingerprint",
    fallback: Fallback::Value("step_up"),
    allowed: Allowed::OneOf(&MODES),
    docs: "What follows when a session shows another browser, platform, language or device than it began with: `off` does not look, `observe` puts it on record, `step_up` weighs it and may ask for the password before a payment or a change of credentials, `reject` ends the session. A new version of the same browser is nothing.",
    secrecy: Secrecy::Open,
};

const IP_BINDING: Key = Key {
    name: "sessions.ip_binding",
    fallback: Fallback::Value("observe"),
    allowed: Allowed::OneOf(&MODES),
    docs: "The same for a session that comes from another network. Phones change theirs all day: `reject` logs such shoppers out.",
    secrecy: Secrecy::Open,
};

const STEP_UP_WINDOW_SECS: Key = Key {
    name: "sessions.step_up_window_secs",
    fallback: Fallback::Value("600"),
    allowed: Allowed::Range(60..=1_800),
    docs: "For how many seconds a password that was given again counts.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section = Section {
    name: "sessions",
    docs: "How long a login lasts, how many there may be, and what makes one suspicious.",
    keys: &[
        &ACCESS_TTL_SECS,
        &REFRESH_TTL_SECS,
        &ABSOLUTE_TTL_SECS,
        &REFRESH_GRACE_SECS,
        &MAX_CONCURRENT,
        &AT_LIMIT,
        &FINGERPRINT,
        &IP_BINDING,
        &STEP_UP_WINDOW_SECS,
    ],
};

fn at_limit(name: &str) -> Option<AtLimit> {
    match name {
        "end_oldest" => Some(AtLimit::EndOldest),
        "reject_new" => Some(AtLimit::RejectNew),
        _ => None,
    }
}

/// What follows from a change, as the configuration names it; each does more than the one before it.
const MODES: [&str; 4] = ["off", "observe", "step_up", "reject"];

fn mode(name: &str) -> Option<Mode> {
    match name {
        "off" => Some(Mode::Off),
        "observe" => Some(Mode::Observe),
        "step_up" => Some(Mode::StepUp),
        "reject" => Some(Mode::Reject),
        _ => None,
    }
}

/// Reads the section.
pub(super) fn read(given: &mut Given, environment: Environment, profile: Profile) -> Result<Policy, Noted> {
    let access = given.number(&ACCESS_TTL_SECS).and_then(|secs| long_enough(given, environment, secs));
    let refresh = given.number(&REFRESH_TTL_SECS);
    let absolute = given.number(&ABSOLUTE_TTL_SECS);
    let grace = given.number(&REFRESH_GRACE_SECS);
    let max_concurrent = given.number(&MAX_CONCURRENT);
    let at_limit = given.choice(&AT_LIMIT, at_limit);
    let fingerprint = given.choice(&FINGERPRINT, mode);
    let ip_binding = given.choice(&IP_BINDING, mode);
    let step_up_window = given.number(&STEP_UP_WINDOW_SECS);

    let (refresh_secs, absolute_secs) = in_order(given, refresh?, absolute?)?;
    Ok(Policy {
        profile,
        access_secs: access?,
        refresh_secs,
        absolute_secs,
        grace_secs: grace?,
        max_concurrent: max_concurrent?,
        at_limit: at_limit?,
        fingerprint: fingerprint?,
        ip_binding: ip_binding?,
        step_up_window_secs: step_up_window?,
    })
}

fn long_enough(given: &mut Given, environment: Environment, secs: i64) -> Result<i64, Noted> {
    if environment.is_production() && secs < ACCESS_PRODUCTION_SECS {
        return Err(given.refuse(&ACCESS_TTL_SECS, format!("{secs} is too short for production, which takes 900 and more")));
    }
    Ok(secs)
}

/// A login ends unused before it ends at all. (That a token ends before its login, the ranges see to.)
fn in_order(given: &mut Given, refresh: i64, absolute: i64) -> Result<(i64, i64), Noted> {
    if absolute < refresh {
        let wrong = format!("{absolute} is less than {} ({refresh})", REFRESH_TTL_SECS.name);
        return Err(given.refuse(&ABSOLUTE_TTL_SECS, wrong));
    }
    Ok((refresh, absolute))
}
