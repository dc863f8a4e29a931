//! The routes as a storefront calls them.

use std::num::NonZeroUsize;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use wufi_domain::chance::Chance;
use wufi_domain::fault::Reason;
use wufi_domain::moment::{Clock, Moment};
use wufi_domain::session::Policy;
use wufi_flow::Shelf;
use wufi_flow::auth::Gate;
use wufi_guard::keyring::{Keyring, Keys};
use wufi_guard::password::Passwords;
use wufi_store::Db;

use super::super::routes;
use super::kit::web;
use crate::app::App;
use crate::layer::key::Channels;
use crate::policy;
use crate::problem::Problem;

/// Lets nobody in: nobody comes.
fn gate() -> Arc<Gate> {
    let keys = Keys::new(Keyring::generate(Moment::from_millis(0), &Chance::seeded(1)));
    let passwords = Passwords::new(NonZeroUsize::MIN, Chance::seeded(1));
    Arc::new(Gate::new(keys, passwords, Policy::default(), "https://wufi.ee".into()))
}

/// The answer of a shop that has nothing yet.
async fn get(path: &str) -> Response {
    let clock = Clock::standing_at(Moment::from_millis(0));
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("wufi.db").display());
    let db = Db::open(&url, 1, clock, Chance::seeded(1)).await.unwrap();
    let router = policy::router(&routes(), |_, methods| methods).with_state(App::new(db, Arc::new(Shelf::default()), gate()));
    let request = Request::get(path).extension(Channels(web())).body(Body::empty()).unwrap();
    router.oneshot(request).await.unwrap()
}

#[tokio::test]
async fn lists_of_an_empty_shop_are_empty() {
    let lists = [
        ("regions", "regions"),
        ("products", "products"),
        ("product-categories", "product_categories"),
        ("collections", "collections"),
        ("product-tags", "product_tags"),
        ("product-types", "product_types"),
        ("currencies", "currencies"),
        ("payment-providers?region_id=reg_00000000000000000000000001", "payment_providers"),
    ];
    for (path, name) in lists {
        let response = get(&format!("/store/{path}")).await;
        assert_eq!(response.headers()["cache-control"], "public, max-age=60", "{path}");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((&body[name], &body["count"]), (&Value::Array(Vec::new()), &Value::from(0)), "{path}");
    }
    assert_eq!(get("/store/locales").await.status(), 200);
}

#[tokio::test]
async fn things_that_are_not_there_are_not_found() {
    let things = [
        "regions/reg_00000000000000000000000001",
        "products/prod_00000000000000000000000001",
        "product-categories/pcat_00000000000000000000000001",
        "collections/pcol_00000000000000000000000001",
        "product-tags/ptag_00000000000000000000000001",
        "product-types/ptyp_00000000000000000000000001",
        "currencies/eur",
    ];
    for thing in things {
        let response = get(&format!("/store/{thing}")).await;
        let reason = response.extensions().get::<Problem>().map(|problem| problem.reason);
        assert_eq!((response.status().as_u16(), reason), (404, Some(Reason::NotFound)), "{thing}");
    }
}

#[test]
fn every_line_of_the_table_says_what_it_does_and_answers() {
    for route in routes() {
        assert!(route.summary.ends_with('.') && !route.answers.is_empty(), "{}", route.path);
    }
}
