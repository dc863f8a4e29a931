//! Headers that choose an algorithm, a key or an extension (P3.1, P3.2).

use aws_lc_rs::hmac;
use wufi_domain::ids::IdentityId;

use super::*;
use crate::registration_token::{self, RegistrationClaims};

#[test]
fn an_algorithm_other_than_ours_is_refused_unsigned_or_signed() {
    for alg in ["none", "None", "nOnE", "NONE", "", "HS256", "HS384", "RS256", "ES256", "Ed25519", "eddsa", "EdDSA ", "EdDSA\0"] {
        let header = format!(r#"{{"alg":"{alg}","typ":"at+jwt","kid":"{}"}}"#, forge::kid());

        refused(&format!("{}.{}.", encoded(&header), encoded(payload())));
        refused(&forge::signed_under(&header, &payload()));
    }
    refused(&forge::signed_under(&format!(r#"{{"typ":"at+jwt","kid":"{}"}}"#, forge::kid()), &payload()));
    refused(&forge::signed_under(&format!(r#"{{"alg":null,"typ":"at+jwt","kid":"{}"}}"#, forge::kid()), &payload()));
}

#[test]
fn the_public_key_is_no_secret_to_authenticate_with() {
    let (ring, now) = (forge::keyring(), forge::after(0));
    let jwks = ring.jwks(now);
    let x = jwks["keys"][0]["x"].as_str().unwrap();
    for secret in [ring.signing(now).public(), x.as_bytes(), jwks.to_string().as_bytes(), b""] {
        for alg in ["HS256", "EdDSA"] {
            let header = format!(r#"{{"alg":"{alg}","typ":"at+jwt","kid":"{}"}}"#, forge::kid());
            let message = format!("{}.{}", encoded(header), encoded(payload()));
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());

            refused(&format!("{message}.{}", encoded(tag)));
        }
    }
}

#[test]
fn a_kid_is_a_name_and_neither_a_path_nor_a_query() {
    let long = "a".repeat(100_000);
    for kid in ["../../dev/null", "/proc/self/environ", "' OR '1'='1", "\\u0000", "", "0123456789abcdef", "null", &long] {
        refused(&forge::signed_under(&format!(r#"{{"alg":"EdDSA","typ":"at+jwt","kid":"{kid}"}}"#), &payload()));
    }
    refused(&forge::signed_under(&format!(r#"{{"alg":"EdDSA","typ":"at+jwt","kid":["{}"]}}"#, forge::kid()), &payload()));
    refused(&forge::signed_under(r#"{"alg":"EdDSA","typ":"at+jwt"}"#, &payload()));
}

#[test]
fn a_header_cannot_bring_its_own_key_or_extensions() {
    let kid = forge::kid();
    let ours = format!(r#""alg":"EdDSA","typ":"at+jwt","kid":"{kid}""#);
    for member in [
        r#""jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        r#""jku":"https://else.example/jwks.json""#,
        r#""x5u":"https://else.example/cert.pem""#,
        r#""x5c":["MIIB"]"#,
        r#""crit":["b64"],"b64":false"#,
        r#""crit":[]"#,
        r#""zip":"DEF""#,
        r#""alg":"none""#,
        r#""alg":"EdDSA""#,
    ] {
        refused(&forge::signed_under(&format!("{{{ours},{member}}}"), &payload()));
        refused(&forge::signed_under(&format!("{{{member},{ours}}}"), &payload()));
    }
    refused(&forge::signed_under(&format!("{{ {ours}}}"), &payload()));
    refused(&forge::signed_under(&format!(r#"{{"typ":"at+jwt","alg":"EdDSA","kid":"{kid}"}}"#), &payload()));
    refused(&forge::signed_under("", &payload()));
}

#[test]
fn a_token_of_another_type_is_refused_in_both_directions() {
    for typ in ["JWT", "jwt", "AT+JWT", "application/at+jwt", "at+jwt ", "reg+jwt", ""] {
        refused(&forge::signed(typ, &payload()));
    }
    let (ring, now) = (forge::keyring(), forge::after(0));
    let identity = IdentityId::stored(claims().identity);
    let Claims { issuer, jti, issued_at, expires_at, .. } = claims();
    let registration = RegistrationClaims { issuer, identity, jti, issued_at, expires_at };
    let registration = registration_token::sign(&ring, now, &registration).unwrap();

    assert!(registration_token::verify(&ring, now, registration.expose(), forge::ISSUER).is_ok());
    refused(registration.expose());
    assert_eq!(registration_token::verify(&ring, now, &good(), forge::ISSUER), Err(TokenFault::Invalid));
}
