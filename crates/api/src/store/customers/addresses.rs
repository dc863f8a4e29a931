//! `/store/customers/me/addresses`: the book of whoever is logged in.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::address::limits;
use wufi_domain::audit::Event;
use wufi_domain::customer::{AddressFilter, CustomerAddress};
use wufi_domain::ids::AddressId;
use wufi_domain::text::Kind;
use wufi_flow::{Caller, customer};

use super::bodies::PutAddress;
use super::{Asked, rules, shown, view};
use crate::answer;
use crate::app::App;
use crate::extract::readers::{country, one_or_many, text};
use crate::extract::{Body, Fields, Id, NoBody, Paging, Pick, Query, Shape};
use crate::policy::Route;
use crate::problem::Problem;
use crate::store::caller::Calling;

const ALL: &str = "/store/customers/me/addresses";
const ONE: &str = "/store/customers/me/addresses/{address_id}";

/// How many values one filter takes.
const MOST: usize = 100;
/// The longest search, in characters.
const SEARCH: usize = 200;
/// How many addresses a page has when nobody says.
const PAGE: i64 = 50;

/// Routes that change the book and show the customer.
pub(super) fn changes() -> Vec<Route<App>> {
    vec![
        Route::post(ALL, add)
            .body::<PutAddress>()
            .writes(&[Event::AddressAdded])
            .summary("Puts an address into the customer's book, of up to 100."),
        Route::post(ONE, change)
            .body::<PutAddress>()
            .writes(&[Event::AddressUpdated])
            .summary("Changes an address in the customer's book; `null` clears."),
    ]
}

/// The route that takes an address away, and shows the customer beside it.
pub(super) fn removal() -> Route<App> {
    Route::delete(ONE, remove)
        .writes(&[Event::AddressRemoved])
        .answers(&["id", "object", "deleted", "parent"])
        .summary("Takes an address out of the customer's book.")
}

/// Routes that show addresses.
pub(super) fn looks() -> Vec<Route<App>> {
    vec![
        Route::get(ALL, list)
            .query::<Listed>()
            .fields(&rules::ADDRESS)
            .answers(&["addresses", "count", "offset", "limit"])
            .summary("Lists the addresses in the customer's book, oldest first."),
        Route::get(ONE, show)
            .query::<One>()
            .fields(&rules::ADDRESS)
            .answers(&["address"])
            .summary("Shows an address in the customer's book."),
    ]
}

/// What a list of addresses can be asked.
#[derive(Clone, Debug)]
struct Listed {
    filter: AddressFilter,
    paging: Paging,
    pick: Cow<'static, Pick>,
}

impl Shape for Listed {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let search = fields.optional("q", text(Kind::Line, SEARCH)).unwrap_or_default();
        let cities = fields.or("city", one_or_many(text(Kind::Line, limits::CITY), MOST), Vec::new());
        let codes = fields.or("postal_code", one_or_many(text(Kind::Line, limits::POSTAL_CODE), MOST), Vec::new());
        let countries = fields.or("country_code", one_or_many(country(), MOST), Vec::new());
        Some(Self {
            filter: AddressFilter::saying(&search).in_cities(&cities).with_postal_codes(&codes).in_countries(countries),
            paging: Paging::read(fields, PAGE),
            pick: Pick::read(fields, &rules::ADDRESS),
        })
    }
}

/// What can be asked of an address's answer.
#[derive(Clone, Debug)]
struct One {
    pick: Cow<'static, Pick>,
}

impl Shape for One {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, &rules::ADDRESS) })
    }
}

async fn list(State(app): State<App>, Calling(caller): Calling, Query(asked): Query<Listed>) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let found = customer::addresses(&mut tx, &caller, &asked.filter).await?;

    let Paging { limit, offset } = asked.paging;
    let page: Vec<Value> = asked.paging.page(&found).iter().map(|held| one(held, &caller, &asked.pick)).collect();
    answer::ok(&json!({ "addresses": page, "count": found.len(), "offset": offset, "limit": limit }))
}

async fn show(
    State(app): State<App>,
    Id(id): Id<AddressId>,
    Calling(caller): Calling,
    Query(asked): Query<One>,
) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let held = customer::address(&mut tx, &caller, &id).await?;

    answer::ok(&json!({ "address": one(&held, &caller, &asked.pick) }))
}

async fn add(
    State(app): State<App>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(PutAddress(new)): Body<PutAddress>,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let customer = customer::add_address(&mut tx, &caller, new).await?;
    tx.commit().await?;

    shown(&customer, &asked)
}

async fn change(
    State(app): State<App>,
    Id(id): Id<AddressId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(PutAddress(changes)): Body<PutAddress>,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let customer = customer::change_address(&mut tx, &caller, &id, changes).await?;
    tx.commit().await?;

    shown(&customer, &asked)
}

/// Medusa names the customer here, and not the address that is gone.
async fn remove(
    State(app): State<App>,
    Id(id): Id<AddressId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    _: NoBody,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let customer = customer::remove_address(&mut tx, &caller, &id).await?;
    tx.commit().await?;

    let parent = view::customer(&customer, &asked.pick);
    answer::ok(&json!({ "id": customer.id, "object": "address", "deleted": true, "parent": parent }))
}

fn one(held: &CustomerAddress, caller: &Caller, pick: &Pick) -> Value {
    view::book_address(held, caller.standing.customer_reference(), pick)
}
