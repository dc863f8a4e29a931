//! What happens to intents without a call of the API: in a browser, at a bank, in the dashboard, or behind everybody's back.

use crate::api::error::ApiError;
use crate::card::Card;
use crate::charge::{self, Charge};
use crate::intent::payment::{Confirm, Presence};
use crate::intent::{Intent, ending, payment};
use crate::lock;
use crate::refund::{self, NewRefund};
use crate::shared::Shared;
use crate::world::World;

/// The shopper pays in their browser with a test card; a refusal of the bank is no failure of this.
pub(crate) async fn pay(shared: &Shared, id: &str, name: &str) -> Result<(), ApiError> {
    shared.happen(|world| confirm(world, id, name.to_owned())).await
}

/// The same, with a card that has no name.
pub(crate) async fn pay_with(shared: &Shared, id: &str, card: Card) -> Result<(), ApiError> {
    let hand_over = |world: &mut World| {
        let method = world.hand_over(card).id;
        confirm(world, id, method)
    };
    shared.happen(hand_over).await
}

fn confirm(world: &mut World, id: &str, payment_method: String) -> Result<(), ApiError> {
    let confirm = Confirm { payment_method: Some(payment_method), return_url: None, presence: Presence::Browser };
    match payment::confirm(world, id, confirm) {
        Err(error) if error.status == 402 => Ok(()),
        result => result,
    }
}

pub(crate) async fn authenticate(shared: &Shared, id: &str, succeed: bool) -> Result<(), ApiError> {
    shared.happen(|world| payment::authenticate(world, id, succeed)).await
}

pub(crate) async fn settle(shared: &Shared, id: &str, succeed: bool) -> Result<(), ApiError> {
    shared.happen(|world| payment::settle(world, id, succeed)).await
}

pub(crate) async fn capture(shared: &Shared, id: &str, amount: Option<i64>) -> Result<(), ApiError> {
    shared.happen(|world| ending::capture(world, id, amount)).await
}

pub(crate) async fn cancel(shared: &Shared, id: &str) -> Result<(), ApiError> {
    shared.happen(|world| ending::cancel(world, id, Some("requested_by_customer".to_owned()))).await
}

pub(crate) async fn expire(shared: &Shared, id: &str) -> Result<(), ApiError> {
    shared.happen(|world| ending::expire(world, id)).await
}

/// Returns the refund's id.
pub(crate) async fn refund(shared: &Shared, id: &str, amount: Option<i64>) -> Result<String, ApiError> {
    let new = NewRefund { payment_intent: Some(id.to_owned()), amount, ..NewRefund::default() };
    shared.happen(|world| refund::create(world, new)).await
}

pub(crate) async fn finish_refund(shared: &Shared, id: &str, succeed: bool) -> Result<(), ApiError> {
    shared.happen(|world| refund::finish(world, id, succeed)).await
}

pub(crate) async fn dispute(shared: &Shared, id: &str) -> Result<(), ApiError> {
    shared.happen(|world| charge::dispute(world, id)).await
}

pub(crate) fn tamper(shared: &Shared, id: &str, change: impl FnOnce(&mut Intent)) -> Result<(), ApiError> {
    lock(&shared.world).intent_mut(id).map(change)
}

pub(crate) fn tamper_charge(shared: &Shared, id: &str, change: impl FnOnce(&mut Charge)) -> Result<(), ApiError> {
    lock(&shared.world).charge_mut(id).map(change)
}

pub(crate) fn forget(shared: &Shared, id: &str) -> Result<(), ApiError> {
    let mut world = lock(&shared.world);
    world.intent(id)?;
    world.intents.shift_remove(id);
    Ok(())
}
