//! What is taken by card is what an oracle works out: from prices of the test's own, in exact fractions, with no code of the
//! shop's.

use std::env;
use std::sync::Arc;

use serde_json::json;
use tokio::task::JoinSet;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{Id, RegionId, ShippingOptionId, VariantId};
use wufi_flow::demo::demo_id;
use wufi_store::Db;
use wufi_stripe_double::{Card, Status};

use crate::kit::Shopper;
use crate::kit::shopper::{Cart, line, option, tallinn, text};
use crate::kit::stripe::{CardCart, CardShop};

/// How many carts.
fn carts() -> usize {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting")]
    env::var("WUFI_ORACLE_CARTS").map_or(120, |carts| carts.parse().unwrap())
}

/// How many shoppers buy at once.
const SHOPPERS: usize = 4;

const SKUS: [&str; 8] = [
    "SKP-KANA-400G",
    "SKP-KANA-2KG",
    "SKP-KANA-12KG",
    "TII-VIIR-500G",
    "TII-VIIR-2KG",
    "VAH-KAER-250",
    "VAH-KAER-1000",
    "VAH-VAHA-60",
];

/// Where the goods go, and what that means.
struct Place {
    region: &'static str,
    country: &'static str,
    currency: &'static str,
    way: &'static str,
    /// In parts per million, where it comes on top of the prices.
    tax_on_top: i128,
}

const PLACES: [Place; 4] = [
    Place { region: "baltikum-ja-soome", country: "ee", currency: "eur", way: "pakiautomaat-ee", tax_on_top: 0 },
    Place { region: "baltikum-ja-soome", country: "fi", currency: "eur", way: "kuller-lv-lt-fi", tax_on_top: 0 },
    Place { region: "rootsi", country: "se", currency: "sek", way: "kuller-se", tax_on_top: 0 },
    Place { region: "jaapan", country: "jp", currency: "jpy", way: "kuller-jp", tax_on_top: 100_000 },
];

/// Dice that fall the same way each time.
struct Dice(Chance);

impl Dice {
    /// From 1 up to and with `most`.
    fn upto(&self, most: i64) -> i64 {
        i64::from(u32::from_le_bytes(self.0.bytes())) % most + 1
    }

    fn pick(&self, of: usize) -> usize {
        usize::try_from(self.upto(of.try_into().unwrap())).unwrap() - 1
    }
}

/// The prices of everything in a currency, in its minor units.
#[derive(Clone)]
struct Prices(Vec<(&'static str, &'static str, i128)>);

impl Prices {
    fn of(&self, what: &str, currency: &str) -> i128 {
        self.0.iter().find(|(priced, of, _)| *priced == what && *of == currency).unwrap().2
    }

    /// Draws odd ones and writes them: no rounding comes out even by chance.
    async fn draw(dice: &Dice, db: &Db) -> Self {
        let goods = SKUS.iter().flat_map(|sku| ["eur", "sek", "jpy"].map(|currency| (*sku, currency, dice.upto(99_999))));
        let ways = PLACES.iter().map(|place| (place.way, place.currency, dice.upto(2_999)));
        let prices: Vec<_> = goods.chain(ways).collect();

        let mut tx = db.begin().await.unwrap();
        for (what, currency, minor) in &prices {
            tx.query(
                "UPDATE price SET amount_minor = $4
                  WHERE currency_code = $3
                    AND price_set_id IN (SELECT price_set_id FROM product_variant WHERE id = $1
                                          UNION ALL
                                         SELECT price_set_id FROM shipping_option WHERE id = $2)",
            )
            .bind(demo_id::<VariantId>(what).as_str())
            .bind(demo_id::<ShippingOptionId>(what).as_str())
            .bind(*currency)
            .bind(*minor)
            .write_one()
            .await
            .unwrap();
        }
        // Nothing is sold out.
        tx.query("UPDATE inventory_level SET stocked = 10000000").execute().await.unwrap();
        tx.commit().await.unwrap();
        Self(prices.into_iter().map(|(what, currency, minor)| (what, currency, i128::from(minor))).collect())
    }

    /// What a cart comes to: each line and the delivery with its tax, which is rounded once each, half away from nothing.
    fn total(&self, place: &Place, lines: &[(&'static str, i64)]) -> i128 {
        let goods = lines.iter().map(|(sku, count)| self.of(sku, place.currency) * i128::from(*count));
        let each = goods.chain([self.of(place.way, place.currency)]);
        each.map(|net| net + (2 * net * place.tax_on_top + 1_000_000) / 2_000_000).sum()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_money_that_is_taken_is_what_an_oracle_works_out() {
    let shop = Arc::new(CardShop::open().await);
    let prices = Prices::draw(&Dice(Chance::seeded(1)), &shop.shop.db).await;

    let mut buying = JoinSet::new();
    for seed in (100..).take(SHOPPERS) {
        let (shop, mari, prices) = (shop.clone(), shop.shopper(), prices.clone());
        buying.spawn(async move {
            let dice = Dice(Chance::seeded(seed));
            let mut bought = Vec::new();
            for _ in 0..carts() / SHOPPERS {
                let (cart, total) = fill(&mari, &prices, &dice).await;
                shop.stripe.pay(&cart.intent, Card::visa()).await.unwrap();
                mari.post(&cart.complete(), json!({})).await.ok();
                bought.push((cart.intent, total));
            }
            bought
        });
    }
    let bought: Vec<_> = buying.join_all().await.into_iter().flatten().collect();

    assert_eq!(bought.len(), carts() / SHOPPERS * SHOPPERS);
    for (intent, total) in bought {
        let taken = shop.stripe.charge_of(&intent).unwrap().amount_captured;
        assert_eq!(i128::from(taken), total, "{intent}");
        assert_eq!(shop.stripe.intent(&intent).unwrap().status, Status::Succeeded);
    }
    shop.is_whole().await;
}

/// Fills a cart, changes it before or after its payment is begun, and says with what it is paid and what it comes to.
async fn fill(mari: &Shopper, prices: &Prices, dice: &Dice) -> (CardCart, i128) {
    let place = &PLACES[dice.pick(PLACES.len())];
    let mut lines: Vec<(&'static str, i64)> = Vec::new();
    for _ in 0..dice.upto(5) {
        let sku = SKUS[dice.pick(SKUS.len())];
        if lines.iter().all(|(bought, _)| *bought != sku) {
            lines.push((sku, dice.upto(40)));
        }
    }
    let items: Vec<_> = lines.iter().map(|(sku, count)| line(sku, *count)).collect();
    let mut address = tallinn();
    address["country_code"] = json!(place.country);
    let region = demo_id::<RegionId>(place.region);
    let body = json!({ "region_id": region, "email": "mari@wufi.test", "items": items, "shipping_address": address });
    let made = mari.post("/store/carts", body).await.ok();
    let id = text(&made["cart"]["id"]);

    mari.post(&format!("/store/carts/{id}/shipping-methods"), json!({ "option_id": option(place.way) })).await.ok();
    let collection = mari.post("/store/payment-collections", json!({ "cart_id": id })).await.ok();
    let cart = Cart { id, collection: text(&collection["payment_collection"]["id"]) };
    if dice.upto(2) == 1 {
        mari.open_card(&cart).await.ok();
    }
    if dice.upto(2) == 1 {
        let at = dice.pick(lines.len());
        let shown = made["cart"]["items"].as_array().unwrap();
        let item = shown.iter().find(|item| item["variant_id"] == json!(demo_id::<VariantId>(lines[at].0))).unwrap();
        let path = cart.path(&format!("/line-items/{}", text(&item["id"])));
        if lines.len() > 1 && dice.upto(2) == 1 {
            mari.delete(&path).await.ok();
            lines.remove(at);
        } else {
            lines[at].1 = dice.upto(40);
            mari.post(&path, json!({ "quantity": lines[at].1 })).await.ok();
        }
    }
    let opened = mari.open_card(&cart).await.ok();
    let intent = text(&opened["payment_collection"]["payment_sessions"][0]["data"]["id"]);
    (CardCart { cart, intent }, prices.total(place, &lines))
}
