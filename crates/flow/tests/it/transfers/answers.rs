//! Who may ask for an order, and what its token opens.

use wufi_domain::ids::OrderId;
use wufi_domain::order::{OrderError, Transfer};
use wufi_domain::owner::Owner;
use wufi_flow::FlowError;
use wufi_store::carts;

use super::{Step, Token, WITH_EMAIL, WITHOUT, is_bad_token, is_not_found, open_requests, record, request, step};
use crate::pantry::pantry;
use crate::people::{also_guest, complete, customer, email, guest, guests_cart, id_of, look, nobodys_order, order_of, stranger};

#[tokio::test]
async fn an_accepted_order_and_its_cart_are_the_customers_and_nobody_elses() {
    for (wish, address) in [(WITHOUT, email("mari")), (WITH_EMAIL, email("juri"))] {
        let pantry = pantry(9).await;
        let juri = customer(&pantry, "juri").await;
        let order = nobodys_order(&pantry).await;
        let token = Token::new(1);
        request(&pantry, &juri, &order.id, (&token, wish)).await.unwrap();
        pantry.fresh.db.clock().advance(60_000);

        let accepted = step(&pantry, &stranger(), &order.id, (Step::Accept, &token)).await.unwrap();

        assert_eq!((&accepted.owner, &accepted.customer), (&Owner::Customer(id_of(&juri)), &Some(id_of(&juri))));
        assert_eq!((&accepted.email, accepted.updated_at), (&address, pantry.fresh.db.now()));
        assert_eq!(look(&pantry, &juri, &order.id).await.unwrap(), accepted);
        assert!(is_not_found(&look(&pantry, &stranger(), &order.id).await), "knowing the id is no longer enough");
        let mut tx = pantry.fresh.db.read().await.unwrap();
        let cart = carts::find(&mut tx, &juri.standing, &order.cart).await.unwrap().unwrap();
        assert_eq!((cart.owner, cart.customer.unwrap().id, cart.email), (accepted.owner, id_of(&juri), Some(address)));
        assert!(carts::find(&mut tx, &stranger().standing, &order.cart).await.unwrap().is_none());
        drop(tx);
        assert!(complete(&pantry, &stranger(), &order.cart).await.is_err(), "nor does its cart answer with it");
        let told = [("order_transfer_requested", "cus_juri"), ("order_transfer_accepted", "")];
        assert_eq!(record(&pantry).await, told.map(|(event, by)| (event.to_owned(), by.to_owned())));
    }
}

#[tokio::test]
async fn a_declined_order_stays_where_it_is_and_its_token_is_used() {
    let pantry = pantry(9).await;
    let juri = customer(&pantry, "juri").await;
    let order = nobodys_order(&pantry).await;
    let token = Token::new(1);
    request(&pantry, &juri, &order.id, (&token, WITH_EMAIL)).await.unwrap();

    let declined = step(&pantry, &stranger(), &order.id, (Step::Decline, &token)).await.unwrap();

    assert_eq!(declined, order);
    for again in [Step::Accept, Step::Decline] {
        assert!(is_bad_token(&step(&pantry, &stranger(), &order.id, (again, &token)).await), "{again:?}");
    }
    assert_eq!(look(&pantry, &stranger(), &order.id).await.unwrap(), order);
    assert!(record(&pantry).await.contains(&("order_transfer_declined".to_owned(), String::new())));
}

#[tokio::test]
async fn whoever_holds_the_token_of_a_guests_order_gives_it_away_and_the_guest_has_it_no_more() {
    let pantry = pantry(9).await;
    let juri = also_guest(&customer(&pantry, "juri").await, "proof");
    let cart = guests_cart(&pantry, "proof").await;
    let order = complete(&pantry, &guest("proof"), &cart).await.unwrap();
    let token = Token::new(1);
    request(&pantry, &juri, &order.id, (&token, WITHOUT)).await.unwrap();

    step(&pantry, &stranger(), &order.id, (Step::Accept, &token)).await.unwrap();

    assert!(is_not_found(&look(&pantry, &guest("proof"), &order.id).await));
    assert!(look(&pantry, &juri, &order.id).await.is_ok());
}

#[tokio::test]
async fn only_a_customer_asks_and_only_for_what_they_see_and_have_not() {
    let pantry = pantry(9).await;
    let (mari, juri) = (customer(&pantry, "mari").await, customer(&pantry, "juri").await);
    let (marises, nobodys) = (order_of(&pantry, &mari).await.id, nobodys_order(&pantry).await.id);
    let cart = guests_cart(&pantry, "proof").await;
    let guests = complete(&pantry, &guest("proof"), &cart).await.unwrap().id;
    let unknown = OrderId::stored("order_00000000000000000000000000".into());
    let token = Token::new(1);

    for order in [&marises, &guests, &unknown] {
        let foreign = request(&pantry, &juri, order, (&token, WITHOUT)).await;
        assert!(is_not_found(&foreign), "{order}: {foreign:?}");
        let cancel = step(&pantry, &juri, order, (Step::Cancel, &token)).await;
        assert!(is_not_found(&cancel), "{order}: {cancel:?}");
    }
    let own = request(&pantry, &mari, &marises, (&token, WITHOUT)).await;
    assert!(matches!(own, Err(FlowError::Order(OrderError::AlreadyYours))), "{own:?}");
    for caller in [stranger(), guest("proof")] {
        let refusal = request(&pantry, &caller, &nobodys, (&token, WITHOUT)).await;
        assert!(matches!(refusal, Err(FlowError::NotLoggedIn)), "{caller:?}: {refusal:?}");
        let refusal = step(&pantry, &caller, &nobodys, (Step::Cancel, &token)).await;
        assert!(matches!(refusal, Err(FlowError::NotLoggedIn)), "{caller:?}: {refusal:?}");
    }
    assert_eq!((open_requests(&pantry).await, record(&pantry).await.len()), (0, 0));
}

#[tokio::test]
async fn a_token_that_does_not_fit_sounds_the_same_for_every_order() {
    let pantry = pantry(9).await;
    let juri = customer(&pantry, "juri").await;
    let (order, other) = (nobodys_order(&pantry).await.id, nobodys_order(&pantry).await.id);
    let unknown = OrderId::stored("order_00000000000000000000000000".into());
    let token = Token::new(1);
    request(&pantry, &juri, &order, (&token, WITHOUT)).await.unwrap();
    request(&pantry, &juri, &other, (&Token::new(2), WITHOUT)).await.unwrap();
    let forged = [
        (&order, Token::new(3)),
        (&order, Token { digest: "digest 2".into(), ..token.clone() }),
        (&order, Token { digest: String::new(), ..token.clone() }),
        (&order, Token { digest: "DIGEST 1".into(), ..token.clone() }),
        (&order, Token { digest: "digest 1".into(), ..Token::new(2) }),
        (&order, Token::new(2)),
        (&other, token.clone()),
        (&unknown, token.clone()),
    ];

    for (order, token) in forged {
        for answering in [Step::Accept, Step::Decline] {
            for caller in [stranger(), juri.clone()] {
                let refusal = step(&pantry, &caller, order, (answering, &token)).await;
                assert!(is_bad_token(&refusal), "{answering:?} {order} {}: {refusal:?}", token.digest);
            }
        }
    }
    assert_eq!(open_requests(&pantry).await, 2, "a forged token ends nothing");
    assert!(step(&pantry, &stranger(), &order, (Step::Accept, &token)).await.is_ok());
}

#[tokio::test]
async fn a_newer_request_ends_the_one_before_whoever_made_it() {
    let pantry = pantry(9).await;
    let (mari, juri) = (customer(&pantry, "mari").await, customer(&pantry, "juri").await);
    let order = nobodys_order(&pantry).await.id;
    let (first, second) = (Token::new(1), Token::new(2));
    request(&pantry, &juri, &order, (&first, WITHOUT)).await.unwrap();

    request(&pantry, &mari, &order, (&second, WITHOUT)).await.unwrap();

    assert!(is_bad_token(&step(&pantry, &stranger(), &order, (Step::Accept, &first)).await));
    assert!(is_not_found(&step(&pantry, &juri, &order, (Step::Cancel, &first)).await), "another's request");
    let accepted = step(&pantry, &stranger(), &order, (Step::Accept, &second)).await.unwrap();
    assert_eq!(accepted.owner, Owner::Customer(id_of(&mari)));
    let late = request(&pantry, &juri, &order, (&first, WITHOUT)).await;
    assert!(is_not_found(&late), "{late:?}");
}

#[tokio::test]
async fn whoever_asked_takes_it_back_and_the_token_opens_nothing() {
    let pantry = pantry(9).await;
    let juri = customer(&pantry, "juri").await;
    let order = nobodys_order(&pantry).await;
    let token = Token::new(1);
    request(&pantry, &juri, &order.id, (&token, WITHOUT)).await.unwrap();

    let canceled = step(&pantry, &juri, &order.id, (Step::Cancel, &token)).await.unwrap();

    assert_eq!(canceled, order);
    assert!(is_bad_token(&step(&pantry, &stranger(), &order.id, (Step::Accept, &token)).await));
    assert!(is_not_found(&step(&pantry, &juri, &order.id, (Step::Cancel, &token)).await));
    assert!(record(&pantry).await.contains(&("order_transfer_canceled".to_owned(), "cus_juri".to_owned())));
}

#[tokio::test]
async fn a_token_lives_for_seven_days() {
    let pantry = pantry(9).await;
    let juri = customer(&pantry, "juri").await;
    let (in_time, late) = (nobodys_order(&pantry).await.id, nobodys_order(&pantry).await.id);
    let (first, second) = (Token::new(1), Token::new(2));
    request(&pantry, &juri, &in_time, (&first, WITHOUT)).await.unwrap();
    request(&pantry, &juri, &late, (&second, WITHOUT)).await.unwrap();

    pantry.fresh.db.clock().advance(Transfer::LIFE_MILLIS - 1);
    let accepted = step(&pantry, &stranger(), &in_time, (Step::Accept, &first)).await;
    pantry.fresh.db.clock().advance(1);
    let refused = step(&pantry, &stranger(), &late, (Step::Accept, &second)).await;

    assert_eq!(Transfer::LIFE_MILLIS, 7 * 86_400_000);
    assert!(accepted.is_ok(), "{accepted:?}");
    assert!(is_bad_token(&refused), "{refused:?}");
    assert!(is_bad_token(&step(&pantry, &stranger(), &late, (Step::Decline, &second)).await));
}

#[tokio::test]
async fn nothing_passes_to_an_account_that_is_gone() {
    let pantry = pantry(9).await;
    let juri = customer(&pantry, "juri").await;
    let order = nobodys_order(&pantry).await;
    let token = Token::new(1);
    request(&pantry, &juri, &order.id, (&token, WITH_EMAIL)).await.unwrap();
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    tx.query("UPDATE customer SET has_account = FALSE").write_one().await.unwrap();
    tx.commit().await.unwrap();

    let refusal = step(&pantry, &stranger(), &order.id, (Step::Accept, &token)).await;

    assert!(is_bad_token(&refusal), "{refusal:?}");
    assert_eq!(look(&pantry, &stranger(), &order.id).await.unwrap(), order);
}
