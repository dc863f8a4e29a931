//! Which payments pay for a cart, and which do not: one table of lies.

use serde_json::json;

use super::*;
use crate::cart::Cart;
use crate::fault::{Fault, Reason};
use crate::ids::{CustomerId, Id, IntentId};
use crate::owner::Owner;

const NOW: Moment = Moment::from_millis(1_000);

fn amount(minor: i64) -> Amount {
    Amount::new(minor).unwrap()
}

fn intent_id(last: char) -> IntentId {
    IntentId::parse(&format!("pi_00000000000000000000000{last}")).unwrap()
}

/// Everything that a decision is made of.
#[derive(Clone)]
struct Facts {
    cart: Cart,
    total: Amount,
    session: PaymentSession,
    intent: Intent,
    sealed: Sealed,
}

/// What somebody makes of them.
type Lie = fn(&mut Facts);

impl Facts {
    /// A payment that is held for the cart, all as it should be.
    fn good() -> Self {
        let cart = Cart::empty_for_tests(Owner::Customer(CustomerId::stored("cus_1".into())));
        let binding = Binding { intent: Some(intent_id('1')), ..Binding::begun(cart.owner.clone(), Step::Open) };
        let session = PaymentSession {
            id: PaymentSessionId::stored("payses_1".into()),
            provider_id: STRIPE_PROVIDER.into(),
            currency: Currency::EUR,
            amount: amount(1_999),
            status: SessionStatus::Pending,
            data: json!({}),
            binding,
            authorized_at: None,
            created_at: NOW,
            updated_at: NOW,
        };
        let intent = Intent {
            id: intent_id('1'),
            status: IntentStatus::RequiresCapture,
            amount: amount(1_999),
            currency: Currency::EUR,
            capturable: amount(1_999),
            received: Amount::ZERO,
            refunded: Amount::ZERO,
            is_disputed: false,
            is_live: false,
            marks: Marks { seal: Some("sealed".into()), ..session.marks(&cart) },
            decline: None,
            for_browser: json!({}),
        };
        Self { cart, total: amount(1_999), session, intent, sealed: Sealed { session: true, intent: true } }
    }

    fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut facts = Self::good();
        change(&mut facts);
        facts
    }

    fn decide(&self) -> Result<(), PaymentFault> {
        let Self { cart, total, session, intent, sealed } = self;
        Checkout { cart, total: *total, session, intent, sealed: *sealed }.decide()
    }
}

#[test]
fn a_payment_that_is_held_or_taken_in_whole_pays() {
    assert_eq!(Facts::good().decide(), Ok(()));
    let taken = Facts::with(|facts| {
        facts.intent.status = IntentStatus::Succeeded;
        (facts.intent.received, facts.intent.capturable) = (amount(1_999), Amount::ZERO);
    });
    assert_eq!(taken.decide(), Ok(()));
}

#[test]
fn an_intent_that_is_not_ours_in_any_way_is_left_alone() {
    let lies: [(&str, Lie); 9] = [
        ("another intent", |facts| facts.intent.id = intent_id('2')),
        ("no intent known", |facts| facts.session.binding.intent = None),
        ("live money for a test shop", |facts| facts.intent.is_live = true),
        ("test money for a live shop", |facts| facts.session.binding.is_live = true),
        ("no seal of ours", |facts| facts.sealed = Sealed { session: false, intent: false }),
        ("another cart on it", |facts| facts.intent.marks.cart = Some("cart_2".into())),
        ("another customer on it", |facts| facts.intent.marks.customer = Some("cus_2".into())),
        ("a guest on it", |facts| facts.intent.marks.guest = Some("digest".into())),
        ("another session on it", |facts| facts.intent.marks.session = None),
    ];
    for (lie, tell) in lies {
        let fault = Facts::with(tell).decide().unwrap_err();
        assert_eq!((fault, fault.verdict()), (PaymentFault::Foreign, Verdict::Disown), "{lie}");
        assert_eq!((fault.reason(), fault.is_anomaly()), (Reason::PaymentIntentMismatch, true), "{lie}");
    }
}

#[test]
fn a_cart_that_changed_hands_is_not_paid_by_whoever_had_it() {
    let fault = Facts::with(|facts| facts.cart.owner = Owner::Customer(CustomerId::stored("cus_2".into()))).decide().unwrap_err();
    assert_eq!((fault, fault.verdict()), (PaymentFault::OwnerChanged, Verdict::Release));
}

#[test]
fn what_paid_once_pays_no_more() {
    for step in [Step::Ordered, Step::Taken] {
        let fault = Facts::with(|facts| facts.session.binding.step = step).decide().unwrap_err();
        assert_eq!((fault, fault.reason()), (PaymentFault::Consumed, Reason::PaymentIntentConsumed));
    }
}

#[test]
fn one_minor_unit_more_or_less_or_another_currency_is_not_the_amount() {
    let lies: [Lie; 3] = [
        |facts| facts.intent.amount = amount(1_998),
        |facts| facts.intent.amount = amount(2_000),
        |facts| facts.intent.currency = Currency::new("jpy").unwrap(),
    ];
    for tell in lies {
        let altered = Facts::with(|facts| {
            tell(facts);
            facts.sealed.intent = false;
        });
        let asked_once = Facts::with(tell);
        let (altered, asked_once) = (altered.decide().unwrap_err(), asked_once.decide().unwrap_err());

        // Somebody else set it: it is theirs to explain. We asked for that much once: it is let go.
        assert_eq!((altered, altered.verdict()), (PaymentFault::AmountAltered, Verdict::Disown));
        assert_eq!((asked_once, asked_once.verdict()), (PaymentFault::AmountStale, Verdict::Release));
        assert_eq!([altered.reason(), asked_once.reason()], [Reason::PaymentAmountMismatch; 2]);
    }
}

#[test]
fn a_cart_that_comes_to_something_else_by_now_is_not_paid() {
    let lies: [Lie; 3] = [
        |facts| facts.total = amount(2_000),
        |facts| facts.total = amount(1_998),
        |facts| facts.cart.currency = Currency::new("sek").unwrap(),
    ];
    for tell in lies {
        assert_eq!(Facts::with(tell).decide(), Err(PaymentFault::AmountStale));
    }
}

#[test]
fn a_part_of_the_money_is_not_the_money() {
    let lies: [(&str, Lie); 5] = [
        ("less is held", |facts| facts.intent.capturable = amount(1_998)),
        ("nothing was taken", |facts| facts.intent.status = IntentStatus::Succeeded),
        ("less was taken", |facts| {
            facts.intent.status = IntentStatus::Succeeded;
            facts.intent.received = amount(1_000);
        }),
        ("some was given back", |facts| {
            facts.intent.status = IntentStatus::Succeeded;
            (facts.intent.received, facts.intent.refunded) = (amount(1_999), amount(1));
        }),
        ("the bank asks for it back", |facts| facts.intent.is_disputed = true),
    ];
    for (lie, tell) in lies {
        let fault = Facts::with(tell).decide().unwrap_err();
        assert_eq!((fault, fault.verdict()), (PaymentFault::Incomplete, Verdict::Disown), "{lie}");
        assert_eq!(fault.reason(), Reason::PaymentNotAuthorized, "{lie}");
    }
}

#[test]
fn whoever_has_not_paid_may_still_do_so() {
    use IntentStatus::{Canceled, Processing, RequiresAction, RequiresConfirmation, RequiresPaymentMethod};
    for status in [RequiresPaymentMethod, RequiresConfirmation, RequiresAction, Processing, Canceled] {
        let fault = Facts::with(|facts| facts.intent.status = status).decide().unwrap_err();
        let verdict = if status == Canceled { Verdict::Gone } else { Verdict::Wait };
        assert_eq!((fault, fault.verdict(), fault.is_anomaly()), (PaymentFault::Unpaid(status), verdict, false));
    }
}

#[test]
fn faults_are_told_in_the_order_of_the_contract() {
    let facts = Facts::with(|facts| {
        facts.intent.id = intent_id('2');
        facts.session.binding.step = Step::Taken;
        (facts.intent.amount, facts.sealed.intent) = (amount(1), false);
        facts.intent.status = IntentStatus::Canceled;
    });
    let mended: [Lie; 4] = [
        |facts| facts.intent.id = intent_id('1'),
        |facts| facts.session.binding.step = Step::Held,
        |facts| facts.intent.amount = amount(1_999),
        |facts| facts.intent.status = IntentStatus::RequiresCapture,
    ];
    let mut told = vec![facts.decide()];
    let mut facts = facts;
    for mend in mended {
        mend(&mut facts);
        told.push(facts.decide());
    }
    let expected = [
        Err(PaymentFault::Foreign),
        Err(PaymentFault::Consumed),
        Err(PaymentFault::AmountAltered),
        Err(PaymentFault::Unpaid(IntentStatus::Canceled)),
        Ok(()),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_word_of_no_state_is_none() {
    assert_eq!(SessionStatus::parse("authorized"), Some(SessionStatus::Authorized));
    assert_eq!(CollectionStatus::parse("paid"), None);
}
