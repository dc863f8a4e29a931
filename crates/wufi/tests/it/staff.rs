//! Staff who are kept out or get another password, and keys that are taken back, from the command line.

use crate::shop::{Shop, member};

/// A member's command.
fn of(action: &str) -> [&str; 4] {
    ["user", action, "--email", "mari@wufi.ee"]
}

fn events(shop: &Shop) -> Vec<String> {
    shop.recorded(&["audit", "export"]).iter().map(|event| member(event, "event").to_owned()).collect()
}

fn refusal(shop: &Shop, arguments: &[&str]) -> String {
    let output = shop.command(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn a_member_is_kept_out_and_let_in_once_and_each_is_on_record() {
    let shop = Shop::open().await;
    shop.done(&["user", "create", "--email", "mari@wufi.ee", "--role", "staff"]);

    assert!(shop.done(&of("disable")).contains("mari@wufi.ee is kept out"));
    assert!(refusal(&shop, &of("disable")).contains("it is so already"));
    assert!(refusal(&shop, &of("second-factor")).contains("wufi user enable"));
    assert!(shop.done(&of("enable")).contains("may log in again"));
    assert!(refusal(&shop, &of("enable")).contains("it is so already"));
    assert!(refusal(&shop, &["user", "disable", "--email", "juri@wufi.ee"]).contains("no member of staff has that"));

    assert_eq!(events(&shop), ["user_created", "user_disabled", "user_enabled"]);
}

#[tokio::test]
async fn another_password_is_made_and_shown_once_or_read_from_standard_input() {
    let shop = Shop::open().await;
    shop.done(&["user", "create", "--email", "mari@wufi.ee", "--role", "staff"]);
    let [a, b, c, d] = of("password");
    let stdin = [a, b, c, d, "--password-stdin"];

    assert!(shop.done(&of("password")).contains("shown this once"));
    let given = shop.given(&stdin, "kolm põdrapead\n");
    let weak = shop.given(&stdin, "password123\n");

    let said = String::from_utf8_lossy(&given.stdout).into_owned();
    assert!(given.status.success() && !said.contains("põdrapead") && !said.contains("shown"), "{said}");
    assert_eq!(weak.status.code(), Some(1));
    assert_eq!(events(&shop), ["user_created", "authn_password_change", "authn_password_change"]);
}

#[tokio::test]
async fn a_key_is_listed_without_what_it_opens_with_and_taken_back_once() {
    let shop = Shop::open().await;
    let token = shop.done(&["apikey", "create", "--kind", "secret", "--title", "Eksport"]);
    let listed = shop.done(&["apikey", "list"]);
    let id = listed.split_whitespace().next().unwrap().to_owned();
    assert!(listed.contains("Eksport") && !listed.contains(token.trim()), "{listed}");

    assert!(shop.done(&["apikey", "revoke", &id]).contains("opens nothing any more"));

    assert!(shop.done(&["apikey", "list"]).contains("(revoked)"));
    assert!(refusal(&shop, &["apikey", "revoke", &id]).contains("wufi apikey list"));
    assert_eq!(events(&shop), ["api_key_created", "api_key_revoked"]);
}
