use wufi_domain::actor::ActorKind;

use super::*;
use crate::access_token::{self, Audience, Claims, TokenFault};
use crate::signed_token::forge;

const DAY: i64 = 24 * 60 * 60;

fn session() -> SessionId {
    SessionId::stored("sess_00000000000000000000000000".to_owned())
}

fn cookie(auth_time: i64) -> SessionCookie {
    SessionCookie { session: session(), actor_kind: ActorKind::Customer, actor_id: "cus_1".to_owned(), auth_time }
}

/// One token of each kind, all about things of one name as far as that can be.
fn every_kind(ring: &Keyring) -> [Secret; 6] {
    let (id, now) = (session().as_str().to_owned(), forge::after(0));
    [
        RefreshToken { session: session(), generation: 7 }.issue(ring, now),
        cookie(7).issue(ring, now),
        DeviceToken { device: id.clone() }.issue(ring, now),
        GuestToken { guest: id.clone() }.issue(ring, now),
        ResetToken { id: id.clone() }.issue(ring, now),
        TransferToken { id }.issue(ring, now),
    ]
}

/// What each kind's reader makes of `text`.
fn every_reader(ring: &Keyring, secs: i64, text: &str) -> [bool; 6] {
    let now = forge::after(secs);
    [
        RefreshToken::read(ring, now, text).is_some(),
        SessionCookie::read(ring, now, text).is_some(),
        DeviceToken::read(ring, now, text).is_some(),
        GuestToken::read(ring, now, text).is_some(),
        ResetToken::read(ring, now, text).is_some(),
        TransferToken::read(ring, now, text).is_some(),
    ]
}

fn read_by_any(ring: &Keyring, secs: i64, text: &str) -> bool {
    every_reader(ring, secs, text).contains(&true)
}

#[test]
fn tokens_read_back() {
    let (ring, now) = (forge::keyring(), forge::after(0));
    let refresh = RefreshToken { session: session(), generation: i64::MAX };
    let cookie = cookie(forge::NOON_SECS);
    let device = DeviceToken::fresh(&Chance::System);
    let guest = GuestToken::fresh(&Chance::System);
    let reset = ResetToken { id: "pwr_1".to_owned() };
    let transfer = TransferToken { id: "ordtr_1".to_owned() };

    assert_eq!(RefreshToken::read(&ring, now, refresh.issue(&ring, now).expose()), Some(refresh));
    assert_eq!(SessionCookie::read(&ring, now, cookie.issue(&ring, now).expose()), Some(cookie));
    assert_eq!(DeviceToken::read(&ring, now, device.issue(&ring, now).expose()), Some(device));
    assert_eq!(GuestToken::read(&ring, now, guest.issue(&ring, now).expose()), Some(guest));
    assert_eq!(ResetToken::read(&ring, now, reset.issue(&ring, now).expose()), Some(reset));
    assert_eq!(TransferToken::read(&ring, now, transfer.issue(&ring, now).expose()), Some(transfer));
}

#[test]
fn a_token_is_its_prefix_its_key_its_parts_and_a_mac_of_256_bits() {
    let ring = forge::keyring();
    let token = RefreshToken { session: session(), generation: 7 }.issue(&ring, forge::after(0));

    let (stem, mac) = token.expose().rsplit_once('.').unwrap();

    assert_eq!(stem, format!("wrt1.{}.{}.7", forge::kid(), session()));
    assert_eq!(mac.len(), 43);
}

#[test]
fn no_token_of_one_kind_is_read_as_another() {
    let ring = forge::keyring();
    let tokens = every_kind(&ring);
    let prefixes = ["wrt1", "wst1", "wdv1", "wgt1", "wpr1", "wot1"];

    for (kind, token) in tokens.iter().enumerate() {
        let only = std::array::from_fn(|reader| reader == kind);
        assert_eq!(every_reader(&ring, 0, token.expose()), only, "{}", prefixes[kind]);

        for prefix in prefixes.iter().filter(|prefix| **prefix != prefixes[kind]) {
            let dressed = token.expose().replacen(prefixes[kind], prefix, 1);
            assert!(!read_by_any(&ring, 0, &dressed), "{} dressed as {prefix}", prefixes[kind]);
        }
    }
}

#[test]
fn neither_an_access_token_nor_an_opaque_one_is_read_as_the_other() {
    let (ring, now) = (forge::keyring(), forge::after(0));
    let claims = Claims {
        issuer: forge::ISSUER.to_owned(),
        audience: Audience::Store,
        subject: "cus_1".to_owned(),
        session: session(),
        jti: "one".to_owned(),
        issued_at: forge::NOON_SECS,
        expires_at: forge::NOON_SECS + 60,
        actor_id: "cus_1".to_owned(),
        actor_type: ActorKind::Customer,
        identity: "authid_1".to_owned(),
        auth_time: forge::NOON_SECS,
        methods: Vec::new(),
        generation: 0,
    };
    let access = access_token::sign(&ring, now, &claims).unwrap();

    assert!(!read_by_any(&ring, 0, access.expose()));
    for token in every_kind(&ring) {
        assert_eq!(access_token::verify(&ring, now, token.expose(), forge::ISSUER), Err(TokenFault::Invalid));
    }
}

#[test]
fn no_character_of_a_token_may_be_another() {
    let ring = forge::keyring();
    for token in every_kind(&ring) {
        for at in 0..token.expose().len() {
            for other in ["A", "1", "."] {
                let mut text = token.expose().to_owned();
                text.replace_range(at..=at, other);
                assert!(text == token.expose() || !read_by_any(&ring, 0, &text), "{text}");
            }
        }
    }
}

#[test]
fn tokens_in_any_other_writing_are_not_read() {
    let ring = forge::keyring();
    for token in every_kind(&ring) {
        let good = token.expose();
        let (stem, mac) = good.rsplit_once('.').unwrap();
        for other in [
            format!("{good}="),
            format!("{good}A"),
            format!("{good}.{mac}"),
            format!("{good}."),
            format!(" {good}"),
            format!("{good}\n"),
            format!("{good}\0"),
            good.to_uppercase(),
            format!("{stem}."),
            stem.to_owned(),
            format!("{stem}..{mac}"),
            good[..good.len() - 1].to_owned(),
            good.replace('.', ".."),
            format!("{good}{}", "A".repeat(1 << 20)),
        ] {
            assert!(!read_by_any(&ring, 0, &other), "{}", &other[..other.len().min(200)]);
        }
    }
    for nonsense in ["", ".", "....", "wrt1", "wrt1....", "wrt1.õ.õ.õ.õ"] {
        assert!(!read_by_any(&ring, 0, nonsense), "{nonsense}");
    }
}

#[test]
fn a_generation_has_one_writing_and_parts_cannot_flow_into_each_other() {
    let (ring, now) = (forge::keyring(), forge::after(0));
    let token = RefreshToken { session: session(), generation: 17 }.issue(&ring, now);
    let text = token.expose();

    for other in [".+17.", ".017.", ".1.7.", ".17 .", ".18.", ".16.", ".-17.", "1.7."] {
        assert_eq!(RefreshToken::read(&ring, now, &text.replacen(".17.", other, 1)), None, "{other}");
    }
}

#[test]
fn a_token_of_another_shops_key_is_not_read_even_under_our_keys_name() {
    let ring = forge::keyring();
    let other = Keyring::generate(forge::after(0), &Chance::System);
    let other_kid = other.signing(forge::after(0)).kid().to_owned();

    for token in every_kind(&other) {
        assert!(!read_by_any(&ring, 0, token.expose()));
        assert!(!read_by_any(&ring, 0, &token.expose().replacen(&other_kid, &forge::kid(), 1)));
    }
}

#[test]
fn rotation_keeps_tokens_for_31_days_and_a_retired_key_reads_none() {
    let old = forge::keyring();
    let ring = old.rotated(forge::after(0), 0, &Chance::seeded(2));

    for token in every_kind(&old) {
        assert!(read_by_any(&ring, 0, token.expose()));
        assert!(read_by_any(&ring, 31 * DAY - 1, token.expose()));
        assert!(!read_by_any(&ring, 31 * DAY, token.expose()));
    }
}

#[test]
fn a_waiting_key_reads_no_token_before_its_time() {
    let ring = forge::keyring().rotated(forge::after(0), DAY, &Chance::seeded(2));
    let early = TransferToken { id: "one".to_owned() }.issue(&ring, forge::after(DAY));

    assert!(!read_by_any(&ring, DAY - 31, early.expose()));
    assert!(read_by_any(&ring, DAY - 30, early.expose()), "the other node's clock may be ahead");
}

#[test]
fn a_device_is_128_random_bits_and_remembered_by_a_digest() {
    let (one, other) = (DeviceToken::fresh(&Chance::System), DeviceToken::fresh(&Chance::System));

    assert_ne!(one, other);
    assert_eq!(one.device.len(), 22);
    assert_eq!(one.digest(), token_digest(&one.device));
}
