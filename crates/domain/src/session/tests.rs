use proptest::prelude::*;

use super::*;
use crate::ids::Id;
use crate::risk::{Seen, Signal};

const DAY: i64 = 86_400_000;

pub(crate) fn session() -> Session {
    let began = Moment::from_millis(0);
    Session {
        id: SessionId::stored(format!("{}_{}", SessionId::PREFIX, "0".repeat(26))),
        actor_kind: ActorKind::Customer,
        actor_id: "cus_mari".into(),
        identity: "authid_mari".into(),
        methods: vec!["pwd".into()],
        generation: 1,
        advanced_at: began,
        used: 0,
        expires_at: Moment::from_millis(7 * DAY),
        absolute_at: Moment::from_millis(30 * DAY),
        context: firefox(),
        weighed: None,
        suspicious_at: None,
        misses: 0,
        epoch: 0,
        created_at: began,
        last_seen_at: began,
        ended: None,
    }
}

fn firefox() -> Context {
    Context {
        fingerprint: "firefox linux et one".into(),
        family: Some("firefox".into()),
        platform: Some("linux".into()),
        language: Some("et".into()),
        device: Some("one".into()),
        network: Some("198.51.100.0/24".into()),
    }
}

fn at(secs: i64) -> Moment {
    Moment::from_millis(secs * 1_000)
}

fn advanced(generation: i64, secs: i64, used: i64) -> Session {
    Session { generation, advanced_at: at(secs), used, ..session() }
}

#[test]
fn a_network_tells_neighbours_apart_from_nobody() {
    let network = |address: &str| network(address.parse().unwrap());

    assert_eq!(network("198.51.100.77"), "198.51.100.0/24");
    assert_eq!(network("::ffff:198.51.100.77"), "198.51.100.0/24");
    assert_eq!(network("2001:db8:1:2:3::4"), "2001:db8:1::/48");
}

#[test]
fn the_current_token_advances_and_its_predecessor_gets_the_same_successor_for_ten_seconds() {
    let policy = Policy::default();

    assert_eq!(session().on_refresh(1, at(5), &policy), Refresh::Advance);
    assert_eq!(advanced(2, 100, 2).on_refresh(1, at(110), &policy), Refresh::Repeat);
    assert_eq!(advanced(2, 100, 2).on_refresh(1, at(111), &policy), Refresh::Reused);
}

#[test]
fn a_lost_answer_is_given_again_while_nothing_of_it_was_used() {
    let policy = Policy::default();

    assert_eq!(advanced(2, 100, 1).on_refresh(1, at(100 + 86_400), &policy), Refresh::Repeat);
    assert_eq!(advanced(3, 100, 2).on_refresh(2, at(160), &policy), Refresh::Repeat);
}

#[test]
fn a_token_from_before_the_last_one_is_a_copy_even_at_once() {
    assert_eq!(advanced(3, 100, 2).on_refresh(1, at(100), &Policy::default()), Refresh::Reused);
}

#[test]
fn a_generation_that_never_was_ends_nothing() {
    assert_eq!(advanced(2, 100, 2).on_refresh(3, at(101), &Policy::default()), Refresh::Unknown);
}

#[test]
fn what_ended_or_ran_out_is_not_renewed() {
    let policy = Policy::default();
    let ended = Session { ended: Some(EndReason::Superseded), ..session() };
    let absolute = Session { expires_at: Moment::from_millis(40 * DAY), ..session() };

    assert_eq!(ended.on_refresh(1, at(1), &policy), Refresh::Ended(EndReason::Superseded));
    assert_eq!(session().on_refresh(1, Moment::from_millis(7 * DAY), &policy), Refresh::Expired);
    assert_eq!(absolute.on_refresh(1, Moment::from_millis(30 * DAY), &policy), Refresh::Expired);
}

proptest! {
    #[test]
    fn only_the_current_token_advances_and_only_the_one_before_repeats(
        generation in 1..1_000_i64, presented in 0..1_002_i64, used in 0..1_000_i64, secs in 0..600_000_i64,
    ) {
        let decided = advanced(generation, 0, used.min(generation)).on_refresh(presented, at(secs), &Policy::default());

        prop_assert_eq!(decided == Refresh::Advance, presented == generation);
        prop_assert!(decided != Refresh::Repeat || presented == generation - 1);
        prop_assert_eq!(decided == Refresh::Unknown, presented > generation);
    }
}

#[test]
fn whoever_comes_late_is_told_why_the_session_is_over() {
    let told = |reason| Session { ended: Some(reason), ..session() }.open(at(1)).unwrap_err();

    assert_eq!(told(EndReason::Superseded), Reason::SessionSuperseded);
    assert_eq!(told(EndReason::Context), Reason::SessionContextChanged);
    assert_eq!(told(EndReason::Logout), Reason::SessionRevoked);
    assert_eq!(session().open(Moment::from_millis(7 * DAY)), Err(Reason::SessionExpired));
    assert_eq!(session().open(at(1)), Ok(()));
}

#[test]
fn every_reason_reads_back_by_its_name() {
    for reason in EndReason::ALL {
        assert_eq!(EndReason::parse(reason.name()), Some(reason));
    }
}

#[test]
fn a_suspicion_asks_for_a_proof_that_is_newer_and_not_too_old() {
    let policy = Policy::default();
    let suspicious = Session { suspicious_at: Some(at(1_000)), ..session() };

    assert!(!session().asks_step_up(at(0), at(5_000), &policy), "nothing is suspicious");
    assert!(suspicious.asks_step_up(at(999), at(1_001), &policy), "the proof is older");
    assert!(suspicious.asks_step_up(at(1_000), at(1_001), &policy), "the proof may be older");
    assert!(!suspicious.asks_step_up(at(1_001), at(1_002), &policy));
    assert!(!suspicious.asks_step_up(at(1_001), at(1_600), &policy));
    assert!(suspicious.asks_step_up(at(1_001), at(1_601), &policy), "ten minutes are over");
    assert!(!suspicious.asks_step_up(at(0), at(1_001), &Policy { profile: Profile::Medusa, ..policy }));
}

fn changed(now: &Context, policy: &Policy) -> Change {
    firefox().changes(now, policy)
}

#[test]
fn a_step_up_in_the_second_of_the_suspicion_counts() {
    let suspicious = Session { suspicious_at: Some(Moment::from_millis(1_000_200)), ..session() };
    let now = Moment::from_millis(1_000_900);

    assert!(!suspicious.asks_step_up(suspicious.proof_time(now), now, &Policy::default()));
    assert_eq!(session().proof_time(now), Moment::from_secs(1_000));
}

#[test]
fn another_browser_is_weighed_and_an_address_alone_weighs_nothing() {
    let policy = Policy::default();
    let chrome = Context { family: Some("chrome".into()), ..firefox() };
    let moved = Context { network: Some("203.0.113.0/24".into()), ..firefox() };

    assert_eq!(changed(&firefox(), &policy), Change::Weigh(Vec::new()));
    assert_eq!(changed(&chrome, &policy), Change::Weigh(vec![Signal::FamilyChanged.seen(1)]));
    assert_eq!(changed(&moved, &policy), Change::Weigh(vec![Seen { weight: 0, ..Signal::NetworkChanged.seen(1) }]));
}

#[test]
fn what_is_not_known_is_not_compared() {
    assert_eq!(changed(&Context::default(), &Policy::default()), Change::Weigh(Vec::new()));
}

#[test]
fn the_strictest_modes_reject_another_browser_platform_or_network_and_nothing_else() {
    let strict = Policy { fingerprint: Mode::Reject, ip_binding: Mode::Reject, ..Policy::default() };
    let rejected = |now| matches!(changed(&now, &strict), Change::Rejected(_));

    assert!(rejected(Context { family: Some("chrome".into()), ..firefox() }));
    assert!(rejected(Context { platform: Some("windows".into()), ..firefox() }));
    assert!(rejected(Context { network: Some("2001:db8::/48".into()), ..firefox() }));
    assert!(!rejected(Context { language: Some("en".into()), ..firefox() }));
    assert!(!rejected(Context { device: Some("two".into()), ..firefox() }));
}

#[test]
fn what_is_off_is_not_looked_at() {
    let off = Policy { fingerprint: Mode::Off, ip_binding: Mode::Off, ..Policy::default() };
    let other = Context { family: Some("chrome".into()), network: Some("203.0.113.0/24".into()), ..firefox() };

    assert_eq!(changed(&other, &off), Change::Weigh(Vec::new()));
}
