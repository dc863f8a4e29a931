//! The brake on card testing: what it costs whom, and what it never touches.

mod attackers;
mod customers;
mod hearing;
mod modes;
mod races;
mod recovery;

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::runtime::Handle;
use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Card, Double, Status, When};

use super::KIBBLE;
use crate::kit::shopper::Cart;
use crate::kit::stripe::{CardCart, CardShop, intent_of};
use crate::kit::{Answer, Shopper};

/// The setting with which the shop believes what this machine forwards.
const FORWARDED: (&str, &str) = ("WUFI_SERVER__TRUSTED_PROXIES", "127.0.0.1/32");

/// A card of a list that somebody tries.
fn stolen(number: usize) -> Card {
    Card::declined().with_fingerprint(&format!("stolen{number}"))
}

impl CardShop {
    /// Somebody who comes from that address.
    fn visitor(&self, address: &str) -> Shopper {
        self.shopper().from(address)
    }

    /// A card is tried on an intent in a browser; whether the bank heard of it. The shop does, and looks after the payment.
    async fn try_card(&self, intent: &str, card: Card) -> bool {
        if self.stripe.pay(intent, card).await.is_err() {
            return false;
        }
        self.notify(&self.news("payment_intent.payment_failed", intent)).await.ok();
        self.look_after().await;
        true
    }

    /// Tries one stolen card after the other until the intent takes no more; how many it took.
    async fn try_list(&self, intent: &str) -> usize {
        let mut tried = 0;
        while tried < 50 && self.try_card(intent, stolen(self.stripe.charges().len())).await {
            tried += 1;
        }
        tried
    }

    /// Tries stolen cards with new guests, carts and addresses until so many were declined.
    async fn attack(&self, declines: usize) {
        let before = self.stripe.charges().len();
        for round in 0.. {
            let left = (before + declines).saturating_sub(self.stripe.charges().len());
            if left == 0 {
                break;
            }
            let visitor = self.visitor(&format!("203.0.{}.{}", 100 + round / 200, 1 + round % 200));
            let cart = visitor.card_cart(&[(KIBBLE, 1)]).await;
            for _ in 0..left.min(2) {
                self.try_card(&cart.intent, stolen(self.stripe.charges().len())).await;
            }
        }
    }

    /// Has something done in the midst of the next call of that kind, with the intent that it is about.
    fn once<F>(&self, call: Call, when: When, told: impl FnOnce(Arc<Double>, String) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send,
    {
        let (runtime, stripe, told) = (Handle::current(), Arc::downgrade(&self.stripe), Mutex::new(Some(told)));
        self.stripe.hook(call, when, move |intent| {
            let told = told.lock().unwrap().take();
            if let (Some(told), Some(stripe)) = (told, stripe.upgrade()) {
                runtime.block_on(told(stripe, intent.to_owned()));
            }
        });
    }

    /// How far an intent is.
    fn status(&self, intent: &str) -> Status {
        self.stripe.intent(intent).unwrap().status
    }

    /// How many declines are put down.
    async fn declines(&self) -> i64 {
        let mut tx = self.shop.db.read().await.unwrap();
        let (count,): (i64,) = tx.query("SELECT COUNT(*) FROM payment_decline").one().await.unwrap();
        count
    }
}

impl Shopper {
    /// Opens a payment for a new cart.
    async fn ask_for_payment(&self) -> Answer {
        let cart = self.cart_to_pay(&[(KIBBLE, 1)]).await;
        self.open_card(&cart).await
    }

    /// The same, and pays with a good card; the order.
    async fn buy(&self, shop: &CardShop, cart: Cart) -> Value {
        let intent = intent_of(&self.open_card(&cart).await.ok());
        shop.stripe.pay(&intent, Card::visa()).await.unwrap();
        let cart = CardCart { cart, intent };
        self.post(&cart.complete(), serde_json::json!({})).await.ok()
    }
}

/// That somebody has to wait so long, and is told so in every way.
#[track_caller]
fn waits(answer: Answer, secs: i64) {
    assert_eq!(answer.header("retry-after"), secs.to_string(), "{:#}", answer.json);
    let told = answer.refused(Code::RateLimitExceeded);
    assert_eq!(told["retry_after"], secs);
    assert!(told["message"].as_str().unwrap().contains(&secs.to_string()), "{told:#}");
}
