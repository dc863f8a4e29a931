use wufi_domain::audit::Event;
use wufi_domain::customer::NewCustomer;
use wufi_domain::email::Email;
use wufi_flow::auth::{AuthError, Login, Typed, create_customer, enter_registered, login, register};
use wufi_guard::password::PasswordError;
use wufi_guard::secret::Secret;

use super::desk::{Desk, PASSWORD, desk, typed};

async fn registered(desk: &Desk, name: &str, password: &str) -> Result<Secret, AuthError> {
    register(desk.db(), &desk.gate, &desk.home(), typed(name, password)).await
}

async fn made(desk: &Desk, token: &Secret, email: Option<&str>) -> Result<(), AuthError> {
    let email = email.map(|email| Email::parse(email).unwrap());
    let new = (token.expose(), email, NewCustomer::default());
    create_customer(desk.db(), &desk.gate, &desk.home(), new).await.map(drop)
}

#[tokio::test]
async fn a_registration_token_makes_one_customer_and_lets_them_in_once() {
    let desk = desk().await;
    let token = registered(&desk, "mari", PASSWORD).await.unwrap();
    let (db, visit) = (desk.db(), desk.home());
    assert!(enter_registered(db, &desk.gate, &visit, token.expose()).await.is_err(), "there is no customer yet");

    made(&desk, &token, Some("Mari@wufi.ee")).await.unwrap();
    let again = made(&desk, &token, None).await.unwrap_err();
    let entered = enter_registered(db, &desk.gate, &visit, token.expose()).await.unwrap();
    let twice = enter_registered(db, &desk.gate, &visit, token.expose()).await.unwrap_err();

    assert!(matches!(again, AuthError::CustomerExists), "{again}");
    assert!(matches!(twice, AuthError::TokenInvalid), "{twice}");
    assert!(desk.admit(&visit, &entered.access).await.is_ok());
    assert!(matches!(desk.admit(&visit, &token).await, Err(AuthError::TokenInvalid)));
    assert_eq!((desk.events(Event::IdentityRegistered).await, desk.events(Event::CustomerCreated).await), (1, 1));
}

#[tokio::test]
async fn an_address_registers_once_however_it_is_written() {
    let desk = desk().await;
    desk.register("mari").await;

    for name in ["mari", "MARI", "Mari"] {
        let refusal = registered(&desk, name, "teine hea parool").await.unwrap_err();
        assert!(matches!(refusal, AuthError::IdentityExists), "{refusal}");
    }
}

#[tokio::test]
async fn who_registered_and_went_away_may_register_again_with_the_same_password_alone() {
    let desk = desk().await;
    let first = registered(&desk, "mari", PASSWORD).await.unwrap();

    let other = registered(&desk, "mari", "teine hea parool").await.unwrap_err();
    let second = registered(&desk, "mari", PASSWORD).await.unwrap();
    let Login::Registered(third) = login(desk.db(), &desk.gate, &desk.home(), typed("mari", PASSWORD)).await.unwrap() else {
        panic!("there is no customer yet")
    };

    assert!(matches!(other, AuthError::IdentityExists), "{other}");
    for old in [first, second] {
        let refusal = made(&desk, &old, None).await.unwrap_err();
        assert!(matches!(refusal, AuthError::TokenInvalid), "{refusal}");
    }
    assert!(made(&desk, &third, None).await.is_ok());
}

#[tokio::test]
async fn a_customer_has_the_address_that_was_registered() {
    let desk = desk().await;
    let token = registered(&desk, "mari", PASSWORD).await.unwrap();

    let refusal = made(&desk, &token, Some("keegi-teine@wufi.ee")).await.unwrap_err();

    assert!(matches!(refusal, AuthError::EmailNotOfToken), "{refusal}");
}

#[tokio::test]
async fn weak_passwords_and_addresses_that_look_like_others_are_refused_before_anything_is_written() {
    let desk = desk().await;

    for (name, password) in [("mari", "lühi"), ("mari", "password123")] {
        let refusal = registered(&desk, name, password).await.unwrap_err();
        assert!(matches!(refusal, AuthError::Password(PasswordError::TooShort | PasswordError::TooCommon)), "{refusal}");
    }
    let cyrillic = Typed { email: Email::parse("mаri@wufi.ee").unwrap(), password: Secret::new(PASSWORD.into()) };
    let refusal = register(desk.db(), &desk.gate, &desk.home(), cyrillic).await.unwrap_err();

    assert!(matches!(refusal, AuthError::EmailConfusable), "{refusal}");
    assert_eq!(desk.count("SELECT COUNT(*) FROM auth_identity").await, 0);
}

#[tokio::test]
async fn a_registration_token_is_over_after_half_an_hour() {
    let desk = desk().await;
    let token = registered(&desk, "mari", PASSWORD).await.unwrap();

    desk.wait(1_800 + 31);

    assert!(matches!(made(&desk, &token, None).await, Err(AuthError::TokenExpired)));
}
