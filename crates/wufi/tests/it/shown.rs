//! What a storefront is shown of pictures, stock and shares.

use reqwest::Method;
use serde_json::json;
use wufi_domain::ids::{ProductId, RegionId};
use wufi_flow::demo::demo_id;

use crate::kit::Shop;
use crate::kit::shopper::{line, tallinn};

/// 2 kg of chicken kibble.
const KIBBLE: &str = "SKP-KANA-2KG";

#[tokio::test]
async fn a_picture_has_the_shops_address_before_it_in_products_carts_and_orders() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;

    let held = mari.get(&cart.path("?fields=*items,*items.product")).await.ok();
    let bought = mari.post(&cart.path("/complete"), json!({})).await.ok();
    let sold = mari.get("/store/products?handle=sookapp-kuivtoit-kanalihaga").await.ok();

    let picture = format!("http://{}/static/demo/sookapp-kuivtoit-kanalihaga.svg", shop.server.address);
    for place in ["/products/0/thumbnail", "/products/0/images/0/url"] {
        assert_eq!(sold.pointer(place).unwrap(), &picture, "{place}");
    }
    for place in ["/cart/items/0/thumbnail", "/cart/items/0/product/thumbnail"] {
        assert_eq!(held.pointer(place).unwrap(), &picture, "{place}");
    }
    for place in ["/order/items/0/thumbnail", "/order/items/0/variant/product/thumbnail"] {
        assert_eq!(bought.pointer(place).unwrap(), &picture, "{place}");
    }
}

#[tokio::test]
async fn how_many_are_left_is_never_told_from_a_cache_without_asking() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let one = format!("/store/products/{}", demo_id::<ProductId>("sookapp-kuivtoit-kanalihaga"));
    let look = async |path: &str, held: &str| {
        let answer = mari.send(mari.request(Method::GET, path).header("if-none-match", held)).await;
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        (answer.status, header("cache-control"), header("etag"))
    };

    for path in [one.as_str(), "/store/products?limit=100"] {
        let counted = format!("{path}{}fields=%2Bvariants.inventory_quantity", if path.contains('?') { '&' } else { '?' });
        shop.stock(KIBBLE, 7).await;
        let (_, keeping, tag) = look(&counted, "").await;
        let again = look(&counted, &tag).await;
        shop.stock(KIBBLE, 6).await;
        let fewer = look(&counted, &tag).await;

        assert_eq!((keeping.as_str(), again.0, fewer.0), ("no-cache", 304, 200), "{path}");
        assert_eq!(look(path, "").await.1, "public, max-age=60");
    }
}

#[tokio::test]
async fn what_comes_to_each_of_a_line_that_does_not_divide_is_rounded_and_not_cut() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let mut tx = shop.db.begin().await.unwrap();
    let odd = "UPDATE price SET amount_minor = 1985 WHERE currency_code = 'jpy' AND amount_minor = 1980";
    tx.query(odd).execute().await.unwrap();
    tx.commit().await.unwrap();
    let mut address = tallinn();
    address["country_code"] = json!("jp");
    let body = json!({ "region_id": demo_id::<RegionId>("jaapan"), "email": "mari@wufi.test", "shipping_address": address, "items": [line(KIBBLE, 2)] });

    let cart = mari.ready_cart_of(body, "kuller-jp").await;
    let bought = mari.post(&cart.path("/complete"), json!({})).await.ok();

    // 10 % on top of 2 × 1 985 yen.
    let item = &bought["order"]["items"][0];
    assert_eq!((&item["refundable_total"], &item["refundable_total_per_unit"]), (&json!(4_367), &json!(2_184)));
}
