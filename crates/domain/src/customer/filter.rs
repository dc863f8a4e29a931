//! Which addresses of a book are looked for.

use super::CustomerAddress;
use crate::country::Country;
use crate::text::fold;

/// What is looked for in a book, whatever its case and accents; nothing named is everything.
#[derive(Clone, Debug, Default)]
pub struct AddressFilter {
    words: Vec<String>,
    cities: Vec<String>,
    postal_codes: Vec<String>,
    countries: Vec<Country>,
}

impl AddressFilter {
    /// Looks for addresses in which every word of `search` occurs.
    #[must_use]
    pub fn saying(search: &str) -> Self {
        Self { words: fold(search).split_whitespace().map(str::to_owned).collect(), ..Self::default() }
    }

    /// The same, in one of these towns.
    #[must_use]
    pub fn in_cities(self, cities: &[String]) -> Self {
        Self { cities: cities.iter().map(|city| fold(city)).collect(), ..self }
    }

    /// The same, with one of these postal codes.
    #[must_use]
    pub fn with_postal_codes(self, codes: &[String]) -> Self {
        Self { postal_codes: codes.iter().map(|code| fold(code)).collect(), ..self }
    }

    /// The same, in one of these countries.
    #[must_use]
    pub fn in_countries(self, countries: Vec<Country>) -> Self {
        Self { countries, ..self }
    }

    /// Whether an address is looked for.
    #[must_use]
    pub fn admits(&self, held: &CustomerAddress) -> bool {
        let address = &held.address;
        self.is_said_in(held)
            && admits(&self.cities, address.city.as_ref().map(|city| fold(city)).as_ref())
            && admits(&self.postal_codes, address.postal_code.as_ref().map(|code| fold(code)).as_ref())
            && admits(&self.countries, address.country_code.as_ref())
    }

    fn is_said_in(&self, held: &CustomerAddress) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let address = &held.address;
        let texts = [
            &held.name,
            &address.first_name,
            &address.last_name,
            &address.company,
            &address.address_1,
            &address.address_2,
            &address.city,
            &address.province,
            &address.postal_code,
            &address.phone,
        ];
        let texts: Vec<String> = texts.into_iter().flatten().map(|text| fold(text)).collect();
        self.words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

/// A missing value is none of those that are looked for.
fn admits<T: PartialEq>(wanted: &[T], held: Option<&T>) -> bool {
    wanted.is_empty() || held.is_some_and(|held| wanted.contains(held))
}
