//! Notices of a payment provider: that something happened, never what. What happened, the provider is asked.

use serde_json::json;
use tracing::{info, warn};
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, IntentId, PaymentSessionId, RequestId};
use wufi_guard::secret::Secret;
use wufi_outbound::stripe::webhook::{self, Notice, SignatureError, Unreadable};
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::{StoreError, Tx, declines, payments};

use super::brake::{self, Heard};
use crate::till::Till;

/// What came of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// A payment of ours is looked after at once.
    Woke,
    /// It is about nothing that this shop has anything to do with.
    Nothing,
    /// It came before.
    Again,
    /// It is about play money and this shop takes real one, or the other way round.
    OtherMode,
}

/// Why a notice is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Unnoticed {
    /// The shop takes no notices: it has no such provider, or no secret to tell them by.
    #[error("the shop takes no notices")]
    NotTaken,
    /// Not signed by the provider, or too long ago.
    #[error(transparent)]
    Unsigned(#[from] SignatureError),
    /// Signed, and not to be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a notice of Stripe, whose signature is over exactly `body`. It is kept once, in the unit of work that wakes the
/// payment; coming again or out of order, it changes nothing.
pub async fn notice(till: &Till, signature: &str, body: &[u8], request: Option<&RequestId>) -> Result<Noticed, Unnoticed> {
    let secrets = till.notice_secrets().ok_or(Unnoticed::NotTaken)?;
    let secrets: Vec<&str> = secrets.iter().map(Secret::expose).collect();
    webhook::verify(signature, body, &secrets, till.db.now())?;
    let notice = webhook::read(body)?;
    if notice.is_live != till.is_live() {
        warn!(notice.id, notice.kind, "A notice of the other mode (test, live) came and is not looked at");
        return Ok(Noticed::OtherMode);
    }

    let session = notice.marks.session.as_deref().and_then(PaymentSessionId::parse);
    let mut tx = till.db.begin().await?;
    let kept = payments::Notice { id: &notice.id, kind: &notice.kind, intent: notice.intent.as_ref() };
    if !payments::note(&mut tx, kept).await? {
        return Ok(Noticed::Again);
    }
    let is_ours = match &notice.intent {
        // A refund may fail days after it was made: then the money is the shop's again.
        Some(intent) if notice.changes_refund() => payments::wake_refunds(&mut tx, intent).await?,
        Some(intent) => payments::wake(&mut tx, intent, session.as_ref()).await?,
        None => false,
    };
    if let Some(intent) = &notice.intent {
        follow(&mut tx, till, (&notice, intent, session.as_ref()), request).await?;
    }
    let facts = json!({ "kind": notice.kind, "intent": notice.intent, "is_ours": is_ours });
    let (event, actor, subject) = (Event::PaymentNoticed, Actor::Nobody, notice.id.as_str());
    audit::record(&mut tx, Entry { event, actor, subject_kind: "notice", subject, request, facts }).await?;
    tx.commit().await?;
    if !is_ours {
        return Ok(Noticed::Nothing);
    }
    let intent = notice.intent.as_ref().map_or("", |intent| intent.as_str());
    info!(notice.id, notice.kind, payment.intent = intent, "A payment is looked after");
    till.ring();
    Ok(Noticed::Woke)
}

/// What a notice says that the intent will not say any more when it is asked: what was tried before, and that there was a
/// dispute.
async fn follow(
    tx: &mut Tx,
    till: &Till,
    (notice, intent, session): (&Notice, &IntentId, Option<&PaymentSessionId>),
    request: Option<&RequestId>,
) -> Result<(), StoreError> {
    // Later notices tell of the same decline as if it were theirs.
    if let Some(decline) = notice.decline.as_ref().filter(|_| notice.kind == "payment_intent.payment_failed") {
        brake::hear(tx, till, Heard { intent, session, decline, request }).await?;
    }
    if notice.kind.starts_with("charge.dispute.") {
        declines::disputed(tx, intent).await?;
    }
    Ok(())
}
