//! What declines cost whom.

use proptest::prelude::*;

use super::*;

const NOW: Moment = Moment::from_secs(1_000_000);
const STRANGER: Payer = Payer::Stranger;

fn ago(secs: i64) -> Moment {
    NOW.after_secs(-secs)
}

fn tally(count: i64, secs_ago: i64) -> Tally {
    Tally { count, last: (count > 0).then(|| ago(secs_ago)) }
}

fn own(count: i64, secs_ago: i64) -> Declines {
    Declines { owner: tally(count, secs_ago), ..Declines::default() }
}

fn from_address(count: i64, secs_ago: i64) -> Declines {
    Declines { address: tally(count, secs_ago), ..Declines::default() }
}

fn in_shop(shop: i64, paid: i64) -> Declines {
    Declines { shop, paid, ..Declines::default() }
}

fn customer(proven_secs_ago: i64) -> Payer {
    Payer::Customer { proven_at: Some(ago(proven_secs_ago)) }
}

fn known() -> Payer {
    Payer::Known { proven_at: None }
}

fn price(declines: Declines, payer: Payer) -> Price {
    Rules::default().price(&declines, payer, NOW)
}

fn wait(secs: i64) -> Price {
    Price::Wait(NOW.after_secs(secs))
}

fn pace(owner: i64, address: i64, site_ms: i64) -> Price {
    Price::Pace(Pace { owner_ms: owner * 1_000, address_ms: address * 1_000, site_ms })
}

#[test]
fn without_declines_nobody_pays_anything() {
    for payer in [STRANGER, customer(100_000), known()] {
        assert_eq!(price(Declines::default(), payer), Price::Free);
        assert_eq!(Rules::default().tries(&Declines::default(), payer), 4);
    }
}

#[test]
fn what_a_strangers_own_declines_cost_doubles_and_is_bounded() {
    let table = [
        (3, Price::Free),
        (4, wait(15)),
        (7, wait(15)),
        (8, wait(30)),
        (12, wait(60)),
        (28, wait(900)),
        (1_000_000, wait(900)),
        (i64::MAX, wait(900)),
    ];
    for (count, cost) in table {
        assert_eq!(price(own(count, 0), STRANGER), cost, "{count}");
    }
    assert_eq!(price(own(4, 14), STRANGER), wait(1));
    assert_eq!(price(own(4, 15), STRANGER), pace(15, 0, 0), "and then one payment at a time");
}

#[test]
fn an_address_has_twice_as_much_as_a_payer_and_a_48_eight_times_that() {
    assert_eq!(price(from_address(7, 0), STRANGER), Price::Free);
    assert_eq!(price(from_address(8, 0), STRANGER), wait(15));
    assert_eq!(price(from_address(8, 20), STRANGER), pace(0, 15, 0));
    let site = |site| Declines { site, ..Declines::default() };
    assert_eq!(price(site(63), STRANGER), Price::Free);
    assert_eq!(price(site(64), STRANGER), pace(0, 0, 1_875), "eight in the time in which an address has one");
    assert_eq!(price(site(128), STRANGER), pace(0, 0, 3_750));
}

#[test]
fn a_card_that_others_tried_costs_whoever_tries_it_next() {
    let card = |card| Declines { card, ..own(1, 0) };
    assert_eq!(price(card(3), STRANGER), Price::Free);
    assert_eq!(price(card(4), STRANGER), wait(15));
    assert_eq!(Rules::default().tries(&card(4), STRANGER), 1);
}

#[test]
fn a_shop_under_attack_slows_strangers_down_and_shuts_nobody_out() {
    let table = [
        (in_shop(29, 0), Price::Free),
        (in_shop(30, 30), Price::Free),
        (in_shop(30, 29), pace(15, 15, 1_875)),
        (in_shop(60, 0), pace(30, 30, 3_750)),
        (in_shop(90, 0), pace(60, 60, 7_500)),
        (in_shop(i64::MAX, 0), pace(60, 60, 7_500)),
    ];
    for (declines, cost) in table {
        assert_eq!(price(declines, STRANGER), cost, "{declines:?}");
    }
    assert_eq!(Rules::default().tries(&in_shop(30, 0), STRANGER), 2);
}

#[test]
fn a_customer_is_asked_for_the_password_and_goes_on_after_it() {
    for declines in [in_shop(30, 0), from_address(100, 0), Declines { site: 64, ..Declines::default() }] {
        assert_eq!(price(declines, Payer::Customer { proven_at: None }), Price::StepUp);
        assert_eq!(price(declines, customer(600)), Price::StepUp, "too long ago");
        assert_eq!(price(declines, customer(599)), Price::Free);
    }
}

#[test]
fn their_own_declines_ask_for_a_password_that_was_given_after_them() {
    assert_eq!(price(own(4, 10), customer(11)), Price::StepUp);
    assert_eq!(price(own(4, 10), customer(10)), Price::StepUp, "in the same second is not after");
    assert_eq!(price(own(4, 10), customer(9)), Price::Free);
    assert_eq!(price(own(3, 10), customer(100_000)), Price::Free);
    assert_eq!(price(own(8, 10), customer(9)), wait(5), "a password makes no list of cards free");
    assert_eq!(price(own(12, 10), customer(9)), wait(20));
}

#[test]
fn where_nobody_is_asked_for_a_password_customers_wait_as_guests_do() {
    let rules = Rules { step_up_secs: None, ..Rules::default() };
    assert_eq!(rules.price(&in_shop(30, 0), customer(0), NOW), pace(15, 15, 1_875));
    assert_eq!(rules.price(&own(4, 0), customer(0), NOW), wait(15));
}

#[test]
fn an_account_of_today_is_nobody_in_particular_and_a_payment_of_yesterday_vouches() {
    let account = |created, paid: Option<i64>| Some(Account { created_at: ago(created), paid_at: paid.map(ago) });
    let of = |account| Payer::of(account, Some(NOW), NOW);
    let proven_at = Some(NOW);

    assert_eq!(of(None), STRANGER);
    assert_eq!(of(account(86_399, Some(86_399))), STRANGER);
    assert_eq!(of(account(86_400, None)), Payer::Customer { proven_at });
    assert_eq!(of(account(90_000, Some(86_399))), Payer::Customer { proven_at });
    assert_eq!(of(account(90_000, Some(86_400))), Payer::Known { proven_at });
}

fn any_declines() -> impl Strategy<Value = Declines> {
    let count = || prop_oneof![0_i64..200, Just(i64::MAX)];
    (count(), count(), count(), count(), count(), 0_i64..100, 0_i64..4_000).prop_map(
        |(owner, card, address, site, shop, paid, secs)| Declines {
            owner: tally(owner, secs),
            card,
            address: tally(address, secs),
            site,
            shop,
            paid,
        },
    )
}

proptest! {
    #[test]
    fn nobody_is_shut_out(declines in any_declines(), proven in 0_i64..2_000, who in 0_usize..3) {
        let payer = [STRANGER, customer(proven), Payer::Known { proven_at: Some(ago(proven)) }][who];
        match price(declines, payer) {
            Price::Free => {}
            Price::StepUp => prop_assert!(payer != STRANGER),
            Price::Wait(until) => prop_assert!(until > NOW && until <= NOW.after_secs(900)),
            Price::Pace(pace) => {
                prop_assert!(pace.owner_ms <= 900_000 && pace.address_ms <= 900_000 && pace.site_ms <= 112_500);
            }
        }
        prop_assert!((1..=4).contains(&Rules::default().tries(&declines, payer)));
    }

    #[test]
    fn a_good_customer_pays_nothing_whatever_others_do(declines in any_declines(), few in 0_i64..4) {
        let declines = Declines { owner: tally(few, 0), ..declines };
        prop_assert_eq!(price(declines, known()), Price::Free);
        prop_assert_eq!(Rules::default().tries(&declines, known()), 4);
    }

    #[test]
    fn what_others_do_shop_wide_never_makes_anybody_wait_longer_than_a_minute(shop in 0..i64::MAX, paid in 0_i64..1_000) {
        match price(in_shop(shop, paid), STRANGER) {
            Price::Free => {}
            Price::Pace(pace) => prop_assert!(pace.owner_ms <= 60_000 && pace.address_ms <= 60_000),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn more_declines_cost_no_less(declines in any_declines(), more in 0_i64..50) {
        let secs = |declines: Declines| match price(declines, STRANGER) {
            Price::Wait(until) => (until.secs() - NOW.secs(), i64::MAX),
            Price::Pace(pace) => (0, pace.owner_ms),
            _ => (0, 0),
        };
        let worse = Declines { owner: Tally { count: declines.owner.count.saturating_add(more), last: Some(NOW) }, ..declines };
        let before = Declines { owner: Tally { last: Some(NOW), ..declines.owner }, ..declines };
        prop_assert!(secs(before) <= secs(worse));
    }
}
