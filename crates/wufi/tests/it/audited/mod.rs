//! The audit column of the route table, by calling each of its routes: what a route declares is what it
//! leaves on record, in one unit of work with the change that is recorded.

mod asking;
mod book;
mod columns;
mod crowds;
mod good;
mod guests;
mod logins;
mod office;
mod renewals;

use std::collections::{BTreeMap, BTreeSet};

use wufi_api::policy::{Audit, Takes};
use wufi_api::routes::table;

use crate::kit::Shop;
use crate::kit::server::{Server, UNLIMITED};
use asking::Asking;
use book::Book;

/// Everything that is asked of the shop, for every route of the table.
async fn everything(shop: &Shop, strict: &Server) -> Vec<Asking> {
    let mut all = good::asking(shop).await;
    all.extend(guests::asking(shop).await);
    all.extend(logins::asking(shop).await);
    all.extend(office::asking(shop).await);
    all.extend(renewals::asking(shop).await);
    all.extend(crowds::asking(shop, strict).await);
    all
}

#[tokio::test]
async fn every_route_that_changes_something_leaves_what_it_declares_and_nothing_else() {
    let shop = Shop::open().await;
    let book = Book::of(&shop).await;
    let (mut wrong, mut left) = (Vec::new(), BTreeMap::<String, BTreeSet<String>>::new());

    let reject = [UNLIMITED, ("WUFI_SESSIONS__MAX_CONCURRENT", "1"), ("WUFI_SESSIONS__AT_LIMIT", "reject_new")];
    let strict = Server::start_as(&shop.db, shop.keys.clone(), &reject).await;
    for asking in everything(&shop, &strict).await {
        wrong.extend(book.undone(&asking).await);
        let events = book.leaves(&asking, &mut wrong).await;
        left.entry(asking.route.clone()).or_default().extend(events);
    }
    // What its sender signs is asked where the signature is: `stripe/notices.rs`.
    for route in table().iter().filter(|route| route.takes == Takes::Json) {
        let name = format!("{} {}", route.verb.name(), route.path);
        let Audit::Writes(declared) = route.audit else { panic!("{name} changes something and declares no event") };
        let declared: BTreeSet<String> = declared.iter().map(|event| event.name().to_owned()).collect();
        let left = left.remove(&name).unwrap_or_default();
        wrong.extend(declared.difference(&left).map(|event| format!("{name} declares {event}, which no case leaves")));
        wrong.extend(left.difference(&declared).map(|event| format!("{name} leaves {event}, which it does not declare")));
    }

    assert!(left.is_empty(), "cases of routes that are not in the table: {left:?}");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
