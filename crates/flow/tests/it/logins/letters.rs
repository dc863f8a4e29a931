//! The letter with which a new password is chosen, from the request to the token in it.

use std::fs;

use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::email::Email;
use wufi_flow::auth::{AuthError, ask_reset, reset};
use wufi_flow::post::{Post, send_next};
use wufi_guard::secret::Secret;
use wufi_outbound::mail::Sender;

use super::desk::{Desk, desk};

/// Where letters are put, and the way there.
struct Outbox {
    folder: TempDir,
    post: Post,
}

impl Outbox {
    fn of(desk: &Desk) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = desk.db().clock().clone();
        let sender = Sender::folder(folder.path().to_owned(), "pood@wufi.ee", clock, Chance::System).unwrap();
        Self { folder, post: Post { sender, storefront: None } }
    }

    /// The letters that leave when somebody asks for a reset.
    async fn asked(&self, desk: &Desk, address: &str) -> Vec<String> {
        ask_reset(desk.db(), &desk.gate, &desk.home(), &Email::parse(address).unwrap()).await.unwrap();
        while send_next(desk.db(), &desk.gate, &self.post).await.unwrap() {}

        let paths = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let taken = |path| {
            let letter = fs::read_to_string(&path).unwrap();
            fs::remove_file(path).unwrap();
            // Without the soft line ends of quoted-printable (RFC 2045 §6.7).
            letter.replace("=\r\n", "")
        };
        paths.map(taken).collect()
    }
}

/// The token in the only letter.
fn token(letters: &[String]) -> String {
    let [letter] = letters else { panic!("not one letter: {letters:?}") };
    letter.split_whitespace().find(|word| word.starts_with("wpr1.")).unwrap().to_owned()
}

async fn choose(desk: &Desk, token: &str) -> Result<(), AuthError> {
    reset(desk.db(), &desk.gate, &desk.home(), (token, Secret::new("neli põdrapead".to_owned()))).await
}

#[tokio::test]
async fn the_letter_goes_to_the_kept_address_and_its_token_resets() {
    let desk = desk().await;
    desk.register("mari").await;
    let outbox = Outbox::of(&desk);

    let letters = outbox.asked(&desk, "MARI@WUFI.ee").await;

    let token = token(&letters);
    assert!(letters.iter().all(|letter| letter.contains("\r\nTo: mari@wufi.ee\r\n")), "not as it was typed: {letters:?}");
    choose(&desk, &token).await.unwrap();
    assert!(desk.try_login(&desk.home(), "mari", "neli põdrapead").await.is_ok());
}

#[tokio::test]
async fn nobody_gets_a_letter_who_has_no_account() {
    let desk = desk().await;
    let outbox = Outbox::of(&desk);

    assert_eq!(outbox.asked(&desk, "eikeegi@wufi.ee").await, Vec::<String>::new());
    assert_eq!(desk.mails().await, Vec::<String>::new(), "and nothing waits on");
}

#[tokio::test]
async fn an_account_gets_one_letter_a_minute_and_the_newest_counts() {
    let desk = desk().await;
    desk.register("mari").await;
    let outbox = Outbox::of(&desk);

    let first = token(&outbox.asked(&desk, "mari@wufi.ee").await);
    assert_eq!(outbox.asked(&desk, "mari@wufi.ee").await, Vec::<String>::new());
    desk.wait(61);
    let second = token(&outbox.asked(&desk, "mari@wufi.ee").await);

    assert!(matches!(choose(&desk, &first).await, Err(AuthError::TokenInvalid)));
    choose(&desk, &second).await.unwrap();
}
