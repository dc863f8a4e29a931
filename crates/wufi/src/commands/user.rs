//! `wufi user`: staff.

use clap::{Subcommand, ValueEnum};
use wufi_domain::email::Email;

const EXAMPLES: &str = "Examples:
  wufi user create --email mari@wufi.ee --role admin
  pass show wufi/mari | wufi user create --email mari@wufi.ee --role admin --password-stdin";

/// Manage staff.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with staff.
#[derive(Clone, Debug, Subcommand)]
pub enum Action {
    /// Make a member of staff.
    Create(Create),
}

/// The member of staff to make.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Create {
    /// The e-mail address to log in with.
    #[arg(long, value_parser = email)]
    pub email: Email,
    /// What they may do.
    #[arg(long, value_enum)]
    pub role: Role,
    /// Read the password from standard input, up to the first line end.
    ///
    /// Without this a password is made and printed once. There is no flag for
    /// the password itself: other users of the machine can see arguments.
    #[arg(long)]
    pub password_stdin: bool,
}

/// What a member of staff may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Everything.
    Admin,
}

fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).ok_or_else(|| "is no e-mail address, such as mari@wufi.ee".to_owned())
}
