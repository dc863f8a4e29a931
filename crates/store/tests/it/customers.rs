//! Accounts and address books, as they are written and found.

use serde_json::json;
use wufi_domain::customer::{AddressChanges, Customer, CustomerChanges, NewCustomer};
use wufi_domain::email::Email;
use wufi_domain::ids::{AddressId, CustomerId};
use wufi_domain::metadata::Metadata;
use wufi_domain::patch::Patch;
use wufi_store::{Db, StoreError, Tx, customers};

use crate::kit::fresh;

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

fn facts() -> Metadata {
    Metadata::new(json!({ "cat": "Nurr" }).as_object().unwrap().clone()).unwrap()
}

async fn open(tx: &mut Tx, address: &str) -> Result<Customer, StoreError> {
    let new = NewCustomer { first_name: Some("Mari".into()), metadata: Some(facts()), ..NewCustomer::default() };
    let customer = Customer::open(tx.mint(), email(address), new, tx.now());
    customers::create_account(tx, &customer).await?;
    Ok(customer)
}

fn both_defaults() -> AddressChanges {
    AddressChanges {
        city: Patch::Set("Võru".into()),
        metadata: Patch::Set(facts()),
        is_default_shipping: Some(true),
        is_default_billing: Some(true),
        ..AddressChanges::default()
    }
}

/// Adds an address that is the default for everything.
async fn add(tx: &mut Tx, id: &CustomerId) -> AddressId {
    let held = customers::hold(tx, id).await.unwrap().unwrap();
    let (mut customer, address) = (held.clone(), tx.mint::<AddressId>());
    customer.add_address(both_defaults(), (address.clone(), tx.now())).unwrap();
    customers::save(tx, &held, &customer).await.unwrap();
    address
}

#[tokio::test]
async fn an_account_is_found_as_it_was_made() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();

    let made = open(&mut tx, "mari@pood.ee").await.unwrap();

    assert_eq!(customers::find(&mut tx, &made.id).await.unwrap().as_ref(), Some(&made));
    assert_eq!(customers::hold(&mut tx, &made.id).await.unwrap(), Some(made));
}

#[tokio::test]
async fn one_address_has_one_account_however_it_is_written() {
    let fresh = fresh().await;
    for again in ["MARI@PÖÖRANE.EE", "mari@xn--prane-juaa.ee", "mari@po\u{308}o\u{308}rane.ee"] {
        let mut tx = fresh.db.begin().await.unwrap();
        open(&mut tx, "mari@pöörane.ee").await.unwrap();

        let second = open(&mut tx, again).await;

        assert!(matches!(second, Err(StoreError::Duplicate(_))), "{again}: {second:?}");
    }
}

#[tokio::test]
async fn guests_with_the_address_do_not_stand_in_the_way_of_an_account_and_are_none() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let guest = customers::create_guest(&mut tx, &email("mari@pood.ee")).await.unwrap();
    customers::create_guest(&mut tx, &email("mari@pood.ee")).await.unwrap();

    let account = open(&mut tx, "mari@pood.ee").await.unwrap();

    assert_ne!(account.id, guest);
    assert_eq!(customers::find(&mut tx, &guest).await.unwrap(), None);
    assert_eq!(customers::hold(&mut tx, &guest).await.unwrap(), None);
    assert!(matches!(customers::move_account(&mut tx, &guest, &email("juri@pood.ee")).await, Err(StoreError::Miscounted(0))));
    assert!(matches!(customers::move_guest(&mut tx, &account.id, &email("juri@pood.ee")).await, Err(StoreError::Miscounted(0))));
}

#[tokio::test]
async fn a_changed_record_is_written_and_the_email_moves_alone() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let held = open(&mut tx, "mari@pood.ee").await.unwrap();
    let mut changed = Customer { email: email("other@pood.ee"), ..held.clone() };
    let named = CustomerChanges {
        company_name: Patch::Set("Maasikas OÜ".into()),
        first_name: Patch::Clear,
        last_name: Patch::Set("Maasikas".into()),
        phone: Patch::Set("+372 5555 5555".into()),
        metadata: Patch::Clear,
    };
    changed.update(named, tx.now()).unwrap();

    customers::save(&mut tx, &held, &changed).await.unwrap();
    let saved = customers::find(&mut tx, &held.id).await.unwrap().unwrap();
    customers::move_account(&mut tx, &held.id, &email("Mari@Suvila.ee")).await.unwrap();
    let moved = customers::find(&mut tx, &held.id).await.unwrap().unwrap();

    assert_eq!(saved, Customer { email: email("mari@pood.ee"), ..changed });
    assert_eq!(moved.email.as_str(), "Mari@suvila.ee");
}

#[tokio::test]
async fn an_account_does_not_move_onto_an_address_that_has_one() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    open(&mut tx, "mari@pood.ee").await.unwrap();
    let juri = open(&mut tx, "juri@pood.ee").await.unwrap();

    let moved = customers::move_account(&mut tx, &juri.id, &email("MARI@pood.ee")).await;

    assert!(matches!(moved, Err(StoreError::Duplicate(_))), "{moved:?}");
}

#[tokio::test]
async fn addresses_come_change_and_go_with_one_default_each() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let mari = open(&mut tx, "mari@pood.ee").await.unwrap().id;
    let first = add(&mut tx, &mari).await;
    tx.commit().await.unwrap();
    fresh.db.clock().advance(1_000);
    let mut tx = fresh.db.begin().await.unwrap();
    let second = add(&mut tx, &mari).await;
    let defaults = |customer: &Customer| customer.addresses.iter().map(|held| held.is_default_shipping).collect::<Vec<_>>();

    let held = customers::hold(&mut tx, &mari).await.unwrap().unwrap();
    assert_eq!((held.addresses[0].id.clone(), defaults(&held)), (first.clone(), vec![false, true]));

    // The older one takes the place of the newer one, which comes after it.
    let mut customer = held.clone();
    customer.change_address(&first, both_defaults(), tx.now()).unwrap();
    customers::save(&mut tx, &held, &customer).await.unwrap();
    let held = customers::hold(&mut tx, &mari).await.unwrap().unwrap();
    assert_eq!((&held, defaults(&held)), (&customer, vec![true, false]));

    customer.remove_address(&second).unwrap();
    customers::save(&mut tx, &held, &customer).await.unwrap();
    assert_eq!(customers::find(&mut tx, &mari).await.unwrap().unwrap().addresses.len(), 1);
}

#[tokio::test]
async fn an_address_of_somebody_elses_is_neither_read_nor_written_nor_removed() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let mari = open(&mut tx, "mari@pood.ee").await.unwrap().id;
    let mallory = open(&mut tx, "mallory@pood.ee").await.unwrap();
    add(&mut tx, &mari).await;
    let hers = customers::find(&mut tx, &mari).await.unwrap().unwrap().addresses;
    let mut stolen = Customer { addresses: hers.clone(), ..mallory.clone() };

    assert!(matches!(customers::save(&mut tx, &stolen, &mallory).await, Err(StoreError::Miscounted(0))));
    stolen.addresses[0].address.city = Some("Tartu".into());
    assert!(matches!(customers::save(&mut tx, &mallory, &stolen).await, Err(StoreError::Miscounted(0))));

    assert_eq!(customers::find(&mut tx, &mari).await.unwrap().unwrap().addresses, hers);
    assert_eq!(customers::find(&mut tx, &mallory.id).await.unwrap(), Some(mallory));
}

/// Adds an address in a unit of work of its own; answers whether the book took it.
async fn add_once(db: Db, id: CustomerId) -> bool {
    let mut tx = db.begin().await.unwrap();
    let held = customers::hold(&mut tx, &id).await.unwrap().unwrap();
    let mut customer = held.clone();
    if customer.add_address(both_defaults(), (tx.mint(), tx.now())).is_err() {
        return false;
    }
    customers::save(&mut tx, &held, &customer).await.unwrap();
    tx.commit().await.unwrap();
    true
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn addresses_that_come_at_once_leave_one_default_and_no_more_than_fit() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let mari = open(&mut tx, "mari@pood.ee").await.unwrap().id;
    tx.commit().await.unwrap();
    let mut racing = tokio::task::JoinSet::new();
    for _ in 0..Customer::MAX_ADDRESSES + 10 {
        racing.spawn(add_once(fresh.db.clone(), mari.clone()));
    }

    let taken = racing.join_all().await.into_iter().filter(|taken| *taken).count();

    let mut tx = fresh.db.read().await.unwrap();
    let book = customers::find(&mut tx, &mari).await.unwrap().unwrap().addresses;
    let defaults = book.iter().filter(|held| held.is_default_shipping || held.is_default_billing).count();
    assert_eq!((taken, book.len(), defaults), (Customer::MAX_ADDRESSES, Customer::MAX_ADDRESSES, 1));
}
