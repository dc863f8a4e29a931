//! Many who answer one request at once.

use std::sync::Arc;

use tokio::task::JoinSet;
use wufi_domain::ids::OrderId;
use wufi_domain::owner::Owner;
use wufi_flow::{Caller, FlowError};

use super::{Counter, Step, WITH_EMAIL, WITHOUT, counter, is_bad_token, is_not_found};
use crate::people::{customer, id_of, look, nobodys_order, stranger};

/// Takes all steps at once, each in a unit of work of its own; who won what.
async fn race(
    counter: &Arc<Counter>,
    juri: &Caller,
    order: &OrderId,
    (steps, token): (Vec<Step>, &str),
) -> Vec<Result<Step, FlowError>> {
    let mut racing = JoinSet::new();
    for step in steps {
        let (counter, order, token) = (Arc::clone(counter), order.clone(), token.to_owned());
        let caller = if step == Step::Cancel { juri.clone() } else { stranger() };
        racing.spawn(async move { counter.step(&caller, &order, (step, &token)).await.map(|_| step) });
    }
    racing.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_who_accept_at_once_are_one_transfer() {
    let counter = Arc::new(counter().await);
    let juri = customer(&counter.pantry, "juri").await;
    let order = nobodys_order(&counter.pantry).await.id;
    let token = counter.asked(&juri, &order, WITH_EMAIL).await;

    let answers = race(&counter, &juri, &order, (vec![Step::Accept; 20], &token)).await;

    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), counter.record().await.len()), (1, 2));
    assert!(lost.iter().all(is_bad_token), "{lost:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_accept_decline_and_cancel_at_once_one_wins_and_the_order_says_which() {
    for round in 0..8 {
        let counter = Arc::new(counter().await);
        let juri = customer(&counter.pantry, "juri").await;
        let order = nobodys_order(&counter.pantry).await;
        let token = counter.asked(&juri, &order.id, WITHOUT).await;
        let mut steps = [Step::Accept, Step::Decline, Step::Cancel].repeat(3);
        steps.rotate_left(round % 3);

        let answers = race(&counter, &juri, &order.id, (steps, &token)).await;

        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert!(lost.iter().all(|answer| is_bad_token(answer) || is_not_found(answer)), "{lost:?}");
        let [Ok(winner)] = won.as_slice() else { panic!("{won:?}") };
        let held = look(&counter.pantry, &juri, &order.id).await.unwrap();
        assert_eq!(held.owner == Owner::Customer(id_of(&juri)), *winner == Step::Accept, "{winner:?}");
        assert_eq!((counter.record().await.len(), counter.open_requests().await), (2, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_that_races_with_an_answer_leaves_no_request_for_a_customers_order() {
    for _ in 0..8 {
        let counter = counter().await;
        let (mari, juri) = (customer(&counter.pantry, "mari").await, customer(&counter.pantry, "juri").await);
        let order = nobodys_order(&counter.pantry).await.id;
        let token = counter.asked(&juri, &order, WITHOUT).await;

        let nobody = stranger();
        let (accepted, asked) =
            tokio::join!(counter.step(&nobody, &order, (Step::Accept, &token)), counter.request(&mari, &order, WITHOUT));

        let open = counter.open_requests().await;
        match (accepted, asked) {
            (Ok(_), asked) => assert!(is_not_found(&asked) && open == 0, "{asked:?}, {open} open"),
            (accepted, Ok(_)) => assert!(is_bad_token(&accepted) && open == 1, "{accepted:?}, {open} open"),
            both => panic!("{both:?}"),
        }
    }
}
