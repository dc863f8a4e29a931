//! Things of somebody else's, by their real ids.

use serde_json::{Value, json};
use wufi_api::policy::Who;
use wufi_domain::fault::Code;

use super::routes::{Case, reading, writing};
use super::send::{Attack, what};

/// Gives every cart and order to a customer; their ids stay known to whoever knew them.
async fn give_away(attack: &Attack) {
    let mut tx = attack.shop.db.begin().await.unwrap();
    for giving in [
        "UPDATE cart SET owner_kind = 'customer', owner_ref = 'cus_mari'",
        "UPDATE shop_order SET owner_kind = 'customer', owner_ref = 'cus_mari'",
    ] {
        assert!(tx.query(giving).execute().await.unwrap() > 0);
    }
    tx.commit().await.unwrap();
}

/// All of a refusal but the request's id.
fn without_id(mut told: Value) -> Value {
    told["request_id"] = json!("");
    told
}

#[tokio::test]
async fn a_customers_things_are_not_there_for_anybody_else_on_any_route() {
    let attack = Attack::prepare().await;
    let all = writing(&attack.shop).await.into_iter().chain(reading(&attack.shop).await);
    let owned: Vec<Case> = all.filter(|case| case.route.who == Who::Owner).collect();
    assert!(owned.len() >= 12, "{}", owned.len());
    give_away(&attack).await;
    let nothing = attack.mallory.get("/store/carts/cart_00000000000000000000000000").await.refused(Code::NotFound);
    let nothing = without_id(nothing);

    for case in owned {
        let answer = attack.refused(&case, case.good(&case.path), &what(&case, "another's id")).await;
        assert_eq!(without_id(answer.refused(Code::NotFound)), nothing, "{}", case.route.path);
    }
}

#[tokio::test]
async fn a_guests_things_are_not_there_for_another_guest_on_any_route() {
    let attack = Attack::prepare().await;
    let all = writing(&attack.shop).await.into_iter().chain(reading(&attack.shop).await);
    let nothing = attack.mallory.get("/store/carts/cart_00000000000000000000000000").await.refused(Code::NotFound);
    let nothing = without_id(nothing);

    for case in all.filter(|case| case.route.who == Who::Owner) {
        // With the same login, where the route asks for one: it is not the guest's proof.
        let thief = case.caller.as_another_guest();
        let answer = attack.refused_to(&thief, case.good(&case.path), &what(&case, "another guest's id")).await;
        assert_eq!(without_id(answer.refused(Code::NotFound)), nothing, "{}", case.route.path);
    }
}
