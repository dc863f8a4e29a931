//! Staff who are kept out, and those who get another password, from the command line.

use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::session::EndReason;
use wufi_domain::staff::Role;
use wufi_flow::auth::{AuthError, Credential, Entered, admit, refresh, staff_login};
use wufi_flow::staff::{self, StaffError};
use wufi_guard::password::{Password, PasswordHash};
use wufi_guard::secret::Secret;

use super::desk::{Desk, PASSWORD, desk, typed};

const NEWER: &str = "neli põdrapead";

fn mari() -> Email {
    Email::parse("mari@wufi.ee").unwrap()
}

async fn hash(desk: &Desk, password: &str) -> PasswordHash {
    desk.gate.passwords.hash(Password::choose(Secret::new(password.to_owned())).unwrap()).await.unwrap()
}

/// A desk where Mari works.
async fn desk_of_mari() -> Desk {
    let desk = desk().await;
    let hash = hash(&desk, PASSWORD).await;
    let mut tx = desk.db().begin().await.unwrap();
    staff::create(&mut tx, &mari(), Role::Staff, &hash).await.unwrap();
    tx.commit().await.unwrap();
    desk
}

async fn enter(desk: &Desk, password: &str) -> Result<Entered, AuthError> {
    staff_login(desk.db(), &desk.gate, &desk.home(), (typed("mari", password), None)).await
}

async fn set_disabled(desk: &Desk, disabled: bool) -> Result<(), StaffError> {
    let mut tx = desk.db().begin().await.unwrap();
    staff::set_disabled(&mut tx, &mari(), disabled).await?;
    tx.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn who_is_kept_out_is_out_on_every_node_and_not_told_apart_from_nobody() {
    let desk = desk_of_mari().await;
    let (entered, elsewhere) = (enter(&desk, PASSWORD).await.unwrap(), desk.second_node());
    let comes = async |gate| admit(desk.db(), gate, &desk.home(), Credential::Bearer(entered.access.expose())).await;
    assert!(comes(&desk.gate).await.is_ok() && comes(&elsewhere).await.is_ok());

    set_disabled(&desk, true).await.unwrap();
    desk.wait(1);

    for gate in [&desk.gate, &elsewhere] {
        assert!(matches!(comes(gate).await, Err(AuthError::SessionEnded(EndReason::Ended))));
        let renewed = refresh(desk.db(), gate, &desk.home(), entered.refresh.expose()).await;
        assert!(matches!(renewed, Err(AuthError::SessionEnded(EndReason::Ended))));
    }
    assert!(matches!(enter(&desk, PASSWORD).await, Err(AuthError::InvalidCredentials)));
    assert!(matches!(set_disabled(&desk, true).await, Err(StaffError::SoAlready)));
    assert_eq!((desk.events(Event::UserDisabled).await, desk.events(Event::SessionEnded).await), (1, 1));
}

#[tokio::test]
async fn who_is_let_in_again_has_the_password_they_had_and_none_of_the_logins() {
    let desk = desk_of_mari().await;
    let before = enter(&desk, PASSWORD).await.unwrap();
    assert!(matches!(set_disabled(&desk, false).await, Err(StaffError::SoAlready)));
    set_disabled(&desk, true).await.unwrap();

    set_disabled(&desk, false).await.unwrap();
    desk.wait(1);

    assert!(enter(&desk, PASSWORD).await.is_ok());
    assert!(desk.admit(&desk.home(), &before.access).await.is_err());
    assert_eq!(desk.events(Event::UserEnabled).await, 1);
}

#[tokio::test]
async fn another_password_ends_every_login_and_lets_nobody_in_who_is_kept_out() {
    let desk = desk_of_mari().await;
    let before = enter(&desk, PASSWORD).await.unwrap();
    let newer = hash(&desk, NEWER).await;

    let mut tx = desk.db().begin().await.unwrap();
    staff::set_password(&mut tx, &mari(), &newer).await.unwrap();
    let unknown = staff::set_password(&mut tx, &Email::parse("juri@wufi.ee").unwrap(), &newer).await;
    tx.commit().await.unwrap();
    desk.wait(1);

    assert!(matches!(unknown, Err(StaffError::Unknown)));
    let refused = desk.admit(&desk.home(), &before.access).await;
    assert!(matches!(refused, Err(AuthError::SessionEnded(EndReason::Password))), "{refused:?}");
    assert!(enter(&desk, PASSWORD).await.is_err() && enter(&desk, NEWER).await.is_ok());
    assert_eq!(desk.events(Event::PasswordChanged).await, 1);
    set_disabled(&desk, true).await.unwrap();
    let mut tx = desk.db().begin().await.unwrap();
    staff::set_password(&mut tx, &mari(), &hash(&desk, PASSWORD).await).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(enter(&desk, PASSWORD).await, Err(AuthError::InvalidCredentials)));
}

/// Their password was looked at before, and they are let in after.
#[tokio::test]
async fn a_member_who_is_kept_out_cannot_be_held_for_a_login_that_is_under_way() {
    let desk = desk_of_mari().await;
    let mut tx = desk.db().begin().await.unwrap();
    let looked_at = wufi_store::admin::staff::of_email(&mut tx, &mari()).await.unwrap().unwrap();
    staff::set_disabled(&mut tx, &mari(), true).await.unwrap();

    assert!(wufi_store::admin::staff::hold(&mut tx, &looked_at.id).await.unwrap().is_none());
}
