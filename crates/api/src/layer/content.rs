//! What kind of body a request says that it has: JSON and nothing else (contract §2, §5).
//!
//! It is looked at before the key and before a byte of the body. A page of somebody
//! else's can send a form, plain text or no kind at all without asking first, and
//! JSON not: so this stands behind the check of where a request comes from.

use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body::Body as _;
use wufi_domain::fault::Reason;

use crate::problem::Problem;

/// Refuses a body that does not say that it is JSON in UTF-8, as it is; without a body nothing has to be said.
pub(crate) async fn check(request: Request, next: Next) -> Response {
    // A body of unknown length counts as one: whether a byte comes is not waited for.
    let has_body = !request.body().is_end_stream();
    if is_readable(request.headers(), has_body) {
        next.run(request).await
    } else {
        Problem::new(Reason::UnsupportedMediaType).into_response()
    }
}

/// Takes exactly `application/json`, once, with at most `charset=utf-8`, and no encoding: unpacking is a way to
/// make a small body large.
fn is_readable(headers: &HeaderMap, has_body: bool) -> bool {
    let mut kinds = headers.get_all(CONTENT_TYPE).iter();
    let is_json = match (kinds.next(), kinds.next()) {
        (None, _) => !has_body,
        (Some(kind), None) => kind.to_str().is_ok_and(is_json),
        (Some(_), Some(_)) => false,
    };
    is_json && !headers.contains_key(CONTENT_ENCODING)
}

fn is_json(kind: &str) -> bool {
    let (essence, parameter) = kind.split_once(';').map_or((kind, None), |(essence, rest)| (essence, Some(rest)));
    let is_utf8 = |parameter: &str| {
        parameter.trim().split_once('=').is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("charset") && ["utf-8", "\"utf-8\""].iter().any(|utf8| value.eq_ignore_ascii_case(utf8))
        })
    };
    essence.trim().eq_ignore_ascii_case("application/json") && parameter.is_none_or(is_utf8)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::header::HeaderName;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    /// The status for a body behind these headers; nobody may look at the body.
    async fn sent(headers: &[(HeaderName, &str)], body: Body) -> u16 {
        let router = Router::new().route("/", post(async || ()).route_layer(from_fn(check)));
        let request = headers.iter().fold(Request::post("/"), |request, (name, value)| request.header(name, *value));
        router.oneshot(request.body(body).unwrap()).await.unwrap().status().as_u16()
    }

    fn json() -> Body {
        Body::from(r#"{"count":1}"#)
    }

    /// A body of which nothing comes, and which does not end.
    struct Open;

    impl http_body::Body for Open {
        type Data = bytes::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
            std::task::Poll::Pending
        }
    }

    #[tokio::test]
    async fn only_json_in_utf8_is_read() {
        for right in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"] {
            assert_eq!(sent(&[(CONTENT_TYPE, right)], json()).await, 200, "{right}");
        }
        for wrong in [
            "",
            "text/plain",
            "application/x+json",
            "application/vnd.api+json",
            "application/json; charset=utf-16",
            "application/json; charset=iso-8859-1",
            "application/json; charset=utf-8; x=1",
            "application/json; boundary=x",
            "application/json;",
            "application/json, text/html",
            "application/jsonp",
            "*/*",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        ] {
            assert_eq!(sent(&[(CONTENT_TYPE, wrong)], json()).await, 415, "{wrong}");
            assert_eq!(sent(&[(CONTENT_TYPE, wrong)], Body::empty()).await, 415, "{wrong}");
        }
    }

    #[tokio::test]
    async fn two_kinds_none_or_an_encoding_are_refused() {
        let kind = (CONTENT_TYPE, "application/json");

        assert_eq!(sent(&[kind.clone(), kind.clone()], json()).await, 415);
        assert_eq!(sent(&[kind.clone(), (CONTENT_TYPE, "text/plain")], json()).await, 415);
        assert_eq!(sent(&[], json()).await, 415);
        for encoding in ["gzip", "br", "identity", ""] {
            assert_eq!(sent(&[kind.clone(), (CONTENT_ENCODING, encoding)], json()).await, 415, "{encoding}");
        }
    }

    #[tokio::test]
    async fn without_a_body_nothing_has_to_be_said() {
        assert_eq!(sent(&[], Body::empty()).await, 200);
        assert_eq!(sent(&[(CONTENT_TYPE, "application/json")], Body::empty()).await, 200);
    }

    #[tokio::test]
    async fn a_body_that_may_come_has_to_say_its_kind_before_it_does() {
        assert_eq!(sent(&[], Body::new(Open)).await, 415);
        assert_eq!(sent(&[(CONTENT_TYPE, "application/json")], Body::new(Open)).await, 200);
    }
}
