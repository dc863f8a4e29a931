//! Many who answer one request at once.

use std::sync::Arc;

use tokio::task::JoinSet;
use wufi_domain::ids::OrderId;
use wufi_domain::owner::Owner;
use wufi_flow::{Caller, FlowError};

use super::{Step, Token, WITH_EMAIL, WITHOUT, is_bad_token, is_not_found, open_requests, record, request, step};
use crate::pantry::{Pantry, pantry};
use crate::people::{customer, id_of, look, nobodys_order, stranger};

/// Takes all steps at once, each in a unit of work of its own; who won what.
async fn race(pantry: &Arc<Pantry>, juri: &Caller, order: &OrderId, steps: Vec<(Step, Token)>) -> Vec<Result<Step, FlowError>> {
    let mut racing = JoinSet::new();
    for (taken, token) in steps {
        let (pantry, order) = (Arc::clone(pantry), order.clone());
        let caller = if taken == Step::Cancel { juri.clone() } else { stranger() };
        racing.spawn(async move { step(&pantry, &caller, &order, (taken, &token)).await.map(|_| taken) });
    }
    racing.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_who_accept_at_once_are_one_transfer() {
    let pantry = Arc::new(pantry(9).await);
    let juri = customer(&pantry, "juri").await;
    let order = nobodys_order(&pantry).await.id;
    let token = Token::new(1);
    request(&pantry, &juri, &order, (&token, WITH_EMAIL)).await.unwrap();

    let answers = race(&pantry, &juri, &order, vec![(Step::Accept, token); 20]).await;

    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), record(&pantry).await.len()), (1, 2));
    assert!(lost.iter().all(is_bad_token), "{lost:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_accept_decline_and_cancel_at_once_one_wins_and_the_order_says_which() {
    for round in 0..8 {
        let pantry = Arc::new(pantry(9).await);
        let juri = customer(&pantry, "juri").await;
        let order = nobodys_order(&pantry).await;
        let token = Token::new(1);
        request(&pantry, &juri, &order.id, (&token, WITHOUT)).await.unwrap();
        let mut steps = [Step::Accept, Step::Decline, Step::Cancel].repeat(3);
        steps.rotate_left(round % 3);

        let answers = race(&pantry, &juri, &order.id, steps.into_iter().map(|step| (step, token.clone())).collect()).await;

        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert!(lost.iter().all(|answer| is_bad_token(answer) || is_not_found(answer)), "{lost:?}");
        let [Ok(winner)] = won.as_slice() else { panic!("{won:?}") };
        let held = look(&pantry, &juri, &order.id).await.unwrap();
        assert_eq!(held.owner == Owner::Customer(id_of(&juri)), *winner == Step::Accept, "{winner:?}");
        assert_eq!((record(&pantry).await.len(), open_requests(&pantry).await), (2, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_that_races_with_an_answer_leaves_no_request_for_a_customers_order() {
    for _ in 0..8 {
        let pantry = Arc::new(pantry(9).await);
        let (mari, juri) = (customer(&pantry, "mari").await, customer(&pantry, "juri").await);
        let order = nobodys_order(&pantry).await.id;
        let (first, second) = (Token::new(1), Token::new(2));
        request(&pantry, &juri, &order, (&first, WITHOUT)).await.unwrap();

        let nobody = stranger();
        let (accepted, asked) = tokio::join!(
            step(&pantry, &nobody, &order, (Step::Accept, &first)),
            request(&pantry, &mari, &order, (&second, WITHOUT)),
        );

        match (accepted, asked) {
            (Ok(_), asked) => assert!(is_not_found(&asked) && open_requests(&pantry).await == 0, "{asked:?}"),
            (accepted, Ok(_)) => assert!(is_bad_token(&accepted) && open_requests(&pantry).await == 1, "{accepted:?}"),
            both => panic!("{both:?}"),
        }
    }
}
