//! A text that must not be shown: a password, a token, a key.

use std::fmt;

use zeroize::Zeroizing;

/// A text that cannot be printed or serialised, and is wiped from memory when dropped.
///
/// Reading it takes a call of [`Secret::expose`], so a search for that word
/// finds every place where a secret leaves its wrapping.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps `text`.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for the one who needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_neither_its_text_nor_its_length() {
        let secret = Secret::new("saladus".to_owned());

        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "*** Some(***)");
        assert_eq!(secret.expose(), "saladus");
    }
}
