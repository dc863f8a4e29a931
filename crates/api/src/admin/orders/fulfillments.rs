//! `/admin/orders/{id}/fulfillments`: goods of an order that leave.

use axum::extract::State;
use axum::response::Response;
use wufi_domain::audit::Event;
use wufi_domain::ids::{FulfillmentId, LocationId, OrderId, OrderLineId};
use wufi_domain::order::Label;
use wufi_domain::text::Kind;
use wufi_flow::order::fulfillment::{self, NewFulfillment, Piece, Shipment};

use super::super::WORKERS;
use super::super::clerk::Working;
use super::{Asked, shown};
use crate::app::App;
use crate::extract::readers::{id, ignored, link, list, quantity, shape, text};
use crate::extract::{Body, Fields, Id, Ids, Language, NoBody, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;

/// The most things, or labels, of one body.
const MOST: usize = 100;
/// The longest number of a parcel, in characters.
const NUMBER: usize = 100;
/// The longest address of a page, in characters.
const URL: usize = 2_000;

/// The lines of the route table.
pub(super) fn routes() -> [Route<App>; 4] {
    [
        Route::post("/admin/orders/{id}/fulfillments", create)
            .who(Who::Staff(WORKERS))
            .body::<New>()
            .writes(&[Event::FulfillmentCreated])
            .summary("Takes goods of an order out of stock, to be sent: no more of a line than was ordered."),
        Route::post("/admin/orders/{id}/fulfillments/{fulfillment_id}/shipments", ship)
            .who(Who::Staff(WORKERS))
            .body::<Ship>()
            .writes(&[Event::FulfillmentShipped])
            .summary("Puts down that a fulfilment left."),
        Route::post("/admin/orders/{id}/fulfillments/{fulfillment_id}/mark-as-delivered", deliver)
            .who(Who::Staff(WORKERS))
            .writes(&[Event::FulfillmentDelivered])
            .summary("Puts down that a fulfilment arrived."),
        Route::post("/admin/orders/{id}/fulfillments/{fulfillment_id}/cancel", cancel)
            .who(Who::Staff(WORKERS))
            .writes(&[Event::FulfillmentCanceled])
            .summary("Calls a fulfilment off that has not left: its goods are in stock again."),
    ]
}

/// So many of a line.
#[derive(Clone, Debug)]
struct Item(Piece);

impl Shape for Item {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (line, count) = (fields.required("id", id::<OrderLineId>()), fields.required("quantity", quantity()));
        Some(Self(Piece { line: line?, quantity: count? }))
    }
}

/// Goods that are to leave.
#[derive(Clone, Debug)]
struct New(NewFulfillment);

impl Shape for New {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("no_notification", ignored());
        let location = fields.optional("location_id", id::<LocationId>());
        let items = fields.required("items", list(shape::<Item>(), MOST))?;
        Some(Self(NewFulfillment { items: items.into_iter().map(|Item(piece)| piece).collect(), location }))
    }
}

/// What is stuck onto a parcel.
#[derive(Clone, Debug)]
struct Stuck(Label);

impl Shape for Stuck {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let number = fields.required("tracking_number", text(Kind::Line, NUMBER));
        let (tracking_url, label_url) = (fields.optional("tracking_url", link(URL)), fields.optional("label_url", link(URL)));
        Some(Self(Label { tracking_number: number?, tracking_url, label_url }))
    }
}

/// What left.
#[derive(Clone, Debug)]
struct Ship(Shipment);

impl Shape for Ship {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("no_notification", ignored());
        let items = fields.or("items", list(shape::<Item>(), MOST), Vec::new());
        let labels = fields.or("labels", list(shape::<Stuck>(), MOST), Vec::new());
        Some(Self(Shipment {
            items: items.into_iter().map(|Item(piece)| piece).collect(),
            labels: labels.into_iter().map(|Stuck(label)| label).collect(),
        }))
    }
}

async fn create(
    State(app): State<App>,
    (Id(id), Working(clerk)): (Id<OrderId>, Working),
    Language(locale): Language,
    Query(asked): Query<Asked>,
    Body(New(new)): Body<New>,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let order = fulfillment::create(&mut tx, &clerk, &id, &new).await?;
    tx.commit().await?;

    shown(&app, &order, locale, &asked)
}

async fn ship(
    State(app): State<App>,
    (Ids(order, id), Working(clerk)): (Ids<OrderId, FulfillmentId>, Working),
    Language(locale): Language,
    Query(asked): Query<Asked>,
    Body(Ship(shipment)): Body<Ship>,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let order = fulfillment::ship(&mut tx, &clerk, (&order, &id), &shipment).await?;
    tx.commit().await?;

    shown(&app, &order, locale, &asked)
}

async fn deliver(
    State(app): State<App>,
    (Ids(order, id), Working(clerk)): (Ids<OrderId, FulfillmentId>, Working),
    Language(locale): Language,
    Query(asked): Query<Asked>,
    _: NoBody,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let order = fulfillment::deliver(&mut tx, &clerk, (&order, &id)).await?;
    tx.commit().await?;

    shown(&app, &order, locale, &asked)
}

async fn cancel(
    State(app): State<App>,
    (Ids(order, id), Working(clerk)): (Ids<OrderId, FulfillmentId>, Working),
    Language(locale): Language,
    Query(asked): Query<Asked>,
    _: NoBody,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let order = fulfillment::cancel(&mut tx, &clerk, (&order, &id)).await?;
    tx.commit().await?;

    shown(&app, &order, locale, &asked)
}
