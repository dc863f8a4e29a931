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
            let also = [("WUFI_SERVER__PUBLIC_URL", "https://wufi.ee"), ("WUFI_SECURITY__KEYS_FILE", "wufi.keys")];
            assert!(from_variables(&[also[0], also[1], (&key.variable(), name)]).is_ok(), "{} = {name}", key.name);
        }
        assert!(from_variables(&[(&key.variable(), "nonsense")]).is_err(), "{}", key.name);
    }
}

#[test]
fn both_ends_of_every_range_are_taken_and_one_beyond_is_not() {
    for key in key::all() {
        let Allowed::Range(range) = &key.allowed else { continue };
        // One that lasts the longest and is renewed the most often leaves room for the ends of the others.
        // And several nodes need Redis.
        let others = [
            ("WUFI_SESSIONS__REFRESH_TTL_SECS", "1800"),
            ("WUFI_SESSIONS__ABSOLUTE_TTL_SECS", "2678400"),
            ("WUFI_REDIS__URL", "redis://localhost"),
        ];
        let load = |number: i64| {
            let (variable, number) = (key.variable(), number.to_string());
            let all: Vec<_> = others.into_iter().chain([(&*variable, &*number)]).collect();
            from_variables(&all)
        };

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
    "[sessions]\n",
    "max_concurrent = 0\n",
    "at_limit = 'end_newest'\n",
    "refresh_ttl_secs = 2592001\n",
    "[cors]\n",
    "store = ['https://wufi.ee', '*']\n",
    "[mail]\n",
    "smtp_url = 'https://pood:salasona@mail.wufi.ee'\n",
    "[zpay]\n",
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
    the configuration has 16 problems:
      colour (wufi.toml:2): there is no such key in this version
        allowed: environment; sections [server], [database], [security], [sessions], [csrf], [cors], [limits], [redis], [cluster], [headers], [i18n], [mail], [stripe], [brake], [log]
      server.listn (wufi.toml:5): there is no such key in this version
        allowed: in [server]: listen, metrics_listen, trusted_proxies, public_url, security_contact, shutdown_grace_secs, tls_cert, tls_key
      zpay (wufi.toml:19): there is no such key in this version
        allowed: environment; sections [server], [database], [security], [sessions], [csrf], [cors], [limits], [redis], [cluster], [headers], [i18n], [mail], [stripe], [brake], [log]
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
      sessions.max_concurrent (wufi.toml:12): 0 is out of range
        allowed: a whole number from 1 to 100
      sessions.at_limit (wufi.toml:13): "end_newest" is not among them
        allowed: `end_oldest`, `reject_new`
      sessions.absolute_ttl_secs (not given): 2592000 is less than sessions.refresh_ttl_secs (2592001)
        allowed: a whole number from 1800 to 2678400
      cors.store (wufi.toml:16): "*" would let pages in that nobody named; each origin has to stand by itself
        allowed: a list of origins as browsers write them, such as `["https://wufi.ee"]`: `https://` (in development `http://` as well), a host, a port that is not the scheme's own, and nothing after it
      mail.smtp_url (wufi.toml:18): is no URL of a mail server such as `smtps://user:password@mail.example.com`
        allowed: `smtps://user:password@host` (TLS, port 465) or `smtp://user:password@host` (STARTTLS, port 587)
      log.filter (wufi.toml:22): is empty
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

    let refused = from_variables(&[("WUFI_SERVER__LISTN", "x"), ("WUFI_ZPAY__SECRET_KEY", "sk_live_salasona")]).unwrap_err();

    assert!(!refused.to_string().contains("salasona"));
    insta::assert_snapshot!(refused, @r"
    the configuration has 2 problems:
      server.listn (WUFI_SERVER__LISTN): there is no such key in this version
        allowed: in [server]: listen, metrics_listen, trusted_proxies, public_url, security_contact, shutdown_grace_secs, tls_cert, tls_key
      zpay.secret_key (WUFI_ZPAY__SECRET_KEY): there is no such key in this version
        allowed: sections [server], [database], [security], [sessions], [csrf], [cors], [limits], [redis], [cluster], [headers], [i18n], [mail], [stripe], [brake], [log]
    ");
}

#[test]
fn a_limit_that_could_never_be_met_is_refused_and_so_is_a_class_that_is_none() {
    let file =
        Written::new("[limits.cart]\nrequests = 0\nwindow_secs = 3601\n[limits.carts]\nrequests = 5\n[limits]\nmultiple = 1\n");

    insta::assert_snapshot!(file.refusal(), @r"
    the configuration has 4 problems:
      limits.carts (wufi.toml:4): there is no such key in this version
        allowed: in [limits]: enforcement, storefront_multiple, [limits.cart], [limits.checkout], [limits.payment], [limits.auth], [limits.refresh], [limits.browse], [limits.admin]
      limits.multiple (wufi.toml:7): there is no such key in this version
        allowed: in [limits]: enforcement, storefront_multiple, [limits.cart], [limits.checkout], [limits.payment], [limits.auth], [limits.refresh], [limits.browse], [limits.admin]
      limits.cart.requests (wufi.toml:2): 0 is out of range
        allowed: a whole number from 1 to 1000000
      limits.cart.window_secs (wufi.toml:3): 3601 is out of range
        allowed: a whole number from 1 to 3600
    ");
}

#[test]
fn several_nodes_count_together_and_not_on_one_file_in_production() {
    let nodes = |pairs: &[(&str, &str)]| {
        let all: Vec<_> = [("WUFI_CLUSTER__NODES", "2")].iter().chain(pairs).copied().collect();
        from_variables(&all).map(|config| config.cluster.nodes).map_err(|_| refused_keys(&all))
    };
    let redis = ("WUFI_REDIS__URL", "redis://localhost");

    assert_eq!(nodes(&[]), Err(vec!["cluster.nodes".to_owned()]));
    assert_eq!(nodes(&[redis]), Ok(2));
    let production: Vec<_> = PRODUCTION.into_iter().chain([redis]).collect();
    assert_eq!(nodes(&production), Err(vec!["cluster.nodes".to_owned()]));
    let postgres = ("WUFI_DATABASE__URL", "postgres://shop:salasona@db.wufi.ee/shop?sslmode=verify-full");
    let production: Vec<_> = production.into_iter().chain([postgres]).collect();
    assert_eq!(nodes(&production), Ok(2));
}

#[test]
fn an_address_of_redis_that_is_none_is_refused_without_its_password() {
    for wrong in ["http://pood:salasona@redis", "redis+cluster://pood:salasona@redis/1", "rediss://pood:salasona@redis/#insecure"]
    {
        let refused = from_variables(&[("WUFI_REDIS__URL", wrong)]).unwrap_err();
        assert_eq!(refused.problems.len(), 1, "{refused}");
        assert!(refused.to_string().contains("redis.url") && !refused.to_string().contains("salasona"), "{refused}");
    }
}

#[test]
fn production_refuses_what_is_only_safe_on_a_desk() {
    let refused = from_variables(&[
        ("WUFI_ENVIRONMENT", "production"),
        ("WUFI_SERVER__PUBLIC_URL", "http://api.wufi.ee"),
        ("WUFI_DATABASE__URL", "postgres://shop:salasona@db.wufi.ee/shop"),
        ("WUFI_SECURITY__KEYS_FILE", "wufi.keys"),
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

/// All that production needs; with `SQLite` it is content.
const PRODUCTION: [(&str, &str); 3] = [
    ("WUFI_ENVIRONMENT", "production"),
    ("WUFI_SERVER__PUBLIC_URL", "https://api.wufi.ee"),
    ("WUFI_SECURITY__KEYS_FILE", "/etc/wufi/wufi.keys"),
];

/// The keys that a configuration is refused for.
fn refused_keys(pairs: &[(&str, &str)]) -> Vec<String> {
    from_variables(pairs).unwrap_err().problems.into_iter().map(|problem| problem.key).collect()
}

#[test]
fn production_needs_a_public_url_and_its_own_keys_and_is_content_with_sqlite() {
    assert_eq!(refused_keys(&PRODUCTION[..1]), ["server.public_url", "security.keys_file"]);
    assert!(from_variables(&PRODUCTION).is_ok());

    let refused = from_variables(&PRODUCTION[..2]).unwrap_err();
    assert!(refused.to_string().contains("make it with `wufi keys rotate`"), "{refused}");
}

#[test]
fn a_login_that_is_not_used_ends_before_one_that_is() {
    let [refresh, absolute] = ["REFRESH", "ABSOLUTE"].map(|what| format!("WUFI_SESSIONS__{what}_TTL_SECS"));

    assert!(from_variables(&[(&refresh, "1800"), (&absolute, "1800")]).is_ok());
    assert_eq!(refused_keys(&[(&refresh, "1801"), (&absolute, "1800")]), ["sessions.absolute_ttl_secs"]);
    assert_eq!(refused_keys(&[(&refresh, "604801"), (&absolute, "604800")]), ["sessions.absolute_ttl_secs"]);
}

#[test]
fn an_access_token_of_a_minute_is_only_for_a_desk() {
    let lives = |secs| ("WUFI_SESSIONS__ACCESS_TTL_SECS", secs);

    assert!(from_variables(&[lives("60")]).is_ok());
    assert!(from_variables(&[&PRODUCTION[..], &[lives("900")]].concat()).is_ok());
    assert_eq!(refused_keys(&[&PRODUCTION[..], &[lives("899")]].concat()), ["sessions.access_ttl_secs"]);
}

#[test]
fn a_mail_server_needs_somebody_whom_letters_are_from() {
    let server = ("WUFI_MAIL__SMTP_URL", "smtps://pood:salasona@mail.wufi.ee");

    assert_eq!(refused_keys(&[server]), ["mail.from"]);
    assert!(from_variables(&[server, ("WUFI_MAIL__FROM", "pood@wufi.ee")]).is_ok());
    assert_eq!(refused_keys(&[("WUFI_MAIL__FROM", "pood\r\nBcc: a@wufi.ee")]), ["mail.from"]);
}

#[test]
fn links_of_production_are_https() {
    let pages = ("WUFI_MAIL__STOREFRONT_URL", "http://wufi.ee");

    assert!(from_variables(&[pages]).is_ok());
    assert_eq!(refused_keys(&[&PRODUCTION[..], &[pages]].concat()), ["mail.storefront_url"]);
}

#[test]
fn a_secret_file_must_be_there_alone_and_only_for_secrets() {
    let twice = [("WUFI_DATABASE__URL", "sqlite:a.db"), ("WUFI_DATABASE__URL_FILE", "/nonexistent")];

    assert!(from_variables(&twice).unwrap_err().to_string().contains("given twice"));
    assert!(from_variables(&[("WUFI_DATABASE__URL_FILE", "/nonexistent")]).unwrap_err().to_string().contains("cannot be read"));
    assert!(from_variables(&[("WUFI_LOG__FILTER_FILE", "/nonexistent")]).unwrap_err().to_string().contains("no such key"));
}
