//! `[stripe]`: cards, through Stripe.

use url::Url;
use wufi_domain::chance::Chance;
use wufi_guard::secret::Secret;
use wufi_outbound::stripe::{Capture, Settings, SetupError, Stripe};

use super::environment::Environment;
use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const SECRET_KEY: Key = Key {
    name: "stripe.secret_key",
    fallback: Fallback::Nothing,
    allowed: Allowed::Words("`sk_live_…` or `rk_live_…`, and for play money `sk_test_…` or `rk_test_…`"),
    docs: "Stripe's secret key, or a restricted one that may read and write payment intents and refunds. With it the shop takes cards as `pp_stripe_stripe`, in every region that offers it.",
    secrecy: Secrecy::Hide,
};

const WEBHOOK_SECRET: Key = Key {
    name: "stripe.webhook_secret",
    fallback: Fallback::Nothing,
    allowed: Allowed::Words("`whsec_…`, or two with a comma between them while one takes the other's place"),
    docs: "What Stripe signs its notices to `/hooks/payment/stripe_stripe` with. Without it none are taken, and the order of a shopper who paid and did not come back is made only when the payment is looked after by itself.",
    secrecy: Secrecy::Hide,
};

const API_BASE: Key = Key {
    name: "stripe.api_base",
    fallback: Fallback::Value("https://api.stripe.com"),
    allowed: Allowed::Words("`https://` and a host; outside of production also `http://` and an address of this machine"),
    docs: "Where Stripe is. Nothing else is ever asked; another place is for tests, with a double of Stripe.",
    secrecy: Secrecy::Open,
};

const CAPTURE_METHOD: Key = Key {
    name: "stripe.capture_method",
    fallback: Fallback::Value("manual"),
    allowed: Allowed::OneOf(&["manual", "automatic"]),
    docs: "`manual`: the money is held, and taken when the order is made; when no order can be made, it is let go and the shopper sees no charge. `automatic`: it is taken when the shopper pays, and given back when no order can be made.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section =
    Section { name: "stripe", docs: "Cards, through Stripe.", keys: &[&SECRET_KEY, &WEBHOOK_SECRET, &API_BASE, &CAPTURE_METHOD] };

/// Cards, through Stripe.
#[derive(Clone, Debug)]
pub struct Cards {
    /// What asks Stripe.
    pub stripe: Stripe,
    /// What its notices are told by.
    pub notice_secrets: Vec<Secret>,
}

/// Reads the section; without a secret key the shop takes no cards.
pub(super) fn read(given: &mut Given, environment: Environment) -> Result<Option<Cards>, Noted> {
    let secret_key = given.optional_text(&SECRET_KEY, |text| Ok(Secret::new(text.to_owned())));
    let notice_secrets = given.optional_text(&WEBHOOK_SECRET, notice_secrets);
    let api_base = given.text(&API_BASE, |text| base(text, environment));
    let capture = given.choice(&CAPTURE_METHOD, |name| match name {
        "manual" => Some(Capture::Manual),
        "automatic" => Some(Capture::Automatic),
        _ => None,
    });

    let (secret_key, notice_secrets) = (secret_key?, notice_secrets?.unwrap_or_default());
    let (api_base, capture) = (api_base?, capture?);
    let Some(secret_key) = secret_key else {
        return if notice_secrets.is_empty() {
            Ok(None)
        } else {
            Err(given.refuse(&SECRET_KEY, "is missing while stripe.webhook_secret is given"))
        };
    };
    let settings = Settings { secret_key: secret_key.expose(), api_base, capture };
    let stripe = Stripe::new(&settings, Chance::System).map_err(|error| refuse(given, error))?;
    if environment.is_production() && !stripe.is_live() {
        return Err(given.refuse(&SECRET_KEY, "is one for play money, and production needs a live one"));
    }
    Ok(Some(Cards { stripe, notice_secrets }))
}

/// Says of the key that it is about what is wrong.
fn refuse(given: &mut Given, error: SetupError) -> Noted {
    let key = match error {
        SetupError::Key | SetupError::PublishableKey | SetupError::Tls => &SECRET_KEY,
        SetupError::Base | SetupError::Open | SetupError::LiveInTheOpen => &API_BASE,
    };
    given.refuse(key, error.to_string())
}

/// The refusals never repeat the text.
fn notice_secrets(text: &str) -> Result<Vec<Secret>, String> {
    let one = |part: &str| {
        let part = part.trim();
        let is_one =
            part.strip_prefix("whsec_").is_some_and(|rest| rest.len() >= 16 && rest.bytes().all(|byte| byte.is_ascii_graphic()));
        if is_one { Ok(Secret::new(part.to_owned())) } else { Err("is not a secret of a webhook endpoint".to_owned()) }
    };
    text.split(',').map(one).collect()
}

/// Where it may be, whoever asks with what key, Stripe's own settings say.
fn base(text: &str, environment: Environment) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("is no URL: {error}"))?;
    if environment.is_production() && url.scheme() != "https" {
        return Err("is not https, and production needs it".to_owned());
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    const GOOD: (&str, &str) = ("STRIPE__SECRET_KEY", "sk_test_51H0a1b2c3d4");

    fn wrong(pairs: &[(&str, &str)]) -> String {
        let variables = pairs.iter().map(|(name, text)| (format!("WUFI_{name}"), (*text).to_owned()));
        Config::load(None, variables).unwrap_err().to_string()
    }

    #[test]
    fn without_a_key_there_are_no_cards_and_with_one_there_are() {
        assert!(Config::load(None, []).unwrap().cards.is_none());
        let pairs = [
            ("WUFI_STRIPE__SECRET_KEY", "sk_test_abcdefghijklmnop"),
            ("WUFI_STRIPE__WEBHOOK_SECRET", "whsec_abcdefghijklmnop, whsec_ponmlkjihgfedcba"),
        ];
        let config = Config::load(None, pairs.map(|(name, text)| (name.to_owned(), text.to_owned()))).unwrap();
        let cards = config.cards.as_ref().unwrap();

        assert_eq!((cards.stripe.is_live(), cards.notice_secrets.len()), (false, 2));
        let shown = format!("{config:?}");
        assert!(!shown.contains("abcdefghijklmnop") && !shown.contains("ponmlkjihgfedcba"), "{shown}");
    }

    #[test]
    fn what_cannot_be_is_refused_without_repeating_a_secret() {
        for pairs in [
            &[("STRIPE__SECRET_KEY", "pk_test_salasonasalasona")][..],
            &[("STRIPE__SECRET_KEY", "salasona")],
            &[("STRIPE__WEBHOOK_SECRET", "salasona")],
            &[("STRIPE__WEBHOOK_SECRET", "whsec_salasonasalasona")],
            &[("STRIPE__API_BASE", "salasona")],
            &[GOOD, ("STRIPE__API_BASE", "http://stripe.example")],
            &[GOOD, ("STRIPE__API_BASE", "https://a:salasona@stripe.example")],
            &[GOOD, ("STRIPE__API_BASE", "https://stripe.example/v1")],
            &[("STRIPE__SECRET_KEY", "sk_live_51H0a1b2c3d4"), ("STRIPE__API_BASE", "http://127.0.0.1:12111")],
            &[("STRIPE__CAPTURE_METHOD", "later")],
        ] {
            let wrong = wrong(pairs);
            assert!(wrong.contains("stripe.") && !wrong.contains("salasona"), "{pairs:?}: {wrong}");
        }
    }
}
