//! Cookies: four of them, each only for us and never for scripts (contract §6).
//!
//! `__Host-` makes a browser take a cookie only from this host over TLS and for
//! every path, so no neighbour under the same domain can plant one (RFC 6265bis
//! §4.1.3.2, OWASP ASVS 3.3.1). On a desk without TLS browsers would refuse such
//! cookies, so there the prefix and `Secure` are left out.

use axum::http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};

use crate::layer::client::{Line, Whence};

/// How long a device is remembered: the longest that browsers keep a cookie (RFC 6265bis §5.5).
pub const DEVICE_SECS: i64 = 400 * 24 * 60 * 60;

/// How long a guest is remembered unless they come again; a key that is replaced reads their proofs for longer.
pub const GUEST_SECS: i64 = 30 * 24 * 60 * 60;

/// The longest value that is written: longer ones are none of ours.
const MOST_BYTES: usize = 1_024;

/// Whether cookies may do without TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CookieStyle {
    /// Never: `__Host-` and `Secure` whatever the line.
    #[default]
    Host,
    /// On a desk: over a plain line without the prefix and without `Secure`.
    Desk,
}

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// Logs in a browser that holds no token: js-sdk's `auth.type: "session"`.
    Session,
    /// Holds the refresh token where scripts cannot read it.
    Refresh,
    /// Recognises a browser that was here before.
    Device,
    /// Proves a guest, who owns what they put into carts.
    Guest,
}

impl Name {
    /// The name with its prefix, which is a part of it.
    const fn with_prefix(self) -> &'static str {
        match self {
            Self::Session => "__Host-wufi_session",
            Self::Refresh => "__Host-wufi_refresh",
            Self::Device => "__Host-wufi_device",
            Self::Guest => "__Host-wufi_guest",
        }
    }
}

/// How one request's cookies are written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jar {
    line: Line,
}

impl Jar {
    /// The way of the shop for a request from `whence`.
    #[must_use]
    pub const fn of(style: CookieStyle, whence: Whence) -> Self {
        match style {
            CookieStyle::Host => Self { line: Line::Encrypted },
            CookieStyle::Desk => Self { line: whence.line },
        }
    }

    /// The value of a cookie.
    ///
    /// One that comes twice with other values is nobody's: which of the two somebody
    /// else planted cannot be told.
    #[must_use]
    pub fn read(self, headers: &HeaderMap, name: Name) -> Option<&str> {
        let wanted = self.name(name);
        let lists = headers.get_all(COOKIE).iter().filter_map(|list| list.to_str().ok());
        let pairs = lists.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim_matches([' ', '\t']).split_once('='));
        let mut values = pairs.filter(|(name, _)| *name == wanted).map(|(_, value)| value);

        let first = values.next().filter(|value| !value.is_empty())?;
        values.all(|other| other == first).then_some(first)
    }

    /// Sets a cookie for `secs` seconds.
    pub fn set(self, headers: &mut HeaderMap, name: Name, (value, secs): (&str, i64)) {
        // Only letters that need no quoting (RFC 6265 §4.1.1): ours have no others, and a `;` would add an attribute.
        let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte));
        if is_plain && !value.is_empty() && value.len() <= MOST_BYTES {
            self.write(headers, name, (value, secs.max(0)));
        }
    }

    /// Tells the browser to forget a cookie.
    pub fn clear(self, headers: &mut HeaderMap, name: Name) {
        self.write(headers, name, ("", 0));
    }

    fn write(self, headers: &mut HeaderMap, name: Name, (value, secs): (&str, i64)) {
        let secure = match self.line {
            Line::Encrypted => "; Secure",
            Line::Plain => "",
        };
        let name = self.name(name);
        let cookie = format!("{name}={value}; Path=/; Max-Age={secs}; HttpOnly{secure}; SameSite=Lax");
        if let Ok(mut cookie) = HeaderValue::from_str(&cookie) {
            cookie.set_sensitive(true);
            headers.append(SET_COOKIE, cookie);
        }
    }

    fn name(self, name: Name) -> &'static str {
        let full = name.with_prefix();
        match self.line {
            Line::Encrypted => full,
            Line::Plain => full.trim_start_matches("__Host-"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: Jar = Jar { line: Line::Encrypted };
    const DESK: Jar = Jar { line: Line::Plain };

    fn read(jar: Jar, cookies: &[&'static str]) -> Option<String> {
        let headers: HeaderMap = cookies.iter().map(|value| (COOKIE, HeaderValue::from_static(value))).collect();
        jar.read(&headers, Name::Session).map(str::to_owned)
    }

    fn set(jar: Jar, value: &str) -> Vec<String> {
        let mut headers = HeaderMap::new();
        jar.set(&mut headers, Name::Refresh, (value, 60));
        headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_cookie_is_for_this_host_over_tls_and_never_for_scripts() {
        assert_eq!(
            set(HOST, "wrt1.a-b_c"),
            ["__Host-wufi_refresh=wrt1.a-b_c; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"]
        );
        assert_eq!(set(DESK, "wrt1.a-b_c"), ["wufi_refresh=wrt1.a-b_c; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"]);
    }

    #[test]
    fn only_a_desk_over_a_plain_line_does_without_tls() {
        let plain = Whence::default();
        let encrypted = Whence { line: Line::Encrypted, ..plain };

        assert_eq!(Jar::of(CookieStyle::Host, plain), HOST);
        assert_eq!(Jar::of(CookieStyle::Desk, encrypted), HOST);
        assert_eq!(Jar::of(CookieStyle::Desk, plain), DESK);
    }

    #[test]
    fn a_value_adds_no_attribute_and_no_header() {
        for bad in ["", "a; Domain=ee", "a\r\nSet-Cookie: b=c", "a,b", "\"a\"", "a=b", "õ", &"a".repeat(1_025)] {
            assert_eq!(set(HOST, bad), [""; 0], "{bad}");
        }
    }

    #[test]
    fn a_cookie_is_found_by_its_exact_name() {
        assert_eq!(read(HOST, &["a=b; __Host-wufi_session=one;c=d"]), Some("one".into()));
        assert_eq!(read(HOST, &["a=b", "__Host-wufi_session=one"]), Some("one".into()));
        for other in [
            "wufi_session=one",
            "__host-wufi_session=one",
            "x__Host-wufi_session=one",
            "__Host-wufi_session",
            "__Host-wufi_session=",
        ] {
            assert_eq!(read(HOST, &[other]), None, "{other}");
        }
        assert_eq!(read(DESK, &["__Host-wufi_session=one"]), None);
    }

    #[test]
    fn a_cookie_that_was_planted_beside_another_logs_nobody_in() {
        assert_eq!(read(HOST, &["__Host-wufi_session=one; __Host-wufi_session=two"]), None);
        assert_eq!(read(HOST, &["__Host-wufi_session=one", "__Host-wufi_session=two"]), None);
        assert_eq!(read(HOST, &["__Host-wufi_session=; __Host-wufi_session=two"]), None);
        assert_eq!(read(HOST, &["__Host-wufi_session=one; __Host-wufi_session=one"]), Some("one".into()));
    }

    #[test]
    fn a_cleared_cookie_is_empty_and_over() {
        let mut headers = HeaderMap::new();
        HOST.clear(&mut headers, Name::Session);

        let cleared = headers[SET_COOKIE].to_str().unwrap();
        assert_eq!(cleared, "__Host-wufi_session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
    }
}
