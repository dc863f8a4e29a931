//! The way to Stripe: one try of one question, over HTTP.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, RootCertStore};
use url::Url;

use super::API_VERSION;
use super::answer::Answer;
use super::ask::Question;
use super::error::Trouble;
use super::settings::{Settings, SetupError};

/// How long may pass until there is a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a connection is kept that nobody uses, so that it is ours to close first.
const IDLE: Duration = Duration::from_secs(30);

/// The longest answer that is read. An intent has some five thousand bytes.
const LONGEST: usize = 1024 * 1024;

const VERSION: HeaderName = HeaderName::from_static("stripe-version");
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const SHOULD_RETRY: HeaderName = HeaderName::from_static("stripe-should-retry");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// A client for one host.
pub(super) struct Wire {
    http: Client,
    base: Url,
}

/// Mozilla's list of root certificates, as it was compiled in: the same on every machine, so that a root that somebody
/// added to the system (a proxy that reads along) is not trusted with the shop's money.
pub(super) fn roots() -> RootCertStore {
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()
}

impl Wire {
    pub(super) fn new(settings: &Settings<'_>, roots: RootCertStore) -> Result<Self, SetupError> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", settings.secret_key)).map_err(|_| SetupError::Key)?;
        bearer.set_sensitive(true);
        let headers = HeaderMap::from_iter([(AUTHORIZATION, bearer), (VERSION, HeaderValue::from_static(API_VERSION))]);

        let base = settings.api_base.clone();
        let http = Client::builder()
            .tls_backend_preconfigured(tls(roots)?)
            .https_only(base.scheme() == "https")
            // One request to a connection: when it hangs, giving up on the request closes it, and the next try has
            // another. With HTTP/2 all would go on over the one that hangs.
            .http1_only()
            // The environment sends nobody elsewhere with the key, and neither does an answer.
            .no_proxy()
            .redirect(redirect::Policy::none())
            .referer(false)
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            .user_agent(concat!("Wufi/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .build();
        Ok(Self { http: http.map_err(|_| SetupError::Tls)?, base })
    }

    pub(super) const fn base(&self) -> &Url {
        &self.base
    }

    /// Asks once.
    pub(super) async fn exchange(&self, question: &Question<'_>) -> Result<Answer, Trouble> {
        let response = self.request(question).send().await.map_err(|error| trouble(&error))?;
        let status = response.status().as_u16();
        let text = |name: HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok());

        let should_retry = text(SHOULD_RETRY).and_then(|word| word.parse().ok());
        // Whole seconds; the other form, a date, Stripe does not use.
        let wait = text(RETRY_AFTER).and_then(|secs| secs.parse::<u32>().ok());
        let is_replay = text(REPLAYED) == Some("true");
        let wait = wait.map(|secs| Duration::from_secs(secs.into()));

        Ok(Answer { status, should_retry, wait, is_replay, body: body(response).await? })
    }

    fn request(&self, question: &Question<'_>) -> RequestBuilder {
        let mut url = self.base.clone();
        url.set_path(&question.path);
        if question.method == Method::GET {
            url.set_query(Some(&question.form));
            return self.http.get(url);
        }

        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let request = self.http.post(url).header(CONTENT_TYPE, form).body(question.form.clone());
        match question.key {
            Some(key) => request.header(KEY, key),
            None => request,
        }
    }
}

/// TLS 1.2 or 1.3, by the one provider of cryptography that is in the program.
fn tls(roots: RootCertStore) -> Result<ClientConfig, SetupError> {
    let versions =
        ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider())).with_safe_default_protocol_versions();
    let mut tls = versions.map_err(|_| SetupError::Tls)?.with_root_certificates(roots).with_no_client_auth();
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(tls)
}

/// The body, if it is not too long.
async fn body(mut response: Response) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| trouble(&error))? {
        if chunk.len() > LONGEST.saturating_sub(body.len()) {
            return Err(Trouble::Garbage);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What went wrong on the way. The error itself stays behind: it holds the URL.
fn trouble(error: &reqwest::Error) -> Trouble {
    if error.is_timeout() {
        return Trouble::Silence;
    }
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.downcast_ref::<io::Error>().is_some_and(is_mistrust) {
            return Trouble::Encryption;
        }
        source = cause.source();
    }
    Trouble::Connection
}

/// Whether TLS failed: `rustls` says so in an error of its own, which comes wrapped in others.
fn is_mistrust(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>() || inner.downcast_ref().is_some_and(is_mistrust))
}

#[cfg(test)]
mod tests {
    use super::super::Capture;
    use super::*;

    #[test]
    fn the_key_is_in_no_text_of_the_client() {
        let settings = Settings {
            secret_key: "sk_test_saladus51H0a1b2c3",
            api_base: Url::parse("https://api.stripe.com").unwrap(),
            capture: Capture::Manual,
        };

        let shown = format!("{:?}", Wire::new(&settings, roots()).map(|wire| wire.http).unwrap());

        assert!(shown.contains("authorization") && !shown.contains("saladus"), "{shown}");
    }
}
