//! A customer's record and address book are theirs alone, and so are a guest's.

use serde_json::{Value, json};
use wufi_domain::customer::{AddressChanges, AddressFilter, Customer, CustomerChanges, CustomerError, NewCustomer};
use wufi_domain::email::Email;
use wufi_domain::ids::{AddressId, CustomerId};
use wufi_domain::metadata::Metadata;
use wufi_domain::owner::Standing;
use wufi_domain::patch::Patch;
use wufi_flow::cart::{self, Changes};
use wufi_flow::order::{By, Wanted, Way};
use wufi_flow::{Caller, FlowError, customer as flow, order};
use wufi_store::{StoreError, Tx, audit, carts, customers};

use crate::pantry::{Pantry, anyone, pantry, ready_cart};
use crate::people::{complete, customer, guest, id_of, look, stranger};

fn in_city(city: &str) -> AddressChanges {
    AddressChanges { city: Patch::Set(city.into()), ..AddressChanges::default() }
}

/// Begins a unit of work a second after the one before, so that they sort.
async fn begin(pantry: &Pantry) -> Result<Tx, StoreError> {
    pantry.fresh.db.clock().advance(1_000);
    pantry.fresh.db.begin().await
}

async fn me(pantry: &Pantry, caller: &Caller) -> Result<Customer, FlowError> {
    flow::me(&mut pantry.fresh.db.read().await?, caller).await
}

async fn update(pantry: &Pantry, caller: &Caller, changes: CustomerChanges) -> Result<Customer, FlowError> {
    let mut tx = begin(pantry).await?;
    let customer = flow::update(&mut tx, caller, changes).await?;
    tx.commit().await?;
    Ok(customer)
}

async fn add(pantry: &Pantry, caller: &Caller, new: AddressChanges) -> Result<Customer, FlowError> {
    let mut tx = begin(pantry).await?;
    let customer = flow::add_address(&mut tx, caller, new).await?;
    tx.commit().await?;
    Ok(customer)
}

async fn change(pantry: &Pantry, caller: &Caller, id: &AddressId, changes: AddressChanges) -> Result<Customer, FlowError> {
    let mut tx = begin(pantry).await?;
    let customer = flow::change_address(&mut tx, caller, id, changes).await?;
    tx.commit().await?;
    Ok(customer)
}

async fn remove(pantry: &Pantry, caller: &Caller, id: &AddressId) -> Result<Customer, FlowError> {
    let mut tx = begin(pantry).await?;
    let customer = flow::remove_address(&mut tx, caller, id).await?;
    tx.commit().await?;
    Ok(customer)
}

async fn address(pantry: &Pantry, caller: &Caller, id: &AddressId) -> Result<Option<String>, FlowError> {
    Ok(flow::address(&mut pantry.fresh.db.read().await?, caller, id).await?.address.city)
}

async fn cities(pantry: &Pantry, caller: &Caller, filter: &AddressFilter) -> Vec<String> {
    let found = flow::addresses(&mut pantry.fresh.db.read().await.unwrap(), caller, filter).await.unwrap();
    found.into_iter().filter_map(|held| held.address.city).collect()
}

/// What is on record, as kind of actor, event, kind of subject and facts.
async fn on_record(pantry: &Pantry) -> Vec<(String, String, String, Value)> {
    let events = audit::list(&mut pantry.fresh.db.read().await.unwrap(), "", 200).await.unwrap();
    events.into_iter().map(|event| (event.actor_kind, event.event, event.subject_kind, event.facts)).collect()
}

fn is_not_found<T>(answer: &Result<T, FlowError>) -> bool {
    matches!(answer, Err(FlowError::Customer(CustomerError::AddressNotFound)))
}

fn is_not_logged_in<T>(answer: &Result<T, FlowError>) -> bool {
    matches!(answer, Err(FlowError::NotLoggedIn))
}

#[tokio::test]
async fn a_customer_sees_and_changes_their_own_record() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let juri = customer(&pantry, "juri").await;
    let named = CustomerChanges { first_name: Patch::Set("Mari".into()), ..CustomerChanges::default() };

    let changed = update(&pantry, &mari, named).await.unwrap();

    assert_eq!(me(&pantry, &mari).await.unwrap(), changed);
    assert_eq!((changed.first_name.as_deref(), changed.email.as_str()), (Some("Mari"), "mari@wufi.ee"));
    assert_eq!(me(&pantry, &juri).await.unwrap().first_name, None);
}

#[tokio::test]
async fn whoever_is_no_customer_is_told_to_log_in() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let hers = add(&pantry, &mari, in_city("Võru")).await.unwrap().addresses.remove(0).id;
    let gone = Caller { standing: Standing::of_customer(CustomerId::stored("cus_gone".into())), ..anyone() };

    for caller in [stranger(), guest("digest"), gone] {
        assert!(is_not_logged_in(&me(&pantry, &caller).await), "{caller:?}");
        assert!(is_not_logged_in(&update(&pantry, &caller, CustomerChanges::default()).await), "{caller:?}");
        assert!(is_not_logged_in(&add(&pantry, &caller, in_city("Tartu")).await), "{caller:?}");
        assert!(is_not_logged_in(&change(&pantry, &caller, &hers, in_city("Tartu")).await), "{caller:?}");
        assert!(is_not_logged_in(&remove(&pantry, &caller, &hers).await), "{caller:?}");
        assert!(is_not_logged_in(&address(&pantry, &caller, &hers).await), "{caller:?}");
    }
    assert_eq!(address(&pantry, &mari, &hers).await.unwrap().as_deref(), Some("Võru"));
}

#[tokio::test]
async fn somebody_elses_address_is_no_address() {
    let pantry = pantry(9).await;
    let (mari, mallory) = (customer(&pantry, "mari").await, customer(&pantry, "mallory").await);
    let hers = add(&pantry, &mari, in_city("Võru")).await.unwrap().addresses.remove(0).id;

    assert!(is_not_found(&address(&pantry, &mallory, &hers).await));
    assert!(is_not_found(&change(&pantry, &mallory, &hers, in_city("Tartu")).await));
    assert!(is_not_found(&remove(&pantry, &mallory, &hers).await));
    assert!(cities(&pantry, &mallory, &AddressFilter::default()).await.is_empty());

    assert_eq!(address(&pantry, &mari, &hers).await.unwrap().as_deref(), Some("Võru"));
}

#[tokio::test]
async fn addresses_are_listed_oldest_first_and_by_what_is_looked_for() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    for city in ["Võru", "Tartu", "Narva"] {
        add(&pantry, &mari, in_city(city)).await.unwrap();
    }

    assert_eq!(cities(&pantry, &mari, &AddressFilter::default()).await, ["Võru", "Tartu", "Narva"]);
    assert_eq!(cities(&pantry, &mari, &AddressFilter::saying("AR")).await, ["Tartu", "Narva"]);
    assert_eq!(cities(&pantry, &mari, &AddressFilter::default().in_cities(&["voru".into()])).await, ["Võru"]);
}

#[tokio::test]
async fn what_changes_is_on_record_by_name_and_never_by_value() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    let secret = || Patch::Set("Salajane".to_owned());
    let facts = Metadata::new(json!({ "Salajane": "Salajane" }).as_object().unwrap().clone()).unwrap();
    let names = CustomerChanges {
        last_name: secret(),
        phone: secret(),
        metadata: Patch::Set(facts.clone()),
        ..CustomerChanges::default()
    };

    update(&pantry, &mari, names.clone()).await.unwrap();
    update(&pantry, &mari, names).await.unwrap();
    let new = AddressChanges {
        address_1: secret(),
        metadata: Patch::Set(facts),
        is_default_billing: Some(true),
        ..in_city("Salajane")
    };
    let id = add(&pantry, &mari, new).await.unwrap().addresses.remove(0).id;
    change(&pantry, &mari, &id, AddressChanges { name: secret(), ..in_city("Salajane") }).await.unwrap();
    change(&pantry, &mari, &id, in_city("Salajane")).await.unwrap();
    remove(&pantry, &mari, &id).await.unwrap();

    let told = on_record(&pantry).await;
    assert!(!format!("{told:?}").contains("Salajane"), "{told:?}");
    let expected = [
        ("customer_updated", "customer", json!(["metadata", "last_name", "phone"])),
        ("customer_address_added", "customer_address", json!(["address_1", "city", "metadata", "is_default_billing"])),
        ("customer_address_updated", "customer_address", json!(["address_name"])),
        ("customer_address_removed", "customer_address", json!([])),
    ];
    let expected =
        expected.map(|(event, kind, fields)| ("customer".into(), event.into(), kind.into(), json!({ "fields": fields })));
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_full_book_is_told_so_and_nothing_is_written() {
    let pantry = pantry(9).await;
    let mari = customer(&pantry, "mari").await;
    for _ in 0..Customer::MAX_ADDRESSES {
        add(&pantry, &mari, AddressChanges::default()).await.unwrap();
    }

    let refused = add(&pantry, &mari, in_city("Tartu")).await;

    assert!(matches!(refused, Err(FlowError::Customer(CustomerError::BookFull))), "{refused:?}");
    assert_eq!(me(&pantry, &mari).await.unwrap().addresses.len(), Customer::MAX_ADDRESSES);
    assert_eq!(on_record(&pantry).await.len(), Customer::MAX_ADDRESSES);
}

/// Registers an account as the flow of registering does.
async fn register(pantry: &Pantry, email: &Email) -> Caller {
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let account = Customer::open(tx.mint(), email.clone(), NewCustomer::default(), tx.now());
    customers::create_account(&mut tx, &account).await.unwrap();
    tx.commit().await.unwrap();
    Caller { standing: Standing::of_customer(account.id), ..stranger() }
}

/// An e-mail address that nobody has confirmed must not open what a guest with it bought (P6.8).
#[tokio::test]
async fn an_account_with_a_guests_email_sees_nothing_of_the_guest() {
    let pantry = pantry(9).await;
    let (buyer, email) = (guest("digest"), Email::parse("Buyer@wufi.ee").unwrap());
    let cart = ready_cart(&pantry.fresh.db).await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    tx.query("UPDATE cart SET owner_kind = 'guest', owner_ref = 'digest'").write_one().await.unwrap();
    let changes = Changes { email: Patch::Set(email.clone()), ..Changes::default() };
    cart::update(&mut tx, &pantry.shop, &buyer, &cart, changes).await.unwrap();
    tx.commit().await.unwrap();
    let bought = complete(&pantry, &buyer, &cart).await.unwrap();
    let guests = bought.customer.clone().unwrap();

    let mallory = register(&pantry, &email).await;

    assert_ne!(id_of(&mallory), guests);
    let record = me(&pantry, &mallory).await.unwrap();
    assert_eq!((record.email.as_str(), record.first_name, record.addresses.len()), ("Buyer@wufi.ee", None, 0));
    assert!(look(&pantry, &mallory, &bought.id).await.is_err());
    let mut tx = pantry.fresh.db.read().await.unwrap();
    assert!(carts::find(&mut tx, &mallory.standing, &cart).await.unwrap().is_none());
    let all = Wanted { ids: Vec::new(), statuses: Vec::new(), by: By::CreatedAt, way: Way::Down, limit: 50, offset: 0 };
    assert_eq!(order::list(&mut tx, &mallory, &all).await.unwrap().count, 0);
    drop(tx);

    // Not even a login in the name of the guest's own record opens it.
    let forged = Caller { standing: Standing::of_customer(guests), ..stranger() };
    assert!(is_not_logged_in(&me(&pantry, &forged).await));
    assert!(is_not_logged_in(&update(&pantry, &forged, CustomerChanges::default()).await));
    assert!(look(&pantry, &buyer, &bought.id).await.is_ok());
}
