use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};
use wufi_domain::chance::Chance;

use super::*;
use crate::signed_token::forge;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

pub(super) fn claims() -> Claims {
    Claims {
        issuer: forge::ISSUER.to_owned(),
        audience: Audience::Store,
        subject: "cus_01ARYZ6S410000000000000000".to_owned(),
        session: SessionId::stored("sess_00000000000000000000000000".to_owned()),
        jti: "one".to_owned(),
        issued_at: forge::NOON_SECS,
        expires_at: forge::NOON_SECS + 30 * MINUTE,
        actor_id: "cus_01ARYZ6S410000000000000000".to_owned(),
        actor_type: ActorKind::Customer,
        identity: "authid_01ARYZ6S410000000000000000".to_owned(),
        auth_time: forge::NOON_SECS - 5,
        methods: vec!["pwd".to_owned()],
        generation: 3,
    }
}

fn staff() -> Claims {
    Claims { audience: Audience::Admin, actor_type: ActorKind::User, actor_id: "user_1".to_owned(), ..claims() }
}

fn signed(ring: &Keyring, at: i64) -> Secret {
    let issued_at = forge::NOON_SECS + at;
    sign(ring, forge::after(at), &Claims { issued_at, expires_at: issued_at + 30 * MINUTE, ..claims() }).unwrap()
}

fn read_at(ring: &Keyring, at: i64, token: &Secret) -> Result<(), TokenFault> {
    verify(ring, forge::after(at), token.expose(), forge::ISSUER).map(|_| ())
}

#[test]
fn a_token_reads_back_and_says_for_whom_it_is() {
    for (claims, audience, other) in [(claims(), Audience::Store, Audience::Admin), (staff(), Audience::Admin, Audience::Store)] {
        let token = sign(&forge::keyring(), forge::after(0), &claims).unwrap();

        let read = verify(&forge::keyring(), forge::after(0), token.expose(), forge::ISSUER).unwrap();

        assert_eq!(read, claims);
        assert!(read.is_for(audience) && !read.is_for(other));
    }
}

#[test]
fn a_standard_library_reads_our_token_with_our_key_set() {
    let (ring, now) = (forge::keyring(), forge::after(0));
    let keys: JwkSet = serde_json::from_value(ring.jwks(now)).unwrap();
    let token = sign(&ring, now, &claims()).unwrap();
    let kid = jsonwebtoken::decode_header(token.expose()).unwrap().kid.unwrap();
    let mut rules = Validation::new(Algorithm::EdDSA);
    (rules.validate_exp, rules.validate_nbf) = (false, false);
    rules.set_audience(&["store"]);
    rules.set_issuer(&[forge::ISSUER]);

    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let read = jsonwebtoken::decode::<Value>(token.expose(), &key, &rules).unwrap();

    assert_eq!(read.header.typ.as_deref(), Some("at+jwt"));
    let expected = json!({
        "iss": forge::ISSUER, "aud": "store", "sub": claims().subject, "sid": claims().session, "jti": "one",
        "iat": 1_790_000_000, "nbf": 1_790_000_000, "exp": 1_790_001_800,
        "actor_id": claims().actor_id, "actor_type": "customer", "auth_identity_id": claims().identity,
        "auth_time": 1_789_999_995, "amr": ["pwd"], "gen": 3, "app_metadata": {"customer_id": claims().actor_id},
    });
    assert_eq!(read.claims, expected);
}

#[test]
fn a_member_of_staff_is_named_where_medusas_clients_look() {
    let wire = serde_json::to_value(Wire::from(&staff())).unwrap();
    assert_eq!(wire["app_metadata"], json!({"user_id": "user_1"}));
}

#[test]
fn a_token_ends_half_a_minute_after_its_time_and_begins_as_much_before() {
    let ring = forge::keyring();
    let token = signed(&ring, 0);

    for (at, expected) in [
        (-31, Err(TokenFault::Invalid)),
        (-30, Ok(())),
        (0, Ok(())),
        (30 * MINUTE + 29, Ok(())),
        (30 * MINUTE + 30, Err(TokenFault::Expired)),
        (HOUR, Err(TokenFault::Expired)),
    ] {
        assert_eq!(read_at(&ring, at, &token), expected, "{at} s after it was made");
    }
}

#[test]
fn expired_is_only_said_when_everything_else_is_right() {
    let ring = forge::keyring();
    let token = signed(&ring, 0);
    let late = forge::after(HOUR);
    let mut forged = token.expose().to_owned();
    forged.replace_range(forged.len() - 3..forged.len() - 2, if forged.ends_with("AAA") { "B" } else { "A" });

    assert_eq!(verify(&ring, late, token.expose(), forge::ISSUER), Err(TokenFault::Expired));
    assert_eq!(verify(&ring, late, token.expose(), "https://else.example"), Err(TokenFault::Invalid));
    assert_eq!(verify(&ring, late, &forged, forge::ISSUER), Err(TokenFault::Invalid));
    assert_eq!(
        verify(&Keyring::generate(forge::after(0), &Chance::System), late, token.expose(), forge::ISSUER),
        Err(TokenFault::Invalid)
    );
}

#[test]
fn rotation_with_overlap_interrupts_nobody() {
    let ring = forge::keyring().rotated(forge::after(0), HOUR, &Chance::seeded(2));
    let (before, after) = (signed(&ring, HOUR - 1), signed(&ring, HOUR));
    let kid = |token: &Secret| jsonwebtoken::decode_header(token.expose()).unwrap().kid.unwrap();

    assert_ne!(kid(&before), kid(&after));
    assert_eq!(read_at(&ring, HOUR - 1, &before), Ok(()));
    assert_eq!(read_at(&ring, HOUR + 29 * MINUTE, &before), Ok(()));
    assert_eq!(read_at(&ring, HOUR, &after), Ok(()));
}

#[test]
fn claims_that_nobody_would_accept_are_not_signed() {
    let refused = |claims: Claims| sign(&forge::keyring(), forge::after(0), &claims).unwrap_err();

    for contradictory in [
        Claims { audience: Audience::Admin, ..claims() },
        Claims { actor_type: ActorKind::User, ..claims() },
        Claims { actor_id: String::new(), ..claims() },
        Claims { generation: -1, ..claims() },
        Claims { expires_at: forge::NOON_SECS, ..claims() },
        Claims { expires_at: forge::NOON_SECS + HOUR + 1, ..claims() },
        Claims { issued_at: i64::MIN, expires_at: i64::MAX, ..claims() },
        Claims { issued_at: -2, expires_at: -1, ..claims() },
    ] {
        assert_eq!(refused(contradictory), SigningError::Contradictory);
    }
    assert_eq!(refused(Claims { subject: "s".repeat(4096), ..claims() }), SigningError::TooLong);
}
