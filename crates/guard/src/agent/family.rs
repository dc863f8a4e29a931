//! Browsers and kinds of programs.

/// Which browser, or kind of program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Google Chrome and Chromium, on iOS too.
    Chrome,
    /// Microsoft Edge.
    Edge,
    /// Mozilla Firefox, on iOS too.
    Firefox,
    /// Apple Safari.
    Safari,
    /// Opera.
    Opera,
    /// Samsung's browser.
    SamsungInternet,
    /// An app on a phone, with its platform's own HTTP client.
    NativeApp,
    /// A program on a server, such as a storefront's.
    Server,
    /// A tool or a script.
    Script,
    /// Something else.
    Other,
    /// Nothing was said.
    None,
}

/// What names a family, the most telling first: Edge, Opera and Samsung say Chrome too, and Chrome says Safari.
const MARKS: &[(Family, &[&str])] = &[
    (
        Family::Script,
        &[
            "curl/",
            "wget/",
            "python-",
            "python/",
            "go-http-client",
            "okhttp-cli",
            "libwww-perl",
            "postmanruntime",
            "insomnia/",
            "httpie/",
            "powershell/",
            "ruby",
            "aiohttp",
            "scrapy",
            "java/",
            "headlesschrome",
            "phantomjs",
        ],
    ),
    (Family::Server, &["node", "undici", "axios/", "got (", "got/", "deno/", "bun/", "vercel", "php", "guzzlehttp"]),
    (Family::Edge, &["edg/", "edga/", "edgios/", "edge/"]),
    (Family::Opera, &["opr/", "opera", "opt/", "opios/"]),
    (Family::SamsungInternet, &["samsungbrowser/"]),
    (Family::Firefox, &["firefox/", "fxios/"]),
    (Family::Chrome, &["chrome/", "crios/", "chromium/"]),
    (Family::NativeApp, &["okhttp/", "cfnetwork/", "dalvik/", "alamofire/", "dart:io"]),
    (Family::Safari, &["safari/"]),
];

impl Family {
    /// Every family.
    pub const ALL: [Self; 11] = [
        Self::Chrome,
        Self::Edge,
        Self::Firefox,
        Self::Safari,
        Self::Opera,
        Self::SamsungInternet,
        Self::NativeApp,
        Self::Server,
        Self::Script,
        Self::Other,
        Self::None,
    ];

    /// Reads the family out of a user agent.
    pub(super) fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::None;
        }
        let text = text.to_ascii_lowercase();
        let marked = |(_, marks): &&(Self, &[&str])| marks.iter().any(|mark| text.contains(mark));
        MARKS.iter().find(marked).map_or(Self::Other, |(family, _)| *family)
    }

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Edge => "edge",
            Self::Firefox => "firefox",
            Self::Safari => "safari",
            Self::Opera => "opera",
            Self::SamsungInternet => "samsung_internet",
            Self::NativeApp => "native_app",
            Self::Server => "server",
            Self::Script => "script",
            Self::Other => "other",
            Self::None => "none",
        }
    }

    /// Reads a family by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }

    /// What its owner knows it by.
    #[must_use]
    pub const fn title(self) -> Option<&'static str> {
        match self {
            Self::Chrome => Some("Chrome"),
            Self::Edge => Some("Edge"),
            Self::Firefox => Some("Firefox"),
            Self::Safari => Some("Safari"),
            Self::Opera => Some("Opera"),
            Self::SamsungInternet => Some("Samsung Internet"),
            Self::NativeApp | Self::Server | Self::Script | Self::Other | Self::None => None,
        }
    }
}
