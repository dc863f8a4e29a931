use super::super::key::{self, Allowed};
use super::{Written, from_variables};

#[test]
fn a_file_that_was_named_must_be_there() {
    let refused = from_variables(&[("WUFI_CONFIG", "/nonexistent/wufi.toml")]).unwrap_err();

    assert_eq!(refused.problems.len(), 1);
    assert!(refused.to_string().contains("/nonexistent/wufi.toml"), "{refused}");
}

#[test]
fn every_name_that_a_refusal_offers_is_taken() {
    for key in key::all() {
        let Allowed::OneOf(names) = &key.allowed else { continue };
        for name in *names {
            let also = ("WUFI_SERVER__PUBLIC_URL", "https://wufi.ee");
            assert!(from_variables(&[(&key.variable(), name), also]).is_ok(), "{} = {name}", key.name);
        }
        assert!(from_variables(&[(&key.variable(), "nonsense")]).is_err(), "{}", key.name);
    }
}

#[test]
fn both_ends_of_every_range_are_taken_and_one_beyond_is_not() {
    for key in key::all() {
        let Allowed::Range(range) = &key.allowed else { continue };
        let load = |number: i64| from_variables(&[(&key.variable(), &number.to_string())]);

        assert!(load(*range.start()).is_ok() && load(*range.end()).is_ok(), "{}", key.name);
        assert!(load(range.start() - 1).is_err() && load(range.end() + 1).is_err(), "{}", key.name);
    }
}

/// Something wrong in every section, and a section of a later version.
const WRONG: &str = concat!(
    "environment = 'staging'\n",
    "colour = 'red'\n",
    "[server]\n",
    "listen = 9000\n",
    "listn = '127.0.0.1:9000'\n",
    "trusted_proxies = ['10.0.0.0/8', 'proxy', '0.0.0.0/0']\n",
    "shutdown_grace_secs = 301\n",
    "tls_cert = 'cert.pem'\n",
    "[database]\n",
    "url = 'mysql://root:salasona@db/shop'\n",
    "[stripe]\n",
    "secret_key = 'sk_live_salasona'\n",
    "[log]\n",
    "filter = ''\n",
);

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let file = Written::new(WRONG);

    let refusal = file.refusal();

    assert!(!refusal.contains("salasona"));
    insta::assert_snapshot!(refusal, @r#"
    the configuration has 11 problems:
      colour (wufi.toml:2): there is no such key in this version
        allowed: environment; sections [server], [database], [headers], [i18n], [log]
      server.listn (wufi.toml:5): there is no such key in this version
        allowed: in [server]: listen, trusted_proxies, public_url, security_contact, shutdown_grace_secs, tls_cert, tls_key
      stripe (wufi.toml:11): there is no such key in this version
        allowed: environment; sections [server], [database], [headers], [i18n], [log]
      environment (wufi.toml:1): "staging" is not among them
        allowed: `development`, `production`
      server.listen (wufi.toml:4): is a number, not a text in quotes
        allowed: an IP address and a port, such as `127.0.0.1:9000` or `[::]:9000`
      server.trusted_proxies (wufi.toml:6): "proxy" is no network
        allowed: a list of networks, such as `["10.0.0.0/8", "fd00::/8", "192.0.2.7"]`
      server.trusted_proxies (wufi.toml:6): "0.0.0.0/0" would believe everybody, so any shopper could claim any address
        allowed: a list of networks, such as `["10.0.0.0/8", "fd00::/8", "192.0.2.7"]`
      server.shutdown_grace_secs (wufi.toml:7): 301 is out of range
        allowed: a whole number from 0 to 300
      server.tls_key (not given): is missing while server.tls_cert is given
        allowed: the path of a PEM file, together with `server.tls_cert`
      database.url (wufi.toml:10): is neither an SQLite nor a PostgreSQL URL
        allowed: `sqlite:` and a path, or `postgres://user:password@host/name?sslmode=verify-full`
      log.filter (wufi.toml:14): is empty
        allowed: a level (`error`, `warn`, `info`, `debug`, `trace`) or `tracing` directives such as `info,wufi_flow=debug`
    "#);
}

#[test]
fn a_file_that_is_no_toml_says_where_and_never_shows_the_line() {
    let file = Written::new("[database]\nurl = 'postgres://shop:salasona@db/shop\nmax_connections = 3\n");

    let refusal = file.refusal();

    assert!(!refusal.contains("salasona"));
    insta::assert_snapshot!(refusal, @r"
    the configuration has a problem:
      wufi.toml (wufi.toml:2): invalid literal string, expected `'`
        allowed: TOML (https://toml.io)
    ");
}

#[test]
fn an_unknown_variable_with_a_section_stops_the_start_and_others_are_not_looked_at() {
    assert!(from_variables(&[("WUFI_PORT", "tcp://10.0.0.1:9000"), ("WUFI_HOME", "/"), ("SERVER__LISTN", "")]).is_ok());

    let refused = from_variables(&[("WUFI_SERVER__LISTN", "x"), ("WUFI_STRIPE__SECRET_KEY", "sk_live_salasona")]).unwrap_err();

    assert!(!refused.to_string().contains("salasona"));
    insta::assert_snapshot!(refused, @r"
    the configuration has 2 problems:
      server.listn (WUFI_SERVER__LISTN): there is no such key in this version
        allowed: in [server]: listen, trusted_proxies, public_url, security_contact, shutdown_grace_secs, tls_cert, tls_key
      stripe.secret_key (WUFI_STRIPE__SECRET_KEY): there is no such key in this version
        allowed: sections [server], [database], [headers], [i18n], [log]
    ");
}

#[test]
fn production_refuses_what_is_only_safe_on_a_desk() {
    let refused = from_variables(&[
        ("WUFI_ENVIRONMENT", "production"),
        ("WUFI_SERVER__PUBLIC_URL", "http://api.wufi.ee"),
        ("WUFI_DATABASE__URL", "postgres://shop:salasona@db.wufi.ee/shop"),
    ])
    .unwrap_err();

    assert!(!refused.to_string().contains("salasona"));
    insta::assert_snapshot!(refused, @r#"
    the configuration has 2 problems:
      server.public_url (WUFI_SERVER__PUBLIC_URL): "http://api.wufi.ee" is not https, and production needs it
        allowed: `https://` and a host, such as `https://api.wufi.ee`; in development `http://` as well
      database.url (WUFI_DATABASE__URL): does not verify the server: production needs sslmode=verify-full when the database is on another host
        allowed: `sqlite:` and a path, or `postgres://user:password@host/name?sslmode=verify-full`
    "#);
}

#[test]
fn production_needs_a_public_url_and_is_content_with_sqlite() {
    let production = ("WUFI_ENVIRONMENT", "production");

    let refused = from_variables(&[production]).unwrap_err();
    assert_eq!(refused.problems.iter().map(|problem| problem.key.as_str()).collect::<Vec<_>>(), ["server.public_url"]);
    assert!(from_variables(&[production, ("WUFI_SERVER__PUBLIC_URL", "https://api.wufi.ee")]).is_ok());
}

#[test]
fn a_secret_file_must_be_there_alone_and_only_for_secrets() {
    let twice = [("WUFI_DATABASE__URL", "sqlite:a.db"), ("WUFI_DATABASE__URL_FILE", "/nonexistent")];

    assert!(from_variables(&twice).unwrap_err().to_string().contains("given twice"));
    assert!(from_variables(&[("WUFI_DATABASE__URL_FILE", "/nonexistent")]).unwrap_err().to_string().contains("cannot be read"));
    assert!(from_variables(&[("WUFI_LOG__FILTER_FILE", "/nonexistent")]).unwrap_err().to_string().contains("no such key"));
}
