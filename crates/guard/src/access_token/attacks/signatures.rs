//! Signatures by others, by nobody, by old keys, and of another form (P3.7, P3.13).

use wufi_domain::chance::Chance;

use super::*;
use crate::signed_token::ORDER;

#[test]
fn a_signature_with_the_group_order_added_is_refused() {
    let good = good();
    let (message, _) = good.rsplit_once('.').unwrap();
    let mut signature: Vec<u8> = forge::keyring().signing(forge::after(0)).sign(message.as_bytes()).unwrap().as_ref().to_vec();
    assert_eq!(format!("{message}.{}", encoded(&signature)), good);

    for _ in 0..7 {
        let mut carry = 0;
        for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(order) + carry;
            *byte = u8::try_from(sum & 0xff).unwrap();
            carry = sum >> 8;
        }
        refused(&format!("{message}.{}", encoded(&signature)));
    }
}

#[test]
fn signatures_of_nothing_and_of_another_key_are_refused() {
    let (ring, now) = (Keyring::generate(forge::after(0), &Chance::seeded(2)), forge::after(0));
    let good = good();
    let (message, _) = good.rsplit_once('.').unwrap();

    for signature in [[0; 64], [0xff; 64], [1; 64]] {
        refused(&format!("{message}.{}", encoded(signature)));
    }
    refused(&format!("{message}.{}", encoded(ring.signing(now).sign(message.as_bytes()).unwrap())));
    refused(sign(&ring, now, &claims()).unwrap().expose());
}

#[test]
fn a_retired_key_opens_nothing_even_with_a_fresh_token() {
    let old = forge::keyring();
    let ring = old.rotated(forge::after(0), 0, &Chance::seeded(2));
    let minted = |at: i64| {
        let issued_at = forge::NOON_SECS + at;
        let claims = Claims { issued_at, expires_at: issued_at + 1800, ..claims() };
        let token = sign(&old, forge::after(at), &claims).unwrap();
        verify(&ring, forge::after(at), token.expose(), forge::ISSUER).map(|_| ())
    };

    assert_eq!(minted(3599), Ok(()));
    assert_eq!(minted(3600), Err(TokenFault::Invalid));
    assert_eq!(minted(31 * 24 * 3600), Err(TokenFault::Invalid));
}

#[test]
fn a_waiting_key_opens_nothing_before_its_time() {
    let ring = forge::keyring().rotated(forge::after(0), 3600, &Chance::seeded(2));
    // A node whose clock is ahead signs with the new key already.
    let token = sign(&ring, forge::after(3600), &claims()).unwrap();
    let read = |at| verify(&ring, forge::after(at), token.expose(), forge::ISSUER).map(|_| ());

    assert_eq!(read(0), Err(TokenFault::Invalid));
    assert_eq!(read(1800), Err(TokenFault::Invalid));
    assert_eq!(read(3570), Err(TokenFault::Expired), "from here on the key is known, and the token is old");
}
