//! `[mail]`: by which way letters to shoppers leave, and where their links lead.

use std::path::PathBuf;

use url::Url;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;
use wufi_guard::secret::Secret;
use wufi_outbound::mail::{Sender, SetupError};

use super::database::{Database, DatabaseUrl};
use super::environment::Environment;
use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};
use super::path;

const SMTP_URL: Key = Key {
    name: "mail.smtp_url",
    fallback: Fallback::Nothing,
    allowed: Allowed::Words("`smtps://user:password@host` (TLS, port 465) or `smtp://user:password@host` (STARTTLS, port 587)"),
    docs: "The mail server. Only one on this machine is spoken to without TLS, unless `?tls=required` follows. Without it letters are kept in `mail.outbox` and reach nobody.",
    secrecy: Secrecy::HidePassword,
};

const FROM: Key = Key {
    name: "mail.from",
    fallback: Fallback::Derived("none with `mail.smtp_url`, which needs it; else `Wufi <wufi@shop.invalid>`"),
    allowed: Allowed::Words("an address, or a name and an address, such as `Wufi <pood@wufi.ee>`"),
    docs: "Who letters are from. The mail server must be allowed to send for its domain (SPF, DKIM), or they end among spam.",
    secrecy: Secrecy::Open,
};

const OUTBOX: Key = Key {
    name: "mail.outbox",
    fallback: Fallback::Derived("`wufi-outbox`, beside an SQLite file, with PostgreSQL in the working folder"),
    allowed: Allowed::Words("the path of a folder"),
    docs: "The folder in which letters are kept as `.eml` files while there is no `mail.smtp_url`. It is made with the first, for its owner alone: letters hold links that open accounts.",
    secrecy: Secrecy::Open,
};

const STOREFRONT_URL: Key = Key {
    name: "mail.storefront_url",
    fallback: Fallback::Nothing,
    allowed: Allowed::Words(
        "`https://` and a host, perhaps with a path, such as `https://wufi.ee` or `https://wufi.ee/ee`; in development `http://` as well",
    ),
    docs: "The shop's own pages, to which letters link: `<url>/reset-password?token=…` and `<url>/order/<id>/transfer/<token>`, as the Next.js starter has them. Without it letters hold the code alone.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section = Section {
    name: "mail",
    docs: "By which way letters to shoppers leave, and where their links lead.",
    keys: &[&SMTP_URL, &FROM, &OUTBOX, &STOREFRONT_URL],
};

/// Who letters are from that reach nobody (RFC 2606 keeps `.invalid` free).
const NOBODY: &str = "Wufi <wufi@shop.invalid>";
/// The folder of letters.
const FOLDER: &str = "wufi-outbox";

/// By which way letters to shoppers leave, and where their links lead.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The mail server, with its password; without one letters are kept in the outbox.
    pub smtp_url: Option<Secret>,
    /// Who letters are from: an address, or a name and an address.
    pub from: String,
    /// The folder of letters that no server takes.
    pub outbox: PathBuf,
    /// The shop's pages to which letters link: a host, perhaps a path, nothing after it.
    pub storefront_url: Option<Url>,
}

impl Mail {
    /// Reads the section; without a folder's name letters lie with the database.
    pub(super) fn read(given: &mut Given, environment: Environment, database: Option<&Database>) -> Result<Self, Noted> {
        let smtp_url = given.optional_text(&SMTP_URL, server);
        let from = given.optional_text(&FROM, from);
        let outbox = given.optional_text(&OUTBOX, path);
        let storefront_url = given.optional_text(&STOREFRONT_URL, |text| pages(text, environment));

        let (smtp_url, from) = (smtp_url?, from?);
        if smtp_url.is_some() && from.is_none() {
            return Err(given.refuse(&FROM, format!("is missing while {} is given", SMTP_URL.name)));
        }
        let by_itself = || database.map_or_else(|| PathBuf::from(FOLDER), default_outbox);
        Ok(Self {
            smtp_url,
            from: from.unwrap_or_else(|| NOBODY.to_owned()),
            outbox: outbox?.unwrap_or_else(by_itself),
            storefront_url: storefront_url?,
        })
    }

    /// What sends letters as the section says.
    pub fn sender(&self, clock: Clock, chance: Chance) -> Result<Sender, SetupError> {
        match &self.smtp_url {
            Some(url) => Sender::smtp(url.expose(), &self.from, clock, chance),
            None => Sender::folder(self.outbox.clone(), &self.from, clock, chance),
        }
    }
}

fn default_outbox(database: &Database) -> PathBuf {
    match &database.url {
        DatabaseUrl::Sqlite(path) => path.with_file_name(FOLDER),
        DatabaseUrl::Postgres(_) => PathBuf::from(FOLDER),
    }
}

/// Reads a mail server as the one that sends will; the refusals never repeat the text.
fn server(text: &str) -> Result<Secret, String> {
    let tried = Sender::smtp(text, NOBODY, Clock::System, Chance::System);
    tried.map(|_| Secret::new(text.to_owned())).map_err(|error| error.to_string())
}

fn from(text: &str) -> Result<String, String> {
    let tried = Sender::folder(PathBuf::new(), text, Clock::System, Chance::System);
    tried.map(|_| text.to_owned()).map_err(|error| error.to_string())
}

/// Reads the address of a shop's pages: scheme, host and perhaps a path, and nothing after it.
fn pages(text: &str, environment: Environment) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("{text:?} is no URL: {error}"))?;
    match url.scheme() {
        "https" | "http" if !url.username().is_empty() || url.password().is_some() => {
            Err("has a user or a password in it".to_owned())
        }
        "https" | "http" if url.query().is_some() || url.fragment().is_some() => {
            Err(format!("{text:?} has something after the path"))
        }
        "http" if environment.is_production() => Err(format!("{text:?} is not https, and production needs it")),
        "https" | "http" => Ok(url),
        _ => Err(format!("{text:?} is neither http nor https")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn config(pairs: &[(&str, &str)]) -> Config {
        let variables = pairs.iter().map(|(name, text)| (format!("WUFI_{name}"), (*text).to_owned()));
        Config::load(None, variables).unwrap()
    }

    #[test]
    fn letters_without_a_server_lie_beside_the_database() {
        let outbox = |pairs: &[(&str, &str)]| config(pairs).mail.outbox.display().to_string();

        assert_eq!(outbox(&[("DATABASE__URL", "sqlite:/var/lib/wufi/pood.db")]), "/var/lib/wufi/wufi-outbox");
        assert_eq!(outbox(&[("DATABASE__URL", "postgres://shop@localhost/shop")]), "wufi-outbox");
        assert_eq!(outbox(&[("MAIL__OUTBOX", "kirjad")]), "kirjad");
    }

    #[test]
    fn what_was_configured_sends() {
        let server = [("MAIL__SMTP_URL", "smtps://pood:salasona@mail.wufi.ee"), ("MAIL__FROM", "Wufi <pood@wufi.ee>")];

        for pairs in [&[][..], &server] {
            assert!(config(pairs).mail.sender(Clock::System, Chance::System).is_ok(), "{pairs:?}");
        }
    }

    #[test]
    fn a_mail_server_that_cannot_be_is_refused_without_repeating_it() {
        for text in [
            "mail.wufi.ee",
            "pood:salasona@mail.wufi.ee",
            "http://pood:salasona@mail.wufi.ee",
            "smtp://pood:salasona@mail.wufi.ee/salasona",
            "smtp://pood:salasona@mail.wufi.ee?tls=none",
            "smtp://salasona@mail.wufi.ee",
        ] {
            let wrong = server(text).unwrap_err();
            assert!(!wrong.contains("salasona"), "{wrong}");
        }
    }

    #[test]
    fn links_lead_to_pages_and_in_production_only_by_https() {
        let production = |text| pages(text, Environment::Production);

        assert_eq!(production("https://Wufi.ee").unwrap().as_str(), "https://wufi.ee/");
        assert_eq!(production("https://wufi.ee/ee").unwrap().as_str(), "https://wufi.ee/ee");
        assert!(pages("http://localhost:8000", Environment::Development).is_ok());
        for text in
            ["wufi.ee", "http://wufi.ee", "ftp://wufi.ee", "https://a:b@wufi.ee", "https://wufi.ee/?a=b", "https://wufi.ee#a"]
        {
            assert!(production(text).is_err(), "{text}");
        }
    }
}
