//! Places in a call where tests have something done.

use std::fmt;
use std::sync::{Arc, Mutex};

use tokio::task::spawn_blocking;

use crate::api::call::Call;
use crate::lock;

/// Where in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The call is understood; nothing is done yet.
    Before,
    /// It is done; nobody has heard of it.
    After,
}

type Told = Arc<dyn Fn(&str) + Send + Sync>;

/// What tests have done.
#[derive(Default)]
pub(crate) struct Hooks(Mutex<Vec<(Call, When, Told)>>);

impl Hooks {
    pub(crate) fn add(&self, call: Call, when: When, told: impl Fn(&str) + Send + Sync + 'static) {
        lock(&self.0).push((call, when, Arc::new(told)));
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// Runs what is to be run here, and waits for it; returns whether all of it came to its end.
    pub(crate) async fn run(&self, call: Call, when: When, intent: &str) -> Result<(), Panicked> {
        let told: Vec<Told> = {
            let hooks = lock(&self.0);
            hooks.iter().filter(|(of, at, _)| (*of, *at) == (call, when)).map(|(_, _, told)| Arc::clone(told)).collect()
        };
        if told.is_empty() {
            return Ok(());
        }
        let intent = intent.to_owned();
        // It may wait for other calls, which must go on meanwhile.
        let ran = spawn_blocking(move || told.iter().for_each(|told| told(&intent))).await;
        ran.map_err(|_| Panicked)
    }
}

/// A hook has panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Hooks").field(&lock(&self.0).len()).finish()
    }
}
