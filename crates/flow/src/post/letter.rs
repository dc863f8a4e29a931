//! What a letter tells, out of what was laid down for it. Tokens are made here, on their way out.

use serde_json::Value;
use url::Url;
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, ResetId, TransferId};
use wufi_domain::mail::Kind;
use wufi_domain::risk::Action;
use wufi_guard::digest::token_digest;
use wufi_guard::opaque_token::{ResetToken, TransferToken};
use wufi_outbound::mail::{Claim, Facts, Measure, Occasion, Way};
use wufi_store::mail::Due;
use wufi_store::{StoreError, Tx, identities, resets, transfers};

use super::{Post, moment};
use crate::auth::Gate;

/// Seconds that a reset's token is good for (OWASP Forgot Password Cheat Sheet: short).
const RESET_SECS: i64 = 900;
/// Seconds in which an account gets one such mail.
const RESET_AGAIN_SECS: i64 = 60;

/// To whom the letter goes and what it tells; nothing when it is for nobody.
pub(super) async fn facts(tx: &mut Tx, gate: &Gate, post: &Post, due: &Due) -> Result<Option<(Email, Facts)>, StoreError> {
    let Some(kind) = Kind::parse(&due.kind) else {
        // A newer node laid it down, or somebody edited the row: it must not hold up the rest.
        tracing::warn!(mail.id = %due.id, "A mail of an unknown kind was left out");
        return Ok(None);
    };
    let occasion = Occasion { at: moment(due), device: fact(due, "device").map(str::to_owned) };
    let facts = match kind {
        Kind::PasswordReset => return reset(tx, gate, post, due).await,
        Kind::OrderTransfer => return transfer(tx, gate, post, due).await,
        Kind::PasswordChanged => Facts::PasswordChanged(occasion),
        Kind::EmailChangedFrom => Facts::EmailChangedFrom(occasion),
        Kind::EmailChangedTo => Facts::EmailChangedTo(occasion),
        Kind::NewDevice => Facts::NewDevice(occasion),
        Kind::SessionsEnded => Facts::SessionsEnded(occasion),
        Kind::ManyFailures => Facts::ManyFailures(occasion.at),
        Kind::Suspicion => Facts::Suspicion(occasion, measure(due)),
    };
    Ok(Some((due.to.clone(), facts)))
}

/// A text among the facts that were laid down.
fn fact<'d>(due: &'d Due, name: &str) -> Option<&'d str> {
    due.facts.get(name).and_then(Value::as_str)
}

fn measure(due: &Due) -> Measure {
    let word = fact(due, "measure").unwrap_or_default();
    if word == Action::End.name() {
        Measure::SessionEnded
    } else if word == Action::StepUp.name() {
        Measure::PasswordAsked
    } else {
        Measure::Noticed
    }
}

/// The letter goes to the address that is kept, not to the one that was typed: two that look alike are not one.
async fn reset(tx: &mut Tx, gate: &Gate, post: &Post, due: &Due) -> Result<Option<(Email, Facts)>, StoreError> {
    let Some(identity) = identities::of_email(tx, &due.to).await? else { return Ok(None) };
    let now = tx.now();
    let id: ResetId = tx.mint();
    let token = ResetToken { id: id.as_str().to_owned() }.issue(&gate.keys.current(), now);
    // A mail that is tried again may replace its own reset at once.
    let again_after = if due.tries > 1 { now.after_secs(1) } else { now.after_secs(-RESET_AGAIN_SECS) };
    let digest = token_digest(token.expose());
    if !resets::open(tx, &identity.id, (&id, &digest), now.after_secs(RESET_SECS), again_after).await? {
        return Ok(None);
    }

    let page = |base: &Url| page(base, &["reset-password"], Some(token.expose()));
    let way = post.storefront.as_ref().and_then(page).map_or_else(|| Way::Code(token.expose().to_owned()), Way::Link);
    Ok(Some((identity.email, Facts::PasswordReset(way))))
}

/// The token's digest is kept when the letter is written, under the key that signs then.
async fn transfer(tx: &mut Tx, gate: &Gate, post: &Post, due: &Due) -> Result<Option<(Email, Facts)>, StoreError> {
    let id = fact(due, "transfer").unwrap_or_default();
    let token = TransferToken { id: id.to_owned() }.issue(&gate.keys.current(), tx.now());
    let (id, digest) = (TransferId::stored(id.to_owned()), token_digest(token.expose()));
    let Some(order) = transfers::give_token(tx, &id, &digest).await? else { return Ok(None) };

    let page = |end: &str| {
        let base = post.storefront.as_ref()?;
        page(base, &["order", order.id.as_str(), "transfer", token.expose(), end], None)
    };
    let claim = match (page("accept"), page("decline")) {
        (Some(accept), Some(decline)) => Claim::Links { accept, decline },
        _ => Claim::Code(token.expose().to_owned()),
    };
    Ok(Some((due.to.clone(), Facts::OrderTransfer(order.number, claim))))
}

/// A page of the storefront.
fn page(base: &Url, parts: &[&str], token: Option<&str>) -> Option<Url> {
    let mut url = base.clone();
    url.path_segments_mut().ok()?.pop_if_empty().extend(parts);
    if let Some(token) = token {
        url.query_pairs_mut().append_pair("token", token);
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stands_under_the_storefront_whether_or_not_that_ends_in_a_slash() {
        for base in ["https://wufi.ee/et", "https://wufi.ee/et/"] {
            let base = Url::parse(base).unwrap();

            assert_eq!(
                page(&base, &["reset-password"], Some("a.b")).unwrap().as_str(),
                "https://wufi.ee/et/reset-password?token=a.b"
            );
            assert_eq!(page(&base, &["order", "../x"], None).unwrap().as_str(), "https://wufi.ee/et/order/..%2Fx");
        }
    }
}
