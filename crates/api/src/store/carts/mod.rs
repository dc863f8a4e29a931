//! `/store/carts`: what a shopper means to buy.

mod bodies;
mod claim;
mod rules;
mod view;

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::audit::Event;
use wufi_domain::cart::Cart;
use wufi_domain::ids::{CartId, LineId};
use wufi_domain::shop::Shop;
use wufi_flow::cart::{line_items, shipping, taxes};
use wufi_flow::{Caller, cart};

use super::caller::Calling;
use super::catalog::Front;
use crate::answer;
use crate::app::App;
use crate::extract::{Bodies, Body, Fields, Id, Ids, NoBody, Pick, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;
use bodies::{AddLine, ChangeLine, ChooseShipping, CreateCart, UpdateCart};

/// The lines of the route table under `/store/carts`.
pub(super) fn routes() -> Vec<Route<App>> {
    let shown = [carts(), parts()].into_iter().flatten();
    let shown = shown.map(|route| if route.path == "/store/carts" { route } else { route.who(Who::Owner) });
    let shown = shown.map(|route| route.query::<Asked>().fields(&rules::FIELDS).answers(&["cart"]));
    shown.chain(endings()).chain([claim::route()]).collect()
}

/// Routes that show the cart itself.
fn carts() -> Vec<Route<App>> {
    vec![
        Route::post("/store/carts", create).body::<CreateCart>().writes(&[Event::CartCreated]).summary("Makes a cart."),
        Route::get("/store/carts/{id}", show).summary("Shows a cart."),
        Route::post("/store/carts/{id}", update)
            .body::<UpdateCart>()
            .writes(&[Event::CartUpdated])
            .summary("Changes a cart's region, e-mail, language, addresses or metadata."),
    ]
}

/// Routes that change what is in a cart and how it is sent, and show the cart.
fn parts() -> Vec<Route<App>> {
    vec![
        Route::post("/store/carts/{id}/line-items", add)
            .body::<AddLine>()
            .writes(&[Event::CartLineAdded])
            .summary("Puts a variant into a cart, at the price that it has now."),
        Route::post(LINE, change)
            .body::<ChangeLine>()
            .writes(&[Event::CartLineUpdated, Event::CartLineRemoved])
            .summary("Changes how many a line holds; 0 takes it out."),
        Route::post("/store/carts/{id}/shipping-methods", choose)
            .body::<ChooseShipping>()
            .writes(&[Event::ShippingMethodChosen])
            .summary("Chooses a way to send, or a list of them; one for each shipping profile."),
        Route::post("/store/carts/{id}/taxes", tax)
            .writes(&[Event::CartTaxesUpdated])
            .summary("Works out a cart's taxes, also where the region does not do so by itself."),
    ]
}

/// Routes that answer with something other than the cart.
fn endings() -> Vec<Route<App>> {
    vec![
        Route::delete(LINE, remove)
            .who(Who::Owner)
            .query::<Asked>()
            .fields(&rules::FIELDS)
            .writes(&[Event::CartLineRemoved])
            .answers(&["id", "object", "deleted", "parent"])
            .summary("Takes a line out of a cart."),
    ]
}

const LINE: &str = "/store/carts/{id}/line-items/{line_id}";

/// What can be asked of a cart's answer.
#[derive(Clone, Debug)]
struct Asked {
    pick: Cow<'static, Pick>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, &rules::FIELDS) })
    }
}

async fn create(
    State(app): State<App>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(CreateCart(new)): Body<CreateCart>,
) -> Result<Response, Problem> {
    let shop = app.shop();
    let mut tx = app.db.begin().await?;
    let cart = cart::create(&mut tx, &shop, &caller, new).await?;
    tx.commit().await?;

    shown(&cart, (&app, &shop), &caller, &asked.pick)
}

async fn show(
    State(app): State<App>,
    Id(id): Id<CartId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let cart = cart::find(&mut tx, &caller, &id).await?;

    shown(&cart, (&app, &app.shop()), &caller, &asked.pick)
}

async fn update(
    State(app): State<App>,
    Id(id): Id<CartId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(UpdateCart(changes)): Body<UpdateCart>,
) -> Result<Response, Problem> {
    let shop = app.shop();
    let mut tx = app.db.begin().await?;
    let cart = cart::update(&mut tx, &shop, &caller, &id, changes).await?;
    tx.commit().await?;

    shown(&cart, (&app, &shop), &caller, &asked.pick)
}

async fn add(
    State(app): State<App>,
    Id(id): Id<CartId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(AddLine(new)): Body<AddLine>,
) -> Result<Response, Problem> {
    let shop = app.shop();
    let mut tx = app.db.begin().await?;
    let cart = line_items::add(&mut tx, &shop, &caller, &id, new).await?;
    tx.commit().await?;

    shown(&cart, (&app, &shop), &caller, &asked.pick)
}

async fn change(
    State(app): State<App>,
    Ids(id, line): Ids<CartId, LineId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(ChangeLine(change)): Body<ChangeLine>,
) -> Result<Response, Problem> {
    let shop = app.shop();
    let mut tx = app.db.begin().await?;
    let cart = line_items::set(&mut tx, &shop, &caller, (&id, &line), change).await?;
    tx.commit().await?;

    shown(&cart, (&app, &shop), &caller, &asked.pick)
}

async fn remove(
    State(app): State<App>,
    Ids(id, line): Ids<CartId, LineId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    NoBody: NoBody,
) -> Result<Response, Problem> {
    let shop = app.shop();
    let mut tx = app.db.begin().await?;
    let cart = line_items::set(&mut tx, &shop, &caller, (&id, &line), line_items::LineChange::OUT).await?;
    tx.commit().await?;

    let parent = view(&cart, (&app, &shop), &caller, &asked.pick)?;
    let gone = json!({ "id": line, "object": "line-item", "deleted": true, "parent": parent });
    answer::told(&gone, cart.language(caller.locale))
}

async fn choose(
    State(app): State<App>,
    Id(id): Id<CartId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Bodies(choices): Bodies<ChooseShipping>,
) -> Result<Response, Problem> {
    let shop = app.shop();
    let choices = choices.into_iter().map(|ChooseShipping(choice)| choice).collect();
    let mut tx = app.db.begin().await?;
    let cart = shipping::choose(&mut tx, &shop, &caller, &id, choices).await?;
    tx.commit().await?;

    shown(&cart, (&app, &shop), &caller, &asked.pick)
}

async fn tax(
    State(app): State<App>,
    Id(id): Id<CartId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    NoBody: NoBody,
) -> Result<Response, Problem> {
    let shop = app.shop();
    let mut tx = app.db.begin().await?;
    let cart = taxes::refresh(&mut tx, &shop, &caller, &id).await?;
    tx.commit().await?;

    shown(&cart, (&app, &shop), &caller, &asked.pick)
}

fn shown(cart: &Cart, of: (&App, &Shop), caller: &Caller, pick: &Pick) -> Result<Response, Problem> {
    answer::told(&json!({ "cart": view(cart, of, caller, pick)? }), cart.language(caller.locale))
}

fn view(cart: &Cart, of: (&App, &Shop), caller: &Caller, pick: &Pick) -> Result<Value, Problem> {
    let front = Front::of_one(of, &cart.channel, cart.language(caller.locale));
    view::cart(cart, front, pick).map_err(Problem::internal)
}
