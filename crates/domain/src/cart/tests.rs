//! The rules of a cart, one test each.

use serde_json::{Map, Value, json};

use super::*;
use crate::chance::Chance;
use crate::goods::Snapshot;
use crate::ids::{Id, LineId, ProductId, ShippingMethodId, ShippingOptionId, ShippingProfileId, TaxRateId, VariantId};
use crate::money::Amount;
use crate::payment::{Binding, CollectionStatus, PaymentSession, STRIPE_PROVIDER, SessionStatus, Step};
use crate::quantity::Quantity;
use crate::tax::{Rate, TaxLine, TaxMode};

const NOW: Moment = Moment::from_millis(1_000);

fn fresh<T: Id>() -> T {
    T::fresh(NOW, &Chance::System)
}

fn amount(minor: i64) -> Amount {
    Amount::new(minor).unwrap()
}

fn quantity(count: i64) -> Quantity {
    Quantity::new(count).unwrap()
}

fn cart() -> Cart {
    Cart::empty_for_tests(Owner::Bearer)
}

fn kibble(left: i64) -> Offer {
    Offer {
        variant: VariantId::stored("variant_00000000000000000000000001".into()),
        product: ProductId::stored("prod_00000000000000000000000001".into()),
        unit_price: amount(1_000),
        tax_mode: TaxMode::Inclusive,
        snapshot: Snapshot {
            requires_shipping: true,
            shipping_profile_id: Some(profile("a").to_string()),
            ..Snapshot::default()
        },
        stock: Stock::Counted { left },
    }
}

fn profile(letter: &str) -> ShippingProfileId {
    ShippingProfileId::stored(format!("sp_0000000000000000000000000{letter}"))
}

fn add(cart: &mut Cart, offer: Offer, count: i64, metadata: Metadata) -> Result<LineId, CartError> {
    cart.add(offer, quantity(count), metadata, (fresh(), NOW))
}

fn gift() -> Metadata {
    Metadata::new(Map::from_iter([("gift".to_owned(), Value::Bool(true))])).unwrap()
}

fn method(profile: ShippingProfileId, minor: i64) -> ShippingMethod {
    ShippingMethod {
        id: fresh::<ShippingMethodId>(),
        option: fresh::<ShippingOptionId>(),
        profile,
        name: "Pakiautomaat".into(),
        amount: amount(minor),
        tax_mode: TaxMode::Inclusive,
        data: json!({}),
        tax_lines: Vec::new(),
        created_at: NOW,
        updated_at: NOW,
    }
}

fn ready_cart() -> Cart {
    let mut cart = cart();
    add(&mut cart, kibble(9), 2, Metadata::none()).unwrap();
    cart.email = Email::parse("mari@wufi.ee");
    cart.shipping_address = Some(CartAddress {
        id: fresh(),
        address: Address { address_1: Some("Pikk 1".into()), ..Address::in_country(Country::new("ee").unwrap()) },
    });
    cart.choose_shipping(method(profile("a"), 299)).unwrap();
    paid(cart)
}

/// The cart with a session over what it comes to.
fn paid(cart: Cart) -> Cart {
    let total = cart.totals().unwrap().all.total;
    Cart { payment: Some(collection(total)), ..cart }
}

fn collection(total: Amount) -> PaymentCollection {
    PaymentCollection {
        id: fresh(),
        currency: Currency::EUR,
        amount: total,
        status: CollectionStatus::NotPaid,
        authorized: None,
        sessions: vec![session(total)],
        payments: Vec::new(),
        created_at: NOW,
        updated_at: NOW,
    }
}

fn session(total: Amount) -> PaymentSession {
    PaymentSession {
        id: fresh(),
        provider_id: crate::payment::MANUAL_PROVIDER.into(),
        currency: Currency::EUR,
        amount: total,
        status: SessionStatus::Pending,
        data: json!({}),
        binding: Binding::begun(Owner::Bearer, Step::Open),
        authorized_at: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

#[test]
fn the_same_thing_twice_is_one_line() {
    let mut cart = cart();
    let first = add(&mut cart, kibble(9), 2, Metadata::none()).unwrap();
    let second = add(&mut cart, kibble(9), 1, Metadata::none()).unwrap();

    assert_eq!(first, second);
    assert_eq!(cart.lines[0].goods.quantity, quantity(3));
}

#[test]
fn other_metadata_is_another_line() {
    let mut cart = cart();
    add(&mut cart, kibble(9), 1, Metadata::none()).unwrap();
    add(&mut cart, kibble(9), 1, gift()).unwrap();

    assert_eq!(cart.lines.len(), 2);
    assert!(cart.lines[0].goods.position < cart.lines[1].goods.position);
}

#[test]
fn stock_bounds_the_merged_line_not_only_the_added_part() {
    let mut cart = cart();
    add(&mut cart, kibble(3), 2, Metadata::none()).unwrap();

    assert_eq!(add(&mut cart, kibble(3), 2, Metadata::none()), Err(CartError::OutOfStock { left: 3 }));
    assert_eq!(cart.lines[0].goods.quantity, quantity(2));
}

#[test]
fn metadata_does_not_multiply_the_stock() {
    let mut cart = cart();
    add(&mut cart, kibble(3), 2, Metadata::none()).unwrap();

    assert_eq!(add(&mut cart, kibble(3), 2, gift()), Err(CartError::OutOfStock { left: 3 }));
}

#[test]
fn a_line_that_becomes_like_another_is_merged_into_it() {
    let mut cart = cart();
    let plain = add(&mut cart, kibble(9), 2, Metadata::none()).unwrap();
    add(&mut cart, kibble(9), 1, gift()).unwrap();

    cart.describe(&plain, gift()).unwrap();

    assert_eq!((cart.lines.len(), cart.lines[0].goods.quantity), (1, quantity(3)));
}

#[test]
fn a_cart_holds_a_hundred_lines_and_no_more() {
    let numbered = |number: usize| Metadata::new(Map::from_iter([("n".to_owned(), Value::from(number))])).unwrap();
    let mut cart = cart();
    for number in 0..Cart::MAX_LINES {
        add(&mut cart, kibble(999), 1, numbered(number)).unwrap();
    }

    assert_eq!(add(&mut cart, kibble(999), 1, numbered(100)), Err(CartError::TooManyLines));
    assert!(add(&mut cart, kibble(999), 1, numbered(0)).is_ok(), "a line that is there may grow");
}

#[test]
fn a_merged_line_takes_the_price_that_holds_now() {
    let mut cart = cart();
    add(&mut cart, kibble(9), 1, Metadata::none()).unwrap();
    add(&mut cart, Offer { unit_price: amount(900), ..kibble(9) }, 1, Metadata::none()).unwrap();

    assert_eq!(cart.totals().unwrap().items.total, amount(1_800));
}

#[test]
fn nothing_is_added_to_what_is_an_order_already() {
    let mut cart = cart();
    let line = add(&mut cart, kibble(9), 1, Metadata::none()).unwrap();
    cart.completed_at = Some(NOW);

    assert_eq!(add(&mut cart, kibble(9), 1, Metadata::none()), Err(CartError::Completed));
    assert_eq!(cart.set_quantity(&line, &kibble(9), quantity(2), NOW), Err(CartError::Completed));
    assert_eq!(cart.remove(&line), Err(CartError::Completed));
    assert_eq!(cart.choose_shipping(method(profile("a"), 1)), Err(CartError::Completed));
}

#[test]
fn a_line_of_another_cart_is_no_line_of_this_one() {
    let mut cart = cart();
    assert_eq!(cart.remove(&fresh()), Err(CartError::LineNotFound));
    assert_eq!(cart.set_quantity(&fresh(), &kibble(9), quantity(2), NOW), Err(CartError::LineNotFound));
}

#[test]
fn one_profile_has_one_shipping_method() {
    let mut cart = cart();
    cart.choose_shipping(method(profile("a"), 299)).unwrap();
    cart.choose_shipping(method(profile("b"), 599)).unwrap();
    cart.choose_shipping(method(profile("a"), 399)).unwrap();

    assert_eq!(cart.totals().unwrap().shipping.total, amount(998));
}

#[test]
fn totals_are_the_sums_of_what_was_rounded_per_line() {
    let mut cart = cart();
    let vat = TaxLine {
        id: "calitxl_0".into(),
        rate_id: fresh::<TaxRateId>(),
        code: "vat".into(),
        description: "Käibemaks".into(),
        rate: Rate::from_ppm(240_000).unwrap(),
    };
    add(&mut cart, Offer { unit_price: amount(1_999), ..kibble(9) }, 1, Metadata::none()).unwrap();
    add(&mut cart, Offer { unit_price: amount(1_999), ..kibble(9) }, 1, gift()).unwrap();
    for line in &mut cart.lines {
        line.goods.tax_lines = vec![vat.clone()];
    }

    let totals = cart.totals().unwrap();

    assert_eq!(totals.items, Sum { subtotal: amount(3_224), tax_total: amount(774), total: amount(3_998) });
}

#[test]
fn a_change_of_total_voids_the_open_payment_session() {
    let mut cart = ready_cart();
    cart.settle_payment(&cart.clone()).unwrap();
    assert_eq!(cart.payment.as_ref().unwrap().sessions.len(), 1);
    let held = cart.clone();

    add(&mut cart, kibble(9), 1, Metadata::none()).unwrap();
    cart.settle_payment(&held).unwrap();

    let payment = cart.payment.unwrap();
    assert!(payment.sessions.is_empty());
    assert_eq!(payment.amount, amount(3_299));
}

/// What somebody does to a cart.
type Change = fn(&mut Cart);

/// A cart whose money a provider holds, or does not yet.
fn with_card(step: Step) -> Cart {
    let mut cart = ready_cart();
    let session = &mut cart.payment.as_mut().unwrap().sessions[0];
    session.provider_id = STRIPE_PROVIDER.into();
    session.binding.step = step;
    cart
}

#[test]
fn an_intent_outlives_a_change_of_total_until_its_money_is_held() {
    let open = with_card(Step::Open);
    let mut changed = open.clone();
    add(&mut changed, kibble(9), 1, Metadata::none()).unwrap();
    changed.settle_payment(&open).unwrap();

    let payment = changed.payment.as_ref().unwrap();
    assert_eq!((payment.amount, payment.sessions[0].amount), (amount(3_299), amount(2_299)));
    assert!(!payment.sessions[0].fits(&changed, payment.amount));
}

#[test]
fn what_money_is_held_for_is_fixed() {
    let held = with_card(Step::Held);
    let changes: [(&str, Change); 5] = [
        ("another total", |cart| drop(add(cart, kibble(9), 1, Metadata::none()).unwrap())),
        ("other goods for the same money", |cart| {
            cart.lines[0].goods.variant = VariantId::stored("variant_00000000000000000000000002".into());
        }),
        ("another currency", |cart| cart.currency = Currency::new("sek").unwrap()),
        ("another owner", |cart| cart.owner = Owner::Guest("digest".into())),
        ("another address", |cart| {
            cart.shipping_address.as_mut().unwrap().address.address_1 = Some("Lai 1".into());
        }),
    ];
    for (what, change) in changes {
        let mut cart = held.clone();
        change(&mut cart);
        assert_eq!(cart.settle_payment(&held), Err(CartError::LockedByPayment), "{what}");
    }
    let mut same = held.clone();
    same.email = Email::parse("juri@wufi.ee");
    assert_eq!(same.settle_payment(&held), Ok(amount(2_299)));
    assert_eq!(held.may_change_hands(), Err(CartError::LockedByPayment));
    assert_eq!(with_card(Step::Open).may_change_hands(), Ok(()));
}

#[test]
fn a_cart_is_ready_only_with_goods_payment_and_a_way_to_the_shopper() {
    assert_eq!(ready_cart().ready(), Ok(()));
    assert_eq!(cart().ready(), Err(Unready::Empty));
    assert_eq!(Cart { payment: None, ..ready_cart() }.ready(), Err(Unready::NoPayment));
    let without_session =
        Cart { payment: Some(PaymentCollection { sessions: Vec::new(), ..collection(amount(1)) }), ..ready_cart() };
    assert_eq!(without_session.ready(), Err(Unready::NoSession));
    assert_eq!(Cart { email: None, ..ready_cart() }.ready(), Err(Unready::NoEmail));
    assert_eq!(paid(Cart { shipping_methods: Vec::new(), ..ready_cart() }).ready(), Err(Unready::NoShipping));
    assert_eq!(Cart { shipping_address: None, ..ready_cart() }.ready(), Err(Unready::NoAddress));
    assert_eq!(
        paid(Cart { shipping_methods: vec![method(profile("b"), 1)], ..ready_cart() }).ready(),
        Err(Unready::ProfileUnserved)
    );
}

#[test]
fn a_session_over_a_cent_less_or_in_another_currency_pays_nothing() {
    let with = |change: fn(&mut PaymentSession)| {
        let mut cart = ready_cart();
        change(&mut cart.payment.as_mut().unwrap().sessions[0]);
        cart.ready()
    };

    assert_eq!(with(|session| session.amount = session.amount.minus(amount(1)).unwrap()), Err(Unready::NoSession));
    assert_eq!(with(|session| session.currency = Currency::new("sek").unwrap()), Err(Unready::NoSession));
}

#[test]
fn what_costs_nothing_needs_no_payment() {
    let free = Offer { unit_price: Amount::ZERO, ..kibble(9) };
    let mut cart = Cart { lines: Vec::new(), shipping_methods: vec![method(profile("a"), 0)], payment: None, ..ready_cart() };
    add(&mut cart, free, 1, Metadata::none()).unwrap();

    assert_eq!(cart.ready(), Ok(()));
}

/// The cart that was recorded from Medusa 2.21 (`clients/journey/samples/11-cart-get.json`): the same numbers,
/// but for the tax on shipping, which Medusa leaves at 1.078 and Wufi rounds to the cent.
#[test]
fn the_recorded_medusa_cart_comes_to_the_same_numbers_rounded_to_the_cent() {
    let vat = TaxLine {
        id: "calitxl_0".into(),
        rate_id: fresh::<TaxRateId>(),
        code: "vat".into(),
        description: "VAT".into(),
        rate: Rate::from_ppm(220_000).unwrap(),
    };
    let mut cart = cart();
    for (variant, minor, count) in [("1", 850, 2), ("2", 650, 3)] {
        let offer = Offer {
            variant: VariantId::stored(format!("variant_0000000000000000000000000{variant}")),
            unit_price: amount(minor),
            tax_mode: TaxMode::Exclusive,
            ..kibble(9)
        };
        add(&mut cart, offer, count, Metadata::none()).unwrap();
    }
    cart.choose_shipping(ShippingMethod { tax_mode: TaxMode::Exclusive, ..method(profile("a"), 490) }).unwrap();
    cart.lines.iter_mut().for_each(|line| line.goods.tax_lines = vec![vat.clone()]);
    cart.shipping_methods.iter_mut().for_each(|method| method.tax_lines = vec![vat.clone()]);

    let totals = cart.totals().unwrap();

    let sum = |subtotal, tax_total, total| Sum { subtotal: amount(subtotal), tax_total: amount(tax_total), total: amount(total) };
    assert_eq!(totals.items, sum(3_650, 803, 4_453));
    assert_eq!(totals.shipping, sum(490, 108, 598));
    assert_eq!(totals.all, sum(4_140, 911, 5_051));
}
