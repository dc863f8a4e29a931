//! The table of every route.

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::MethodRouter;
use bytes::Bytes;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::fault::Reason;
use wufi_domain::limit::Class;
use wufi_guard::limit;

use crate::answer;
use crate::app::App;
use crate::health::{self, Checks, Weight};
use crate::layer::{credentials, csrf, key, limits, origin, staff};
use crate::openapi::{self, Info};
use crate::policy::{self, Csrf, Limits, Route, Who};
use crate::problem::Problem;
use crate::statics;

/// Every route, in the order of the documentation.
#[must_use]
pub fn table() -> Vec<Route<App>> {
    let operations = vec![
        Route::get("/health", health::live).who(Who::Anyone).media("text/plain").summary("Says OK while the program lives."),
        Route::get("/health/ready", ready)
            .who(Who::Anyone)
            .summary("Says for each dependency whether it is there; 503 when a vital one is away.")
            .answers(&["status", "checks"]),
        Route::get("/.well-known/security.txt", security_txt)
            .who(Who::Anyone)
            .media("text/plain")
            .summary("Says whom to tell about a hole (RFC 9116)."),
        Route::get("/openapi.json", described).who(Who::Anyone).summary("This document."),
        Route::get("/static/demo/{file}", statics::demo_picture)
            .who(Who::Anyone)
            .media("image/svg+xml")
            .summary("Draws a product of the demo shop: its handle and `.svg`."),
    ];
    let routes = [operations, crate::auth::routes(), crate::store::routes(), crate::admin::routes()];
    routes.into_iter().flatten().collect()
}

/// The router of the table, with what each route's line asks of a caller put around it.
pub fn router(app: App) -> axum::Router {
    let guarded = app.clone();
    let warded =
        move |route: &Route<App>, methods| limit(&guarded, route, ward(&guarded, route, guard(&guarded, route, methods)));
    policy::router(&table(), warded).with_state(app)
}

/// The limits, outside of everything else that a route's line asks for.
fn limit(app: &App, route: &Route<App>, methods: MethodRouter<App>) -> MethodRouter<App> {
    match route.limits {
        Limits::Exempt(_) => methods,
        Limits::In(_) if app.rates.enforcement == Enforcement::Off => methods,
        Limits::In([Class::Refresh]) => methods.route_layer(from_fn_with_state(app.clone(), limits::refresh::require)),
        Limits::In(classes) => methods.route_layer(from_fn_with_state((app.clone(), classes), limits::require)),
    }
}

/// What needs nothing but the head of a request, in the order of contract §2.
fn ward(app: &App, route: &Route<App>, methods: MethodRouter<App>) -> MethodRouter<App> {
    match route.csrf {
        Csrf::Reads | Csrf::Exempt(_) => methods,
        Csrf::Checked | Csrf::WithCookie | Csrf::Inside => {
            methods.route_layer(from_fn_with_state((app.clone(), route.csrf), origin::check))
        }
    }
}

/// The key first, since a wrong one costs no query; then who it is.
fn guard(app: &App, route: &Route<App>, methods: MethodRouter<App>) -> MethodRouter<App> {
    let key = from_fn_with_state(app.clone(), key::require);
    let welcome = from_fn_with_state(app.clone(), credentials::welcome);
    let customer = from_fn_with_state(app.clone(), credentials::require_customer);
    let misses = from_fn_with_state(app.clone(), credentials::count_misses);
    let methods = match route.csrf {
        Csrf::Reads | Csrf::Exempt(_) | Csrf::Inside => methods,
        Csrf::Checked => methods.route_layer(from_fn_with_state(app.clone(), csrf::require)),
        Csrf::WithCookie => methods.route_layer(from_fn_with_state(app.clone(), csrf::require_with_cookie)),
    };
    match route.who {
        Who::Anyone => methods,
        Who::Storefront => methods.route_layer(welcome).route_layer(key),
        Who::Owner => methods.route_layer(misses).route_layer(welcome).route_layer(key),
        Who::Customer => methods.route_layer(misses).route_layer(customer).route_layer(key),
        Who::Registration => {
            let registration = from_fn_with_state(app.clone(), credentials::require_registration);
            methods.route_layer(registration).route_layer(key)
        }
        Who::Staff(roles) => methods.route_layer(from_fn_with_state((app.clone(), roles), staff::require)),
    }
}

/// The `OpenAPI` document of the table, as pretty JSON with a final line end.
#[must_use]
pub fn openapi() -> String {
    let info = Info { title: "Wufi", version: env!("CARGO_PKG_VERSION"), server: "http://127.0.0.1:9000" };
    format!("{:#}\n", openapi::document(&table(), info))
}

async fn security_txt(State(app): State<App>) -> Result<Response, Problem> {
    let told = app.security_txt.as_ref().ok_or(Problem::new(Reason::NotFound))?;
    Ok(told.answer(app.db.now()))
}

async fn described() -> Response {
    static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| openapi().into());

    let mut response = answer::text(DOCUMENT.clone());
    response.headers_mut().insert(CONTENT_TYPE, answer::JSON);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}

async fn ready(State(app): State<App>) -> Result<Response, Problem> {
    let db = app.db.clone();
    let database = move || {
        let db = db.clone();
        async move { db.ping().await.map_err(|error| error.to_string()) }
    };
    let checks = Checks::new().with("database", Weight::Vital, database);
    let checks = match app.rates.limiter.state() {
        limit::State::Local => checks,
        state => checks.with("redis", Weight::Helpful, move || std::future::ready(counted_together(state))),
    };
    checks.ready().await
}

/// Whether the nodes count requests together.
fn counted_together(state: limit::State) -> Result<(), String> {
    match state {
        limit::State::Local | limit::State::Shared => Ok(()),
        limit::State::Degraded { since } => Err(format!("each node grants its share of the limits since {since}")),
    }
}
