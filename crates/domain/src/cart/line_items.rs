//! Lines of a cart: adding, changing, taking out.

use super::{Cart, CartError};
use crate::goods::{Goods, Snapshot};
use crate::ids::{LineId, ProductId, VariantId};
use crate::metadata::Metadata;
use crate::moment::Moment;
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::tax::TaxMode;

/// A line: so many of one variant, at the price it had when it was put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Of the line.
    pub id: LineId,
    /// What, how many, and for how much.
    pub goods: Goods,
    /// When it was put in.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// A variant as it is offered at this moment: its price and its stock from the database.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What.
    pub variant: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// For one.
    pub unit_price: Amount,
    /// Whether the price has its tax inside.
    pub tax_mode: TaxMode,
    /// What it is called.
    pub snapshot: Snapshot,
    /// How much there is.
    pub stock: Stock,
}

/// How many of a variant may be sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stock {
    /// Its stock is not counted, or it may be sold beyond it.
    Unlimited,
    /// What the channel's locations have together.
    Counted {
        /// How many.
        left: i64,
    },
    /// It is counted and no location of the channel has it.
    Nowhere,
}

impl Stock {
    /// Whether `wanted` may be sold.
    pub fn covers(&self, wanted: Quantity) -> Result<(), CartError> {
        match self {
            Self::Unlimited => Ok(()),
            Self::Counted { left } if wanted.get() <= *left => Ok(()),
            Self::Counted { left } => Err(CartError::OutOfStock { left: *left }),
            Self::Nowhere => Err(CartError::NoLocation),
        }
    }
}

impl Cart {
    /// How many lines a cart may have: as many as a list in a request.
    pub const MAX_LINES: usize = 100;

    /// Adds `quantity` of what is offered, merging with a line of the same variant and metadata.
    ///
    /// The price of the whole line becomes the offer's. `id` is the new line's, if one is made.
    pub fn add(
        &mut self,
        offer: Offer,
        quantity: Quantity,
        metadata: Metadata,
        new: (LineId, Moment),
    ) -> Result<LineId, CartError> {
        self.open()?;
        let (id, now) = new;
        let in_others: i64 =
            self.lines.iter().filter(|line| line.goods.variant == offer.variant).map(|line| line.goods.quantity.get()).sum();
        // Stock bounds all lines of the variant together: metadata does not multiply it.
        offer.stock.covers(Quantity::new(in_others + quantity.get()).ok_or(CartError::TooMany)?)?;

        let held = self.lines.iter_mut().find(|line| line.goods.variant == offer.variant && line.goods.metadata == metadata);
        if let Some(line) = held {
            line.goods.quantity = line.goods.quantity.plus(quantity).ok_or(CartError::TooMany)?;
            line.reprice(&offer);
            line.updated_at = now;
            return Ok(line.id.clone());
        }

        if self.lines.len() >= Self::MAX_LINES {
            return Err(CartError::TooManyLines);
        }
        let position = self.lines.iter().map(|line| line.goods.position).max().unwrap_or(0) + 1;
        self.lines.push(Line {
            id: id.clone(),
            goods: Goods {
                variant: offer.variant,
                product: offer.product,
                quantity,
                unit_price: offer.unit_price,
                tax_mode: offer.tax_mode,
                snapshot: offer.snapshot,
                tax_lines: Vec::new(),
                metadata,
                position,
            },
            created_at: now,
            updated_at: now,
        });
        Ok(id)
    }

    /// Sets how many a line holds, at the price that the offer now has.
    pub fn set_quantity(&mut self, id: &LineId, offer: &Offer, quantity: Quantity, now: Moment) -> Result<(), CartError> {
        self.open()?;
        let of_variant = self.lines.iter().filter(|line| line.goods.variant == offer.variant && line.id != *id);
        let in_others: i64 = of_variant.map(|line| line.goods.quantity.get()).sum();
        offer.stock.covers(Quantity::new(in_others + quantity.get()).ok_or(CartError::TooMany)?)?;

        let line = self.lines.iter_mut().find(|line| line.id == *id).ok_or(CartError::LineNotFound)?;
        line.goods.quantity = quantity;
        line.reprice(offer);
        line.updated_at = now;
        Ok(())
    }

    /// Puts the client's own facts on a line, in place of those that are there.
    ///
    /// A line that becomes like another of its variant is merged into it.
    pub fn describe(&mut self, id: &LineId, metadata: Metadata) -> Result<(), CartError> {
        self.open()?;
        let line = self.line(id)?.clone();
        let twin = self
            .lines
            .iter_mut()
            .find(|held| held.id != *id && held.goods.variant == line.goods.variant && held.goods.metadata == metadata);
        if let Some(twin) = twin {
            twin.goods.quantity = twin.goods.quantity.plus(line.goods.quantity).ok_or(CartError::TooMany)?;
            self.lines.retain(|held| held.id != *id);
        } else if let Some(held) = self.lines.iter_mut().find(|held| held.id == *id) {
            held.goods.metadata = metadata;
        }
        Ok(())
    }

    /// Lowers how many a line holds, at the price that it has: that needs no offer.
    pub fn lower(&mut self, id: &LineId, quantity: Quantity, now: Moment) -> Result<(), CartError> {
        self.open()?;
        let line = self.lines.iter_mut().find(|line| line.id == *id).ok_or(CartError::LineNotFound)?;
        if quantity > line.goods.quantity {
            return Err(CartError::VariantNotAvailable);
        }
        line.goods.quantity = quantity;
        line.updated_at = now;
        Ok(())
    }

    /// Takes a line out.
    pub fn remove(&mut self, id: &LineId) -> Result<(), CartError> {
        self.open()?;
        let at = self.lines.iter().position(|line| line.id == *id).ok_or(CartError::LineNotFound)?;
        self.lines.remove(at);
        Ok(())
    }

    /// A line of this cart.
    pub fn line(&self, id: &LineId) -> Result<&Line, CartError> {
        self.lines.iter().find(|line| line.id == *id).ok_or(CartError::LineNotFound)
    }
}

impl Line {
    /// Takes the price that the variant has now.
    pub fn reprice(&mut self, offer: &Offer) {
        self.goods.unit_price = offer.unit_price;
        self.goods.tax_mode = offer.tax_mode;
    }
}
