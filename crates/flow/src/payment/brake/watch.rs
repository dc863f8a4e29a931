//! Whether the whole shop is under attack: told once when it begins, and once when it is over.

use serde_json::json;
use tracing::{info, warn};
use wufi_domain::audit::Event;
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::{StoreError, Tx, declines};

use super::Brake;
use crate::till::Till;

/// Looks whether the brake is on for the whole shop, and puts on record when that changed. Nothing hangs on it but the
/// record and the figures: what a payment costs is counted anew each time.
pub async fn watch(till: &Till) -> Result<(), StoreError> {
    let brake = till.brake();
    let mut tx = till.db.read().await?;
    let secs = if brake.is_off() { 0 } else { look(&mut tx, brake).await?.secs };
    let was_on = declines::is_on(&mut tx).await?;
    drop(tx);
    brake.note_shop_secs(secs);
    if was_on == (secs > 0) {
        return Ok(());
    }

    let mut tx = till.db.begin().await?;
    let now = if brake.is_off() { Look::default() } else { look(&mut tx, brake).await? };
    turn(&mut tx, brake, now).await?;
    tx.commit().await
}

/// The same for whoever just put a declined try down.
pub(super) async fn raise(tx: &mut Tx, brake: &Brake) -> Result<(), StoreError> {
    let now = look(tx, brake).await?;
    brake.note_shop_secs(now.secs);
    if now.secs > 0 { turn(tx, brake, now).await } else { Ok(()) }
}

/// How the whole shop is.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    declined: i64,
    paid: i64,
    secs: i64,
}

async fn look(tx: &mut Tx, brake: &Brake) -> Result<Look, StoreError> {
    let declined = declines::shop(tx).await?;
    let paid = if declined >= brake.rules.shop { declines::paid(tx).await? } else { 0 };
    Ok(Look { declined, paid, secs: brake.rules.shop_secs(declined, paid) })
}

async fn turn(tx: &mut Tx, brake: &Brake, now: Look) -> Result<(), StoreError> {
    let is_on = now.secs > 0;
    if !declines::turn(tx, is_on).await? {
        return Ok(());
    }
    let Look { declined, paid, secs } = now;
    let event = if is_on { Event::BrakeRaised } else { Event::BrakeLowered };
    let facts = json!({ "declined": declined, "paid": paid, "secs": secs, "enforcement": brake.enforcement.name() });
    let (actor, subject_kind, subject) = (Actor::Wufi, "shop", "");
    audit::record(tx, Entry { event, actor, subject_kind, subject, request: None, facts }).await?;
    if is_on {
        warn!(brake.declined = declined, brake.paid = paid, "Cards are tried out on the shop: the brake on payments is on");
    } else {
        info!(brake.declined = declined, brake.paid = paid, "The brake on payments is off again");
    }
    Ok(())
}
