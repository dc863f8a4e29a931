//! `wufi user`: staff.

use std::io::{self, BufRead};
use std::num::NonZeroUsize;

use clap::{Subcommand, ValueEnum};
use wufi_domain::chance::Chance;
use wufi_domain::email::Email;
use wufi_domain::staff;
use wufi_flow::staff::{StaffError, create, make_password};
use wufi_guard::password::{Password, PasswordError, Passwords};
use wufi_guard::secret::Secret;

use super::{Exit, Failure, Start, database, output};

const EXAMPLES: &str = "Examples:
  wufi user create --email mari@wufi.ee --role owner
  pass show wufi/mari | wufi user create --email mari@wufi.ee --role staff --password-stdin";

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
    Owner,
    /// The daily work: products, prices, stock, orders.
    Staff,
    /// Look at everything, the audit log included, and change nothing.
    Auditor,
}

impl From<Role> for staff::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Owner => Self::Owner,
            Role::Staff => Self::Staff,
            Role::Auditor => Self::Auditor,
        }
    }
}

fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).ok_or_else(|| "is no e-mail address, such as mari@wufi.ee".to_owned())
}

/// Does what the arguments say.
pub async fn run(args: Args, start: &Start) -> Result<Exit, Failure> {
    let Action::Create(asked) = args.action;
    let config = start.config()?;
    let secret = if asked.password_stdin { first_line(io::stdin().lock())? } else { make_password(&Chance::System) };
    let password = Password::choose(secret.clone()).map_err(refused)?;
    let hash = Passwords::new(NonZeroUsize::MIN, Chance::System).hash(password).await.map_err(refused)?;

    let db = database::open_current(&config).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    create(&mut tx, &asked.email, asked.role.into(), &hash).await.map_err(|error| match error {
        StaffError::Taken => Failure::failed(error, "log in with it, or choose another"),
        StaffError::Store(error) => database::away(error),
    })?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    output::say(&format!("made {} for {}", staff::Role::from(asked.role).name(), asked.email))?;
    if !asked.password_stdin {
        output::say(&format!("password, shown this once: {}", secret.expose()))?;
    }
    Ok(Exit::Done)
}

fn refused(error: PasswordError) -> Failure {
    Failure::failed(
        format!("the password was not taken: {error}"),
        "choose another, or leave --password-stdin out to have one made",
    )
}

/// The first line, without its end; never more of a stream than the longest password.
fn first_line(input: impl BufRead) -> Result<Secret, Failure> {
    let longest = u64::try_from(Password::MAX).unwrap_or(u64::MAX).saturating_add(2);
    let mut line = String::new();
    let read = input.take(longest).read_line(&mut line);
    read.map_err(|error| Failure::failed(format!("standard input: {error}"), "give the password as UTF-8 text"))?;

    let ended = line.strip_suffix('\n').map_or(line.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    Ok(Secret::new(ended.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &str) -> String {
        first_line(input.as_bytes()).unwrap().expose().to_owned()
    }

    #[test]
    fn the_password_is_the_first_line_with_its_spaces_and_without_its_end() {
        assert_eq!(read(" kapsas ja kaalikas \nrest"), " kapsas ja kaalikas ");
        assert_eq!(read("kapsas\r\n"), "kapsas");
        assert_eq!(read("kapsas"), "kapsas");
        assert_eq!(read(""), "");
    }

    #[test]
    fn an_endless_line_is_read_only_so_far_that_it_is_too_long() {
        let endless = read(&"a".repeat(100_000));

        assert_eq!(Password::choose(Secret::new(endless)).unwrap_err(), PasswordError::TooLong);
    }
}
