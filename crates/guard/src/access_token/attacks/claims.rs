//! Claims doubled, missing, of another type or of somebody else, under our own signature (P3.3, P3.4, P3.5).

use super::*;

#[test]
fn a_claim_said_twice_in_any_place_is_refused() {
    refused_when(r#""sub":"#, r#""sub":"cus_another","sub":"#);
    refused_when(r#""amr":"#, r#""sub":"cus_another","amr":"#);
    refused_when(r#""exp":"#, r#""exp":9999999999,"exp":"#);
    refused_when(r#"{"customer_id":"#, r#"{"customer_id":"cus_another","customer_id":"#);
    refused_when(r#""sub":"#, r#""s\u0075b":"cus_another","sub":"#);
}

#[test]
fn a_claim_too_many_or_too_few_is_refused() {
    refused_when(r#""gen":3"#, r#""gen":3,"role":"owner""#);
    refused_when(r#""app_metadata":{"#, r#""app_metadata":{"user_id":"user_1","#);
    for claim in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp", "actor_id", "actor_type", "auth_identity_id"] {
        refused_when(&format!("\"{claim}\":"), &format!("\"x{claim}\":"));
    }
    for claim in ["auth_time", "amr", "gen", "app_metadata"] {
        refused_when(&format!("\"{claim}\":"), &format!("\"x{claim}\":"));
    }
}

#[test]
fn an_actor_cannot_be_taken_for_another() {
    refused_when(r#""aud":"store""#, r#""aud":"admin""#);
    refused_when(r#""aud":"store""#, r#""aud":["store","admin"]"#);
    refused_when(r#""aud":"store""#, r#""aud":"""#);
    refused_when(r#""actor_type":"customer""#, r#""actor_type":"user""#);
    refused_when(r#""actor_type":"customer""#, r#""actor_type":"Customer""#);
    refused_when(r#""actor_id":"cus_01A"#, r#""actor_id":"cus_01B"#);
    refused_when(r#"{"customer_id":"#, r#"{"user_id":"#);
    refused_when(forge::ISSUER, "https://shop.example.else");
    refused_when(forge::ISSUER, "https://shop.example/");
    refused_when(r#""sid":"sess_"#, r#""sid":"cart_"#);
}

#[test]
fn a_time_that_is_no_plain_whole_number_is_refused() {
    for time in
        ["\"1790001800\"", "1790001800.0", "1.7900018e9", "-1790001800", "1e30", "9223372036854775808", "null", "true", "[]"]
    {
        refused_when(r#""exp":1790001800"#, &format!("\"exp\":{time}"));
        refused_when(r#""nbf":1790000000"#, &format!("\"nbf\":{time}"));
        refused_when(r#""iat":1790000000"#, &format!("\"iat\":{time}"));
    }
    for endless in ["9223372036854775807", "1790003601", "9999999999", "1790000000", "0"] {
        refused_when(r#""exp":1790001800"#, &format!("\"exp\":{endless}"));
    }
    refused_when(r#""gen":3"#, r#""gen":3.0"#);
    refused_when(r#""gen":3"#, r#""gen":-3"#);
}

#[test]
fn a_token_from_the_future_is_refused() {
    for at in [31, 3600, 9_999_999] {
        let issued_at = forge::NOON_SECS + at;
        let early = Claims { issued_at, expires_at: issued_at + 60, ..claims() };
        refused(sign(&forge::keyring(), forge::after(0), &early).unwrap().expose());
    }
    refused_when(r#""nbf":1790000000"#, r#""nbf":1790000031"#);
}
