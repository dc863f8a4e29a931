//! Access tokens: short-lived proofs of who is calling (RFC 9068).

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod tests;
mod wire;

use wufi_domain::actor::ActorKind;
use wufi_domain::ids::SessionId;
use wufi_domain::moment::Moment;

use self::wire::Wire;
use crate::keyring::Keyring;
use crate::secret::Secret;
use crate::signed_token::{self, Typ, Validity};

pub use crate::signed_token::{SigningError, TokenFault};

/// Which doors a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The shop's, for customers.
    Store,
    /// The administration's, for staff.
    Admin,
}

impl Audience {
    /// The audience in a token.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Admin => "admin",
        }
    }

    /// Reads an audience by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Store, Self::Admin].into_iter().find(|audience| audience.name() == name)
    }

    /// Whose tokens it takes.
    #[must_use]
    pub const fn actor(self) -> ActorKind {
        match self {
            Self::Store => ActorKind::Customer,
            Self::Admin => ActorKind::User,
        }
    }
}

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Which shop made it (`iss`).
    pub issuer: String,
    /// Which doors it is for (`aud`).
    pub audience: Audience,
    /// Whom it is about (`sub`).
    pub subject: String,
    /// The login that it belongs to (`sid`).
    pub session: SessionId,
    /// Its own name (`jti`).
    pub jti: String,
    /// When it was made, in seconds since 1970 (`iat` and `nbf`).
    pub issued_at: i64,
    /// When its time is over, in seconds since 1970 (`exp`).
    pub expires_at: i64,
    /// The customer or the member of staff.
    pub actor_id: String,
    /// Which of the two.
    pub actor_type: ActorKind,
    /// The e-mail address and password that were used (`auth_identity_id`).
    pub identity: String,
    /// When the password was last typed, in seconds since 1970.
    pub auth_time: i64,
    /// By what means (`amr`, RFC 8176).
    pub methods: Vec<String>,
    /// The refresh generation that it was made with (`gen`).
    pub generation: i64,
}

impl Claims {
    /// Whether the token is for `audience`.
    #[must_use]
    pub fn is_for(&self, audience: Audience) -> bool {
        self.audience == audience
    }

    /// Whether the claims can be true together.
    fn are_coherent(&self) -> bool {
        self.audience.actor() == self.actor_type
            && !self.actor_id.is_empty()
            && self.generation >= 0
            && self.validity().is_sensible()
    }

    const fn validity(&self) -> Validity {
        Validity { issued_at: self.issued_at, expires_at: self.expires_at }
    }
}

/// Signs an access token with the key that signs now.
pub fn sign(keyring: &Keyring, now: Moment, claims: &Claims) -> Result<Secret, SigningError> {
    if !claims.are_coherent() {
        return Err(SigningError::Contradictory);
    }
    signed_token::sign(keyring, now, Typ::Access, &Wire::from(claims))
}

/// Reads an access token of `issuer`; the caller still asks whether it is for the door at hand.
///
/// Half a minute of difference between clocks is forgiven, nothing else. An
/// expired token is only called so when everything else about it is right.
pub fn verify(keyring: &Keyring, now: Moment, text: &str, issuer: &str) -> Result<Claims, TokenFault> {
    let wire: Wire = signed_token::verified(keyring, now, Typ::Access, text).ok_or(TokenFault::Invalid)?;
    let claims = wire.into_claims().ok_or(TokenFault::Invalid)?;
    if claims.issuer != issuer || !claims.are_coherent() {
        return Err(TokenFault::Invalid);
    }

    claims.validity().check(now)?;
    Ok(claims)
}
