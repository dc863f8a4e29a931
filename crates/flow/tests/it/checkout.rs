//! One cart is one order, and the last piece is sold once, however many press the button.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::task::JoinSet;
use wufi_domain::cart::{CartError, Unready};
use wufi_domain::ids::{CartId, InventoryItemId, LocationId, OrderId};
use wufi_domain::payment::CollectionStatus;
use wufi_domain::stock::{Bound, StockError, Taking};
use wufi_flow::{FlowError, checkout};
use wufi_store::{audit, carts, stock};

use crate::pantry::{Pantry, anyone, pantry, ready_cart};

/// Completes one cart in a unit of work of its own.
async fn complete(pantry: &Pantry, cart: &CartId) -> Result<(OrderId, i64), FlowError> {
    let order = checkout::complete(&pantry.till(), &pantry.shop, &anyone(), cart, None).await?;
    Ok((order.id, order.number))
}

/// Completes all of them at once.
async fn race(pantry: &Arc<Pantry>, carts: Vec<CartId>) -> Vec<Result<(OrderId, i64), FlowError>> {
    let mut racing = JoinSet::new();
    for cart in carts {
        let pantry = Arc::clone(pantry);
        racing.spawn(async move { complete(&pantry, &cart).await });
    }
    racing.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_buyers_of_the_last_ten_make_ten_orders_numbered_without_gaps() {
    let pantry = Arc::new(pantry(10).await);
    let mut carts = Vec::new();
    for _ in 0..100 {
        carts.push(ready_cart(&pantry.fresh.db).await);
    }

    let (sold, refused): (Vec<_>, Vec<_>) = race(&pantry, carts).await.into_iter().partition(Result::is_ok);

    let mut numbers: Vec<i64> = sold.into_iter().map(|order| order.unwrap().1).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=10).collect::<Vec<i64>>());
    assert!(
        refused.iter().all(|refusal| matches!(refusal, Err(FlowError::Stock { at: 0, fault: StockError::SoldOut }))),
        "{refused:?}"
    );
    let mut tx = pantry.fresh.db.read().await.unwrap();
    let (left,): (i64,) = tx.query("SELECT stocked - reserved FROM inventory_level").one().await.unwrap();
    assert_eq!(left, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_completions_of_one_cart_are_one_order() {
    let pantry = Arc::new(pantry(10).await);
    let cart = ready_cart(&pantry.fresh.db).await;

    let answers = race(&pantry, vec![cart; 50]).await;

    let orders: HashSet<String> = answers.into_iter().map(|order| order.unwrap().0.to_string()).collect();
    let mut tx = pantry.fresh.db.read().await.unwrap();
    let (reserved,): (i64,) = tx.query("SELECT reserved FROM inventory_level").one().await.unwrap();
    assert_eq!((orders.len(), reserved), (1, 1));
}

/// The order in which completions queue must not be all that stands between two buyers and one piece.
#[tokio::test]
async fn no_more_is_taken_than_is_left_however_much_was_counted_before() {
    let pantry = pantry(3).await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let some = |quantity: i64, bound: Bound| Taking {
        line: 0,
        item: InventoryItemId::stored("iitem_1".into()),
        location: LocationId::stored("sloc_1".into()),
        quantity,
        bound,
    };

    let mut taken = Vec::new();
    for taking in [some(4, Bound::ByStock), some(3, Bound::ByStock), some(1, Bound::ByStock), some(1, Bound::Unbounded)] {
        taken.push(stock::take(&mut tx, &taking).await.unwrap());
    }

    assert_eq!(taken, [Err(StockError::SoldOut), Ok(()), Err(StockError::SoldOut), Ok(())]);
    let (reserved,): (i64,) = tx.query("SELECT reserved FROM inventory_level").one().await.unwrap();
    assert_eq!(reserved, 4);
}

#[tokio::test]
async fn what_two_locations_have_together_is_sold() {
    let pantry = pantry(1).await;
    execute(&pantry, "INSERT INTO stock_location (id, name, address_id, address, created_at) SELECT 'sloc_2', name, 'laddr_2', address, created_at FROM stock_location").await;
    execute(&pantry, "INSERT INTO location_in_channel (stock_location_id, sales_channel_id) VALUES ('sloc_2', 'sc_1')").await;
    execute(&pantry, "INSERT INTO inventory_level (id, inventory_item_id, stock_location_id, stocked) VALUES ('ilev_2', 'iitem_1', 'sloc_2', 1)").await;
    let cart = ready_cart(&pantry.fresh.db).await;
    execute(&pantry, "UPDATE cart_line SET quantity = 2, unit_price_minor = 1000").await;
    execute(&pantry, "UPDATE payment_session SET amount_minor = 2000").await;

    complete(&pantry, &cart).await.unwrap();

    let mut tx = pantry.fresh.db.read().await.unwrap();
    let reserved: Vec<(i64,)> = tx.query("SELECT reserved FROM inventory_level ORDER BY id").all().await.unwrap();
    let (put_down,): (i64,) = tx.query("SELECT CAST(SUM(quantity) AS BIGINT) FROM reservation").one().await.unwrap();
    assert_eq!((reserved, put_down), (vec![(1,), (1,)], 2));
}

/// The shelf of the test is never refreshed: what is sold is the database's word.
#[tokio::test]
async fn what_was_withdrawn_a_moment_ago_is_not_sold() {
    for withdraw in ["UPDATE product SET status = 'draft'", "DELETE FROM product_in_channel"] {
        let pantry = pantry(9).await;
        let cart = ready_cart(&pantry.fresh.db).await;
        execute(&pantry, withdraw).await;

        let refusal = complete(&pantry, &cart).await;

        let fault = CartError::VariantNotAvailable;
        assert!(matches!(refusal, Err(FlowError::Item { at: 0, fault: told }) if told == fault), "{withdraw}: {refusal:?}");
    }
}

#[tokio::test]
async fn an_order_whose_tax_cannot_be_known_is_refused() {
    let pantry = pantry(9).await;
    let cart = ready_cart(&pantry.fresh.db).await;
    execute(&pantry, "UPDATE cart SET shipping_address = NULL, shipping_address_id = NULL").await;

    let refusal = complete(&pantry, &cart).await;

    assert!(matches!(refusal, Err(FlowError::Unready(Unready::NoAddress))), "{refusal:?}");
}

async fn execute(pantry: &Pantry, sql: &'static str) {
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    tx.query(sql).write_one().await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_refused_completion_leaves_cart_stock_number_and_record_as_they_were() {
    let pantry = pantry(0).await;
    let cart = ready_cart(&pantry.fresh.db).await;

    let refusal = complete(&pantry, &cart).await;

    assert!(matches!(refusal, Err(FlowError::Stock { at: 0, fault: StockError::SoldOut })), "{refusal:?}");
    let mut tx = pantry.fresh.db.read().await.unwrap();
    let held = carts::find(&mut tx, &anyone().standing, &cart).await.unwrap().unwrap();
    assert_eq!((held.completed_at, held.payment.unwrap().status), (None, CollectionStatus::NotPaid));
    assert!(audit::list(&mut tx, "", 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_order_is_put_on_record_and_its_payment_promised() {
    let pantry = pantry(1).await;
    let cart = ready_cart(&pantry.fresh.db).await;

    complete(&pantry, &cart).await.unwrap();

    let mut tx = pantry.fresh.db.read().await.unwrap();
    let held = carts::find(&mut tx, &anyone().standing, &cart).await.unwrap().unwrap();
    let payment = held.payment.unwrap();
    assert_eq!((payment.status, payment.payments.len()), (CollectionStatus::Authorized, 1));
    assert_eq!(audit::list(&mut tx, "", 10).await.unwrap()[0].event, "order_placed");
}

#[tokio::test]
async fn a_kit_with_a_part_that_no_location_has_is_not_sold_by_its_other_parts() {
    let pantry = pantry(9).await;
    let cart = ready_cart(&pantry.fresh.db).await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let now = tx.now();
    tx.query("INSERT INTO inventory_item (id, created_at) VALUES ('iitem_2', $1)").bind(now).write_one().await.unwrap();
    let part = "INSERT INTO variant_inventory (variant_id, inventory_item_id) VALUES ('variant_1', 'iitem_2')";
    tx.query(part).write_one().await.unwrap();
    tx.commit().await.unwrap();

    let refusal = complete(&pantry, &cart).await;

    assert!(matches!(refusal, Err(FlowError::Stock { at: 0, fault: StockError::Nowhere })), "{refusal:?}");
}
