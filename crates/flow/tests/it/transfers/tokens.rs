//! What a token opens, and what does not pass for one.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{Id, OrderId, SessionId, TransferId};
use wufi_domain::order::Transfer;
use wufi_domain::owner::Owner;
use wufi_flow::post::{Post, send_next};
use wufi_guard::keyring::Keyring;
use wufi_guard::opaque_token::{RefreshToken, ResetToken, TransferToken};
use wufi_outbound::mail::Sender;
use wufi_store::transfers;

use super::{Counter, Step, WITHOUT, counter, is_bad_token, unknown_order};
use crate::people::{customer, id_of, nobodys_order, stranger};

/// Nobody's order that juri asked for, and the token that answers.
async fn asked() -> (Counter, OrderId, String) {
    let counter = counter().await;
    let juri = customer(&counter.pantry, "juri").await;
    let order = nobodys_order(&counter.pantry).await.id;
    let token = counter.asked(&juri, &order, WITHOUT).await;
    (counter, order, token)
}

/// Whoever answers with it hears that it is no token, whatever they answer.
async fn refuse(counter: &Counter, order: &OrderId, token: &str) {
    for answering in [Step::Accept, Step::Decline] {
        let refusal = counter.step(&stranger(), order, (answering, token)).await;
        assert!(is_bad_token(&refusal), "{answering:?} {order} {token}: {refusal:?}");
    }
}

#[tokio::test]
async fn the_letter_to_whoever_placed_the_order_holds_the_token_that_answers() {
    let counter = counter().await;
    let juri = customer(&counter.pantry, "juri").await;
    let order = nobodys_order(&counter.pantry).await;
    let db = &counter.pantry.fresh.db;
    let folder = TempDir::new().unwrap();
    let sender = Sender::folder(folder.path().to_owned(), "pood@wufi.ee", db.clock().clone(), Chance::System).unwrap();
    let post = Post { sender, storefront: None };

    counter.request(&juri, &order.id, WITHOUT).await.unwrap();
    assert!(send_next(db, &counter.gate, &post).await.unwrap());
    let letter = only_letter(folder.path());
    let token = letter.split(|letter: char| letter.is_whitespace()).find(|word| word.starts_with("wot1.")).unwrap();
    let accepted = counter.step(&stranger(), &order.id, (Step::Accept, token)).await.unwrap();

    assert!(letter.contains("To: mari@wufi.ee"), "{letter}");
    assert_eq!(accepted.owner, Owner::Customer(id_of(&juri)));
}

/// The one letter in a folder, with the soft line ends of quoted-printable (RFC 2045 §6.7) taken out.
fn only_letter(folder: &Path) -> String {
    let mut letters = fs::read_dir(folder).unwrap();
    let letter = letters.next().unwrap().unwrap().path();
    assert!(letters.next().is_none(), "one letter and no more");
    fs::read_to_string(letter).unwrap().replace("=\r\n", "")
}

#[tokio::test]
async fn a_token_that_does_not_fit_sounds_the_same_for_every_order() {
    let (counter, order, token) = asked().await;
    let juri = customer(&counter.pantry, "teine").await;
    let other = nobodys_order(&counter.pantry).await.id;
    let others = counter.asked(&juri, &other, WITHOUT).await;

    for (order, token) in [(&order, &others), (&other, &token), (&unknown_order(), &token)] {
        refuse(&counter, order, token).await;
    }

    assert_eq!(counter.open_requests().await, 2, "a token that does not fit ends nothing");
    assert!(counter.step(&stranger(), &order, (Step::Accept, &token)).await.is_ok());
}

#[tokio::test]
async fn a_forged_token_opens_nothing_and_ends_nothing() {
    let (counter, order, token) = asked().await;
    let (keys, now) = (counter.gate.keys.current(), counter.pantry.fresh.db.now());
    let id = token.split('.').nth(2).unwrap().to_owned();
    let foreign = Keyring::generate(now, &Chance::System);
    let (stem, mac) = token.rsplit_once('.').unwrap();
    let forged = [
        String::new(),
        "wot1".to_owned(),
        id.clone(),
        format!("{stem}."),
        format!("{stem}.{}", mac.to_lowercase()),
        format!("{token}A"),
        format!(" {token}"),
        token.replace("wot1.", "wpr1."),
        token.replace(&id, "transfer_00000000000000000000000000"),
        TransferToken { id: id.clone() }.issue(&foreign, now).expose().to_owned(),
        TransferToken { id: "transfer_00000000000000000000000000".into() }.issue(&keys, now).expose().to_owned(),
        ResetToken { id: id.clone() }.issue(&keys, now).expose().to_owned(),
        RefreshToken { session: SessionId::stored(id), generation: 1 }.issue(&keys, now).expose().to_owned(),
    ];

    for token in forged {
        refuse(&counter, &order, &token).await;
    }

    assert!(counter.step(&stranger(), &order, (Step::Accept, &token)).await.is_ok());
}

/// A request has no token until its letter is written, and then the one in the newest letter.
#[tokio::test]
async fn only_the_token_of_the_newest_letter_answers() {
    let (counter, order, old) = asked().await;
    let mut tx = counter.pantry.fresh.db.begin().await.unwrap();
    let id = TransferId::stored(old.split('.').nth(2).unwrap().to_owned());
    transfers::give_token(&mut tx, &id, "the digest of a token under another key").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    refuse(&counter, &order, &old).await;

    let juri = customer(&counter.pantry, "teine").await;
    let unwritten = nobodys_order(&counter.pantry).await.id;
    counter.request(&juri, &unwritten, WITHOUT).await.unwrap();
    let mut tx = counter.pantry.fresh.db.read().await.unwrap();
    let open = tx.query("SELECT id FROM order_transfer WHERE order_id = $1").bind(unwritten.as_str());
    let (id,): (String,) = open.one().await.unwrap();
    drop(tx);
    let early = TransferToken { id }.issue(&counter.gate.keys.current(), counter.pantry.fresh.db.now());
    refuse(&counter, &unwritten, early.expose()).await;
}

#[tokio::test]
async fn a_token_lives_for_seven_days() {
    let counter = counter().await;
    let juri = customer(&counter.pantry, "juri").await;
    let (in_time, late) = (nobodys_order(&counter.pantry).await.id, nobodys_order(&counter.pantry).await.id);
    let first = counter.asked(&juri, &in_time, WITHOUT).await;
    let second = counter.asked(&juri, &late, WITHOUT).await;

    counter.wait(Transfer::LIFE_SECS * 1_000 - 1);
    let accepted = counter.step(&stranger(), &in_time, (Step::Accept, &first)).await;
    counter.wait(1);
    refuse(&counter, &late, &second).await;

    assert_eq!(Transfer::LIFE_SECS, 7 * 86_400);
    assert!(accepted.is_ok(), "{accepted:?}");
}
