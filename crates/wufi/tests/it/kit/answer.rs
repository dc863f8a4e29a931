//! What a shopper hears.

use reqwest::Response;
use reqwest::header::{HeaderMap, HeaderName};
use serde_json::Value;
use wufi_domain::fault::Code;

/// An answer that was read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The body; `null` when there is none.
    pub(crate) json: Value,
}

impl Answer {
    /// Reads an answer; every body of ours is JSON.
    pub(crate) async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let json = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        Self { status, headers, json }
    }

    /// Reads an answer as it came over a connection of the test's own.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let (head, body) = std::str::from_utf8(bytes).ok()?.split_once("\r\n\r\n")?;
        let (status, fields) = head.split_once("\r\n")?;
        let field = |field: &str| {
            let (name, value) = field.split_once(": ")?;
            Some((name.parse::<HeaderName>().ok()?, value.parse().ok()?))
        };
        Some(Self {
            status: status.split(' ').nth(1)?.parse().ok()?,
            headers: fields.lines().map(field).collect::<Option<_>>()?,
            json: serde_json::from_str(body).ok()?,
        })
    }

    /// The body of an answer that says yes.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{:#}", self.json);
        self.json
    }

    /// That it says no, for the reason of `code`; the body.
    #[track_caller]
    pub(crate) fn refused(self, code: Code) -> Value {
        self.is_refusal();
        assert_eq!((self.status, self.code()), (code.status(), code.name()), "{:#}", self.json);
        assert_eq!(self.json["type"], code.kind().slug());
        self.json
    }

    /// That it says no in the envelope that every refusal has.
    #[track_caller]
    pub(crate) fn is_refusal(&self) {
        assert!((400..600).contains(&self.status), "{} {:#}", self.status, self.json);
        for member in ["type", "code", "message", "request_id"] {
            assert!(self.json[member].as_str().is_some_and(|text| !text.is_empty()), "no {member} in {:#}", self.json);
        }
        assert_eq!(self.json["request_id"], self.header("x-request-id"));
        assert_eq!(self.header("content-type"), "application/json; charset=utf-8");
        assert_eq!(self.header("cache-control"), "no-store");
    }

    /// The code of a refusal.
    pub(crate) fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// The fields that a refusal names.
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.json["errors"].as_array().into_iter().flatten().filter_map(|fault| fault["path"].as_str()).collect()
    }

    /// A header that comes once, or `""`.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let values: Vec<&str> = self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
        assert!(values.len() <= 1, "{name} came {} times", values.len());
        values.first().copied().unwrap_or_default()
    }
}
