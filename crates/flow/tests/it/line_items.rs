//! Lines of a cart: priced and bounded by the database, for the cart's owner alone.

use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{CartId, CustomerId, VariantId};
use wufi_domain::metadata::Metadata;
use wufi_domain::owner::Standing;
use wufi_domain::quantity::Quantity;
use wufi_flow::cart::line_items::{self, NewLine};
use wufi_flow::{Caller, FlowError};
use wufi_store::audit;

use crate::pantry::{Pantry, anyone, pantry, ready_cart};

async fn add(pantry: &Pantry, caller: &Caller, cart: &CartId, count: i64) -> Result<Cart, FlowError> {
    let new = NewLine {
        variant: VariantId::stored("variant_1".into()),
        quantity: Quantity::new(count).unwrap(),
        metadata: Metadata::none(),
    };
    let mut tx = pantry.fresh.db.begin().await?;
    let cart = line_items::add(&mut tx, &pantry.shop, caller, cart, new).await?;
    tx.commit().await?;
    Ok(cart)
}

async fn execute(pantry: &Pantry, sql: &'static str) {
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    tx.query(sql).write_one().await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn adding_merges_prices_anew_voids_the_payment_session_and_is_on_record() {
    let pantry = pantry(9).await;
    let cart = ready_cart(&pantry.fresh.db).await;
    execute(&pantry, "UPDATE price SET amount_minor = 1500 WHERE id = 'price_1'").await;

    let cart = add(&pantry, &anyone(), &cart, 2).await.unwrap();

    assert_eq!((cart.lines.len(), cart.lines[0].goods.quantity), (1, Quantity::new(3).unwrap()));
    assert_eq!(cart.totals().unwrap().all.total.minor(), 4_500, "the price is the database's, not the shelf's");
    assert!(cart.payment.unwrap().sessions.is_empty());
    let mut tx = pantry.fresh.db.read().await.unwrap();
    assert_eq!(audit::list(&mut tx, "", 10).await.unwrap()[0].event, "cart_line_added");
}

#[tokio::test]
async fn more_than_there_is_or_what_is_no_longer_sold_is_refused() {
    let pantry = pantry(2).await;
    let cart = ready_cart(&pantry.fresh.db).await;

    let too_many = add(&pantry, &anyone(), &cart, 2).await;
    execute(&pantry, "UPDATE product SET status = 'draft'").await;
    let withdrawn = add(&pantry, &anyone(), &cart, 1).await;

    assert!(matches!(too_many, Err(FlowError::Cart(CartError::OutOfStock { left: 2 }))), "{too_many:?}");
    assert!(matches!(withdrawn, Err(FlowError::Cart(CartError::VariantNotAvailable))), "{withdrawn:?}");
}

#[tokio::test]
async fn a_customers_or_a_guests_cart_is_no_cart_to_anybody_else() {
    let pantry = pantry(9).await;
    let cart = ready_cart(&pantry.fresh.db).await;
    let customer = |id: &str| Caller { standing: Standing::of_customer(CustomerId::stored(id.into())), ..anyone() };
    let guest = |digest: &str| Caller { standing: Standing::of_guest(digest.into()), ..anyone() };

    for (give, owner) in [
        ("UPDATE cart SET owner_kind = 'customer', owner_ref = 'mari'", customer("mari")),
        ("UPDATE cart SET owner_kind = 'guest', owner_ref = 'mari'", guest("mari")),
    ] {
        execute(&pantry, give).await;
        let same_word = if owner.standing.customer.is_some() { guest("mari") } else { customer("mari") };

        for stranger in [anyone(), guest("juri"), customer("juri"), guest(""), same_word] {
            let refusal = add(&pantry, &stranger, &cart, 1).await;
            assert!(matches!(refusal, Err(FlowError::Cart(CartError::NotFound))), "{stranger:?}: {refusal:?}");
        }
        assert!(add(&pantry, &owner, &cart, 1).await.is_ok(), "{owner:?}");
    }
}

#[tokio::test]
async fn a_cart_of_nobody_in_particular_is_reached_by_whoever_knows_its_id() {
    let pantry = pantry(9).await;
    let cart = ready_cart(&pantry.fresh.db).await;
    let customer = Caller { standing: Standing::of_customer(CustomerId::stored("mari".into())), ..anyone() };

    assert!(add(&pantry, &customer, &cart, 1).await.is_ok());
}
