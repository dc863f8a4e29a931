//! Requests under an idempotency key: each is done once, however often it is sent (contract §7).
//!
//! A claim is made in a unit of work of its own, before anything is done. Whatever is done for it says so in the same
//! unit of work as it is done ([`wufi_store::audit::record`]), and only while the claim is still the request's own: so
//! after a crash it is known whether something was done, and of two requests only one can do anything, however slow
//! the other was. The answer is kept once there is one.

use wufi_domain::idempotency::{Earlier, IdempotencyKey, KEPT_SECS, LEASE_SECS, Loss, Turn};
use wufi_domain::ids::{CartId, ClaimId, Id, PaymentCollectionId};
use wufi_domain::owner::{Owner, Standing};
use wufi_guard::digest::parts_digest;
use wufi_guard::keyring::{Keys, SealPurpose};
use wufi_guard::secret::Secret;
use wufi_store::idempotency::{self, New, Remembered};
use wufi_store::{Db, StoreError, Tx, carts, payments};

/// How often a claim is tried to be made while others make and release theirs at the same moment.
const TRIES: usize = 4;

/// Who asks under a key.
#[derive(Clone, Debug)]
pub enum Asker {
    /// Somebody who has shown to be this, or nobody.
    Shopper(Standing),
    /// Whoever holds this token of a registration.
    Registering(Secret),
}

impl Asker {
    /// Whether they have shown to be nobody in particular.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        matches!(self, Self::Shopper(standing) if standing.shown() == Owner::Bearer)
    }

    /// Who they are, as a kind and a name.
    fn name(&self) -> (&'static str, String) {
        match self {
            Self::Shopper(standing) => {
                let shown = standing.shown();
                (shown.kind(), shown.reference().to_owned())
            }
            Self::Registering(token) => ("registering", token.expose().to_owned()),
        }
    }
}

/// A request under a key.
#[derive(Clone, Debug)]
pub struct Asking<'a> {
    /// Who asks.
    pub asker: &'a Asker,
    /// The method.
    pub method: &'a str,
    /// The path with its query, as it came.
    pub target: &'a str,
    /// What the request is about: the id in its path, else the cart that its body names.
    pub thing: Option<&'a str>,
    /// The key.
    pub key: &'a IdempotencyKey,
    /// The body, as it came.
    pub body: &'a [u8],
    /// What a retry does when the answer was lost.
    pub loss: Loss,
}

impl Asking<'_> {
    /// The name of the request: nobody who only reads the database learns who asked for what under which key.
    fn scope(&self) -> String {
        let (kind, name) = self.asker.name();
        let parts = [kind, &name, self.method, self.target, self.key.expose()].map(str::as_bytes);
        parts_digest("idempotency-scope", &parts)
    }
}

/// What a request under a key hears at first.
#[derive(Clone, Debug)]
pub enum Heard {
    /// It is the first, or does again what the first did not do.
    First(Claim),
    /// It was answered before: this.
    Answered(Secret),
    /// It was answered before, and what it asks about is not the caller's any more.
    NotTheirs,
    /// The key came before with another body.
    Reused,
    /// The first one still works.
    InProgress,
    /// The first one was done, and its answer is lost.
    Lost,
}

/// The right to work under a key, alone until its lease ends.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Which.
    pub id: ClaimId,
    scope: String,
}

/// Claims a key for a request, or finds what it came to under it.
pub async fn claim(db: &Db, keys: &Keys, asking: &Asking<'_>) -> Result<Heard, StoreError> {
    let scope = asking.scope();
    let asked = parts_digest("idempotency-asked", &[asking.body]);
    let mut tx = db.begin().await?;
    for _ in 0..TRIES {
        let claim = Claim { id: tx.mint(), scope: scope.clone() };
        let sealed = keys.current().seal(tx.now(), SealPurpose::Asked(&scope), &Secret::new(asked.clone()), tx.chance());
        let new = new(&tx, &claim, &sealed);
        if idempotency::claim(&mut tx, new).await? {
            tx.commit().await?;
            return Ok(Heard::First(claim));
        }
        // Whoever released it in between has left nothing.
        let Some(found) = idempotency::find(&mut tx, &scope).await? else { continue };
        match turn(&tx, keys, (&scope, &asked), &found, asking.loss) {
            Turn::TakesOver if idempotency::take_over(&mut tx, &found, new).await? => {
                tx.commit().await?;
                return Ok(Heard::First(claim));
            }
            Turn::TakesOver => {}
            Turn::Hears => return answered(&mut tx, keys, asking, (&scope, &found)).await,
            Turn::AsksElse => return Ok(Heard::Reused),
            Turn::Waits => return Ok(Heard::InProgress),
            Turn::IsLost => return Ok(Heard::Lost),
        }
    }
    Ok(Heard::InProgress)
}

fn new<'n>(tx: &Tx, claim: &'n Claim, asked: &'n str) -> New<'n> {
    let (leased_until, expires_at) = (tx.now().after_secs(LEASE_SECS), tx.now().after_secs(KEPT_SECS));
    New { scope: &claim.scope, claim: &claim.id, asked, leased_until, expires_at }
}

/// What becomes of a request after what was found under its key.
fn turn(tx: &Tx, keys: &Keys, (scope, asked): (&str, &str), found: &Remembered, loss: Loss) -> Turn {
    let before = keys.current().open(SealPurpose::Asked(scope), &found.asked);
    let earlier = Earlier {
        is_same: before.is_some_and(|before| before.expose() == asked),
        is_answered: found.answer.is_some(),
        has_effect: found.has_effect,
        leased_until: found.leased_until,
        expires_at: found.expires_at,
    };
    earlier.turn(tx.now(), loss)
}

/// The answer that is kept, for whoever may still see what it is about: a cart that a customer took is closed to the
/// guest who had it, and so is what was said of it.
async fn answered(
    tx: &mut Tx,
    keys: &Keys,
    asking: &Asking<'_>,
    (scope, found): (&str, &Remembered),
) -> Result<Heard, StoreError> {
    if !is_theirs(tx, asking).await? {
        return Ok(Heard::NotTheirs);
    }
    let sealed = found.answer.as_deref().unwrap_or_default();
    let answer = keys.current().open(SealPurpose::Answered(scope), sealed);
    answer.map(Heard::Answered).ok_or(StoreError::Broken { table: "idempotency", detail: "an answer that no key opens" })
}

/// Whether the cart that the request is about, if it is about one, opens for the caller.
async fn is_theirs(tx: &mut Tx, asking: &Asking<'_>) -> Result<bool, StoreError> {
    let (Asker::Shopper(standing), Some(thing)) = (asking.asker, asking.thing) else { return Ok(true) };
    let cart = match (CartId::parse(thing), PaymentCollectionId::parse(thing)) {
        (Some(cart), _) => Some(cart),
        (None, Some(collection)) => payments::cart_of(tx, &collection).await?,
        (None, None) => return Ok(true),
    };
    match cart {
        Some(cart) => Ok(carts::find(tx, standing, &cart).await?.is_some()),
        None => Ok(false),
    }
}

/// Keeps the answer of a claim, sealed, for a day.
pub async fn keep(db: &Db, keys: &Keys, claim: &Claim, answer: &Secret) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let sealed = keys.current().seal(tx.now(), SealPurpose::Answered(&claim.scope), answer, tx.chance());
    let until = tx.now().after_secs(KEPT_SECS);
    // Where another took its place, that one's answer is the one.
    idempotency::keep(&mut tx, &claim.id, (&sealed, until)).await?;
    tx.commit().await
}

/// Lets go of a claim whose answer is not kept: the next request under its key is done anew, unless that would do
/// something twice.
pub async fn release(db: &Db, claim: &Claim) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    if !idempotency::release(&mut tx, &claim.id).await? {
        let now = tx.now();
        idempotency::end_lease(&mut tx, &claim.id, now).await?;
    }
    tx.commit().await
}
