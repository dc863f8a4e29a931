//! What whoever got in is answered.

use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;
use wufi_flow::auth::Entered;

use crate::answer;
use crate::cookies::{DEVICE_SECS, Jar, Name};
use crate::extract::visit::is_browser;
use crate::problem::Problem;

/// Both tokens; for a browser the refresh token is a cookie that its scripts cannot read.
pub(super) fn entered(entered: &Entered, headers: &HeaderMap, jar: Jar) -> Result<Response, Problem> {
    let mut body = json!({
        "token": entered.access.expose(),
        "token_type": "Bearer",
        "expires_in": entered.access_secs,
        "refresh_expires_in": entered.refresh_secs,
        "csrf_token": entered.csrf.expose(),
        "session_id": entered.session,
    });
    let is_browser = is_browser(headers);
    if let (false, Some(members)) = (is_browser, body.as_object_mut()) {
        members.insert("refresh_token".to_owned(), json!(entered.refresh.expose()));
    }

    let mut response = answer::ok(&body)?;
    if is_browser {
        jar.set(response.headers_mut(), Name::Refresh, (entered.refresh.expose(), entered.refresh_secs));
    }
    if let Some(device) = &entered.device {
        jar.set(response.headers_mut(), Name::Device, (device.expose(), DEVICE_SECS));
    }
    Ok(response)
}
