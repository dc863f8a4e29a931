//! `wufi user`: staff.

use std::io::{self, BufRead};
use std::num::NonZeroUsize;

use clap::{Subcommand, ValueEnum};
use url::Url;
use wufi_domain::chance::Chance;
use wufi_domain::email::Email;
use wufi_domain::staff;
use wufi_flow::second_factor::{self, SecondFactorError};
use wufi_flow::staff::{StaffError, create, make_password, set_disabled, set_password};
use wufi_guard::password::{Password, PasswordError, PasswordHash, Passwords};
use wufi_guard::second_factor::SecondFactor;
use wufi_guard::secret::Secret;

use super::{Exit, Failure, Start, database, keys, output};
use crate::config::Config;

const EXAMPLES: &str = "Examples:
  wufi user create --email mari@wufi.ee --role owner
  pass show wufi/mari | wufi user create --email mari@wufi.ee --role staff --password-stdin";

const SECOND_FACTOR_EXAMPLES: &str = "Examples:
  wufi user second-factor --email mari@wufi.ee         make one, in the place of any before
  wufi user second-factor --email mari@wufi.ee --off   take it away

Either ends the member's logins. The secret is printed once and never again; to make a picture of it, on this machine:
  wufi user second-factor --email mari@wufi.ee | grep -o 'otpauth:.*' | qrencode -t ansiutf8";

const ACCESS_EXAMPLES: &str = "Examples:
  wufi user disable --email mari@wufi.ee   their logins end, and none is let in on any node
  wufi user enable --email mari@wufi.ee    with the password and the second factor that they had";

const PASSWORD_EXAMPLES: &str = "Examples:
  wufi user password --email mari@wufi.ee
  pass show wufi/mari | wufi user password --email mari@wufi.ee --password-stdin

The member's logins end.";

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
    /// Set up a member's second factor: codes of an authenticator app.
    SecondFactor(Factor),
    /// Give a member another password; their logins end.
    Password(NewPassword),
    /// Keep a member out: their logins end at once, on every node.
    Disable(Member),
    /// Let a member log in again who was kept out.
    Enable(Member),
}

/// Who gets another password.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = PASSWORD_EXAMPLES)]
pub struct NewPassword {
    /// The e-mail address that they log in with.
    #[arg(long, value_parser = email)]
    pub email: Email,
    /// Read the password from standard input, up to the first line end; without this one is made and printed once.
    #[arg(long)]
    pub password_stdin: bool,
}

/// Whom to keep out or to let in.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = ACCESS_EXAMPLES)]
pub struct Member {
    /// The e-mail address that they log in with.
    #[arg(long, value_parser = email)]
    pub email: Email,
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

/// Whose second factor to set up.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = SECOND_FACTOR_EXAMPLES)]
pub struct Factor {
    /// The e-mail address that they log in with.
    #[arg(long, value_parser = email)]
    pub email: Email,
    /// Take it away instead: a password alone lets them in again, if the shop allows that.
    #[arg(long)]
    pub off: bool,
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
    let config = start.config()?;
    match args.action {
        Action::Create(asked) => make(&asked, &config).await,
        Action::SecondFactor(asked) if asked.off => take_away(&asked.email, &config).await,
        Action::SecondFactor(asked) => set(&asked.email, &config).await,
        Action::Password(asked) => renew(&asked, &config).await,
        Action::Disable(asked) => keep_out(&asked.email, true, &config).await,
        Action::Enable(asked) => keep_out(&asked.email, false, &config).await,
    }
}

async fn make(asked: &Create, config: &Config) -> Result<Exit, Failure> {
    let (secret, hash) = choose(asked.password_stdin).await?;
    let db = database::open_current(config).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    create(&mut tx, &asked.email, asked.role.into(), &hash).await.map_err(not_done)?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    output::say(&format!("made {} for {}", staff::Role::from(asked.role).name(), asked.email))?;
    tell(secret.as_ref())?;
    if asked.role == Role::Owner && config.environment.is_production() {
        output::say(&format!("an owner logs in with a code as well: wufi user second-factor --email {}", asked.email))?;
    }
    Ok(Exit::Done)
}

async fn renew(asked: &NewPassword, config: &Config) -> Result<Exit, Failure> {
    let (secret, hash) = choose(asked.password_stdin).await?;
    let db = database::open_current(config).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    set_password(&mut tx, &asked.email, &hash).await.map_err(not_done)?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    output::say(&format!("{} has another password; their logins have ended", asked.email))?;
    tell(secret.as_ref())?;
    Ok(Exit::Done)
}

async fn keep_out(email: &Email, disabled: bool, config: &Config) -> Result<Exit, Failure> {
    let db = database::open_current(config).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    set_disabled(&mut tx, email, disabled).await.map_err(not_done)?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    let done = if disabled { "is kept out; their logins have ended" } else { "may log in again" };
    output::say(&format!("{email} {done}"))?;
    Ok(Exit::Done)
}

fn not_done(error: StaffError) -> Failure {
    match error {
        StaffError::Taken => Failure::failed(error, "log in with it, or choose another"),
        StaffError::Unknown => Failure::failed(error, "make them with `wufi user create`, or look at the address again"),
        StaffError::SoAlready => Failure::failed(error, "there is nothing to do"),
        StaffError::Store(error) => database::away(error),
    }
}

/// The password that is given or made, and its hash; the password itself only where it was made, to be shown.
async fn choose(from_stdin: bool) -> Result<(Option<Secret>, PasswordHash), Failure> {
    let secret = if from_stdin { first_line(io::stdin().lock())? } else { make_password(&Chance::System) };
    let password = Password::choose(secret.clone()).map_err(refused)?;
    let hash = Passwords::new(NonZeroUsize::MIN, Chance::System).hash(password).await.map_err(refused)?;
    Ok(((!from_stdin).then_some(secret), hash))
}

fn tell(made: Option<&Secret>) -> Result<(), Failure> {
    match made {
        Some(secret) => Ok(output::say(&format!("password, shown this once: {}", secret.expose()))?),
        None => Ok(()),
    }
}

async fn set(email: &Email, config: &Config) -> Result<Exit, Failure> {
    let (_, keyring) = keys::in_use(config).await?;
    let db = database::open_current(config).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    let factor = second_factor::set(&mut tx, &keyring, email).await.map_err(unchanged)?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    output::say(&shown(&factor, email, &issuer(config)))?;
    Ok(Exit::Done)
}

async fn take_away(email: &Email, config: &Config) -> Result<Exit, Failure> {
    let db = database::open_current(config).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    second_factor::take_away(&mut tx, email).await.map_err(unchanged)?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    output::say(&format!("{email} has no second factor any more; their logins have ended"))?;
    Ok(Exit::Done)
}

fn unchanged(error: SecondFactorError) -> Failure {
    match error {
        SecondFactorError::Unknown => Failure::failed(
            error,
            "make them with `wufi user create`, let them in with `wufi user enable`, or look at the address again",
        ),
        SecondFactorError::NoneSet => Failure::failed(error, "there is nothing to take away"),
        SecondFactorError::Store(error) => database::away(error),
    }
}

fn shown(factor: &SecondFactor, email: &Email, issuer: &str) -> String {
    format!(
        "second factor of {email}, shown this once: put one of the two into an authenticator app\n\
         secret   {}\naddress  {}\ntheir logins have ended",
        factor.secret().expose(),
        factor.uri(issuer, email.as_str()).expose()
    )
}

/// What an authenticator app shows the codes under: staff of two shops must tell them apart.
fn issuer(config: &Config) -> String {
    let url = config.server.public_url.as_deref().and_then(|url| Url::parse(url).ok());
    url.as_ref().and_then(Url::host_str).unwrap_or("Wufi").to_owned()
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
