//! An order changes hands by its token, once, and by nothing else.

mod answers;
mod races;
mod tokens;

use std::num::NonZeroUsize;

use wufi_domain::chance::Chance;
use wufi_domain::ids::{Id, OrderId, TransferId};
use wufi_domain::order::{Order, OrderError, Wish};
use wufi_domain::session::Policy;
use wufi_flow::auth::Gate;
use wufi_flow::order::transfer::{self, Token};
use wufi_flow::{Caller, FlowError};
use wufi_guard::digest::token_digest;
use wufi_guard::keyring::{Keyring, Keys};
use wufi_guard::opaque_token::TransferToken;
use wufi_guard::password::Passwords;
use wufi_store::{audit, transfers};

use crate::pantry::{Pantry, pantry};

/// A shop with keys for its tokens.
struct Counter {
    pantry: Pantry,
    gate: Gate,
}

/// Opens it with nine pieces of its one thing.
async fn counter() -> Counter {
    let pantry = pantry(9).await;
    let keys = Keys::new(Keyring::generate(pantry.fresh.db.now(), &Chance::System));
    let passwords = Passwords::new(NonZeroUsize::MIN, Chance::System);
    Counter { pantry, gate: Gate::new(keys, passwords, Policy::default(), "https://wufi.ee".into()) }
}

/// What can be done to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Accept,
    Decline,
    Cancel,
}

const WITH_EMAIL: Wish = Wish { description: None, takes_email: true };
const WITHOUT: Wish = Wish { description: None, takes_email: false };

impl Counter {
    async fn request(&self, caller: &Caller, order: &OrderId, wish: Wish) -> Result<Order, FlowError> {
        let mut tx = self.pantry.fresh.db.begin().await?;
        let order = transfer::request(&mut tx, caller, order, wish).await?;
        tx.commit().await?;
        Ok(order)
    }

    /// The token of the request that an order has open, as its letter would hold it.
    async fn token(&self, order: &OrderId) -> String {
        let mut tx = self.pantry.fresh.db.begin().await.unwrap();
        let open = tx.query("SELECT id FROM order_transfer WHERE order_id = $1").bind(order.as_str());
        let (id,): (String,) = open.one().await.unwrap();
        let token = TransferToken { id: id.clone() }.issue(&self.gate.keys.current(), tx.now());
        let digest = token_digest(token.expose());
        transfers::give_token(&mut tx, &TransferId::stored(id), &digest).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        token.expose().to_owned()
    }

    /// Asks, and takes the token out of the letter.
    async fn asked(&self, caller: &Caller, order: &OrderId, wish: Wish) -> String {
        self.request(caller, order, wish).await.unwrap();
        self.token(order).await
    }

    async fn step(&self, caller: &Caller, order: &OrderId, (step, token): (Step, &str)) -> Result<Order, FlowError> {
        let read = || Token::read(&self.gate, self.pantry.fresh.db.now(), token);
        let mut tx = self.pantry.fresh.db.begin().await?;
        let order = match step {
            Step::Accept => transfer::accept(&mut tx, caller, order, &read()?).await?,
            Step::Decline => transfer::decline(&mut tx, caller, order, &read()?).await?,
            Step::Cancel => transfer::cancel(&mut tx, caller, order).await?,
        };
        tx.commit().await?;
        Ok(order)
    }

    /// What was put on record about transfers, by whom.
    async fn record(&self) -> Vec<(String, String)> {
        let mut tx = self.pantry.fresh.db.read().await.unwrap();
        let events = audit::list(&mut tx, "", 999).await.unwrap().into_iter();
        events.filter(|event| event.event.starts_with("order_transfer")).map(|event| (event.event, event.actor_ref)).collect()
    }

    async fn open_requests(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM order_transfer").await
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.pantry.fresh.db.read().await.unwrap();
        let (count,): (i64,) = tx.query(sql).one().await.unwrap();
        count
    }

    fn wait(&self, millis: i64) {
        self.pantry.fresh.db.clock().advance(millis);
    }
}

fn is_bad_token<T>(answer: &Result<T, FlowError>) -> bool {
    matches!(answer, Err(FlowError::Order(OrderError::TransferToken)))
}

fn is_not_found<T>(answer: &Result<T, FlowError>) -> bool {
    matches!(answer, Err(FlowError::Order(OrderError::NotFound)))
}

fn unknown_order() -> OrderId {
    OrderId::stored("order_00000000000000000000000000".into())
}

fn event(name: &str, by: &str) -> (String, String) {
    (name.to_owned(), by.to_owned())
}
