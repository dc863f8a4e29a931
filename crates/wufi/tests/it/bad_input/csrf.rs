//! The route table and the CSRF token: no route changes anything without it.

use reqwest::header::{HeaderName, HeaderValue};
use wufi_api::policy::{Csrf, Verb};
use wufi_domain::fault::Code;

use super::routes::writing;
use super::send::{Attack, what};

const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

#[tokio::test]
async fn no_route_of_the_table_changes_anything_without_the_token_of_its_caller() {
    let attack = Attack::prepare().await;
    for case in writing(&attack.shop).await {
        match case.route.csrf {
            Csrf::Checked | Csrf::Inside => {}
            Csrf::WithCookie | Csrf::Exempt(_) => continue,
            Csrf::Reads => panic!("{} changes something", case.route.path),
        }
        let stranger = attack.mallory.csrf().await;
        for (token, code) in [("", Code::CsrfTokenInvalid), (&stranger, Code::CsrfTokenInvalid)] {
            let request = case.good(&case.path).header(CSRF, HeaderValue::from_str(token).unwrap());
            attack.refused(&case, request, &what(&case, "another's token")).await.refused(code);
        }
        let answer = attack.bare(&case).await;
        answer.refused(Code::CsrfTokenMissing);
        attack.takes_good(&case).await;
    }
}

#[test]
fn every_route_that_changes_something_is_kept_from_other_pages_or_says_why_not() {
    for route in wufi_api::routes::table() {
        match (route.verb, route.csrf) {
            (Verb::Get, csrf) => assert_eq!(csrf, Csrf::Reads, "{}", route.path),
            (_, Csrf::Checked | Csrf::Inside) => assert!(!route.path.starts_with("/admin/"), "{}", route.path),
            (_, Csrf::WithCookie) => assert!(route.path.starts_with("/admin/"), "{}", route.path),
            (_, Csrf::Exempt(reason)) => assert!(reason.len() > 10, "{}", route.path),
            (_, Csrf::Reads) => panic!("{} changes something", route.path),
        }
    }
}
