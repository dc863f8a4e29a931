use super::*;

fn with(member: &str, value: serde_json::Value) -> Result<Keyring, KeyringError> {
    let mut file: serde_json::Value = serde_json::from_str(rotated_once().to_text().expose()).unwrap();
    file["keys"][1][member] = value;
    Keyring::parse(&file.to_string())
}

#[test]
fn a_keyring_reads_back_from_its_file() {
    let ring = rotated_once();

    let read = Keyring::parse(ring.to_text().expose()).unwrap();

    assert_eq!(read.to_text().expose(), ring.to_text().expose());
    assert_eq!(read.listed(NOON), ring.listed(NOON));
    assert_eq!(read.jwks(NOON), ring.jwks(NOON));
}

#[test]
fn the_published_key_is_the_one_of_rfc_8037() {
    let seed = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    let ring = with("ed25519_seed", json!(seed)).unwrap();

    assert_eq!(ring.jwks(NOON)["keys"][1]["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
}

#[test]
fn a_keyring_without_keys_is_refused() {
    assert_eq!(Keyring::parse(r#"{"keys":[]}"#).unwrap_err(), KeyringError::NoKeys);
}

#[test]
fn two_keys_of_one_name_are_refused() {
    let kid = rotated_once().oldest.kid().to_owned();
    assert_eq!(with("kid", json!(kid)).unwrap_err(), KeyringError::DuplicateKid { kid });
}

#[test]
fn a_name_that_could_mean_something_elsewhere_is_refused() {
    for kid in [
        "",
        "0123456789ABCDEF",
        "../../etc/passwd",
        "' OR 1=1 --     ",
        "0123456789abcde.",
        "0123456789abcdef0",
        "0123456789abcde\0",
    ] {
        assert_eq!(with("kid", json!(kid)).unwrap_err(), KeyringError::BadKid { position: 2 }, "{kid}");
    }
}

#[test]
fn a_secret_that_is_short_long_or_garbled_is_refused() {
    for member in ["secret", "ed25519_seed"] {
        for text in ["", "c2hvcnQ", &"A".repeat(42), &"A".repeat(44), &"=".repeat(43), &"A".repeat(5000)] {
            let fault = with(member, json!(text)).unwrap_err();
            assert!(matches!(fault, KeyringError::BadSecret { member: named, .. } if named == member), "{text}: {fault}");
        }
    }
}

#[test]
fn a_time_that_is_none_is_refused() {
    for member in ["created_at", "signs_from"] {
        let fault = with(member, json!("yesterday")).unwrap_err();
        assert!(matches!(fault, KeyringError::BadTime { member: named, .. } if named == member), "{fault}");
    }
}

#[test]
fn members_that_are_unknown_missing_doubled_or_of_another_type_are_refused() {
    let text = rotated_once().to_text().expose().to_owned();
    for (from, to) in [
        ("\"secret\"", "\"secrets\""),
        ("\"kid\"", "\"alg\": \"none\", \"kid\""),
        ("\"kid\"", "\"kid\": \"0123456789abcdef\", \"kid\""),
        ("\"keys\"", "\"keys\": [], \"keys\""),
        ("\"keys\"", "\"version\": 2, \"keys\""),
        ("\"created_at\": \"", "\"created_at\": 1, \"x\": \""),
        ("{\n", ""),
        ("]\n}", "]\n}{}"),
    ] {
        let fault = Keyring::parse(&text.replacen(from, to, 1)).unwrap_err();
        assert!(matches!(fault, KeyringError::Unreadable { .. }), "{from} → {to}: {fault}");
    }
}

#[test]
fn neither_a_fault_nor_a_printed_keyring_shows_a_secret() {
    let text = r#"{"keys":["kapsas-ja-kaalikas"]}"#;
    let ring = rotated_once();
    let file: serde_json::Value = serde_json::from_str(ring.to_text().expose()).unwrap();

    assert!(!format!("{0} {0:?}", Keyring::parse(text).unwrap_err()).contains("kapsas"));
    assert!(!format!("{ring:?}").contains(file["keys"][0]["secret"].as_str().unwrap()));
    assert_eq!(format!("{ring:?}"), format!("{:?}", [ring.oldest.kid(), ring.newer[0].kid()]));
}
