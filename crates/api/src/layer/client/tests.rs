//! Attacks on the client's address: headers that lie, and headers that are no addresses.

use super::*;

const PROXY: &str = "10.0.0.1";
const STRANGER: &str = "192.0.2.66";

fn whence(peer: &str, forwarded: &[&[u8]]) -> Whence {
    let trusted = Trusted::new(vec!["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()]);
    let headers = forwarded.iter().map(|value| (FORWARDED_FOR, value.to_vec().try_into().unwrap())).collect();
    let peer = Peer { address: SocketAddr::new(peer.parse().unwrap(), 4_711), is_tls: false };
    Whence::of(peer, &headers, &trusted)
}

fn address(peer: &str, forwarded: &[&str]) -> String {
    let forwarded: Vec<&[u8]> = forwarded.iter().map(|value| value.as_bytes()).collect();
    whence(peer, &forwarded).address.unwrap().to_string()
}

#[test]
fn a_stranger_cannot_name_another_address() {
    for lie in ["198.51.100.1", "10.0.0.1", "127.0.0.1", "198.51.100.1, 10.0.0.1", "::1"] {
        assert_eq!(address(STRANGER, &[lie]), STRANGER, "{lie}");
    }
}

#[test]
fn what_a_client_writes_before_the_proxys_own_element_is_not_believed() {
    assert_eq!(address(PROXY, &["198.51.100.1, 192.0.2.66"]), STRANGER);
    assert_eq!(address(PROXY, &["198.51.100.1", "192.0.2.66"]), STRANGER);
    assert_eq!(address(PROXY, &["10.9.9.9, 192.0.2.66, 10.0.0.2"]), STRANGER);
    assert_eq!(address(PROXY, &["garbage,, \u{1}, 192.0.2.66".replace('\u{1}', "_").as_str()]), STRANGER);
}

#[test]
fn trusted_hops_are_passed_until_one_is_not() {
    assert_eq!(address(PROXY, &["192.0.2.66, 10.0.0.3, fd00::1"]), STRANGER);
    assert_eq!(address("fd00::1", &["192.0.2.66"]), STRANGER);
    assert_eq!(address("::ffff:10.0.0.1", &["::ffff:192.0.2.66"]), STRANGER);
}

#[test]
fn an_element_that_is_no_address_ends_the_walk_at_the_last_good_hop() {
    for garbage in [
        "",
        "unknown",
        "_hidden",
        "192.0.2",
        "192.0.2.066",
        "0xc0.0.2.1",
        "3221225985",
        "192.0.2.1/24",
        "fe80::1%eth0",
        "[192.0.2.1]",
        "192.0.2.1:",
        "192.0.2.1:65536",
        "[2001:db8::1",
        "2001:db8::1]",
        "192.0.2.1 192.0.2.2",
        "\"192.0.2.1\"",
        "for=192.0.2.1",
        "１９２.0.2.1",
        "wufi.ee",
    ] {
        assert_eq!(address(PROXY, &[garbage]), PROXY, "{garbage}");
        assert_eq!(address(PROXY, &[&format!("192.0.2.66, {garbage}, 10.0.0.7")]), "10.0.0.7", "{garbage}");
    }
    assert_eq!(whence(PROXY, &[b"192.0.2.66, \xff\xfe"]).address, Some(PROXY.parse().unwrap()));
}

#[test]
fn ports_and_brackets_are_read_as_proxies_write_them() {
    for (written, read) in [
        ("192.0.2.66:51234", STRANGER),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:DB8:0::1]:443", "2001:db8::1"),
        ("\t 2001:db8::1 ", "2001:db8::1"),
        ("[::ffff:192.0.2.66]:443", STRANGER),
    ] {
        assert_eq!(address(PROXY, &[written]), read, "{written}");
    }
}

#[test]
fn ten_thousand_elements_are_walked_once_and_name_the_right_one() {
    let trusted = vec!["10.0.0.2"; 10_000].join(",");
    let strangers = vec!["198.51.100.1"; 10_000].join(",");

    assert_eq!(address(PROXY, &[&format!("192.0.2.66,{trusted}")]), STRANGER);
    assert_eq!(address(PROXY, &[&format!("{strangers},192.0.2.66")]), STRANGER);
    assert_eq!(address(STRANGER, &[&strangers]), STRANGER);
}

#[test]
fn a_trusted_server_that_forwards_nobody_is_no_shopper() {
    assert_eq!(whence(PROXY, &[]).speaker, Speaker::Storefront);
    assert_eq!(whence(PROXY, &[b"10.0.0.9"]).speaker, Speaker::Storefront);
    assert_eq!(whence(PROXY, &[b"garbage"]).speaker, Speaker::Storefront);
    assert_eq!(whence(PROXY, &[b"192.0.2.66"]).speaker, Speaker::Itself);
    assert_eq!(whence(STRANGER, &[b"10.0.0.9"]).speaker, Speaker::Itself);
}

#[test]
fn no_other_header_names_an_address() {
    let trusted = Trusted::new(vec!["10.0.0.0/8".parse().unwrap()]);
    let names = ["forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip", "x-client-ip", "x-forwarded", "via"];
    let headers = names.into_iter().map(|name| (HeaderName::from_static(name), "192.0.2.66".parse().unwrap())).collect();
    let peer = Peer { address: SocketAddr::new(PROXY.parse().unwrap(), 1), is_tls: false };

    assert_eq!(Whence::of(peer, &headers, &trusted).address, Some(PROXY.parse().unwrap()));
}
