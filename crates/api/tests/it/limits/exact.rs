//! No interval as long as the window ever holds more than the limit, and whoever waits as told gets through.

use super::*;

/// A fixed window would let a hundred more through at its edge, a token bucket nearly as many.
#[tokio::test]
async fn a_burst_on_either_side_of_a_boundary_is_no_more_than_the_limit() {
    let shop = limited().await;
    let ask = async |_| shop.get(CART).await;
    let clock = shop.db.clock();
    assert_eq!(accepted(1, ask).await, 1);
    clock.advance(59_900);

    let before = accepted(200, ask).await;
    clock.advance(200);
    let after = accepted(200, ask).await;

    assert_eq!((before, after), (99, 1));
    clock.advance(59_799);
    assert_eq!(accepted(5, ask).await, 0);
    clock.advance(1);
    assert_eq!(accepted(200, ask).await, 99);
}

/// Spends a limit, bit by bit; half a minute later, what the refusal asks to wait.
async fn spent(shop: &Shop, limit: usize, ask: impl AsyncFn() -> Answer) -> i64 {
    for nth in 0..limit {
        assert_ne!(ask().await.status, 429, "{nth} of {limit}");
        shop.db.clock().advance(7);
    }
    shop.wait(30);
    wait(&ask().await)
}

#[tokio::test]
async fn whoever_waits_as_long_as_told_gets_through() {
    let shop = limited().await;
    let ask = async || guess(&shop).await;
    let secs = spent(&shop, 5, ask).await;
    assert_eq!(secs, 30);
    shop.wait(secs);
    assert_ne!(ask().await.status, 429);
}

#[tokio::test]
async fn whoever_waits_a_second_less_than_told_does_not_get_through() {
    let shop = limited().await;
    for (limit, path) in [(100, CART), (600, "/store/regions")] {
        let ask = async || shop.get(path).await;
        let secs = spent(&shop, limit, ask).await;
        shop.wait(secs - 1);
        assert_eq!(ask().await.status, 429, "{path}");
        shop.wait(1);
        assert_ne!(ask().await.status, 429, "{path}");
    }
}

#[tokio::test]
async fn whoever_goes_on_guessing_stays_out_and_whoever_pauses_does_not() {
    let shop = limited().await;
    assert_eq!(accepted(5, async |_| guess(&shop).await).await, 5);

    let hammering = accepted(100, async |_| {
        shop.wait(5);
        guess(&shop).await
    });

    assert_eq!(hammering.await, 0);
    shop.wait(60);
    assert_ne!(guess(&shop).await.status, 429);
}

#[tokio::test]
async fn what_one_limit_refuses_costs_nothing_in_another() {
    let shop = limited().await;
    let complete = async |_| shop.post(&format!("{CART}/complete")).await;

    assert_eq!(accepted(60, complete).await, 10);

    // Ten that were accepted, and this one.
    assert_eq!(left(&shop.get(CART).await), 89);
}

#[tokio::test]
async fn reading_ahead_counts_as_reading_and_asking_what_may_be_asked_does_not() {
    let shop = limited().await;
    let preflight = async |_| {
        let asked = HeaderName::from_static("access-control-request-method");
        shop.ask("OPTIONS", CART).on_page().header(asked, "GET").await
    };
    assert_eq!(accepted(200, preflight).await, 200);
    assert_eq!(accepted(200, async |_| shop.ask("OPTIONS", CART).await).await, 200);

    let both = accepted(200, async |nth| shop.ask(if nth % 2 == 0 { "HEAD" } else { "GET" }, CART).await).await;

    assert_eq!(both, 100);
    let refused = shop.ask("HEAD", CART).await;
    assert_eq!((refused.status, refused.body.as_str()), (429, ""));
}

/// Another way to write a path is another path, or counts as the same one.
#[tokio::test]
async fn no_way_to_write_a_path_has_a_limit_of_its_own() {
    let shop = limited().await;
    accepted(100, async |_| shop.get(CART).await).await;
    let id = CART.strip_prefix("/store/carts/").unwrap();

    for other in [format!("{CART}?x=1"), format!("/store/carts/{}", id.replace('_', "%5F")), "/store/carts/another".to_owned()] {
        assert_eq!(shop.get(&other).await.status, 429, "{other}");
    }
    for none in [
        format!("//store/carts/{id}"),
        format!("/store//carts/{id}"),
        format!("{CART}/"),
        format!("/store/%63arts/{id}"),
        format!("/store%2fcarts%2f{id}"),
        format!("/Store/Carts/{id}"),
        format!("/store/./carts/{id}"),
        format!("/x/../store/carts/{id}"),
    ] {
        let heard = shop.get(&none).await;
        assert_eq!((heard.refusal(), heard.header("ratelimit")), ((404, "not_found".into()), ""), "{none}");
    }
}

/// Each thing that comes later would be refused as well, and is not looked at.
#[tokio::test]
async fn a_limit_comes_before_origin_content_type_key_token_and_body() {
    let shop = limited().await;
    accepted(100, async |_| shop.get(CART).await).await;
    accepted(5, async |_| guess(&shop).await).await;
    let site = HeaderName::from_static("sec-fetch-site");

    for asking in [
        shop.post("/store/carts").header(site.clone(), "cross-site"),
        shop.post("/store/carts").header(axum::http::header::CONTENT_TYPE, "text/plain"),
        shop.get(CART).header(HeaderName::from_static("x-publishable-api-key"), "pk_another"),
        shop.get(CART).bearer("none"),
        shop.post("/store/carts").json(serde_json::json!({ "nonsense": true })),
        guess(&shop).header(site, "cross-site").json(serde_json::json!([])),
    ] {
        wait(&asking.await);
    }
    // The size is looked at first, and the route.
    assert_eq!(shop.ask("PUT", CART).await.status, 405);
}

/// A refusal needs no database: it comes as ever while that is away.
#[tokio::test]
async fn a_refusal_asks_the_database_nothing_and_hashes_nothing() {
    let shop = limited().await;
    let mari = shop.customer("mari").await.text("token");
    shop.wait(60);
    let complete = async |_| shop.post(&format!("{CART}/complete")).bearer(&mari).await;
    accepted(10, complete).await;
    accepted(5, async |_| guess(&shop).await).await;
    accepted(90, async |_| shop.get(CART).await).await;
    shop.db.close().await;

    // What is not refused does need it.
    assert_eq!(shop.get("/store/customers/me").bearer(&mari).await.status, 503);
    wait(&shop.login("mari").await);
    wait(&shop.get(CART).await);
    wait(&complete(0).await);
}

#[tokio::test]
async fn what_watches_the_shop_or_is_the_same_for_everybody_is_never_limited() {
    let shop = limited().await;
    for path in ["/health", "/health/ready", "/.well-known/jwks.json", "/openapi.json"] {
        let told = accepted(700, async |_| {
            let answer = shop.get(path).await;
            assert_eq!(answer.header("ratelimit"), "", "{path}");
            answer
        });
        assert_eq!(told.await, 700, "{path}");
    }
}
