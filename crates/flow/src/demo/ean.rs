//! EAN-13: the number under a bar code.

use std::fmt;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};

/// Thirteen digits, the last of which checks the others (GS1 General Specifications, 7.9).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ean(String);

impl Ean {
    /// Takes thirteen digits whose check digit is right.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let digits: Vec<u32> = text.chars().map(|letter| letter.to_digit(10)).collect::<Option<_>>()?;
        // Weighed 1, 3, 1, 3, …, the check digit included, the digits come to a multiple of ten.
        let sum: u32 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
        (digits.len() == 13 && sum.is_multiple_of(10)).then(|| Self(text.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Ean {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &"an EAN-13 with its check digit"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_check_digit_is_noticed() {
        assert!(Ean::new("4006381333931").is_some());
        for wrong in ["", "4006381333932", "4006381333391", "400638133393", "40063813339310", "400638133393x"] {
            assert_eq!(Ean::new(wrong), None, "{wrong}");
        }
    }
}
