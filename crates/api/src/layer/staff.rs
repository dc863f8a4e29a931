//! Staff and programs of the shop: who may come to `/admin`, by role (OWASP ASVS 8.2.1).

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wufi_domain::fault::Reason;
use wufi_domain::ids::ApiKeyId;
use wufi_domain::staff::Role;
use wufi_flow::auth::{self, AuthError};
use wufi_guard::api_key::KeyKind;
use wufi_store::admin::staff::{self, Member};

use super::credentials::{Refused, admitted};
use crate::app::App;
use crate::extract::{Brought, Visiting};
use crate::problem::Problem;

/// Somebody of the shop, as a request extension.
#[derive(Clone, Debug)]
pub enum Insider {
    /// A member of staff.
    Member(Member),
    /// A program with a secret key, which may do what an owner may.
    Program(ApiKeyId),
}

impl Insider {
    const fn role(&self) -> Role {
        match self {
            Self::Member(member) => member.role,
            Self::Program(_) => Role::Owner,
        }
    }
}

/// That a refusal is one of a secret key, as an extension of the answer: whoever tries many is noticed.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrongKey;

impl<S: Sync> FromRequestParts<S> for Insider {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::new(Reason::TokenMissing))
    }
}

/// Lets nobody through but staff and programs whose role is one of `roles`.
pub async fn require(State((app, roles)): State<(App, &'static [Role])>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match insider(&app, &parts).await {
        Ok(insider) if roles.contains(&insider.role()) => parts.extensions.insert(insider),
        Ok(insider) => {
            let mut refusal = Problem::new(Reason::RoleMissing).into_response();
            refusal.extensions_mut().insert(insider);
            return refusal;
        }
        Err(refused) => return turned_away(&app, &parts, refused),
    };
    next.run(Request::from_parts(parts, body)).await
}

/// A refusal that says whether a key was tried.
fn turned_away(app: &App, parts: &Parts, refused: Refused) -> Response {
    let is_credential = refused.is_about_credentials();
    let mut refusal = refused.into_response();
    if is_credential && matches!(Brought::read(&parts.headers, Visiting::of(app, parts).jar), Brought::Basic(_)) {
        refusal.extensions_mut().insert(WrongKey);
    }
    refusal
}

async fn insider(app: &App, parts: &Parts) -> Result<Insider, Refused> {
    let jar = Visiting::of(app, parts).jar;
    if let Brought::Basic(sent) = Brought::read(&parts.headers, jar) {
        let key = key(sent).ok_or(AuthError::TokenInvalid)?;
        return Ok(Insider::Program(auth::admit_key(&app.db, &key).await?));
    }
    let admitted = admitted(app, parts).await?.ok_or(Problem::new(Reason::TokenMissing))?;
    let user = admitted.user().ok_or(AuthError::TokenInvalid)?;
    // The role is the one that they have now, not the one that they had when they logged in.
    let member = staff::find(&mut app.db.read().await?, &user).await?.ok_or(AuthError::TokenInvalid)?;
    Ok(Insider::Member(member))
}

/// The key is the user and the password is empty; Medusa's clients send it encoded or as it is.
pub(super) fn key(sent: &str) -> Option<String> {
    if sent.starts_with(KeyKind::Secret.prefix()) {
        return Some(sent.trim_end_matches(':').to_owned());
    }
    let decoded = String::from_utf8(STANDARD.decode(sent).ok()?).ok()?;
    let user = decoded.split_once(':').map_or(decoded.as_str(), |(user, _)| user);
    user.starts_with(KeyKind::Secret.prefix()).then(|| user.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_as_the_user_of_basic_or_as_it_is() {
        for sent in ["sk_abc", "sk_abc:", "c2tfYWJjOg==", "c2tfYWJj"] {
            assert_eq!(key(sent).as_deref(), Some("sk_abc"), "{sent}");
        }
        for wrong in ["", "pk_abc", "cGtfYWJjOg==", "%%%", "/w=="] {
            assert_eq!(key(wrong), None, "{wrong}");
        }
    }
}
