//! Where a session comes from, as far as anybody may say so.

use serde_json::Value;

use crate::kit::{PROXY, Shop, shop};

async fn places(shop: &Shop, access: &str) -> Vec<Value> {
    let listed = shop.get("/store/auth/sessions").bearer(access).await.ok().json();
    listed["sessions"].as_array().unwrap().iter().map(|session| session["ip_prefix"].clone()).collect()
}

#[tokio::test]
async fn a_session_is_of_the_network_that_a_trusted_proxy_names_and_of_no_other() {
    let shop = shop().await;
    shop.account("mari").await;
    let forwarded = |peer: &str, chain: &str| {
        // Sessions of one moment have no order among themselves.
        shop.wait(1);
        shop.login("mari").at(peer).header("x-forwarded-for".parse().unwrap(), chain)
    };

    let liar = forwarded("192.0.2.7", "203.0.113.9").await.ok().text("token");
    forwarded(PROXY, "203.0.113.9, 198.51.100.4").await.ok();
    forwarded(PROXY, "[2001:db8:1:2::3]:443").await.ok();
    shop.wait(1);
    shop.wait(1);
    shop.login("mari").at(PROXY).await.ok();

    assert_eq!(
        places(&shop, &liar).await,
        ["192.0.2.0/24".into(), "198.51.100.0/24".into(), "2001:db8:1::/48".into(), Value::Null]
    );
}
