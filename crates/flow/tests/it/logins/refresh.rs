use tokio::task::JoinSet;
use wufi_domain::audit::Event;
use wufi_domain::session::EndReason;
use wufi_flow::auth::{AuthError, Entered, logout, refresh};
use wufi_guard::opaque_token::RefreshToken;

use super::desk::{Desk, desk};

async fn renew(desk: &Desk, token: &str) -> Result<Entered, AuthError> {
    refresh(desk.db(), &desk.gate, &desk.home(), token).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_at_once_with_one_token_get_one_successor_and_the_session_lives() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;

    let mut all = JoinSet::new();
    for _ in 0..20 {
        let (db, gate, visit) = (desk.db().clone(), desk.gate.clone(), desk.home());
        let token = entered.refresh.clone();
        all.spawn(async move { refresh(&db, &gate, &visit, token.expose()).await.unwrap() });
    }
    let answers = all.join_all().await;

    let successor = answers[0].refresh.expose().to_owned();
    assert!(answers.iter().all(|answer| answer.refresh.expose() == successor));
    assert_ne!(successor, entered.refresh.expose());
    for answer in &answers {
        desk.admit(&desk.home(), &answer.access).await.unwrap();
    }
    assert!(renew(&desk, &successor).await.is_ok());
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again_a_minute_later() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;

    let lost = renew(&desk, entered.refresh.expose()).await.unwrap();
    desk.wait(60);
    let again = renew(&desk, entered.refresh.expose()).await.unwrap();

    assert_eq!(lost.refresh.expose(), again.refresh.expose());
    assert!(desk.admit(&desk.home(), &again.access).await.is_ok());
}

#[tokio::test]
async fn a_token_that_comes_after_its_successor_was_used_ends_the_session_and_both_tokens() {
    let desk = desk().await;
    desk.register("mari").await;
    let stolen = desk.login("mari").await;
    let owner = renew(&desk, stolen.refresh.expose()).await.unwrap();
    desk.admit(&desk.home(), &owner.access).await.unwrap();
    desk.wait(11);

    let refusal = renew(&desk, stolen.refresh.expose()).await.unwrap_err();

    assert!(matches!(refusal, AuthError::RefreshReused), "{refusal}");
    for token in [&stolen.refresh, &owner.refresh] {
        let refusal = renew(&desk, token.expose()).await.unwrap_err();
        assert!(matches!(refusal, AuthError::SessionEnded(EndReason::Reuse)), "{refusal}");
    }
    for access in [&stolen.access, &owner.access] {
        assert!(matches!(desk.admit(&desk.home(), access).await, Err(AuthError::SessionEnded(EndReason::Reuse))));
    }
    assert_eq!(desk.events(Event::RefreshReused).await, 1);
    assert_eq!(desk.events(Event::SessionEnded).await, 1);
    assert_eq!(desk.mails().await, ["sessions_ended"]);
}

#[tokio::test]
async fn a_thief_who_is_first_is_out_as_soon_as_the_owner_comes() {
    let desk = desk().await;
    desk.register("mari").await;
    let owner = desk.login("mari").await;

    let thief = renew(&desk, owner.refresh.expose()).await.unwrap();
    let thief = renew(&desk, thief.refresh.expose()).await.unwrap();
    let refusal = renew(&desk, owner.refresh.expose()).await.unwrap_err();

    assert!(matches!(refusal, AuthError::RefreshReused), "{refusal}");
    assert!(renew(&desk, thief.refresh.expose()).await.is_err());
    assert!(desk.admit(&desk.home(), &thief.access).await.is_err());
}

#[tokio::test]
async fn a_thousand_refreshes_leave_one_row() {
    let desk = desk().await;
    desk.register("mari").await;
    let mut entered = desk.login("mari").await;

    for _ in 0..1_000 {
        entered = renew(&desk, entered.refresh.expose()).await.unwrap();
    }

    assert_eq!(desk.count("SELECT COUNT(*) FROM session").await, 1);
}

#[tokio::test]
async fn a_session_slides_for_seven_days_and_never_beyond_thirty() {
    let desk = desk().await;
    desk.register("mari").await;
    let mut entered = desk.login("mari").await;
    assert_eq!(entered.refresh_secs, 604_800);

    for day in 1..=29 {
        desk.wait(86_400);
        entered = renew(&desk, entered.refresh.expose()).await.unwrap();
        assert_eq!(entered.refresh_secs, 604_800.min((30 - day) * 86_400), "day {day}");
    }
    desk.wait(86_400);

    assert!(matches!(renew(&desk, entered.refresh.expose()).await, Err(AuthError::RefreshExpired)));
}

#[tokio::test]
async fn a_token_that_was_not_used_for_seven_days_is_over() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;

    desk.wait(604_800);

    assert!(matches!(renew(&desk, entered.refresh.expose()).await, Err(AuthError::RefreshExpired)));
}

#[tokio::test]
async fn a_forged_refresh_token_ends_nothing() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let token = entered.refresh.expose();
    let other = RefreshToken { session: entered.session.clone(), generation: 7 };
    let never_given = other.issue(&desk.gate.keys.current(), desk.db().now());

    let cut = &token[..token.len() - 2];
    let other_generation = token.replace(".1.", ".2.");
    for forged in ["", "wrt1", cut, &other_generation, entered.access.expose(), never_given.expose()] {
        let refusal = renew(&desk, forged).await.unwrap_err();
        assert!(matches!(refusal, AuthError::RefreshInvalid), "{forged}: {refusal}");
    }

    assert!(renew(&desk, token).await.is_ok());
    assert_eq!(desk.events(Event::RefreshReused).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_logout_wins_over_refreshes_that_race_with_it() {
    for _ in 0..10 {
        let desk = desk().await;
        desk.register("mari").await;
        let entered = desk.login("mari").await;
        let admitted = desk.admit(&desk.home(), &entered.access).await.unwrap();

        let (visit, token) = (desk.home(), entered.refresh.expose());
        let (out, renewed) = tokio::join!(logout(desk.db(), &desk.gate, &visit, &admitted), renew(&desk, token));

        out.unwrap();
        for token in renewed.iter().map(|answer| answer.refresh.expose()).chain([token]) {
            assert!(matches!(renew(&desk, token).await, Err(AuthError::SessionEnded(EndReason::Logout))));
        }
        for access in renewed.iter().map(|answer| &answer.access).chain([&entered.access]) {
            assert!(matches!(desk.admit(&desk.home(), access).await, Err(AuthError::SessionEnded(EndReason::Logout))));
        }
    }
}
