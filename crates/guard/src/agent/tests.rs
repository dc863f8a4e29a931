use proptest::prelude::*;

use super::*;

const KHTML: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";

fn read(text: &str) -> (Family, Platform) {
    let agent = Agent::read(Some(text));
    (agent.family, agent.platform)
}

#[test]
fn browsers_are_told_apart_on_whatever_they_run_and_a_newer_version_is_the_same() {
    for version in ["120.0", "141.0", "200.1"] {
        let major = version;
        for (text, family, platform) in [
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KHTML} Chrome/{major} Safari/537.36"),
                Family::Chrome,
                Platform::Windows,
            ),
            (
                format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {KHTML} Chrome/{major} Safari/537.36"),
                Family::Chrome,
                Platform::MacOs,
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/{major} Mobile Safari/537.36"),
                Family::Chrome,
                Platform::Android,
            ),
            (
                format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KHTML} Chrome/{major} Safari/537.36"),
                Family::Chrome,
                Platform::ChromeOs,
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/{major} Mobile/15E148 Safari/604.1"
                ),
                Family::Chrome,
                Platform::Ios,
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KHTML} Chrome/{major} Safari/537.36 Edg/{major}"),
                Family::Edge,
                Platform::Windows,
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 10; HD1913) {KHTML} Chrome/{major} Mobile Safari/537.36 EdgA/{major}"),
                Family::Edge,
                Platform::Android,
            ),
            (
                format!("Mozilla/5.0 (X11; Linux x86_64) {KHTML} Chrome/{major} Safari/537.36 OPR/{major}"),
                Family::Opera,
                Platform::Linux,
            ),
            (
                format!(
                    "Mozilla/5.0 (Linux; Android 14; SM-S911B) {KHTML} SamsungBrowser/{major} Chrome/115.0 Mobile Safari/537.36"
                ),
                Family::SamsungInternet,
                Platform::Android,
            ),
            (
                format!("Mozilla/5.0 (X11; Linux x86_64; rv:{major}) Gecko/20100101 Firefox/{major}"),
                Family::Firefox,
                Platform::Linux,
            ),
            (
                format!("Mozilla/5.0 (Android 14; Mobile; rv:{major}) Gecko/{major} Firefox/{major}"),
                Family::Firefox,
                Platform::Android,
            ),
            (
                format!(
                    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/{major} Mobile/15E148 Safari/605.1.15"
                ),
                Family::Firefox,
                Platform::Ios,
            ),
            (
                format!(
                    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{major} Safari/605.1.15"
                ),
                Family::Safari,
                Platform::MacOs,
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{major} Mobile/15E148 Safari/604.1"
                ),
                Family::Safari,
                Platform::Ios,
            ),
            (format!("okhttp/{major}"), Family::NativeApp, Platform::Other),
            (format!("WufiApp/3 CFNetwork/{major} Darwin/23.5.0"), Family::NativeApp, Platform::MacOs),
        ] {
            assert_eq!(read(&text), (family, platform), "{text}");
        }
    }
}

#[test]
fn servers_and_scripts_are_no_browsers() {
    for server in
        ["node", "undici", "axios/1.7.2", "got (https://github.com/sindresorhus/got)", "node-fetch/1.0", "Bun/1.1", "Deno/2.0"]
    {
        assert_eq!(read(server).0, Family::Server, "{server}");
    }
    for script in [
        "curl/8.14.1",
        "Wget/1.21",
        "python-requests/2.32",
        "Go-http-client/2.0",
        "PostmanRuntime/7.39",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/141.0",
    ] {
        assert_eq!(read(script).0, Family::Script, "{script}");
    }
}

#[test]
fn nothing_and_nonsense_are_said_to_be_so() {
    assert_eq!(Agent::read(None).family, Family::None);
    assert_eq!(read("   ").0, Family::None);
    assert_eq!(read("☃"), (Family::Other, Platform::Other));
    assert_eq!(Agent::read(None).describe(), None);
}

#[test]
fn an_agent_is_described_by_names_its_owner_knows() {
    let firefox = Agent::read(Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"));
    assert_eq!(firefox.describe().as_deref(), Some("Firefox, Linux"));
}

#[test]
fn names_read_back() {
    assert!(Family::ALL.into_iter().all(|family| Family::parse(family.name()) == Some(family)));
    assert!(Platform::ALL.into_iter().all(|platform| Platform::parse(platform.name()) == Some(platform)));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,3000}") {
        prop_assert!(Family::parse(Agent::read(Some(&text)).family.name()).is_some());
    }
}
