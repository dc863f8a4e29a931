//! Orders that change hands.
//!
//! A customer asks for an order that they can see; a token goes to whoever placed it, by mail and
//! by no other way, and whoever holds it decides, once.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::Buyer;
use wufi_domain::ids::{Id, OrderId, TransferId};
use wufi_domain::mail::Kind;
use wufi_domain::moment::Moment;
use wufi_domain::order::{Order, OrderError, Transfer, Wish};
use wufi_guard::digest::token_digest;
use wufi_guard::opaque_token::TransferToken;
use wufi_store::mail::{self, Waiting};
use wufi_store::transfers::{self, Proof};
use wufi_store::{Tx, carts, customers, orders};

use crate::auth::Gate;
use crate::{Caller, FlowError};

/// A token that we wrote: whether its request is still open, the database knows.
#[derive(Clone, Debug)]
pub struct Token {
    /// Of the request.
    pub id: TransferId,
    /// Of the token.
    pub digest: String,
}

impl Token {
    /// Reads a token; one that we did not write sounds like one whose time is over.
    pub fn read(gate: &Gate, now: Moment, text: &str) -> Result<Self, FlowError> {
        let token = TransferToken::read(&gate.keys.current(), now, text).ok_or(OrderError::TransferToken)?;
        Ok(Self { id: TransferId::stored(token.id), digest: token_digest(text) })
    }

    fn proof(&self) -> Proof<'_> {
        Proof { id: &self.id, digest: &self.digest }
    }
}

/// Asks for an order in the name of the customer who calls; an earlier request for it ends.
pub async fn request(tx: &mut Tx, caller: &Caller, id: &OrderId, wish: Wish) -> Result<Order, FlowError> {
    let customer = caller.account(tx).await?.id;
    let order = orders::hold(tx, &caller.standing, id).await?.ok_or(OrderError::NotFound)?;
    order.askable_by(&customer)?;

    let facts = json!({ "customer_id": customer, "takes_email": wish.takes_email });
    let expires_at = tx.now().after_secs(Transfer::LIFE_SECS);
    let transfer = Transfer { id: tx.mint(), order: id.clone(), customer, wish, expires_at };
    transfers::put(tx, &transfer).await?;
    tell(tx, caller, &order, &transfer.id).await?;
    caller.record(tx, Event::OrderTransferRequested, ("order", id.as_str()), facts).await?;
    Ok(order)
}

/// Lays down the letter to whoever placed the order; its token is made when it is written.
async fn tell(tx: &mut Tx, caller: &Caller, order: &Order, transfer: &TransferId) -> Result<(), FlowError> {
    let waiting = Waiting {
        kind: Kind::OrderTransfer.name(),
        to: &order.email,
        locale: order.language(caller.locale),
        facts: json!({ "transfer": transfer }),
        single: None,
        request: caller.request.as_ref(),
    };
    Ok(mail::lay_down(tx, waiting).await?)
}

/// Takes back what the customer who calls asked for.
pub async fn cancel(tx: &mut Tx, caller: &Caller, id: &OrderId) -> Result<Order, FlowError> {
    let customer = caller.customer()?;
    let order = orders::hold(tx, &caller.standing, id).await?.ok_or(OrderError::NotFound)?;
    if !transfers::withdraw(tx, id, customer).await? {
        return Err(OrderError::NotFound.into());
    }
    caller.record(tx, Event::OrderTransferCanceled, ("order", id.as_str()), json!({ "customer_id": customer })).await?;
    Ok(order)
}

/// Lets the customer who asked have the order, and the cart that it was, for whoever holds the token.
///
/// The order that is answered is the customer's from here on: its token opens it no more.
pub async fn accept(tx: &mut Tx, caller: &Caller, id: &OrderId, token: &Token) -> Result<Order, FlowError> {
    let (order, transfer) = answer(tx, id, token).await?;
    let email = customers::email_of_account(tx, &transfer.customer).await?.ok_or(OrderError::TransferToken)?;

    let order = order.passed_to(Buyer { id: transfer.customer.clone(), email }, &transfer.wish, tx.now());
    orders::save_owner(tx, &order).await?;
    let email = transfer.wish.takes_email.then_some(&order.email);
    carts::give(tx, &order.cart, &transfer.customer, email).await?;
    let facts = json!({ "customer_id": transfer.customer, "takes_email": transfer.wish.takes_email });
    caller.record(tx, Event::OrderTransferAccepted, ("order", id.as_str()), facts).await?;
    Ok(order)
}

/// Keeps the order where it is, for whoever holds the token.
pub async fn decline(tx: &mut Tx, caller: &Caller, id: &OrderId, token: &Token) -> Result<Order, FlowError> {
    let (order, transfer) = answer(tx, id, token).await?;
    let facts = json!({ "customer_id": transfer.customer });
    caller.record(tx, Event::OrderTransferDeclined, ("order", id.as_str()), facts).await?;
    Ok(order)
}

/// The order and the request that a token answers, which is answered by that.
///
/// Whatever is wrong sounds the same: an id of an order must not be found out with a made-up token.
async fn answer(tx: &mut Tx, id: &OrderId, token: &Token) -> Result<(Order, Transfer), FlowError> {
    let order = transfers::hold(tx, id, token.proof()).await?.ok_or(OrderError::TransferToken)?;
    let transfer = transfers::take(tx, id, token.proof()).await?.ok_or(OrderError::TransferToken)?;
    Ok((order, transfer))
}
