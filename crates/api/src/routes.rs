//! The table of every route.

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::{from_fn, from_fn_with_state};
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
use crate::layer::{content, credentials, csrf, idempotency, key, limits, lookout, meters, origin, staff};
use crate::openapi::{self, Info};
use crate::policy::{self, Csrf, Keyed, Limits, Route, Takes, Who};
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
    let routes = [operations, crate::auth::routes(), crate::store::routes(), crate::admin::routes(), crate::hooks::routes()];
    routes.into_iter().flatten().collect()
}

/// The router of the table, with what each route's line asks of a caller put around it.
pub fn router(app: App) -> axum::Router {
    router_of(&table(), app)
}

fn router_of(table: &[Route<App>], app: App) -> axum::Router {
    let guarded = app.clone();
    policy::router(table, move |route, methods| {
        let watch = from_fn_with_state((guarded.clone(), route.who), lookout::watch);
        let methods = limit(&guarded, route, ward(&guarded, route, guard(&guarded, route, methods))).route_layer(watch);
        match guarded.meters.results(route) {
            Some(results) => methods.route_layer(from_fn_with_state(results, meters::end)),
            None => methods,
        }
    })
    .with_state(app)
}

/// The limits, outside of everything else that a route's line asks for.
fn limit(app: &App, route: &Route<App>, methods: MethodRouter<App>) -> MethodRouter<App> {
    match route.limits {
        Limits::Exempt(_) => methods,
        Limits::In(_) if app.rates.enforcement == Enforcement::Off => methods,
        Limits::In([Class::Refresh]) => methods.route_layer(from_fn_with_state(app.clone(), limits::refresh::require)),
        Limits::In(classes) => {
            let line = limits::Line { classes, csrf: route.csrf };
            methods.route_layer(from_fn_with_state((app.clone(), line), limits::require))
        }
    }
}

/// What needs nothing but the head of a request, in the order of contract §2: where it comes from, and what it brings.
fn ward(app: &App, route: &Route<App>, methods: MethodRouter<App>) -> MethodRouter<App> {
    let methods = match route.takes {
        Takes::Nothing | Takes::Raw(_) => methods,
        Takes::Json => methods.route_layer(from_fn(content::check)),
    };
    match route.csrf {
        Csrf::Reads | Csrf::Exempt(_) => methods,
        Csrf::Checked | Csrf::WithCookie | Csrf::Inside => {
            methods.route_layer(from_fn_with_state((app.clone(), route.csrf), origin::check))
        }
    }
}

/// The key first, since a wrong one costs no query; then who it is; then whether they asked the same before.
fn guard(app: &App, route: &Route<App>, methods: MethodRouter<App>) -> MethodRouter<App> {
    let key = from_fn_with_state(app.clone(), key::require);
    let welcome = from_fn_with_state(app.clone(), credentials::welcome);
    let customer = from_fn_with_state(app.clone(), credentials::require_customer);
    let misses = from_fn_with_state(app.clone(), credentials::count_misses);
    let methods = match route.keyed {
        Keyed::Never => methods,
        Keyed::Kept(loss) => methods.route_layer(from_fn_with_state((app.clone(), loss), idempotency::heed)),
    };
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
    app.watch.ready(|| checks(&app)).await
}

/// What the shop depends on.
fn checks(app: &App) -> Checks {
    let db = app.db.clone();
    let database = move || {
        let db = db.clone();
        async move { db.ping().await.map_err(|error| error.to_string()) }
    };
    let checks = Checks::new().with("database", Weight::Vital, database);
    match app.rates.limiter.state() {
        limit::State::Local => checks,
        state => checks.with("redis", Weight::Helpful, move || std::future::ready(counted_together(state))),
    }
}

/// Whether the nodes count requests together.
fn counted_together(state: limit::State) -> Result<(), String> {
    match state {
        limit::State::Local | limit::State::Shared => Ok(()),
        limit::State::Degraded { since } => Err(format!("each node grants its share of the limits since {since}")),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::sync::Arc;

    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;
    use wufi_domain::chance::Chance;
    use wufi_domain::moment::{Clock, Moment};
    use wufi_domain::session::Policy;
    use wufi_flow::Shelf;
    use wufi_flow::auth::Gate;
    use wufi_guard::keyring::{Keyring, Keys};
    use wufi_guard::password::Passwords;
    use wufi_store::Db;

    use super::*;
    use crate::extract::{NoBody, Raw};
    use crate::policy::Verb;

    /// A shop that has nothing, with routes of a later version.
    async fn shop(folder: &std::path::Path) -> axum::Router {
        let hooks = [
            Route::post("/hooks/signed", async |Raw(bytes): Raw| bytes).who(Who::Anyone).raw("the signature is over its bytes"),
            Route::post("/hooks/other", async |_: NoBody| "read").who(Who::Anyone),
        ];
        let clock = Clock::standing_at(Moment::from_millis(0));
        let db = Db::open(&format!("sqlite:{}", folder.join("wufi.db").display()), 1, clock, Chance::seeded(1)).await.unwrap();
        let keys = Keys::new(Keyring::generate(Moment::from_millis(0), &Chance::seeded(1)));
        let passwords = Passwords::new(NonZeroUsize::MIN, Chance::seeded(1));
        let gate = Arc::new(Gate::new(keys, passwords, Policy::default(), "https://wufi.ee".into()));
        router_of(&hooks, App::new(db, Arc::new(Shelf::default()), gate))
    }

    #[test]
    fn every_route_that_changes_something_takes_json_and_says_why_where_not() {
        for route in table() {
            match (route.verb, route.takes) {
                (Verb::Get, Takes::Nothing) | (Verb::Post | Verb::Delete, Takes::Json) => {}
                (Verb::Post, Takes::Raw(why)) => assert!(route.path.starts_with("/hooks/") && !why.is_empty(), "{}", route.path),
                (verb, takes) => panic!("{} {} takes {takes:?}", verb.name(), route.path),
            }
        }
    }

    #[tokio::test]
    async fn only_a_route_that_says_so_takes_bytes_of_any_kind() {
        let folder = tempfile::tempdir().unwrap();
        let shop = shop(folder.path()).await;
        let send = async |path: &str| {
            let request = Request::post(path).header(CONTENT_TYPE, "text/plain").body(Body::from("{}")).unwrap();
            shop.clone().oneshot(request).await.unwrap().status().as_u16()
        };

        assert_eq!(send("/hooks/signed").await, 200);
        assert_eq!(send("/hooks/other").await, 415);
    }
}
