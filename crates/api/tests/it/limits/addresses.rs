//! Whose address a request is counted for, and what nobody can claim.

use super::*;
use crate::kit::PROXY;

/// Whatever a stranger writes into its requests, they come from the socket's other end.
#[tokio::test]
async fn an_address_that_a_stranger_claims_is_no_other_address() {
    let claims: Vec<(&'static str, String)> = (0..40)
        .flat_map(|nth| {
            [
                ("x-forwarded-for", format!("198.51.100.{nth}")),
                ("x-forwarded-for", format!("198.51.100.{nth}, {PROXY}")),
                ("x-forwarded-for", format!("{PROXY}, 198.51.100.{nth}:80")),
                ("x-forwarded-for", format!("[2001:db8::{nth}]:443")),
                ("x-forwarded-for", format!("fe80::{nth}%eth0")),
                ("x-forwarded-for", format!("unknown-{nth}")),
                ("forwarded", format!("for=198.51.100.{nth}")),
                ("x-real-ip", format!("198.51.100.{nth}")),
                ("cf-connecting-ip", format!("198.51.100.{nth}")),
                ("true-client-ip", format!("198.51.100.{nth}")),
                ("x-client-ip", format!("198.51.100.{nth}")),
                ("x-cluster-client-ip", format!("198.51.100.{nth}")),
            ]
        })
        .collect();
    let shop = limited().await;

    let passed = accepted(claims.len(), async |nth| {
        let (name, claim) = &claims[nth];
        guess(&shop).header(HeaderName::from_static(name), claim).header(FORWARDED, &format!("203.0.113.{}", nth % 250)).await
    });

    assert_eq!(passed.await, 5);
}

/// A trusted proxy's word holds, and only as far as it is a proxy's: the rest of the list is the client's own.
#[tokio::test]
async fn behind_a_trusted_proxy_each_client_counts_and_none_for_what_it_put_into_the_list() {
    let shop = limited().await;
    let guess = |forwarded: String| guess(&shop).at(PROXY).header(FORWARDED, &forwarded);

    for client in ["203.0.113.1", "203.0.113.2"] {
        assert_eq!(accepted(50, async |nth| guess(format!("198.51.100.{nth}, {client}")).await).await, 5, "{client}");
        assert_eq!(guess(format!("{client}, 10.0.0.9")).await.status, 429);
        assert_eq!(guess(format!("{client}:4711")).await.status, 429);
        assert_eq!(guess(format!("::ffff:{client}")).await.status, 429);
    }
    assert_ne!(guess("203.0.113.3".to_owned()).await.status, 429);
}

#[tokio::test]
async fn ten_thousand_addresses_of_one_household_are_one_client() {
    let shop = limited().await;

    let passed =
        accepted(10_000, async |nth| guess(&shop).at(&format!("[2001:db8:1:1:{:x}::{nth:x}]", nth * 7 % 0xffff)).await).await;

    assert_eq!(passed, 5);
    assert_ne!(guess(&shop).at("[2001:db8:1:2::1]").await.status, 429);
}

#[tokio::test]
async fn all_households_of_one_site_have_eight_times_as_much() {
    let shop = limited().await;

    let passed = accepted(1_000, async |nth| guess(&shop).at(&format!("[2001:db8:1:{nth:x}::1]")).await).await;

    assert_eq!(passed, 40);
    assert_ne!(guess(&shop).at("[2001:db8:2::1]").await.status, 429);
}

/// Its own refusals keep a household out, and not its neighbours.
#[tokio::test]
async fn whoever_hammers_keeps_no_neighbour_out() {
    let shop = limited().await;
    accepted(500, async |_| guess(&shop).at("[2001:db8:1:1::1]").await).await;

    let neighbours = accepted(100, async |nth| guess(&shop).at(&format!("[2001:db8:1:{:x}::1]", nth + 2)).await).await;

    assert_eq!(neighbours, 35);
}

#[tokio::test]
async fn an_ipv4_address_is_the_same_however_it_is_written() {
    let shop = limited().await;
    let written = ["192.0.2.1", "[::ffff:192.0.2.1]", "[::ffff:c000:201]"];

    assert_eq!(accepted(60, async |nth| guess(&shop).at(written[nth % 3]).await).await, 5);
    assert_ne!(guess(&shop).at("192.0.2.2").await.status, 429);
}

/// Whoever types wrong passwords at one address keeps nobody out at another.
#[tokio::test]
async fn a_flood_of_guesses_keeps_the_owner_of_the_account_out_nowhere_else() {
    let shop = limited().await;
    shop.account("mari").await;
    shop.wait(60);
    let wrong = serde_json::json!({ "email": "mari@wufi.ee", "password": "vale salasõna" });
    let flood = accepted(50, async |_| shop.post("/auth/customer/emailpass").at("198.51.100.1").json(wrong.clone()).await);
    assert_eq!(flood.await, 5);

    // The account's own brake has heard of five, and asks for two seconds.
    shop.wait(2);
    shop.login("mari").at("203.0.113.1").await.ok();
}
