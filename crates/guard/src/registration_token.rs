//! Registration tokens: proof of an e-mail address and password that are no customer yet.

use serde::{Deserialize, Serialize};
use wufi_domain::actor::ActorKind;
use wufi_domain::ids::{Id, IdentityId};
use wufi_domain::moment::Moment;

use crate::access_token::Audience;
use crate::keyring::Keyring;
use crate::secret::Secret;
use crate::signed_token::{self, SigningError, TokenFault, Typ, Validity};

/// What a registration token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationClaims {
    /// Which shop made it (`iss`).
    pub issuer: String,
    /// The e-mail address and password that were registered (`sub` and `auth_identity_id`).
    pub identity: IdentityId,
    /// Its own name (`jti`).
    pub jti: String,
    /// When it was made, in seconds since 1970 (`iat` and `nbf`).
    pub issued_at: i64,
    /// When its time is over, in seconds since 1970 (`exp`).
    pub expires_at: i64,
}

/// The claims as they are written: those of a customer who is nobody yet, as Medusa has it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Wire {
    iss: String,
    aud: String,
    sub: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    actor_id: String,
    actor_type: String,
    auth_identity_id: String,
}

impl From<&RegistrationClaims> for Wire {
    fn from(claims: &RegistrationClaims) -> Self {
        Self {
            iss: claims.issuer.clone(),
            aud: Audience::Store.name().to_owned(),
            sub: claims.identity.as_str().to_owned(),
            jti: claims.jti.clone(),
            iat: claims.issued_at,
            nbf: claims.issued_at,
            exp: claims.expires_at,
            actor_id: String::new(),
            actor_type: ActorKind::Customer.name().to_owned(),
            auth_identity_id: claims.identity.as_str().to_owned(),
        }
    }
}

impl Wire {
    /// The claims, when all that is fixed or said twice is as it has to be.
    fn into_claims(self) -> Option<RegistrationClaims> {
        let wire = self.clone();
        let claims = RegistrationClaims {
            issuer: self.iss,
            identity: IdentityId::parse(&self.sub)?,
            jti: self.jti,
            issued_at: self.iat,
            expires_at: self.exp,
        };
        (Self::from(&claims) == wire).then_some(claims)
    }
}

impl RegistrationClaims {
    const fn validity(&self) -> Validity {
        Validity { issued_at: self.issued_at, expires_at: self.expires_at }
    }
}

/// Signs a registration token with the key that signs now.
pub fn sign(keyring: &Keyring, now: Moment, claims: &RegistrationClaims) -> Result<Secret, SigningError> {
    if !claims.validity().is_sensible() {
        return Err(SigningError::Contradictory);
    }
    signed_token::sign(keyring, now, Typ::Registration, &Wire::from(claims))
}

/// Reads a registration token of `issuer`, as strictly as [`crate::access_token::verify`].
pub fn verify(keyring: &Keyring, now: Moment, text: &str, issuer: &str) -> Result<RegistrationClaims, TokenFault> {
    let wire: Wire = signed_token::verified(keyring, now, Typ::Registration, text).ok_or(TokenFault::Invalid)?;
    let claims = wire.into_claims().ok_or(TokenFault::Invalid)?;
    if claims.issuer != issuer || !claims.validity().is_sensible() {
        return Err(TokenFault::Invalid);
    }

    claims.validity().check(now)?;
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signed_token::forge;

    const HEADER_TYP: &str = "reg+jwt";

    fn claims() -> RegistrationClaims {
        RegistrationClaims {
            issuer: forge::ISSUER.to_owned(),
            identity: IdentityId::stored("authid_01ARYZ6S410000000000000000".to_owned()),
            jti: "one".to_owned(),
            issued_at: forge::NOON_SECS,
            expires_at: forge::NOON_SECS + 1800,
        }
    }

    fn read(text: &str) -> Result<RegistrationClaims, TokenFault> {
        verify(&forge::keyring(), forge::after(0), text, forge::ISSUER)
    }

    fn changed(from: &str, to: &str) -> Result<RegistrationClaims, TokenFault> {
        let payload = serde_json::to_string(&Wire::from(&claims())).unwrap();
        assert!(payload.contains(from), "{from} is not in {payload}");
        read(&forge::signed(HEADER_TYP, &payload.replacen(from, to, 1)))
    }

    #[test]
    fn a_registration_token_reads_back() {
        let token = sign(&forge::keyring(), forge::after(0), &claims()).unwrap();
        assert_eq!(read(token.expose()), Ok(claims()));
    }

    #[test]
    fn it_ends_half_a_minute_after_its_time() {
        let token = sign(&forge::keyring(), forge::after(0), &claims()).unwrap();
        let at = |secs| verify(&forge::keyring(), forge::after(secs), token.expose(), forge::ISSUER).map(|_| ());

        assert_eq!(at(1829), Ok(()));
        assert_eq!(at(1830), Err(TokenFault::Expired));
        assert_eq!(at(-30), Ok(()));
        assert_eq!(at(-31), Err(TokenFault::Invalid));
    }

    #[test]
    fn a_token_of_another_shop_or_with_claims_of_another_kind_is_invalid() {
        assert_eq!(changed("\"jti\":\"one\"", "\"jti\":\"one\""), Ok(claims()), "the forge itself works");
        for (from, to) in [
            (forge::ISSUER, "https://else.example"),
            ("\"aud\":\"store\"", "\"aud\":\"admin\""),
            ("\"actor_id\":\"\"", "\"actor_id\":\"cus_01ARYZ6S410000000000000000\""),
            ("\"actor_type\":\"customer\"", "\"actor_type\":\"user\""),
            ("\"sub\":\"authid_01A", "\"sub\":\"authid_01B"),
            ("\"sub\":\"authid_01A", "\"sub\":\"cus_01A"),
            ("\"nbf\":1", "\"nbf\":2"),
            ("\"exp\":1790001800", "\"exp\":1790009999"),
            ("\"jti\"", "\"sid\":\"x\",\"jti\""),
            ("\"jti\"", "\"jti\":\"two\",\"jti\""),
        ] {
            assert_eq!(changed(from, to), Err(TokenFault::Invalid), "{to}");
        }
    }

    #[test]
    fn claims_that_nobody_would_accept_are_not_signed() {
        let endless = RegistrationClaims { expires_at: i64::MAX, ..claims() };
        let fault = sign(&forge::keyring(), forge::after(0), &endless).unwrap_err();
        assert_eq!(fault, SigningError::Contradictory);
    }
}
