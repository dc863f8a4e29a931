//! What a shop says about its account at Stripe.

use url::Url;

use crate::host::is_this_machine;

/// What Stripe is to be asked with, and where.
pub struct Settings<'s> {
    /// `sk_…`, or `rk_…` with rights to payment intents and refunds. Whoever has it has the shop's money.
    pub secret_key: &'s str,
    /// Where the API is: `https://` and a host, and nothing else is ever connected to. `http://` on this machine's own
    /// addresses, for development and with a test key only.
    pub api_base: Url,
    /// When money is taken.
    pub capture: Capture,
}

/// When the money of a payment is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capture {
    /// When the shop says so; until then it is held.
    Manual,
    /// As soon as the shopper pays.
    Automatic,
}

impl Capture {
    /// Stripe's word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            // Not Stripe's default, `automatic_async`, which says that it succeeded before it has taken the money.
            Self::Automatic => "automatic",
        }
    }
}

/// Why there is no Stripe with these settings. Each reads on after the name of the setting; none repeats its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// Not a secret or restricted key.
    #[error("is no secret key such as `sk_test_…`, `sk_live_…` or `rk_live_…`")]
    Key,
    /// A key that is made for browsers.
    #[error("is a publishable key; the secret key begins with `sk_`")]
    PublishableKey,
    /// Not `https://` and a host.
    #[error("is not `https://` and a host, such as `https://api.stripe.com`")]
    Base,
    /// Unencrypted to another machine.
    #[error("needs `https://`: `http://` is only for this machine")]
    Open,
    /// A key to real money, unencrypted.
    #[error("needs `https://` with a live key")]
    LiveInTheOpen,
    /// The TLS library could not be set up.
    #[error("cannot be used: TLS could not be set up")]
    Tls,
}

/// Whether a key is about real money.
pub(super) fn is_live(key: &str) -> Result<bool, SetupError> {
    if key.starts_with("pk_") {
        return Err(SetupError::PublishableKey);
    }
    let rest = key.strip_prefix("sk_").or_else(|| key.strip_prefix("rk_")).ok_or(SetupError::Key)?;
    let (mode, secret) = rest.split_once('_').ok_or(SetupError::Key)?;
    let is_secret = (8..=255).contains(&secret.len()) && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match mode {
        "live" if is_secret => Ok(true),
        "test" if is_secret => Ok(false),
        _ => Err(SetupError::Key),
    }
}

/// Whether a key may be used at a base.
pub(super) fn check_base(base: &Url, is_live: bool) -> Result<(), SetupError> {
    let is_bare = matches!(base.path(), "" | "/")
        && base.query().is_none()
        && base.fragment().is_none()
        && base.username().is_empty()
        && base.password().is_none();
    let Some(host) = base.host().filter(|_| is_bare) else { return Err(SetupError::Base) };

    match base.scheme() {
        "http" if !is_this_machine(&host) => Err(SetupError::Open),
        "http" if is_live => Err(SetupError::LiveInTheOpen),
        "https" | "http" => Ok(()),
        _ => Err(SetupError::Base),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str, is_live: bool) -> Result<(), SetupError> {
        check_base(&Url::parse(text).unwrap(), is_live)
    }

    #[test]
    fn the_key_says_whether_money_is_real() {
        assert_eq!(is_live("sk_live_51H0a1b2c3d4"), Ok(true));
        assert_eq!(is_live("rk_live_51H0a1b2c3d4"), Ok(true));
        assert_eq!(is_live("sk_test_51H0a1b2c3d4"), Ok(false));
        assert_eq!(is_live("rk_test_51H0_a1b2c3d4"), Ok(false));
    }

    #[test]
    fn what_is_no_secret_key_is_refused_without_repeating_it() {
        for (key, error) in [
            ("", SetupError::Key),
            ("sk_live_", SetupError::Key),
            ("sk_live_kort", SetupError::Key),
            ("sk_prod_saladus51H0", SetupError::Key),
            ("SK_LIVE_saladus51H0", SetupError::Key),
            ("whsec_saladus51H0", SetupError::Key),
            ("sk_live_saladus51H0\r\n", SetupError::Key),
            (" sk_live_saladus51H0", SetupError::Key),
            ("sk_live_saladus 51H0", SetupError::Key),
            ("pk_live_saladus51H0", SetupError::PublishableKey),
        ] {
            let refused = is_live(key).unwrap_err();

            assert_eq!(refused, error, "{key:?}");
            assert!(!format!("{refused} {refused:?}").contains("saladus"));
        }
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_open_and_never_about_real_money() {
        assert_eq!(base("https://api.stripe.com", true), Ok(()));
        assert_eq!(base("https://api.stripe.com:443/", true), Ok(()));
        for here in ["http://127.0.0.1:12111", "http://localhost:12111/", "http://[::1]:12111"] {
            assert_eq!(base(here, false), Ok(()), "{here}");
            assert_eq!(base(here, true), Err(SetupError::LiveInTheOpen), "{here}");
        }
        for there in ["http://api.stripe.com", "http://localhost.stripe.com", "http://127.0.0.1.stripe.com", "http://10.0.0.1"] {
            assert_eq!(base(there, false), Err(SetupError::Open), "{there}");
        }
    }

    #[test]
    fn a_base_is_a_host_and_nothing_more() {
        for wrong in [
            "https://api.stripe.com/v1",
            "https://api.stripe.com/?a=b",
            "https://api.stripe.com/#v1",
            "https://mari@api.stripe.com",
            "https://mari:saladus@api.stripe.com",
            "ftp://api.stripe.com",
            "file:///etc/passwd",
            "data:text/plain,v1",
        ] {
            assert_eq!(base(wrong, false), Err(SetupError::Base), "{wrong}");
        }
    }
}
