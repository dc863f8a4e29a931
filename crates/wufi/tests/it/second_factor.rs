//! The second factor of staff, from the command line.

use std::process::Output;

use wufi_guard::second_factor::SecondFactor;
use wufi_guard::secret::Secret;

use crate::shop::{PRODUCTION, Shop, member};

const FACTOR: [&str; 4] = ["user", "second-factor", "--email", "mari@wufi.ee"];
const OFF: [&str; 5] = ["user", "second-factor", "--email", "mari@wufi.ee", "--off"];

fn create(shop: &Shop, role: &str) -> String {
    shop.done(&["user", "create", "--email", "mari@wufi.ee", "--role", role])
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The last word of the line that begins with `name`.
fn told(said: &str, name: &str) -> String {
    said.lines().find(|line| line.starts_with(name)).and_then(|line| line.split_whitespace().last()).unwrap().to_owned()
}

#[tokio::test]
async fn a_second_factor_is_shown_once_and_is_on_record_without_its_secret() {
    let shop = Shop::open().await;
    create(&shop, "staff");

    let (first, second) = (shop.done(&FACTOR), shop.done(&FACTOR));
    let off = shop.done(&OFF);

    let (secret, address) = (told(&first, "secret"), told(&first, "address"));
    assert!(SecondFactor::from_secret(Secret::new(secret.clone())).is_some(), "{secret}");
    assert!(address.starts_with("otpauth://totp/Wufi:mari%40wufi.ee?") && address.contains(&secret), "{address}");
    assert_ne!(told(&second, "secret"), secret);
    assert!(!off.contains(&told(&second, "secret")), "{off}");

    let events = shop.recorded(&["audit", "export"]);
    let named: Vec<&str> = events.iter().map(|event| member(event, "event")).collect();
    assert_eq!(named, ["user_created", "authn_second_factor_change", "authn_second_factor_change", "authn_second_factor_change"]);
    let changes: Vec<&str> = events.iter().skip(1).map(|event| member(event.get("facts").unwrap(), "change")).collect();
    assert_eq!(changes, ["set", "renewed", "taken_away"]);
    assert!(!format!("{events:?}").contains(&secret) && !format!("{events:?}").contains("mari@"));
}

#[tokio::test]
async fn apps_show_the_codes_under_the_shops_own_name() {
    let shop = Shop::open().await;
    create(&shop, "staff");

    let output = shop.command(&FACTOR).env("WUFI_SERVER__PUBLIC_URL", "https://api.wufi.ee").output().unwrap();

    assert!(told(&String::from_utf8_lossy(&output.stdout), "address").starts_with("otpauth://totp/api.wufi.ee:mari"));
}

#[tokio::test]
async fn what_cannot_be_set_or_taken_away_says_why_and_changes_nothing() {
    let shop = Shop::open().await;
    let refusal = |arguments: &[&str]| {
        let output = shop.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        error(&output)
    };

    assert!(refusal(&FACTOR).contains("no member of staff with that e-mail address may log in"));
    create(&shop, "staff");
    assert!(refusal(&OFF).contains("they have no second factor"));
    assert_eq!(shop.recorded(&["audit", "export"]).len(), 1);
}

#[tokio::test]
async fn production_reminds_an_owner_of_the_second_factor_and_seals_it_with_its_own_keys() {
    let shop = Shop::open().await;
    let run = |arguments: &[&str]| shop.command(arguments).envs(PRODUCTION).output().unwrap();

    let made = run(&["user", "create", "--email", "mari@wufi.ee", "--role", "owner"]);
    let keyless = run(&FACTOR);
    assert!(run(&["keys", "rotate"]).status.success());
    let sealed = run(&FACTOR);

    assert!(String::from_utf8_lossy(&made.stdout).contains("wufi user second-factor --email mari@wufi.ee"));
    assert_eq!(keyless.status.code(), Some(1));
    assert!(error(&keyless).contains("wufi keys rotate"), "{}", error(&keyless));
    assert!(sealed.status.success(), "{}", error(&sealed));
    assert!(!create_staff(&shop).contains("second-factor"), "others are not reminded");
}

fn create_staff(shop: &Shop) -> String {
    shop.done(&["user", "create", "--email", "juri@wufi.ee", "--role", "staff"])
}
