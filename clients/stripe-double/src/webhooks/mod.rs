//! Webhooks: what happened, told to the shop.

pub(crate) mod delivery;
pub(crate) mod event;
mod post;
mod queue;
mod signature;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context;
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::ids::mint;
use crate::lock;
use crate::settings::Settings;
use crate::world::News;
use delivery::{Delivered, Delivery, Signing, Timing};
use event::Event;
pub(crate) use event::Origin;
use queue::Queue;

/// The webhooks of a double: how they are delivered, and what became of them.
#[derive(Clone, Debug)]
pub struct Webhooks(Arc<Office>);

#[derive(Debug)]
struct Office {
    settings: Settings,
    client: reqwest::Client,
    /// Everything is sent from the double's own threads, which do not end with somebody else's test.
    runtime: Handle,
    desk: Mutex<Desk>,
    wake: Notify,
    /// How many are to be delivered, or being so.
    open: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Desk {
    url: Option<String>,
    delivery: Delivery,
    events: Vec<Event>,
    delivered: Vec<Delivered>,
    queue: Queue,
    held: Vec<Event>,
}

impl Webhooks {
    pub(crate) fn new(settings: Settings, runtime: Handle) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        let desk = Mutex::new(Desk { url: settings.webhook_url.clone(), ..Desk::default() });
        let (open, _) = watch::channel(0);
        Ok(Self(Arc::new(Office { settings, client, runtime, desk, wake: Notify::new(), open })))
    }

    /// Sends them there from now on.
    pub fn send_to(&self, url: &str) {
        lock(&self.0.desk).url = Some(url.to_owned());
    }

    /// Changes how they are delivered.
    pub fn configure(&self, change: impl FnOnce(&mut Delivery)) {
        change(&mut lock(&self.0.desk).delivery);
    }

    /// Everything that has happened, delivered or not, the oldest first.
    #[must_use]
    pub fn list(&self) -> Vec<Event> {
        lock(&self.0.desk).events.clone()
    }

    /// Every try to deliver, the oldest first.
    #[must_use]
    pub fn delivered(&self) -> Vec<Delivered> {
        lock(&self.0.desk).delivered.clone()
    }

    /// Delivers what is held and hurries what waits, in the order that is set; returns once each was taken or given up.
    pub async fn deliver(&self) {
        let held = {
            let mut desk = lock(&self.0.desk);
            desk.queue.hurry(Instant::now());
            std::mem::take(&mut desk.held)
        };
        self.enqueue(held, Duration::ZERO);
        self.settled().await;
    }

    /// Waits until nothing is under way: what is not held was taken or given up.
    pub async fn settled(&self) {
        // The sender lives as long as this handle, so waiting cannot fail.
        let _ = self.0.open.subscribe().wait_for(|open| *open == 0).await;
    }

    /// Delivers an event once more; returns what the shop answered, if it did.
    pub async fn resend(&self, event: &str) -> anyhow::Result<Option<u16>> {
        let found = lock(&self.0.desk).events.iter().find(|one| one.id == event).cloned();
        let found = found.with_context(|| format!("no event {event}"))?;
        let office = Arc::clone(&self.0);
        Ok(self.0.runtime.spawn(async move { office.send(&found).await }).await?)
    }

    /// The right `Stripe-Signature` of a body that is sent at `at`, in seconds since 1970.
    #[must_use]
    pub fn sign(&self, body: &[u8], at: i64) -> String {
        signature::header(&self.0.settings.webhook_secret, body, at)
    }

    /// Tells what has happened; returns at once, unless it is to be delivered before the answer.
    pub(crate) async fn announce(&self, news: Vec<News>, origin: Origin) {
        let now = self.0.settings.clock.secs();
        let version = &self.0.settings.api_version;
        let events: Vec<_> = news.into_iter().map(|news| Event::new(mint("evt_", 24), now, version, (news, &origin))).collect();
        let (timing, sent) = {
            let mut desk = lock(&self.0.desk);
            desk.events.extend(events.iter().cloned());
            let sent = events.into_iter().filter(|event| desk.url.is_some() && !desk.delivery.loses(&event.kind));
            (desk.delivery.timing, sent.collect::<Vec<_>>())
        };
        match timing {
            Timing::Held => lock(&self.0.desk).held.extend(sent),
            Timing::After(pause) => self.enqueue(sent, pause),
            Timing::BeforeAnswer => self.deliver_at_once(sent).await,
        }
    }

    /// `Stripe-Signature` as it is to be, right or wrong; nothing where there is to be none.
    fn header(&self, signing: Signing, body: &[u8]) -> Option<String> {
        let settings = &self.0.settings;
        let (secret, now) = (&settings.webhook_secret, settings.clock.secs());
        match signing {
            Signing::Right => Some(self.sign(body, now)),
            Signing::Stale(secs) => Some(self.sign(body, now.saturating_sub(secs))),
            Signing::WrongSecret => Some(signature::header("whsec_of_somebody_else", body, now)),
            Signing::Rolled => {
                let old = signature::header("whsec_of_yesterday", body, now);
                Some(format!("{old},v1={}", signature::v1(secret, body, now)))
            }
            Signing::Missing => None,
        }
    }
}
