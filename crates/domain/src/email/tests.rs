use super::*;
use crate::fault::{Fault, Reason};

fn email(text: &str) -> Email {
    Email::parse(text).unwrap_or_else(|| panic!("{text:?} is no address"))
}

fn folded(text: &str) -> String {
    email(text).folded()
}

fn may_be_an_account(text: &str) -> bool {
    email(text).for_account().is_ok()
}

#[test]
fn addresses_that_people_have_are_taken() {
    for right in ["mari@wufi.ee", "mari.maasikas+koer@post.example.com", "jüri@pood.ee", "mari@pöörane.ee", "мария@почта.рф"]
    {
        assert!(Email::parse(right).is_some(), "{right}");
    }
    assert_eq!(email(" Mari@Wufi.EE ").as_str(), "Mari@wufi.ee");
    assert_eq!(folded("Mari@wufi.ee"), "mari@wufi.ee");
}

#[test]
fn what_could_end_in_a_mail_header_or_is_no_address_is_refused() {
    for wrong in [
        "",
        "mari",
        "@wufi.ee",
        "mari@",
        "mari@ee",
        "a@b@c.ee",
        "a b@c.ee",
        "\"a\"@c.ee",
        "\"a b\"@c.ee",
        "a@[127.0.0.1]",
        "a@[IPv6:::1]",
        "a@127.0.0.1",
        "a@127.0.0.①",
        "a@1.0x7f",
        "a@c.ee\r\nBcc: x@y.ee",
        "a\r\nBcc: x@c.ee",
        ".a@c.ee",
        "a..b@c.ee",
        "a@-c.ee",
        "a@c.1",
        "<a@c.ee>",
        "a\0@c.ee",
        "a@c。ee",
    ] {
        assert!(Email::parse(wrong).is_none(), "{wrong:?}");
    }
    assert!(Email::parse(&format!("{}@wufi.ee", "a".repeat(300))).is_none());
    assert!(Email::parse(&format!("{}@wufi.ee", "a".repeat(65))).is_none());
}

#[test]
fn the_longest_address_is_taken_and_one_letter_more_is_not() {
    let of = |length: usize| format!("a@{}.{}.{}.{}.ee", "b".repeat(63), "b".repeat(63), "b".repeat(63), "b".repeat(length));

    assert_eq!(of(57).len(), Email::MAX);
    assert!(Email::parse(&of(57)).is_some());
    assert!(Email::parse(&of(58)).is_none());
}

#[test]
fn a_domain_that_idna_refuses_is_no_domain() {
    for wrong in ["a@xn--a.ee", "a@xn--zzzzzz99999.ee", "a@a\u{0640}\u{0640}-.ee", "a@☕.ee", &format!("a@{}.ee", "õ".repeat(60))]
    {
        assert!(Email::parse(wrong).is_none(), "{wrong:?}");
    }
}

#[test]
fn one_domain_has_one_form_however_it_is_written() {
    let ascii = "mari@xn--prane-juaa.ee";

    for written in ["mari@pöörane.ee", "mari@PÖÖRANE.EE", "mari@po\u{308}o\u{308}rane.ee", ascii, "mari@XN--PRANE-JUAA.ee"] {
        assert_eq!(folded(written), ascii, "{written}");
    }
    assert_eq!(email("mari@ｗｕｆｉ.ee").as_str(), "mari@wufi.ee");
    assert_eq!(email("mari@PÖÖRANE.ee").as_str(), "mari@pöörane.ee");
    assert_eq!(folded("mari@ab--c.ee"), "mari@ab--c.ee");
}

#[test]
fn the_local_part_is_compared_without_case_in_every_alphabet() {
    for (one, other) in [
        ("ADMIN@wufi.ee", "admin@wufi.ee"),
        ("JÜRI@wufi.ee", "jüri@wufi.ee"),
        ("ju\u{308}ri@wufi.ee", "jüri@wufi.ee"),
        ("МАРИЯ@wufi.ee", "мария@wufi.ee"),
        ("straße@wufi.ee", "STRASSE@wufi.ee"),
        ("STRAẞE@wufi.ee", "strasse@wufi.ee"),
        ("ΝΊΚΟΣ@wufi.ee", "νίκος@wufi.ee"),
        ("\u{212a}alle@wufi.ee", "kalle@wufi.ee"),
    ] {
        assert_eq!(folded(one), folded(other), "{one} {other}");
    }
}

#[test]
fn the_turkish_letters_are_nobody_elses() {
    for other in ["İ@wufi.ee", "ı@wufi.ee", "ì@wufi.ee"] {
        assert_ne!(folded(other), folded("i@wufi.ee"), "{other}");
        assert_ne!(folded(other), folded("I@wufi.ee"), "{other}");
    }
    assert_ne!(folded("admın@wufi.ee"), folded("admin@wufi.ee"));
}

#[test]
fn what_is_folded_stays_as_it_is() {
    for written in ["İstanbul@wufi.ee", "STRAẞE@Pöörane.ee", "ŉ@wufi.ee", "ǰ@wufi.ee", "ﬃ@wufi.ee", "ᾳ@wufi.ee", "Ꭰ@wufi.ee"]
    {
        let once = folded(written);
        assert_eq!(Email::stored(once.clone()).folded(), once, "{written}");
    }
}

#[test]
fn names_of_real_people_may_have_accounts() {
    for right in [
        "mari.maasikas+koer@wufi.ee",
        "õnne.ääs_üks@pöörane.ee",
        "šarlotte-žanna@wufi.ee",
        "STRAẞE@wufi.ee",
        "łukasz@wufi.pl",
        "søren.æbelø@wufi.dk",
        "þórður@wufi.is",
        "ģirts.šķēle@wufi.lv",
        "мария@wufi.ee",
        "мария@почта.рф",
        "νίκος@wufi.gr",
        "田中さくら@wufi.jp",
        "info@оса.срб",
    ] {
        assert!(may_be_an_account(right), "{right}");
    }
}

#[test]
fn an_address_that_looks_like_another_gets_no_account() {
    for wrong in [
        "admın@wufi.ee",
        "ADMıN@wufi.ee",
        "аdmin@wufi.ee",
        "admin@exаmple.ee",
        "admin@xn--exmple-4nf.ee",
        "οffice@wufi.ee",
        "сосо@wufi.ee",
        "admin@оса.com",
        "mari.мария@wufi.ee",
        "ɑdmin@wufi.ee",
        "αdmin@wufi.ee",
        "ｍari@wufi.ee",
    ] {
        let refused = email(wrong).for_account();
        assert_eq!(refused.map_err(|fault| fault.reason()), Err(Reason::EmailConfusable), "{wrong}");
    }
}
