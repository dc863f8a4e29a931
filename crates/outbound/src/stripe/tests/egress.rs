//! Nothing is connected to but the base, and nobody there is told the key who has not shown to be Stripe.

use std::env;
use std::process::Command;

use rustls_pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use super::*;

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Double::open(vec![Reply::told(&told())]).await;
    let location: &'static str = format!("location: {}/v1/payment_intents/{INTENT}\r\n", elsewhere.url()).leak();
    for status in [301, 302, 303, 307, 308] {
        let double = Double::open(vec![Reply::Say(status, location, String::new())]).await;
        let stripe = stripe(&double.url());

        let redirected = Err(StripeError::Unavailable(Trouble::Redirect { status }));
        assert_eq!(stripe.retrieve(&id()).await, redirected);
        assert_eq!(stripe.cancel(&id(), "k").await, redirected);
        assert_eq!(double.heard().len(), 2);
    }
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test]
async fn an_id_that_is_none_never_becomes_part_of_a_url() {
    let double = Double::open(vec![Reply::told(&told())]).await;
    let stripe = stripe(&double.url());

    for wrong in [
        "pi_3MtwBwLkdIwHu7ix/../../v1/balance",
        "pi_3MtwBwLkdIwHu7ix28a3tqPa/capture",
        "pi_3MtwBwLkdIwHu7ix28a3tqPa?expand[]=x",
        "pi_3MtwBwLkdIwHu7ix28a3tqPa%2f..%2f",
        "pi_3MtwBwLkdIwHu7ix28a3tqPa#",
        "../refunds",
        "ch_3MtwBwLkdIwHu7ix28a3tqPa",
        "",
    ] {
        // As a database that somebody edited would give it.
        let id = IntentId::stored(wrong.to_owned());

        assert_eq!(stripe.retrieve(&id).await, Err(StripeError::NoSuchIntent), "{wrong}");
        assert_eq!(stripe.update(&id, &wanted(), "k").await, Err(StripeError::NoSuchIntent), "{wrong}");
        assert_eq!(stripe.capture(&id, euros(1), "k").await, Err(StripeError::NoSuchIntent), "{wrong}");
        assert_eq!(stripe.cancel(&id, "k").await, Err(StripeError::NoSuchIntent), "{wrong}");
        assert_eq!(stripe.refund(&id, euros(1), ("k", None)).await, Err(StripeError::NoSuchIntent), "{wrong}");
    }
    assert!(double.heard().is_empty());
}

#[tokio::test]
async fn nobody_at_the_base_is_trouble_for_now() {
    let double = Double::open(vec![Reply::Close]).await;
    let url = double.url();
    drop(double);
    tokio::task::yield_now().await;

    let asked = with(&url, wire::roots(), hasty()).retrieve(&id()).await;

    assert_eq!(asked, Err(StripeError::Unavailable(Trouble::Connection)));
}

/// A certificate for `localhost`, and those who trust it.
fn certificate() -> (TlsAcceptor, RootCertStore) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    (TlsAcceptor::from(Arc::new(config)), roots)
}

#[tokio::test]
async fn a_server_whose_certificate_is_trusted_is_asked_encrypted() {
    let (tls, roots) = certificate();
    let double = Double::speaking(vec![Reply::told(&told())], Some(tls)).await;

    let asked = with(&format!("https://localhost:{}", double.address.port()), roots, hasty()).retrieve(&id()).await;

    assert_eq!(asked.unwrap().id, id());
    assert_eq!(double.headers("authorization"), [format!("Bearer {KEY}")]);
}

#[tokio::test]
async fn a_server_whose_certificate_is_not_trusted_or_of_another_name_is_told_nothing() {
    let (tls, roots) = certificate();
    let double = Double::speaking(vec![Reply::told(&told())], Some(tls)).await;
    let port = double.address.port();

    let untrusted = with(&format!("https://localhost:{port}"), wire::roots(), hasty()).retrieve(&id()).await;
    let misnamed = with(&format!("https://127.0.0.1:{port}"), roots, hasty()).retrieve(&id()).await;

    assert_eq!(untrusted, Err(StripeError::Unavailable(Trouble::Encryption)));
    assert_eq!(misnamed, Err(StripeError::Unavailable(Trouble::Encryption)));
    assert!(double.heard().is_empty());
}

#[tokio::test]
async fn a_proxy_of_the_environment_is_not_asked() {
    let double = Double::open(vec![Reply::told(&told())]).await;
    let proxy = Double::open(vec![Reply::told(&told())]).await;
    let (base, proxied) = (double.url(), proxy.url());

    // The environment of a process that runs is nobody's to change, so another one is begun.
    let ran = tokio::task::spawn_blocking(move || {
        let mut child = Command::new(env::current_exe().unwrap());
        child.args(["--exact", "--ignored", "stripe::tests::egress::asks_in_an_environment_with_proxies"]).env(BASE, base);
        for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            child.env(name, &proxied);
        }
        child.env_remove("no_proxy").env_remove("NO_PROXY").output().unwrap()
    });
    let output = ran.await.unwrap();

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(double.lines(), [format!("GET /v1/payment_intents/{INTENT}?expand%5B%5D=latest_charge HTTP/1.1")]);
    assert!(proxy.heard().is_empty(), "{:?}", proxy.heard());
}

const BASE: &str = "WUFI_TEST_STRIPE_BASE";

#[tokio::test]
#[ignore = "a part of a_proxy_of_the_environment_is_not_asked"]
async fn asks_in_an_environment_with_proxies() {
    let base = env::var_os(BASE).unwrap().into_string().unwrap();

    stripe(&base).retrieve(&id()).await.unwrap();
}
