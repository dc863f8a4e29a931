//! Goods of an order that leave together, and how far an order got by them.

use super::Order;
use crate::ids::{FulfillmentId, FulfillmentItemId, LocationId, OrderLineId};
use crate::moment::Moment;
use crate::quantity::Quantity;

/// Goods of an order that leave together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fulfillment {
    /// Of the fulfilment.
    pub id: FulfillmentId,
    /// Where all of it lay, when somebody said where.
    pub location: Option<LocationId>,
    /// What.
    pub items: Vec<Fulfilled>,
    /// What is stuck onto the parcels.
    pub labels: Vec<Label>,
    /// The member of staff or the key.
    pub by: Option<String>,
    /// When it left.
    pub shipped_at: Option<Moment>,
    /// When it arrived.
    pub delivered_at: Option<Moment>,
    /// When it was called off: the goods are in stock again.
    pub canceled_at: Option<Moment>,
    /// When it was taken out of stock.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// So many of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fulfilled {
    /// Of this part of the fulfilment.
    pub id: FulfillmentItemId,
    /// Of which line.
    pub line: OrderLineId,
    /// How many.
    pub quantity: Quantity,
}

/// What is stuck onto a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Under which number its way can be followed.
    pub tracking_number: String,
    /// Where.
    pub tracking_url: Option<String>,
    /// Where the label itself is.
    pub label_url: Option<String>,
}

/// How many of a line got how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Taken out of stock.
    pub fulfilled: i64,
    /// Of these, left.
    pub shipped: i64,
    /// Of these, arrived.
    pub delivered: i64,
}

/// How far the goods of an order got, in Medusa's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "Medusa's own words")]
pub enum FulfillmentStatus {
    NotFulfilled,
    PartiallyFulfilled,
    Fulfilled,
    PartiallyShipped,
    Shipped,
    PartiallyDelivered,
    Delivered,
    Canceled,
}

impl FulfillmentStatus {
    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotFulfilled => "not_fulfilled",
            Self::PartiallyFulfilled => "partially_fulfilled",
            Self::Fulfilled => "fulfilled",
            Self::PartiallyShipped => "partially_shipped",
            Self::Shipped => "shipped",
            Self::PartiallyDelivered => "partially_delivered",
            Self::Delivered => "delivered",
            Self::Canceled => "canceled",
        }
    }
}

impl Fulfillment {
    /// Whether it was not called off.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.canceled_at.is_none()
    }

    /// How many of a line are in it, called off or not.
    #[must_use]
    pub fn of_line(&self, line: &OrderLineId) -> i64 {
        self.items.iter().filter(|item| item.line == *line).map(|item| item.quantity.get()).sum()
    }
}

impl Order {
    /// How many of a line got how far.
    #[must_use]
    pub fn progress(&self, line: &OrderLineId) -> Progress {
        let mut progress = Progress::default();
        for sent in self.fulfillments.iter().filter(|sent| sent.is_live()) {
            let count = sent.of_line(line);
            progress.fulfilled += count;
            // Whatever arrived has left, whether anybody said so or not.
            progress.shipped += if sent.shipped_at.or(sent.delivered_at).is_some() { count } else { 0 };
            progress.delivered += if sent.delivered_at.is_some() { count } else { 0 };
        }
        progress
    }

    /// How far the goods got: by what got farthest, and partly as long as not everything got there.
    #[must_use]
    pub fn fulfillment_status(&self) -> FulfillmentStatus {
        let live: Vec<&Fulfillment> = self.fulfillments.iter().filter(|sent| sent.is_live()).collect();
        let is_whole = self.lines.iter().all(|line| self.progress(&line.id).fulfilled >= line.goods.quantity.get());
        let delivered = live.iter().filter(|sent| sent.delivered_at.is_some()).count();
        let shipped = live.iter().filter(|sent| sent.delivered_at.is_none() && sent.shipped_at.is_some()).count();
        let all = |count: usize| is_whole && count == live.len();
        match (live.len(), delivered, shipped) {
            (0, ..) if self.fulfillments.is_empty() => FulfillmentStatus::NotFulfilled,
            (0, ..) => FulfillmentStatus::Canceled,
            (_, 1.., _) if all(delivered) => FulfillmentStatus::Delivered,
            (_, 1.., _) => FulfillmentStatus::PartiallyDelivered,
            (_, 0, 1..) if all(shipped) => FulfillmentStatus::Shipped,
            (_, 0, 1..) => FulfillmentStatus::PartiallyShipped,
            (_, 0, 0) if is_whole => FulfillmentStatus::Fulfilled,
            (_, 0, 0) => FulfillmentStatus::PartiallyFulfilled,
        }
    }
}
