//! Whether the time of a refusal tells what was wrong with a forged token.

use anyhow::Context;
use serde_json::{Value, json};

use crate::forge::{Forged, Forger};
use crate::sample::Sample;
use crate::visitor::{Heard, PASSWORD, Shop, Visitor};

const ME: &str = "/store/customers/me";
const EMAIL: &str = "mari@konto.ee";

/// A kind of forgery, and how long its refusals took.
struct Kind {
    what: &'static str,
    token: String,
    sample: Sample,
}

/// Brings every forged token `rounds` times, in turn, and prints how long each took, fastest first.
pub(crate) async fn measure(shop: &Shop, rounds: usize) -> anyhow::Result<()> {
    let visitor = Visitor::new(shop)?;
    let (yardstick, others) = forged(&visitor).await?;
    let first = refused(&bring(&visitor, &yardstick.1).await?);
    let kinds = [yardstick].into_iter().chain(others);
    let mut kinds: Vec<Kind> = kinds.map(|(what, token)| Kind { what, token, sample: Sample::default() }).collect();

    for _ in 0..rounds {
        for kind in &mut kinds {
            let heard = bring(&visitor, &kind.token).await?;
            anyhow::ensure!(refused(&heard) == first, "{} was answered {} {}", kind.what, heard.status, heard.body());
            kind.sample.put(heard.took);
        }
        // Each round begins elsewhere.
        kinds.rotate_left(1);
    }
    tell(kinds)
}

/// The token that all are held against, and all the others.
async fn forged(visitor: &Visitor) -> anyhow::Result<(Forged, Vec<Forged>)> {
    let registration = visitor.become_customer(EMAIL).await?;
    let entered = visitor.log_in(EMAIL, PASSWORD).await?;
    let access = entered.text("token")?;
    let keys = visitor.hear(visitor.get("/.well-known/jwks.json")).await?.body();
    let set = visitor.hear(visitor.post("/auth/session", &json!({})).bearer_auth(&access)).await?;
    let cookie = set.headers.get("set-cookie").context("no session cookie")?.to_str()?;
    let cookie = cookie.split([';', '=']).nth(1).context("an empty session cookie")?;

    let forger = Forger::new(&access, &keys)?;
    let mut others = forger.all();
    others.push(("a refresh token", entered.text("refresh_token")?));
    others.push(("a registration token", registration));
    others.push(("a session cookie's value", cookie.to_owned()));
    Ok((forger.signed_by_a_stranger(), others))
}

async fn bring(visitor: &Visitor, token: &str) -> anyhow::Result<Heard> {
    visitor.hear(visitor.get(ME).bearer_auth(token)).await
}

/// What a refusal tells its hearer, all but the request's own id and the time of day.
fn refused(heard: &Heard) -> (u16, Vec<String>, Value) {
    let mut body = heard.body();
    if let Some(members) = body.as_object_mut() {
        members.remove("request_id");
    }
    let headers = heard.headers.iter().filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()));
    (heard.status, headers.map(|(name, value)| format!("{name}: {value:?}")).collect(), body)
}

fn tell(mut kinds: Vec<Kind>) -> anyhow::Result<()> {
    let of_a_stranger = kinds.iter().find(|kind| kind.what == Forger::YARDSTICK).context("no yardstick")?.sample.micros(50);
    kinds.sort_by(|one, other| one.sample.micros(50).total_cmp(&other.sample.micros(50)));
    for Kind { what, sample, .. } in &kinds {
        let [low, median, high] = [10, 50, 90].map(|percent| sample.micros(percent));
        let ratio = median / of_a_stranger;
        println!("  {what:<30} median {median:4.0} µs, p10 {low:4.0}, p90 {high:4.0}; {ratio:.3} of the yardstick");
    }
    Ok(())
}
