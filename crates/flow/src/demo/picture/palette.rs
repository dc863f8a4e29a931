//! The colours of a picture.

use serde::Deserialize;

/// A set of colours that go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Palette {
    /// Purple red.
    Berry,
    /// Icy blue with a dark one.
    Frost,
    /// Yellow.
    Honey,
    /// Light green.
    Mint,
    /// Forest green.
    Moss,
    /// Violet.
    Plum,
    /// Pink.
    Rose,
    /// Brick red.
    Rust,
    /// Beige and brown.
    Sand,
    /// Deep blue green.
    Sea,
    /// Light blue.
    Sky,
}

/// What each colour is called in a template.
const NAMES: [&str; 7] = ["@back", "@halo", "@main", "@dark", "@light", "@accent", "@cream"];

impl Palette {
    /// Puts the colours where a template names them.
    pub(super) fn paint(self, template: &str) -> String {
        NAMES.iter().zip(self.colours()).fold(template.to_owned(), |text, (name, colour)| text.replace(name, colour))
    }

    /// The colours in the order of [`NAMES`].
    const fn colours(self) -> [&'static str; 7] {
        match self {
            Self::Berry => ["#fbeef1", "#f3d3dc", "#c2385d", "#6d1b36", "#e78aa3", "#f5b93f", "#fff9f2"],
            Self::Frost => ["#eef4f9", "#d3e3f0", "#3f6f9f", "#1f3b5c", "#9cc3e2", "#f08a4b", "#fbfdff"],
            Self::Honey => ["#fef6e4", "#fbe5b6", "#e9a020", "#7c4a0b", "#f8cf78", "#f6936b", "#fffaf0"],
            Self::Mint => ["#ebf7f1", "#c9ebda", "#3aa981", "#14563f", "#97dcbf", "#ffb84d", "#fbfffc"],
            Self::Moss => ["#f1f5e8", "#dbe6c3", "#62862f", "#31470f", "#a9c472", "#f0a63a", "#fffdf4"],
            Self::Plum => ["#f4effa", "#e0d3f1", "#7a54b8", "#3c2468", "#b79ce0", "#f6b74a", "#fdfaff"],
            Self::Rose => ["#fdf0f1", "#fad6da", "#ec7d8d", "#8a2f43", "#f8b6bf", "#7fcbc4", "#fffaf8"],
            Self::Rust => ["#fcf0ea", "#f7d6c6", "#d2552f", "#6f2413", "#f0a185", "#f3bd4d", "#fff8f0"],
            Self::Sand => ["#f8f3ea", "#eadcc3", "#b98a4e", "#5f4120", "#dcbb8b", "#7cc4bc", "#fffcf5"],
            Self::Sea => ["#e9f5f6", "#c5e4e7", "#1f8a97", "#0d4450", "#83c9d0", "#ff9f5a", "#fafeff"],
            Self::Sky => ["#ecf4fe", "#cfe2fb", "#4a8fe0", "#1d437c", "#a3c8f5", "#ffc145", "#fbfdff"],
        }
    }
}
