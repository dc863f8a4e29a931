//! Work that goes on although nobody waits for its answer any more.
//!
//! What a handler does ends with its connection: the future is dropped, and its unit of work undone. That is right
//! for a request that nobody can ask about again. One under an idempotency key is asked about again for exactly that
//! reason, so it is done to its end.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// The errands of a node. Clones share them; they end with the last of them.
#[derive(Clone, Debug, Default)]
pub struct Errands(Arc<Mutex<JoinSet<()>>>);

impl Errands {
    /// Does `work` to its end, also when whoever waits here goes away; `None` when it was broken off.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let (tell, told) = oneshot::channel();
        {
            let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            while running.try_join_next().is_some() {}
            running.spawn(async move {
                // Nobody may be listening any more.
                let _ = tell.send(work.await);
            });
        }
        told.await.ok()
    }

    /// Waits until all of it is done, and breaks off what is not after `grace`. Nothing new may come meanwhile.
    pub async fn end(&self, grace: Duration) {
        let mut running = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if timeout(grace, async { while running.join_next().await.is_some() {} }).await.is_err() {
            let open = running.len();
            tracing::warn!(errands.open = open, "Broke off {open} requests under idempotency keys that did not end in time");
            running.shutdown().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn work_is_done_although_whoever_waited_for_it_went_away() {
        let (errands, go, done) = (Errands::default(), Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
        let (started, has_started) = oneshot::channel();
        let work = {
            let (go, done) = (Arc::clone(&go), Arc::clone(&done));
            async move {
                started.send(()).unwrap();
                go.notified().await;
                done.fetch_add(1, Ordering::SeqCst)
            }
        };

        tokio::select! {
            _ = errands.run(work) => panic!("it has not even begun"),
            begun = has_started => begun.unwrap(),
        }
        go.notify_one();
        errands.end(Duration::from_secs(5)).await;

        assert_eq!(done.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn what_does_not_end_is_broken_off_when_the_program_ends() {
        let errands = Errands::default();
        let waiting = errands.run(std::future::pending::<()>());

        // In this order: what is not begun yet is not broken off.
        let (told, ()) = tokio::join!(biased; waiting, errands.end(Duration::from_millis(1)));

        assert!(told.is_none());
    }

    #[tokio::test]
    async fn what_is_done_is_not_kept() {
        let errands = Errands::default();
        for round in 0..100 {
            assert_eq!(errands.run(async move { round }).await, Some(round));
        }
        assert!(errands.0.lock().unwrap().len() <= 2);
    }
}
