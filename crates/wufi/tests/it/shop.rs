//! An installation with its database, and what is done to it from the command line.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::engine;
use crate::kit::server::UNWATCHED;

/// What makes an environment that of production, and not only its name.
pub(crate) const PRODUCTION: [(&str, &str); 3] = [
    ("WUFI_ENVIRONMENT", "production"),
    ("WUFI_SERVER__PUBLIC_URL", "https://api.wufi.ee"),
    ("WUFI_SECURITY__KEYS_FILE", "pood.keys"),
];

/// A folder and a database with the schema in it.
pub(crate) struct Shop {
    folder: TempDir,
    url: String,
}

impl Shop {
    /// Migrates a fresh database.
    pub(crate) async fn open() -> Self {
        let shop = Self::new().await;
        shop.done(&["migrate"]);
        shop
    }

    /// A folder and a database with nothing in it.
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let url = engine::fresh_url(folder.path()).await;
        Self { folder, url }
    }

    /// The folder that the program works in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program, about to run with nothing of ours in its environment but the database.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wufi"));
        let settings = [("WUFI_DATABASE__URL", self.url.as_str()), UNWATCHED];
        command.args(arguments).env_clear().envs(settings).current_dir(self.folder.path());
        command
    }

    /// What the program says when it does what it is asked to.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What comes of giving it a text to read.
    pub(crate) fn given(&self, arguments: &[&str], text: &str) -> Output {
        let mut child =
            self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// The lines of a command that prints JSON.
    pub(crate) fn recorded(&self, arguments: &[&str]) -> Vec<Value> {
        self.done(arguments).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// A text of an object.
pub(crate) fn member<'v>(object: &'v Value, name: &str) -> &'v str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[tokio::test]
async fn the_demo_shop_is_made_once_and_asked_again_it_says_the_same() {
    let shop = Shop::open().await;

    let (first, again) = (shop.done(&["demo", "--json"]), shop.done(&["demo", "--json"]));

    assert_eq!(first, again);
    let object: Value = serde_json::from_str(&first).unwrap();
    assert!(member(&object, "publishable_key").starts_with("pk_"));
    assert!(member(&object, "region_id").starts_with("reg_"));
    assert!(shop.done(&["demo"]).contains(member(&object, "admin_password")));
}

#[tokio::test]
async fn programs_that_make_the_demo_shop_at_once_say_the_same() {
    let shop = Shop::new().await;
    if engine::is_postgres() {
        shop.done(&["migrate"]);
    }

    let programs: Vec<_> = (0..8)
        .map(|_| shop.command(&["demo", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    let said: Vec<Output> = programs.into_iter().map(|program| program.wait_with_output().unwrap()).collect();

    for output in &said {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let [first, others @ ..] = said.as_slice() else { unreachable!("eight were started") };
    assert!(others.iter().all(|other| other.stdout == first.stdout));
}

#[tokio::test]
async fn a_demo_shop_whose_password_is_elsewhere_is_not_told_wrongly() {
    let shop = Shop::open().await;
    shop.done(&["demo"]);
    let kept = std::fs::read_dir(shop.folder()).unwrap().map(|entry| entry.unwrap().path());
    let kept = kept.into_iter().find(|path| path.to_string_lossy().ends_with(".demo-password")).unwrap();
    std::fs::remove_file(kept).unwrap();

    let output = shop.command(&["demo"]).output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("wufi user create"));
}

#[tokio::test]
async fn production_refuses_the_demo_and_makes_nothing() {
    let shop = Shop::open().await;
    for arguments in [&["demo"][..], &["serve", "--demo"]] {
        let output = shop.command(arguments).envs(PRODUCTION).output().unwrap();

        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("refused in production"));
    }
    assert!(shop.recorded(&["audit", "export"]).is_empty());
}

#[tokio::test]
async fn production_serves_no_demo_shop_that_is_there_already_and_doctor_says_so() {
    let shop = Shop::open().await;
    let production = |arguments: &[&str]| shop.command(arguments).envs(PRODUCTION).output().unwrap();
    let demo_check = |output: &Output| -> Value {
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut checks = found.get("checks").and_then(Value::as_array).unwrap().iter();
        checks.find(|check| member(check, "name") == "demo_shop").and_then(|check| check.get("outcome")).cloned().unwrap()
    };
    assert_eq!(demo_check(&production(&["doctor", "--json"])), "ok");
    shop.done(&["demo"]);

    // On an address that nobody has, so that a program that served would end as well.
    let elsewhere = ("WUFI_SERVER__LISTEN", "192.0.2.1:9000");
    let served = shop.command(&["serve"]).envs(PRODUCTION).env(elsewhere.0, elsewhere.1).output().unwrap();

    assert_eq!(served.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&served.stderr).contains("holds the demo shop"));
    assert_eq!(demo_check(&production(&["doctor", "--json"])), "fail");
}

#[tokio::test]
async fn staff_and_keys_are_made_and_every_change_is_exported_in_order() {
    let shop = Shop::open().await;
    shop.done(&["demo"]);

    let made = shop.done(&["user", "create", "--email", "mari@wufi.ee", "--role", "owner"]);
    let given =
        shop.given(&["user", "create", "--email", "juri@wufi.ee", "--role", "auditor", "--password-stdin"], "kolm põdrapead\n");
    let key = shop.done(&["apikey", "create", "--kind", "publishable", "--title", "Teine pood"]);
    let secret = shop.done(&["apikey", "create", "--kind", "secret", "--title", "Eksport"]);

    assert!(made.contains("shown this once"), "{made}");
    assert!(given.status.success() && !String::from_utf8_lossy(&given.stdout).contains("põdrapead"));
    assert!(key.starts_with("pk_") && secret.starts_with("sk_"));
    let events = shop.recorded(&["audit", "export"]);
    let later: Vec<&str> = events.iter().skip(3).map(|event| member(event, "event")).collect();
    assert_eq!(later, ["user_created", "user_created", "api_key_created", "api_key_created"]);
    assert!(events.iter().all(|event| member(event, "actor_kind") == "command_line"));
    let third = member(events.get(2).unwrap(), "id");
    assert_eq!(shop.recorded(&["audit", "export", "--after", third]), events.get(3..).unwrap());
}

#[tokio::test]
async fn a_second_login_with_one_address_and_a_common_password_are_refused() {
    let shop = Shop::open().await;
    let create = ["user", "create", "--email", "mari@wufi.ee", "--role", "staff", "--password-stdin"];

    assert_eq!(shop.given(&create, "password123\n").status.code(), Some(1));
    assert_eq!(shop.given(&create, "kolm põdrapead\n").status.code(), Some(0));
    assert_eq!(shop.given(&create, "kolm põdrapead\n").status.code(), Some(1));
    assert_eq!(shop.recorded(&["audit", "export"]).len(), 1);
}

#[tokio::test]
async fn a_publishable_key_without_a_shop_says_what_makes_one() {
    let shop = Shop::open().await;

    let output = shop.command(&["apikey", "create", "--kind", "publishable", "--title", "Pood"]).output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("wufi demo"));
}

#[tokio::test]
async fn doctor_finds_a_migrated_database_sound() {
    let shop = Shop::open().await;

    let found: Value = serde_json::from_str(&shop.done(&["doctor", "--json"])).unwrap();

    let names: Vec<&str> = found.get("checks").unwrap().as_array().unwrap().iter().map(|check| member(check, "name")).collect();
    assert!(["database", "schema", "writes"].iter().all(|name| names.contains(name)), "{names:?}");
    assert_eq!(names.contains(&"clock_apart"), engine::is_postgres());
}
