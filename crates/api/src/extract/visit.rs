//! Where a request to do with logins comes from, and what it brought.

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, ORIGIN, USER_AGENT};
use axum::http::request::Parts;
use wufi_flow::auth::{Client, Speaker, Told, Visit};

use super::Language;
use crate::app::App;
use crate::cookies::{Jar, Name};
use crate::layer::client::{self, Whence};

/// A request as the flows of logins see it, and the way its cookies are written.
#[derive(Clone, Debug)]
pub struct Visiting {
    /// Where it comes from.
    pub visit: Visit,
    /// How its cookies are read and written.
    pub jar: Jar,
}

impl Visiting {
    /// Reads what the layers and the headers say.
    #[must_use]
    pub fn of(app: &App, parts: &Parts) -> Self {
        let whence = parts.extensions.get::<Whence>().copied().unwrap_or_default();
        let jar = Jar::of(app.cookies, whence);
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let told = Told {
            agent: header(USER_AGENT),
            language: header(ACCEPT_LANGUAGE),
            device: jar.read(&parts.headers, Name::Device),
            address: whence.address,
            speaker: match whence.speaker {
                client::Speaker::Itself => Speaker::Itself,
                client::Speaker::Storefront => Speaker::Storefront,
            },
            is_browser: is_browser(&parts.headers),
        };
        let visit = Visit {
            client: Client::of(&app.gate, app.db.now(), &told),
            locale: parts.extensions.get::<Language>().copied().unwrap_or_default().0,
            request: parts.extensions.get().cloned(),
        };
        Self { visit, jar }
    }
}

impl FromRequestParts<App> for Visiting {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::of(app, parts))
    }
}

/// Whether scripts of a page asked: browsers say from where, and servers do not (contract §5, §6).
#[must_use]
pub fn is_browser(headers: &HeaderMap) -> bool {
    headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site")
}

/// What a request brought to be let in with. A bearer token beats the session cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought<'h> {
    /// Nothing.
    Nothing,
    /// A bearer token (RFC 6750 §2.1); in no other place is one looked for.
    Bearer(&'h str),
    /// What HTTP Basic carries, for programs of the shop (RFC 7617).
    Basic(&'h str),
    /// The session cookie.
    Cookie(&'h str),
    /// Something that two readers could read differently: two headers, or no header of ours.
    Unclear,
}

impl<'h> Brought<'h> {
    /// Reads the header, or else the cookie.
    #[must_use]
    pub fn read(headers: &'h HeaderMap, jar: Jar) -> Self {
        let mut lines = headers.get_all(AUTHORIZATION).iter();
        match (lines.next(), lines.next()) {
            (None, _) => jar.read(headers, Name::Session).map_or(Self::Nothing, Self::Cookie),
            (Some(line), None) => line.to_str().map_or(Self::Unclear, authorization),
            (Some(_), Some(_)) => Self::Unclear,
        }
    }
}

/// One scheme, one space, one word.
fn authorization(line: &str) -> Brought<'_> {
    match line.split_once(' ') {
        Some((_, rest)) if rest.is_empty() || rest.contains([' ', '\t', ',']) => Brought::Unclear,
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Brought::Bearer(token),
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("basic") => Brought::Basic(token),
        _ => Brought::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::http::header::COOKIE;

    use super::*;
    use crate::cookies::CookieStyle;

    fn jar() -> Jar {
        Jar::of(CookieStyle::Host, Whence::default())
    }

    fn headers(lines: &[&'static str]) -> HeaderMap {
        let lines = lines.iter().map(|line| (AUTHORIZATION, HeaderValue::from_static(line)));
        lines.chain([(COOKIE, HeaderValue::from_static("__Host-wufi_session=wst1.x"))]).collect()
    }

    #[test]
    fn a_bearer_token_beats_the_cookie_and_stands_alone() {
        assert_eq!(Brought::read(&headers(&[]), jar()), Brought::Cookie("wst1.x"));
        assert_eq!(Brought::read(&headers(&["Bearer a.b.c"]), jar()), Brought::Bearer("a.b.c"));
        assert_eq!(Brought::read(&headers(&["bEARER a.b.c"]), jar()), Brought::Bearer("a.b.c"));
        assert_eq!(Brought::read(&headers(&["Basic c2s6"]), jar()), Brought::Basic("c2s6"));
    }

    #[test]
    fn what_two_readers_could_read_differently_is_nobodys() {
        for unclear in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer  a.b.c",
            "Bearer a.b.c ",
            "Bearer a.b.c d",
            "Bearer\ta",
            "Token a",
            "a.b.c",
            "Bearer a, Bearer b",
        ] {
            assert_eq!(Brought::read(&headers(&[unclear]), jar()), Brought::Unclear, "{unclear:?}");
        }
        assert_eq!(Brought::read(&headers(&["Bearer a", "Bearer a"]), jar()), Brought::Unclear);
    }
}
