//! A customer's orders are theirs alone, one by one and in lists.

use wufi_domain::ids::{CustomerId, OrderId};
use wufi_domain::order::{Order, OrderError};
use wufi_domain::owner::Standing;
use wufi_flow::order::{By, Page, Wanted, Way};
use wufi_flow::{Caller, FlowError, order};

use crate::pantry::{Pantry, pantry};
use crate::people::{also_guest, complete, customer, guest, guests_cart, look, nobodys_order, order_of, stranger};

fn everything() -> Wanted {
    Wanted { ids: Vec::new(), statuses: Vec::new(), by: By::CreatedAt, way: Way::Down, limit: 50, offset: 0 }
}

async fn list(pantry: &Pantry, caller: &Caller, wanted: &Wanted) -> Result<Page, FlowError> {
    let mut tx = pantry.fresh.db.read().await?;
    order::list(&mut tx, caller, wanted).await
}

async fn numbers(pantry: &Pantry, caller: &Caller, wanted: &Wanted) -> (Vec<i64>, i64) {
    let page = list(pantry, caller, wanted).await.unwrap();
    (page.orders.iter().map(|order| order.number).collect(), page.count)
}

/// Three orders of one customer, a minute apart, and the last one done with.
async fn three_of(pantry: &Pantry, customer: &Caller) -> [Order; 3] {
    let mut bought = Vec::new();
    for _ in 0..3 {
        bought.push(order_of(pantry, customer).await);
        pantry.fresh.db.clock().advance(60_000);
    }
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    tx.query("UPDATE shop_order SET status = 'completed' WHERE number = 3").write_one().await.unwrap();
    tx.commit().await.unwrap();
    bought.try_into().unwrap()
}

#[tokio::test]
async fn a_customers_order_is_no_order_to_anybody_else() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let juri = customer(&pantry, "juri").await;
    let marises = order_of(&pantry, &mari).await;
    let cart = guests_cart(&pantry, "proof").await;
    let guests = complete(&pantry, &guest("proof"), &cart).await.unwrap();

    assert_eq!(look(&pantry, &mari, &marises.id).await.unwrap(), marises);
    assert_eq!(look(&pantry, &guest("proof"), &guests.id).await.unwrap(), guests);
    assert_eq!(look(&pantry, &also_guest(&juri, "proof"), &guests.id).await.unwrap(), guests);
    for foreign in [stranger(), guest(""), guest("cus_mari"), juri.clone(), also_guest(&juri, "another")] {
        for order in [&marises.id, &guests.id] {
            let refusal = look(&pantry, &foreign, order).await;
            assert!(matches!(refusal, Err(FlowError::Order(OrderError::NotFound))), "{foreign:?}: {refusal:?}");
        }
    }
}

#[tokio::test]
async fn a_customer_lists_their_own_orders_and_no_others() {
    let pantry = pantry(99).await;
    let mari = customer(&pantry, "mari").await;
    let juri = customer(&pantry, "juri").await;
    let bought = three_of(&pantry, &mari).await;
    let juris = order_of(&pantry, &juri).await;
    let nobodys = nobodys_order(&pantry).await;
    let cart = guests_cart(&pantry, "proof").await;
    let guests = complete(&pantry, &guest("proof"), &cart).await.unwrap();

    let listed = list(&pantry, &also_guest(&mari, "proof"), &everything()).await.unwrap();
    let foreign = Wanted { ids: vec![juris.id, nobodys.id, guests.id], ..everything() };

    let [first, second, third] = bought;
    assert_eq!((listed.count, &listed.orders[1..]), (3, &[second, first][..]));
    assert_eq!((&listed.orders[0].id, &listed.orders[0].lines), (&third.id, &third.lines));
    assert_eq!(numbers(&pantry, &mari, &foreign).await, (vec![], 0));
    assert_eq!(numbers(&pantry, &customer(&pantry, "uus").await, &everything()).await, (vec![], 0));
}

#[tokio::test]
async fn orders_are_filtered_sorted_and_paged_and_counted_over_all_pages() {
    let pantry = pantry(99).await;
    let mari = customer(&pantry, "mari").await;
    let [first, second, third] = three_of(&pantry, &mari).await;
    let of = |ids: &[&OrderId]| Wanted { ids: ids.iter().map(|id| (*id).clone()).collect(), ..everything() };
    let by = |by: By, way: Way| Wanted { by, way, ..everything() };
    let mut by_id = [(&first.id, 1), (&second.id, 2), (&third.id, 3)];
    by_id.sort();

    for (wanted, expected) in [
        (of(&[&second.id]), (vec![2], 1)),
        (of(&[&first.id, &third.id, &first.id]), (vec![3, 1], 2)),
        (Wanted { statuses: vec!["completed"], ..everything() }, (vec![3], 1)),
        (Wanted { statuses: vec!["pending", "canceled"], ..everything() }, (vec![2, 1], 2)),
        (Wanted { statuses: vec!["draft"], ..everything() }, (vec![], 0)),
        (Wanted { statuses: vec!["completed"], ..of(&[&first.id]) }, (vec![], 0)),
        (Wanted { limit: 1, offset: 1, ..everything() }, (vec![2], 3)),
        (Wanted { limit: 0, ..everything() }, (vec![], 3)),
        (Wanted { offset: 9, ..everything() }, (vec![], 3)),
        (by(By::CreatedAt, Way::Up), (vec![1, 2, 3], 3)),
        (by(By::UpdatedAt, Way::Down), (vec![3, 2, 1], 3)),
        (by(By::UpdatedAt, Way::Up), (vec![1, 2, 3], 3)),
        (by(By::Number, Way::Up), (vec![1, 2, 3], 3)),
        (by(By::Number, Way::Down), (vec![3, 2, 1], 3)),
        (by(By::Id, Way::Up), (by_id.map(|(_, number)| number).to_vec(), 3)),
        (by(By::Id, Way::Down), (by_id.iter().rev().map(|(_, number)| *number).collect(), 3)),
    ] {
        assert_eq!(numbers(&pantry, &mari, &wanted).await, expected, "{wanted:?}");
    }
}

/// A filter is bound as one text: nothing in it may be more than the words that it is made of.
#[tokio::test]
async fn a_filter_matches_whole_words_and_their_case() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let bought = order_of(&pantry, &mari).await;
    let id = bought.id.to_string();
    let near =
        [id.to_lowercase(), format!("{id}0"), id[..id.len() - 1].to_owned(), id.replace("order_", "orderx"), ",".to_owned()];

    let wanted = Wanted { ids: near.into_iter().map(OrderId::stored).collect(), ..everything() };

    assert_eq!(numbers(&pantry, &mari, &wanted).await, (vec![], 0));
}

#[tokio::test]
async fn nobody_lists_orders_without_being_a_customer() {
    let pantry = pantry(9).await;
    nobodys_order(&pantry).await;

    for caller in [stranger(), guest("proof"), guest("")] {
        let refusal = list(&pantry, &caller, &everything()).await;
        assert!(matches!(refusal, Err(FlowError::NotLoggedIn)), "{caller:?}: {refusal:?}");
    }
    let empty = Caller { standing: Standing::of_customer(CustomerId::stored(String::new())), ..stranger() };
    assert_eq!(numbers(&pantry, &empty, &everything()).await, (vec![], 0));
}
