use std::process::{Command, Output};

/// Runs the program in an empty folder, with nothing of ours in its environment.
fn wufi(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_wufi"))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .current_dir(folder.path())
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn exit_codes_tell_done_from_failed_from_wrong_use() {
    let code = |arguments: &[&str], variables: &[(&str, &str)]| wufi(arguments, variables).status.code();

    assert_eq!(code(&["--help"], &[]), Some(0));
    assert_eq!(code(&["config", "check"], &[]), Some(0));
    assert_eq!(code(&["doctor"], &[("WUFI_DATABASE__URL", "sqlite:nowhere/wufi.db")]), Some(1));
    assert_eq!(code(&["sevre"], &[]), Some(2));
    assert_eq!(code(&["config", "check"], &[("WUFI_SERVER__LISTN", "x")]), Some(2));
    assert_eq!(code(&["doctor", "--config", "missing.toml"], &[]), Some(2));
}

#[test]
fn a_wrong_configuration_is_told_on_standard_error_with_how_to_mend_it() {
    let output = wufi(&["config", "show"], &[("WUFI_SERVER__LISTEN", "nowhere")]);

    let error = said(&output.stderr);
    assert!(
        error.starts_with("wufi: the configuration has a problem:\n  server.listen (WUFI_SERVER__LISTEN): \"nowhere\""),
        "{error}"
    );
    assert!(error.contains("allowed: an IP address and a port"), "{error}");
    assert!(output.stdout.is_empty());
}

#[test]
fn machines_read_json_on_standard_output_even_of_problems() {
    let read = |output: &Output| -> serde_json::Value { serde_json::from_slice(&output.stdout).unwrap() };
    let wrong = wufi(&["config", "check", "--json"], &[("WUFI_LOG__FORMAT", "xml")]);

    assert_eq!(wrong.status.code(), Some(2));
    assert_eq!(read(&wrong)["problems"][0]["key"], "log.format");
    assert_eq!(read(&wufi(&["config", "check", "--json"], &[]))["ok"], true);
    assert_eq!(read(&wufi(&["config", "show", "--json"], &[]))["settings"][0]["key"], "environment");
    assert_eq!(read(&wufi(&["doctor", "--json"], &[]))["ok"], true);
}

#[test]
fn the_file_beside_the_program_is_read_and_its_secrets_stay_hidden() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("wufi.toml"), "database.url = 'postgres://shop:salasona@db/shop'").unwrap();

    let output = Command::new(env!("CARGO_BIN_EXE_wufi"))
        .args(["config", "show"])
        .env_clear()
        .current_dir(folder.path())
        .output()
        .unwrap();

    assert!(said(&output.stdout).contains("url = \"postgres://shop:***@db/shop\""), "{}", said(&output.stdout));
    assert!(said(&output.stdout).contains("# wufi.toml:1"));
    assert!(!said(&output.stdout).contains("salasona"));
}
