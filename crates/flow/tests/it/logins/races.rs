//! What is proved by a password while that password is changed.

use std::time::Duration;

use wufi_domain::actor::ActorKind;
use wufi_domain::email::Email;
use wufi_domain::ids::Id;
use wufi_domain::session::EndReason;
use wufi_flow::auth::{AuthError, change_email, reset};
use wufi_guard::password::{Password, PasswordHash};
use wufi_guard::secret::Secret;
use wufi_store::{identities, sessions};

use super::credentials::reset_token;
use super::desk::{Desk, PASSWORD, desk, typed};

/// Milliseconds between the beginnings of the two: before, while and after the old password is looked at.
const PAUSES: [u64; 8] = [0, 5, 10, 20, 40, 80, 160, 320];

async fn reset_after(desk: &Desk, pause: u64, token: &Secret) -> Result<(), AuthError> {
    tokio::time::sleep(Duration::from_millis(pause)).await;
    reset(desk.db(), &desk.gate, &desk.home(), (token.expose(), Secret::new("neli põdrapead".to_owned()))).await
}

/// Writes a hash that was made before, and ends what was open: a reset that takes no time.
async fn change_after(desk: &Desk, pause: u64, name: &str, newer: &PasswordHash) {
    tokio::time::sleep(Duration::from_millis(pause)).await;
    let mut tx = desk.db().begin().await.unwrap();
    let identity = identities::of_email(&mut tx, &typed(name, "").email).await.unwrap().unwrap();
    let held = identities::hold(&mut tx, &identity.id).await.unwrap().unwrap();
    assert!(identities::set_password(&mut tx, &held.id, &held.password_hash, newer.as_str()).await.unwrap());
    let owner = (ActorKind::Customer, held.customer.as_ref().unwrap().as_str());
    sessions::end_others(&mut tx, owner, None, EndReason::Password).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_login_by_the_old_password_outlives_a_change() {
    let desk = desk().await;
    let newer = Password::choose(Secret::new("neli põdrapead".to_owned())).unwrap();
    let newer = desk.gate.passwords.hash(newer).await.unwrap();
    for pause in PAUSES {
        let name = format!("mari{pause}");
        desk.register(&name).await;
        let home = desk.home();

        let _ = tokio::join!(desk.try_login(&home, &name, PASSWORD), change_after(&desk, pause, &name, &newer));

        assert_eq!(desk.count("SELECT COUNT(*) FROM session WHERE ended_at IS NULL").await, 0, "after {pause}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_address_is_changed_by_the_old_password_before_a_reset_or_not_at_all() {
    let desk = desk().await;
    for pause in PAUSES {
        let name = format!("mari{pause}");
        desk.register(&name).await;
        let (token, home) = (reset_token(&desk, &name).await, desk.home());
        let entered = desk.login(&name).await;
        let thief = desk.admit(&home, &entered.access).await.unwrap();
        let theirs = Email::parse(&format!("varas{pause}@wufi.ee")).unwrap();

        let change = (&thief, Secret::new(PASSWORD.to_owned()), theirs);
        let (changed, reset) =
            tokio::join!(change_email(desk.db(), &desk.gate, &home, change), reset_after(&desk, pause, &token));

        assert!(changed.is_ok() != reset.is_ok(), "after {pause}: {changed:?}, {reset:?}");
    }
}
