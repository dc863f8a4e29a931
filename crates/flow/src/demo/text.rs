//! A text in the shop's two languages.

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};
use wufi_domain::locale::Locale;
use wufi_domain::text::{Kind, clean};

/// How long a text of the demo shop may be.
const MAX: usize = 2_000;

/// A text in Estonian, the shop's own language, and in English. Neither is ever empty.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Estonian.
    #[serde(deserialize_with = "written")]
    pub et: String,
    /// In English.
    #[serde(deserialize_with = "written")]
    pub en: String,
}

impl Text {
    /// The text in `locale`.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Et => &self.et,
            Locale::En => &self.en,
        }
    }

    /// Several texts as one, language by language.
    #[must_use]
    pub fn join(texts: &[&Self], between: &str) -> Self {
        let in_one = |locale| texts.iter().map(|text| text.get(locale)).collect::<Vec<_>>().join(between);
        Self { et: in_one(Locale::Et), en: in_one(Locale::En) }
    }
}

/// Reads a text that is written as the shop would accept it from outside: not empty, trimmed, NFC.
fn written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match clean(&text, Kind::Line, MAX) {
        Ok(cleaned) if cleaned == text => Ok(text),
        Ok(_) => Err(D::Error::invalid_value(Unexpected::Str(&text), &"a trimmed text in NFC")),
        Err(fault) => Err(D::Error::custom(fault)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_needs_both_languages_and_no_other() {
        assert!(toml::from_str::<Text>("et = 'Koer'\nen = 'Dog'").is_ok());
        for wrong in ["et = 'Koer'", "et = 'Koer'\nen = ''", "et = ' Koer'\nen = 'Dog'", "et = 'Koer'\nen = 'Dog'\nfi = 'Koira'"]
        {
            assert!(toml::from_str::<Text>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn texts_are_joined_language_by_language() {
        let large = Text { et: "Suur".into(), en: "Large".into() };
        let red = Text { et: "Punane".into(), en: "Red".into() };

        assert_eq!(Text::join(&[&large, &red], " / ").get(Locale::En), "Large / Red");
    }
}
