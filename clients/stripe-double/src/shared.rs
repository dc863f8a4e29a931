//! What the calls of a double share.

use std::sync::Mutex;

use tokio::runtime::Handle;

use crate::api::error::ApiError;
use crate::api::idempotency::Keys;
use crate::fault::Faults;
use crate::hook::Hooks;
use crate::lock;
use crate::record::Recorded;
use crate::settings::Settings;
use crate::webhooks::{Origin, Webhooks};
use crate::world::World;

/// What the calls of a double share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) world: Mutex<World>,
    pub(crate) keys: Keys,
    pub(crate) faults: Faults,
    pub(crate) hooks: Hooks,
    pub(crate) webhooks: Webhooks,
    pub(crate) calls: Mutex<Vec<Recorded>>,
}

impl Shared {
    pub(crate) fn new(settings: Settings, home: String, runtime: Handle) -> anyhow::Result<Self> {
        Ok(Self {
            world: Mutex::new(World::new(settings.clock.clone(), home, settings.is_live())),
            webhooks: Webhooks::new(settings.clone(), runtime)?,
            settings,
            keys: Keys::default(),
            faults: Faults::default(),
            hooks: Hooks::default(),
            calls: Mutex::default(),
        })
    }

    /// Puts a call on record; returns its number.
    pub(crate) fn record(&self, call: Recorded) -> usize {
        let mut calls = lock(&self.calls);
        calls.push(call);
        calls.len() - 1
    }

    /// Adds to what is on record of a call.
    pub(crate) fn note(&self, number: usize, what: impl FnOnce(&mut Recorded)) {
        if let Some(call) = lock(&self.calls).get_mut(number) {
            what(call);
        }
    }

    /// Has something happen that no call of the API asked for: in the dashboard, at a bank, in a browser.
    pub(crate) async fn happen<T>(&self, what: impl FnOnce(&mut World) -> Result<T, ApiError>) -> Result<T, ApiError> {
        let (result, news) = {
            let mut world = lock(&self.world);
            (what(&mut world), world.take_news())
        };
        self.webhooks.announce(news, Origin::default()).await;
        result
    }
}
