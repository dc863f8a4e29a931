use std::sync::Arc;

use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::session::EndReason;
use wufi_domain::staff::Role;
use wufi_flow::auth::{AuthError, Entered, staff_login};
use wufi_flow::second_factor::{self, SecondFactorError};
use wufi_flow::staff;
use wufi_guard::password::Password;
use wufi_guard::second_factor::SecondFactor;
use wufi_guard::secret::Secret;
use wufi_store::audit;

use super::desk::{Desk, PASSWORD, desk, typed};

fn mari() -> Email {
    Email::parse("mari@wufi.ee").unwrap()
}

/// A desk where Mari works.
async fn desk_of(role: Role) -> Desk {
    let desk = desk().await;
    let password = Password::choose(Secret::new(PASSWORD.to_owned())).unwrap();
    let hash = desk.gate.passwords.hash(password).await.unwrap();
    let mut tx = desk.db().begin().await.unwrap();
    staff::create(&mut tx, &mari(), role, &hash).await.unwrap();
    tx.commit().await.unwrap();
    desk
}

async fn set(desk: &Desk) -> SecondFactor {
    let mut tx = desk.db().begin().await.unwrap();
    let factor = second_factor::set(&mut tx, &desk.gate.keys.current(), &mari()).await.unwrap();
    tx.commit().await.unwrap();
    factor
}

async fn take_away(desk: &Desk) -> Result<(), SecondFactorError> {
    let mut tx = desk.db().begin().await.unwrap();
    second_factor::take_away(&mut tx, &mari()).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn enter(desk: &Desk, code: Option<&Secret>) -> Result<Entered, AuthError> {
    staff_login(desk.db(), &desk.gate, &desk.home(), (typed("mari", PASSWORD), code.map(Secret::expose))).await
}

/// The code that an app shows which was given the secret.
fn code(desk: &Desk, factor: &SecondFactor) -> Secret {
    let shared = totp_rs::Secret::try_from_base32(factor.secret().expose()).unwrap();
    let app = totp_rs::Builder::new().with_secret(shared).build().unwrap();
    Secret::new(app.generate(u64::try_from(desk.db().now().secs()).unwrap()).to_string())
}

#[tokio::test]
async fn a_fresh_second_factor_opens_and_one_before_it_does_not() {
    let desk = desk_of(Role::Owner).await;
    let (old, new) = (set(&desk).await, set(&desk).await);

    let without = enter(&desk, None).await;
    let with_old = enter(&desk, Some(&code(&desk, &old))).await;
    let with_new = enter(&desk, Some(&code(&desk, &new))).await;

    assert!(matches!(without, Err(AuthError::SecondFactorRequired)));
    assert!(matches!(with_old, Err(AuthError::InvalidCredentials)));
    assert!(with_new.is_ok());
}

#[tokio::test]
async fn a_change_of_the_second_factor_ends_every_login_and_is_on_record_without_its_secret() {
    let desk = desk_of(Role::Staff).await;
    let before = enter(&desk, None).await.unwrap();

    let factor = set(&desk).await;
    desk.wait(1);
    let refused = desk.admit(&desk.home(), &before.access).await;

    assert!(matches!(refused, Err(AuthError::SessionEnded(EndReason::SecondFactor))));
    assert_eq!([desk.events(Event::SecondFactorChanged).await, desk.events(Event::SessionEnded).await], [1, 1]);
    let recorded = audit::list(&mut desk.db().read().await.unwrap(), "", 100).await.unwrap();
    assert!(!format!("{recorded:?}").contains(factor.secret().expose()));
}

#[tokio::test]
async fn taken_away_the_password_is_enough_again_where_the_shop_allows_that() {
    let desk = desk_of(Role::Staff).await;
    let factor = set(&desk).await;
    let before = enter(&desk, Some(&code(&desk, &factor))).await.unwrap();

    take_away(&desk).await.unwrap();
    desk.wait(1);

    assert!(desk.admit(&desk.home(), &before.access).await.is_err());
    assert!(enter(&desk, None).await.is_ok());
    assert!(matches!(take_away(&desk).await, Err(SecondFactorError::NoneSet)));
}

#[tokio::test]
async fn an_owner_without_a_second_factor_does_not_get_in() {
    let desk = desk_of(Role::Owner).await;

    assert!(matches!(enter(&desk, None).await, Err(AuthError::SecondFactorRequired)));
}

#[tokio::test]
async fn whoever_has_the_database_alone_makes_no_codes() {
    let desk = desk_of(Role::Owner).await;
    let factor = set(&desk).await;

    let (kept,): (String,) = desk.db().read().await.unwrap().query("SELECT second_factor FROM staff").one().await.unwrap();

    assert!(!kept.contains(factor.secret().expose()) && SecondFactor::from_secret(Secret::new(kept)).is_none());
}

#[tokio::test]
async fn nobody_gets_a_second_factor_by_an_address_that_is_nobodys() {
    let desk = desk().await;
    let mut tx = desk.db().begin().await.unwrap();

    let refused = second_factor::set(&mut tx, &desk.gate.keys.current(), &mari()).await;

    assert!(matches!(refused, Err(SecondFactorError::Unknown)));
}

/// A login that was proved by the password alone is under way while a second factor is set: it must not slip in.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_login_that_began_before_the_second_factor_outlives_it() {
    let desk = Arc::new(desk_of(Role::Staff).await);
    for pause in 0..12 {
        let (here, there) = (Arc::clone(&desk), Arc::clone(&desk));
        let entering = async move { enter(&here, None).await.is_ok() };
        let setting = async move {
            tokio::time::sleep(std::time::Duration::from_millis(pause * 3)).await;
            set(&there).await
        };
        let _ = tokio::join!(entering, setting);

        let open = desk.count("SELECT COUNT(*) FROM session WHERE ended_at IS NULL").await;
        assert_eq!(open, 0, "after {pause}");
        take_away(&desk).await.unwrap();
    }
}

/// Whoever looks over a shoulder, or sits in the middle, has a code that was just used (RFC 6238 §5.2).
#[tokio::test]
async fn a_code_opens_once_and_neither_it_nor_an_earlier_one_again() {
    let desk = desk_of(Role::Owner).await;
    let factor = set(&desk).await;
    let earlier = code(&desk, &factor);
    desk.wait(30);
    let shown = code(&desk, &factor);

    assert!(enter(&desk, Some(&shown)).await.is_ok());

    for used in [&shown, &earlier] {
        assert!(matches!(enter(&desk, Some(used)).await, Err(AuthError::InvalidCredentials)));
    }
    desk.wait(30);
    assert!(enter(&desk, Some(&code(&desk, &factor))).await.is_ok(), "the next one opens");
    assert_eq!(desk.events(Event::LoginFailed).await, 2, "a code that comes again is on record");
}
