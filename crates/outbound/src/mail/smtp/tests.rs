//! A mail server's answers, and what they mean for the letter.

use std::sync::Arc;

use lettre::transport::smtp::client::Certificate;
use rustls_pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::mail::tests::double::{Double, Reply, Script};
use crate::mail::tests::{FROM, Received, at, chance, clock, letter};
use crate::mail::{Sender, message};

fn message(to: &str) -> Message {
    message::message(&letter(to), &mailbox::sender(FROM).unwrap(), at(), &chance()).unwrap()
}

async fn answer(replies: &'static [(&'static str, Reply)]) -> Result<(), MailError> {
    let double = Double::open(Script { replies, ..Script::default() }).await;
    let server = Smtp { patience: Duration::from_millis(300), ..Smtp::parse(&double.url()).unwrap() };
    server.deliver(&message("mari@wufi.ee")).await
}

/// A certificate for `localhost`, and those who trust it.
fn certificate() -> (TlsAcceptor, TlsParameters) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config =
        rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
    let root = Certificate::from_der(made.cert.der().to_vec()).unwrap();
    let trusting = TlsParameters::builder("localhost".to_owned()).add_root_certificate(root).build_rustls().unwrap();
    (TlsAcceptor::from(Arc::new(config)), trusting)
}

#[tokio::test]
async fn a_letter_is_delivered_as_it_was_written() {
    let double = Double::open(Script::default()).await;
    let sender = Sender::smtp(&double.url(), FROM, clock(), chance()).unwrap();

    sender.send(&letter("mari@wufi.ee")).await.unwrap();

    assert_eq!(double.commands("MAIL"), ["MAIL FROM:<pood@wufi.ee>"]);
    assert_eq!(double.commands("RCPT"), ["RCPT TO:<mari@wufi.ee>"]);
    assert_eq!(double.commands("QUIT"), ["QUIT"]);
    let received = Received::read(&double.letter());
    assert_eq!(received.header("Subject"), "Wufi: uue parooli valimine");
    assert_eq!(received.text.trim_end(), letter("mari@wufi.ee").text);
}

#[tokio::test]
async fn a_line_that_is_a_dot_does_not_end_the_letter() {
    let double = Double::open(Script::default()).await;
    let sender = Sender::smtp(&double.url(), FROM, clock(), chance()).unwrap();
    let text = "a\n.\nMAIL FROM:<evil@evil.ee>\n..\nb".to_owned();

    sender.send(&crate::mail::Letter { text: text.clone(), ..letter("mari@wufi.ee") }).await.unwrap();

    assert_eq!(Received::read(&double.letter()).text.trim_end(), text);
}

#[tokio::test]
async fn a_refusal_of_the_letter_is_for_good() {
    for step in ["MAIL", "RCPT", "DATA", "."] {
        let replies: &'static [(&'static str, Reply)] = match step {
            "MAIL" => &[("MAIL", Reply::Say("550 5.1.1 no <mari@wufi.ee> here"))],
            "RCPT" => &[("RCPT", Reply::Say("550-5.1.1 no\r\n550 <mari@wufi.ee> here"))],
            "DATA" => &[("DATA", Reply::Say("550 5.1.1 no <mari@wufi.ee> here"))],
            _ => &[(".", Reply::Say("550 5.7.1 spam for <mari@wufi.ee>"))],
        };

        let error = answer(replies).await.unwrap_err();

        assert_eq!(error, MailError::Refused { code: 550 }, "{step}");
        assert!(!error.is_temporary());
        assert!(!format!("{error} {error:?}").contains("mari"), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_asks_to_try_later_is_tried_later() {
    assert_eq!(answer(&[("greeting", Reply::Say("421 busy"))]).await, later(421));
    assert_eq!(answer(&[("MAIL", Reply::Say("450 busy"))]).await, later(450));
    assert_eq!(answer(&[("RCPT", Reply::Say("451 4.7.1 greylisted"))]).await, later(451));
    assert_eq!(answer(&[(".", Reply::Say("452 full"))]).await, later(452));
}

fn later(code: u16) -> Result<(), MailError> {
    Err(MailError::Unreachable(Trouble::Later { code }))
}

#[tokio::test]
async fn a_refusal_of_ourselves_loses_no_letter() {
    let unauthorised = answer(&[("MAIL", Reply::Say("530 5.7.0 authentication required"))]).await;

    assert_eq!(answer(&[("greeting", Reply::Say("554 you are on a list"))]).await, later(554));
    assert_eq!(answer(&[("EHLO", Reply::Say("504 no such name"))]).await, later(504));
    assert_eq!(unauthorised, Err(MailError::Unreachable(Trouble::Login)));
}

#[tokio::test]
async fn a_server_that_hangs_hangs_up_or_speaks_something_else_is_tried_later() {
    let silent = Err(MailError::Unreachable(Trouble::Silence));
    let lost = Err(MailError::Unreachable(Trouble::Connection));

    assert_eq!(answer(&[("greeting", Reply::Hang)]).await, silent);
    assert_eq!(answer(&[("RCPT", Reply::Hang)]).await, silent);
    assert_eq!(answer(&[(".", Reply::Hang)]).await, silent);
    assert_eq!(answer(&[("greeting", Reply::Close)]).await, lost);
    assert_eq!(answer(&[("RCPT", Reply::Close)]).await, lost);
    assert_eq!(answer(&[("greeting", Reply::Say("HTTP/1.1 400 Bad Request"))]).await, lost);
}

#[tokio::test]
async fn nobody_at_the_address_is_trouble_for_now() {
    let double = Double::open(Script::default()).await;
    let url = double.url();
    drop(double);
    tokio::task::yield_now().await;

    let sent = Smtp::parse(&url).unwrap().deliver(&message("mari@wufi.ee")).await;

    assert_eq!(sent, Err(MailError::Unreachable(Trouble::Connection)));
}

#[tokio::test]
async fn an_accepted_letter_is_sent_whatever_happens_at_the_goodbye() {
    assert_eq!(answer(&[("QUIT", Reply::Hang)]).await, Ok(()));
    assert_eq!(answer(&[("QUIT", Reply::Close)]).await, Ok(()));
    assert_eq!(answer(&[("QUIT", Reply::Say("554 no"))]).await, Ok(()));
}

#[tokio::test]
async fn a_local_part_beyond_ascii_goes_only_to_a_server_that_carries_it() {
    let old = Double::open(Script { offers: &["8BITMIME"], ..Script::default() }).await;
    let new = Double::open(Script { offers: &["8BITMIME", "SMTPUTF8"], ..Script::default() }).await;

    let refused = Smtp::parse(&old.url()).unwrap().deliver(&message("jüri@pöörane.ee")).await;
    let taken = Smtp::parse(&new.url()).unwrap().deliver(&message("jüri@pöörane.ee")).await;

    assert_eq!(refused, Err(MailError::Address));
    assert!(old.commands("MAIL").is_empty());
    assert_eq!(taken, Ok(()));
    assert_eq!(new.commands("MAIL"), ["MAIL FROM:<pood@wufi.ee> SMTPUTF8 BODY=8BITMIME"]);
    assert_eq!(new.commands("RCPT"), ["RCPT TO:<jüri@xn--prane-juaa.ee>"]);
}

#[tokio::test]
async fn a_domain_beyond_ascii_needs_nothing_of_the_server() {
    let double = Double::open(Script::default()).await;

    Smtp::parse(&double.url()).unwrap().deliver(&message("mari@pöörane.ee")).await.unwrap();

    assert_eq!(double.commands("RCPT"), ["RCPT TO:<mari@xn--prane-juaa.ee>"]);
}

#[tokio::test]
async fn credentials_are_taken_from_the_url_as_they_were_meant() {
    let double = Double::open(Script { offers: &["AUTH PLAIN"], ..Script::default() }).await;
    let url = format!("smtp://mari%40wufi.ee:p+a%26s=s%2f@{}", double.address);

    Smtp::parse(&url).unwrap().deliver(&message("mari@wufi.ee")).await.unwrap();

    // NUL, mari@wufi.ee, NUL, p+a&s=s/ in base64.
    assert_eq!(double.commands("AUTH"), ["AUTH PLAIN AG1hcmlAd3VmaS5lZQBwK2Emcz1zLw=="]);
}

#[tokio::test]
async fn a_password_that_is_not_taken_is_trouble_for_now_and_is_not_told() {
    const PASSWORD: &str = "saladus";
    let refusing = [("AUTH", Reply::Say("535 5.7.8 saladus is wrong for mari"))];
    let script = Script { offers: &["AUTH PLAIN"], replies: refusing.to_vec().leak(), ..Script::default() };
    let double = Double::open(script).await;
    let sender = Sender::smtp(&format!("smtp://mari:{PASSWORD}@{}", double.address), FROM, clock(), chance()).unwrap();

    let error = sender.send(&letter("mari@wufi.ee")).await.unwrap_err();

    assert_eq!(error, MailError::Unreachable(Trouble::Login));
    let shown = format!("{error} {error:?} {sender:?} {sender:#?}");
    assert!(!shown.contains(PASSWORD) && !shown.contains("mari"), "{shown}");
}

#[tokio::test]
async fn a_letter_and_the_login_go_encrypted() {
    let (tls, trusting) = certificate();
    for is_wrapped in [false, true] {
        let offers: &[&str] = if is_wrapped { &["AUTH LOGIN PLAIN"] } else { &["STARTTLS", "AUTH LOGIN PLAIN"] };
        let double = Double::open(Script { offers, tls: Some(tls.clone()), is_wrapped, ..Script::default() }).await;
        let url = format!("smtps://mari:saladus@localhost:{}", double.address.port());
        let security = if is_wrapped { Security::Wrapped(trusting.clone()) } else { Security::Upgraded(trusting.clone()) };

        let sent = Smtp { security, ..Smtp::parse(&url).unwrap() }.deliver(&message("mari@wufi.ee")).await;

        assert_eq!(sent, Ok(()));
        let heard = double.heard();
        let login = heard.iter().position(|line| line.starts_with("AUTH")).unwrap();
        assert!(is_wrapped || heard[..login].contains(&"STARTTLS".to_owned()), "{heard:?}");
        assert_eq!(double.commands("RCPT").len(), 1);
    }
}

#[tokio::test]
async fn nothing_is_said_to_a_server_whose_certificate_is_not_trusted() {
    let (tls, _) = certificate();
    for is_wrapped in [false, true] {
        let offers: &[&str] = if is_wrapped { &["AUTH PLAIN"] } else { &["STARTTLS", "AUTH PLAIN"] };
        let double = Double::open(Script { offers, tls: Some(tls.clone()), is_wrapped, ..Script::default() }).await;
        let scheme = if is_wrapped { "smtps" } else { "smtp" };
        let url = format!("{scheme}://mari:saladus@localhost:{}?tls=required", double.address.port());

        let sent = Smtp::parse(&url).unwrap().deliver(&message("mari@wufi.ee")).await;

        assert_eq!(sent, Err(MailError::Unreachable(Trouble::Encryption)), "{scheme}");
        assert!(double.commands("AUTH").is_empty() && double.commands("MAIL").is_empty(), "{:?}", double.heard());
    }
}

#[tokio::test]
async fn a_server_from_which_somebody_took_starttls_away_gets_neither_login_nor_letter() {
    let double = Double::open(Script { offers: &["AUTH PLAIN"], ..Script::default() }).await;
    let url = format!("smtp://mari:saladus@127.0.0.1:{}?tls=required", double.address.port());

    let sent = Smtp::parse(&url).unwrap().deliver(&message("mari@wufi.ee")).await;

    assert_eq!(sent, Err(MailError::Unreachable(Trouble::Encryption)));
    assert!(double.commands("AUTH").is_empty() && double.commands("MAIL").is_empty(), "{:?}", double.heard());
}
