//! `[server]`: where Wufi listens, and under what name shoppers know it.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use url::Url;
use wufi_api::wellknown::SecurityTxt;

use super::environment::Environment;
use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};
use super::path;

const LISTEN: Key = Key {
    name: "server.listen",
    fallback: Fallback::Value("127.0.0.1:9000"),
    allowed: Allowed::Words("an IP address and a port, such as `127.0.0.1:9000` or `[::]:9000`"),
    docs: "The address on which requests are taken. Port `0` takes a free one.",
    secrecy: Secrecy::Open,
};

const METRICS_LISTEN: Key = Key {
    name: "server.metrics_listen",
    fallback: Fallback::Value("127.0.0.1:9464"),
    allowed: Allowed::Words("an IP address and a port, such as `127.0.0.1:9464`, or `off`"),
    docs: "The address on which `GET /metrics` tells Prometheus how the shop is doing, without TLS and without a password: keep it to this machine or behind a firewall. Port `0` takes a free one, which the log names. When the address is taken the start stops; only in development, where it was not set, the shop opens without (a second shop on a desk has the same address) and the log warns.",
    secrecy: Secrecy::Open,
};

const TRUSTED_PROXIES: Key = Key {
    name: "server.trusted_proxies",
    fallback: Fallback::Value("[]"),
    allowed: Allowed::Words("a list of networks, such as `[\"10.0.0.0/8\", \"fd00::/8\", \"192.0.2.7\"]`"),
    docs: "The proxies and storefront servers in front of Wufi. Only what they say about the request's id (`X-Request-Id`) and scheme (`X-Forwarded-Proto`) is believed, and their connections are not counted against the limit per peer.",
    secrecy: Secrecy::Open,
};

const PUBLIC_URL: Key = Key {
    name: "server.public_url",
    fallback: Fallback::Derived("`http://` (`https://` with `server.tls_cert`) and `server.listen`"),
    allowed: Allowed::Words("`https://` and a host, such as `https://api.wufi.ee`; in development `http://` as well"),
    docs: "The URL under which shoppers' browsers reach Wufi; it stands in links and before the paths of pictures. In production it must be `https`.",
    secrecy: Secrecy::Open,
};

const SECURITY_CONTACT: Key = Key {
    name: "server.security_contact",
    fallback: Fallback::Derived("`mailto:security@` and the host of `server.public_url`"),
    allowed: Allowed::Words("a URI that begins with `mailto:`, `https://` or `tel:`"),
    docs: "Whom to tell about a hole: it stands in `/.well-known/security.txt` (RFC 9116).",
    secrecy: Secrecy::Open,
};

const SHUTDOWN_GRACE_SECS: Key = Key {
    name: "server.shutdown_grace_secs",
    fallback: Fallback::Value("10"),
    allowed: Allowed::Range(0..=300),
    docs: "How many seconds requests that have begun may take to finish after SIGTERM or SIGINT. A second signal ends at once.",
    secrecy: Secrecy::Open,
};

const TLS_CERT: Key = Key {
    name: "server.tls_cert",
    fallback: Fallback::Nothing,
    allowed: Allowed::Words("the path of a PEM file, together with `server.tls_key`"),
    docs: "The certificate chain, the server's own certificate first. With it and `server.tls_key` Wufi speaks TLS itself; without them a proxy should.",
    secrecy: Secrecy::Open,
};

const TLS_KEY: Key = Key {
    name: "server.tls_key",
    fallback: Fallback::Nothing,
    allowed: Allowed::Words("the path of a PEM file, together with `server.tls_cert`"),
    docs: "The private key of the certificate. Only Wufi's own user should be able to read the file (mode 0600).",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section = Section {
    name: "server",
    docs: "Where Wufi listens, and under what name shoppers know it.",
    keys: &[
        &LISTEN,
        &METRICS_LISTEN,
        &TRUSTED_PROXIES,
        &PUBLIC_URL,
        &SECURITY_CONTACT,
        &SHUTDOWN_GRACE_SECS,
        &TLS_CERT,
        &TLS_KEY,
    ],
};

/// Where Wufi listens, and under what name shoppers know it.
#[derive(Clone, Debug)]
pub struct Server {
    /// The address on which requests are taken.
    pub listen: SocketAddr,
    /// Where what is counted is shown, unless that is off.
    pub metrics_listen: Option<MetricsListen>,
    /// Whose word about the shopper's address is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The origin that was given for links, such as `https://api.wufi.ee`.
    pub public_url: Option<String>,
    /// Whom to tell about a hole, when it was given.
    pub security_contact: Option<String>,
    /// How long begun requests may take to finish.
    pub shutdown_grace: Duration,
    /// The certificate and key, when Wufi speaks TLS itself.
    pub tls: Option<TlsFiles>,
}

/// Where what is counted is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricsListen {
    /// The address.
    pub address: SocketAddr,
    /// Who wants it there.
    pub wish: Wish,
}

/// Who wants something to be as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nobody in particular: it is so by itself, and the shop can do without.
    Usual,
    /// Whoever set it, or whoever runs a shop in production.
    Set,
}

/// The files of a TLS identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate chain.
    pub cert: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

impl Server {
    pub(super) fn read(given: &mut Given, environment: Environment) -> Result<Self, Noted> {
        let listen = given.text(&LISTEN, socket);
        let metrics_listen = read_metrics(given, environment);
        let trusted_proxies = given.list(&TRUSTED_PROXIES, network);
        let public_url = given.optional_text(&PUBLIC_URL, |text| origin(text, environment));
        let security_contact = given.optional_text(&SECURITY_CONTACT, contact);
        let shutdown_grace = given.number(&SHUTDOWN_GRACE_SECS).map(Duration::from_secs);
        let tls = read_tls(given);

        if environment.is_production() && matches!(public_url, Ok(None)) {
            given.refuse(&PUBLIC_URL, "is missing; production needs it");
        }
        Ok(Self {
            listen: listen?,
            metrics_listen: metrics_listen?,
            trusted_proxies: trusted_proxies?,
            public_url: public_url?,
            security_contact: security_contact?,
            shutdown_grace: shutdown_grace?,
            tls: tls?,
        })
    }

    /// The public URL: the given one, or one made of the address that was `bound`.
    #[must_use]
    pub fn public_url(&self, bound: SocketAddr) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        self.public_url.clone().unwrap_or_else(|| format!("{scheme}://{bound}"))
    }

    /// Whom to tell about a hole, and where that is said.
    #[must_use]
    pub fn security_txt(&self, bound: SocketAddr) -> Option<SecurityTxt> {
        let public_url = self.public_url(bound);
        let host = Url::parse(&public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let contact = self.security_contact.clone().or_else(|| host.map(|host| format!("mailto:security@{host}")))?;
        SecurityTxt::new(&contact, &public_url)
    }
}

/// Reads whom to tell about a hole.
fn contact(text: &str) -> Result<String, String> {
    let is_contact = SecurityTxt::new(text, "").is_some();
    is_contact.then(|| text.to_owned()).ok_or_else(|| format!("{text:?} is no contact"))
}

/// Where metrics are shown, and whether a shop that cannot show them may open.
fn read_metrics(given: &mut Given, environment: Environment) -> Result<Option<MetricsListen>, Noted> {
    let address = given.text(&METRICS_LISTEN, |text| if text == "off" { Ok(None) } else { socket(text).map(Some) })?;
    let is_set = environment.is_production() || given.is_given(&METRICS_LISTEN);
    let wish = if is_set { Wish::Set } else { Wish::Usual };
    Ok(address.map(|address| MetricsListen { address, wish }))
}

/// Both files, or neither.
fn read_tls(given: &mut Given) -> Result<Option<TlsFiles>, Noted> {
    let cert = given.optional_text(&TLS_CERT, path);
    let key = given.optional_text(&TLS_KEY, path);
    match (cert?, key?) {
        (Some(cert), Some(key)) => Ok(Some(TlsFiles { cert, key })),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(given.refuse(&TLS_CERT, "is missing while server.tls_key is given")),
        (Some(_), None) => Err(given.refuse(&TLS_KEY, "is missing while server.tls_cert is given")),
    }
}

fn socket(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("{text:?} is no IP address with a port"))
}

/// Reads a network or a single address.
fn network(text: &str) -> Result<IpNet, String> {
    let single = text.parse::<IpAddr>().map(IpNet::from).ok();
    let net = single.or_else(|| text.parse().ok()).ok_or_else(|| format!("{text:?} is no network"))?;

    if net.prefix_len() == 0 {
        return Err(format!("{text:?} would believe everybody, so any shopper could claim any address"));
    }
    if net.trunc() != net {
        return Err(format!("{text:?} names an address inside a network; the network is {}", net.trunc()));
    }
    Ok(net)
}

/// Reads an origin: scheme, host and perhaps a port, and nothing after it.
fn origin(text: &str, environment: Environment) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("{text:?} is no URL: {error}"))?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_anonymous = url.username().is_empty() && url.password().is_none();

    match url.scheme() {
        "https" | "http" if !is_anonymous => Err("has a user or a password in it".to_owned()),
        "https" | "http" if !is_bare => Err(format!("{text:?} has something after the host")),
        "http" if environment.is_production() => Err(format!("{text:?} is not https, and production needs it")),
        "https" | "http" => Ok(url.origin().ascii_serialization()),
        _ => Err(format!("{text:?} is neither http nor https")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_single_addresses_are_proxies() {
        assert_eq!(network("10.0.0.0/8").unwrap().to_string(), "10.0.0.0/8");
        assert_eq!(network("192.0.2.7").unwrap().to_string(), "192.0.2.7/32");
        assert_eq!(network("fd00::1").unwrap().to_string(), "fd00::1/128");
    }

    #[test]
    fn a_network_that_trusts_everybody_or_hides_its_size_is_refused() {
        for text in ["0.0.0.0/0", "::/0", "10.0.0.1/8", "10.0.0.0/33", "proxy.local", ""] {
            assert!(network(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_public_url_is_an_origin() {
        let origin = |text| origin(text, Environment::Development);

        assert_eq!(origin("https://API.wufi.ee/").unwrap(), "https://api.wufi.ee");
        assert_eq!(origin("http://localhost:9000").unwrap(), "http://localhost:9000");
        for text in ["wufi.ee", "ftp://wufi.ee", "https://wufi.ee/api", "https://wufi.ee/?a", "https://a:b@wufi.ee", "https://"] {
            assert!(origin(text).is_err(), "{text}");
        }
    }
}
