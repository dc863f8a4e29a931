//! What it costs to begin a payment, decided in the unit of work that begins it.

use wufi_domain::cart::Cart;
use wufi_domain::moment::Moment;
use wufi_domain::payment::brake::{Pace, Payer, Price};
use wufi_store::declines::{self, Place, Whose};
use wufi_store::{StoreError, Tx};

use super::{Brake, STEP_UP, WAIT, count, payer};
use crate::auth::{address_key, site_key};
use crate::till::Till;
use crate::{Caller, FlowError};

/// Where a caller begins a payment, as keyed digests.
pub(in crate::payment) fn place(till: &Till, caller: &Caller) -> Place {
    let (keyring, now) = (till.keys.current(), till.db.now());
    let address = caller.address.map(|address| address_key(&keyring, now, address));
    Place { address, site: caller.address.and_then(|address| site_key(&keyring, now, address)) }
}

/// Refuses a payment whose price the caller has not paid; the unit of work is then not to be kept. Payments that were begun
/// before, and money, are not touched.
pub(in crate::payment) async fn charge(
    tx: &mut Tx,
    till: &Till,
    caller: &Caller,
    (held, place): (&Cart, &Place),
) -> Result<(), FlowError> {
    let brake = till.brake();
    if brake.is_off() {
        return Ok(());
    }
    let whose = Whose::of(&held.owner, &held.id);
    let declines = count(tx, &brake.rules, (&whose, place)).await?;
    // Nobody pays more than a stranger does: on a quiet day that was all.
    if brake.rules.price(&declines, Payer::Stranger, tx.now()) == Price::Free {
        return Ok(());
    }
    let payer = payer(tx, &held.owner, caller.proven_at).await?;
    let own = if declines.owner.count >= brake.rules.owner { declines.owner.count } else { 0 };
    match brake.rules.price(&declines, payer, tx.now()) {
        Price::Free => Ok(()),
        Price::StepUp => {
            if brake.does(STEP_UP) {
                Err(FlowError::BrakeStepUp { own })
            } else {
                Ok(())
            }
        }
        Price::Wait(until) => wait(brake, Some(until), tx.now(), own),
        Price::Pace(apart) => {
            let next = take_turns(tx, apart, (&whose, place)).await?;
            wait(brake, next, tx.now(), own)
        }
    }
}

fn wait(brake: &Brake, until: Option<Moment>, now: Moment, own: i64) -> Result<(), FlowError> {
    let Some(until) = until else { return Ok(()) };
    let ms = until.millis().saturating_sub(now.millis());
    // Whoever waits for whole seconds has waited long enough.
    let secs = u32::try_from(ms.div_euclid(1_000).saturating_add(i64::from(ms.rem_euclid(1_000) > 0)).max(1)).unwrap_or(u32::MAX);
    if brake.does(WAIT) { Err(FlowError::BrakeWait { secs, own }) } else { Ok(()) }
}

/// Takes the turn of payer, address and /48, or says when all of them have one again.
async fn take_turns(tx: &mut Tx, apart: Pace, (whose, place): (&Whose, &Place)) -> Result<Option<Moment>, StoreError> {
    let named = |kind: &str, digest: &Option<String>| digest.as_ref().map(|digest| format!("{kind}:{digest}"));
    let mut turns = vec![
        (Some(whose.name()), apart.owner_ms),
        (named("address", &place.address), apart.address_ms),
        (named("site", &place.site), apart.site_ms),
    ];
    // In one order, so that of two who come at once neither waits for the other.
    turns.sort();
    let mut next = None;
    for (who, apart_ms) in turns {
        if let Some(who) = who.filter(|_| apart_ms > 0) {
            next = next.max(declines::pace(tx, &who, apart_ms).await?);
        }
    }
    Ok(next)
}
