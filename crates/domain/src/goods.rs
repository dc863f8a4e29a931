//! Goods: so many of one variant, at a price. A line of a cart and of an order hold them alike.

use serde::{Deserialize, Serialize};

use crate::ids::{ProductId, VariantId};
use crate::metadata::Metadata;
use crate::money::{Amount, OutOfRange};
use crate::quantity::Quantity;
use crate::tax::{Rate, TaxLine, TaxMode, Taxed};

/// So many of one variant, at the price that was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goods {
    /// What.
    pub variant: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// How many.
    pub quantity: Quantity,
    /// For one.
    pub unit_price: Amount,
    /// Whether the price has its tax inside.
    pub tax_mode: TaxMode,
    /// What it was called when it was put in.
    pub snapshot: Snapshot,
    /// The rates that hold for it.
    pub tax_lines: Vec<TaxLine>,
    /// The client's own facts.
    pub metadata: Metadata,
    /// Its place among the lines.
    pub position: i64,
}

impl Goods {
    /// What they come to.
    pub fn totals(&self) -> Result<Taxed, OutOfRange> {
        taxed(self.unit_price.times(self.quantity)?, self.tax_mode, &self.tax_lines)
    }
}

/// Works out a price under the rates that were kept with it.
pub(crate) fn taxed(price: Amount, mode: TaxMode, tax_lines: &[TaxLine]) -> Result<Taxed, OutOfRange> {
    let rates: Vec<Rate> = tax_lines.iter().map(|line| line.rate).collect();
    Taxed::of(price, mode, &rates)
}

/// What a product was called and how it is sent, when it was put into the cart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are Medusa's line item fields, under the same names")]
pub struct Snapshot {
    pub title: String,
    pub subtitle: Option<String>,
    pub thumbnail: Option<String>,
    pub product_title: String,
    pub product_description: Option<String>,
    pub product_subtitle: Option<String>,
    pub product_type: Option<String>,
    pub product_type_id: Option<String>,
    pub product_collection: Option<String>,
    pub product_handle: String,
    pub variant_sku: Option<String>,
    pub variant_barcode: Option<String>,
    pub variant_title: String,
    pub requires_shipping: bool,
    pub is_giftcard: bool,
    pub is_discountable: bool,
    pub shipping_profile_id: Option<String>,
}
