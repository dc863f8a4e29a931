//! The brake on card testing: declined tries are put down, and whoever asks for another payment pays their price.

mod charge;
mod hear;
mod watch;

pub(super) use charge::{charge, place};
pub(crate) use hear::hear_of;
pub(super) use hear::{Heard, hear, is_used_up};
pub use watch::watch;

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use wufi_domain::enforcement::Enforcement;
use wufi_domain::moment::Moment;
use wufi_domain::owner::Owner;
use wufi_domain::payment::DeclineClass;
use wufi_domain::payment::brake::{Declines, Payer, Rules};
use wufi_store::declines::{self, Asked, Place, Whose};
use wufi_store::{StoreError, Tx};

/// How hard the brake is, and what it did since the start of this process.
#[derive(Debug, Default)]
pub struct Brake {
    /// What happens to a payment that has a price.
    pub enforcement: Enforcement,
    /// What it costs.
    pub rules: Rules,
    figures: Figures,
}

#[derive(Debug, Default)]
struct Figures {
    waited: AtomicU64,
    stepped_up: AtomicU64,
    observed: AtomicU64,
    called_off: AtomicU64,
    shop_secs: AtomicI64,
    declines: [AtomicU64; DeclineClass::ALL.len()],
}

impl Brake {
    /// A brake with these rules.
    #[must_use]
    pub fn new(enforcement: Enforcement, rules: Rules) -> Self {
        Self { enforcement, rules, figures: Figures::default() }
    }

    /// How often each was done about a payment, by name.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, u64); 4] {
        let Figures { waited, stepped_up, observed, called_off, .. } = &self.figures;
        let count = |of: &AtomicU64| of.load(Ordering::Relaxed);
        [("wait", count(waited)), ("step_up", count(stepped_up)), ("call_off", count(called_off)), ("observe", count(observed))]
    }

    /// How many tries were declined, by kind.
    #[must_use]
    pub fn declines(&self) -> [(&'static str, u64); DeclineClass::ALL.len()] {
        let count = |class: DeclineClass| {
            let counted = self.figures.declines.iter().zip(DeclineClass::ALL).find(|(_, of)| *of == class);
            (class.word(), counted.map_or(0, |(count, _)| count.load(Ordering::Relaxed)))
        };
        DeclineClass::ALL.map(count)
    }

    /// Seconds that lay between two payments of a guest, shop-wide, when somebody last looked; 0 when all was quiet.
    #[must_use]
    pub fn shop_secs(&self) -> i64 {
        self.figures.shop_secs.load(Ordering::Relaxed)
    }

    fn is_off(&self) -> bool {
        self.enforcement == Enforcement::Off
    }

    fn note_declined(&self, class: DeclineClass) {
        if let Some((count, _)) = self.figures.declines.iter().zip(DeclineClass::ALL).find(|(_, of)| *of == class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn note_shop_secs(&self, secs: i64) {
        self.figures.shop_secs.store(secs, Ordering::Relaxed);
    }

    /// Whether something is done about a payment that is due for it; where the brake only looks on, it is counted and logged.
    fn does(&self, what: &'static str) -> bool {
        let Figures { waited, stepped_up, observed, called_off, .. } = &self.figures;
        let is_done = self.enforcement == Enforcement::Enforce;
        let count = match what {
            _ if !is_done => observed,
            STEP_UP => stepped_up,
            CALL_OFF => called_off,
            _ => waited,
        };
        let count = count.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        if !is_done {
            // An attack would fill the log: the metrics count it.
            tracing::debug!(brake.would = what, brake.count = count, "The brake would have acted on a payment: {what}");
        }
        is_done
    }
}

const WAIT: &str = "wait";
const STEP_UP: &str = "step_up";
const CALL_OFF: &str = "call_off";

/// Counts what was declined as far as it has to do with one payer and place. Without declines it is one statement.
async fn count(tx: &mut Tx, rules: &Rules, (whose, place): (&Whose, &Place)) -> Result<Declines, StoreError> {
    let declines = declines::count(tx, Asked { whose, place, most: rules.most() }).await?;
    let paid = if declines.shop >= rules.shop { declines::paid(tx).await? } else { 0 };
    Ok(Declines { paid, ..declines })
}

/// Who pays, as far as it changes the price.
async fn payer(tx: &mut Tx, owner: &Owner, proven_at: Option<Moment>) -> Result<Payer, StoreError> {
    let account = match owner {
        Owner::Customer(id) => declines::account(tx, id).await?,
        Owner::Guest(_) | Owner::Bearer => None,
    };
    Ok(Payer::of(account, proven_at, tx.now()))
}
