//! Registering: an e-mail address and a password, and then the customer's record.

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::customer::{Customer, NewCustomer};
use wufi_domain::email::Email;
use wufi_domain::ids::{CustomerId, Id, IdentityId, TokenId};
use wufi_domain::moment::Moment;
use wufi_guard::access_token::TokenFault;
use wufi_guard::password::{Password, PasswordHash, Verdict};
use wufi_guard::registration_token::{self, RegistrationClaims};
use wufi_guard::secret::Secret;

use wufi_store::identities::Identity;
use wufi_store::{Db, Tx, customers, identities};

use super::client::Visit;
use super::enter::{self, Proved};
use super::error::AuthError;
use super::gate::Gate;
use super::issue::Entered;
use super::login::Typed;
use super::notices::{self, About};
use super::tries;

/// Seconds that a registration token lives.
const TOKEN_SECS: i64 = 1_800;

/// Registers an e-mail address with a password, and gives a token to make the customer with.
///
/// An address that is registered already is told so, as Medusa does, unless it has no customer
/// yet and the password is its own: then registering again gives another token.
pub async fn register(db: &Db, gate: &Gate, visit: &Visit, typed: Typed) -> Result<Secret, AuthError> {
    typed.email.for_account().map_err(|_| AuthError::EmailConfusable)?;
    let password = Password::choose(typed.password.clone())?;
    let known = identities::of_email(&mut db.read().await?, &typed.email).await?;
    match known {
        Some(known) => again(db, gate, visit, (known, typed)).await,
        None => anew(db, gate, visit, (&typed.email, password)).await,
    }
}

async fn anew(db: &Db, gate: &Gate, visit: &Visit, (email, password): (&Email, Password)) -> Result<Secret, AuthError> {
    let hash = gate.passwords.hash(password).await?;
    let mut tx = db.begin().await?;
    let jti: TokenId = tx.mint();
    let made = identities::create(&mut tx, email, hash.as_str(), jti.as_str()).await;
    let id = made.map_err(|error| AuthError::taken(error, AuthError::IdentityExists))?;
    notices::record(&mut tx, visit, (Event::IdentityRegistered, About::Identity(id.as_str())), json!({})).await?;
    let token = sign(gate, tx.now(), (&id, &jti))?;
    tx.commit().await?;
    Ok(token)
}

async fn again(db: &Db, gate: &Gate, visit: &Visit, (known, typed): (Identity, Typed)) -> Result<Secret, AuthError> {
    if known.customer.is_some() {
        return Err(AuthError::IdentityExists);
    }
    let tried = tries::begin(db, gate, visit, (&typed.email, known.id.as_str())).await?;
    let hash = PasswordHash::stored(known.password_hash.clone());
    if gate.passwords.verify(typed.password, Some(hash)).await? == Verdict::Wrong {
        tries::failed(db, visit, &tried, Some(&known.email)).await?;
        return Err(AuthError::IdentityExists);
    }
    tries::undone(db, &tried).await?;

    let mut tx = db.begin().await?;
    let token = another_token(&mut tx, gate, visit, &known).await?;
    tx.commit().await?;
    Ok(token)
}

/// Another registration token for an identity without a customer; the one before counts no more.
pub(super) async fn another_token(tx: &mut Tx, gate: &Gate, visit: &Visit, identity: &Identity) -> Result<Secret, AuthError> {
    let jti: TokenId = tx.mint();
    if !identities::renew_registration(tx, &identity.id, jti.as_str()).await? {
        return Err(AuthError::IdentityExists);
    }
    notices::record(tx, visit, (Event::RegistrationRenewed, About::Identity(identity.id.as_str())), json!({})).await?;
    sign(gate, tx.now(), (&identity.id, &jti))
}

fn sign(gate: &Gate, now: Moment, (identity, jti): (&IdentityId, &TokenId)) -> Result<Secret, AuthError> {
    let claims = RegistrationClaims {
        issuer: gate.issuer.clone(),
        identity: identity.clone(),
        jti: jti.as_str().to_owned(),
        issued_at: now.secs(),
        expires_at: now.after_secs(TOKEN_SECS).secs(),
    };
    registration_token::sign(&gate.keys.current(), now, &claims).map_err(|_| AuthError::Signing)
}

pub(super) fn read(gate: &Gate, now: Moment, token: &str) -> Result<RegistrationClaims, AuthError> {
    registration_token::verify(&gate.keys.current(), now, token, &gate.issuer).map_err(|fault| match fault {
        TokenFault::Invalid => AuthError::TokenInvalid,
        TokenFault::Expired => AuthError::TokenExpired,
    })
}

/// Refuses what is no registration token that is good now; whether it was used already is found out with the customer.
pub fn check_registration(gate: &Gate, now: Moment, token: &str) -> Result<(), AuthError> {
    read(gate, now, token).map(|_| ())
}

/// Makes the customer of a registration token. Its e-mail address is the registered one; another is refused.
pub async fn create_customer(
    db: &Db,
    gate: &Gate,
    visit: &Visit,
    (token, email, new): (&str, Option<Email>, NewCustomer),
) -> Result<Customer, AuthError> {
    let claims = read(gate, db.now(), token)?;
    let mut tx = db.begin().await?;
    let identity = identities::hold(&mut tx, &claims.identity).await?.ok_or(AuthError::TokenInvalid)?;
    if identity.customer.is_some() {
        return Err(AuthError::CustomerExists);
    }
    if email.is_some_and(|email| email.folded() != identity.email.folded()) {
        return Err(AuthError::EmailNotOfToken);
    }

    let customer = Customer::open(tx.mint(), identity.email.clone(), new, tx.now());
    let made = customers::create_account(&mut tx, &customer).await;
    made.map_err(|error| AuthError::taken(error, AuthError::CustomerExists))?;
    if !identities::give_customer(&mut tx, &identity.id, &claims.jti, &customer.id).await? {
        return Err(AuthError::TokenInvalid);
    }
    let about = About::Person(ActorKind::Customer, customer.id.as_str());
    notices::record(&mut tx, visit, (Event::CustomerCreated, about), json!({ "identity": identity.id })).await?;
    tx.commit().await?;
    Ok(customer)
}

/// Lets a customer in by the registration token that made them: once.
pub async fn enter_registered(db: &Db, gate: &Gate, visit: &Visit, token: &str) -> Result<Entered, AuthError> {
    let claims = read(gate, db.now(), token)?;
    let entered = by_registration(db, gate, visit, &claims).await;
    if let Err(AuthError::SessionLimit) = &entered {
        let mut tx = db.begin().await?;
        tries::no_room(&mut tx, visit, About::Identity(claims.identity.as_str())).await?;
        tx.commit().await?;
    }
    entered
}

async fn by_registration(db: &Db, gate: &Gate, visit: &Visit, claims: &RegistrationClaims) -> Result<Entered, AuthError> {
    let mut tx = db.begin().await?;
    let identity = identities::hold(&mut tx, &claims.identity).await?.ok_or(AuthError::TokenInvalid)?;
    let customer: CustomerId = identity.customer.clone().ok_or(AuthError::TokenInvalid)?;
    if !identities::take_registration(&mut tx, &identity.id, &claims.jti).await? {
        return Err(AuthError::TokenInvalid);
    }

    let proof = Proved {
        kind: ActorKind::Customer,
        actor: customer.as_str(),
        identity: identity.id.as_str(),
        email: &identity.email,
        methods: vec!["pwd".to_owned()],
        tried: None,
    };
    let (entered, ended) = enter::enter(&mut tx, gate, visit, &proof).await?;
    tx.commit().await?;
    gate.sessions.forget_all(&ended);
    Ok(entered)
}
