mod refusals;

use std::collections::BTreeSet;
use std::io::Write;

use wufi_domain::limit::Class;

use super::key::{Fallback, Secrecy};
use super::*;

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn from_variables(pairs: &[(&str, &str)]) -> Result<Config, Refused> {
    Config::load(None, variables(pairs))
}

/// A file called `wufi.toml` in a folder of its own.
struct Written(tempfile::TempDir);

impl Written {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("wufi.toml"), text).unwrap();
        Self(folder)
    }

    fn load(&self, pairs: &[(&str, &str)]) -> Result<Config, Refused> {
        Config::load(Some(&self.0.path().join("wufi.toml")), variables(pairs))
    }

    /// What the refusal says, with the folder's name away.
    fn refusal(&self) -> String {
        let folder = format!("{}/", self.0.path().display());
        self.load(&[]).unwrap_err().to_string().replace(&folder, "")
    }
}

#[test]
fn with_nothing_set_the_defaults_of_the_contract_hold() {
    let config = from_variables(&[]).unwrap();

    assert_eq!(config.environment, Environment::Development);
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:9000");
    assert_eq!(config.server.metrics_listen.map(|listen| listen.address.to_string()), Some("127.0.0.1:9464".to_owned()));
    assert!(config.server.trusted_proxies.is_empty());
    assert_eq!(config.server.public_url(config.server.listen), "http://127.0.0.1:9000");
    assert_eq!(config.server.shutdown_grace.as_secs(), 10);
    assert_eq!(config.server.tls, None);
    assert!(matches!(&config.database.url, DatabaseUrl::Sqlite(path) if path == Path::new("wufi.db")));
    assert_eq!(config.database.folder(), Some(Path::new(".")));
    assert_eq!(config.security.profile, Profile::Strict);
    assert_eq!(config.security.keys_file, Path::new("wufi.db.keys"));
    assert_eq!(config.sessions, Policy::default());
    assert_eq!(config.limits.enforcement, wufi_domain::enforcement::Enforcement::Enforce);
    assert_eq!(config.headers.x_xss_protection, "1; mode=block");
    assert_eq!(config.i18n.default_locale.tag(), "et");
    assert!(config.mail.smtp_url.is_none() && config.mail.storefront_url.is_none());
    assert_eq!(config.mail.outbox, Path::new("wufi-outbox"));
    assert_eq!(config.log.format, LogFormat::Auto);
    assert_eq!(config.log.filter, "info");
}

#[test]
fn the_file_wins_over_the_default_and_the_variable_over_the_file() {
    let file = Written::new("[server]\nlisten = '127.0.0.1:1'\nshutdown_grace_secs = 1\n");

    let config = file.load(&[("WUFI_SERVER__LISTEN", "127.0.0.1:2")]).unwrap();

    assert_eq!(config.server.listen.port(), 2);
    assert_eq!(config.server.shutdown_grace.as_secs(), 1);
    assert_eq!(config.database.max_connections, 10);
}

#[test]
fn the_flag_names_the_file_before_the_variable_does() {
    let (flag, variable) = (Written::new("i18n.default_locale = 'en'"), Written::new("environment = 'nonsense'"));
    let other = variable.0.path().join("wufi.toml").display().to_string();

    assert!(flag.load(&[("WUFI_CONFIG", &other)]).is_ok());
    assert!(from_variables(&[("WUFI_CONFIG", &other)]).is_err());
}

#[test]
fn a_shop_does_without_metrics_only_on_a_desk_where_nobody_asked_for_them() {
    let wish = |pairs: &[(&str, &str)]| from_variables(pairs).unwrap().server.metrics_listen.map(|listen| listen.wish);
    let production = [
        ("WUFI_ENVIRONMENT", "production"),
        ("WUFI_SERVER__PUBLIC_URL", "https://api.wufi.ee"),
        ("WUFI_SECURITY__KEYS_FILE", "wufi.keys"),
    ];

    assert_eq!(wish(&[]), Some(Wish::Usual));
    assert_eq!(wish(&[("WUFI_SERVER__METRICS_LISTEN", "127.0.0.1:9464")]), Some(Wish::Set));
    assert_eq!(wish(&production), Some(Wish::Set));
}

/// Every key with a value that is not its default.
const OTHERWISE: [(&str, &str); 65] = [
    ("environment", "development"),
    ("server.listen", "[::1]:80"),
    ("server.metrics_listen", "off"),
    ("server.trusted_proxies", "10.0.0.0/8, 192.0.2.7"),
    ("server.public_url", "https://api.wufi.ee"),
    ("server.security_contact", "mailto:turve@wufi.ee"),
    ("server.shutdown_grace_secs", "0"),
    ("server.tls_cert", "cert.pem"),
    ("server.tls_key", "key.pem"),
    ("database.url", "sqlite:other.db"),
    ("database.max_connections", "3"),
    ("security.profile", "medusa"),
    ("security.keys_file", "other.keys"),
    ("sessions.access_ttl_secs", "900"),
    ("sessions.refresh_ttl_secs", "86400"),
    ("sessions.absolute_ttl_secs", "172800"),
    ("sessions.refresh_grace_secs", "0"),
    ("sessions.max_concurrent", "1"),
    ("sessions.at_limit", "reject_new"),
    ("sessions.fingerprint", "observe"),
    ("csrf.enforcement", "observe"),
    ("redis.url", "redis://pood:salasona@redis.wufi.ee"),
    ("cluster.nodes", "2"),
    ("limits.enforcement", "observe"),
    ("limits.storefront_multiple", "7"),
    ("limits.cart.requests", "2"),
    ("limits.cart.window_secs", "10"),
    ("limits.checkout.requests", "3"),
    ("limits.checkout.window_secs", "11"),
    ("limits.payment.requests", "4"),
    ("limits.payment.window_secs", "12"),
    ("limits.auth.requests", "5"),
    ("limits.auth.window_secs", "13"),
    ("limits.refresh.requests", "6"),
    ("limits.refresh.window_secs", "14"),
    ("limits.browse.requests", "7"),
    ("limits.browse.window_secs", "15"),
    ("limits.admin.requests", "8"),
    ("limits.admin.window_secs", "16"),
    ("sessions.ip_binding", "off"),
    ("sessions.step_up_window_secs", "60"),
    ("cors.store", "https://wufi.ee"),
    ("cors.admin", "https://haldus.wufi.ee"),
    ("cors.auth", "https://wufi.ee, https://haldus.wufi.ee"),
    ("headers.x_xss_protection", "0"),
    ("i18n.default_locale", "en"),
    ("mail.smtp_url", "smtps://pood:salasona@mail.wufi.ee"),
    ("mail.from", "Wufi <pood@wufi.ee>"),
    ("mail.outbox", "kirjad"),
    ("mail.storefront_url", "https://wufi.ee"),
    ("stripe.secret_key", "sk_test_abcdefghijklmnop"),
    ("stripe.webhook_secret", "whsec_abcdefghijklmnop"),
    ("stripe.api_base", "http://127.0.0.1:12111"),
    ("stripe.capture_method", "automatic"),
    ("brake.enforcement", "observe"),
    ("brake.tries", "5"),
    ("brake.payer_declines", "6"),
    ("brake.card_declines", "7"),
    ("brake.address_declines", "9"),
    ("brake.shop_declines", "31"),
    ("brake.wait_secs", "16"),
    ("brake.longest_wait_secs", "901"),
    ("brake.shop_wait_secs", "61"),
    ("log.format", "json"),
    ("log.filter", "warn,wufi=trace"),
];

#[test]
fn every_key_can_be_set_by_its_variable() {
    let pairs: Vec<(String, String)> =
        OTHERWISE.iter().map(|(key, value)| (key::find(key).unwrap().variable(), (*value).to_owned())).collect();

    let config = Config::load(None, pairs.clone()).unwrap();

    assert_eq!(config.settings().len(), SECTIONS.iter().map(|section| section.keys.len()).sum::<usize>());
    for setting in config.settings() {
        assert!(matches!(&setting.source, Source::Variable(name) if pairs.iter().any(|(known, _)| known == name)), "{setting:?}");
    }
    assert_eq!(config.server.metrics_listen, None);
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.server.tls.unwrap().key, Path::new("key.pem"));
    assert_eq!(config.security.keys_file, Path::new("other.keys"));
    assert_eq!(config.sessions.profile, Profile::Medusa);
    assert_eq!(config.sessions.at_limit, wufi_domain::session::AtLimit::RejectNew);
    assert_eq!(config.csrf.enforcement, wufi_domain::enforcement::Enforcement::Observe);
    assert_eq!((config.cors.store.len(), config.cors.admin.len(), config.cors.auth.len()), (1, 1, 2));
    assert_eq!(config.limits.enforcement, wufi_domain::enforcement::Enforcement::Observe);
    assert_eq!(config.limits.storefront_multiple, 7);
    assert!(config.cluster.redis.is_some() && config.cluster.nodes == 2);
    let rules = Class::ALL.map(|class| config.limits.rules.of(class)).map(|rule| (rule.requests(), rule.window_secs()));
    assert_eq!(rules, [(2, 10), (3, 11), (4, 12), (5, 13), (6, 14), (7, 15), (8, 16)]);
    let brake = wufi_domain::payment::brake::Rules {
        tries: 5,
        owner: 6,
        card: 7,
        address: 9,
        shop: 31,
        wait_secs: 16,
        longest_wait_secs: 901,
        shop_wait_secs: 61,
        step_up_secs: None,
    };
    assert_eq!(config.brake.rules, brake);
    assert_eq!(config.headers.x_xss_protection, "0");
    assert_eq!(config.mail.from, "Wufi <pood@wufi.ee>");
}

#[test]
fn every_key_of_the_table_is_read_once_and_no_other() {
    let read: Vec<&str> = from_variables(&[]).unwrap().settings().iter().map(|setting| setting.key).collect();
    let listed: BTreeSet<&str> = key::all().map(|key| key.name).collect();

    assert_eq!(read.len(), listed.len());
    assert_eq!(read.into_iter().collect::<BTreeSet<_>>(), listed);
}

#[test]
fn a_secret_comes_from_a_file_without_its_line_end() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "postgres://shop:salasona@db/shop").unwrap();
    let path = file.path().display().to_string();

    let config = from_variables(&[("WUFI_DATABASE__URL_FILE", &path)]).unwrap();

    let DatabaseUrl::Postgres(url) = &config.database.url else { panic!("{config:?}") };
    assert_eq!(url.expose(), "postgres://shop:salasona@db/shop");
    assert!(
        config.settings().iter().any(|setting| matches!(&setting.source, Source::SecretFile { path, .. } if path == file.path()))
    );
}

#[test]
fn nothing_that_prints_a_configuration_shows_a_secret() {
    let config = from_variables(&[
        ("WUFI_DATABASE__URL", "postgres://shop:salasona@db/shop"),
        ("WUFI_MAIL__SMTP_URL", "smtps://pood:salasona@mail.wufi.ee"),
        ("WUFI_REDIS__URL", "redis://pood:salasona@redis.wufi.ee"),
        ("WUFI_MAIL__FROM", "pood@wufi.ee"),
    ])
    .unwrap();

    let settings = serde_json::to_string(config.settings()).unwrap();

    assert!(settings.contains("postgres://shop:***@db/shop"), "{settings}");
    assert!(settings.contains("smtps://pood:***@mail.wufi.ee"), "{settings}");
    assert!(settings.contains("redis://pood:***@redis.wufi.ee"), "{settings}");
    assert!(!settings.contains("salasona"));
    assert!(!format!("{config:?}").contains("salasona"));
}

#[test]
fn the_documentation_names_every_key_its_variable_and_its_default() {
    let text = reference();

    for key in key::all() {
        assert!(text.contains(&format!("### `{}`", key.name)) && text.contains(&key.variable()), "{}", key.name);
        if let Fallback::Value(value) = key.fallback {
            assert!(text.contains(&format!("- default: `{value}`")), "{}", key.name);
        }
        assert_eq!(text.contains(&format!("{}_FILE", key.variable())), key.secrecy != Secrecy::Open);
    }
}

#[test]
fn the_written_documentation_is_the_one_that_the_table_makes() {
    let written = include_str!("../../../../../docs/config.md");
    assert_eq!(written, reference(), "write it anew: wufi config reference > docs/config.md");
}
