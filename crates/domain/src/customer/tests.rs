use serde_json::{Value, json};

use super::*;
use crate::address::Address;
use crate::country::Country;
use crate::fault::{Fault, Reason};
use crate::ids::{AddressId, Id};

const OPENED: Moment = Moment::from_millis(1_000);
const LATER: Moment = Moment::from_millis(2_000);

fn id(n: usize) -> AddressId {
    AddressId::parse(&format!("cuaddr_{n:026}")).unwrap()
}

fn set(text: &str) -> Patch<String> {
    Patch::Set(text.to_owned())
}

fn facts(value: &Value) -> Metadata {
    Metadata::new(value.as_object().unwrap().clone()).unwrap()
}

fn mari() -> Customer {
    let new = NewCustomer { first_name: Some("Mari".to_owned()), ..NewCustomer::default() };
    Customer::open(
        CustomerId::parse("cus_00000000000000000000000001").unwrap(),
        Email::parse("mari@wufi.ee").unwrap(),
        new,
        OPENED,
    )
}

/// Mari with this many addresses, the first of them the default for both.
fn mari_with(count: usize) -> Customer {
    let mut mari = mari();
    for n in 0..count {
        let is_first = Some(n == 0);
        let new = AddressChanges {
            city: set("Tallinn"),
            is_default_shipping: is_first,
            is_default_billing: is_first,
            ..AddressChanges::default()
        };
        mari.add_address(new, (id(n), OPENED)).unwrap();
    }
    mari
}

fn defaults(customer: &Customer) -> Vec<(bool, bool)> {
    customer.addresses.iter().map(|held| (held.is_default_shipping, held.is_default_billing)).collect()
}

#[test]
fn a_new_customer_has_an_account_and_an_empty_book() {
    let mari = mari();

    assert!(mari.has_account && mari.addresses.is_empty());
    assert_eq!((mari.created_at, mari.updated_at), (OPENED, OPENED));
}

#[test]
fn a_change_tells_the_names_of_what_is_different_and_keeps_what_is_not_named() {
    let mut mari = mari();
    let changes = CustomerChanges {
        first_name: set("Mari"),
        last_name: set("Maasikas"),
        metadata: Patch::Set(facts(&json!({ "cat": "Nurr" }))),
        ..CustomerChanges::default()
    };

    let different = mari.update(changes, LATER).unwrap();

    assert_eq!(different.names(), ["metadata", "last_name"]);
    assert_eq!((mari.first_name.as_deref(), mari.last_name.as_deref()), (Some("Mari"), Some("Maasikas")));
    assert_eq!(mari.updated_at, LATER);
}

#[test]
fn what_is_cleared_goes_and_what_changes_nothing_leaves_the_moment_as_it_was() {
    let mut mari = mari();

    let nothing = mari.update(CustomerChanges { phone: Patch::Clear, ..CustomerChanges::default() }, LATER).unwrap();
    assert!(nothing.is_empty());
    assert_eq!(mari.updated_at, OPENED);

    mari.update(CustomerChanges { first_name: Patch::Clear, ..CustomerChanges::default() }, LATER).unwrap();
    assert_eq!(mari.first_name, None);
}

#[test]
fn facts_lie_over_those_that_are_there_and_do_not_grow_beyond_what_fits() {
    let mut mari = mari();
    let mut tell = |value: &Value| {
        let changes = CustomerChanges { metadata: Patch::Set(facts(value)), ..CustomerChanges::default() };
        mari.update(changes, LATER).map(|_| mari.metadata.clone().unwrap().to_json())
    };

    assert_eq!(tell(&json!({ "cat": "Nurr", "dog": "Muri" })), Ok(json!({ "cat": "Nurr", "dog": "Muri" })));
    assert_eq!(tell(&json!({ "dog": "" })), Ok(json!({ "cat": "Nurr" })));
    assert!(tell(&json!({ "a": "x".repeat(3_000) })).is_ok());
    assert_eq!(tell(&json!({ "b": "x".repeat(3_000) })), Err(CustomerError::MetadataUnfit));
}

#[test]
fn a_refused_change_leaves_the_record_as_it_was() {
    let mut mari = mari();
    mari.metadata = Some(facts(&json!({ "a": "x".repeat(3_000) })));
    let (before, heavy) = (mari.clone(), facts(&json!({ "b": "x".repeat(3_000) })));

    let both = CustomerChanges { first_name: set("Jüri"), metadata: Patch::Set(heavy), ..CustomerChanges::default() };

    assert_eq!(mari.update(both, LATER), Err(CustomerError::MetadataUnfit));
    assert_eq!(mari, before);
}

#[test]
fn one_address_at_most_is_the_default_for_each_purpose() {
    let mut mari = mari_with(3);
    let shipping = |wanted| AddressChanges { is_default_shipping: Some(wanted), ..AddressChanges::default() };

    assert_eq!(defaults(&mari), [(true, true), (false, false), (false, false)]);
    mari.change_address(&id(1), shipping(true), LATER).unwrap();
    assert_eq!(defaults(&mari), [(false, true), (true, false), (false, false)]);
    assert_eq!(mari.addresses[0].updated_at, LATER);
    mari.add_address(AddressChanges { is_default_billing: Some(true), ..AddressChanges::default() }, (id(3), LATER)).unwrap();
    assert_eq!(defaults(&mari), [(false, false), (true, false), (false, false), (false, true)]);
    mari.change_address(&id(1), shipping(false), LATER).unwrap();
    assert_eq!(defaults(&mari), [(false, false), (false, false), (false, false), (false, true)]);
}

#[test]
fn taking_the_default_out_makes_no_other_the_default() {
    let mut mari = mari_with(2);

    mari.remove_address(&id(0)).unwrap();

    assert_eq!(defaults(&mari), [(false, false)]);
}

#[test]
fn a_book_holds_a_hundred_addresses() {
    let mut mari = mari_with(Customer::MAX_ADDRESSES);

    let refused = mari.add_address(AddressChanges::default(), (id(100), LATER)).unwrap_err();

    assert_eq!((refused.reason(), refused.params()[0].value), (Reason::AddressBookFull, 100));
    mari.remove_address(&id(7)).unwrap();
    assert!(mari.add_address(AddressChanges::default(), (id(100), LATER)).is_ok());
}

#[test]
fn an_address_that_is_not_in_the_book_is_not_found() {
    let mut mari = mari_with(1);

    assert_eq!(mari.address(&id(9)).unwrap_err(), CustomerError::AddressNotFound);
    assert_eq!(mari.change_address(&id(9), AddressChanges::default(), LATER), Err(CustomerError::AddressNotFound));
    assert_eq!(mari.remove_address(&id(9)), Err(CustomerError::AddressNotFound));
}

#[test]
fn a_refused_change_leaves_the_address_as_it_was() {
    let mut mari = mari_with(1);
    let heavy = |key: &str| Patch::Set(facts(&json!({ key: "x".repeat(3_000) })));
    mari.change_address(&id(0), AddressChanges { metadata: heavy("a"), ..AddressChanges::default() }, LATER).unwrap();
    let before = mari.clone();

    let both = AddressChanges { city: set("Tartu"), metadata: heavy("b"), ..AddressChanges::default() };

    assert_eq!(mari.change_address(&id(0), both, LATER), Err(CustomerError::MetadataUnfit));
    assert_eq!(mari, before);
}

#[test]
fn addresses_are_found_whatever_their_case_and_accents() {
    let held = CustomerAddress {
        name: Some("Suvila".to_owned()),
        address: Address {
            first_name: Some("Õnne".to_owned()),
            city: Some("Võru".to_owned()),
            postal_code: Some("65605".to_owned()),
            ..Address::in_country(Country::new("ee").unwrap())
        },
        ..mari_with(1).addresses.remove(0)
    };
    let city = |name: &str| AddressFilter::default().in_cities(&[name.to_owned()]).admits(&held);
    let code = |code: &str| AddressFilter::default().with_postal_codes(&[code.to_owned()]).admits(&held);
    let country = |code: &str| AddressFilter::default().in_countries(vec![Country::new(code).unwrap()]).admits(&held);

    assert!(AddressFilter::default().admits(&held));
    assert!(AddressFilter::saying("SUVI onne").admits(&held) && !AddressFilter::saying("suvila tartu").admits(&held));
    assert!(city("voru") && !city("võr"));
    assert!(code("65605") && !code("6560"));
    assert!(country("ee") && !country("fi"));
    assert!(!AddressFilter::default().in_cities(&["Tartu".to_owned()]).admits(&mari_with(1).addresses[0]));
}
