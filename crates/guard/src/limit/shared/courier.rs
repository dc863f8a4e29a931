//! The thread on which connections to Redis live.

use std::io;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinError;

/// A runtime of one thread for the connections alone.
///
/// On the runtime of the shop, a connection takes its turn among all requests: in a burst of some hundred
/// its answers would lie unread for longer than a request waits for them, and a Redis that is
/// well would be taken for one that is away.
pub(super) struct Courier(Option<Runtime>);

impl Courier {
    /// Starts the thread.
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("redis").enable_all().build()?;
        Ok(Self(Some(runtime)))
    }

    /// Does `work` on the thread; what it spawns stays there.
    ///
    /// # Errors
    /// When the work panicked.
    pub(super) async fn carry<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, JoinError> {
        match &self.0 {
            Some(runtime) => runtime.spawn(work).await,
            // Only while it is dropped.
            None => Ok(work.await),
        }
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        // Dropping a runtime waits for it, which nobody may do who runs on another.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
