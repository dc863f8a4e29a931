//! What others count by themselves, read when somebody looks.

use metrics::{Counter, Gauge};
use wufi_flow::auth::Signals;
use wufi_flow::payment::Brake;
use wufi_guard::limit;

use super::families;
use super::make::Maker;
use crate::app::App;

/// The meters that are set when somebody looks.
#[derive(Debug)]
pub(super) struct Figures {
    degraded: Gauge,
    alone: Counter,
    buckets: Gauge,
    crowded: Counter,
    overflow: Counter,
    lookout: Gauge,
    signals: Vec<(&'static str, Counter)>,
    declines: Vec<(&'static str, Counter)>,
    brake: Vec<(&'static str, Counter)>,
    brake_secs: Gauge,
    queue: Gauge,
    queue_refused: Counter,
    resident: Gauge,
}

impl Figures {
    pub(super) fn new(make: &Maker) -> Self {
        let counter = |family| make.counter(family, &[]);
        let gauge = |family| make.gauge(family, &[]);
        let signals =
            Signals::default().counts().map(|(action, _)| (action, make.counter(&families::SIGNALS, &[("action", action)])));
        let brake = Brake::default();
        let declines = brake.declines().map(|(class, _)| (class, make.counter(&families::DECLINES, &[("class", class)])));
        let acts = brake.counts().map(|(act, _)| (act, make.counter(&families::BRAKE, &[("action", act)])));
        Self {
            declines: declines.into(),
            brake: acts.into(),
            brake_secs: gauge(&families::BRAKE_SECS),
            degraded: gauge(&families::DEGRADED),
            alone: counter(&families::ALONE),
            buckets: gauge(&families::BUCKETS),
            crowded: counter(&families::CROWDED),
            overflow: counter(&families::OVERFLOW),
            lookout: gauge(&families::LOOKOUT),
            signals: signals.into(),
            queue: gauge(&families::QUEUE),
            queue_refused: counter(&families::QUEUE_REFUSED),
            resident: gauge(&families::RESIDENT),
        }
    }

    /// Sets them to how things are in `app` now.
    pub(super) fn read(&self, app: &App) {
        let limiter = &app.rates.limiter;
        let figures = limiter.figures();
        self.degraded.set(if matches!(limiter.state(), limit::State::Degraded { .. }) { 1.0 } else { 0.0 });
        self.alone.absolute(figures.alone);
        self.buckets.set(number(figures.buckets));
        self.crowded.absolute(figures.crowded_out);

        self.overflow.absolute(app.lookout.overflow());
        self.lookout.set(number(app.lookout.waiting()));
        for ((_, counter), (_, count)) in self.signals.iter().zip(app.gate.signals.counts()) {
            counter.absolute(count);
        }
        let brake = app.till.brake();
        for ((_, counter), (_, count)) in self.declines.iter().zip(brake.declines()) {
            counter.absolute(count);
        }
        for ((_, counter), (_, count)) in self.brake.iter().zip(brake.counts()) {
            counter.absolute(count);
        }
        self.brake_secs.set(number(brake.shop_secs()));
        self.queue.set(number(app.gate.passwords.waiting()));
        self.queue_refused.absolute(app.gate.passwords.refused());
        if let Some(kib) = resident_kib() {
            self.resident.set(number(kib) * 1_024.0);
        }
    }
}

fn number(count: impl TryInto<u32>) -> f64 {
    f64::from(count.try_into().unwrap_or(u32::MAX))
}

/// Memory that this process has of the machine's, in KiB; unknown where the system has no such file.
fn resident_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
