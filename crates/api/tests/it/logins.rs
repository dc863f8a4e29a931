//! From nobody to a customer with tokens.

use serde_json::json;

use crate::kit::{PASSWORD, address, shop};

const ME: &str = "/store/customers/me";

#[tokio::test]
async fn a_registration_makes_a_customer_and_enters_once() {
    let shop = shop().await;
    let token = shop.register("mari").await;

    let made =
        shop.post("/store/customers").bearer(&token).json(json!({ "email": address("mari"), "first_name": "Mari" })).await.ok();
    let entered = shop.post("/auth/token/refresh").bearer(&token).await.ok();
    let again = shop.post("/auth/token/refresh").bearer(&token).await;

    assert_eq!(
        (&made.json()["customer"]["email"], &made.json()["customer"]["has_account"]),
        (&json!("mari@wufi.ee"), &json!(true))
    );
    assert_eq!(
        entered.members(),
        ["token", "token_type", "expires_in", "refresh_expires_in", "csrf_token", "session_id", "refresh_token"]
    );
    assert_eq!(shop.get(ME).bearer(&entered.text("token")).await.ok().json()["customer"]["first_name"], "Mari");
    assert_eq!(again.refusal(), (401, "token_invalid".into()));
}

#[tokio::test]
async fn a_login_answers_with_both_tokens_and_how_long_they_live() {
    let answer = shop().await.customer("mari").await;
    let told = answer.json();

    assert_eq!(
        (&told["token_type"], &told["expires_in"], &told["refresh_expires_in"]),
        (&json!("Bearer"), &json!(1_800), &json!(604_800))
    );
    assert!(answer.text("session_id").starts_with("sess_"));
    assert_eq!((answer.header("cache-control"), answer.set_cookies()), ("no-store", vec![]));
}

#[tokio::test]
async fn a_login_without_a_customer_gives_another_registration_token() {
    let shop = shop().await;
    let first = shop.register("mari").await;

    let answer = shop.login("mari").await.ok();

    assert_eq!(answer.members(), ["token"]);
    let older = shop.post("/store/customers").bearer(&first).json(json!({})).await;
    assert_eq!(older.refusal(), (401, "token_invalid".into()), "only the newest counts");
    shop.post("/store/customers").bearer(&answer.text("token")).json(json!({})).await.ok();
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_hear_the_same() {
    let shop = shop().await;
    shop.account("mari").await;
    let login =
        |email: &str, password: &str| shop.post("/auth/customer/emailpass").json(json!({ "email": email, "password": password }));

    let unknown = login("eikeegi@wufi.ee", PASSWORD).await;
    let wrong = login("mari@wufi.ee", "vale parool").await;

    assert_eq!(unknown.refusal(), (401, "invalid_credentials".into()));
    assert_eq!(unknown.without_id(), wrong.without_id());
    assert_eq!(unknown.header("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn whoever_is_a_customer_already_becomes_no_second_one() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");
    let cookie = shop.post("/auth/session").bearer(&access).await.ok().cookie("__Host-wufi_session");
    let become_one = || shop.post("/store/customers").json(json!({ "email": address("mari") }));

    assert_eq!(become_one().bearer(&access).await.refusal(), (400, "invalid_field".into()));
    assert_eq!(become_one().cookies(&cookie).await.refusal(), (400, "invalid_field".into()));
    assert_eq!(become_one().await.refusal(), (401, "token_missing".into()));
    let other = shop.register("juri").await;
    assert_eq!(
        become_one().cookies(&cookie).bearer(&other).await.refusal(),
        (400, "invalid_field".into()),
        "an address that is not its own"
    );
    let own = shop.post("/store/customers").cookies(&cookie).bearer(&other).json(json!({}));
    assert_eq!(own.await.ok().json()["customer"]["email"], "juri@wufi.ee", "a bearer token beats the cookie");
}

#[tokio::test]
async fn a_token_is_asked_for_before_a_body_is_read() {
    let shop = shop().await;
    for path in ["/store/customers", "/store/auth/password", ME] {
        let broken = shop.post(path).json(json!([1]));
        assert_eq!(broken.await.refusal().1, "token_missing", "{path}");
    }
}

#[tokio::test]
async fn passwords_that_do_not_fit_are_told_by_their_own_codes() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");
    for (password, code) in [("", "short"), ("seitse", "short"), ("password123", "common"), (&"õ".repeat(513), "long")] {
        let registering =
            shop.post("/auth/customer/emailpass/register").json(json!({ "email": address("juri"), "password": password }));
        let changing = shop.post("/store/auth/password").bearer(&access);
        let changing = changing.json(json!({ "current_password": PASSWORD, "password": password }));

        for answer in [registering.await, changing.await] {
            assert_eq!(answer.refusal(), (400, format!("password_too_{code}")), "{password}");
            assert_eq!(answer.json()["errors"][0]["path"], "password");
        }
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_told_at_registration() {
    let shop = shop().await;
    shop.account("mari").await;

    let body = json!({ "email": "MARI@wufi.ee", "password": "neli põdrapead" });
    let answer = shop.post("/auth/customer/emailpass/register").json(body).await;

    assert_eq!(answer.refusal(), (401, "identity_exists".into()));
}

#[tokio::test]
async fn only_what_there_is_can_be_logged_in_to_and_never_by_get() {
    let shop = shop().await;
    let credentials = json!({ "email": address("mari"), "password": PASSWORD });
    for unknown in
        ["/auth/robot/emailpass", "/auth/customer/google", "/auth/user/emailpass/register", "/auth/user/emailpass/update"]
    {
        assert_eq!(shop.post(unknown).json(credentials.clone()).await.refusal(), (404, "not_found".into()), "{unknown}");
    }
    let read = shop.get("/auth/customer/emailpass?email=mari@wufi.ee&password=x").await;
    assert_eq!((read.refusal(), read.header("allow")), ((405, "method_not_allowed".into()), "POST"));
}

#[tokio::test]
async fn bodies_with_credentials_are_small_and_all_their_faults_are_told_at_once() {
    let shop = shop().await;
    let large = json!({ "email": address("mari"), "password": "a".repeat(5_000) });
    assert_eq!(shop.post("/auth/customer/emailpass").json(large).await.refusal(), (413, "payload_too_large".into()));

    let faulty = shop.post("/auth/user/emailpass").json(json!({ "email": "mari", "code": 1, "role": "owner" })).await;
    let paths: Vec<String> = faulty.json()["errors"].as_array().unwrap().iter().map(|fault| fault["path"].to_string()).collect();
    assert_eq!(paths, ["\"email\"", "\"password\"", "\"code\"", "\"role\""]);
}

#[tokio::test]
async fn the_ways_to_log_in_are_listed_as_medusa_lists_them() {
    let shop = shop().await;
    let listed = shop.get("/auth/customer/providers").await.ok().json();

    let emailpass =
        json!({ "id": "emailpass", "identifier": "emailpass", "display_name": "Email/Password", "flow": "credentials" });
    assert_eq!(listed, json!({ "providers": [emailpass] }));
    assert_eq!(shop.get("/auth/user/providers").await.ok().json(), listed);
}
