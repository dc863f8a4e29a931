//! What a product offers: its own options and values, with their ids and names.

use wufi_domain::ids::{OptionId, OptionValueId};

use super::catalog::{OptionValue, Product, ProductOption, Variant};
use super::data::Shop;
use super::ids::demo_id;
use super::text::Text;

/// An option of one product, such as the size of a ball.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedOption<'a> {
    /// The option's id.
    pub id: OptionId,
    /// Its name.
    pub title: &'a Text,
    /// The values that the product's variants have, in the order of the shop.
    pub values: Vec<OfferedValue<'a>>,
}

/// A value of an option of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedValue<'a> {
    /// The value's id.
    pub id: OptionValueId,
    /// Its name.
    pub name: &'a Text,
}

impl Shop {
    /// The options of a product with the values that its variants have.
    #[must_use]
    pub fn options_of<'a>(&'a self, product: &Product) -> Vec<OfferedOption<'a>> {
        let options = product.options.iter().enumerate().filter_map(|(at, key)| Some((at, self.option(key)?)));
        let offered = options.map(|(at, option)| {
            let is_offered =
                |value: &&OptionValue| product.variants.iter().any(|variant| variant.choices.get(at) == Some(&value.key));
            let values = option.values.iter().filter(is_offered).map(|value| offered(product, option, value)).collect();
            OfferedOption { id: demo_id(&format!("{}/{}", product.handle, option.key)), title: &option.title, values }
        });
        offered.collect()
    }

    /// A variant's value of each of its product's options.
    #[must_use]
    pub fn values_of<'a>(&'a self, product: &Product, variant: &Variant) -> Vec<OfferedValue<'a>> {
        let pairs = product.options.iter().zip(&variant.choices);
        let values = pairs.filter_map(|(option, choice)| {
            let option = self.option(option)?;
            option.value(choice).map(|value| offered(product, option, value))
        });
        values.collect()
    }

    /// A variant's name: its values, `L / Punane`.
    #[must_use]
    pub fn title_of(&self, product: &Product, variant: &Variant) -> Text {
        let names: Vec<&Text> = self.values_of(product, variant).iter().map(|value| value.name).collect();
        Text::join(&names, " / ")
    }

    /// The option of a short name.
    pub(super) fn option(&self, key: &str) -> Option<&ProductOption> {
        self.options.iter().find(|option| option.key == key)
    }
}

impl ProductOption {
    /// The value of a short name.
    pub(super) fn value(&self, key: &str) -> Option<&OptionValue> {
        self.values.iter().find(|value| value.key == key)
    }
}

fn offered<'a>(product: &Product, option: &ProductOption, value: &'a OptionValue) -> OfferedValue<'a> {
    OfferedValue { id: demo_id(&format!("{}/{}/{}", product.handle, option.key, value.key)), name: &value.name }
}
