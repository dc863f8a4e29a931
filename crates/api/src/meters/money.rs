//! What becomes of orders and their money, read when somebody looks.

use metrics::{Counter, Gauge};
use wufi_domain::audit::Event;
use wufi_flow::till::Calls;
use wufi_store::admin::invariants;

use super::families;
use super::make::Maker;
use crate::app::App;

/// The meters of the record, of Stripe and of what has to agree.
#[derive(Debug)]
pub(super) struct Money {
    /// In the order of [`Event::ALL`].
    recorded: Vec<Counter>,
    /// In the order of [`Calls::none`].
    stripe: Vec<Counter>,
    broken: Vec<(&'static str, Gauge)>,
    checked: Gauge,
}

impl Money {
    pub(super) fn new(make: &Maker) -> Self {
        let recorded = Event::ALL.iter().map(|event| make.counter(&families::RECORDED, &[("event", event.name())]));
        let stripe = Calls::none().into_iter().map(|calls| {
            let words = [("asked", calls.asked), ("result", calls.result)];
            make.counter(&families::STRIPE, &words)
        });
        let broken = invariants::names().map(|name| (name, make.gauge(&families::BROKEN, &[("invariant", name)])));
        Self {
            recorded: recorded.collect(),
            stripe: stripe.collect(),
            broken: broken.collect(),
            checked: make.gauge(&families::CHECKED, &[]),
        }
    }

    /// Sets them to how things are in `app` now.
    pub(super) fn read(&self, app: &App) {
        for (counter, (_, count)) in self.recorded.iter().zip(app.db.recorded()) {
            counter.absolute(count);
        }
        for (counter, calls) in self.stripe.iter().zip(app.till.calls()) {
            counter.absolute(calls.count);
        }
        let Some(found) = app.findings.last() else { return };
        for (name, gauge) in &self.broken {
            gauge.set(float(found.count(name)));
        }
        self.checked.set(float(found.at.millis() / 1_000));
    }
}

/// Exact up to the year 2106, and for any number of rows that a database holds in one table.
fn float(count: i64) -> f64 {
    f64::from(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}
