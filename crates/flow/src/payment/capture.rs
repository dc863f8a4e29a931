//! Taking the money of an order because somebody of the shop says so.

use wufi_domain::ids::PaymentId;
use wufi_domain::payment::{PaymentCollection, RefundError, Step};
use wufi_store::payments;

use super::take::{note, take};
use crate::till::Till;
use crate::{Clerk, FlowError};

/// Takes the money of a payment. By hand, it is put down that it came; a provider is asked for what it holds. What was taken
/// stays so, however often it is asked for.
pub async fn capture(till: &Till, clerk: &Clerk, id: &PaymentId) -> Result<PaymentCollection, FlowError> {
    let mut tx = till.db.begin().await?;
    let seen = payments::hold(&mut tx, id).await?.ok_or(RefundError::NoPayment)?;
    if seen.is_canceled {
        return Err(RefundError::CalledOff.into());
    }
    let bound = payments::bound(&mut tx, &seen.session).await?.ok_or(RefundError::NoPayment)?;
    if !seen.is_taken && !bound.session.is_outside() {
        note(&mut tx, clerk, &seen.session).await?;
    }
    tx.commit().await?;

    if bound.session.is_outside() && bound.session.binding.step == Step::Ordered {
        take(till, clerk, &bound, None).await?;
    }
    let mut tx = till.db.read().await?;
    let collection = payments::of_payment(&mut tx, id).await?.ok_or(RefundError::NoPayment)?;
    let is_taken = collection.payment(id).is_some_and(|payment| payment.captured_at.is_some());
    // The provider had let it go, or somebody called it off meanwhile.
    if is_taken { Ok(collection) } else { Err(RefundError::CalledOff.into()) }
}
