use wufi_domain::audit::Event;
use wufi_domain::customer::NewCustomer;
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, ResetId};
use wufi_domain::session::EndReason;
use wufi_flow::auth::{AuthError, ask_reset, change_email, change_password, create_customer, enter_registered, register, reset};
use wufi_guard::digest::token_digest;
use wufi_guard::opaque_token::ResetToken;
use wufi_guard::secret::Secret;
use wufi_store::{identities, resets};

use super::desk::{CHROME, Desk, FIREFOX, HOME, PASSWORD, desk, typed};

const NEWER: &str = "neli põdrapead";

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_the_old_password() {
    let desk = desk().await;
    desk.register("mari").await;
    let (here, there) = (desk.login("mari").await, desk.login("mari").await);
    let mari = desk.admit(&desk.home(), &here.access).await.unwrap();

    change_password(desk.db(), &desk.gate, &desk.home(), (&mari, secret(PASSWORD), secret(NEWER))).await.unwrap();

    assert!(matches!(desk.admit(&desk.home(), &there.access).await, Err(AuthError::SessionEnded(EndReason::Password))));
    assert!(desk.admit(&desk.home(), &here.access).await.is_ok());
    assert!(desk.try_login(&desk.home(), "mari", PASSWORD).await.is_err());
    assert!(desk.try_login(&desk.home(), "mari", NEWER).await.is_ok());
    assert_eq!(desk.mails().await, ["password_changed"]);
    assert_eq!(desk.events(Event::PasswordChanged).await, 1);
}

#[tokio::test]
async fn without_the_current_password_nothing_changes() {
    let desk = desk().await;
    desk.register("mari").await;
    let here = desk.login("mari").await;
    let mari = desk.admit(&desk.home(), &here.access).await.unwrap();

    let password = change_password(desk.db(), &desk.gate, &desk.home(), (&mari, secret("vale parool"), secret(NEWER))).await;
    let address = change_email(desk.db(), &desk.gate, &desk.home(), (&mari, secret("vale parool"), email("uus@wufi.ee"))).await;

    assert!(matches!(password, Err(AuthError::InvalidCredentials)));
    assert!(matches!(address, Err(AuthError::InvalidCredentials)));
    assert!(desk.try_login(&desk.home(), "mari", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_suspicious_session_changes_no_credentials_before_it_stepped_up() {
    let desk = desk().await;
    desk.register("mari").await;
    let here = desk.login("mari").await;
    let visit = desk.visit(CHROME, HOME);
    let mari = desk.admit(&visit, &here.access).await.unwrap();

    let password = change_password(desk.db(), &desk.gate, &visit, (&mari, secret(PASSWORD), secret(NEWER))).await;
    let address = change_email(desk.db(), &desk.gate, &visit, (&mari, secret(PASSWORD), email("uus@wufi.ee"))).await;

    assert!(matches!(password, Err(AuthError::StepUpRequired)));
    assert!(matches!(address, Err(AuthError::StepUpRequired)));
}

#[tokio::test]
async fn another_address_is_told_to_both_and_ends_the_other_sessions() {
    let desk = desk().await;
    desk.register("mari").await;
    desk.register("juri").await;
    let (here, there) = (desk.login("mari").await, desk.login("mari").await);
    let mari = desk.admit(&desk.home(), &here.access).await.unwrap();

    let taken = change_email(desk.db(), &desk.gate, &desk.home(), (&mari, secret(PASSWORD), email("JURI@wufi.ee"))).await;
    change_email(desk.db(), &desk.gate, &desk.home(), (&mari, secret(PASSWORD), email("uus@wufi.ee"))).await.unwrap();

    assert!(matches!(taken, Err(AuthError::CustomerExists)), "{taken:?}");
    assert!(matches!(desk.admit(&desk.home(), &there.access).await, Err(AuthError::SessionEnded(EndReason::Email))));
    assert!(desk.try_login(&desk.home(), "mari", PASSWORD).await.is_err());
    assert!(desk.try_login(&desk.home(), "uus", PASSWORD).await.is_ok());
    assert_eq!(desk.mails().await, ["email_changed_from", "email_changed_to"]);
    assert_eq!(desk.count("SELECT COUNT(*) FROM customer WHERE email = 'uus@wufi.ee' AND email_folded = 'uus@wufi.ee'").await, 1);
}

/// Somebody registers with an address that is not theirs, and keeps the token of the registration for later.
#[tokio::test]
async fn a_registration_token_opens_nothing_once_the_owner_of_the_mailbox_has_chosen_a_password() {
    let desk = desk().await;
    let token = register(desk.db(), &desk.gate, &desk.home(), typed("mari", PASSWORD)).await.unwrap();
    let new = (token.expose(), None, NewCustomer::default());
    create_customer(desk.db(), &desk.gate, &desk.home(), new).await.unwrap();
    let mailed = reset_token(&desk, "mari").await;

    choose(&desk, &mailed, NEWER).await.unwrap();

    let entered = enter_registered(desk.db(), &desk.gate, &desk.home(), token.expose()).await;
    assert!(matches!(entered, Err(AuthError::TokenInvalid)), "{entered:?}");
}

/// What the mail for a reset would carry.
pub(super) async fn reset_token(desk: &Desk, name: &str) -> Secret {
    let mut tx = desk.db().begin().await.unwrap();
    let identity = identities::of_email(&mut tx, &email(&format!("{name}@wufi.ee"))).await.unwrap().unwrap();
    let id: ResetId = tx.mint();
    let token = ResetToken { id: id.as_str().to_owned() }.issue(&desk.gate.keys.current(), tx.now());
    let (now, digest) = (tx.now(), token_digest(token.expose()));
    assert!(resets::open(&mut tx, &identity.id, (&id, &digest), now.after_secs(900), now.after_secs(1)).await.unwrap());
    tx.commit().await.unwrap();
    token
}

async fn choose(desk: &Desk, token: &Secret, password: &str) -> Result<(), AuthError> {
    reset(desk.db(), &desk.gate, &desk.home(), (token.expose(), secret(password))).await
}

#[tokio::test]
async fn asking_for_a_reset_leaves_the_same_traces_for_everybody_and_one_mail_at_a_time() {
    let desk = desk().await;
    desk.register("mari").await;

    for address in ["mari@wufi.ee", "eikeegi@wufi.ee", "MARI@wufi.ee"] {
        ask_reset(desk.db(), &desk.gate, &desk.home(), &email(address)).await.unwrap();
    }

    assert_eq!(desk.mails().await, ["password_reset", "password_reset"]);
    assert_eq!(desk.events(Event::PasswordResetAsked).await, 3);
    assert_eq!(desk.count("SELECT COUNT(*) FROM password_reset").await, 0);
}

#[tokio::test]
async fn a_reset_works_once_and_ends_every_session() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let token = reset_token(&desk, "mari").await;

    let weak = choose(&desk, &token, "password").await;
    choose(&desk, &token, NEWER).await.unwrap();
    let again = choose(&desk, &token, "viis põdrapead").await;

    assert!(matches!(weak, Err(AuthError::Password(_))), "a refused password does not use the token up");
    assert!(matches!(again, Err(AuthError::TokenInvalid)));
    assert!(matches!(desk.admit(&desk.home(), &entered.access).await, Err(AuthError::SessionEnded(EndReason::Password))));
    assert!(desk.try_login(&desk.home(), "mari", NEWER).await.is_ok());
}

#[tokio::test]
async fn only_the_newest_reset_counts_and_none_after_fifteen_minutes_or_a_change() {
    let desk = desk().await;
    desk.register("mari").await;
    let older = reset_token(&desk, "mari").await;
    let newer = reset_token(&desk, "mari").await;
    assert!(matches!(choose(&desk, &older, NEWER).await, Err(AuthError::TokenInvalid)));

    desk.wait(900);
    assert!(matches!(choose(&desk, &newer, NEWER).await, Err(AuthError::TokenInvalid)));

    let before_change = reset_token(&desk, "mari").await;
    let here = desk.login("mari").await;
    let mari = desk.admit(&desk.home(), &here.access).await.unwrap();
    change_email(desk.db(), &desk.gate, &desk.home(), (&mari, secret(PASSWORD), email("uus@wufi.ee"))).await.unwrap();
    assert!(matches!(choose(&desk, &before_change, NEWER).await, Err(AuthError::TokenInvalid)));

    let before_change = reset_token(&desk, "uus").await;
    change_password(desk.db(), &desk.gate, &desk.home(), (&mari, secret(PASSWORD), secret(NEWER))).await.unwrap();
    assert!(matches!(choose(&desk, &before_change, PASSWORD).await, Err(AuthError::TokenInvalid)));
}

#[tokio::test]
async fn nobody_changes_to_an_address_that_looks_like_another() {
    let desk = desk().await;
    desk.register("mari").await;
    let here = desk.login("mari").await;
    let mari = desk.admit(&desk.home(), &here.access).await.unwrap();

    let refused = change_email(desk.db(), &desk.gate, &desk.home(), (&mari, secret(PASSWORD), email("аdmin@wufi.ee"))).await;

    assert!(matches!(refused, Err(AuthError::EmailConfusable)), "{refused:?}");
}

#[tokio::test]
async fn after_a_reset_nobody_waits_for_what_was_tried_before() {
    let desk = desk().await;
    desk.register("mari").await;
    let mailed = reset_token(&desk, "mari").await;
    for _ in 0..6 {
        assert!(desk.try_login(&desk.home(), "mari", "vale parool").await.is_err());
    }

    choose(&desk, &mailed, NEWER).await.unwrap();

    assert!(desk.try_login(&desk.home(), "mari", NEWER).await.is_ok());
}

/// A customer who came with a shop that moved here from Medusa.
#[tokio::test]
async fn a_password_that_medusa_kept_opens_and_is_kept_as_ours_from_then_on() {
    const OF_MEDUSA: &str = "c2NyeXB0AA8AAAAIAAAAAQEIDxYdJCsyOUBHTlVcY2pxeH+GjZSboqmwt77FzNPaTColmprawOL/arzK2yIq3cTZXT8AxpxjK0f2VxXb/FKvAxM6/SrKf7W27R8Wmiw9";
    let desk = desk().await;
    desk.register("mari").await;
    let mut tx = desk.db().begin().await.unwrap();
    let identity = identities::of_email(&mut tx, &email("mari@wufi.ee")).await.unwrap().unwrap();
    assert!(identities::set_password(&mut tx, &identity.id, &identity.password_hash, OF_MEDUSA).await.unwrap());
    tx.commit().await.unwrap();

    assert!(desk.try_login(&desk.home(), "mari", "kapsas ja kaalika").await.is_err());
    for _ in 0..2 {
        assert!(desk.try_login(&desk.home(), "mari", "kapsas ja kaalikas").await.is_ok());
        let (kept,): (String,) =
            desk.db().read().await.unwrap().query("SELECT password_hash FROM auth_identity").one().await.unwrap();
        assert!(kept.starts_with("$argon2id$"), "{kept}");
    }
    assert_eq!(desk.events(Event::PasswordRehashed).await, 1);
}

#[tokio::test]
async fn a_reset_forgets_every_device_but_the_one_that_it_came_from() {
    let desk = desk().await;
    desk.register("mari").await;
    let (own, other) = (desk.login("mari").await.device.unwrap(), desk.login("mari").await.device.unwrap());
    let [own, other] = [&own, &other].map(|device| desk.visit_with(FIREFOX, HOME, Some(device.expose())));
    let mailed = reset_token(&desk, "mari").await;

    reset(desk.db(), &desk.gate, &own, (mailed.expose(), secret(NEWER))).await.unwrap();
    for _ in 0..5 {
        assert!(desk.try_login(&desk.visit(CHROME, HOME), "mari", "vale parool").await.is_err());
    }

    assert!(matches!(desk.try_login(&other, "mari", NEWER).await, Err(AuthError::TooManyTries { .. })));
    assert!(desk.try_login(&own, "mari", NEWER).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_reset_token_at_once_from_two_places_works_in_one() {
    let desk = desk().await;
    desk.register("mari").await;
    let token = reset_token(&desk, "mari").await;

    let (one, other) = tokio::join!(choose(&desk, &token, NEWER), choose(&desk, &token, "viis põdrapead"));

    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}

#[tokio::test]
async fn nothing_but_a_reset_token_resets() {
    let desk = desk().await;
    desk.register("mari").await;
    let entered = desk.login("mari").await;
    let made_up = ResetToken { id: "reset_00000000000000000000000000".into() }.issue(&desk.gate.keys.current(), desk.db().now());

    for token in [&entered.access, &entered.refresh, &made_up, &secret(""), &secret("wpr1.a.b.c")] {
        assert!(matches!(choose(&desk, token, NEWER).await, Err(AuthError::TokenInvalid)));
    }
}
