//! One visit to the catalogue: what it sees, and how its answer may be kept.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, COOKIE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use bytes::Bytes;
use serde_json::Value;
use wufi_domain::locale::Locale;
use wufi_domain::shop::Shop;
use wufi_guard::digest::token_digest;

use super::front::Front;
use crate::answer::JSON;
use crate::app::App;
use crate::extract::Language;
use crate::layer::key::Channels;
use crate::press::{Page, Plate};
use crate::problem::Problem;

/// Everything of the request that changes a catalogue's answer, besides its URL.
const DEPENDS_ON: HeaderValue =
    HeaderValue::from_static("Accept-Language, x-medusa-locale, x-publishable-api-key, Origin, Accept-Encoding");

/// What a handler of the catalogue gets of its request.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    app: App,
    shop: Arc<Shop>,
    channels: Channels,
    locale: Locale,
    /// Path and query.
    asked: String,
    keeping: Keeping,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let channels = parts.extensions.get::<Channels>().cloned();
        Ok(Self {
            app: app.clone(),
            shop: app.shop(),
            channels: channels.ok_or_else(|| Problem::internal("a catalogue route without the layer that reads its key"))?,
            locale: parts.extensions.get().copied().unwrap_or_else(Language::default).0,
            asked: parts.uri.path_and_query().map(|asked| asked.as_str().to_owned()).unwrap_or_default(),
            keeping: Keeping::of(&parts.headers),
        })
    }
}

impl Visit {
    /// The shop as this visit sees it.
    pub(super) fn front(&self) -> Front<'_> {
        Front { shop: &self.shop, channels: &self.channels.0, locale: self.locale, origin: self.app.origin() }
    }

    /// Whether the shop can take money through that provider.
    pub(super) fn takes(&self, provider: &str) -> bool {
        self.app.till.takes(provider)
    }

    /// Answers with what `write` writes of the shop, or says that the caller still has it. It is written once, for all who
    /// ask the same.
    pub(super) fn answer(&self, write: impl FnOnce(Front<'_>) -> Result<Value, Problem>) -> Result<Response<Body>, Problem> {
        let plate = Plate {
            version: self.shop.version,
            channels: self.channels.0.clone(),
            locale: self.locale,
            asked: self.asked.clone(),
        };
        if let Some(page) = self.app.press.page(&plate) {
            return Ok(self.keeping.answer(page, Good::ForAMinute, self.locale));
        }

        let page = page(&write(self.front())?)?;
        self.app.press.keep(plate, &page);
        Ok(self.keeping.answer(page, Good::ForAMinute, self.locale))
    }

    /// Answers with a `body` in which something may be another in a moment.
    pub(super) fn answer_as_of_now(&self, body: &Value) -> Result<Response<Body>, Problem> {
        Ok(self.keeping.answer(page(body)?, Good::AsOfNow, self.locale))
    }
}

/// What goes over the wire.
fn page(body: &Value) -> Result<Page, Problem> {
    let text = body.to_string();
    let tag = HeaderValue::from_str(&format!("\"{}\"", token_digest(&text))).map_err(Problem::internal)?;
    Ok(Page { text: Bytes::from(text), tag })
}

/// How long an answer is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Good {
    /// As long as nobody minds that the shop has changed.
    ForAMinute,
    /// Only until somebody asks again: whoever kept it asks whether it still holds.
    AsOfNow,
}

/// How an answer may be kept.
#[derive(Clone, Debug)]
pub(super) struct Keeping {
    held: Vec<String>,
    is_personal: bool,
}

impl Keeping {
    /// Reads what the caller holds already, and whether it came as somebody.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let is_personal = headers.contains_key(AUTHORIZATION) || headers.contains_key(COOKIE);
        let held = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        Self { held: held.flat_map(|list| list.split(',')).map(|tag| bare(tag).to_owned()).collect(), is_personal }
    }

    /// A shared cache must not tell the next one what was asked with somebody's token.
    const fn cache_control(&self, good: Good) -> HeaderValue {
        HeaderValue::from_static(match (good, self.is_personal) {
            (Good::ForAMinute, false) => "public, max-age=60",
            (Good::ForAMinute, true) => "private, max-age=60",
            (Good::AsOfNow, false) => "no-cache",
            (Good::AsOfNow, true) => "private, no-cache",
        })
    }

    /// Answers with a page, or 304 when the caller holds just that.
    pub(super) fn answer(&self, page: Page, good: Good, locale: Locale) -> Response<Body> {
        let is_held = self.held.iter().any(|held| held == "*" || page.tag.to_str().is_ok_and(|tag| bare(tag) == held));

        let mut response = Response::new(if is_held { Body::empty() } else { Body::from(page.text) });
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, self.cache_control(good));
        headers.insert(VARY, DEPENDS_ON);
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
        headers.insert(ETAG, page.tag);
        if is_held {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            headers.insert(CONTENT_TYPE, JSON);
        }
        response
    }
}

/// A tag without its quotes; a proxy that compressed the answer may have made it weak (RFC 9110 §13.1.2).
fn bare(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"')
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;
    use serde_json::json;

    use super::*;

    fn answer(asked: &[(HeaderName, &str)]) -> Response<Body> {
        good(Good::ForAMinute, asked)
    }

    fn good(good: Good, asked: &[(HeaderName, &str)]) -> Response<Body> {
        let headers = asked.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        Keeping::of(&headers).answer(page(&json!({ "regions": [] })).unwrap(), good, Locale::En)
    }

    fn header(response: &Response<Body>, name: HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn a_catalogue_answer_is_kept_for_a_minute_by_everybody() {
        let response = answer(&[]);

        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, CACHE_CONTROL), "public, max-age=60");
        assert_eq!(header(&response, CONTENT_LANGUAGE), "en");
        assert_eq!(header(&response, CONTENT_TYPE), "application/json; charset=utf-8");
        assert_eq!(header(&response, ETAG).len(), 66);
        assert!(header(&response, VARY).contains("x-publishable-api-key"));
    }

    #[test]
    fn whoever_comes_as_somebody_keeps_the_answer_alone() {
        for name in [AUTHORIZATION, COOKIE] {
            assert_eq!(header(&answer(&[(name, "x")]), CACHE_CONTROL), "private, max-age=60");
        }
    }

    #[test]
    fn what_is_good_as_of_now_is_asked_about_each_time() {
        let response = good(Good::AsOfNow, &[]);

        assert_eq!(header(&response, CACHE_CONTROL), "no-cache");
        assert_eq!(header(&response, ETAG), header(&answer(&[]), ETAG));
        assert_eq!(header(&good(Good::AsOfNow, &[(COOKIE, "x")]), CACHE_CONTROL), "private, no-cache");
    }

    #[test]
    fn whoever_holds_the_answer_gets_no_second_one() {
        let first = answer(&[]);
        let tag = header(&first, ETAG).to_owned();

        for held in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let again = answer(&[(IF_NONE_MATCH, &held)]);
            assert_eq!((again.status(), header(&again, ETAG)), (StatusCode::NOT_MODIFIED, tag.as_str()), "{held}");
            assert_eq!(header(&again, VARY), header(&first, VARY));
        }
        assert_eq!(answer(&[(IF_NONE_MATCH, "\"other\"")]).status(), StatusCode::OK);
    }
}
