//! The table of routes as data: the router, the tests and `OpenAPI` all read it.

mod keyed;
mod limits;

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};
use serde_json::Value;
use wufi_domain::audit::Event;
use wufi_domain::staff::Role;

use crate::extract::{FieldRules, Shape, describe};
use crate::layer::sizes::{self, BodyLimit};
pub use keyed::Keyed;
pub use limits::Limits;

/// The methods that routes have; `HEAD` comes with `GET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Reads.
    Get,
    /// Makes or changes.
    Post,
    /// Takes away.
    Delete,
}

impl Verb {
    /// The method on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever reaches the server.
    Anyone,
    /// A storefront: needs a publishable key.
    Storefront,
    /// A storefront, for the owner of the thing in the path; everybody else hears `not_found`.
    Owner,
    /// A storefront, for a logged-in customer; everybody else hears `token_missing`.
    Customer,
    /// A storefront, for whoever brings the token of a registration.
    Registration,
    /// Somebody of the shop with one of these roles, or a program with a secret key.
    Staff(&'static [Role]),
}

/// What a route leaves in the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audit {
    /// Nothing: it changes nothing.
    Reads,
    /// One of these events, in the same unit of work as the change.
    Writes(&'static [Event]),
}

/// How a route is kept from requests that somebody else's page sends (contract §5, OWASP ASVS 3.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Csrf {
    /// It reads: there is nothing to keep.
    Reads,
    /// Where the request comes from is checked, and the token that its page was given.
    Checked,
    /// The same when a cookie says who it is; no other page can send a header that does.
    WithCookie,
    /// The same, by its handler: the body says whose request it is.
    Inside,
    /// It is not checked, for this reason.
    Exempt(&'static str),
}

impl Csrf {
    fn of(verb: Verb, path: &str) -> Self {
        match verb {
            Verb::Get => Self::Reads,
            Verb::Post | Verb::Delete if path.starts_with("/admin/") => Self::WithCookie,
            Verb::Post | Verb::Delete if path.starts_with("/hooks/") => Self::Exempt("its sender signs each request"),
            Verb::Post | Verb::Delete => Self::Checked,
        }
    }
}

/// Of which kind a route's body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// There is none: it reads.
    Nothing,
    /// JSON, or none.
    Json,
    /// Bytes of whatever kind, for this reason.
    Raw(&'static str),
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Route<S> {
    /// The method.
    pub verb: Verb,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Who may.
    pub who: Who,
    /// How it is kept from other pages' requests.
    pub csrf: Csrf,
    /// In which limits it counts.
    pub limits: Limits,
    /// Whether it heeds an `Idempotency-Key`.
    pub keyed: Keyed,
    /// Of which kind its body is.
    pub takes: Takes,
    /// The schema of its body.
    pub body: Option<fn() -> Value>,
    /// The schema of its query.
    pub query: Option<fn() -> Value>,
    /// Which fields of its answer can be picked.
    pub fields: Option<&'static FieldRules>,
    /// What it leaves in the audit log.
    pub audit: Audit,
    /// How large its body may be.
    pub body_limit: BodyLimit,
    /// The members of its answer.
    pub answers: &'static [&'static str],
    /// The media type of its answer.
    pub media: &'static str,
    handler: MethodRouter<S>,
}

impl<S: Clone + Send + Sync + 'static> Route<S> {
    /// A route that reads.
    pub fn get<H: Handler<T, S>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::new(Verb::Get, path, handler)
    }

    /// A route that makes or changes.
    pub fn post<H: Handler<T, S>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::new(Verb::Post, path, handler)
    }

    /// A route that takes away.
    pub fn delete<H: Handler<T, S>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::new(Verb::Delete, path, handler)
    }

    fn new<H: Handler<T, S>, T: 'static>(verb: Verb, path: &'static str, handler: H) -> Self {
        Self {
            verb,
            path,
            summary: "",
            who: Who::Storefront,
            csrf: Csrf::of(verb, path),
            limits: Limits::of(verb, path),
            keyed: Keyed::of(verb, path),
            takes: if verb == Verb::Get { Takes::Nothing } else { Takes::Json },
            body: None,
            query: None,
            fields: None,
            audit: Audit::Reads,
            body_limit: BodyLimit::DEFAULT,
            answers: &[],
            media: "application/json",
            handler: on(verb.filter(), handler),
        }
    }

    /// Says what it does.
    #[must_use]
    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    /// Says who may; without it, a storefront.
    #[must_use]
    pub const fn who(mut self, who: Who) -> Self {
        self.who = who;
        self
    }

    /// Says that its handler checks the CSRF token, once it has read the body.
    #[must_use]
    pub const fn csrf_inside(mut self) -> Self {
        self.csrf = Csrf::Inside;
        self
    }

    /// Says what its handler's `Body` reads.
    #[must_use]
    pub const fn body<T: Shape>(mut self) -> Self {
        self.body = Some(describe::<T>);
        self
    }

    /// Says why its handler takes a body of any kind: it reads the bytes as they came.
    #[must_use]
    pub const fn raw(mut self, why: &'static str) -> Self {
        self.takes = Takes::Raw(why);
        self
    }

    /// Says what its handler's `Query` reads.
    #[must_use]
    pub const fn query<T: Shape>(mut self) -> Self {
        self.query = Some(describe::<T>);
        self
    }

    /// Says which fields of its answer can be picked.
    #[must_use]
    pub const fn fields(mut self, rules: &'static FieldRules) -> Self {
        self.fields = Some(rules);
        self
    }

    /// Says what it leaves in the audit log.
    #[must_use]
    pub const fn writes(mut self, events: &'static [Event]) -> Self {
        self.audit = Audit::Writes(events);
        self
    }

    /// Sets how many bytes its body may have.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = BodyLimit(bytes);
        self
    }

    /// Says which members its answer has.
    #[must_use]
    pub const fn answers(mut self, members: &'static [&'static str]) -> Self {
        self.answers = members;
        self
    }

    /// Says of which media type its answer is; without it, JSON.
    #[must_use]
    pub const fn media(mut self, media: &'static str) -> Self {
        self.media = media;
        self
    }
}

/// Makes the router of a table.
///
/// `guard` puts around each route what the table asks of it (keys, limits,
/// owners); it stands inside the size check and outside of the extractors.
/// Unknown paths and methods are answered bare, for the problems layer to write.
pub fn router<S: Clone + Send + Sync + 'static>(
    routes: &[Route<S>],
    guard: impl Fn(&Route<S>, MethodRouter<S>) -> MethodRouter<S>,
) -> Router<S> {
    routes.iter().fold(Router::new(), |router, route| {
        let guarded = guard(route, route.handler.clone());
        // Only around known methods: a large body on a wrong one is a wrong method first.
        router.route(route.path, guarded.route_layer(from_fn_with_state(route.body_limit, sizes::bound)))
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
    use axum::http::{Method, Request, StatusCode};
    use axum::response::Response;
    use tower::ServiceExt;
    use wufi_domain::fault::Reason;

    use super::*;
    use crate::extract::NoBody;
    use crate::problem::Problem;

    fn table() -> Vec<Route<()>> {
        vec![
            Route::get("/carts/{id}", async || "shown"),
            Route::post("/carts/{id}", async |_: NoBody| "changed").body_limit(10),
            Route::post("/carts", async |_: NoBody| "made"),
        ]
    }

    async fn send(method: Method, path: &str, headers: &[(axum::http::HeaderName, &str)], body: Body) -> Response {
        let mut request = Request::builder().method(method).uri(path).header(CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        router(&table(), |_, route| route).oneshot(request.body(body).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn methods_of_one_path_are_told_in_allow_and_head_comes_with_get() {
        let wrong = send(Method::PUT, "/carts/1", &[], Body::empty()).await;
        let head_of_post = send(Method::HEAD, "/carts", &[], Body::empty()).await;

        assert_eq!((wrong.status(), wrong.headers()[ALLOW].to_str().unwrap()), (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD,POST"));
        assert_eq!(send(Method::HEAD, "/carts/1", &[], Body::empty()).await.status(), StatusCode::OK);
        assert_eq!(
            (head_of_post.status(), head_of_post.headers()[ALLOW].to_str().unwrap()),
            (StatusCode::METHOD_NOT_ALLOWED, "POST")
        );
        assert_eq!(send(Method::GET, "/nowhere", &[], Body::empty()).await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_body_is_bounded_by_its_route_before_and_while_it_is_read() {
        let reason = |response: Response| response.extensions().get::<Problem>().map(|problem| problem.reason);
        let announced = send(Method::POST, "/carts/1", &[(CONTENT_LENGTH, "11")], Body::empty()).await;
        let streamed = send(Method::POST, "/carts/1", &[], Body::from(vec![b' '; 11])).await;
        let fitting = send(Method::POST, "/carts/1", &[], Body::from("{       }")).await;

        assert_eq!(announced.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(reason(streamed), Some(Reason::PayloadTooLarge));
        assert_eq!(fitting.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn what_the_table_asks_is_put_around_each_route() {
        let refuse = |route: &Route<()>, methods: MethodRouter<()>| match route.verb {
            Verb::Get => methods,
            Verb::Post | Verb::Delete => {
                methods.route_layer(axum::middleware::from_fn(async |_: Request<Body>, _: axum::middleware::Next| {
                    Problem::new(Reason::PublishableKeyMissing)
                }))
            }
        };
        let router = router(&table(), refuse);
        let status = async |request: Request<Body>| router.clone().oneshot(request).await.unwrap().status();

        assert_eq!(status(Request::get("/carts/1").body(Body::empty()).unwrap()).await, StatusCode::OK);
        assert_eq!(status(Request::post("/carts/1").body(Body::empty()).unwrap()).await, StatusCode::BAD_REQUEST);
    }
}
