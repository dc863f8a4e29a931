//! `[cors]`: which web pages of other origins may call.

use url::Url;
use wufi_api::origins::Origins;

use super::environment::Environment;
use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

/// Where the starter's pages are on a developer's machine.
const DESK: &str = "http://localhost:8000";

const FALLBACK: Fallback = Fallback::Derived("`[]`; in development `[\"http://localhost:8000\"]`");
const ALLOWED: Allowed = Allowed::Words(
    "a list of origins as browsers write them, such as `[\"https://wufi.ee\"]`: `https://` (in development `http://` as well), a host, a port that is not the scheme's own, and nothing after it",
);

const STORE: Key = Key {
    name: "cors.store",
    fallback: FALLBACK,
    allowed: ALLOWED,
    docs: "The origins whose pages may call `/store` from a browser. A storefront that calls from its server needs none. A page of any other origin changes nothing, and reads nothing that is somebody's.",
    secrecy: Secrecy::Open,
};

const ADMIN: Key =
    Key { name: "cors.admin", fallback: FALLBACK, allowed: ALLOWED, docs: "The same for `/admin`.", secrecy: Secrecy::Open };

const AUTH: Key = Key {
    name: "cors.auth",
    fallback: FALLBACK,
    allowed: ALLOWED,
    docs: "The same for `/auth`, where customers and staff log in: usually the origins of both.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section =
    Section { name: "cors", docs: "Which web pages of other origins may call.", keys: &[&STORE, &ADMIN, &AUTH] };

/// Reads the lists; a developer's machine has its own storefront in each.
pub(super) fn read(given: &mut Given, environment: Environment) -> Result<Origins, Noted> {
    let fallback: &[&str] = if environment.is_production() { &[] } else { &[DESK] };
    let [store, admin, auth] = [&STORE, &ADMIN, &AUTH].map(|key| given.list_or(key, fallback, |text| origin(text, environment)));

    Ok(Origins { store: store?, admin: admin?, auth: auth? })
}

/// Reads an origin, which has to be written as browsers do: it is compared with theirs byte by byte.
fn origin(text: &str, environment: Environment) -> Result<String, String> {
    if text == "null" {
        return Err("\"null\" is what any page says that hides where it is from".to_owned());
    }
    if text.contains('*') {
        return Err(format!("{text:?} would let pages in that nobody named; each origin has to stand by itself"));
    }
    let url = Url::parse(text).map_err(|error| format!("{text:?} is no origin: {error}"))?;
    let written = url.origin().ascii_serialization();

    match url.scheme() {
        "http" if environment.is_production() => {
            Err(format!("{text:?} is not https: in production whoever is on the way could answer as that page"))
        }
        "https" | "http" if url.host_str().is_some_and(|host| host.ends_with('.')) => {
            Err(format!("{text:?} has a dot at the end of its host, which is another host for browsers"))
        }
        "https" | "http" if written != text => Err(format!("{text:?} is not as browsers write it: {written:?}")),
        "https" | "http" => Ok(written),
        _ => Err(format!("{text:?} is neither http nor https")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    const PRODUCTION: [(&str, &str); 3] = [
        ("WUFI_ENVIRONMENT", "production"),
        ("WUFI_SERVER__PUBLIC_URL", "https://api.wufi.ee"),
        ("WUFI_SECURITY__KEYS_FILE", "wufi.keys"),
    ];

    fn read(pairs: &[(&str, &str)]) -> Origins {
        Config::load(None, pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))).unwrap().cors
    }

    #[test]
    fn by_itself_a_desk_lets_the_starter_in_and_production_no_page() {
        let desk = || vec![DESK.to_owned()];

        assert_eq!(read(&[]), Origins { store: desk(), admin: desk(), auth: desk() });
        assert_eq!(read(&PRODUCTION), Origins::default());
        assert_eq!(read(&[("WUFI_CORS__STORE", "[]")]), Origins { store: vec![], admin: desk(), auth: desk() });
    }

    #[test]
    fn a_list_is_taken_as_browsers_write_origins() {
        let pairs = [&PRODUCTION[..], &[("WUFI_CORS__AUTH", "https://wufi.ee, https://xn--pd-pka.wufi.ee:8443")]].concat();

        assert_eq!(read(&pairs).auth, ["https://wufi.ee", "https://xn--pd-pka.wufi.ee:8443"]);
        for right in ["http://localhost:8000", "http://127.0.0.1:3000", "http://[::1]:8000", "https://a.b.c-d.ee"] {
            assert_eq!(origin(right, Environment::Development).as_deref(), Ok(right));
        }
    }

    #[test]
    fn what_no_browser_writes_or_what_means_many_pages_is_refused() {
        for wrong in [
            "",
            "*",
            "null",
            "wufi.ee",
            "//wufi.ee",
            "https://*.wufi.ee",
            "https://",
            "https://wufi.ee/",
            "https://wufi.ee/pood",
            "https://wufi.ee?a",
            "https://wufi.ee#a",
            "https://a:b@wufi.ee",
            "https://wufi.ee:443",
            "http://localhost:80",
            "https://WUFI.ee",
            "HTTPS://wufi.ee",
            "https://wufi.ee.",
            "https://pöörane.ee",
            "https://127.1",
            "https://wufi.ee:0443",
            "https://wufi.ee:65536",
            " https://wufi.ee",
            "ftp://wufi.ee",
            "file:///pood",
            "chrome-extension://abc",
        ] {
            assert!(origin(wrong, Environment::Development).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_refusal_says_how_it_would_be_right() {
        let told = |text| origin(text, Environment::Production).unwrap_err();

        assert_eq!(told("https://WUFI.ee:443/"), r#""https://WUFI.ee:443/" is not as browsers write it: "https://wufi.ee""#);
        assert!(told("http://localhost:8000").contains("is not https"));
        assert!(told("https://*.wufi.ee").contains("each origin has to stand by itself"));
    }
}
