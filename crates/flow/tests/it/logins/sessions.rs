use tokio::task::JoinSet;
use wufi_domain::audit::Event;
use wufi_domain::ids::SessionId;
use wufi_domain::session::{AtLimit, EndReason, Policy};
use wufi_flow::auth::{
    AuthError, Credential, admit, end_other_sessions, end_session, logout, open_cookie, own_sessions, step_up,
};
use wufi_guard::access_token;
use wufi_guard::secret::Secret;

use super::desk::{CHROME, HOME, PASSWORD, desk, desk_with};

#[tokio::test]
async fn a_login_lets_in_and_a_logout_is_at_once_on_its_node_and_within_half_a_second_on_another() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let (second, visit) = (desk.second_node(), desk.home());
    let there = async || admit(desk.db(), &second, &visit, Credential::Bearer(entered.access.expose())).await;
    let admitted = desk.admit(&visit, &entered.access).await.unwrap();
    assert!(there().await.is_ok());

    logout(desk.db(), &desk.gate, &visit, &admitted).await.unwrap();

    assert!(matches!(desk.admit(&visit, &entered.access).await, Err(AuthError::SessionEnded(EndReason::Logout))));
    desk.db().clock().advance(500);
    assert!(matches!(there().await, Err(AuthError::SessionEnded(EndReason::Logout))));
    assert_eq!(desk.events(Event::SessionEnded).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_logins_at_once_leave_five_sessions() {
    let desk = desk().await;
    desk.register("mari").await;

    let mut all = JoinSet::new();
    for _ in 0..30 {
        let (db, gate, visit) = (desk.db().clone(), desk.gate.clone(), desk.home());
        let typed = super::desk::typed("mari", PASSWORD);
        all.spawn(async move { wufi_flow::auth::login(&db, &gate, &visit, typed).await.is_ok() });
    }
    let entered = all.join_all().await.into_iter().filter(|entered| *entered).count();

    let open = desk.count("SELECT COUNT(*) FROM session WHERE ended_at IS NULL").await;
    assert_eq!(open, 5.min(i64::try_from(entered).unwrap()));
    assert!(entered >= 5, "{entered}");
}

#[tokio::test]
async fn the_oldest_session_makes_room_and_hears_why() {
    let desk = desk_with(Policy { max_concurrent: 2, ..Policy::default() }).await;
    desk.register("mari").await;
    let oldest = desk.login("mari").await;
    desk.wait(1);
    let second = desk.login("mari").await;
    desk.wait(1);

    desk.login("mari").await;

    assert!(matches!(desk.admit(&desk.home(), &oldest.access).await, Err(AuthError::SessionEnded(EndReason::Superseded))));
    assert!(desk.admit(&desk.home(), &second.access).await.is_ok());
}

#[tokio::test]
async fn a_shop_that_rejects_new_logins_keeps_the_old_ones() {
    let desk = desk_with(Policy { max_concurrent: 1, at_limit: AtLimit::RejectNew, ..Policy::default() }).await;
    desk.register("mari").await;
    let first = desk.login("mari").await;

    for _ in 0..7 {
        let refusal = desk.try_login(&desk.home(), "mari", PASSWORD).await.unwrap_err();
        assert!(matches!(refusal, AuthError::SessionLimit), "the password was right each time: {refusal}");
    }
    assert_eq!(desk.events(Event::LoginFailed).await, 7);
    assert!(desk.admit(&desk.home(), &first.access).await.is_ok());
}

#[tokio::test]
async fn ones_own_sessions_are_listed_and_ended_and_nobody_elses() {
    let desk = desk().await;
    desk.register("mari").await;
    desk.register("juri").await;
    let (here, there, juris) = (desk.login("mari").await, desk.login("mari").await, desk.login("juri").await);
    let mari = desk.admit(&desk.home(), &here.access).await.unwrap();

    let listed: Vec<SessionId> = own_sessions(desk.db(), &mari).await.unwrap().into_iter().map(|session| session.id).collect();
    let foreign = end_session(desk.db(), &desk.gate, &desk.home(), (&mari, &juris.session)).await;
    end_session(desk.db(), &desk.gate, &desk.home(), (&mari, &there.session)).await.unwrap();

    assert!(listed.contains(&here.session) && listed.contains(&there.session) && listed.len() == 2);
    assert!(matches!(foreign, Err(AuthError::NotFound)));
    assert!(matches!(desk.admit(&desk.home(), &there.access).await, Err(AuthError::SessionEnded(EndReason::Ended))));
    assert!(desk.admit(&desk.home(), &juris.access).await.is_ok());
}

#[tokio::test]
async fn all_other_sessions_end_at_once_and_the_current_one_stays() {
    let desk = desk().await;
    desk.register("mari").await;
    let (here, there) = (desk.login("mari").await, desk.login("mari").await);
    let mari = desk.admit(&desk.home(), &here.access).await.unwrap();

    end_other_sessions(desk.db(), &desk.gate, &desk.home(), &mari).await.unwrap();

    assert!(desk.admit(&desk.home(), &there.access).await.is_err());
    assert!(desk.admit(&desk.home(), &here.access).await.is_ok());
}

#[tokio::test]
async fn the_session_cookie_lets_in_and_lives_on_while_it_is_used() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let admitted = desk.admit(&desk.home(), &entered.access).await.unwrap();
    let cookie = open_cookie(desk.db(), &desk.gate, &desk.home(), &admitted).await.unwrap();

    for _ in 0..4 {
        desk.wait(6 * 86_400);
        let visit = desk.home();
        assert!(admit(desk.db(), &desk.gate, &visit, Credential::Cookie(cookie.expose())).await.is_ok());
    }
    desk.wait(6 * 86_400);
    let visit = desk.home();
    let after_thirty_days = admit(desk.db(), &desk.gate, &visit, Credential::Cookie(cookie.expose())).await;

    assert!(matches!(after_thirty_days, Err(AuthError::SessionExpired)), "{after_thirty_days:?}");
}

#[tokio::test]
async fn a_token_of_one_kind_is_none_of_another() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let admitted = desk.admit(&desk.home(), &entered.access).await.unwrap();
    let cookie = open_cookie(desk.db(), &desk.gate, &desk.home(), &admitted).await.unwrap();
    let visit = desk.home();

    for token in [&entered.refresh, &cookie] {
        assert!(matches!(desk.admit(&visit, token).await, Err(AuthError::TokenInvalid)));
    }
    for token in [&entered.access, &entered.refresh] {
        let refusal = admit(desk.db(), &desk.gate, &visit, Credential::Cookie(token.expose())).await;
        assert!(matches!(refusal, Err(AuthError::TokenInvalid)));
    }
}

#[tokio::test]
async fn an_access_token_is_over_after_half_an_hour_and_its_session_is_not() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    assert_eq!(entered.access_secs, 1_800);

    desk.wait(1_800 + 31);

    assert!(matches!(desk.admit(&desk.home(), &entered.access).await, Err(AuthError::TokenExpired)));
    assert!(wufi_flow::auth::refresh(desk.db(), &desk.gate, &desk.visit(CHROME, HOME), entered.refresh.expose()).await.is_ok());
}

/// Of our own keys, so all that is wrong with it is that the session is another's.
#[tokio::test]
async fn a_token_that_names_another_customers_session_opens_neither() {
    let desk = desk().await;
    for name in ["mari", "juri"] {
        desk.register(name).await;
    }
    let (mari, juri) = (desk.login("mari").await, desk.login("juri").await);
    let (keyring, now) = (desk.gate.keys.current(), desk.db().now());
    let mut claims = access_token::verify(&keyring, now, mari.access.expose(), "https://wufi.ee").unwrap();
    assert!(desk.admit(&desk.home(), &access_token::sign(&keyring, now, &claims).unwrap()).await.is_ok());

    claims.session = juri.session.clone();
    let mixed = access_token::sign(&keyring, now, &claims).unwrap();

    assert!(matches!(desk.admit(&desk.home(), &mixed).await, Err(AuthError::TokenInvalid)));
}

/// It ended after its token was looked at and before the password was.
#[tokio::test]
async fn a_step_up_brings_no_session_back_that_has_ended_meanwhile() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let admitted = desk.admit(&desk.home(), &entered.access).await.unwrap();
    logout(desk.db(), &desk.gate, &desk.home(), &admitted).await.unwrap();

    let stepped = step_up(desk.db(), &desk.gate, &desk.home(), (&admitted, Secret::new(PASSWORD.into()))).await;

    assert!(matches!(stepped, Err(AuthError::SessionEnded(EndReason::Logout))), "{stepped:?}");
    assert_eq!(desk.events(Event::StepUpPassed).await, 0);
}
