//! Refusals that may be an attack, as the audit log has them.

use axum::http::HeaderName;
use axum::http::header::AUTHORIZATION;
use serde_json::{Value, json};
use wufi_domain::enforcement::Enforcement;
use wufi_domain::session::Profile;
use wufi_domain::staff::Role;
use wufi_guard::api_key::KeyKind;

use crate::kit::{Answer, Shop, shop_of};

const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");
const GUEST: HeaderName = HeaderName::from_static("wufi-guest");
const UNKNOWN: &str = "/store/carts/cart_00000000000000000000000000";

/// What the lookout wrote: event, actor's kind, subject's kind, subject, facts.
type Row = (String, String, String, String, Value);

async fn written(shop: &Shop) -> Vec<Row> {
    shop.app.lookout.write(&shop.db).await.unwrap();
    let rows: Vec<(String, String, String, String, String)> = shop
        .db
        .read()
        .await
        .unwrap()
        .query(
            "SELECT event, actor_kind, subject_kind, subject_ref, facts FROM audit_outbox
              WHERE event LIKE 'malicious%' OR event LIKE 'excess%' OR event LIKE 'sys_ref%' OR event IN ('authn_api_key_fail', 'authz_fail')
              ORDER BY id",
        )
        .all()
        .await
        .unwrap();
    let read = |(event, actor, kind, subject, facts): (String, String, String, String, String)| {
        (event, actor, kind, subject, serde_json::from_str(&facts).unwrap())
    };
    rows.into_iter().map(read).collect()
}

/// A guest with a cart: proof, token, path.
async fn guest(shop: &Shop) -> (Answer, String) {
    let told = shop.get("/store/csrf").await.ok();
    let made = shop.post("/store/carts").header(GUEST, &told.text("guest_token")).header(CSRF, &told.text("csrf_token"));
    let cart = made.json(json!({})).await.ok().json()["cart"]["id"].as_str().unwrap().to_owned();
    (told, format!("/store/carts/{cart}"))
}

#[tokio::test]
async fn a_flood_without_tokens_is_one_row_that_says_how_many_and_from_where() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    for _ in 0..500 {
        shop.post("/store/carts").at("192.0.2.9").json(json!({})).await;
    }

    let rows = written(&shop).await;

    let facts = json!({
        "code": "csrf_token_missing", "route": "POST /store/carts", "network": "192.0.2.0/24", "count": 500,
    });
    let row = ("malicious_csrf".into(), "nobody".into(), "route".into(), "POST /store/carts".into(), facts);
    assert_eq!(rows, [row]);
    assert_eq!(written(&shop).await.len(), 1, "nothing is written twice");
}

#[tokio::test]
async fn a_foreign_cart_is_on_record_with_who_asked_and_an_unknown_one_is_not() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    let (_, path) = guest(&shop).await;
    let (mallory, _) = guest(&shop).await;
    let asks = |path: &str| shop.get(path).header(GUEST, &mallory.text("guest_token"));

    let foreign = asks(&path).await;
    let unknown = asks(UNKNOWN).await;

    assert_eq!(foreign.without_id(), unknown.without_id());
    let rows = written(&shop).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    let (event, actor, kind, subject, facts) = &rows[0];
    assert_eq!((event.as_str(), actor.as_str(), kind.as_str()), ("malicious_direct_reference", "guest", "cart"));
    assert_eq!((path.ends_with(subject.as_str()), &facts["route"]), (true, &json!("GET /store/carts/{id}")));
}

#[tokio::test]
async fn what_is_ones_own_or_merely_wrong_is_no_attack() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    let (mari, path) = guest(&shop).await;
    let (proof, csrf) = (mari.text("guest_token"), mari.text("csrf_token"));

    shop.get(&path).header(GUEST, &proof).await.ok();
    let wrong = shop.post(&path).header(GUEST, &proof).header(CSRF, &csrf).json(json!({ "nothing": 1 })).await;
    let nowhere = shop.get("/store/nowhere").await;
    let product = shop.get("/store/products/prod_00000000000000000000000000").await;

    assert_eq!((wrong.status, nowhere.status, product.status), (400, 404, 404));
    assert_eq!(written(&shop).await, []);
}

#[tokio::test]
async fn a_flood_of_wrong_secret_keys_is_one_row_for_each_network_and_holds_no_key() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    let right = shop.key(KeyKind::Secret).await;
    let asks = |key: String, from| shop.get("/admin/audit-log").header(AUTHORIZATION, &format!("Basic {key}")).at(from);
    for tried in 0..200 {
        for from in ["192.0.2.9", "198.51.100.9"] {
            assert_eq!(asks(format!("sk_{tried:064}"), from).await.status, 401);
        }
    }
    asks(right.expose().to_owned(), "192.0.2.9").await.ok();
    assert_eq!(shop.get("/admin/audit-log").bearer("none of ours").await.status, 401);

    let rows = written(&shop).await;

    assert_eq!(rows.len(), 2, "{rows:?}");
    for (event, actor, _, subject, facts) in &rows {
        let route = "GET /admin/audit-log";
        assert_eq!((event.as_str(), actor.as_str(), subject.as_str()), ("authn_api_key_fail", "nobody", route));
        assert_eq!((&facts["count"], &facts["code"]), (&json!(200), &json!("token_invalid")));
        assert!(!facts.to_string().contains("sk_"), "{facts}");
    }
}

#[tokio::test]
async fn who_asks_for_what_their_role_may_not_do_is_on_record_by_name_once() {
    let shop = shop_of(Profile::Strict, Enforcement::Off).await;
    let (clerk, owner) = (shop.staff("muuja", Role::Staff).await, shop.staff("peremees", Role::Owner).await);
    for _ in 0..300 {
        assert_eq!(shop.get("/admin/audit-log").bearer(&clerk).await.refusal(), (403, "role_missing".into()));
    }
    shop.get("/admin/audit-log").bearer(&owner).await.ok();

    let rows = written(&shop).await;

    assert_eq!(rows.len(), 1, "{rows:?}");
    let (event, actor, _, subject, facts) = &rows[0];
    assert_eq!((event.as_str(), actor.as_str(), subject.as_str()), ("authz_fail", "user", "GET /admin/audit-log"));
    assert_eq!((&facts["count"], &facts["code"]), (&json!(300), &json!("role_missing")));
    let (known,): (i64,) = shop
        .db
        .read()
        .await
        .unwrap()
        .query(
            "SELECT COUNT(*) FROM audit_outbox refused JOIN staff ON staff.id = refused.actor_ref
              WHERE refused.event = 'authz_fail' AND staff.email = 'muuja@wufi.ee'",
        )
        .one()
        .await
        .unwrap();
    assert_eq!(known, 1);
}
