//! Looking after payments: whatever a crash, a lost answer or a shopper who went away left is finished or called off.

use tracing::{info, warn};
use wufi_domain::cart::CartError;
use wufi_domain::moment::Moment;
use wufi_domain::payment::{Intent, IntentStatus, Step};
use wufi_domain::shop::Shop;
use wufi_store::payments::{self, Bound, Due};

use super::open::{learn, open_until};
use super::release::call_off;
use super::{brake, let_go, refund, release, take};
use crate::checkout;
use crate::till::Till;
use crate::{Caller, Clerk, FlowError};

/// Seconds in which a node that took a payment has it to itself: longer than a provider is waited for.
const LEASE_SECS: i64 = 45;
/// Seconds for which money is held for a cart that is not ready to become an order.
const HELD_SECS: i64 = 900;
/// Seconds between two tries to make an order of such a cart.
const HELD_PAUSE_SECS: i64 = 30;

/// Looks after one payment or refund whose time has come; false when there was none.
pub async fn look_after_next(till: &Till, shop: &Shop) -> Result<bool, FlowError> {
    let mut tx = till.db.begin().await?;
    let again_at = tx.now().after_secs(LEASE_SECS);
    let Some(due) = payments::take_due(&mut tx, again_at).await? else {
        drop(tx);
        return refund::send_next(till).await;
    };
    let bound = payments::bound(&mut tx, &due.session).await?;
    tx.commit().await?;

    if let Some(bound) = bound {
        let next = look_after(till, shop, &bound).await;
        settle(till, &due, next).await?;
    }
    Ok(true)
}

/// When a payment is looked after next.
enum Next {
    /// As whoever looked after it wrote down.
    AsWritten,
    /// Then.
    At(Moment),
}

async fn settle(till: &Till, due: &Due, next: Result<Next, FlowError>) -> Result<(), FlowError> {
    let mut tx = till.db.begin().await?;
    match next {
        Ok(Next::AsWritten) => return Ok(()),
        Ok(Next::At(at)) => payments::schedule(&mut tx, &due.session, Some(at)).await?,
        Err(error) => {
            warn!(payment.session = %due.session, payment.tries = due.tries, error = %error, "A payment is not settled yet");
            let until = tx.now().after_secs(pause_secs(due.tries));
            payments::put_off(&mut tx, &due.session, until).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Seconds before the next try: one, and twice as long each time, up to half a minute.
pub(super) fn pause_secs(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 6)).unwrap_or(6) - 1;
    (1_i64 << doublings).min(30)
}

async fn look_after(till: &Till, shop: &Shop, bound: &Bound) -> Result<Next, FlowError> {
    match bound.session.binding.step {
        Step::Asked => ask_again(till, bound).await,
        Step::Open | Step::Held => look(till, shop, bound).await,
        Step::Ordered => take(till, &Clerk::WUFI, bound, None).await.map(|()| Next::AsWritten),
        Step::Releasing => release(till, bound).await.map(|()| Next::AsWritten),
        Step::Taken | Step::Released | Step::Disowned => Ok(Next::AsWritten),
    }
}

/// The answer of the provider was lost: it is asked again, and tells of the same intent.
async fn ask_again(till: &Till, bound: &Bound) -> Result<Next, FlowError> {
    let intent = match till.create(bound).await {
        Err(FlowError::Provider(error)) if !error.is_temporary() => {
            let_go(till, &bound.session.id).await?;
            return Ok(Next::AsWritten);
        }
        intent => intent?,
    };
    let mut tx = till.db.begin().await?;
    let caller = Caller::for_owner(&bound.session.binding.owner);
    let is_kept = learn(&mut tx, &caller, (&bound.cart, &bound.session.id), &intent).await?;
    tx.commit().await?;
    if !is_kept {
        let_go(till, &bound.session.id).await?;
    }
    Ok(Next::AsWritten)
}

async fn look(till: &Till, shop: &Shop, bound: &Bound) -> Result<Next, FlowError> {
    let Some(id) = &bound.session.binding.intent else { return ask_again(till, bound).await };
    let intent = till.look(id).await?;
    if intent.status.has_money() {
        return finish(till, shop, bound, intent).await;
    }
    if brake::hear_of(till, bound, &intent).await? {
        call_off(till, &bound.session.id).await?;
        return Ok(Next::AsWritten);
    }
    let is_over = till.db.now() >= open_until(bound.session.created_at);
    if intent.status == IntentStatus::Canceled || (is_over && intent.status != IntentStatus::Processing) {
        let_go(till, &bound.session.id).await?;
        return Ok(Next::AsWritten);
    }
    Ok(Next::At(open_until(bound.session.created_at).max(till.db.now().after_secs(HELD_PAUSE_SECS))))
}

/// Makes the order, in the name of whoever began to pay.
async fn finish(till: &Till, shop: &Shop, bound: &Bound, intent: Intent) -> Result<Next, FlowError> {
    let caller = Caller::for_owner(&bound.session.binding.owner);
    let error = match checkout::finish(till, shop, &caller, bound, intent).await {
        Ok(order) => {
            info!(order.id = %order.id, "Made the order of a payment that nobody came back for");
            return Ok(Next::AsWritten);
        }
        Err(error) => error,
    };
    let held_since = bound.session.authorized_at.unwrap_or(till.db.now());
    match error {
        FlowError::Store(_) | FlowError::Provider(_) | FlowError::ProviderUnsettled => Err(error),
        // The cart is another's by now, or gone: the money was for nothing.
        FlowError::Cart(CartError::NotFound) => {
            let_go(till, &bound.session.id).await?;
            Ok(Next::AsWritten)
        }
        _ if till.db.now() >= held_since.after_secs(HELD_SECS) => {
            let_go(till, &bound.session.id).await?;
            Ok(Next::AsWritten)
        }
        _ if checkout::is_final(&error) => Ok(Next::AsWritten),
        _ => Ok(Next::At(till.db.now().after_secs(HELD_PAUSE_SECS))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_and_ends_at_half_a_minute() {
        assert_eq!([1, 2, 3, 5, 6, 50].map(pause_secs), [1, 2, 4, 16, 30, 30]);
    }
}
