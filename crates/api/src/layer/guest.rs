//! Guests: whoever holds the proof owns what was made with it (contract §4).

use axum::http::HeaderMap;
use axum::http::request::Parts;
use wufi_domain::owner::{GuestCarts, Standing};
use wufi_domain::session::Profile;
use wufi_guard::opaque_token::GuestToken;

use crate::app::App;
use crate::cookies::{Jar, Name};
use crate::extract::Visiting;

/// The header in which a storefront server sends its guest's proof.
pub(crate) const HEADER: &str = "wufi-guest";

/// What a caller without a login is by their guest's proof, if they brought one.
pub(crate) fn standing(app: &App, parts: &Parts) -> Standing {
    let jar = Visiting::of(app, parts).jar;
    Standing {
        customer: None,
        guest: find(app, &parts.headers, jar).map(|guest| guest.digest()),
        makes: match app.gate.policy.profile {
            Profile::Strict => GuestCarts::Proven,
            Profile::Medusa => GuestCarts::ById,
        },
    }
}

/// The guest whose proof came. The header beats the cookie, also when it is none of ours.
pub(crate) fn find(app: &App, headers: &HeaderMap, jar: Jar) -> Option<GuestToken> {
    let mut lines = headers.get_all(HEADER).iter();
    let brought = match (lines.next(), lines.next()) {
        (None, _) => jar.read(headers, Name::Guest),
        (Some(line), None) => line.to_str().ok(),
        (Some(_), Some(_)) => None,
    }?;
    GuestToken::read(&app.gate.keys.current(), app.db.now(), brought)
}
