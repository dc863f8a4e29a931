//! Who may ask for an order, and who has it in the end.

use wufi_domain::order::OrderError;
use wufi_domain::owner::Owner;
use wufi_flow::FlowError;
use wufi_store::carts;

use super::{Step, WITH_EMAIL, WITHOUT, counter, event, is_bad_token, is_not_found, unknown_order};
use crate::people::{also_guest, complete, customer, email, guest, guests_cart, id_of, look, nobodys_order, order_of, stranger};

#[tokio::test]
async fn an_accepted_order_and_its_cart_are_the_customers_and_nobody_elses() {
    for (wish, address) in [(WITHOUT, email("mari")), (WITH_EMAIL, email("juri"))] {
        let counter = counter().await;
        let juri = customer(&counter.pantry, "juri").await;
        let order = nobodys_order(&counter.pantry).await;
        let token = counter.asked(&juri, &order.id, wish).await;
        counter.wait(60_000);

        let accepted = counter.step(&stranger(), &order.id, (Step::Accept, &token)).await.unwrap();

        assert_eq!((&accepted.owner, &accepted.customer), (&Owner::Customer(id_of(&juri)), &Some(id_of(&juri))));
        assert_eq!((&accepted.email, accepted.updated_at), (&address, counter.pantry.fresh.db.now()));
        assert_eq!(look(&counter.pantry, &juri, &order.id).await.unwrap(), accepted);
        let by_id = look(&counter.pantry, &stranger(), &order.id).await;
        assert!(is_not_found(&by_id), "knowing the id is no longer enough: {by_id:?}");
        assert!(complete(&counter.pantry, &stranger(), &order.cart).await.is_err(), "nor does its cart answer with it");
        let mut tx = counter.pantry.fresh.db.read().await.unwrap();
        let cart = carts::find(&mut tx, &juri.standing, &order.cart).await.unwrap().unwrap();
        assert_eq!((cart.owner, cart.customer.unwrap().id, cart.email), (accepted.owner, id_of(&juri), Some(address)));
        assert!(carts::find(&mut tx, &stranger().standing, &order.cart).await.unwrap().is_none());
        drop(tx);
        let told = [event("order_transfer_requested", "cus_juri"), event("order_transfer_accepted", "")];
        assert_eq!(counter.record().await, told);
    }
}

#[tokio::test]
async fn a_declined_order_stays_where_it_is_and_its_token_is_used() {
    let counter = counter().await;
    let juri = customer(&counter.pantry, "juri").await;
    let order = nobodys_order(&counter.pantry).await;
    let token = counter.asked(&juri, &order.id, WITH_EMAIL).await;

    let declined = counter.step(&stranger(), &order.id, (Step::Decline, &token)).await.unwrap();

    assert_eq!(declined, order);
    for again in [Step::Accept, Step::Decline] {
        assert!(is_bad_token(&counter.step(&stranger(), &order.id, (again, &token)).await), "{again:?}");
    }
    assert_eq!(look(&counter.pantry, &stranger(), &order.id).await.unwrap(), order);
    assert!(counter.record().await.contains(&event("order_transfer_declined", "")));
}

#[tokio::test]
async fn whoever_asked_takes_it_back_and_the_token_opens_nothing() {
    let counter = counter().await;
    let juri = customer(&counter.pantry, "juri").await;
    let order = nobodys_order(&counter.pantry).await;
    let token = counter.asked(&juri, &order.id, WITHOUT).await;

    let canceled = counter.step(&juri, &order.id, (Step::Cancel, "")).await.unwrap();

    assert_eq!(canceled, order);
    assert!(is_bad_token(&counter.step(&stranger(), &order.id, (Step::Accept, &token)).await));
    assert!(is_not_found(&counter.step(&juri, &order.id, (Step::Cancel, "")).await));
    assert!(counter.record().await.contains(&event("order_transfer_canceled", "cus_juri")));
}

#[tokio::test]
async fn whoever_holds_the_token_of_a_guests_order_gives_it_away_and_the_guest_has_it_no_more() {
    let counter = counter().await;
    let juri = also_guest(&customer(&counter.pantry, "juri").await, "proof");
    let cart = guests_cart(&counter.pantry, "proof").await;
    let order = complete(&counter.pantry, &guest("proof"), &cart).await.unwrap();
    let token = counter.asked(&juri, &order.id, WITHOUT).await;

    counter.step(&stranger(), &order.id, (Step::Accept, &token)).await.unwrap();

    assert!(is_not_found(&look(&counter.pantry, &guest("proof"), &order.id).await));
    assert!(look(&counter.pantry, &juri, &order.id).await.is_ok());
}

#[tokio::test]
async fn only_a_customer_asks_and_only_for_what_they_see_and_have_not() {
    let counter = counter().await;
    let pantry = &counter.pantry;
    let (mari, juri) = (customer(pantry, "mari").await, customer(pantry, "juri").await);
    let (marises, nobodys) = (order_of(pantry, &mari).await.id, nobodys_order(pantry).await.id);
    let cart = guests_cart(pantry, "proof").await;
    let guests = complete(pantry, &guest("proof"), &cart).await.unwrap().id;

    for order in [&marises, &guests, &unknown_order()] {
        let foreign = counter.request(&juri, order, WITHOUT).await;
        assert!(is_not_found(&foreign), "{order}: {foreign:?}");
        let cancel = counter.step(&juri, order, (Step::Cancel, "")).await;
        assert!(is_not_found(&cancel), "{order}: {cancel:?}");
    }
    let own = counter.request(&mari, &marises, WITHOUT).await;
    assert!(matches!(own, Err(FlowError::Order(OrderError::AlreadyYours))), "{own:?}");
    for caller in [stranger(), guest("proof")] {
        let refusal = counter.request(&caller, &nobodys, WITHOUT).await;
        assert!(matches!(refusal, Err(FlowError::NotLoggedIn)), "{caller:?}: {refusal:?}");
        let refusal = counter.step(&caller, &nobodys, (Step::Cancel, "")).await;
        assert!(matches!(refusal, Err(FlowError::NotLoggedIn)), "{caller:?}: {refusal:?}");
    }
    assert_eq!((counter.open_requests().await, counter.record().await.len()), (0, 0));
    assert_eq!(counter.count("SELECT COUNT(*) FROM mail").await, 0, "a refusal writes to nobody");
}

#[tokio::test]
async fn a_newer_request_ends_the_one_before_whoever_made_it() {
    let counter = counter().await;
    let (mari, juri) = (customer(&counter.pantry, "mari").await, customer(&counter.pantry, "juri").await);
    let order = nobodys_order(&counter.pantry).await.id;
    let juris = counter.asked(&juri, &order, WITHOUT).await;

    let first = counter.asked(&mari, &order, WITHOUT).await;
    let second = counter.asked(&mari, &order, WITHOUT).await;

    for dead in [&juris, &first] {
        assert!(is_bad_token(&counter.step(&stranger(), &order, (Step::Accept, dead)).await));
    }
    assert!(is_not_found(&counter.step(&juri, &order, (Step::Cancel, "")).await), "another's request");
    let accepted = counter.step(&stranger(), &order, (Step::Accept, &second)).await.unwrap();
    assert_eq!(accepted.owner, Owner::Customer(id_of(&mari)));
    let late = counter.request(&juri, &order, WITHOUT).await;
    assert!(is_not_found(&late), "{late:?}");
}

#[tokio::test]
async fn nothing_passes_to_an_account_that_is_gone() {
    let counter = counter().await;
    let juri = customer(&counter.pantry, "juri").await;
    let order = nobodys_order(&counter.pantry).await;
    let token = counter.asked(&juri, &order.id, WITH_EMAIL).await;
    let mut tx = counter.pantry.fresh.db.begin().await.unwrap();
    tx.query("UPDATE customer SET has_account = FALSE").write_one().await.unwrap();
    tx.commit().await.unwrap();

    let refusal = counter.step(&stranger(), &order.id, (Step::Accept, &token)).await;

    assert!(is_bad_token(&refusal), "{refusal:?}");
    assert_eq!(look(&counter.pantry, &stranger(), &order.id).await.unwrap(), order);
}
