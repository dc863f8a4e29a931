//! Who is counted besides the address: by what came along, and without a look at anything else.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use wufi_domain::actor::ActorKind;
use wufi_domain::ids::{CartId, Id, IdentityId, PaymentCollectionId, SessionId};
use wufi_domain::limit::Class;
use wufi_flow::auth::{self, Credential, Named};
use wufi_guard::secret::Secret;

use super::buckets::{self, By};
use super::{refuse, whence};
use crate::app::App;
use crate::cookies::Jar;
use crate::extract::Brought;
use crate::layer::client::Speaker;
use crate::layer::{guest, staff};
use crate::problem::Problem;

/// Whoever a request is counted for.
#[derive(Clone, Debug)]
pub(super) enum Principal {
    /// A customer.
    Customer(String),
    /// A login, where its own renewals are counted.
    Login(SessionId),
    /// A guest, by the digest of their proof.
    Guest(String),
    /// Whoever knows the cart.
    Cart(CartId),
    /// Whoever knows the payment collection.
    Collection(PaymentCollectionId),
    /// A member of staff.
    Member(String),
    /// A program, with a key that may be good.
    Program(Secret),
    /// Somebody who registered.
    Registered(IdentityId),
}

impl Principal {
    /// What they are, as a name for their bucket.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Customer(_) => "customer",
            Self::Login(_) => "login",
            Self::Guest(_) => "guest",
            Self::Cart(_) => "cart",
            Self::Collection(_) => "collection",
            Self::Member(_) => "member",
            Self::Program(_) => "program",
            Self::Registered(_) => "registered",
        }
    }

    /// Which of their kind they are.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Customer(name) | Self::Guest(name) | Self::Member(name) => name,
            Self::Login(id) => id.as_str(),
            Self::Cart(id) => id.as_str(),
            Self::Collection(id) => id.as_str(),
            Self::Program(key) => key.expose(),
            Self::Registered(id) => id.as_str(),
        }
    }
}

/// Who is counted in these classes; nobody where the address alone is, or nobody is known.
pub(super) async fn of(app: &App, classes: &[Class], parts: &mut Parts) -> Result<Option<Principal>, Problem> {
    let is_storefront = whence(parts).speaker == Speaker::Storefront;
    match classes.iter().find(|class| is_storefront || By::of(**class) != By::Address) {
        Some(class) if By::of(*class) == By::Staff => insider(app, parts).await,
        Some(_) => shopper(app, parts).await,
        None => Ok(None),
    }
}

/// The customer, else the guest, else whoever knows the cart or the payment collection in the path.
async fn shopper(app: &App, parts: &mut Parts) -> Result<Option<Principal>, Problem> {
    let jar = jar(app, parts);
    let login = match named(app, parts, jar).await? {
        Some(Named { actor: (ActorKind::Customer, id), .. }) => Some(Principal::Customer(id)),
        Some(Named { actor: (ActorKind::User, _), .. }) | None => None,
    };
    let guest = || guest::find(app, &parts.headers, jar).map(|guest| Principal::Guest(guest.digest()));
    if let Some(known) = login.or_else(guest) {
        return Ok(Some(known));
    }
    // Read as the handler will, so that however an id is written it is the same one.
    let params = RawPathParams::from_request_parts(parts, &()).await;
    Ok(params.ok().and_then(|params| params.iter().find_map(|(_, text)| owned(text))))
}

/// What an id opens that is in the path.
fn owned(text: &str) -> Option<Principal> {
    let cart = CartId::parse(text).map(Principal::Cart);
    cart.or_else(|| PaymentCollectionId::parse(text).map(Principal::Collection))
}

async fn insider(app: &App, parts: &Parts) -> Result<Option<Principal>, Problem> {
    let jar = jar(app, parts);
    if let Brought::Basic(sent) = Brought::read(&parts.headers, jar) {
        return Ok(staff::key(sent).map(|key| Principal::Program(Secret::new(key))));
    }
    Ok(match named(app, parts, jar).await? {
        Some(Named { actor: (ActorKind::User, id), .. }) => Some(Principal::Member(id)),
        Some(Named { actor: (ActorKind::Customer, _), .. }) | None => None,
    })
}

/// Whom the access token or the session cookie names.
pub(super) async fn named(app: &App, parts: &Parts, jar: Jar) -> Result<Option<Named>, Problem> {
    let credential = match Brought::read(&parts.headers, jar) {
        Brought::Bearer(token) => {
            bound_signatures(app, parts).await?;
            Credential::Bearer(token)
        }
        Brought::Cookie(token) => Credential::Cookie(token),
        Brought::Nothing | Brought::Basic(_) | Brought::Unclear => return Ok(None),
    };
    Ok(auth::named(&app.gate, app.db.now(), credential))
}

/// Refuses an address that has too many signatures checked.
///
/// A signature takes longer to check than all the rest of a refusal. Before the limits have said
/// their word nobody may have that done without end; whoever heeds them never comes near this one.
async fn bound_signatures(app: &App, parts: &Parts) -> Result<(), Problem> {
    let whence = whence(parts);
    if whence.speaker == Speaker::Storefront {
        return Ok(());
    }
    let verdict = app.rates.signatures.charge(&buckets::signatures(&app.rates, whence)).await;
    // It is no policy of the contract's, so no answer tells how it stands.
    if verdict.granted { Ok(()) } else { refuse(&app.rates, &verdict) }
}

pub(super) fn jar(app: &App, parts: &Parts) -> Jar {
    Jar::of(app.cookies, whence(parts))
}
