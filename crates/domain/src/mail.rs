//! Which letters the shop writes.

/// What a letter is about. The names are kept in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Somebody asked for a new password.
    PasswordReset,
    /// The password was changed.
    PasswordChanged,
    /// The account's e-mail address was changed; goes to the old one.
    EmailChangedFrom,
    /// The account's e-mail address was changed; goes to the new one.
    EmailChangedTo,
    /// A login from a device that the account has not seen.
    NewDevice,
    /// A refresh token came twice, so a copy is about: the session was ended.
    SessionsEnded,
    /// Many wrong passwords were tried.
    ManyFailures,
    /// Something about a session changed that seldom does by itself.
    Suspicion,
    /// An account asks to take over an order that was made as a guest.
    OrderTransfer,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::EmailChangedFrom,
        Self::EmailChangedTo,
        Self::NewDevice,
        Self::SessionsEnded,
        Self::ManyFailures,
        Self::Suspicion,
        Self::OrderTransfer,
    ];

    /// The name as it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PasswordReset => "password_reset",
            Self::PasswordChanged => "password_changed",
            Self::EmailChangedFrom => "email_changed_from",
            Self::EmailChangedTo => "email_changed_to",
            Self::NewDevice => "new_device",
            Self::SessionsEnded => "sessions_ended",
            Self::ManyFailures => "many_failures",
            Self::Suspicion => "suspicion",
            Self::OrderTransfer => "order_transfer",
        }
    }

    /// The kind of that name; `None` when no letter is called so.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_again_by_its_stored_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.name()), Some(kind));
        }
        assert_eq!(Kind::parse("Password_Reset"), None);
        assert_eq!(Kind::parse(""), None);
    }
}
