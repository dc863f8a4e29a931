//! Text of the shop in its own language and others.

use crate::locale::Locale;

/// A text in the shop's own language, with its translations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    base: String,
    translations: Vec<(Locale, String)>,
}

impl Localized {
    /// A text with the translations that it has.
    #[must_use]
    pub fn new(base: String, translations: Vec<(Locale, String)>) -> Self {
        Self { base, translations }
    }

    /// The text in `locale`, or else in the shop's own language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        self.translations.iter().find(|(of, _)| *of == locale).map_or(&self.base, |(_, text)| text)
    }

    /// The text in the shop's own language.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The text in other languages.
    #[must_use]
    pub fn translations(&self) -> &[(Locale, String)] {
        &self.translations
    }

    /// Every version, the shop's own first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.base.as_str()).chain(self.translations.iter().map(|(_, text)| text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_translation_falls_back_to_the_shops_own_language() {
        let text = Localized::new("Koeratoit".into(), vec![(Locale::En, "Dog food".into())]);
        assert_eq!(text.get(Locale::En), "Dog food");
        assert_eq!(text.get(Locale::Et), "Koeratoit");
    }
}
