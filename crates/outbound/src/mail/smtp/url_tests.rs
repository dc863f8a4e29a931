//! Which mail servers a URL may name.

use super::*;

fn shown(url: &str) -> String {
    format!("{:?}", Smtp::parse(url).unwrap())
}

#[test]
fn a_server_on_another_machine_is_always_encrypted() {
    assert_eq!(shown("smtps://mail.wufi.ee"), "smtps mail.wufi.ee:465");
    assert_eq!(shown("smtps://mail.wufi.ee:2465/"), "smtps mail.wufi.ee:2465");
    assert_eq!(shown("smtp://mail.wufi.ee"), "smtp mail.wufi.ee:587");
    assert_eq!(shown("smtp://192.168.1.1?tls=required"), "smtp 192.168.1.1:587");
    assert_eq!(shown("smtp://localhost.wufi.ee"), "smtp localhost.wufi.ee:587");
    assert_eq!(shown("smtp://127.0.0.1.wufi.ee:25"), "smtp 127.0.0.1.wufi.ee:25");
}

#[test]
fn a_server_on_this_machine_may_be_spoken_to_in_the_open() {
    assert_eq!(shown("smtp://localhost:25"), "smtp (plain) localhost:25");
    assert_eq!(shown("smtp://127.1:1025"), "smtp (plain) 127.0.0.1:1025");
    assert_eq!(shown("smtp://[::1]:1025"), "smtp (plain) [::1]:1025");
    assert_eq!(shown("smtp://LOCALHOST?tls=required"), "smtp localhost:587");
}

#[test]
fn what_is_no_mail_server_is_refused_without_repeating_it() {
    for (url, error) in [
        ("", SetupError::Url),
        ("mail.wufi.ee", SetupError::Url),
        ("https://mail.wufi.ee", SetupError::Url),
        ("smtp:mail.wufi.ee", SetupError::Url),
        ("smtps://", SetupError::Url),
        ("smtps://mail wufi.ee", SetupError::Url),
        ("smtps://mail.wufi.ee\r\n", SetupError::Url),
        ("smtps://mail.wufi.ee:99999", SetupError::Url),
        ("smtps://saladus@mail.wufi.ee", SetupError::Credentials),
        ("smtps://:saladus@mail.wufi.ee", SetupError::Credentials),
        ("smtps://mari:sala%00dus@mail.wufi.ee", SetupError::Credentials),
        ("smtps://mari:sala%0d%0adus@mail.wufi.ee", SetupError::Credentials),
        ("smtp://mail.wufi.ee?tls=none", SetupError::Parameter),
        ("smtp://mail.wufi.ee?tls=opportunistic", SetupError::Parameter),
        ("smtps://mail.wufi.ee?password=saladus", SetupError::Parameter),
        ("smtps://mail.wufi.ee/saladus", SetupError::Path),
        ("smtps://mail.wufi.ee#saladus", SetupError::Path),
    ] {
        let refused = Smtp::parse(url).unwrap_err();

        assert_eq!(refused, error, "{url:?}");
        assert!(!format!("{refused} {refused:?}").contains("saladus"));
    }
}
