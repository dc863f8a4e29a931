//! The claims of an access token as they are written.

use serde::{Deserialize, Serialize};
use wufi_domain::actor::ActorKind;
use wufi_domain::ids::{Id, SessionId};

use super::{Audience, Claims};

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Wire {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    actor_id: String,
    actor_type: String,
    auth_identity_id: String,
    auth_time: i64,
    amr: Vec<String>,
    #[serde(rename = "gen")]
    generation: i64,
    app_metadata: AppMetadata,
}

/// Where Medusa's clients look for who they are.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AppMetadata {
    CustomerId(String),
    UserId(String),
}

impl From<&Claims> for Wire {
    fn from(claims: &Claims) -> Self {
        let actor_id = claims.actor_id.clone();
        Self {
            iss: claims.issuer.clone(),
            aud: claims.audience.name().to_owned(),
            sub: claims.subject.clone(),
            sid: claims.session.as_str().to_owned(),
            jti: claims.jti.clone(),
            iat: claims.issued_at,
            nbf: claims.issued_at,
            exp: claims.expires_at,
            actor_id: actor_id.clone(),
            actor_type: claims.actor_type.name().to_owned(),
            auth_identity_id: claims.identity.clone(),
            auth_time: claims.auth_time,
            amr: claims.methods.clone(),
            generation: claims.generation,
            app_metadata: match claims.actor_type {
                ActorKind::Customer => AppMetadata::CustomerId(actor_id),
                ActorKind::User => AppMetadata::UserId(actor_id),
            },
        }
    }
}

impl Wire {
    /// The claims, when those that are said twice (`nbf`, `app_metadata`) say the same.
    pub(super) fn into_claims(self) -> Option<Claims> {
        let wire = self.clone();
        let claims = Claims {
            issuer: self.iss,
            audience: Audience::parse(&self.aud)?,
            subject: self.sub,
            session: SessionId::parse(&self.sid)?,
            jti: self.jti,
            issued_at: self.iat,
            expires_at: self.exp,
            actor_id: self.actor_id,
            actor_type: ActorKind::parse(&self.actor_type)?,
            identity: self.auth_identity_id,
            auth_time: self.auth_time,
            methods: self.amr,
            generation: self.generation,
        };
        (Self::from(&claims) == wire).then_some(claims)
    }
}
