//! `wufi demo`: a shop to try things on.

mod password_file;

use std::num::NonZeroUsize;

use serde_json::json;
use wufi_domain::chance::Chance;
use wufi_flow::demo::{self, Access, Shop};
use wufi_guard::password::{Password, PasswordHash, Passwords};
use wufi_guard::secret::Secret;
use wufi_store::{Db, StoreError, admin};

use super::{Exit, Failure, Start, database, output};
use crate::config::Config;

pub(crate) use password_file::PasswordFile;

const EXAMPLES: &str = "Examples:
  wufi demo         make the demo shop and print how to reach it
  wufi demo --json  the same as {\"publishable_key\",\"admin_email\",\"admin_password\",\"region_id\",\"sales_channel_id\"}

The admin password is made once and kept, readable by its owner alone, beside an SQLite database as
<file>.demo-password, and for PostgreSQL in the working folder as wufi-<database>.demo-password.";

/// What to do about a database whose demo password is elsewhere.
const MEND: &str = "delete the database to begin anew, or make another login with `wufi user create`";
/// What to do about a demo shop in production.
pub(super) const NO_DEMO: &str = "name the database of your own shop in database.url";

/// Make the demo shop if it is not there, and print its keys (not in production).
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// How to reach the demo shop.
pub(super) struct Login {
    /// Everything but the password.
    pub(super) access: Access,
    /// The owner's password, when this machine knows it.
    pub(super) password: Option<Secret>,
    /// Where the password is kept.
    pub(super) file: PasswordFile,
}

/// Makes the demo shop if it is not there, and prints how to reach it.
pub async fn run(args: Args, start: &Start) -> Result<Exit, Failure> {
    let config = start.config()?;
    allowed(&config)?;
    let db = database::open_current(&config).await?;
    let login = open(&config, &db).await?;
    db.close().await;

    let Some(password) = &login.password else {
        let what = format!("the demo shop was made elsewhere: its password is not in {}", login.file.path().display());
        return Err(Failure::failed(what, MEND));
    };
    output::say(&told(args, &login.access, password))?;
    Ok(Exit::Done)
}

/// Refuses in production: everybody can know the demo shop's ids, and its prices are play money.
pub(super) fn allowed(config: &Config) -> Result<(), Failure> {
    if config.environment.is_production() {
        return Err(Failure::wrong_use("the demo shop is refused in production", "set environment = \"development\" to try it"));
    }
    Ok(())
}

/// Refuses to serve it in production, however it came there.
pub(super) async fn absent(config: &Config, db: &Db) -> Result<(), Failure> {
    if config.environment.is_production() && is_here(db).await.map_err(database::away)? {
        return Err(Failure::failed("the database holds the demo shop, which production refuses to serve", NO_DEMO));
    }
    Ok(())
}

/// Whether the database's shop is the demo.
pub(super) async fn is_here(db: &Db) -> Result<bool, StoreError> {
    demo::is_here(&mut db.read().await?).await
}

fn told(args: Args, access: &Access, password: &Secret) -> String {
    let Access { publishable_key, admin_email, region, channel, .. } = access;
    let password = password.expose();
    if args.json {
        let object = json!({
            "publishable_key": publishable_key,
            "admin_email": admin_email,
            "admin_password": password,
            "region_id": region,
            "sales_channel_id": channel,
        });
        return object.to_string();
    }
    format!(
        "publishable key  {publishable_key}\nadmin            {admin_email}  {password}\n\
         region           {region}\nsales channel    {channel}"
    )
}

/// Makes the demo shop if the database is empty; answers how to reach it.
pub(super) async fn open(config: &Config, db: &Db) -> Result<Login, Failure> {
    let file = PasswordFile::of(&config.database);
    let passwords = Passwords::new(NonZeroUsize::MIN, Chance::System);
    let store = admin::store(&mut db.read().await.map_err(database::away)?).await.map_err(database::away)?;
    if store.is_none() {
        seed(db, &chosen(&file, &passwords).await?).await?;
    }

    let access = demo::access(&mut db.read().await.map_err(database::away)?).await.map_err(database::away)?;
    let Some(access) = access else {
        return Err(Failure::failed("the database holds another shop than the demo", "name an empty one in database.url"));
    };
    let password = known(&file, &passwords, &access).await?;
    Ok(Login { access, password, file })
}

async fn seed(db: &Db, password: &PasswordHash) -> Result<(), Failure> {
    let shop = Shop::load().map_err(|error| Failure::failed(error, "this build is damaged: take another"))?;
    let mut tx = db.begin().await.map_err(database::away)?;
    // Another program may have been first; then this changes nothing.
    demo::seed(&mut tx, shop, password).await.map_err(database::away)?;
    tx.commit().await.map_err(database::away)
}

/// The hash of the password that is kept in the file, or made for it.
async fn chosen(file: &PasswordFile, passwords: &Passwords) -> Result<PasswordHash, Failure> {
    let shown = file.path().display();
    let kept = file
        .read_or_make(&Chance::System)
        .map_err(|error| Failure::failed(format!("{shown}: {error}"), "let this user write to that folder"))?;
    let wrong = |error| Failure::failed(format!("the password in {shown}: {error}"), format!("delete {shown}"));
    passwords.hash(Password::choose(kept).map_err(wrong)?).await.map_err(wrong)
}

/// The password in the file, when it is the one that opens the shop.
async fn known(file: &PasswordFile, passwords: &Passwords, access: &Access) -> Result<Option<Secret>, Failure> {
    let unreadable = |error| Failure::failed(format!("{}: {error}", file.path().display()), "let this user read it");
    let Some(kept) = file.read().map_err(unreadable)? else { return Ok(None) };

    let verdict = passwords.verify(kept.clone(), access.admin_password.clone()).await;
    let is_right = verdict.map_err(|error| Failure::failed(error, "try again"))?.is_right();
    Ok(is_right.then_some(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &std::path::Path, environment: &str) -> Config {
        let url = format!("sqlite:{}", folder.join("wufi.db").display());
        let pairs = [("WUFI_DATABASE__URL", url.as_str()), ("WUFI_ENVIRONMENT", environment)];
        Config::load(None, pairs.map(|(name, text)| (name.to_owned(), text.to_owned()))).unwrap()
    }

    #[tokio::test]
    async fn asked_again_the_demo_shop_has_the_same_keys() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path(), "development");
        let db = database::open_current(&config).await.unwrap();
        let tell = |login: &Login| told(Args { json: true }, &login.access, login.password.as_ref().unwrap());

        let (first, again) = (open(&config, &db).await.unwrap(), open(&config, &db).await.unwrap());

        assert_eq!(tell(&first), tell(&again));
        let object: serde_json::Value = serde_json::from_str(&tell(&first)).unwrap();
        let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["admin_email", "admin_password", "publishable_key", "region_id", "sales_channel_id"]);
    }

    #[tokio::test]
    async fn a_password_that_does_not_open_the_shop_is_not_told() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path(), "development");
        let db = database::open_current(&config).await.unwrap();
        let login = open(&config, &db).await.unwrap();

        std::fs::write(login.file.path(), "another-password\n").unwrap();

        assert!(open(&config, &db).await.unwrap().password.is_none());
    }

    #[test]
    fn production_has_no_demo() {
        let folder = tempfile::tempdir().unwrap();
        let variables = [
            ("WUFI_ENVIRONMENT", "production"),
            ("WUFI_SERVER__PUBLIC_URL", "https://api.wufi.ee"),
            ("WUFI_SECURITY__KEYS_FILE", "wufi.keys"),
        ];
        let production = Config::load(None, variables.map(|(name, text)| (name.to_owned(), text.to_owned()))).unwrap();

        assert_eq!(allowed(&production).unwrap_err().exit, Exit::WrongUse);
        assert!(allowed(&config(folder.path(), "development")).is_ok());
    }
}
