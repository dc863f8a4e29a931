//! Attacks on the headers (OWASP ASVS 1.3.11): by everything that a letter is made of.

use super::super::{mailbox, message};
use super::*;

const HEADERS: [&str; 9] = [
    "Auto-Submitted",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
];

fn attacks() -> Vec<String> {
    let breaks =
        ["\r\n", "\n", "\r", "\n\r", "\u{85}", "\u{2028}", "\u{2029}", "\0", "\u{b}", "\u{c}", "\u{10d}\u{10a}", "%0d%0a"];
    let mut attacks: Vec<String> = breaks.iter().map(|end| format!("x{end}Bcc: evil@evil.ee")).collect();
    attacks.extend([
        "\r\n\r\n<html>".to_owned(),
        "\r\n.\r\nMAIL FROM:<evil@evil.ee>\r\n".to_owned(),
        "=?utf-8?q?=0D=0ABcc:_evil@evil.ee?=".to_owned(),
        "==??utf-8?b?DQpCY2M6IGV2aWxAZXZpbC5lZQ==?=".to_owned(),
        "a".repeat(100_000),
        "õ".repeat(100_000),
        "a ".repeat(50_000),
    ]);
    attacks
}

/// Whether nothing is left that hides, turns or breaks lines in its own way.
fn is_clean(text: &str) -> bool {
    text.chars().all(|letter| letter == '\n' || !wufi_domain::text::is_refused(letter))
}

/// The letter as it leaves; whatever it is made of, it is well formed and has our headers only.
fn leave(letter: &Letter) -> Received {
    let from = mailbox::sender(FROM).unwrap();
    let raw = message::message(letter, &from, at(), &chance()).unwrap().formatted();
    let raw = String::from_utf8(raw).unwrap();

    assert!(raw.is_ascii());
    assert!(raw.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n', '\0'])), "{raw}");
    let received = Received::read(&raw);
    assert_eq!(received.names(), HEADERS, "{raw}");
    assert_eq!(received.header("To"), "mari@wufi.ee");
    assert_eq!(received.header("From"), "Wufi <pood@wufi.ee>");
    assert!(is_clean(&received.text), "{:?}", received.text);
    received
}

/// Encoded words of a subject (RFC 2047) are those that the mail library made: in base64, and none begins with CR LF.
fn has_our_encoded_words_only(subject: &str) -> bool {
    let is_ours = |word: &str| word.strip_prefix("=?utf-8?b?").is_some_and(|code| !code.starts_with("DQp"));
    subject.split(' ').all(|word| is_ours(word) || !word.contains("=?"))
}

#[test]
fn a_subject_beyond_ascii_is_encoded_and_the_rest_stays_readable() {
    let letter = render("Wufi", email("mari@wufi.ee"), Locale::Et, &Facts::ManyFailures(at()));

    assert_eq!(leave(&letter).header("Subject"), "Wufi: mitu =?utf-8?b?ZWJhw7VubmVzdHVudWQ=?= sisselogimist");
}

#[test]
fn a_letter_has_exactly_our_headers() {
    let received = leave(&letter("mari@wufi.ee"));

    assert_eq!(received.header("Subject"), "Wufi: uue parooli valimine");
    assert_eq!(received.header("Date"), "Tue, 24 Nov 2026 02:04:46 +0000");
    assert_eq!(received.header("MIME-Version"), "1.0");
    assert_eq!(received.header("Content-Type"), "text/plain; charset=utf-8");
    assert_eq!(received.header("Content-Transfer-Encoding"), "quoted-printable");
    assert_eq!(received.header("Auto-Submitted"), "auto-generated");
    assert!(received.header("Message-ID").ends_with("@wufi.ee>"));
    assert_eq!(received.text, letter("mari@wufi.ee").text);
}

#[test]
fn a_subject_cannot_become_a_header_or_somebody_elses_encoded_word() {
    for attack in attacks() {
        let received = leave(&Letter { subject: attack.clone(), ..letter("mari@wufi.ee") });

        let subject = received.header("Subject");
        assert!(has_our_encoded_words_only(subject), "{subject}");
        assert!(subject.len() < 2_000, "{} bytes", subject.len());
    }
}

#[test]
fn a_text_cannot_become_a_header_or_end_the_letter() {
    for attack in attacks() {
        leave(&Letter { text: attack.clone(), ..letter("mari@wufi.ee") });
    }
}

#[test]
fn facts_cannot_become_headers() {
    for attack in attacks() {
        let device = Occasion { at: at(), device: Some(attack.clone()) };
        for facts in [Facts::NewDevice(device), Facts::PasswordReset(Way::Code(attack.clone()))] {
            for locale in Locale::ALL {
                let letter = render(&attack, email("mari@wufi.ee"), locale, &facts);

                assert!(is_clean(&letter.subject) && is_clean(&letter.text), "{attack:?}");
                let received = leave(&letter);
                let subject = received.header("Subject");
                assert!(has_our_encoded_words_only(subject), "{subject}");
            }
        }
    }
}

#[test]
fn an_address_that_holds_more_than_an_address_is_not_written_to() {
    let from = mailbox::sender(FROM).unwrap();
    let mut wrong: Vec<String> = attacks().iter().map(|attack| format!("mari@wufi.ee{attack}")).collect();
    wrong.extend(attacks().iter().map(|attack| format!("{attack}@wufi.ee")));
    wrong.extend(
        ["\"a b\"@wufi.ee", "mari@[127.0.0.1]", "mari\u{85}@wufi.ee", "mari\u{2028}@wufi.ee", "ma\u{202e}ri@wufi.ee"]
            .map(str::to_owned),
    );
    wrong.extend(
        ["", "mari", "mari@wufi.ee, evil@evil.ee", "mari@wufi.ee>\r\nRCPT TO:<evil@evil.ee", "m@1.0x1"].map(str::to_owned),
    );

    for address in wrong {
        let letter = Letter { to: Email::stored(address.clone()), ..letter("mari@wufi.ee") };

        let made = message::message(&letter, &from, at(), &chance());

        assert_eq!(made.err(), Some(MailError::Address), "{address:?}");
    }
}

#[test]
fn a_domain_of_full_width_letters_is_not_the_one_that_it_looks_like() {
    assert!(mailbox::address(&Email::stored("mari@\u{ff57}ufi.ee".to_owned())).is_none());
    assert_eq!(mailbox::address(&email("mari@pöörane.ee")).unwrap().to_string(), "mari@xn--prane-juaa.ee");
}

#[test]
fn only_a_mailbox_can_be_the_sender() {
    for right in ["pood@wufi.ee", "Wufi <pood@wufi.ee>", "\"Wufi & Pojad OÜ\" <pood@wufi.ee>", " <pood@wufi.ee> "] {
        assert!(Sender::smtp("smtps://mail.wufi.ee", right, clock(), chance()).is_ok(), "{right:?}");
    }

    let mut wrong: Vec<String> = attacks().iter().map(|attack| format!("{attack} <pood@wufi.ee>")).collect();
    // These are names that somebody may have; they come out as text.
    wrong.retain(|text| !["=", "x%", "x\u{10d}"].iter().any(|harmless| text.starts_with(harmless)));
    wrong.extend(
        ["", "Wufi", "Wufi <>", "Wufi <pood>", "<a@b.ee> <pood@wufi.ee>", "a@b.ee, c@d.ee", "jüri@wufi.ee"].map(str::to_owned),
    );
    wrong.extend(attacks().iter().map(|attack| format!("Wufi <pood@wufi.ee{attack}>")));
    for wrong in wrong {
        let made = Sender::smtp("smtps://mail.wufi.ee", &wrong, clock(), chance());
        assert_eq!(made.err(), Some(SetupError::From), "{wrong:?}");
    }
}

#[test]
fn a_senders_name_cannot_be_an_encoded_word_of_its_own() {
    let from = mailbox::sender("=?utf-8?q?=0D=0ABcc:_evil@evil.ee?= <pood@wufi.ee>").unwrap();

    let raw = message::message(&letter("mari@wufi.ee"), &from, at(), &chance()).unwrap().formatted();

    let received = Received::read(std::str::from_utf8(&raw).unwrap());
    assert_eq!(received.names(), HEADERS);
    assert!(!received.header("From").contains("=0D"), "{}", received.header("From"));
}
