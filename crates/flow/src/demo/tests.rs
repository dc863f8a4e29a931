//! What the demo shop promises to whoever builds on it.

use std::collections::HashSet;

use wufi_domain::country::Country;
use wufi_domain::ids::{Id, ProductId};
use wufi_domain::locale::Locale;
use wufi_domain::money::{Amount, Currency};
use wufi_domain::tax::{Rate, TaxMode};

use super::*;

fn shop() -> &'static Shop {
    Shop::load().unwrap()
}

fn names<'a>(option: &OfferedOption<'a>) -> Vec<&'a str> {
    option.values.iter().map(|value| value.name.et.as_str()).collect()
}

fn variants() -> impl Iterator<Item = &'static Variant> {
    shop().products.iter().flat_map(|product| &product.variants)
}

#[test]
fn the_shop_is_large_enough_to_page_through() {
    let parents = shop().categories.iter().filter(|category| category.parent.is_none()).count();

    assert!(shop().products.len() >= 64, "{}", shop().products.len());
    assert!(shop().categories.len() >= 20 && parents >= 8);
    assert!(shop().products.iter().all(|product| (1..=4).contains(&product.variants.len())));
}

#[test]
fn every_category_leads_to_a_product() {
    for category in &shop().categories {
        let is_used = shop().products.iter().any(|product| product.categories.contains(&category.handle));
        let has_children = shop().categories.iter().any(|child| child.parent.as_ref() == Some(&category.handle));
        assert!(is_used || has_children, "{}", category.handle);
    }
}

#[test]
fn every_collection_has_six_to_twelve_products() {
    for collection in &shop().collections {
        let products = shop().products.iter().filter(|product| product.collection.as_ref() == Some(&collection.handle));
        let count = products.count();
        assert!((6..=12).contains(&count), "{} has {count}", collection.handle);
    }
}

#[test]
fn what_is_called_estonian_is_made_in_estonia() {
    for product in &shop().products {
        let is_estonian = product.tags.iter().any(|tag| tag.as_str() == "eesti-toode")
            || product.collection.as_ref().is_some_and(|collection| collection.as_str() == "eesti-tooted");
        assert!(!is_estonian || product.origin_country == Country::new("ee"), "{}", product.handle);
    }
}

#[test]
fn each_state_of_stock_can_be_met() {
    assert!(variants().filter(|variant| variant.stock == Stock::Counted(0)).count() >= 3);
    assert_eq!(variants().filter(|variant| variant.stock.allows_backorder()).count(), 1);
    assert_eq!(variants().filter(|variant| !variant.stock.is_managed()).count(), 1);
    assert_eq!(shop().products.iter().filter(|product| product.status == Status::Draft).count(), 1);
    assert!(variants().filter_map(|variant| variant.stock.count()).all(|count| (0..=400).contains(&count)));
}

#[test]
fn a_larger_pack_is_never_dearer_by_weight() {
    for product in shop().products.iter().filter(|product| product.kind.as_str() == "kuivtoit") {
        let by_weight = |variant: &Variant| {
            let cents = variant.prices.amount_in(Currency::EUR).unwrap().minor();
            cents * 1_000_000 / i64::from(variant.weight_grams)
        };
        let dearness: Vec<i64> = product.variants.iter().map(by_weight).collect();
        assert!(dearness.is_sorted_by(|smaller, larger| larger <= smaller), "{}: {dearness:?}", product.handle);
    }
}

#[test]
fn texts_are_typeset_as_their_language_wants() {
    let texts = shop().products.iter().flat_map(|product| product.subtitle.iter().chain([&product.title, &product.description]));
    for text in texts {
        assert!(!text.et.contains(['"', '”']) && !text.et.contains(" - "), "{}", text.et);
        assert!(!text.en.contains('"') && !text.en.contains(" - "), "{}", text.en);
        // A decimal comma in Estonian, a point in English; never two spaces or an ellipsis left by an editor.
        assert!(
            !text
                .et
                .split(' ')
                .any(|word| word.contains('.') && word.chars().next().is_some_and(char::is_numeric) && !word.ends_with('.'))
        );
        assert!(!text.et.contains("  ") && !text.en.contains("  ") && !text.en.contains("..."));
    }
    for product in &shop().products {
        for locale in Locale::ALL {
            let description = product.description.get(locale);
            let sentences = description.matches(". ").count() + 1;
            assert!(description.ends_with('.') && (2..=4).contains(&sentences), "{}: {description}", product.handle);
        }
    }
}

#[test]
fn ids_differ_and_are_ids() {
    let ids: HashSet<ProductId> = shop().products.iter().map(|product| product.handle.id()).collect();

    assert_eq!(ids.len(), shop().products.len());
    assert!(ids.iter().all(|id| ProductId::parse(id.as_str()).is_some()));
}

#[test]
fn a_product_offers_just_the_values_that_its_variants_have() {
    let lead = shop().product("harmakapp-helkurrihm").unwrap();

    let options = shop().options_of(lead);
    let last = shop().values_of(lead, &lead.variants[3]);

    assert_eq!(options.iter().map(|option| option.title.et.as_str()).collect::<Vec<_>>(), ["Pikkus", "Värv"]);
    assert_eq!(names(&options[0]), ["1,5 m", "2 m"]);
    assert_eq!(names(&options[1]), ["Oranž", "Must"]);
    assert!(last.iter().zip(&options).all(|(value, option)| option.values.contains(value)));
    assert_eq!(shop().title_of(lead, &lead.variants[3]).get(Locale::En), "2 m / Black");
}

#[test]
fn live_food_travels_by_courier_only() {
    let zones = shop().fulfillment_sets.iter().flat_map(|set| &set.zones);
    let live: Vec<_> = zones.flat_map(|zone| &zone.options).filter(|option| option.profile.as_str() == "elustoit").collect();

    assert!(!live.is_empty() && live.iter().all(|option| option.kind == "courier"));
    for product in shop().products.iter().filter(|product| product.kind.as_str() == "elustoit") {
        assert_eq!(product.shipping_profile, Key::new("elustoit"), "{}", product.handle);
    }
}

#[test]
fn regions_and_taxes_are_those_of_the_law() {
    let told: Vec<_> = shop().regions.iter().map(|region| (region.currency.code(), region.tax_mode)).collect();
    let rates: Vec<_> = shop().tax_rates.iter().map(|rate| (rate.country.iso_2(), rate.rate)).collect();

    let percent = |tenths: i64| Rate::from_ppm(tenths * 1_000).unwrap();
    assert_eq!(told, [("eur", TaxMode::Inclusive), ("sek", TaxMode::Inclusive), ("jpy", TaxMode::Exclusive)]);
    let lawful = [("ee", 240), ("lv", 210), ("lt", 210), ("fi", 255), ("se", 250), ("jp", 100)];
    assert_eq!(rates, lawful.map(|(country, tenths)| (country, percent(tenths))));
}

#[test]
fn fetching_from_the_shop_is_free_and_only_in_estonia() {
    let pickup: Vec<_> = shop().fulfillment_sets.iter().filter(|set| set.kind == FulfillmentKind::Pickup).collect();

    let [set] = pickup.as_slice() else { panic!("one set is for fetching") };
    assert_eq!(set.zones[0].countries, [Country::new("ee").unwrap()]);
    assert_eq!(set.zones[0].options[0].prices.amount_in(Currency::EUR), Some(Amount::ZERO));
}
