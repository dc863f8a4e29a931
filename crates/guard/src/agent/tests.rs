use proptest::prelude::*;

use super::*;

fn read(text: &str) -> (Family, Platform) {
    let agent = Agent::read(Some(text));
    (agent.family, agent.platform)
}

/// What browsers send, with `{v}` where their version stands.
const BROWSERS: &[(&str, Family, Platform)] = &[
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v} Safari/537.36",
        Family::Chrome,
        Platform::Windows,
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v} Safari/537.36",
        Family::Chrome,
        Platform::MacOs,
    ),
    (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v} Mobile Safari/537.36",
        Family::Chrome,
        Platform::Android,
    ),
    (
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v} Safari/537.36",
        Family::Chrome,
        Platform::ChromeOs,
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/{v} Mobile/15E148 Safari/604.1",
        Family::Chrome,
        Platform::Ios,
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v} Safari/537.36 Edg/{v}",
        Family::Edge,
        Platform::Windows,
    ),
    (
        "Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v} Mobile Safari/537.36 EdgA/{v}",
        Family::Edge,
        Platform::Android,
    ),
    (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v} Safari/537.36 OPR/{v}",
        Family::Opera,
        Platform::Linux,
    ),
    (
        "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/{v} Chrome/115.0 Mobile Safari/537.36",
        Family::SamsungInternet,
        Platform::Android,
    ),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:{v}) Gecko/20100101 Firefox/{v}", Family::Firefox, Platform::Linux),
    ("Mozilla/5.0 (Android 14; Mobile; rv:{v}) Gecko/{v} Firefox/{v}", Family::Firefox, Platform::Android),
    (
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/{v} Mobile/15E148 Safari/605.1.15",
        Family::Firefox,
        Platform::Ios,
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{v} Safari/605.1.15",
        Family::Safari,
        Platform::MacOs,
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{v} Mobile/15E148 Safari/604.1",
        Family::Safari,
        Platform::Ios,
    ),
    ("okhttp/{v}", Family::NativeApp, Platform::Other),
    ("WufiApp/3 CFNetwork/{v} Darwin/23.5.0", Family::NativeApp, Platform::MacOs),
];

#[test]
fn browsers_are_told_apart_on_whatever_they_run_and_a_newer_version_is_the_same() {
    for (text, family, platform) in BROWSERS {
        for version in ["120.0", "141.0", "200.1"] {
            let text = text.replace("{v}", version);
            assert_eq!(read(&text), (*family, *platform), "{text}");
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
fn ios_is_a_word_of_its_own_and_no_part_of_a_librarys_name() {
    assert_eq!(read("axios/1.7.2"), (Family::Server, Platform::Other));
    assert_eq!(read("axios/1.7.2 (linux)").1, Platform::Linux);
    assert_eq!(read("Studios/1.0 (Windows NT 10.0)").1, Platform::Windows);
    let on_ipad =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Safari/604.1";
    assert_eq!(read(on_ipad), (Family::Chrome, Platform::Ios));
    for app in ["WufiApp/3 (iOS 17.5) Alamofire/5.9", "WufiApp/3 (Wufi; build:7; iOS 17.5.0) Alamofire/5.9", "WufiApp/iOS 3"] {
        assert_eq!(read(app).1, Platform::Ios, "{app}");
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
