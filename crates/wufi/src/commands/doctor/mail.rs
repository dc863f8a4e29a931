//! Do letters reach anybody, and do their links lead somewhere?

use super::check::Check;
use crate::config::Config;

const NAME: &str = "mail";

/// Is there a mail server, and a page for links to lead to?
pub(super) fn way(config: &Config) -> Check {
    let mail = &config.mail;
    if mail.smtp_url.is_none() {
        let detail = format!("letters are kept in {} and reach nobody", mail.outbox.display());
        if config.environment.is_production() {
            return Check::warn(
                NAME,
                detail,
                "set mail.smtp_url and mail.from: nobody can choose a new password without a letter",
            );
        }
        return Check::ok(NAME, detail);
    }
    if mail.storefront_url.is_none() {
        let mend = "set mail.storefront_url to the shop's own pages";
        return Check::warn(NAME, "letters hold codes instead of links", mend);
    }
    Check::ok(NAME, format!("letters leave as {}", mail.from))
}

#[cfg(test)]
mod tests {
    use super::super::check::Outcome::{self, Ok, Warn};
    use super::*;

    #[test]
    fn letters_that_reach_nobody_or_lead_nowhere_are_warned_of() {
        let production =
            [("ENVIRONMENT", "production"), ("SERVER__PUBLIC_URL", "https://api.wufi.ee"), ("SECURITY__KEYS_FILE", "wufi.keys")];
        let server = [("MAIL__SMTP_URL", "smtps://pood:salasona@mail.wufi.ee"), ("MAIL__FROM", "pood@wufi.ee")];
        let pages = [("MAIL__STOREFRONT_URL", "https://wufi.ee")];
        let outcome = |parts: &[&[(&str, &str)]]| -> Outcome {
            let variables = parts.concat().into_iter().map(|(name, text)| (format!("WUFI_{name}"), text.to_owned()));
            let check = way(&Config::load(None, variables).unwrap());
            assert!(!check.to_string().contains("salasona"), "{check}");
            check.outcome
        };

        assert_eq!(outcome(&[]), Ok);
        assert_eq!(outcome(&[&production]), Warn);
        assert_eq!(outcome(&[&production, &server]), Warn);
        assert_eq!(outcome(&[&production, &server, &pages]), Ok);
    }
}
