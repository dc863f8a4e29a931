//! The double as tests hold it.

use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::routing::any;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use crate::api::{self, call::Call};
use crate::card::Card;
use crate::charge::Charge;
use crate::fault::{Fault, Turn};
use crate::hook::When;
use crate::intent::Intent;
use crate::record::Recorded;
use crate::refund::Refund;
use crate::settings::Settings;
use crate::shared::Shared;
use crate::status::Status;
use crate::webhooks::Webhooks;
use crate::{control, listener, lock, outside};

/// How long dropping a double waits at most until no socket is open any more.
const STOPS_WITHIN: Duration = Duration::from_secs(5);

/// A running double. It stops listening when it is dropped.
///
/// It has threads of its own: a test may block on one of its own while the double answers somebody else.
#[derive(Debug)]
pub struct Double {
    shared: Arc<Shared>,
    url: String,
    stop: watch::Sender<bool>,
    ended: Mutex<Receiver<()>>,
    _threads: Threads,
}

/// The double's own threads, which end without being waited for: dropping a runtime inside of another is not allowed.
#[derive(Debug)]
struct Threads(Option<Runtime>);

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Double {
    /// Starts one.
    pub fn start(settings: Settings) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(settings.listen).with_context(|| format!("cannot listen on {}", settings.listen))?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("stripe-double").enable_all().build()?;
        let (handle, threads) = (runtime.handle().clone(), Threads(Some(runtime)));
        let shared = Arc::new(Shared::new(settings, url.clone(), handle.clone())?);

        let router = Router::new().route("/double/{*rest}", any(control::attend)).fallback(api::attend);
        let (stop, stopping) = watch::channel(false);
        let (ending, ended) = channel();
        handle.spawn(listener::serve(listener, router.with_state(Arc::clone(&shared)), stopping, ending));
        handle.spawn(shared.webhooks.clone().work());
        Ok(Self { shared, url, stop, ended: Mutex::new(ended), _threads: threads })
    }

    /// Where it is: `http://127.0.0.1:PORT`, as one gives it to a shop for `https://api.stripe.com`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How it was set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// An intent, as it is now.
    #[must_use]
    pub fn intent(&self, id: &str) -> Option<Intent> {
        lock(&self.shared.world).intents.get(id).cloned()
    }

    /// All intents, the oldest first.
    #[must_use]
    pub fn intents(&self) -> Vec<Intent> {
        lock(&self.shared.world).intents.values().cloned().collect()
    }

    /// All that banks were asked for, the oldest first.
    #[must_use]
    pub fn charges(&self) -> Vec<Charge> {
        lock(&self.shared.world).charges.values().cloned().collect()
    }

    /// The last charge of an intent.
    #[must_use]
    pub fn charge_of(&self, intent: &str) -> Option<Charge> {
        let world = lock(&self.shared.world);
        world.charges.get(world.intents.get(intent)?.latest_charge.as_ref()?).cloned()
    }

    /// All that was given back, the oldest first.
    #[must_use]
    pub fn refunds(&self) -> Vec<Refund> {
        lock(&self.shared.world).refunds.values().cloned().collect()
    }

    /// The calls that came, the oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<Recorded> {
        lock(&self.shared.calls).clone()
    }

    /// The calls of that kind, the oldest first.
    #[must_use]
    pub fn calls_of(&self, call: Call) -> Vec<Recorded> {
        lock(&self.shared.calls).iter().filter(|recorded| recorded.call == call).cloned().collect()
    }

    /// Its webhooks.
    #[must_use]
    pub fn webhooks(&self) -> Webhooks {
        self.shared.webhooks.clone()
    }

    /// Has a fault hit calls of that kind.
    pub fn fault(&self, call: Call, fault: Fault, turn: Turn) {
        self.shared.faults.plan(call, fault, turn);
    }

    /// Nothing goes wrong any more.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
    }

    /// Has `told` run in the midst of calls of that kind, with the id of the intent (of which a create has none before it is
    /// done). The call waits for it; other calls do not. A key that comes with the call is in use before, and kept after.
    /// A hook that holds the double itself keeps it alive until [`Self::clear_hooks`].
    pub fn hook(&self, call: Call, when: When, told: impl Fn(&str) + Send + Sync + 'static) {
        self.shared.hooks.add(call, when, told);
    }

    /// Nothing runs in the midst of calls any more.
    pub fn clear_hooks(&self) {
        self.shared.hooks.clear();
    }

    /// The shopper pays in their browser; returns what the intent has come to. A refusal of the bank is no error.
    pub async fn pay(&self, id: &str, card: Card) -> anyhow::Result<Status> {
        outside::pay_with(&self.shared, id, card).await?;
        self.status(id)
    }

    /// The shopper shows their bank who they are (3-D Secure), or fails to.
    pub async fn authenticate(&self, id: &str, succeed: bool) -> anyhow::Result<Status> {
        outside::authenticate(&self.shared, id, succeed).await?;
        self.status(id)
    }

    /// A bank that took its time decides.
    pub async fn settle(&self, id: &str, succeed: bool) -> anyhow::Result<Status> {
        outside::settle(&self.shared, id, succeed).await?;
        self.status(id)
    }

    /// Somebody takes what is held, or part of it, in the dashboard.
    pub async fn capture(&self, id: &str, amount: Option<i64>) -> anyhow::Result<()> {
        Ok(outside::capture(&self.shared, id, amount).await?)
    }

    /// Somebody cancels an intent in the dashboard.
    pub async fn cancel(&self, id: &str) -> anyhow::Result<()> {
        Ok(outside::cancel(&self.shared, id).await?)
    }

    /// The bank lets go what was held too long: cancelled, for the reason `automatic`.
    pub async fn expire(&self, id: &str) -> anyhow::Result<()> {
        Ok(outside::expire(&self.shared, id).await?)
    }

    /// Somebody gives money back in the dashboard; returns the refund's id.
    pub async fn refund(&self, id: &str, amount: Option<i64>) -> anyhow::Result<String> {
        Ok(outside::refund(&self.shared, id, amount).await?)
    }

    /// A refund that was under way arrives, or any refund comes back.
    pub async fn finish_refund(&self, refund: &str, succeed: bool) -> anyhow::Result<()> {
        Ok(outside::finish_refund(&self.shared, refund, succeed).await?)
    }

    /// The shopper goes to their bank about what was taken.
    pub async fn dispute(&self, id: &str) -> anyhow::Result<()> {
        Ok(outside::dispute(&self.shared, id).await?)
    }

    /// Changes what an intent says, behind everybody's back: no webhook tells of it.
    pub fn tamper(&self, id: &str, change: impl FnOnce(&mut Intent)) -> anyhow::Result<()> {
        Ok(outside::tamper(&self.shared, id, change)?)
    }

    /// Changes what a charge says, behind everybody's back.
    pub fn tamper_charge(&self, id: &str, change: impl FnOnce(&mut Charge)) -> anyhow::Result<()> {
        Ok(outside::tamper_charge(&self.shared, id, change)?)
    }

    /// Forgets an intent, as if it had never been.
    pub fn forget(&self, id: &str) -> anyhow::Result<()> {
        Ok(outside::forget(&self.shared, id)?)
    }

    fn status(&self, id: &str) -> anyhow::Result<Status> {
        Ok(self.intent(id).context("the intent was forgotten meanwhile")?.status)
    }
}

impl Drop for Double {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        // Nothing is ever sent: the other end goes with the last socket.
        let _ = lock(&self.ended).recv_timeout(STOPS_WITHIN);
    }
}
