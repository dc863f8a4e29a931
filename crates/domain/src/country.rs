//! Countries: the ones a European shop sells to, with their ISO 3166-1 codes.

use std::fmt;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What ISO 3166-1 says of a country.
#[derive(Debug, PartialEq, Eq)]
struct Facts {
    iso_2: &'static str,
    iso_3: &'static str,
    num_code: &'static str,
    name: &'static str,
}

/// A country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country(&'static Facts);

impl Country {
    /// The country of a two-letter code, in either case.
    #[must_use]
    pub fn new(iso_2: &str) -> Option<Self> {
        COUNTRIES.iter().find(|facts| facts.iso_2.eq_ignore_ascii_case(iso_2)).map(Self)
    }

    /// Two letters, lower case.
    #[must_use]
    pub const fn iso_2(self) -> &'static str {
        self.0.iso_2
    }

    /// Three letters, lower case.
    #[must_use]
    pub const fn iso_3(self) -> &'static str {
        self.0.iso_3
    }

    /// Three digits.
    #[must_use]
    pub const fn num_code(self) -> &'static str {
        self.0.num_code
    }

    /// The English name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.iso_2())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.iso_2())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::new(&code).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&code), &"a country code"))
    }
}

const COUNTRIES: &[Facts] = &[
    Facts { iso_2: "ad", iso_3: "and", num_code: "020", name: "Andorra" },
    Facts { iso_2: "ae", iso_3: "are", num_code: "784", name: "United Arab Emirates" },
    Facts { iso_2: "al", iso_3: "alb", num_code: "008", name: "Albania" },
    Facts { iso_2: "am", iso_3: "arm", num_code: "051", name: "Armenia" },
    Facts { iso_2: "at", iso_3: "aut", num_code: "040", name: "Austria" },
    Facts { iso_2: "au", iso_3: "aus", num_code: "036", name: "Australia" },
    Facts { iso_2: "az", iso_3: "aze", num_code: "031", name: "Azerbaijan" },
    Facts { iso_2: "ba", iso_3: "bih", num_code: "070", name: "Bosnia and Herzegovina" },
    Facts { iso_2: "be", iso_3: "bel", num_code: "056", name: "Belgium" },
    Facts { iso_2: "bg", iso_3: "bgr", num_code: "100", name: "Bulgaria" },
    Facts { iso_2: "br", iso_3: "bra", num_code: "076", name: "Brazil" },
    Facts { iso_2: "ca", iso_3: "can", num_code: "124", name: "Canada" },
    Facts { iso_2: "ch", iso_3: "che", num_code: "756", name: "Switzerland" },
    Facts { iso_2: "cl", iso_3: "chl", num_code: "152", name: "Chile" },
    Facts { iso_2: "cn", iso_3: "chn", num_code: "156", name: "China" },
    Facts { iso_2: "cy", iso_3: "cyp", num_code: "196", name: "Cyprus" },
    Facts { iso_2: "cz", iso_3: "cze", num_code: "203", name: "Czech Republic" },
    Facts { iso_2: "de", iso_3: "deu", num_code: "276", name: "Germany" },
    Facts { iso_2: "dk", iso_3: "dnk", num_code: "208", name: "Denmark" },
    Facts { iso_2: "ee", iso_3: "est", num_code: "233", name: "Estonia" },
    Facts { iso_2: "es", iso_3: "esp", num_code: "724", name: "Spain" },
    Facts { iso_2: "fi", iso_3: "fin", num_code: "246", name: "Finland" },
    Facts { iso_2: "fo", iso_3: "fro", num_code: "234", name: "Faroe Islands" },
    Facts { iso_2: "fr", iso_3: "fra", num_code: "250", name: "France" },
    Facts { iso_2: "gb", iso_3: "gbr", num_code: "826", name: "United Kingdom" },
    Facts { iso_2: "ge", iso_3: "geo", num_code: "268", name: "Georgia" },
    Facts { iso_2: "gr", iso_3: "grc", num_code: "300", name: "Greece" },
    Facts { iso_2: "hk", iso_3: "hkg", num_code: "344", name: "Hong Kong" },
    Facts { iso_2: "hr", iso_3: "hrv", num_code: "191", name: "Croatia" },
    Facts { iso_2: "hu", iso_3: "hun", num_code: "348", name: "Hungary" },
    Facts { iso_2: "ie", iso_3: "irl", num_code: "372", name: "Ireland" },
    Facts { iso_2: "il", iso_3: "isr", num_code: "376", name: "Israel" },
    Facts { iso_2: "in", iso_3: "ind", num_code: "356", name: "India" },
    Facts { iso_2: "is", iso_3: "isl", num_code: "352", name: "Iceland" },
    Facts { iso_2: "it", iso_3: "ita", num_code: "380", name: "Italy" },
    Facts { iso_2: "jp", iso_3: "jpn", num_code: "392", name: "Japan" },
    Facts { iso_2: "kr", iso_3: "kor", num_code: "410", name: "Korea, Republic of" },
    Facts { iso_2: "kw", iso_3: "kwt", num_code: "414", name: "Kuwait" },
    Facts { iso_2: "kz", iso_3: "kaz", num_code: "398", name: "Kazakhstan" },
    Facts { iso_2: "li", iso_3: "lie", num_code: "438", name: "Liechtenstein" },
    Facts { iso_2: "lt", iso_3: "ltu", num_code: "440", name: "Lithuania" },
    Facts { iso_2: "lu", iso_3: "lux", num_code: "442", name: "Luxembourg" },
    Facts { iso_2: "lv", iso_3: "lva", num_code: "428", name: "Latvia" },
    Facts { iso_2: "mc", iso_3: "mco", num_code: "492", name: "Monaco" },
    Facts { iso_2: "md", iso_3: "mda", num_code: "498", name: "Moldova, Republic of" },
    Facts { iso_2: "me", iso_3: "mne", num_code: "499", name: "Montenegro" },
    Facts { iso_2: "mk", iso_3: "mkd", num_code: "807", name: "North Macedonia" },
    Facts { iso_2: "mt", iso_3: "mlt", num_code: "470", name: "Malta" },
    Facts { iso_2: "mx", iso_3: "mex", num_code: "484", name: "Mexico" },
    Facts { iso_2: "nl", iso_3: "nld", num_code: "528", name: "Netherlands" },
    Facts { iso_2: "no", iso_3: "nor", num_code: "578", name: "Norway" },
    Facts { iso_2: "nz", iso_3: "nzl", num_code: "554", name: "New Zealand" },
    Facts { iso_2: "pl", iso_3: "pol", num_code: "616", name: "Poland" },
    Facts { iso_2: "pt", iso_3: "prt", num_code: "620", name: "Portugal" },
    Facts { iso_2: "ro", iso_3: "rou", num_code: "642", name: "Romania" },
    Facts { iso_2: "rs", iso_3: "srb", num_code: "688", name: "Serbia" },
    Facts { iso_2: "se", iso_3: "swe", num_code: "752", name: "Sweden" },
    Facts { iso_2: "sg", iso_3: "sgp", num_code: "702", name: "Singapore" },
    Facts { iso_2: "si", iso_3: "svn", num_code: "705", name: "Slovenia" },
    Facts { iso_2: "sk", iso_3: "svk", num_code: "703", name: "Slovakia" },
    Facts { iso_2: "sm", iso_3: "smr", num_code: "674", name: "San Marino" },
    Facts { iso_2: "tr", iso_3: "tur", num_code: "792", name: "Turkey" },
    Facts { iso_2: "tw", iso_3: "twn", num_code: "158", name: "Taiwan, Province of China" },
    Facts { iso_2: "ua", iso_3: "ukr", num_code: "804", name: "Ukraine" },
    Facts { iso_2: "us", iso_3: "usa", num_code: "840", name: "United States" },
    Facts { iso_2: "va", iso_3: "vat", num_code: "336", name: "Holy See (Vatican City State)" },
    Facts { iso_2: "za", iso_3: "zaf", num_code: "710", name: "South Africa" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estonia_is_found_in_either_case() {
        assert_eq!(Country::new("EE").unwrap().name(), "Estonia");
        assert_eq!(Country::new("ee").unwrap().num_code(), "233");
        assert!(Country::new("xx").is_none());
    }
}
