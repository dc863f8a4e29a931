//! What a storefront's page holds of its shopper: a guest's proof, and a CSRF token for each login.

use std::collections::HashMap;

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Client, Method, Request};
use serde_json::Value;
use tokio::sync::Mutex;

const GUEST: HeaderName = HeaderName::from_static("wufi-guest");
const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

/// What was given by `/store/csrf`, and is asked for when it is needed first.
#[derive(Debug, Default)]
pub(crate) struct Page(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    guest: Option<HeaderValue>,
    /// By what says who is logged in.
    tokens: HashMap<Option<HeaderValue>, HeaderValue>,
}

/// Where it is asked for: a client and the URL of the shop.
type Shop<'s> = (&'s Client, &'s str);

impl Page {
    /// The guest's proof; `None` when the shop did not answer.
    pub(crate) async fn guest(&self, shop: Shop<'_>) -> Option<HeaderValue> {
        let mut held = self.0.lock().await;
        if held.guest.is_none() {
            let told = ask(shop, None, None).await?;
            held.guest = Some(header(&told["guest_token"]));
            held.tokens.insert(None, header(&told["csrf_token"]));
        }
        held.guest.clone()
    }

    /// The CSRF token of whoever `login` is; that of the guest where that is nobody.
    pub(crate) async fn csrf(&self, shop: Shop<'_>, login: Option<HeaderValue>) -> Option<HeaderValue> {
        let guest = self.guest(shop).await?;
        let mut held = self.0.lock().await;
        if let Some(token) = held.tokens.get(&login) {
            return Some(token.clone());
        }
        let told = ask(shop, login.clone(), Some(guest)).await?;
        let token = if told["csrf_token"].is_null() { held.tokens[&None].clone() } else { header(&told["csrf_token"]) };
        held.tokens.insert(login, token.clone());
        Some(token)
    }

    /// Puts into a request what the page holds, where it says nothing itself.
    pub(crate) async fn put_into(&self, shop: Shop<'_>, request: &mut Request) -> Option<()> {
        let (is_reading, login) = (request.method() == Method::GET, request.headers().get(AUTHORIZATION).cloned());
        if !request.headers().contains_key(GUEST) {
            let guest = self.guest(shop).await?;
            request.headers_mut().insert(GUEST, guest);
        }
        if !is_reading && !request.headers().contains_key(CSRF) {
            let token = self.csrf(shop, login).await?;
            request.headers_mut().insert(CSRF, token);
        }
        Some(())
    }
}

async fn ask((client, url): Shop<'_>, login: Option<HeaderValue>, guest: Option<HeaderValue>) -> Option<Value> {
    let mut request = client.get(format!("{url}/store/csrf")).build().unwrap();
    let said = login.map(|login| (AUTHORIZATION, login)).into_iter().chain(guest.map(|guest| (GUEST, guest)));
    request.headers_mut().extend(said);
    client.execute(request).await.ok()?.json().await.ok()
}

fn header(token: &Value) -> HeaderValue {
    token.as_str().unwrap().parse().unwrap()
}
