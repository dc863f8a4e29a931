//! `/static`: the pictures of the demo shop, which no file holds.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH};
use axum::response::{IntoResponse, Response};
use wufi_domain::fault::Reason;
use wufi_flow::demo;
use wufi_guard::digest::token_digest;

use crate::problem::Problem;

const SVG: HeaderValue = HeaderValue::from_static("image/svg+xml");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// Storefronts of other origins show the pictures.
const CROSS_ORIGIN: HeaderValue = HeaderValue::from_static("cross-origin");
/// A new version of the program may draw otherwise: a day, then ask by the tag.
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

const FOLDER: &str = "/static/demo/";
const END: &str = ".svg";

/// Answers with the picture of a product of the demo shop, or that the caller has it already.
pub async fn demo_picture(request: Request) -> Response {
    let Some(picture) = handle(request.uri().path()).and_then(demo::picture) else {
        return Problem::new(Reason::NotFound).into_response();
    };

    let tag = format!("\"{}\"", token_digest(&picture).get(..32).unwrap_or_default());
    let is_held = request.headers().get_all(IF_NONE_MATCH).iter().any(|held| names(held, &tag));
    let mut response = if is_held { StatusCode::NOT_MODIFIED.into_response() } else { drawn(picture) };

    let headers = response.headers_mut();
    headers.insert(RESOURCE_POLICY, CROSS_ORIGIN);
    headers.insert(CACHE_CONTROL, FOR_A_DAY);
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// The product's handle, which needs no decoding: it is letters, digits and hyphens.
fn handle(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_suffix(END)
}

/// Whether `If-None-Match` names the tag (RFC 9110 §13.1.2), which a proxy may have weakened.
fn names(header: &HeaderValue, tag: &str) -> bool {
    let held = header.to_str().unwrap_or_default().split(',').map(str::trim);
    held.map(|held| held.strip_prefix("W/").unwrap_or(held)).any(|held| held == tag || held == "*")
}

fn drawn(picture: String) -> Response {
    let mut response = picture.into_response();
    response.headers_mut().insert(CONTENT_TYPE, SVG);
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http_body_util::BodyExt;

    use super::*;

    const BONE: &str = "/static/demo/sookapp-kuivtoit-kanalihaga.svg";

    async fn get(path: &str, held: Option<&str>) -> Response {
        let request = Request::get(path);
        let request = if let Some(held) = held { request.header(IF_NONE_MATCH, held) } else { request };
        demo_picture(request.body(Body::empty()).unwrap()).await
    }

    #[tokio::test]
    async fn every_picture_that_the_demo_shop_names_is_served_to_every_origin() {
        for product in &demo::Shop::load().unwrap().products {
            let answer = get(&product.picture_path(), None).await;

            assert_eq!(answer.status(), StatusCode::OK, "{}", product.handle);
            assert_eq!(answer.headers()[CONTENT_TYPE], "image/svg+xml");
            assert_eq!(answer.headers()[RESOURCE_POLICY], "cross-origin");
            assert_eq!(answer.headers()[CACHE_CONTROL], "public, max-age=86400");
            assert!(answer.into_body().collect().await.unwrap().to_bytes().starts_with(b"<svg "));
        }
    }

    #[tokio::test]
    async fn whoever_has_the_picture_is_told_so_and_gets_it_no_second_time() {
        let first = get(BONE, None).await;
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();

        for held in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = get(BONE, Some(&held)).await;

            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{held}");
            assert_eq!(again.headers()[ETAG].to_str().unwrap(), tag);
            assert!(again.into_body().collect().await.unwrap().to_bytes().is_empty());
        }
        assert_eq!(get(BONE, Some("\"other\"")).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn what_is_no_picture_is_not_found() {
        let wrong =
            ["sookapp-kuivtoit-kanalihaga", "sookapp-kuivtoit-kanalihaga.png", "unknown.svg", ".svg", "..%2F..%2Fwufi.svg"];
        for name in wrong {
            let answer = get(&format!("{FOLDER}{name}"), None).await;

            assert_eq!(answer.extensions().get::<Problem>().map(|problem| problem.reason), Some(Reason::NotFound), "{name}");
        }
    }
}
