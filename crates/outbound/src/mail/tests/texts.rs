//! Both languages are complete, and letters keep what they hold to themselves.

use std::collections::BTreeSet;

use wufi_domain::mail::Kind;

use super::super::texts::source;
use super::*;

const BESIDE: [&str; 5] = ["moment", "occasion", "closing", "transfer-links", "transfer-code"];

fn keys(locale: Locale) -> BTreeSet<String> {
    let is_key = |line: &&str| line.starts_with(|letter: char| letter.is_ascii_lowercase());
    source(locale).lines().filter(is_key).filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn both_languages_have_a_text_for_every_kind_and_nothing_else() {
    let kinds = Kind::ALL.iter().map(|kind| kind.name().replace('_', "-"));
    let wanted: BTreeSet<String> = kinds.chain(BESIDE.map(str::to_owned)).collect();

    for locale in Locale::ALL {
        assert!(fluent_bundle::FluentResource::try_new(source(locale).to_owned()).is_ok(), "{locale:?} does not parse");
        assert_eq!(keys(locale), wanted, "{locale:?}");
    }
}

#[test]
fn every_kind_has_a_subject_and_a_text_that_come_out_whole() {
    let told: BTreeSet<&str> = all_facts().iter().map(|facts| facts.kind().name()).collect();
    assert_eq!(told.len(), Kind::ALL.len());

    for locale in Locale::ALL {
        for facts in all_facts() {
            let letter = render("Wufi", email("mari@wufi.ee"), locale, &facts);

            assert!(letter.subject.starts_with("Wufi: ") && !letter.subject.contains('\n'), "{}", letter.subject);
            assert!(letter.text.lines().count() > 8, "{}", letter.text);
            assert!(
                !letter.text.contains(['{', '}', '$', '\u{2068}']) && !letter.subject.contains(['{', '}']),
                "{}",
                letter.text
            );
        }
    }
}

#[test]
fn a_letter_and_its_facts_do_not_show_their_token_when_debugged() {
    for facts in all_facts() {
        let letter = render("Wufi", email("mari@wufi.ee"), Locale::Et, &facts);

        let shown = format!("{facts:?} {letter:?}");

        assert!(!shown.contains("wpr1") && !shown.contains("wot1") && !shown.contains("mari"), "{shown}");
    }
}

#[test]
fn a_stranger_cannot_write_a_link_into_a_letter_by_the_name_of_a_device() {
    let device = "Log in at https://evil.ee/login or mail evil@evil.ee".to_owned();
    let facts = Facts::NewDevice(Occasion { at: at(), device: Some(device) });

    let letter = render("Wufi", email("mari@wufi.ee"), Locale::En, &facts);

    assert!(!letter.text.contains("://") && !letter.text.contains("evil.ee") && !letter.text.contains('@'), "{}", letter.text);
    assert!(letter.text.contains("Device: Log in at https   evil ee"), "{}", letter.text);
}

#[test]
fn a_device_of_which_nothing_is_left_is_an_unknown_one() {
    let facts = Facts::NewDevice(Occasion { at: at(), device: Some("\r\n\0//".to_owned()) });

    let letter = render("Wufi", email("mari@wufi.ee"), Locale::Et, &facts);

    assert!(letter.text.contains("Seade: teadmata"), "{}", letter.text);
}
