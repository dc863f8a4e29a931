//! What each kind of letter tells.

use std::fmt;

use url::Url;
use wufi_domain::mail::Kind;
use wufi_domain::moment::Moment;

/// What a letter tells, by its kind.
#[derive(Clone, PartialEq, Eq)]
pub enum Facts {
    /// How to choose a new password, within 15 minutes.
    PasswordReset(Way),
    /// When the password was changed, and where.
    PasswordChanged(Occasion),
    /// When the address was changed, told to the old one.
    EmailChangedFrom(Occasion),
    /// When the address was changed, told to the new one.
    EmailChangedTo(Occasion),
    /// When somebody logged in from a new device, and which.
    NewDevice(Occasion),
    /// When a copied refresh token was seen, and where.
    SessionsEnded(Occasion),
    /// When the many wrong passwords were noticed.
    ManyFailures(Moment),
    /// When a session looked strange, where, and what was done about it.
    Suspicion(Occasion, Measure),
    /// Which order an account asks for, by its number, and how to answer.
    OrderTransfer(i64, Claim),
}

impl Facts {
    /// The kind of letter that tells these facts.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::PasswordReset(_) => Kind::PasswordReset,
            Self::PasswordChanged(_) => Kind::PasswordChanged,
            Self::EmailChangedFrom(_) => Kind::EmailChangedFrom,
            Self::EmailChangedTo(_) => Kind::EmailChangedTo,
            Self::NewDevice(_) => Kind::NewDevice,
            Self::SessionsEnded(_) => Kind::SessionsEnded,
            Self::ManyFailures(_) => Kind::ManyFailures,
            Self::Suspicion(..) => Kind::Suspicion,
            Self::OrderTransfer(..) => Kind::OrderTransfer,
        }
    }
}

impl fmt::Debug for Facts {
    // Some facts hold a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts({})", self.kind().name())
    }
}

/// How a new password is chosen.
#[derive(Clone, PartialEq, Eq)]
pub enum Way {
    /// By the storefront's page, whose address holds the token.
    Link(Url),
    /// By the token itself, when the shop has no storefront to link to.
    Code(String),
}

/// How the asked one answers whether an order may be taken over.
#[derive(Clone, PartialEq, Eq)]
pub enum Claim {
    /// By one of two pages of the storefront, whose addresses hold the token.
    Links {
        /// The page that hands the order over.
        accept: Url,
        /// The page that refuses.
        decline: Url,
    },
    /// By the token itself, when the shop has no storefront to link to.
    Code(String),
}

/// When something happened, and on which device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// When.
    pub at: Moment,
    /// Which device, such as `Firefox, Linux`; `None` when it did not say.
    pub device: Option<String>,
}

/// What was done about a session that looked strange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Nothing but this letter.
    Noticed,
    /// The password is asked for before payments and changes of the account.
    PasswordAsked,
    /// The session was ended.
    SessionEnded,
}
