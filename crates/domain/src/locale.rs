//! The languages that Wufi speaks.

/// A language with a complete set of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Estonian.
    #[default]
    Et,
    /// English.
    En,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Et, Self::En];

    /// The language of a tag such as `et`, `en-US` or `EN_gb`; `None` when it is not one of ours.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// The best of an `Accept-Language` header (RFC 9110 §12.5.4), by its weights.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',').take(16) {
            let mut parts = range.split(';');
            let Some(locale) = parts.next().and_then(Self::parse) else { continue };
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok());
            let Some(weight) = weight.filter(|weight| *weight > 0.0 && *weight <= 1.0) else { continue };
            if best.is_none_or(|(held, _)| weight > held) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }

    /// The language as it is written in headers and in the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Et => "et",
            Self::En => "en",
        }
    }

    /// The tag with a country, as Medusa lists locales.
    #[must_use]
    pub const fn medusa_code(self) -> &'static str {
        match self {
            Self::Et => "et-EE",
            Self::En => "en-US",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Et => "Eesti",
            Self::En => "English",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_we_speak_is_taken() {
        assert_eq!(Locale::accepted("fi, en-GB;q=0.8, et;q=0.9"), Some(Locale::Et));
        assert_eq!(Locale::accepted("en;q=0, *"), None);
        assert_eq!(Locale::accepted("de"), None);
        assert_eq!(Locale::parse("ET-ee"), Some(Locale::Et));
        assert_eq!(Locale::parse(""), None);
    }
}
