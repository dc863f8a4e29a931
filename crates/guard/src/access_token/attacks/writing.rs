//! The same token written otherwise (P3.6).

use super::*;

#[test]
fn payloads_in_any_other_writing_are_refused() {
    let payload = payload();
    for other in [
        format!(" {payload}"),
        format!("{payload}\n"),
        format!("{payload}{{}}"),
        format!("{payload}\0"),
        format!("\u{feff}{payload}"),
        payload.replacen(':', ": ", 1),
        format!("[{payload}]"),
        format!("{}{}", "[".repeat(1500), "]".repeat(1500)),
        String::new(),
        "null".to_owned(),
    ] {
        refused(&forge::signed("at+jwt", &other));
    }
    let values: Vec<serde_json::Value> =
        serde_json::from_str::<serde_json::Map<_, _>>(&payload).unwrap().into_iter().map(|(_, v)| v).collect();
    refused(&forge::signed("at+jwt", &serde_json::to_string(&values).unwrap()));
}

#[test]
fn the_compact_form_has_three_parts_without_padding_spaces_or_tails() {
    let good = good();
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (header, payload) = message.split_once('.').unwrap();
    for other in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        format!("{good}."),
        format!(".{good}"),
        format!("{good}.{signature}"),
        format!("{header}.{payload}"),
        format!("{header}.{payload}."),
        format!("{header}..{signature}"),
        format!(".{payload}.{signature}"),
        format!("{good}="),
        format!("{good}=="),
        format!("{header}=.{payload}.{signature}"),
        format!("{header}.{payload}=.{signature}"),
        format!(" {good}"),
        format!("{good} "),
        format!("{good}\n"),
        format!("{good}\0"),
        format!("{header}.{payload}. {signature}"),
        format!("{header}.{payload}.{signature}AA"),
        format!("{header}.{payload}.{}", &signature[..signature.len() - 2]),
        format!("Bearer {good}"),
        good.replace('.', "%2E"),
        format!("{{\"protected\":\"{header}\",\"payload\":\"{payload}\",\"signature\":\"{signature}\"}}"),
        "A".repeat(4097),
        "õ".repeat(4000),
        format!("{good}{}", "A".repeat(1 << 20)),
    ] {
        refused(&other);
    }
}

#[test]
fn no_character_of_a_token_may_be_another() {
    let good = good();
    for at in 0..good.len() {
        for other in ["A", "B", "-", "."] {
            let mut text = good.clone();
            text.replace_range(at..=at, other);
            if text != good {
                refused(&text);
            }
        }
    }
}

#[test]
fn spare_bits_of_base_64_do_not_make_a_second_token() {
    let good = good();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (stem, last) = good.split_at(good.len() - 1);

    for other in alphabet.chars().filter(|other| !last.starts_with(*other)) {
        refused(&format!("{stem}{other}"));
    }
}
