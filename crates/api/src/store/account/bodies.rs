//! What can be said about what one logs in with.

use wufi_domain::email::Email;
use wufi_guard::password::Password;
use wufi_guard::secret::Secret;

use crate::extract::readers::{chosen, email, secret};
use crate::extract::{Fields, Shape};

/// The password again.
#[derive(Clone, Debug)]
pub(super) struct StepUp {
    pub(super) password: Secret,
}

impl Shape for StepUp {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { password: fields.required("password", secret(Password::MAX))? })
    }
}

/// The password, and another in its place.
#[derive(Clone, Debug)]
pub(super) struct ChangePassword {
    pub(super) current: Secret,
    pub(super) chosen: Secret,
}

impl Shape for ChangePassword {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let current = fields.required("current_password", secret(Password::MAX));
        let chosen = fields.required("password", chosen());
        Some(Self { current: current?, chosen: chosen? })
    }
}

/// The password, and another e-mail address.
#[derive(Clone, Debug)]
pub(super) struct ChangeEmail {
    pub(super) password: Secret,
    pub(super) email: Email,
}

impl Shape for ChangeEmail {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let password = fields.required("password", secret(Password::MAX));
        let email = fields.required("email", email());
        Some(Self { password: password?, email: email? })
    }
}
