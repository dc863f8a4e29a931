//! How a cart is to be sent.

use serde_json::Value;

use super::{Cart, CartError};
use crate::ids::{Id, ShippingMethodId, ShippingOptionId, ShippingProfileId};
use crate::moment::Moment;
use crate::money::Amount;
use crate::shipping::ShippingOption;
use crate::shop::Shop;
use crate::tax::{TaxLine, TaxMode};

/// A way to send that was chosen for a cart.
#[derive(Clone, Debug, PartialEq)]
pub struct ShippingMethod {
    /// Of the method.
    pub id: ShippingMethodId,
    /// The option it was chosen from.
    pub option: ShippingOptionId,
    /// What it carries.
    pub profile: ShippingProfileId,
    /// What it was called when it was chosen.
    pub name: String,
    /// What it costs.
    pub amount: Amount,
    /// Whether the price has its tax inside.
    pub tax_mode: TaxMode,
    /// What the client and the provider keep with it, such as a locker.
    pub data: Value,
    /// The rates that hold for it.
    pub tax_lines: Vec<TaxLine>,
    /// When it was chosen.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

impl Cart {
    /// The options that may send this cart: they reach its country, start where its
    /// channel has stock, carry something in it, and have a price.
    pub fn eligible_options<'s>(&'s self, shop: &'s Shop) -> impl Iterator<Item = &'s ShippingOption> {
        let country = self.country();
        shop.shipping.iter().filter(move |option| {
            country.is_some_and(|country| option.serves(country, &self.channel))
                && self.carries(option)
                && option.prices.choose(self.currency, &self.region).is_some()
        })
    }

    /// Whether something in the cart goes with the option's profile. An empty cart may look at all.
    fn carries(&self, option: &ShippingOption) -> bool {
        let mut profiles = self.lines.iter().filter_map(|line| line.goods.snapshot.shipping_profile_id.as_deref()).peekable();
        profiles.peek().is_none() || profiles.any(|profile| profile == option.profile.as_str())
    }

    /// Sends the cart by `method`, which takes the place of one of the same profile.
    pub fn choose_shipping(&mut self, method: ShippingMethod) -> Result<(), CartError> {
        self.open()?;
        self.shipping_methods.retain(|held| held.profile != method.profile);
        self.shipping_methods.push(method);
        Ok(())
    }

    /// The methods whose option still serves the cart.
    #[must_use]
    pub fn serving_methods(&self, shop: &Shop) -> Vec<ShippingMethod> {
        let serves = |method: &&ShippingMethod| self.eligible_options(shop).any(|option| option.id == method.option);
        self.shipping_methods.iter().filter(serves).cloned().collect()
    }
}
