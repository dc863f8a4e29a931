use tokio::task::JoinSet;
use wufi_domain::audit::Event;
use wufi_flow::auth::{AuthError, login, register};
use wufi_store::audit;

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

/// Many accounts are free to make, and each gives a device.
#[tokio::test]
async fn a_device_of_another_account_gives_no_tries_of_its_own() {
    let desk = desk().await;
    for name in ["mari", "varas"] {
        desk.register(name).await;
    }
    for _ in 0..5 {
        let device = desk.try_login(&desk.visit(CURL, AWAY), "varas", PASSWORD).await.unwrap().device.unwrap();
        let visit = desk.visit_with(CURL, AWAY, Some(device.expose()));
        assert!(matches!(desk.try_login(&visit, "mari", "vale parool").await, Err(AuthError::InvalidCredentials)));
    }

    let device = desk.try_login(&desk.visit(CURL, AWAY), "varas", PASSWORD).await.unwrap().device.unwrap();
    let sixth = desk.try_login(&desk.visit_with(CURL, AWAY, Some(device.expose())), "mari", PASSWORD).await;

    assert!(matches!(sixth, Err(AuthError::TooManyTries { .. })), "{sixth:?}");
}

#[tokio::test]
async fn registering_again_guesses_no_faster_than_logging_in() {
    let desk = desk().await;
    let home = desk.home();
    let again = |password| register(desk.db(), &desk.gate, &home, typed("mari", password));
    again(PASSWORD).await.unwrap();

    for _ in 0..5 {
        assert!(matches!(again("viis põdrapead").await, Err(AuthError::IdentityExists)));
    }

    assert!(matches!(again(PASSWORD).await, Err(AuthError::TooManyTries { .. })));
    assert_eq!(desk.events(Event::LoginFailed).await, 5);
}

/// One address tries many accounts, or many addresses one: what is left of the password is not much.
#[tokio::test]
async fn a_login_amidst_many_tries_is_weighed() {
    let desk = desk().await;
    for name in ["mari", "juri"] {
        desk.register(name).await;
    }
    for other in 0..4 {
        let _ = desk.try_login(&desk.home(), &format!("eikeegi{other}"), "vale parool").await;
        let _ = desk.try_login(&desk.visit(CURL, &format!("203.0.113.{other}")), "juri", "vale parool").await;
    }

    desk.login("mari").await;
    desk.login("juri").await;

    let recorded = audit::list(&mut desk.db().read().await.unwrap(), "", 1_000).await.unwrap();
    let signals = recorded.iter().filter(|entry| entry.event == Event::SuspicionRaised.name());
    let signals: Vec<String> = signals.map(|entry| entry.facts["signals"].to_string()).collect();
    assert_eq!(signals.len(), 2, "{signals:?}");
    for signal in ["many_accounts_from_address", "many_addresses_on_account"] {
        assert!(signals.iter().any(|signals| signals.contains(signal)), "{signals:?}");
    }
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
