//! What browsers run on.

/// Which system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Platform {
    /// Windows.
    Windows,
    /// macOS.
    MacOs,
    /// Linux on a desk.
    Linux,
    /// Android.
    Android,
    /// iOS and iPadOS.
    Ios,
    /// `ChromeOS`.
    ChromeOs,
    /// Something else, or nothing was said.
    Other,
}

/// What names a platform, the most telling first: Android says Linux too, and an iPhone says Mac OS X.
const MARKS: &[(Platform, &[&str])] = &[
    (Platform::Android, &["android"]),
    // A whole word: a library may be called axios. An iPad that asks for pages of a desk says Macintosh, and its browser tells.
    (Platform::Ios, &["iphone", "ipad", "ipod", " ios", "(ios", ";ios", "/ios", "crios/", "fxios/", "edgios/", "opios/"]),
    (Platform::Windows, &["windows"]),
    (Platform::ChromeOs, &["; cros "]),
    (Platform::MacOs, &["mac os x", "macintosh", "darwin"]),
    (Platform::Linux, &["linux", "x11"]),
];

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 7] = [Self::Windows, Self::MacOs, Self::Linux, Self::Android, Self::Ios, Self::ChromeOs, Self::Other];

    /// Reads the platform out of a user agent.
    pub(super) fn of(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let marked = |(_, marks): &&(Self, &[&str])| marks.iter().any(|mark| text.contains(mark));
        MARKS.iter().find(marked).map_or(Self::Other, |(platform, _)| *platform)
    }

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::MacOs => "macos",
            Self::Linux => "linux",
            Self::Android => "android",
            Self::Ios => "ios",
            Self::ChromeOs => "chromeos",
            Self::Other => "other",
        }
    }

    /// Reads a platform by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.name() == name)
    }

    /// What its owner knows it by.
    #[must_use]
    pub const fn title(self) -> Option<&'static str> {
        match self {
            Self::Windows => Some("Windows"),
            Self::MacOs => Some("macOS"),
            Self::Linux => Some("Linux"),
            Self::Android => Some("Android"),
            Self::Ios => Some("iOS"),
            Self::ChromeOs => Some("ChromeOS"),
            Self::Other => None,
        }
    }
}
