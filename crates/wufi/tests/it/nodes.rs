//! Two nodes on one database: what one of them ends, the other refuses.

use serde_json::{Value, json};
use wufi_domain::fault::Code;

use crate::kit::server::Server;
use crate::kit::shopper::text;
use crate::kit::{Shop, Shopper};

const PASSWORD: &str = "kolm põdrapead";

struct Two {
    shop: Shop,
    _other: Server,
    here: Shopper,
    there: Shopper,
}

/// A shop with a second node, and a customer's login that both have just seen.
async fn two() -> (Two, Value) {
    let shop = Shop::open().await;
    let other = Server::start(&shop.db, shop.keys.clone()).await;
    let here = shop.shopper();
    let there = here.at(&format!("http://{}", other.address));

    let typed = json!({ "email": "mari@wufi.test", "password": PASSWORD });
    let made = here.post("/auth/customer/emailpass/register", typed.clone()).await.ok();
    here.bearing(&text(&made["token"])).post("/store/customers", json!({})).await.ok();
    let entered = here.post("/auth/customer/emailpass", typed).await.ok();
    let nodes = Two { shop, _other: other, here, there };
    nodes.there.bearing(&text(&entered["token"])).get("/store/customers/me").await.ok();
    (nodes, entered)
}

impl Two {
    /// That the other node refuses a token half a second later, and a refresh token at once.
    async fn is_over(&self, entered: &Value) {
        let refresh = json!({ "refresh_token": entered["refresh_token"] });
        self.there.post("/auth/token/refresh", refresh).await.refused(Code::SessionRevoked);
        self.shop.db.clock().advance(500);
        let known = self.there.bearing(&text(&entered["token"]));
        known.get("/store/customers/me").await.refused(Code::SessionRevoked);
        known.get("/store/products").await.refused(Code::SessionRevoked);
    }
}

#[tokio::test]
async fn a_logout_on_one_node_is_one_on_the_other() {
    let (nodes, entered) = two().await;
    let known = nodes.here.bearing(&text(&entered["token"]));

    known.delete("/auth/session").await.ok();

    known.get("/store/customers/me").await.refused(Code::SessionRevoked);
    nodes.is_over(&entered).await;
}

#[tokio::test]
async fn a_new_password_on_one_node_ends_the_other_sessions_on_the_other() {
    let (nodes, entered) = two().await;
    let again =
        nodes.here.post("/auth/customer/emailpass", json!({ "email": "mari@wufi.test", "password": PASSWORD })).await.ok();
    let known = nodes.here.bearing(&text(&again["token"]));

    let change = json!({ "current_password": PASSWORD, "password": "neli põdrapead" });
    known.post("/store/auth/password", change).await.ok();

    nodes.is_over(&entered).await;
    nodes.there.bearing(&text(&again["token"])).get("/store/customers/me").await.ok();
}

#[tokio::test]
async fn a_session_that_is_ended_on_one_node_is_over_on_the_other() {
    let (nodes, entered) = two().await;
    let again =
        nodes.here.post("/auth/customer/emailpass", json!({ "email": "mari@wufi.test", "password": PASSWORD })).await.ok();
    let known = nodes.here.bearing(&text(&again["token"]));

    known.delete(&format!("/store/auth/sessions/{}", text(&entered["session_id"]))).await.ok();

    nodes.is_over(&entered).await;
}
