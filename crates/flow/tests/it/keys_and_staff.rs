//! Keys and staff, as they are made from the command line.

use wufi_domain::chance::Chance;
use wufi_domain::email::Email;
use wufi_domain::staff::Role;
use wufi_flow::keyring;
use wufi_flow::keys::{self, KeyError};
use wufi_flow::staff::{self, StaffError};
use wufi_guard::api_key::KeyKind;
use wufi_guard::keyring::Keyring;
use wufi_guard::password::PasswordHash;
use wufi_store::{admin, audit, shop};

use crate::kit::fresh;

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

fn hash() -> PasswordHash {
    PasswordHash::stored("$argon2id$".to_owned())
}

#[tokio::test]
async fn a_publishable_key_opens_the_default_channel_and_moves_the_version_for_every_node() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let now = tx.now();
    for sql in [
        "INSERT INTO store (id, name, default_region_id, default_sales_channel_id, created_at)
         VALUES ('store_1', 'Wufi', 'reg_1', 'sc_1', $1)",
        "INSERT INTO sales_channel (id, name, created_at, updated_at) VALUES ('sc_1', 'Veebipood', $1, $1)",
    ] {
        tx.query(sql).bind(now).write_one().await.unwrap();
    }
    let before = shop::version(&mut tx).await.unwrap();

    let key = keys::create(&mut tx, KeyKind::Publishable, "Teine pood").await.unwrap();

    let read = shop::load(&mut tx).await.unwrap();
    assert_eq!(read.version, before + 1);
    assert_eq!(read.keys[&key.digest].channels.len(), 1);
    assert_eq!(audit::list(&mut tx, "", 10).await.unwrap()[0].facts["kind"], "publishable");
}

#[tokio::test]
async fn a_secret_key_is_kept_by_its_digest_alone() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();

    let key = keys::create(&mut tx, KeyKind::Secret, "Eksport").await.unwrap();

    let (kind, digest, token): (String, String, Option<String>) =
        tx.query("SELECT kind, token_digest, token FROM api_key").one().await.unwrap();
    assert_eq!((kind.as_str(), digest, token), ("secret", key.digest, None));
}

#[tokio::test]
async fn a_publishable_key_needs_a_shop_to_open() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();

    assert!(matches!(keys::create(&mut tx, KeyKind::Publishable, "Pood").await, Err(KeyError::NoShop)));
}

#[tokio::test]
async fn no_two_members_of_staff_have_one_address_in_whatever_case() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    staff::create(&mut tx, &email("Mari@wufi.ee"), Role::Owner, &hash()).await.unwrap();

    assert_eq!(admin::staff::password_hash(&mut tx, &email("mari@wufi.ee")).await.unwrap().as_deref(), Some("$argon2id$"));
    assert!(matches!(staff::create(&mut tx, &email("mari@wufi.ee"), Role::Staff, &hash()).await, Err(StaffError::Taken)));
}

#[tokio::test]
async fn a_new_member_of_staff_is_on_record_without_the_address() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();

    staff::create(&mut tx, &email("mari@wufi.ee"), Role::Auditor, &hash()).await.unwrap();

    let event = audit::list(&mut tx, "", 10).await.unwrap().remove(0);
    assert_eq!((event.event.as_str(), event.actor_kind.as_str()), ("user_created", "command_line"));
    assert_eq!(event.facts["role"], "auditor");
    assert!(!format!("{event:?}").contains("mari@"));
}

#[tokio::test]
async fn a_new_key_is_on_record_by_its_name_alone() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let ring = Keyring::generate(tx.now(), &Chance::System);
    let key = ring.listed(tx.now()).remove(0);

    keyring::rotated(&mut tx, &key, 1).await.unwrap();

    let event = audit::list(&mut tx, "", 10).await.unwrap().remove(0);
    assert_eq!((event.event.as_str(), event.actor_kind.as_str()), ("crypt_keys_rotated", "command_line"));
    assert_eq!((event.subject_ref.as_str(), event.facts["keys"].as_i64()), (key.kid.as_str(), Some(1)));
    let text = ring.to_text();
    let secrets = text.expose().split('"').filter(|part| part.len() == 43);
    assert!(secrets.into_iter().all(|secret| !format!("{event:?}").contains(secret)));
}
