//! By which way letters leave, and why one may not.

use std::io;
use std::path::PathBuf;

use lettre::message::Mailbox;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;

use super::folder::Folder;
use super::smtp::Smtp;
use super::{Letter, mailbox, message};

/// Sends letters in the shop's name. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sender {
    from: Mailbox,
    clock: Clock,
    chance: Chance,
    route: Route,
}

/// By which way letters leave.
#[derive(Clone, Debug)]
enum Route {
    Smtp(Smtp),
    Folder(Folder),
}

/// Why a sender cannot be made. Each reads on after the name of the setting; none repeats its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// Not `Name <address>` nor an address.
    #[error("is no mailbox such as `Wufi <pood@wufi.ee>`; before the @ only ASCII is taken")]
    From,
    /// Not a URL of a mail server.
    #[error("is no URL of a mail server such as `smtps://user:password@mail.example.com`")]
    Url,
    /// A user without a password, the other way round, or a control character in one.
    #[error("needs both a user and a password, or neither, without control characters")]
    Credentials,
    /// A parameter other than `tls=required`.
    #[error("has a parameter other than `tls=required`")]
    Parameter,
    /// A path or a fragment.
    #[error("has a path or a fragment, which mean nothing here")]
    Path,
    /// The TLS library could not be set up.
    #[error("cannot be used: TLS could not be set up")]
    Tls,
}

/// Why a letter did not leave. None holds an address or what the server wrote, which may repeat one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// For good: no mail system, or not this one, can carry the address.
    #[error("no letter can be sent to this address")]
    Address,
    /// For good: the server refused this letter.
    #[error("the mail server refused the letter with {code}")]
    Refused {
        /// The reply code, 500 to 599 (RFC 5321 §4.2).
        code: u16,
    },
    /// For now: the same letter may leave later.
    #[error("the letter did not leave: {0}")]
    Unreachable(Trouble),
}

impl MailError {
    /// Whether sending the same letter again later may help.
    #[must_use]
    pub const fn is_temporary(self) -> bool {
        matches!(self, Self::Unreachable(_))
    }
}

/// What stands in the way for now: the network, the server, or the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The server could not be connected to, hung up, or does not speak SMTP.
    #[error("no connection to the mail server")]
    Connection,
    /// The server did not answer in time.
    #[error("the mail server did not answer in time")]
    Silence,
    /// No encryption with a certificate that is trusted.
    #[error("no trusted encryption with the mail server")]
    Encryption,
    /// The server did not take the user and the password.
    #[error("the mail server did not take the user and the password")]
    Login,
    /// The server asks to try later.
    #[error("the mail server answered {code}")]
    Later {
        /// The reply code.
        code: u16,
    },
    /// The folder could not be written.
    #[error("the folder could not be written: {0}")]
    Folder(io::ErrorKind),
}

impl Sender {
    /// Sends through the mail server of `url`, as `from`. Connects to nothing yet.
    ///
    /// `smtps://` is TLS from the start (RFC 8314, port 465), `smtp://` turns it
    /// on before anything is said (port 587) and may do without only on this
    /// machine's own addresses, unless `?tls=required` asks for it there too.
    pub fn smtp(url: &str, from: &str, clock: Clock, chance: Chance) -> Result<Self, SetupError> {
        Self::by(Route::Smtp(Smtp::parse(url)?), from, clock, chance)
    }

    /// Keeps letters as `.eml` files in the folder `path`, as from `from`. The first letter makes the folder.
    pub fn folder(path: PathBuf, from: &str, clock: Clock, chance: Chance) -> Result<Self, SetupError> {
        Self::by(Route::Folder(Folder::new(path)), from, clock, chance)
    }

    fn by(route: Route, from: &str, clock: Clock, chance: Chance) -> Result<Self, SetupError> {
        let from = mailbox::sender(from).ok_or(SetupError::From)?;
        Ok(Self { from, clock, chance, route })
    }

    /// Sends a letter, within 15 seconds.
    ///
    /// When the server falls silent after it has got all, the letter may be
    /// there although this says otherwise: it is sent at least once, not
    /// exactly once.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let at = self.clock.now();
        let message = message::message(letter, &self.from, at, &self.chance)?;

        match &self.route {
            Route::Smtp(server) => server.deliver(&message).await,
            Route::Folder(folder) => {
                let kept = folder.keep(&message.formatted(), at, &self.chance).await;
                kept.map_err(|error| MailError::Unreachable(Trouble::Folder(error.kind())))
            }
        }
    }
}
