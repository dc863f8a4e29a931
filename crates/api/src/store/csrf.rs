//! `/store/csrf`: the token that a page sends with whatever it changes, and a guest's proof.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::json;
use wufi_domain::moment::Moment;
use wufi_domain::session::Profile;
use wufi_flow::auth::{self, Admitted};
use wufi_guard::csrf_token::Binding;
use wufi_guard::opaque_token::GuestToken;
use wufi_guard::secret::Secret;

use crate::answer;
use crate::app::App;
use crate::cookies::{GUEST_SECS, Jar, Name};
use crate::extract::Visiting;
use crate::extract::visit::is_browser;
use crate::layer::credentials::{Refused, admitted};
use crate::layer::{csrf, guest};
use crate::policy::{Route, Who};
use crate::problem::Problem;

/// The line of the route table.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/csrf", show)
            .who(Who::Anyone)
            .answers(&["csrf_token", "header", "expires_at"])
            .summary("Gives the CSRF token of the login, or of the guest; makes the guest where there is neither."),
    ]
}

/// Whose token is asked for.
enum Whose {
    /// Somebody's who is logged in, until the login ends.
    Login(Binding, Moment),
    /// A guest's.
    Guest(GuestToken),
}

async fn show(State(app): State<App>, parts: Parts, Visiting { jar, .. }: Visiting) -> Result<Response, Refused> {
    let (login, dead) = login(&app, &parts, jar).await?;
    let whose = match login {
        Some((binding, ends_at)) => Whose::Login(binding, ends_at),
        None => Whose::Guest(guest::find(&app, &parts.headers, jar).unwrap_or_else(|| GuestToken::fresh(app.db.chance()))),
    };
    let mut response = answered(&app, &parts.headers, (&whose, jar))?;
    if let Some(jar) = dead {
        jar.clear(response.headers_mut(), Name::Session);
    }
    Ok(response)
}

/// The login of the token, the session cookie or, with neither, the refresh cookie.
///
/// A cookie that is over is taken away and stands in nobody's way: a browser sends it whether its page
/// wants or not. A bearer token that is over is refused, for its sender to renew it.
async fn login(app: &App, parts: &Parts, jar: Jar) -> Result<(Option<(Binding, Moment)>, Option<Jar>), Refused> {
    let (admitted, dead) = match admitted(app, parts).await {
        Ok(admitted) => (admitted, None),
        Err(refused) if refused.dead.is_some() => (None, refused.dead),
        Err(refused) if refused.is_about_credentials() && app.gate.policy.profile == Profile::Medusa => (None, None),
        Err(refused) => return Err(refused),
    };
    let of_admitted = |admitted: &Admitted| (admitted.csrf_binding(), admitted.session.ends_at());
    if let Some(login) = admitted.as_ref().map(of_admitted) {
        return Ok((Some(login), dead));
    }
    let Some(token) = jar.read(&parts.headers, Name::Refresh) else { return Ok((None, dead)) };
    let session = auth::session_of_refresh(&app.db, &app.gate, token).await?;
    let open = session.and_then(|session| Some((auth::open_binding(&app.db, &session)?, session.ends_at())));
    Ok((open, dead))
}

/// The token; a guest's proof anew, since it lives on while its guest comes back, under the key that signs now.
fn answered(app: &App, headers: &HeaderMap, (whose, jar): (&Whose, Jar)) -> Result<Response, Problem> {
    let (keyring, now) = (app.gate.keys.current(), app.db.now());
    let token = |binding: &Binding| binding.token(&keyring, (now, app.db.chance()));
    match whose {
        Whose::Login(binding, ends_at) => answer::ok(&body(&token(binding), *ends_at)),
        Whose::Guest(guest) => {
            let proof = guest.issue(&keyring, now);
            let mut body = body(&token(&Binding::Guest(guest.digest())), now.after_secs(GUEST_SECS));
            // No script of a page may read it; a storefront server has no cookies of its own.
            if let (false, Some(members)) = (is_browser(headers), body.as_object_mut()) {
                members.insert("guest_token".to_owned(), json!(proof.expose()));
            }
            let mut response = answer::ok(&body)?;
            jar.set(response.headers_mut(), Name::Guest, (proof.expose(), GUEST_SECS));
            Ok(response)
        }
    }
}

fn body(token: &Secret, expires_at: Moment) -> serde_json::Value {
    json!({ "csrf_token": token.expose(), "header": csrf::HEADER, "expires_at": expires_at })
}
