//! Why somebody does not get in, or no further.

use std::borrow::Cow;

use wufi_domain::fault::{Fault, Param, Reason};
use wufi_domain::session::EndReason;
use wufi_guard::password::PasswordError;
use wufi_store::StoreError;

/// A refusal to do with logins, or a failure underneath.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// No token, where one belongs.
    #[error("no token came")]
    TokenMissing,
    /// No token of ours, or of another kind than belongs there.
    #[error("the token is none of ours, or of another kind")]
    TokenInvalid,
    /// The token's time is over.
    #[error("the token's time is over")]
    TokenExpired,
    /// The session behind the token ended.
    #[error("the session ended: {}", .0.name())]
    SessionEnded(EndReason),
    /// The session behind the token ran out.
    #[error("the session ran out")]
    SessionExpired,
    /// The account has as many sessions as it may have.
    #[error("the account has as many sessions as it may have")]
    SessionLimit,
    /// No refresh token of ours.
    #[error("the refresh token is none of ours")]
    RefreshInvalid,
    /// The refresh token's time is over.
    #[error("the refresh token's time is over")]
    RefreshExpired,
    /// The refresh token came again after its successor was used.
    #[error("the refresh token came again after its successor was used")]
    RefreshReused,
    /// Unknown e-mail address, wrong password or wrong code.
    #[error("unknown e-mail address, wrong password or wrong code")]
    InvalidCredentials,
    /// The password is right and the code is still to come.
    #[error("the password is right and the code is still to come")]
    SecondFactorRequired,
    /// The password is asked for again.
    #[error("the password is asked for again")]
    StepUpRequired,
    /// Too many tries failed: so many seconds until the next.
    #[error("too many tries failed: {secs} s until the next")]
    TooManyTries {
        /// Seconds until the next.
        secs: u32,
    },
    /// The e-mail address has a login already.
    #[error("the e-mail address has a login already")]
    IdentityExists,
    /// The e-mail address has an account already.
    #[error("the e-mail address has an account already")]
    CustomerExists,
    /// Another e-mail address than the one that was registered.
    #[error("another e-mail address than the one that was registered")]
    EmailNotOfToken,
    /// The e-mail address looks like another.
    #[error("the e-mail address mixes alphabets that look alike")]
    EmailConfusable,
    /// There is no such session of the caller's.
    #[error("the caller has no such session")]
    NotFound,
    /// The password is not taken, or cannot be looked at now.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// No token could be signed: a fault of ours.
    #[error("no token could be signed")]
    Signing,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AuthError {
    /// What a write is refused with whose key is taken: `told`; any other failure stays what it is.
    pub(super) fn taken(error: StoreError, told: Self) -> Self {
        match error {
            StoreError::Duplicate(_) => told,
            other => other.into(),
        }
    }

    /// Seconds after which it is worth trying again.
    #[must_use]
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooManyTries { secs } => Some(*secs),
            Self::Password(PasswordError::Overloaded) => Some(1),
            _ => None,
        }
    }
}

impl Fault for AuthError {
    fn reason(&self) -> Reason {
        match self {
            Self::TokenMissing => Reason::TokenMissing,
            Self::TokenInvalid => Reason::TokenInvalid,
            Self::TokenExpired => Reason::TokenExpired,
            Self::SessionEnded(reason) => reason.told(),
            Self::SessionExpired => Reason::SessionExpired,
            Self::SessionLimit => Reason::SessionLimitReached,
            Self::RefreshInvalid => Reason::RefreshTokenInvalid,
            Self::RefreshExpired => Reason::RefreshTokenExpired,
            Self::RefreshReused => Reason::RefreshTokenReused,
            Self::InvalidCredentials => Reason::InvalidCredentials,
            Self::SecondFactorRequired => Reason::SecondFactorRequired,
            Self::StepUpRequired => Reason::StepUpRequired,
            Self::TooManyTries { .. } => Reason::TooManyAttempts,
            Self::IdentityExists => Reason::IdentityExists,
            Self::CustomerExists => Reason::CustomerExists,
            Self::EmailNotOfToken => Reason::EmailNotOfToken,
            Self::EmailConfusable => Reason::EmailConfusable,
            Self::NotFound => Reason::NotFound,
            Self::Password(error) => error.reason(),
            Self::Signing => Reason::InternalError,
            Self::Store(error) => error.reason(),
        }
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Password(error) => error.path(),
            Self::EmailNotOfToken | Self::EmailConfusable => Some(Cow::Borrowed("email")),
            _ => None,
        }
    }

    fn params(&self) -> Vec<Param> {
        match self {
            Self::Password(error) => error.params(),
            Self::TooManyTries { secs } => vec![Param { name: "secs", value: i64::from(*secs) }],
            _ => Vec::new(),
        }
    }
}
