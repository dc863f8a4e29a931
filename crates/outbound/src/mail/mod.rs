//! Letters to shoppers: what they say, and how they leave.
//!
//! Plain text only: no markup that could run, no picture that could track, and
//! a link shows where it leads.

mod facts;
mod folder;
mod mailbox;
mod message;
mod sender;
mod smtp;
mod texts;

use std::fmt;

pub use facts::{Claim, Facts, Measure, Occasion, Way};
pub use sender::{MailError, Sender, SetupError, Trouble};
pub use texts::render;
use wufi_domain::email::Email;

/// A letter as its reader sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Who gets it.
    pub to: Email,
    /// One line that says what it is about.
    pub subject: String,
    /// What it says; lines end in `\n`.
    pub text: String,
}

impl fmt::Debug for Letter {
    // A letter may hold a token, and its address belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letter(***)")
    }
}

#[cfg(test)]
mod tests;
