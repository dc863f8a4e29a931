//! Can the TLS identity be used, today and in two weeks?

use wufi_domain::moment::Moment;

use super::check::Check;
use crate::config::{Config, TlsFiles};
use crate::tls::{self, TlsError, Validity};

const NAME: &str = "tls";
const DAY_MILLIS: i64 = 86_400_000;
/// Long enough before the end that a renewal that failed can be seen to.
const NOTICE_DAYS: i64 = 14;

/// The pair is readable, belongs together and is valid; nothing when Wufi speaks no TLS.
pub(super) fn certificate(config: &Config, now: Moment) -> Option<Check> {
    let files = config.server.tls.as_ref()?;
    let check = look_at(files, now);
    Some(check.unwrap_or_else(|error| Check::fail(NAME, error.to_string(), "check server.tls_cert and server.tls_key")))
}

fn look_at(files: &TlsFiles, now: Moment) -> Result<Check, TlsError> {
    tls::server_config(files)?;

    let soon = Moment::from_millis(now.millis().saturating_add(NOTICE_DAYS * DAY_MILLIS));
    Ok(match (tls::validity(&files.cert, now)?, tls::validity(&files.cert, soon)?) {
        (Validity::EndedAt(end), _) => Check::fail(NAME, format!("the certificate ended on {end}"), "renew it"),
        (Validity::BeginsAt(start), _) => {
            Check::fail(NAME, format!("the certificate begins only on {start}"), "check the clock, or wait")
        }
        (Validity::Valid, Validity::EndedAt(end)) => {
            Check::warn(NAME, format!("the certificate ends on {end}"), "renew it, and look why that did not happen by itself")
        }
        (Validity::Valid, _) => Check::ok(NAME, "the certificate and its key belong together and are valid"),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::check::Outcome;
    use super::*;

    fn outcome(key: &str, at: &str) -> Outcome {
        let pem = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name).display().to_string();
        let variables = [("WUFI_SERVER__TLS_CERT", pem("cert.pem")), ("WUFI_SERVER__TLS_KEY", pem(key))];
        let config = Config::load(None, variables.map(|(name, text)| (name.to_owned(), text))).unwrap();
        certificate(&config, Moment::parse(at).unwrap()).unwrap().outcome
    }

    #[test]
    fn a_certificate_is_warned_of_before_its_end_and_fails_after() {
        assert_eq!(outcome("key.pem", "2026-11-20T00:00:00Z"), Outcome::Fail);
        assert_eq!(outcome("key.pem", "2036-11-07T00:00:00Z"), Outcome::Ok);
        assert_eq!(outcome("key.pem", "2036-11-08T00:00:00Z"), Outcome::Warn);
        assert_eq!(outcome("key.pem", "2036-11-22T00:00:00Z"), Outcome::Fail);
    }

    #[test]
    fn a_key_of_another_certificate_fails() {
        assert_eq!(outcome("other_key.pem", "2030-01-01T00:00:00Z"), Outcome::Fail);
    }

    #[test]
    fn without_tls_there_is_nothing_to_look_at() {
        let config = Config::load(None, []).unwrap();
        assert_eq!(certificate(&config, Moment::from_millis(0)), None);
    }
}
