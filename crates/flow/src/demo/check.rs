//! Whether the demo shop's files fit together: what no single value can tell.

use std::collections::HashSet;

use super::catalog::{Product, Variant};
use super::data::{DemoError, Shop};
use super::ids::Key;
use super::prices::Prices;
use super::terms::{ServiceZone, ShippingOption};

impl Shop {
    /// Says what is wrong, if anything is.
    pub(super) fn check(&self) -> Result<(), DemoError> {
        self.names_are_unique()?;
        self.categories_follow_their_parents()?;
        for product in &self.products {
            self.check_product(product)?;
        }
        self.check_store()?;
        self.check_regions()?;
        self.check_shipping()
    }

    fn names_are_unique(&self) -> Result<(), DemoError> {
        let variants = || self.products.iter().flat_map(|product| &product.variants);
        let zones = || self.fulfillment_sets.iter().flat_map(|set| &set.zones);

        unique("sales channels", self.sales_channels.iter().map(|channel| channel.key.as_str()))?;
        unique("locations", self.locations.iter().map(|location| location.key.as_str()))?;
        unique("regions", self.regions.iter().map(|region| region.key.as_str()))?;
        unique("countries", self.regions.iter().flat_map(|region| &region.countries).map(|country| country.iso_2()))?;
        unique("tax rates", self.tax_rates.iter().map(|rate| rate.code.as_str()))?;
        unique("taxed countries", self.tax_rates.iter().map(|rate| rate.country.iso_2()))?;
        unique("shipping profiles", self.shipping_profiles.iter().map(|profile| profile.key.as_str()))?;
        unique("shipping types", self.shipping_types.iter().map(|kind| kind.code.as_str()))?;
        unique("fulfilment sets", self.fulfillment_sets.iter().map(|set| set.key.as_str()))?;
        unique("service zones", zones().map(|zone| zone.key.as_str()))?;
        unique("shipping options", zones().flat_map(|zone| &zone.options).map(|option| option.key.as_str()))?;
        unique("categories", self.categories.iter().map(|category| category.handle.as_str()))?;
        unique("collections", self.collections.iter().map(|collection| collection.handle.as_str()))?;
        unique("product types", self.types.iter().map(|kind| kind.key.as_str()))?;
        unique("tags", self.tags.iter().map(|tag| tag.key.as_str()))?;
        unique("options", self.options.iter().map(|option| option.key.as_str()))?;
        for option in &self.options {
            unique("values of one option", option.values.iter().map(|value| value.key.as_str()))?;
        }
        unique("products", self.products.iter().map(|product| product.handle.as_str()))?;
        unique("SKUs", variants().map(|variant| variant.sku.as_str()))?;
        unique("bar codes", variants().map(|variant| variant.ean.as_str()))
    }

    /// So that whoever writes them into a database finds each parent already there.
    fn categories_follow_their_parents(&self) -> Result<(), DemoError> {
        let mut seen = HashSet::new();
        for category in &self.categories {
            if let Some(parent) = &category.parent {
                known(category.handle.as_str(), "earlier category", parent.as_str(), seen.contains(parent))?;
            }
            seen.insert(&category.handle);
        }
        Ok(())
    }

    fn check_product(&self, product: &Product) -> Result<(), DemoError> {
        let of = product.handle.as_str();
        for name in &product.categories {
            known(of, "category", name.as_str(), self.categories.iter().any(|category| category.handle == *name))?;
        }
        for name in &product.tags {
            known(of, "tag", name.as_str(), self.tags.iter().any(|tag| tag.key == *name))?;
        }
        if let Some(name) = &product.collection {
            known(of, "collection", name.as_str(), self.collections.iter().any(|collection| collection.handle == *name))?;
        }
        if let Some(name) = &product.shipping_profile {
            known(of, "shipping profile", name.as_str(), self.shipping_profiles.iter().any(|profile| profile.key == *name))?;
        }
        known(of, "product type", product.kind.as_str(), self.types.iter().any(|kind| kind.key == product.kind))?;
        for name in &product.options {
            known(of, "option", name, self.option(name).is_some())?;
        }

        unique("tags of one product", product.tags.iter().map(Key::as_str))?;
        unique("variants that are alike", product.variants.iter().map(|variant| variant.choices.join(" / ")))?;
        hold(!product.categories.is_empty(), of, "a product is in a category")?;
        hold(!product.options.is_empty(), of, "a product has an option, as Medusa's clients expect")?;
        hold(!product.variants.is_empty(), of, "a product has a variant")?;
        product.variants.iter().try_for_each(|variant| self.check_variant(product, variant))
    }

    fn check_variant(&self, product: &Product, variant: &Variant) -> Result<(), DemoError> {
        let of = variant.sku.as_str();
        hold(variant.choices.len() == product.options.len(), of, "a variant chooses one value of each option")?;
        hold(self.values_of(product, variant).len() == variant.choices.len(), of, "a value that its option does not have")?;
        // A thing that is sent and weighs nothing has had its weight forgotten; the other way round, its profile.
        let is_sent = product.shipping_profile.is_some();
        hold(is_sent == (variant.weight_grams > 0), of, "what is sent weighs something, and only that")?;
        hold(is_sent || !variant.stock.is_managed(), of, "what is not sent does not lie in a warehouse")?;
        self.store.currencies.iter().try_for_each(|currency| priced(of, &variant.prices, *currency))
    }

    fn check_store(&self) -> Result<(), DemoError> {
        let (store, of) = (&self.store, self.store.name.as_str());
        known(of, "region", store.default_region.as_str(), self.regions.iter().any(|region| region.key == store.default_region))?;
        let channel = &store.default_sales_channel;
        known(of, "sales channel", channel.as_str(), self.sales_channels.iter().any(|held| held.key == *channel))?;
        let location = &store.default_location;
        known(of, "location", location.as_str(), self.locations.iter().any(|held| held.key == *location))
    }

    fn check_regions(&self) -> Result<(), DemoError> {
        for region in &self.regions {
            let of = region.key.as_str();
            hold(self.store.currencies.contains(&region.currency), of, "a currency that the store does not have")?;
            hold(!region.payment_providers.is_empty(), of, "a region has a way to pay")?;
            for country in &region.countries {
                known(of, "tax rate of", country.iso_2(), self.tax_rates.iter().any(|rate| rate.country == *country))?;
            }
        }
        Ok(())
    }

    fn check_shipping(&self) -> Result<(), DemoError> {
        for set in &self.fulfillment_sets {
            let location = &set.location;
            known(set.key.as_str(), "location", location.as_str(), self.locations.iter().any(|held| held.key == *location))?;
            for zone in &set.zones {
                zone.options.iter().try_for_each(|option| self.check_shipping_option(zone, option))?;
            }
        }
        Ok(())
    }

    fn check_shipping_option(&self, zone: &ServiceZone, option: &ShippingOption) -> Result<(), DemoError> {
        let of = option.key.as_str();
        let profile = &option.profile;
        known(of, "shipping profile", profile.as_str(), self.shipping_profiles.iter().any(|held| held.key == *profile))?;
        known(of, "shipping type", &option.kind, self.shipping_types.iter().any(|held| held.code == option.kind))?;
        for country in &zone.countries {
            let region = self.regions.iter().find(|region| region.countries.contains(country));
            known(of, "region of", country.iso_2(), region.is_some())?;
            region.map_or(Ok(()), |region| priced(of, &option.prices, region.currency))?;
        }
        Ok(())
    }
}

fn unique<N: AsRef<str>>(kind: &'static str, names: impl Iterator<Item = N>) -> Result<(), DemoError> {
    let mut seen = HashSet::new();
    for name in names {
        let name = name.as_ref().to_owned();
        if let Some(name) = seen.replace(name) {
            return Err(DemoError::Repeated { kind, name });
        }
    }
    Ok(())
}

fn known(of: &str, kind: &'static str, name: &str, is_known: bool) -> Result<(), DemoError> {
    if is_known { Ok(()) } else { Err(DemoError::Unknown { of: of.to_owned(), kind, name: name.to_owned() }) }
}

fn hold(holds: bool, of: &str, reason: &'static str) -> Result<(), DemoError> {
    if holds { Ok(()) } else { Err(DemoError::Amiss { of: of.to_owned(), reason }) }
}

fn priced(of: &str, prices: &Prices, currency: wufi_domain::money::Currency) -> Result<(), DemoError> {
    let is_priced = prices.amount_in(currency).is_some();
    if is_priced { Ok(()) } else { Err(DemoError::Unpriced { of: of.to_owned(), currency: currency.code().to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::super::{Key, Stock};
    use super::*;

    /// The demo shop with one thing changed.
    fn changed(change: impl FnOnce(&mut Shop)) -> Result<(), DemoError> {
        let mut shop = Shop::load().unwrap().clone();
        change(&mut shop);
        shop.check()
    }

    fn unknown(fault: &Result<(), DemoError>) -> &'static str {
        let Err(DemoError::Unknown { kind, .. }) = fault else { panic!("{fault:?}") };
        kind
    }

    fn repeated(fault: &Result<(), DemoError>) -> &'static str {
        let Err(DemoError::Repeated { kind, .. }) = fault else { panic!("{fault:?}") };
        kind
    }

    fn amiss(fault: &Result<(), DemoError>) -> &'static str {
        let Err(DemoError::Amiss { reason, .. }) = fault else { panic!("{fault:?}") };
        reason
    }

    #[test]
    fn no_two_things_of_a_kind_share_a_name() {
        let sku = |shop: &mut Shop| shop.products[1].variants[0].sku = shop.products[0].variants[0].sku.clone();
        let ean = |shop: &mut Shop| shop.products[1].variants[0].ean = shop.products[0].variants[0].ean.clone();
        let alike = |shop: &mut Shop| shop.products[0].variants[1].choices = shop.products[0].variants[0].choices.clone();

        assert_eq!(repeated(&changed(|shop| shop.products[1].handle = shop.products[0].handle.clone())), "products");
        assert_eq!(repeated(&changed(|shop| shop.categories[1].handle = shop.categories[0].handle.clone())), "categories");
        assert_eq!(repeated(&changed(|shop| shop.collections[1].handle = shop.collections[0].handle.clone())), "collections");
        assert_eq!(repeated(&changed(|shop| shop.tags[1].key = shop.tags[0].key.clone())), "tags");
        assert_eq!(repeated(&changed(|shop| shop.options[0].values[1].key = "60g".into())), "values of one option");
        assert_eq!(repeated(&changed(|shop| shop.regions[1].countries = shop.regions[0].countries.clone())), "countries");
        assert_eq!(repeated(&changed(sku)), "SKUs");
        assert_eq!(repeated(&changed(ean)), "bar codes");
        assert_eq!(repeated(&changed(alike)), "variants that are alike");
    }

    #[test]
    fn a_product_names_only_what_there_is() {
        assert_eq!(unknown(&changed(|shop| shop.products[0].categories = vec![Key::new("hobused").unwrap()])), "category");
        assert_eq!(unknown(&changed(|shop| shop.products[0].collection = Key::new("suvi"))), "collection");
        assert_eq!(unknown(&changed(|shop| shop.products[0].tags.push(Key::new("kallis").unwrap()))), "tag");
        assert_eq!(unknown(&changed(|shop| shop.products[0].kind = Key::new("auto").unwrap())), "product type");
        assert_eq!(unknown(&changed(|shop| shop.products[0].shipping_profile = Key::new("laev"))), "shipping profile");
        assert_eq!(unknown(&changed(|shop| shop.products[0].options[0] = "lohn".into())), "option");
    }

    #[test]
    fn a_variant_chooses_one_known_value_of_each_option() {
        let unknown_value = |shop: &mut Shop| shop.products[0].variants[0].choices[0] = "7kg".into();
        let one_too_many = |shop: &mut Shop| shop.products[0].variants[0].choices.push("s".into());

        assert_eq!(amiss(&changed(unknown_value)), "a value that its option does not have");
        assert_eq!(amiss(&changed(one_too_many)), "a variant chooses one value of each option");
    }

    #[test]
    fn a_variant_has_a_price_in_every_currency_of_the_store() {
        let fault = changed(|shop| shop.products[0].variants[0].prices = toml::from_str("eur = 1\nsek = 1").unwrap());

        assert_eq!(fault, Err(DemoError::Unpriced { of: "SKP-KANA-400G".into(), currency: "jpy".into() }));
    }

    #[test]
    fn what_is_sent_weighs_something_and_is_counted() {
        let weightless = |shop: &mut Shop| shop.products[0].variants[0].weight_grams = 0;
        let unsent = |shop: &mut Shop| shop.products[0].shipping_profile = None;
        let counted_advice = |shop: &mut Shop| shop.products.last_mut().unwrap().variants[0].stock = Stock::Counted(1);

        assert_eq!(amiss(&changed(weightless)), "what is sent weighs something, and only that");
        assert_eq!(amiss(&changed(unsent)), "what is sent weighs something, and only that");
        assert_eq!(amiss(&changed(counted_advice)), "what is not sent does not lie in a warehouse");
    }

    #[test]
    fn a_category_comes_after_its_parent() {
        assert_eq!(unknown(&changed(|shop| shop.categories.reverse())), "earlier category");
    }

    #[test]
    fn every_country_of_a_region_has_a_tax_rate() {
        assert_eq!(unknown(&changed(|shop| shop.tax_rates.truncate(5))), "tax rate of");
    }

    #[test]
    fn a_shipping_option_can_be_paid_in_every_country_of_its_zone() {
        let to_sweden = |shop: &mut Shop| {
            let sweden = shop.regions[1].countries[0];
            shop.fulfillment_sets[0].zones[0].countries.push(sweden);
        };

        assert_eq!(changed(to_sweden), Err(DemoError::Unpriced { of: "pakiautomaat-ee".into(), currency: "sek".into() }));
    }

    #[test]
    fn the_store_and_its_shipping_name_only_what_there_is() {
        assert_eq!(unknown(&changed(|shop| shop.store.default_region = Key::new("kuu").unwrap())), "region");
        assert_eq!(unknown(&changed(|shop| shop.store.default_sales_channel = Key::new("kuu").unwrap())), "sales channel");
        assert_eq!(unknown(&changed(|shop| shop.fulfillment_sets[1].location = Key::new("kuu").unwrap())), "location");
        assert_eq!(unknown(&changed(|shop| shop.shipping_types.clear())), "shipping type");
        assert_eq!(amiss(&changed(|shop| shop.store.currencies.truncate(2))), "a currency that the store does not have");
    }
}
