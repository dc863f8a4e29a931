//! What can be said to logins.

use wufi_domain::email::Email;
use wufi_flow::auth::Typed;
use wufi_guard::password::Password;
use wufi_guard::secret::Secret;

use crate::extract::readers::{chosen, email, ignored, secret};
use crate::extract::{Fields, Shape};

/// The longest token of ours, in bytes.
const TOKEN: usize = 2_048;
/// The longest code of a second factor that is looked at.
const CODE: usize = 16;

/// An e-mail address and a password.
#[derive(Clone, Debug)]
pub(super) struct Credentials(pub(super) Typed);

impl Shape for Credentials {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let email = fields.required("email", email());
        let password = fields.required("password", secret(Password::MAX));
        Some(Self(Typed { email: email?, password: password? }))
    }
}

/// An e-mail address and the password that is chosen for it.
#[derive(Clone, Debug)]
pub(super) struct NewCredentials(pub(super) Typed);

impl Shape for NewCredentials {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let email = fields.required("email", email());
        let password = fields.required("password", chosen());
        Some(Self(Typed { email: email?, password: password? }))
    }
}

/// What is typed to log in, and a code.
#[derive(Clone, Debug)]
pub(super) struct StaffCredentials {
    pub(super) typed: Typed,
    pub(super) code: Option<Secret>,
}

impl Shape for StaffCredentials {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        // Everything is asked for first, so that all faults are told at once.
        let typed = Credentials::read(fields);
        let code = fields.optional("code", secret(CODE));
        Some(Self { typed: typed?.0, code })
    }
}

/// Asks for a mail with which to choose a new password.
#[derive(Clone, Debug)]
pub(super) struct AskReset {
    pub(super) email: Email,
}

impl Shape for AskReset {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("metadata", ignored());
        Some(Self { email: fields.required("identifier", email())? })
    }
}

/// A new password; whose, says the token.
#[derive(Clone, Debug)]
pub(super) struct NewPassword {
    pub(super) password: Secret,
}

impl Shape for NewPassword {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { password: fields.required("password", chosen())? })
    }
}

/// A refresh token, when it does not come as a cookie.
#[derive(Clone, Debug)]
pub(super) struct RefreshBody {
    pub(super) token: Option<Secret>,
}

impl Shape for RefreshBody {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { token: fields.optional("refresh_token", secret(TOKEN)) })
    }
}
