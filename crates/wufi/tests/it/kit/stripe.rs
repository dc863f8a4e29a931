//! The demo shop with Stripe's double behind it, and carts that are paid by card.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use wufi_flow::payment;
use wufi_stripe_double::{Card, Clock, Double, Effect, Fault, Garbage, Intent, Replay, Settings};

use super::server::UNLIMITED;
use super::shopper::{Cart, line, option, tallinn, text};
use super::{Answer, Shop, Shopper};

/// The secret key of the shop's account.
pub(crate) const KEY: &str = "sk_test_doubledouble";
/// What its notices are signed with.
pub(crate) const SECRET: &str = "whsec_doubledoubledouble";

/// A shop that takes cards.
pub(crate) struct CardShop {
    pub(crate) shop: Shop,
    pub(crate) stripe: Arc<Double>,
}

/// The double of Stripe, and what a shop has to be told of it.
pub(crate) fn double() -> Double {
    double_by(Clock::system())
}

/// The same by that clock.
fn double_by(clock: Clock) -> Double {
    let settings = Settings { secret_key: KEY.to_owned(), webhook_secret: SECRET.to_owned(), clock, ..Settings::default() };
    Double::start(settings).unwrap()
}

/// The settings of a shop that takes cards there.
pub(crate) fn settings(stripe: &Double) -> [(&str, &str); 3] {
    [("WUFI_STRIPE__SECRET_KEY", KEY), ("WUFI_STRIPE__WEBHOOK_SECRET", SECRET), ("WUFI_STRIPE__API_BASE", stripe.url())]
}

/// Whatever can go wrong with a question to Stripe.
pub(crate) fn faults() -> Vec<Fault> {
    let garbage = |shape, effect| Fault::Garbage { shape, effect };
    let kept = |effect| Fault::Status { status: 500, effect, replay: Replay::Kept };
    vec![
        Fault::status(500),
        Fault::status_after_effect(500),
        kept(Effect::Done),
        kept(Effect::None),
        Fault::status(429),
        Fault::status(503),
        Fault::status_after_effect(503),
        Fault::Reset,
        Fault::AnswerLost,
        garbage(Garbage::Html, Effect::None),
        garbage(Garbage::Truncated, Effect::Done),
        garbage(Garbage::AnotherShape, Effect::Done),
        garbage(Garbage::Empty, Effect::Done),
        garbage(Garbage::Huge, Effect::Done),
    ]
}

impl CardShop {
    pub(crate) async fn open() -> Self {
        Self::open_as(&[]).await
    }

    /// The same with more settings.
    pub(crate) async fn open_as(more: &[(&str, &str)]) -> Self {
        let clock = Shop::clock();
        let told = clock.clone();
        let stripe = double_by(Clock::told_by(move || told.now().secs()));
        let shop = Shop::open_by(clock, &[&settings(&stripe)[..], &[UNLIMITED], more].concat()).await;
        Self { shop, stripe: Arc::new(stripe) }
    }

    pub(crate) fn shopper(&self) -> Shopper {
        self.shop.shopper()
    }

    /// The intent of a cart.
    pub(crate) fn intent(&self, cart: &CardCart) -> Intent {
        self.stripe.intent(&cart.intent).unwrap()
    }

    /// Looks after payments until there is nothing left to do now.
    pub(crate) async fn look_after(&self) {
        let app = &self.shop.server.app;
        while payment::look_after_next(&app.till, &app.shop()).await.unwrap() {}
    }

    /// Lets time pass in the shop.
    pub(crate) fn pass(&self, secs: i64) {
        self.shop.db.clock().advance(secs * 1_000);
    }

    /// Sends a notice to the shop as Stripe would, signed now.
    pub(crate) async fn notify(&self, body: &str) -> Answer {
        let at = self.shop.db.now().millis() / 1_000;
        self.notify_as(body, &self.stripe.webhooks().sign(body.as_bytes(), at)).await
    }

    /// The same with that signature.
    pub(crate) async fn notify_as(&self, body: &str, signature: &str) -> Answer {
        let url = format!("http://{}/hooks/payment/stripe_stripe", self.shop.server.address);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.request(Method::POST, url).header("stripe-signature", signature).body(body.to_owned());
        Answer::read(request.send().await.unwrap()).await
    }

    /// The body of the newest notice of that kind about an intent.
    pub(crate) fn news(&self, kind: &str, intent: &str) -> String {
        let events = self.stripe.webhooks().list();
        events.iter().rev().find(|event| event.kind == kind && event.subject() == intent).unwrap().body()
    }

    /// How often something is on record.
    pub(crate) async fn on_record(&self, event: &str) -> i64 {
        let mut tx = self.shop.db.read().await.unwrap();
        let (count,): (i64,) = tx.query("SELECT COUNT(*) FROM audit_outbox WHERE event = $1").bind(event).one().await.unwrap();
        count
    }

    /// How far an order is paid, as its owner is told.
    pub(crate) async fn paid(&self, owner: &Shopper, order: &Value) -> String {
        let path = format!("/store/orders/{}", text(&order["order"]["id"]));
        text(&owner.get(&path).await.ok()["order"]["payment_status"])
    }

    /// How many orders there are.
    pub(crate) async fn orders(&self) -> i64 {
        let (count,): (i64,) = self.shop.db.read().await.unwrap().query("SELECT COUNT(*) FROM shop_order").one().await.unwrap();
        count
    }

    /// That whatever holds of a shop at every moment holds.
    pub(crate) async fn is_whole(&self) {
        let broken = wufi_store::admin::invariants::broken(&mut self.shop.db.read().await.unwrap()).await.unwrap();
        assert_eq!(broken, []);
    }
}

/// A cart with an open payment by card.
#[derive(Clone, Debug)]
pub(crate) struct CardCart {
    pub(crate) cart: Cart,
    pub(crate) intent: String,
}

impl CardCart {
    pub(crate) fn complete(&self) -> String {
        self.cart.path("/complete")
    }
}

impl Shopper {
    /// A cart with so many of each SKU, whose payment by card is open.
    pub(crate) async fn card_cart(&self, goods: &[(&str, i64)]) -> CardCart {
        let cart = self.cart_to_pay(goods).await;
        let opened = self.open_card(&cart).await.ok();
        CardCart { cart, intent: intent_of(&opened) }
    }

    /// A cart with so many of each SKU, to be paid.
    pub(crate) async fn cart_to_pay(&self, goods: &[(&str, i64)]) -> Cart {
        let items: Vec<Value> = goods.iter().map(|(sku, count)| line(sku, *count)).collect();
        let body = json!({ "email": "mari@wufi.test", "items": items, "shipping_address": tallinn() });
        let made = self.post("/store/carts", body).await.ok();
        let id = text(&made["cart"]["id"]);
        self.post(&format!("/store/carts/{id}/shipping-methods"), json!({ "option_id": option("pakiautomaat-ee") })).await.ok();
        let collection = self.post("/store/payment-collections", json!({ "cart_id": id })).await.ok();
        Cart { id, collection: text(&collection["payment_collection"]["id"]) }
    }

    /// Opens a payment by card, or brings it up to date.
    pub(crate) async fn open_card(&self, cart: &Cart) -> Answer {
        self.post(&cart.sessions(), json!({ "provider_id": "pp_stripe_stripe" })).await
    }

    /// The same cart, paid in the browser and not completed.
    pub(crate) async fn paid_cart(&self, stripe: &Double, goods: &[(&str, i64)]) -> CardCart {
        let cart = self.card_cart(goods).await;
        stripe.pay(&cart.intent, Card::visa()).await.unwrap();
        cart
    }
}

/// The intent of a payment that was opened.
pub(crate) fn intent_of(opened: &Value) -> String {
    text(&opened["payment_collection"]["payment_sessions"][0]["data"]["id"])
}
