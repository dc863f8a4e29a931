//! The header by which a webhook is known to be Stripe's.

use std::fmt::Write;

use aws_lc_rs::hmac;

/// `v1` of a body: HMAC-SHA256 over `t.body`, in hexadecimal.
pub(super) fn v1(secret: &str, body: &[u8], at: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("{at}.").as_bytes());
    context.update(body);
    context.sign().as_ref().iter().fold(String::new(), |mut hex, byte| {
        // Writing into a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// `Stripe-Signature` of a body that is sent at that second.
pub(super) fn header(secret: &str, body: &[u8], at: i64) -> String {
    format!("t={at},v1={}", v1(secret, body, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hmac_of_moment_and_body() {
        // printf '%s' '1614265330.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
        let expected = "t=1614265330,v1=347e9afe3d74ec4c5cbefd270edc9246513ae3da7b375223e302560fbd4146eb";

        assert_eq!(header("whsec_test", br#"{"id":"evt_1"}"#, 1_614_265_330), expected);
    }
}
