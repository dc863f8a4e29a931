//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wufi_domain::enforcement::Enforcement;
use wufi_domain::shop::Shop;
use wufi_flow::auth::Gate;
use wufi_flow::findings::Findings;
use wufi_flow::lookout::Lookout;
use wufi_flow::{Shelf, Till};
use wufi_store::Db;

use crate::cookies::CookieStyle;
use crate::errands::Errands;
use crate::health::Watch;
use crate::layer::limits::Rates;
use crate::meters::Meters;
use crate::origins::Origins;
use crate::press::Press;
use crate::routes;
use crate::wellknown::SecurityTxt;

/// What every handler can reach, in one place: a clone is one count, and each layer of each request makes one.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
#[derive(Clone, Debug)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// What lets people in.
    pub gate: Arc<Gate>,
    /// Where money is taken.
    pub till: Till,
    /// Whether cookies may do without TLS.
    pub cookies: CookieStyle,
    /// What happens to requests that somebody else's page sends.
    pub csrf: Enforcement,
    /// How often each class of requests may come.
    pub rates: Rates,
    /// Which web pages of other origins may call.
    pub origins: Arc<Origins>,
    /// Whom to tell about a hole.
    pub security_txt: Option<Arc<SecurityTxt>>,
    strangers: Arc<AtomicU64>,
    /// Where refusals are counted that may be an attack.
    pub lookout: Lookout,
    /// Whether orders, money and stock agreed when that was last looked at.
    pub findings: Findings,
    /// What goes on although whoever asked for it went away.
    pub errands: Errands,
    /// What is counted for whoever watches the shop.
    pub meters: Meters,
    /// What was written of the catalogue.
    pub(crate) press: Press,
    /// How the shop was when somebody last asked.
    pub(crate) watch: Watch,
    origin: Arc<str>,
    shelf: Arc<Shelf>,
}

impl App {
    /// Puts it together; whatever can be set is as strict as it is by itself.
    #[must_use]
    pub fn new(db: Db, shelf: Arc<Shelf>, gate: Arc<Gate>) -> Self {
        Self(Arc::new(Parts {
            rates: Rates::standard(db.clock().clone(), db.chance()),
            till: Till::new(db.clone(), gate.keys.clone()),
            db,
            shelf,
            gate,
            cookies: CookieStyle::Host,
            csrf: Enforcement::Enforce,
            origins: Arc::default(),
            strangers: Arc::default(),
            security_txt: None,
            lookout: Lookout::default(),
            findings: Findings::default(),
            errands: Errands::default(),
            meters: Meters::new(routes::table().iter().map(|route| route.path)),
            press: Press::default(),
            watch: Watch::default(),
            origin: Arc::default(),
        }))
    }

    /// The same with something changed, before it is shared.
    fn with(self, change: impl FnOnce(&mut Parts)) -> Self {
        let mut parts = Arc::unwrap_or_clone(self.0);
        change(&mut parts);
        Self(Arc::new(parts))
    }

    /// Says under which URL browsers reach it; without that, links stay as they are kept.
    #[must_use]
    pub fn at(self, public_url: &str) -> Self {
        self.with(|parts| parts.origin = public_url.trim_end_matches('/').into())
    }

    /// Says whether cookies may do without TLS: on a developer's machine.
    #[must_use]
    pub fn baking(self, cookies: CookieStyle) -> Self {
        self.with(|parts| parts.cookies = cookies)
    }

    /// Says what happens to requests that somebody else's page sends.
    #[must_use]
    pub fn guarding(self, csrf: Enforcement) -> Self {
        self.with(|parts| parts.csrf = csrf)
    }

    /// Says how often each class of requests may come.
    #[must_use]
    pub fn rated(self, rates: Rates) -> Self {
        self.with(|parts| parts.rates = rates)
    }

    /// Says which web pages of other origins may call.
    #[must_use]
    pub fn welcoming(self, origins: Origins) -> Self {
        self.with(|parts| parts.origins = Arc::new(origins))
    }

    /// Says where money is taken; without that, by hand alone.
    #[must_use]
    pub fn taking(self, till: Till) -> Self {
        self.with(|parts| parts.till = till)
    }

    /// Says whom to tell about a hole.
    #[must_use]
    pub fn telling(self, security_txt: SecurityTxt) -> Self {
        self.with(|parts| parts.security_txt = Some(Arc::new(security_txt)))
    }

    /// What stands before a path in a link, such as `https://api.wufi.ee`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Counts a request that somebody else's page sent and that was let through; how many there were since the start.
    pub(crate) fn count_stranger(&self) -> u64 {
        self.strangers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// How many requests of other pages were let through since the start because `csrf` only observes.
    #[must_use]
    pub fn strangers(&self) -> u64 {
        self.strangers.load(Ordering::Relaxed)
    }

    /// The shop as this node serves it.
    #[must_use]
    pub fn shop(&self) -> Arc<Shop> {
        self.shelf.shop()
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
