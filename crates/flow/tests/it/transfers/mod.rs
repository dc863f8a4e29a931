//! An order changes hands by its token, once, and by nothing else.

mod answers;
mod races;

use wufi_domain::ids::{OrderId, TransferId};
use wufi_domain::order::{Order, OrderError, Wish};
use wufi_flow::order::transfer::{self, NewTransfer, Proof};
use wufi_flow::{Caller, FlowError};
use wufi_store::audit;

use crate::pantry::Pantry;

/// What a token proves.
#[derive(Clone)]
struct Token {
    id: TransferId,
    digest: String,
}

impl Token {
    fn new(n: u8) -> Self {
        Self { id: TransferId::stored(format!("transfer_{n:026}")), digest: format!("digest {n}") }
    }

    fn proof(&self) -> Proof<'_> {
        Proof { id: &self.id, digest: &self.digest }
    }
}

/// What can be done to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    Accept,
    Decline,
    Cancel,
}

const WITH_EMAIL: Wish = Wish { description: None, takes_email: true };
const WITHOUT: Wish = Wish { description: None, takes_email: false };

async fn request(pantry: &Pantry, caller: &Caller, order: &OrderId, (token, wish): (&Token, Wish)) -> Result<Order, FlowError> {
    let mut tx = pantry.fresh.db.begin().await?;
    let new = NewTransfer { id: token.id.clone(), digest: token.digest.clone(), wish };
    let order = transfer::request(&mut tx, caller, order, new).await?;
    tx.commit().await?;
    Ok(order)
}

async fn step(pantry: &Pantry, caller: &Caller, order: &OrderId, (step, token): (Step, &Token)) -> Result<Order, FlowError> {
    let mut tx = pantry.fresh.db.begin().await?;
    let order = match step {
        Step::Accept => transfer::accept(&mut tx, caller, order, token.proof()).await?,
        Step::Decline => transfer::decline(&mut tx, caller, order, token.proof()).await?,
        Step::Cancel => transfer::cancel(&mut tx, caller, order).await?,
    };
    tx.commit().await?;
    Ok(order)
}

fn is_bad_token<T>(answer: &Result<T, FlowError>) -> bool {
    matches!(answer, Err(FlowError::Order(OrderError::TransferToken)))
}

fn is_not_found<T>(answer: &Result<T, FlowError>) -> bool {
    matches!(answer, Err(FlowError::Order(OrderError::NotFound)))
}

/// What was put on record about transfers, by whom.
async fn record(pantry: &Pantry) -> Vec<(String, String)> {
    let mut tx = pantry.fresh.db.read().await.unwrap();
    let events = audit::list(&mut tx, "", 999).await.unwrap().into_iter();
    events.filter(|event| event.event.starts_with("order_transfer")).map(|event| (event.event, event.actor_ref)).collect()
}

async fn open_requests(pantry: &Pantry) -> i64 {
    let mut tx = pantry.fresh.db.read().await.unwrap();
    let (count,): (i64,) = tx.query("SELECT COUNT(*) FROM order_transfer").one().await.unwrap();
    count
}
