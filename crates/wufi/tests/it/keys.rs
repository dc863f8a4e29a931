//! The keys of an installation, and what may happen to their file.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use wufi_domain::chance::Chance;

use crate::shop::{PRODUCTION, Shop, member};

/// The file that [`PRODUCTION`] names.
fn file(shop: &Shop) -> PathBuf {
    shop.folder().join("pood.keys")
}

/// What comes of a command in production.
fn run(shop: &Shop, arguments: &[&str]) -> Output {
    shop.command(arguments).envs(PRODUCTION).output().unwrap()
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Rotates, and tells the new key's name.
fn rotate(shop: &Shop) -> String {
    let output = run(shop, &["keys", "rotate"]);
    assert!(output.status.success(), "{}", error(&output));
    let said = String::from_utf8(output.stdout).unwrap();
    said.split_whitespace().nth(2).unwrap().to_owned()
}

/// The names and states of the keys, oldest first.
fn listed(shop: &Shop) -> Vec<(String, String)> {
    let output = run(shop, &["keys", "list", "--json"]);
    assert!(output.status.success(), "{}", error(&output));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys = found.get("keys").and_then(Value::as_array).unwrap();
    keys.iter().map(|key| (member(key, "kid").to_owned(), member(key, "state").to_owned())).collect()
}

/// The seeds and secrets that stand in the file.
fn secrets(shop: &Shop) -> Vec<String> {
    let text = fs::read_to_string(file(shop)).unwrap();
    text.split('"').filter(|part| part.len() == 43).map(str::to_owned).collect()
}

/// Serves on an address that nobody has, so that a program that would serve ends as well.
fn serve(shop: &Shop) -> Output {
    shop.command(&["serve"]).envs(PRODUCTION).env("WUFI_SERVER__LISTEN", "192.0.2.1:9000").output().unwrap()
}

#[tokio::test]
async fn production_starts_with_keys_that_an_operator_made_and_only_then() {
    let shop = Shop::open().await;

    let refused = serve(&shop);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        error(&refused).contains("pood.keys: the key file is not there\n  make it with `wufi keys rotate`"),
        "{}",
        error(&refused)
    );
    assert!(!file(&shop).exists(), "none is made in its place");

    let kid = rotate(&shop);
    assert_eq!(listed(&shop), [(kid, "signing".to_owned())]);
    assert!(error(&serve(&shop)).contains("listening on 192.0.2.1:9000"), "the keys do not stop it any more");
}

#[tokio::test]
async fn a_rotation_waits_for_its_overlap_is_on_record_and_shows_no_secret() {
    let shop = Shop::open().await;
    let first = rotate(&shop);

    let output = run(&shop, &["keys", "rotate", "--overlap-secs", "60"]);

    let states: Vec<String> = listed(&shop).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["signing", "waiting"]);
    let at_once = run(&shop, &["keys", "rotate", "--overlap-secs", "0"]);
    assert_eq!(listed(&shop).into_iter().map(|(_, state)| state).collect::<Vec<_>>(), ["verifying", "signing", "waiting"]);

    let events = shop.recorded(&["audit", "export"]);
    let named = events.iter().map(|event| (member(event, "event"), member(event, "subject_ref")));
    assert_eq!(named.clone().map(|(event, _)| event).collect::<Vec<_>>(), ["crypt_keys_rotated"; 3]);
    assert_eq!(named.map(|(_, kid)| kid).next(), Some(first.as_str()));

    let list = run(&shop, &["keys", "list"]);
    let said = [output, at_once, list].map(|output| format!("{output:?}")).concat() + &format!("{events:?}");
    let secrets = secrets(&shop);
    assert_eq!(secrets.len(), 6);
    assert!(secrets.iter().all(|secret| !said.contains(secret.as_str())));
}

#[tokio::test]
async fn keys_that_others_may_read_open_nothing() {
    let shop = Shop::open().await;
    rotate(&shop);
    fs::set_permissions(file(&shop), Permissions::from_mode(0o644)).unwrap();
    let before = fs::read(file(&shop)).unwrap();

    for output in [run(&shop, &["keys", "list"]), run(&shop, &["keys", "rotate"]), serve(&shop)] {
        assert_eq!(output.status.code(), Some(1));
        assert!(
            error(&output).contains("pood.keys: every user of this machine may read or change the keys"),
            "{}",
            error(&output)
        );
        assert!(error(&output).contains("chmod 0600"));
    }

    assert_eq!(fs::read(file(&shop)).unwrap(), before);
    assert_eq!(shop.recorded(&["audit", "export"]).len(), 1, "what did not happen is not on record");
}

#[tokio::test]
async fn a_damaged_key_file_is_told_by_its_name_and_nobody_writes_over_it() {
    let shop = Shop::open().await;
    rotate(&shop);
    let secrets = secrets(&shop);
    let whole = fs::read_to_string(file(&shop)).unwrap();
    let cut = whole.get(..whole.len() - 20).unwrap();
    fs::write(file(&shop), cut).unwrap();

    for output in [run(&shop, &["keys", "list"]), run(&shop, &["keys", "rotate"]), serve(&shop), run(&shop, &["doctor"])] {
        assert_eq!(output.status.code(), Some(1));
        let said = format!("{}{}", error(&output), String::from_utf8_lossy(&output.stdout));
        assert!(said.contains("pood.keys: not the JSON of a keyring"), "{said}");
        assert!(secrets.iter().all(|secret| !said.contains(secret.as_str())), "{said}");
    }
    assert_eq!(fs::read_to_string(file(&shop)).unwrap(), cut);
}

#[tokio::test]
async fn without_its_database_no_key_is_made() {
    let shop = Shop::open().await;
    rotate(&shop);
    let before = fs::read(file(&shop)).unwrap();

    for url in ["sqlite:nowhere/pood.db", "postgres://nobody@127.0.0.1:1/nothing"] {
        let output = shop.command(&["keys", "rotate"]).envs(PRODUCTION).env("WUFI_DATABASE__URL", url).output().unwrap();

        assert_eq!(output.status.code(), Some(1), "{url}");
        assert!(error(&output).contains("database.url"), "{}", error(&output));
        assert_eq!(fs::read(file(&shop)).unwrap(), before);
    }
}

#[tokio::test]
async fn rotations_at_once_lose_no_key() {
    let shop = Shop::open().await;

    let programs: Vec<_> = (0..6)
        .map(|_| {
            shop.command(&["keys", "rotate"]).envs(PRODUCTION).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut made: Vec<String> = programs
        .into_iter()
        .map(|program| {
            let output = program.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", error(&output));
            String::from_utf8(output.stdout).unwrap().split_whitespace().nth(2).unwrap().to_owned()
        })
        .collect();

    let mut kept: Vec<String> = listed(&shop).into_iter().map(|(kid, _)| kid).collect();
    made.sort_unstable();
    kept.sort_unstable();
    assert_eq!(kept, made);
}

#[tokio::test]
async fn a_rotation_that_is_killed_leaves_a_whole_file_with_every_key() {
    let shop = Shop::open().await;
    let began = Instant::now();
    let mut kept = vec![rotate(&shop)];
    let takes = u64::try_from(began.elapsed().as_micros()).unwrap();
    let mut killed = 0;

    for _ in 0..20 {
        let mut program =
            shop.command(&["keys", "rotate"]).envs(PRODUCTION).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let chosen = u64::from(u16::from_be_bytes(Chance::System.bytes()));
        std::thread::sleep(Duration::from_micros(takes * chosen / u64::from(u16::MAX)));
        program.kill().unwrap();
        let output = program.wait_with_output().unwrap();
        killed += u32::from(!output.status.success());

        let now: Vec<String> = listed(&shop).into_iter().map(|(kid, _)| kid).collect();
        assert!(kept.iter().all(|kid| now.contains(kid)), "{kept:?} before, {now:?} after");
        kept = now;
    }

    assert!(killed > 0, "none was cut short");
    let last = rotate(&shop);
    assert!(listed(&shop).iter().any(|(kid, _)| *kid == last), "and the next one is not in its way");
    let left = fs::read_dir(shop.folder()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().ends_with(".new")));
}

#[tokio::test]
async fn a_first_start_on_a_desk_makes_its_keys() {
    let shop = Shop::open().await;
    let keys = ("WUFI_SECURITY__KEYS_FILE", "laud.keys");
    let elsewhere = ("WUFI_SERVER__LISTEN", "192.0.2.1:9000");
    let start = || shop.command(&["serve"]).envs([keys, elsewhere]).output().unwrap();

    start();
    let first = fs::read(shop.folder().join("laud.keys")).unwrap();
    start();

    assert_eq!(fs::read(shop.folder().join("laud.keys")).unwrap(), first);
    let found = fs::metadata(shop.folder().join("laud.keys")).unwrap();
    assert_eq!(found.permissions().mode() & 0o777, 0o600);
}
