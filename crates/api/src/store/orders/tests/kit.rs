//! The demo shop behind its routes, and who calls them.

use std::num::NonZeroUsize;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use wufi_domain::chance::Chance;
use wufi_domain::customer::NewCustomer;
use wufi_domain::email::Email;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::fault::Reason;
use wufi_domain::ids::{ShippingOptionId, TransferId, VariantId};
use wufi_domain::locale::Locale;
use wufi_domain::moment::{Clock, Moment};
use wufi_domain::session::Policy;
use wufi_flow::Shelf;
use wufi_flow::auth::{self, Client, Gate, Login, Speaker, Told, Typed, Visit};
use wufi_flow::demo::{self, demo_id};
use wufi_guard::digest::token_digest;
use wufi_guard::keyring::{Keyring, Keys};
use wufi_guard::opaque_token::TransferToken;
use wufi_guard::password::{PasswordHash, Passwords};
use wufi_guard::secret::Secret;
use wufi_store::{Db, transfers};

use crate::app::App;
use crate::layer::limits::Rates;
use crate::problem::Problem;
use crate::routes;

/// The demo shop, behind its routes.
pub(super) struct Shop {
    db: Db,
    gate: Arc<Gate>,
    router: Router,
    key: String,
    _folder: TempDir,
}

/// Somebody who calls, with their access token when they are logged in.
#[derive(Clone, Copy)]
pub(super) struct Shopper<'s>(pub(super) &'s Shop, pub(super) Option<&'s str>);

pub(super) async fn open() -> Shop {
    let folder = TempDir::new().unwrap();
    let clock = Clock::standing_at(Moment::from_millis(1_795_000_000_123));
    let url = format!("sqlite:{}", folder.path().join("wufi.db").display());
    let db = Db::open(&url, 4, clock, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let hash = PasswordHash::stored("$argon2id$v=19$m=19456,t=2,p=1$c2Fs$aGFzaA".to_owned());
    demo::seed(&mut tx, demo::Shop::load().unwrap(), &hash).await.unwrap();
    let key = demo::access(&mut tx).await.unwrap().unwrap().publishable_key;
    tx.commit().await.unwrap();

    let keys = Keys::new(Keyring::generate(db.now(), &Chance::System));
    let passwords = Passwords::new(NonZeroUsize::MIN, Chance::System);
    let gate = Arc::new(Gate::new(keys, passwords, Policy::default(), "https://wufi.ee".into()));
    let shelf = Arc::new(Shelf::load(&db).await.unwrap());
    let app = App::new(db.clone(), shelf, Arc::clone(&gate)).guarding(Enforcement::Off);
    let rates = Rates { enforcement: Enforcement::Off, ..app.rates.clone() };
    let router = routes::router(app.rated(rates));
    Shop { db, gate, router, key, _folder: folder }
}

impl Shop {
    /// Makes an account and logs in; the access token.
    pub(super) async fn account(&self, name: &str) -> String {
        let told = Told { agent: None, language: None, device: None, address: None, speaker: Speaker::Itself, is_browser: false };
        let client = Client::of(&self.gate, self.db.now(), &told);
        let visit = Visit { client, locale: Locale::Et, request: None };
        let typed = || Typed {
            email: Email::parse(&format!("{name}@wufi.ee")).unwrap(),
            password: Secret::new("kolm põdrapead".to_owned()),
        };
        let token = auth::register(&self.db, &self.gate, &visit, typed()).await.unwrap();
        let new = (token.expose(), None, NewCustomer::default());
        auth::create_customer(&self.db, &self.gate, &visit, new).await.unwrap();
        match auth::login(&self.db, &self.gate, &visit, typed()).await.unwrap() {
            Login::Entered(entered) => entered.access.expose().to_owned(),
            Login::Registered(_) => panic!("{name} has no customer"),
        }
    }

    pub(super) fn nobody(&self) -> Shopper<'_> {
        Shopper(self, None)
    }

    /// The token in the letter about an order, as soon as that is written.
    pub(super) async fn letter(&self, order: &str) -> String {
        let mut tx = self.db.begin().await.unwrap();
        let open = tx.query("SELECT id FROM order_transfer WHERE order_id = $1").bind(order);
        let (id,): (String,) = open.one().await.unwrap();
        let token = TransferToken { id: id.clone() }.issue(&self.gate.keys.current(), tx.now());
        transfers::give_token(&mut tx, &TransferId::stored(id), &token_digest(token.expose())).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        token.expose().to_owned()
    }
}

impl Shopper<'_> {
    async fn send(self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Reason> {
        let Self(shop, token) = self;
        let mut request = Request::builder().method(method).uri(path).header("x-publishable-api-key", &shop.key);
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let request = request.header(CONTENT_TYPE, "application/json").body(body).unwrap();
        let response = shop.router.clone().oneshot(request).await.unwrap();
        if let Some(problem) = response.extensions().get::<Problem>() {
            return Err(problem.reason);
        }
        Ok(serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap())
    }

    pub(super) async fn get(self, path: &str) -> Result<Value, Reason> {
        self.send(Method::GET, path, None).await
    }

    pub(super) async fn post(self, path: &str, body: Value) -> Result<Value, Reason> {
        self.send(Method::POST, path, Some(body)).await
    }

    /// A cart with something in it, ready to be ordered.
    pub(super) async fn cart(self) -> String {
        let line = json!({ "variant_id": demo_id::<VariantId>("SKP-KANA-2KG"), "quantity": 1 });
        let address = json!({ "address_1": "Pikk 1", "country_code": "ee", "postal_code": "10123", "city": "Tallinn" });
        let email = if self.1.is_none() { json!("guest@wufi.ee") } else { Value::Null };
        let body = json!({ "items": [line], "shipping_address": address, "email": email });
        let made = self.post("/store/carts", body).await.unwrap();
        let cart = format!("/store/carts/{}", made["cart"]["id"].as_str().unwrap());

        let option = json!({ "option_id": demo_id::<ShippingOptionId>("pakiautomaat-ee") });
        self.post(&format!("{cart}/shipping-methods"), option).await.unwrap();
        let opened = self.post("/store/payment-collections", json!({ "cart_id": made["cart"]["id"] })).await.unwrap();
        let collection = opened["payment_collection"]["id"].as_str().unwrap();
        let sessions = format!("/store/payment-collections/{collection}/payment-sessions");
        self.post(&sessions, json!({ "provider_id": "pp_system_default" })).await.unwrap();
        cart
    }

    /// The path of an order.
    pub(super) async fn buys(self) -> String {
        let cart = self.cart().await;
        let placed = self.post(&format!("{cart}/complete"), json!({})).await.unwrap();
        format!("/store/orders/{}", placed["order"]["id"].as_str().unwrap())
    }
}
