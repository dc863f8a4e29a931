//! What is tried against an access token (security notes P3.1 to P3.6, P3.13).

mod claims;
mod headers;
mod signatures;
mod writing;

use super::tests::claims;
use super::*;
use crate::keyring::counted;
use crate::signed_token::forge::{self, encoded};

fn read(text: &str) -> Result<Claims, TokenFault> {
    verify(&forge::keyring(), forge::after(0), text, forge::ISSUER)
}

fn payload() -> String {
    serde_json::to_string(&Wire::from(&claims())).unwrap()
}

fn good() -> String {
    sign(&forge::keyring(), forge::after(0), &claims()).unwrap().expose().to_owned()
}

/// Holds that `text` is refused, at the price of one verification.
#[track_caller]
fn refused(text: &str) {
    let before = counted::verifications();
    assert_eq!(read(text), Err(TokenFault::Invalid), "{}", text.get(..200).unwrap_or(text));
    assert_eq!(counted::verifications() - before, 1, "{}", text.get(..200).unwrap_or(text));
}

/// Holds that a payload with `from` changed to `to` is refused even when our own key signed it.
#[track_caller]
fn refused_when(from: &str, to: &str) {
    let payload = payload();
    assert!(payload.contains(from), "{from} is not in {payload}");
    refused(&forge::signed("at+jwt", &payload.replacen(from, to, 1)));
}

#[test]
fn the_forge_writes_what_we_write_and_one_verification_reads_it() {
    let before = counted::verifications();

    assert_eq!(forge::signed("at+jwt", &payload()), good());
    assert_eq!(read(&good()), Ok(claims()));
    assert_eq!(counted::verifications() - before, 1);
}
