//! Carts of customers: made by them, or made theirs.

use std::sync::Arc;

use tokio::task::JoinSet;
use wufi_domain::cart::{Buyer, Cart, CartError};
use wufi_domain::email::Email;
use wufi_domain::ids::CartId;
use wufi_domain::owner::Owner;
use wufi_domain::patch::Patch;
use wufi_flow::cart::{self, Changes, NewCart};
use wufi_flow::{Caller, FlowError};
use wufi_store::{StoreError, audit};

use crate::pantry::{Pantry, pantry, ready_cart};
use crate::people::{also_guest, claim, complete, customer, email, guest, guests_cart, id_of, order_of, stranger};

async fn make(pantry: &Pantry, caller: &Caller, new: NewCart) -> Result<Cart, FlowError> {
    let mut tx = pantry.fresh.db.begin().await?;
    let cart = cart::create(&mut tx, &pantry.shop, caller, new).await?;
    tx.commit().await?;
    Ok(cart)
}

async fn write_to(pantry: &Pantry, caller: &Caller, id: &CartId, email: Patch<Email>) -> Result<Cart, FlowError> {
    let mut tx = pantry.fresh.db.begin().await?;
    let cart = cart::update(&mut tx, &pantry.shop, caller, id, Changes { email, ..Changes::default() }).await?;
    tx.commit().await?;
    Ok(cart)
}

async fn find(pantry: &Pantry, caller: &Caller, id: &CartId) -> Result<Cart, FlowError> {
    let mut tx = pantry.fresh.db.read().await?;
    cart::find(&mut tx, caller, id).await
}

/// Every customer's record: address and whether it is an account's.
async fn records(pantry: &Pantry) -> Result<Vec<(String, bool)>, StoreError> {
    let mut tx = pantry.fresh.db.read().await?;
    tx.query("SELECT email, has_account FROM customer ORDER BY has_account, email").all().await
}

async fn claims_on_record(pantry: &Pantry) -> usize {
    let mut tx = pantry.fresh.db.read().await.unwrap();
    let events = audit::list(&mut tx, "", 99).await.unwrap();
    events.iter().filter(|event| event.event == "cart_claimed").count()
}

fn is_not_found<T>(answer: &Result<T, FlowError>) -> bool {
    matches!(answer, Err(FlowError::Cart(CartError::NotFound)))
}

#[tokio::test]
async fn a_cart_that_a_customer_makes_is_theirs_from_the_start() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let juri = customer(&pantry, "juri").await;

    let made = make(&pantry, &mari, NewCart::default()).await.unwrap();
    let named = make(&pantry, &mari, NewCart { email: Some(email("kontor")), ..NewCart::default() }).await.unwrap();

    let buyer = Some(Buyer { id: id_of(&mari), email: email("mari") });
    assert_eq!((&made.owner, &made.customer, made.email.clone()), (&Owner::Customer(id_of(&mari)), &buyer, Some(email("mari"))));
    assert_eq!((&named.customer, named.email), (&buyer, Some(email("kontor"))));
    assert_eq!(find(&pantry, &mari, &made.id).await.unwrap(), made);
    assert!(is_not_found(&find(&pantry, &juri, &made.id).await));
    assert!(is_not_found(&find(&pantry, &stranger(), &made.id).await));
    assert_eq!(records(&pantry).await.unwrap().len(), 2, "no guest's record beside the accounts");
}

#[tokio::test]
async fn another_address_on_a_customers_cart_never_touches_the_account() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let cart = make(&pantry, &mari, NewCart::default()).await.unwrap();

    let moved = write_to(&pantry, &mari, &cart.id, Patch::Set(email("kontor"))).await.unwrap();
    let cleared = write_to(&pantry, &mari, &cart.id, Patch::Clear).await.unwrap();
    let again = write_to(&pantry, &mari, &cart.id, Patch::Set(email("juri"))).await.unwrap();

    let buyer = Some(Buyer { id: id_of(&mari), email: email("mari") });
    assert_eq!((moved.email, moved.customer), (Some(email("kontor")), buyer.clone()));
    assert_eq!((cleared.email, cleared.customer), (None, buyer.clone()));
    assert_eq!((again.email, again.customer), (Some(email("juri")), buyer));
    assert_eq!(records(&pantry).await.unwrap(), [("mari@wufi.ee".to_owned(), true)]);
}

#[tokio::test]
async fn a_claimed_cart_is_the_customers_and_nobody_elses() {
    let pantry = pantry(9).await;
    let liisa = customer(&pantry, "liisa").await;
    let nobodys = ready_cart(&pantry.fresh.db).await;
    let guests = guests_cart(&pantry, "proof").await;

    let from_nobody = claim(&pantry, &liisa, &nobodys).await.unwrap();
    let from_guest = claim(&pantry, &also_guest(&liisa, "proof"), &guests).await.unwrap();

    for claimed in [from_nobody, from_guest] {
        assert_eq!((&claimed.owner, &claimed.email), (&Owner::Customer(id_of(&liisa)), &Some(email("liisa"))));
        assert_eq!(find(&pantry, &liisa, &claimed.id).await.unwrap(), claimed);
        for before in [stranger(), guest("proof")] {
            assert!(is_not_found(&find(&pantry, &before, &claimed.id).await), "{before:?}");
            let write = write_to(&pantry, &before, &claimed.id, Patch::Set(email("juri"))).await;
            assert!(is_not_found(&write), "{before:?}");
            assert!(is_not_found(&complete(&pantry, &before, &claimed.id).await), "{before:?}");
        }
    }
    assert_eq!(claims_on_record(&pantry).await, 2);
}

#[tokio::test]
async fn claiming_takes_no_guests_record_along_and_moves_no_e_mail_of_one() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let made = make(&pantry, &stranger(), NewCart { email: Some(email("liisa")), ..NewCart::default() }).await.unwrap();

    claim(&pantry, &mari, &made.id).await.unwrap();
    write_to(&pantry, &mari, &made.id, Patch::Set(email("kontor"))).await.unwrap();

    let expected = [("liisa@wufi.ee".to_owned(), false), ("mari@wufi.ee".to_owned(), true)];
    assert_eq!(records(&pantry).await.unwrap(), expected);
}

#[tokio::test]
async fn claiming_again_changes_nothing_and_is_not_on_record_again() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let cart = ready_cart(&pantry.fresh.db).await;
    claim(&pantry, &mari, &cart).await.unwrap();
    let renamed = write_to(&pantry, &mari, &cart, Patch::Set(email("kontor"))).await.unwrap();
    pantry.fresh.db.clock().advance(5_000);

    let again = claim(&pantry, &mari, &cart).await.unwrap();

    assert_eq!(again, renamed);
    assert_eq!(claims_on_record(&pantry).await, 1);
}

#[tokio::test]
async fn a_foreign_cart_is_claimed_no_more_than_one_that_is_not_there() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let juri = customer(&pantry, "juri").await;
    let juris = make(&pantry, &juri, NewCart::default()).await.unwrap().id;
    let guests = guests_cart(&pantry, "proof").await;
    let unknown = CartId::stored("cart_00000000000000000000000000".into());

    for cart in [&juris, &guests, &unknown] {
        for mari in [&mari, &also_guest(&mari, "another"), &also_guest(&mari, "")] {
            let refusal = claim(&pantry, mari, cart).await;
            assert!(is_not_found(&refusal), "{cart}: {refusal:?}");
        }
    }
    assert!(find(&pantry, &juri, &juris).await.is_ok() && find(&pantry, &guest("proof"), &guests).await.is_ok());
}

#[tokio::test]
async fn only_a_customer_with_an_account_claims() {
    let pantry = pantry(9).await;
    let cart = ready_cart(&pantry.fresh.db).await;
    let closed = customer(&pantry, "mari").await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    tx.query("UPDATE customer SET has_account = FALSE").write_one().await.unwrap();
    tx.commit().await.unwrap();

    for caller in [stranger(), guest("proof"), closed] {
        let refusal = claim(&pantry, &caller, &cart).await;
        assert!(matches!(refusal, Err(FlowError::NotLoggedIn)), "{caller:?}: {refusal:?}");
    }
}

#[tokio::test]
async fn a_cart_that_is_an_order_already_is_claimed_by_nobody_but_stays_its_customers() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let cart = ready_cart(&pantry.fresh.db).await;
    complete(&pantry, &stranger(), &cart).await.unwrap();
    let bought = order_of(&pantry, &mari).await;

    let refusal = claim(&pantry, &mari, &cart).await;

    assert!(matches!(refusal, Err(FlowError::Cart(CartError::Completed))), "{refusal:?}");
    assert!(claim(&pantry, &mari, &bought.cart).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_customers_who_claim_one_cart_at_once_are_one_owner() {
    let pantry = Arc::new(pantry(9).await);
    let cart = ready_cart(&pantry.fresh.db).await;
    let mut racing = JoinSet::new();
    for n in 0..20 {
        let (pantry, cart) = (Arc::clone(&pantry), cart.clone());
        let caller = customer(&pantry, &format!("mari{n}")).await;
        racing.spawn(async move { claim(&pantry, &caller, &cart).await });
    }

    let (won, lost): (Vec<_>, Vec<_>) = racing.join_all().await.into_iter().partition(Result::is_ok);

    assert_eq!((won.len(), claims_on_record(&pantry).await), (1, 1));
    assert!(lost.iter().all(is_not_found), "{lost:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cart_that_is_claimed_and_completed_at_once_ends_with_one_of_both() {
    for _ in 0..5 {
        let pantry = Arc::new(pantry(9).await);
        let mari = customer(&pantry, "mari").await;
        let cart = ready_cart(&pantry.fresh.db).await;

        let nobody = stranger();
        let (claimed, completed) = tokio::join!(claim(&pantry, &mari, &cart), complete(&pantry, &nobody, &cart));

        match (claimed, completed) {
            (Ok(_), Err(FlowError::Cart(CartError::NotFound))) => {}
            (Err(FlowError::Cart(CartError::Completed)), Ok(order)) => assert_eq!(order.owner, Owner::Bearer),
            both => panic!("{both:?}"),
        }
    }
}
