//! Orders: what was bought, fixed for good.

mod error;
mod fulfillment;
mod send;
mod transfer;

pub use error::OrderError;
pub use fulfillment::{Fulfilled, Fulfillment, FulfillmentStatus, Label, Progress};
pub use send::{Held, Outgoing, Unsent, outgoing};
pub use transfer::{Transfer, Wish};

use serde_json::Value;

use crate::address::Address;
use crate::cart::{Cart, LineTotals, Totals};
use crate::email::Email;
use crate::goods::{Goods, taxed};
use crate::ids::{
    CartId, CustomerId, OrderAddressId, OrderId, OrderItemId, OrderLineId, OrderShippingId, RegionId, SalesChannelId,
    ShippingOptionId,
};
use crate::locale::Locale;
use crate::metadata::Metadata;
use crate::moment::Moment;
use crate::money::{Amount, Currency, OutOfRange};
use crate::owner::Owner;
use crate::payment::PaymentCollection;
use crate::tax::{TaxLine, TaxMode};

/// An order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Of the order.
    pub id: OrderId,
    /// The cart that it was.
    pub cart: CartId,
    /// Its number for people: 1, 2, 3 and so on, without gaps.
    pub number: i64,
    /// Whose it is.
    pub owner: Owner,
    /// How far it got.
    pub status: OrderStatus,
    /// Where it was bought.
    pub region: RegionId,
    /// What it is paid in.
    pub currency: Currency,
    /// Through which channel.
    pub channel: SalesChannelId,
    /// The customer's record.
    pub customer: Option<CustomerId>,
    /// Where to write to.
    pub email: Email,
    /// The language that its texts are in.
    pub locale: Option<Locale>,
    /// Where to send to.
    pub shipping_address: Option<OrderAddress>,
    /// Whom to bill.
    pub billing_address: Option<OrderAddress>,
    /// The client's own facts.
    pub metadata: Option<Metadata>,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// How it is sent.
    pub shipping_methods: Vec<OrderShipping>,
    /// How it is paid.
    pub payment: Option<PaymentCollection>,
    /// What was taken out of stock to be sent.
    pub fulfillments: Vec<Fulfillment>,
    /// When it was placed.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// How far an order got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStatus {
    /// Placed, and not yet done with.
    Pending,
    /// Done with.
    Completed,
    /// Called off.
    Canceled,
}

impl OrderStatus {
    /// The word on the wire and in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::Canceled => "canceled",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Pending, Self::Completed, Self::Canceled].into_iter().find(|status| status.word() == word)
    }
}

/// An address on an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderAddress {
    /// Of the address on this order.
    pub id: OrderAddressId,
    /// The address.
    pub address: Address,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// Of the line.
    pub id: OrderLineId,
    /// Of its quantities.
    pub item: OrderItemId,
    /// What, how many, and for how much.
    pub goods: Goods,
    /// When it was made.
    pub created_at: Moment,
}

/// A shipping method of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderShipping {
    /// Of the method.
    pub id: OrderShippingId,
    /// The option it was chosen from.
    pub option: ShippingOptionId,
    /// What it was called.
    pub name: String,
    /// What it costs.
    pub amount: Amount,
    /// Whether the price has its tax inside.
    pub tax_mode: TaxMode,
    /// What the client and the provider keep with it.
    pub data: Value,
    /// The rates that held.
    pub tax_lines: Vec<TaxLine>,
    /// When it was made.
    pub created_at: Moment,
}

/// Makes the ids of an order's parts.
pub trait Mint {
    /// A new id.
    fn mint<T: crate::ids::Id>(&self) -> T;
}

/// Why a cart could not be copied into an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cart has no e-mail address")]
pub struct NoEmail;

impl Order {
    /// Copies what a cart holds into the order that it becomes. Nothing is priced anew:
    /// what the shopper saw is what is bought.
    pub fn of(cart: &Cart, (id, number): (OrderId, i64), now: Moment, ids: &impl Mint) -> Result<Self, NoEmail> {
        let address = |held: &Option<crate::cart::CartAddress>| {
            held.as_ref().map(|held| OrderAddress { id: ids.mint(), address: held.address.clone() })
        };
        Ok(Self {
            id,
            cart: cart.id.clone(),
            number,
            owner: cart.owner.clone(),
            status: OrderStatus::Pending,
            region: cart.region.clone(),
            currency: cart.currency,
            channel: cart.channel.clone(),
            customer: cart.customer.as_ref().map(|buyer| buyer.id.clone()),
            email: cart.email.clone().ok_or(NoEmail)?,
            locale: cart.locale,
            shipping_address: address(&cart.shipping_address),
            billing_address: address(&cart.billing_address),
            metadata: cart.metadata.clone(),
            lines: cart.lines.iter().map(|line| OrderLine::of(line, now, ids)).collect(),
            shipping_methods: cart.shipping_methods.iter().map(|method| OrderShipping::of(method, now, ids)).collect(),
            payment: cart.payment.clone(),
            fulfillments: Vec::new(),
            created_at: now,
            updated_at: now,
        })
    }

    /// The language of its texts: its own, or else that of whoever asks.
    #[must_use]
    pub fn language(&self, asker: Locale) -> Locale {
        self.locale.unwrap_or(asker)
    }

    /// What the order comes to.
    pub fn totals(&self) -> Result<Totals, OutOfRange> {
        let lines = self.lines.iter().map(OrderLine::totals).collect::<Result<_, _>>()?;
        let shipping = self.shipping_methods.iter().map(OrderShipping::totals).collect::<Result<_, _>>()?;
        Totals::of(lines, shipping)
    }
}

impl OrderLine {
    fn of(line: &crate::cart::Line, now: Moment, ids: &impl Mint) -> Self {
        Self {
            id: ids.mint(),
            item: ids.mint(),
            goods: Goods { tax_lines: renamed(&line.goods.tax_lines, "ordlitxl"), ..line.goods.clone() },
            created_at: now,
        }
    }

    /// What the line comes to.
    pub fn totals(&self) -> Result<LineTotals, OutOfRange> {
        self.goods.totals()
    }
}

impl OrderShipping {
    fn of(method: &crate::cart::ShippingMethod, now: Moment, ids: &impl Mint) -> Self {
        Self {
            id: ids.mint(),
            option: method.option.clone(),
            name: method.name.clone(),
            amount: method.amount,
            tax_mode: method.tax_mode,
            data: method.data.clone(),
            tax_lines: renamed(&method.tax_lines, "ordsmtxl"),
            created_at: now,
        }
    }

    /// What the method comes to.
    pub fn totals(&self) -> Result<LineTotals, OutOfRange> {
        taxed(self.amount, self.tax_mode, &self.tax_lines)
    }
}

/// The same tax lines under an order's prefix: an id stays unique by what follows it.
fn renamed(lines: &[TaxLine], prefix: &str) -> Vec<TaxLine> {
    let rename = |line: &TaxLine| {
        let rest = line.id.split_once('_').map_or(line.id.as_str(), |(_, rest)| rest);
        TaxLine { id: format!("{prefix}_{rest}"), ..line.clone() }
    };
    lines.iter().map(rename).collect()
}
