//! Storefront servers that are trusted: what stands behind one address is many shoppers.

use serde_json::json;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{CartId, Id, VariantId};
use wufi_flow::demo::demo_id;
use wufi_guard::opaque_token::GuestToken;

use super::*;
use crate::kit::PROXY;

#[tokio::test]
async fn fifty_shoppers_at_ninety_a_minute_behind_a_server_that_forwards_them_are_not_limited() {
    let shop = limited().await;

    let passed =
        accepted(50 * 90, async |nth| shop.get(CART).at(PROXY).header(FORWARDED, &format!("203.0.113.{}", nth % 50)).await);

    assert_eq!(passed.await, 50 * 90);
    // The hundred-and-first of one of them is.
    accepted(10, async |_| shop.get(CART).at(PROXY).header(FORWARDED, "203.0.113.7").await).await;
    assert_eq!(shop.get(CART).at(PROXY).header(FORWARDED, "203.0.113.7").await.status, 429);
}

/// What Medusa's starter sends when somebody buys: from its server, with no cookie and nobody's address.
async fn buy(shop: &Shop, peer: &str) -> Result<(), String> {
    let ok = |answer: Answer| if answer.status == 429 { Err(answer.body) } else { Ok(answer.ok().json()) };
    let post = async |path: String, body| ok(shop.post(&path).at(peer).json(body).await);
    let line = json!({ "variant_id": demo_id::<VariantId>("WUF-NOU-30"), "quantity": 1 });

    let made = post("/store/carts".into(), json!({ "email": "mari@wufi.test", "shipping_address": tallinn() })).await?;
    let cart = format!("/store/carts/{}", made["cart"]["id"].as_str().unwrap());
    post(format!("{cart}/line-items"), line).await?;
    let options =
        ok(shop.get(&format!("/store/shipping-options?cart_id={}", made["cart"]["id"].as_str().unwrap())).at(peer).await)?;
    for option in options["shipping_options"].as_array().unwrap().iter().take(1) {
        post(format!("{cart}/shipping-methods"), json!({ "option_id": option["id"] })).await?;
    }
    let opened = post("/store/payment-collections".into(), json!({ "cart_id": made["cart"]["id"] })).await?;
    let collection = opened["payment_collection"]["id"].as_str().unwrap();
    let sessions = format!("/store/payment-collections/{collection}/payment-sessions");
    // Somebody who changes their mind twice.
    for _ in 0..3 {
        post(sessions.clone(), json!({ "provider_id": "pp_system_default" })).await?;
    }
    post(format!("{cart}/complete"), json!({})).await?;
    Ok(())
}

fn tallinn() -> serde_json::Value {
    json!({
        "first_name": "Mari", "last_name": "Maasikas", "address_1": "Pikk 1", "city": "Tallinn", "postal_code": "10123",
        "country_code": "ee",
    })
}

#[tokio::test]
async fn fifty_shoppers_of_an_unmodified_storefront_buy_at_once_and_none_limits_another() {
    let shop = limited_in(Profile::Medusa).await;

    for nth in 0..50 {
        buy(&shop, PROXY).await.unwrap_or_else(|refused| panic!("shopper {nth}: {refused}"));
    }
    assert_eq!(shop.count("SELECT COUNT(*) FROM shop_order").await, 50);
}

/// The same from a server that nobody trusts is one client who buys much.
#[tokio::test]
async fn the_same_from_a_server_that_is_not_trusted_is_one_client() {
    let shop = limited_in(Profile::Medusa).await;
    let mut bought = 0;
    for _ in 0..50 {
        bought += i64::from(buy(&shop, "192.0.2.7").await.is_ok());
    }

    assert_eq!(bought, 3);
    assert_eq!(shop.count("SELECT COUNT(*) FROM shop_order").await, 3);
}

#[tokio::test]
async fn one_shopper_of_such_a_storefront_has_a_limit_all_the_same() {
    let shop = limited().await;
    let cart = CartId::fresh(shop.db.now(), &Chance::System).as_str().to_owned();
    let guest = GuestToken::fresh(&Chance::System).issue(&shop.gate.keys.current(), shop.db.now()).expose().to_owned();
    let mari = shop.customer("mari").await.text("token");
    let read = || shop.get(&format!("/store/carts/{cart}")).at(PROXY);

    assert_eq!(accepted(150, async |_| read().await).await, 100);
    assert_eq!(accepted(150, async |_| read().header(GUEST, &guest).await).await, 100);
    assert_eq!(accepted(150, async |_| read().header(GUEST, &guest).bearer(&mari).await).await, 100);
    assert_ne!(shop.get(CART).at(PROXY).await.status, 429);
}

/// Whatever is made up to be another shopper each time: the server's own limit holds.
#[tokio::test]
async fn all_shoppers_of_such_a_storefront_together_have_fifty_times_as_much() {
    let shop = limited().await;
    let guest = || GuestToken::fresh(&Chance::System).issue(&shop.gate.keys.current(), shop.db.now()).expose().to_owned();

    let made_up = accepted(400, async |nth| {
        let asking = guess(&shop).at(PROXY);
        // Nobody, a new guest, an address that is none, one that is trusted as well.
        match nth % 4 {
            0 => asking.await,
            1 => asking.header(GUEST, &guest()).await,
            2 => asking.header(FORWARDED, "keegi").await,
            _ => asking.header(FORWARDED, PROXY).await,
        }
    });

    assert_eq!(made_up.await, 250);
    assert_ne!(guess(&shop).at("10.0.0.2").await.status, 429);
}
