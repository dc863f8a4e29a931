//! Where Redis is.

use std::fmt;

use redis::{ConnectionInfo, IntoConnectionInfo};

/// The address of a Redis server, or of some servers of a Redis Cluster.
///
/// `redis://[user:password@]host[:port][/database]`, or `rediss://` with TLS, whose certificate the
/// system's roots vouch for. Of a Cluster `redis+cluster://[user:password@]host[:port],host[:port]…`
/// or `rediss+cluster://`, with several of its servers, so that it is found when one is away.
#[derive(Clone)]
pub struct RedisAddress {
    pub(super) kind: Kind,
    pub(super) servers: Vec<ConnectionInfo>,
}

/// What stands behind an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Single,
    Cluster,
}

/// Why an address is none. None of them repeats it: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedisAddressError {
    /// It begins with something else.
    #[error("it must begin with redis://, rediss://, redis+cluster:// or rediss+cluster://")]
    Scheme,
    /// `#insecure` would take any certificate.
    #[error("it must not end in #…: certificates are always verified")]
    Fragment,
    /// A Cluster has one database.
    #[error("a Cluster has no numbered databases")]
    Database,
    /// The rest cannot be read.
    #[error("it must be redis://[user:password@]host[:port][/database]")]
    Unreadable,
}

impl RedisAddress {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, RedisAddressError> {
        let (scheme, rest) = text.split_once("://").ok_or(RedisAddressError::Scheme)?;
        let (kind, scheme) = match scheme {
            "redis" | "rediss" => (Kind::Single, scheme),
            "redis+cluster" => (Kind::Cluster, "redis"),
            "rediss+cluster" => (Kind::Cluster, "rediss"),
            _ => return Err(RedisAddressError::Scheme),
        };
        if rest.contains('#') {
            return Err(RedisAddressError::Fragment);
        }
        let urls = match kind {
            Kind::Single => vec![text.to_owned()],
            Kind::Cluster => cluster(scheme, rest)?,
        };
        let servers = urls.iter().map(|url| server(url)).collect::<Option<_>>().ok_or(RedisAddressError::Unreadable)?;
        Ok(Self { kind, servers })
    }

    /// Whether passwords and counts travel where others can read them.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.servers.iter().all(|server| matches!(server.addr(), redis::ConnectionAddr::TcpTls { .. }))
    }
}

/// The server at `url`.
fn server(url: &str) -> Option<ConnectionInfo> {
    let server = url.into_connection_info().ok()?;
    // Its user needs no right to tell the client's name.
    let settings = server.redis_settings().clone().set_skip_set_lib_name();
    Some(server.set_redis_settings(settings))
}

/// One URL for each server that is named.
fn cluster(scheme: &str, rest: &str) -> Result<Vec<String>, RedisAddressError> {
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?']) {
        return Err(RedisAddressError::Database);
    }
    let (user, servers) = rest.rsplit_once('@').map_or(("", rest), |(user, servers)| (user, servers));
    let at = if user.is_empty() { "" } else { "@" };
    Ok(servers.split(',').map(|server| format!("{scheme}://{user}{at}{server}")).collect())
}

impl fmt::Debug for RedisAddress {
    /// Without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let servers: Vec<String> = self.servers.iter().map(|server| server.addr().to_string()).collect();
        f.debug_struct("RedisAddress").field("kind", &self.kind).field("servers", &servers).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match RedisAddress::parse(text) {
            Ok(address) => format!("{address:?} {}", address.is_encrypted()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn one_server_and_several_of_a_cluster_are_read() {
        let read = [
            ("redis://127.0.0.1:7000", r#"RedisAddress { kind: Single, servers: ["127.0.0.1:7000"] } false"#),
            ("redis://redis.example/3", r#"RedisAddress { kind: Single, servers: ["redis.example:6379"] } false"#),
            ("rediss://u:p%40ss@redis.example", r#"RedisAddress { kind: Single, servers: ["redis.example:6379"] } true"#),
            ("redis+cluster://a:1,b:2,c", r#"RedisAddress { kind: Cluster, servers: ["a:1", "b:2", "c:6379"] } false"#),
            ("rediss+cluster://u:geheim@a:1,b:2/", r#"RedisAddress { kind: Cluster, servers: ["a:1", "b:2"] } true"#),
        ];
        for (text, means) in read {
            assert_eq!(told(text), means);
        }
    }

    #[test]
    fn the_password_reaches_every_server_of_a_cluster() {
        let address = RedisAddress::parse("redis+cluster://u:p%40ss@a:1,b:2").unwrap();
        let passwords = address.servers.iter().map(|server| server.redis_settings().password());
        assert_eq!(passwords.collect::<Vec<_>>(), [Some("p@ss"), Some("p@ss")]);
    }

    #[test]
    fn what_is_no_address_is_refused_without_repeating_it() {
        let refused = [
            ("redis.example:6379", RedisAddressError::Scheme),
            ("http://geheim@redis.example", RedisAddressError::Scheme),
            ("rediss://geheim@redis.example/#insecure", RedisAddressError::Fragment),
            ("rediss+cluster://geheim@a,b#insecure", RedisAddressError::Fragment),
            ("redis+cluster://a,b/1", RedisAddressError::Database),
            ("redis://:geheim@", RedisAddressError::Unreadable),
            ("redis+cluster://a,,b", RedisAddressError::Unreadable),
        ];
        for (text, why) in refused {
            assert_eq!(RedisAddress::parse(text).unwrap_err(), why);
            assert!(!format!("{why:?} {why}").contains("geheim"));
        }
    }
}
