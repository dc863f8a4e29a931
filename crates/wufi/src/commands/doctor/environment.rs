//! Do the parts of the configuration fit each other?

use url::{Host, Url};

use super::check::Check;
use crate::config::Config;

/// Does the public URL's scheme fit how TLS is spoken?
pub(super) fn public_url(config: &Config) -> Check {
    let server = &config.server;
    let url = server.public_url(server.listen);
    let is_https = url.starts_with("https://");

    match (is_https, server.tls.is_some()) {
        (false, true) => {
            Check::fail("public_url", format!("{url} is http, but Wufi speaks TLS"), "write https:// in server.public_url")
        }
        (true, false) if server.trusted_proxies.is_empty() => Check::warn(
            "public_url",
            format!("{url} is https, but Wufi does not speak TLS and believes no proxy"),
            "name the proxy in server.trusted_proxies, or set server.tls_cert and server.tls_key",
        ),
        _ => Check::ok("public_url", url),
    }
}

/// Is the environment the right one for where shoppers come from?
///
/// What production refuses has been refused when the configuration was read.
pub(super) fn environment(config: &Config) -> Check {
    let name = config.environment.name();
    let url = config.server.public_url(config.server.listen);
    if config.environment.is_production() || is_on_a_desk(&url) {
        return Check::ok("environment", name);
    }
    Check::warn(
        "environment",
        format!("{name}, while {url} looks as if shoppers come here"),
        "set environment = \"production\", which refuses what is not safe there",
    )
}

fn is_on_a_desk(url: &str) -> bool {
    let url = Url::parse(url).ok();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_private() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unique_local() || address.is_unspecified(),
        Some(Host::Domain(name)) => matches!(name.rsplit('.').next(), Some("localhost" | "test")),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Outcome::{self, Fail, Ok, Warn};
    use super::*;

    fn config(pairs: &[(&str, &str)]) -> Config {
        Config::load(None, pairs.iter().map(|(name, text)| (format!("WUFI_{name}"), (*text).to_owned()))).unwrap()
    }

    fn url_outcome(pairs: &[(&str, &str)]) -> Outcome {
        public_url(&config(pairs)).outcome
    }

    #[test]
    fn the_public_url_and_tls_must_agree() {
        let (cert, key) = (("SERVER__TLS_CERT", "cert.pem"), ("SERVER__TLS_KEY", "key.pem"));
        let https = ("SERVER__PUBLIC_URL", "https://api.wufi.ee");

        assert_eq!(url_outcome(&[]), Ok);
        assert_eq!(url_outcome(&[cert, key, ("SERVER__PUBLIC_URL", "http://api.wufi.ee")]), Fail);
        assert_eq!(url_outcome(&[cert, key, https]), Ok);
        assert_eq!(url_outcome(&[https]), Warn);
        assert_eq!(url_outcome(&[https, ("SERVER__TRUSTED_PROXIES", "10.0.0.0/8")]), Ok);
    }

    #[test]
    fn a_public_address_in_development_is_warned_of() {
        let outcome = |url, mode| {
            let keys = ("SECURITY__KEYS_FILE", "wufi.keys");
            environment(&config(&[("SERVER__PUBLIC_URL", url), ("ENVIRONMENT", mode), keys])).outcome
        };

        assert_eq!(outcome("https://api.wufi.ee", "development"), Warn);
        assert_eq!(outcome("https://api.wufi.ee", "production"), Ok);
        for desk in ["http://localhost:9000", "http://192.168.1.7:9000", "http://[::1]:9000", "http://wufi.test"] {
            assert_eq!(outcome(desk, "development"), Ok, "{desk}");
        }
    }
}
