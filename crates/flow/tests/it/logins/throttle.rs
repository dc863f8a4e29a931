use tokio::task::JoinSet;
use wufi_domain::audit::Event;
use wufi_flow::auth::{AuthError, login};

use super::desk::{CHROME, CURL, FIREFOX, HOME, PASSWORD, desk, typed};

const AWAY: &str = "203.0.113.9";

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_are_refused_and_recorded_alike() {
    let desk = desk().await;
    desk.register("mari").await;
    let before = desk.events(Event::LoginFailed).await;

    let wrong = desk.try_login(&desk.home(), "mari", "vale parool").await.unwrap_err();
    let unknown = desk.try_login(&desk.home(), "eikeegi", PASSWORD).await.unwrap_err();

    assert_eq!(wrong.to_string(), unknown.to_string());
    assert!(matches!((wrong, unknown), (AuthError::InvalidCredentials, AuthError::InvalidCredentials)));
    assert_eq!(desk.events(Event::LoginFailed).await, before + 2);
}

#[tokio::test]
async fn after_five_failures_the_next_try_waits_whether_or_not_there_is_an_account() {
    let desk = desk().await;
    desk.register("mari").await;

    for name in ["mari", "eikeegi"] {
        for _ in 0..5 {
            let refusal = desk.try_login(&desk.visit(CURL, AWAY), name, "vale parool").await.unwrap_err();
            assert!(matches!(refusal, AuthError::InvalidCredentials), "{name}: {refusal}");
        }
        let refusal = desk.try_login(&desk.visit(CURL, AWAY), name, PASSWORD).await.unwrap_err();
        assert!(matches!(refusal, AuthError::TooManyTries { secs: 1 | 2 }), "{name}: {refusal}");
    }
    desk.wait(2);

    assert!(desk.try_login(&desk.home(), "mari", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn nobody_waits_for_a_clock_that_is_behind_the_one_a_free_try_was_counted_by() {
    let desk = desk().await;
    desk.register("mari").await;
    desk.try_login(&desk.home(), "mari", "vale parool").await.unwrap_err();

    // Another node's clock, or this one's when its unit of work began before the try was counted.
    desk.wait(-1);

    assert!(desk.try_login(&desk.home(), "mari", PASSWORD).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_tries_at_once_no_more_are_looked_at_than_one_after_another() {
    let desk = desk().await;
    desk.register("mari").await;

    let mut all = JoinSet::new();
    for _ in 0..30 {
        let (db, gate, visit) = (desk.db().clone(), desk.gate.clone(), desk.visit(CURL, AWAY));
        all.spawn(async move { login(&db, &gate, &visit, typed("mari", "vale parool")).await.unwrap_err() });
    }
    let refusals = all.join_all().await;

    let looked_at = refusals.iter().filter(|refusal| matches!(refusal, AuthError::InvalidCredentials)).count();
    assert_eq!(looked_at, 5);
    assert_eq!(desk.events(Event::LoginFailed).await, 5);
}

#[tokio::test]
async fn a_device_that_was_logged_in_from_is_never_kept_out_by_others() {
    let desk = desk().await;
    desk.register("mari").await;
    let device = desk.login("mari").await.device.expect("a browser gets a device");

    for _ in 0..40 {
        let _ = desk.try_login(&desk.visit(CURL, AWAY), "mari", "vale parool").await;
        desk.wait(1);
    }

    assert!(desk.try_login(&desk.visit(CHROME, HOME), "mari", PASSWORD).await.is_err(), "an unknown device waits");
    assert!(desk.try_login(&desk.visit_with(FIREFOX, HOME, Some(device.expose())), "mari", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn the_owner_is_told_once_of_many_failures() {
    let desk = desk().await;
    desk.register("mari").await;

    for _ in 0..14 {
        let _ = desk.try_login(&desk.visit(CURL, AWAY), "mari", "vale parool").await;
        desk.wait(1_000);
    }

    assert_eq!(desk.mails().await, ["many_failures"]);
}

#[tokio::test]
async fn a_login_after_many_failures_from_a_new_device_has_to_step_up() {
    let desk = desk().await;
    desk.register("mari").await;
    desk.login("mari").await;
    for _ in 0..6 {
        let _ = desk.try_login(&desk.visit(CURL, AWAY), "mari", "vale parool").await;
        desk.wait(1_000);
    }

    let entered = desk.try_login(&desk.visit(CURL, AWAY), "mari", PASSWORD).await.unwrap();

    assert!(desk.admit(&desk.visit(CURL, AWAY), &entered.access).await.unwrap().asks_step_up);
}
