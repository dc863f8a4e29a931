use wufi_domain::audit::Event;
use wufi_domain::locale::Locale;
use wufi_domain::session::{EndReason, Mode, Policy, Profile};
use wufi_flow::auth::{AuthError, Client, Speaker, Told, Visit, count_miss, refresh, step_up};
use wufi_guard::secret::Secret;

use super::desk::{CHROME, CURL, Desk, FIREFOX, HOME, NEXT_FIREFOX, PASSWORD, desk, desk_with};

const AWAY: &str = "203.0.113.9";

#[tokio::test]
async fn a_newer_version_or_another_address_asks_for_nothing() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    desk.wait(120);

    for visit in [desk.visit(NEXT_FIREFOX, HOME), desk.visit(FIREFOX, AWAY), desk.visit(FIREFOX, "2001:db8::7")] {
        let admitted = desk.admit(&visit, &entered.access).await.unwrap();
        assert!(!admitted.asks_step_up, "{visit:?}");
    }
    assert_eq!(desk.mails().await, Vec::<String>::new());
}

#[tokio::test]
async fn another_browser_inside_a_session_is_let_in_and_asked_before_it_may_pay() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;

    let thief = desk.admit(&desk.visit(CHROME, HOME), &entered.access).await.unwrap();
    let owner = desk.admit(&desk.home(), &entered.access).await.unwrap();

    assert!(thief.asks_step_up);
    assert!(owner.asks_step_up, "nobody knows which of the two is the owner");
    assert!(matches!(thief.vouched(), Err(AuthError::StepUpRequired)));
    assert_eq!(desk.events(Event::SuspicionRaised).await, 1);
    assert_eq!(desk.mails().await, ["suspicion"]);
}

/// A request that tells an agent at most, and an address.
fn telling(desk: &Desk, agent: Option<&str>, address: &str) -> Visit {
    let address = Some(address.parse().unwrap());
    let told = Told { agent, language: None, device: None, address, speaker: Speaker::Itself, is_browser: false };
    Visit { client: Client::of(&desk.gate, desk.db().now(), &told), locale: Locale::Et, request: None }
}

#[tokio::test]
async fn a_refresh_from_another_browser_is_weighed_as_well() {
    for (policy, is_let_in) in [(Policy::default(), true), (Policy { fingerprint: Mode::Reject, ..Policy::default() }, false)] {
        let desk = desk_with(policy).await;
        desk.register("mari").await;
        let entered = desk.login("mari").await;

        let thief = refresh(desk.db(), &desk.gate, &desk.visit(CHROME, AWAY), entered.refresh.expose()).await;

        assert_eq!(thief.is_ok(), is_let_in);
        let owner = desk.admit(&desk.home(), &entered.access).await;
        assert!(if is_let_in { owner.unwrap().asks_step_up } else { owner.is_err() });
    }
}

#[tokio::test]
async fn a_browser_that_loses_its_name_is_another() {
    for (policy, is_let_in) in [(Policy::default(), true), (Policy { fingerprint: Mode::Reject, ..Policy::default() }, false)] {
        let desk = desk_with(policy).await;
        desk.register("mari").await;
        let entered = desk.login("mari").await;

        let thief = desk.admit(&telling(&desk, None, AWAY), &entered.access).await;

        assert_eq!(thief.is_ok(), is_let_in);
        assert!(thief.is_ok_and(|thief| thief.asks_step_up) || !is_let_in);
    }
}

#[tokio::test]
async fn a_session_keeps_its_marks_when_a_request_tells_less() {
    let desk = desk().await;
    desk.register("mari").await;
    let (mine, theirs) = (desk.login("mari").await, desk.login("mari").await.device.unwrap());
    desk.wait(120);

    // From another network and without a device: nothing that would weigh, and so from now on its own.
    desk.admit(&telling(&desk, Some(FIREFOX), AWAY), &mine.access).await.unwrap();
    desk.admit(&desk.visit_with(FIREFOX, AWAY, Some(theirs.expose())), &mine.access).await.unwrap();

    assert_eq!(desk.mails().await, ["suspicion"], "another device's proof is seen");
}

#[tokio::test]
async fn one_change_is_weighed_once_however_often_it_comes() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;

    for _ in 0..5 {
        desk.admit(&desk.visit(CURL, AWAY), &entered.access).await.unwrap();
        desk.admit(&desk.home(), &entered.access).await.unwrap();
    }

    assert_eq!(desk.events(Event::SuspicionRaised).await, 1);
}

#[tokio::test]
async fn whoever_comes_from_here_and_there_in_turn_fills_no_mailbox() {
    let desk = desk_with(Policy { profile: Profile::Medusa, ..Policy::default() }).await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;

    for _ in 0..5 {
        for agent in [CURL, CHROME, FIREFOX] {
            desk.admit(&desk.visit(agent, HOME), &entered.access).await.unwrap();
        }
    }
    assert_eq!(desk.mails().await, ["suspicion"]);
    desk.wait(3_601 - 1_800);
    let renewed = wufi_flow::auth::refresh(desk.db(), &desk.gate, &desk.home(), entered.refresh.expose()).await.unwrap();
    desk.wait(1_800);
    desk.admit(&desk.visit(CURL, HOME), &renewed.access).await.unwrap();

    assert_eq!(desk.mails().await, ["suspicion", "suspicion"]);
}

#[tokio::test]
async fn a_step_up_is_good_for_ten_minutes_and_for_its_own_token_alone() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let visit = desk.visit(CHROME, HOME);
    let asked = desk.admit(&visit, &entered.access).await.unwrap();

    let stepped = step_up(desk.db(), &desk.gate, &visit, (&asked, Secret::new(PASSWORD.into()))).await.unwrap();
    desk.wait(1);

    assert!(!desk.admit(&visit, &stepped.access).await.unwrap().asks_step_up);
    assert!(desk.admit(&visit, &entered.access).await.unwrap().asks_step_up, "a copy of the old token is worth nothing");
    let renewed = wufi_flow::auth::refresh(desk.db(), &desk.gate, &visit, entered.refresh.expose()).await.unwrap();
    assert!(desk.admit(&visit, &renewed.access).await.unwrap().asks_step_up, "a proof is not inherited");
    desk.wait(600);
    assert!(desk.admit(&visit, &stepped.access).await.unwrap().asks_step_up, "ten minutes are over");
}

#[tokio::test]
async fn a_step_up_with_a_wrong_password_gives_nothing_and_is_counted() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let visit = desk.visit(CHROME, HOME);
    let asked = desk.admit(&visit, &entered.access).await.unwrap();

    for _ in 0..5 {
        let refusal = step_up(desk.db(), &desk.gate, &visit, (&asked, Secret::new("vale".into()))).await.unwrap_err();
        assert!(matches!(refusal, AuthError::InvalidCredentials), "{refusal}");
    }
    let refusal = step_up(desk.db(), &desk.gate, &visit, (&asked, Secret::new(PASSWORD.into()))).await.unwrap_err();

    assert!(matches!(refusal, AuthError::TooManyTries { .. }), "{refusal}");
    assert_eq!(desk.events(Event::StepUpFailed).await, 5);
}

#[tokio::test]
async fn the_medusa_profile_never_asks_and_tells_the_owner() {
    let desk = desk_with(Policy { profile: Profile::Medusa, ..Policy::default() }).await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;

    let admitted = desk.admit(&desk.visit(CHROME, HOME), &entered.access).await.unwrap();

    assert!(!admitted.asks_step_up);
    assert_eq!(desk.mails().await, ["suspicion"]);
}

#[tokio::test]
async fn the_strictest_modes_end_a_session_that_comes_from_elsewhere() {
    for (policy, from) in [
        (Policy { fingerprint: Mode::Reject, ..Policy::default() }, (CHROME, HOME)),
        (Policy { ip_binding: Mode::Reject, ..Policy::default() }, (FIREFOX, AWAY)),
    ] {
        let desk = desk_with(policy).await;
        desk.register("mari").await;
        let entered = desk.login("mari").await;
        assert!(desk.admit(&desk.visit(NEXT_FIREFOX, "198.51.100.250"), &entered.access).await.is_ok(), "a neighbour's address");

        let refusal = desk.admit(&desk.visit(from.0, from.1), &entered.access).await.unwrap_err();

        assert!(matches!(refusal, AuthError::SessionEnded(EndReason::Context)), "{refusal}");
        assert!(matches!(desk.admit(&desk.home(), &entered.access).await, Err(AuthError::SessionEnded(EndReason::Context))));
    }
}

#[tokio::test]
async fn another_network_asks_for_the_password_where_the_shop_wants_that() {
    let desk = desk_with(Policy { ip_binding: Mode::StepUp, ..Policy::default() }).await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;

    assert!(desk.admit(&desk.visit(FIREFOX, AWAY), &entered.access).await.unwrap().asks_step_up);
}

#[tokio::test]
async fn a_login_from_a_new_device_is_told_and_one_from_a_known_one_is_not() {
    let desk = desk().await;
    desk.register("mari").await;
    let first = desk.login("mari").await;
    let device = first.device.expect("a browser without a device gets one");

    desk.try_login(&desk.visit_with(FIREFOX, HOME, Some(device.expose())), "mari", PASSWORD).await.unwrap();
    assert_eq!(desk.mails().await, Vec::<String>::new());
    let elsewhere = desk.try_login(&desk.visit(CHROME, AWAY), "mari", PASSWORD).await.unwrap();

    assert_eq!(desk.mails().await, ["new_device"]);
    assert!(!desk.admit(&desk.visit(CHROME, AWAY), &elsewhere.access).await.unwrap().asks_step_up);
}

/// Most thieves have the browser that most people have.
#[tokio::test]
async fn a_browser_of_the_same_kind_elsewhere_is_a_new_device() {
    let desk = desk().await;
    desk.register("mari").await;
    desk.login("mari").await;
    desk.login("mari").await;
    assert_eq!(desk.mails().await, Vec::<String>::new(), "at home it is none, whether or not it keeps cookies");

    desk.try_login(&desk.visit(FIREFOX, AWAY), "mari", PASSWORD).await.unwrap();

    assert_eq!(desk.mails().await, ["new_device"]);
}

#[tokio::test]
async fn whoever_asks_for_many_ids_that_are_not_theirs_is_asked_for_the_password() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let visit = desk.home();

    for asked in 1..=20 {
        let admitted = desk.admit(&visit, &entered.access).await.unwrap();
        assert!(!admitted.asks_step_up, "{asked}");
        count_miss(desk.db(), &desk.gate, &visit, &admitted).await.unwrap();
    }

    assert!(desk.admit(&visit, &entered.access).await.unwrap().asks_step_up);
}
