//! The shop's own people at work: money and goods of orders, by hand and through Stripe's double.

mod cancels;
mod faults;
mod goods;
mod looking;
mod refunds;
mod roles;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use wufi_domain::staff::Role;

use crate::kit::shopper::text;
use crate::kit::stripe::CardShop;
use crate::kit::{Answer, Shopper};

/// What is bought.
const KIBBLE: &str = "SKP-KANA-2KG";

/// A shop that takes cards, and somebody who works there.
struct Office {
    shop: CardShop,
    clerk: Shopper,
}

/// An order, with what is worked on.
struct Sold {
    order: String,
    payment: String,
    line: String,
    /// The intent that paid; nothing by hand.
    intent: String,
    /// In minor units.
    total: i64,
    owner: Shopper,
}

impl Office {
    async fn open() -> Self {
        let shop = CardShop::open().await;
        let clerk = shop.shop.clerk(Role::Staff).await;
        Self { shop, clerk }
    }

    /// An order of so many, paid by card: the money was taken unless Stripe does not do so.
    async fn by_card(&self, count: i64) -> Sold {
        let owner = self.shop.shopper();
        let cart = owner.paid_cart(&self.shop.stripe, &[(KIBBLE, count)]).await;
        let placed = owner.post(&cart.complete(), json!({})).await.ok();
        self.sold(owner, &placed, cart.intent).await
    }

    /// An order of so many, to be paid by hand.
    async fn by_hand(&self, count: i64) -> Sold {
        let owner = self.shop.shopper();
        let cart = owner.ready_cart(&[(KIBBLE, count)]).await;
        let placed = owner.post(&cart.path("/complete"), json!({})).await.ok();
        self.sold(owner, &placed, String::new()).await
    }

    async fn sold(&self, owner: Shopper, placed: &Value, intent: String) -> Sold {
        let order = text(&placed["order"]["id"]);
        let shown = self.order(&order).await;
        let payment = &shown["payment_collections"][0]["payments"][0];
        let total = minor(&payment["raw_amount"]);
        Sold { payment: text(&payment["id"]), line: text(&shown["items"][0]["id"]), order, intent, total, owner }
    }

    /// An order as staff see it.
    async fn order(&self, id: &str) -> Value {
        self.clerk.get(&format!("/admin/orders/{id}")).await.ok()["order"].clone()
    }

    /// How far an order is paid, and how far its goods got, as staff are told and as its owner is.
    async fn statuses(&self, sold: &Sold) -> (String, String) {
        let inside = self.order(&sold.order).await;
        let outside = sold.owner.get(&format!("/store/orders/{}", sold.order)).await.ok()["order"].clone();
        let both = |name: &str| {
            assert_eq!(inside[name], outside[name]);
            text(&inside[name])
        };
        assert_eq!(inside["status"], outside["status"]);
        (both("payment_status"), both("fulfillment_status"))
    }

    async fn capture(&self, sold: &Sold) -> Answer {
        self.clerk.post(&sold.money("capture"), json!({})).await
    }

    /// Gives back so many minor units.
    async fn refund(&self, sold: &Sold, minor: i64) -> Answer {
        self.clerk.post(&sold.money("refund"), euros(minor)).await
    }

    async fn cancel(&self, sold: &Sold) -> Answer {
        self.on(sold, "/cancel", json!({})).await
    }

    /// Takes so many out of stock, each time a moment later: the newest is told last.
    async fn fulfil(&self, sold: &Sold, count: i64) -> Answer {
        self.shop.pass(1);
        self.on(sold, "/fulfillments", json!({ "items": [{ "id": sold.line, "quantity": count }] })).await
    }

    /// Something that is done to an order.
    async fn on(&self, sold: &Sold, what: &str, body: Value) -> Answer {
        self.clerk.post(&sold.goods(what), body).await
    }

    /// The same request so many times at once, each on a connection of its own.
    async fn at_once(&self, count: usize, path: &str, body: &Value) -> Vec<Answer> {
        let mut sent = JoinSet::new();
        for _ in 0..count {
            let (clerk, path, body) = (self.clerk.tab(), path.to_owned(), body.clone());
            sent.spawn(async move { clerk.post(&path, body).await });
        }
        sent.join_all().await
    }

    /// What Stripe gave back for an order, each in minor units.
    fn refunded_at_stripe(&self, sold: &Sold) -> Vec<i64> {
        let refunds = self.shop.stripe.refunds();
        let own = refunds.iter().filter(|refund| refund.payment_intent == sold.intent && refund.status != "failed");
        own.map(|refund| refund.amount).collect()
    }

    /// Lets the job do what it has to, until long after nothing is left to do; then whoever works there logs in again.
    async fn work_off(&mut self) {
        for _ in 0..8 {
            self.shop.pass(200);
            self.shop.look_after().await;
        }
        self.shop.is_whole().await;
        self.clerk = self.shop.shop.entered(Role::Staff).await;
    }
}

impl Sold {
    /// Where something is done to its money.
    fn money(&self, what: &str) -> String {
        format!("/admin/payments/{}/{what}", self.payment)
    }

    /// Where something is done to its goods.
    fn goods(&self, what: &str) -> String {
        format!("/admin/orders/{}{what}", self.order)
    }
}

/// A refund of so many minor units, as a body says it.
fn euros(minor: i64) -> Value {
    serde_json::from_str(&format!("{{\"amount\":{}.{:02}}}", minor / 100, minor % 100)).unwrap()
}

/// The minor units of an exact amount of euros.
fn minor(raw: &Value) -> i64 {
    let value = raw["value"].as_str().unwrap();
    let (whole, cents) = value.split_once('.').unwrap_or((value, ""));
    format!("{whole}{cents:0<2}").parse().unwrap()
}

/// The refunds of a payment, as `(amount, status)`.
fn refunds(payment: &Value) -> Vec<(i64, String)> {
    let all = payment["refunds"].as_array().unwrap();
    all.iter().map(|refund| (minor(&refund["raw_amount"]), text(&refund["status"]))).collect()
}
