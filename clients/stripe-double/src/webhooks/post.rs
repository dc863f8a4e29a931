//! The sending of webhooks.

use std::sync::Arc;

use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep};

use super::delivery::{Copies, Delivered, Order};
use super::event::Event;
use super::queue::{Next, Waiting};
use super::{Office, Webhooks};
use crate::lock;

impl Webhooks {
    /// Delivers whatever is due, for as long as the double lives: one at a time, so that their order is what was set.
    pub(crate) async fn work(self) {
        loop {
            let next = {
                let mut desk = lock(&self.0.desk);
                let order = desk.delivery.order;
                desk.queue.next(order, Instant::now())
            };
            match next {
                Next::Deliver(waiting) => self.try_once(*waiting).await,
                Next::Wait(pause) => {
                    tokio::select! {
                        () = sleep(pause) => {}
                        () = self.0.wake.notified() => {}
                    }
                }
                Next::Nothing => self.0.wake.notified().await,
            }
        }
    }

    /// Puts events into the queue.
    pub(super) fn enqueue(&self, events: Vec<Event>, pause: Duration) {
        self.0.open.send_modify(|open| *open += events.len());
        let due = Instant::now() + pause;
        let mut desk = lock(&self.0.desk);
        for event in events {
            desk.queue.put(Waiting { event, due, tries: 0 });
        }
        drop(desk);
        self.0.wake.notify_one();
    }

    /// Delivers events past the queue, and waits for what the shop answers.
    ///
    /// Not by way of the queue: while the shop thinks it may call the double, and that call's own webhooks must not wait
    /// for this one's end.
    pub(super) async fn deliver_at_once(&self, mut events: Vec<Event>) {
        if lock(&self.0.desk).delivery.order == Order::NewestFirst {
            events.reverse();
        }
        self.0.open.send_modify(|open| *open += events.len());
        let webhooks = self.clone();
        let sending = self.0.runtime.spawn(async move {
            for event in events {
                webhooks.try_once(Waiting { event, due: Instant::now(), tries: 0 }).await;
            }
        });
        // It ends early only when the double does.
        let _ = sending.await;
    }

    /// Tries once; what was not taken waits for its next turn, or is given up.
    async fn try_once(&self, waiting: Waiting) {
        let (copies, retries, pause) = {
            let delivery = &lock(&self.0.desk).delivery;
            (delivery.copies, delivery.retries, delivery.retry_pause)
        };
        let is_taken = self.0.send_copies(&waiting.event, copies).await;
        if !is_taken && waiting.tries < retries {
            let again = Waiting { due: Instant::now() + pause, tries: waiting.tries + 1, ..waiting };
            lock(&self.0.desk).queue.put(again);
            self.0.wake.notify_one();
        } else {
            self.0.open.send_modify(|open| *open -= 1);
        }
    }
}

impl Office {
    /// Whether the shop took one of the copies.
    async fn send_copies(self: &Arc<Self>, event: &Event, copies: Copies) -> bool {
        let (count, at_once) = match copies {
            Copies::One => (1, false),
            Copies::InTurn(count) => (count, false),
            Copies::AtOnce(count) => (count, true),
        };
        let mut sending = JoinSet::new();
        let mut is_taken = false;
        for _ in 0..count {
            let (office, event) = (Arc::clone(self), event.clone());
            sending.spawn(async move { office.send(&event).await });
            if !at_once {
                is_taken |= join(&mut sending).await;
            }
        }
        while !sending.is_empty() {
            is_taken |= join(&mut sending).await;
        }
        is_taken
    }

    /// Sends it once; returns what the shop answered.
    pub(super) async fn send(self: &Arc<Self>, event: &Event) -> Option<u16> {
        let (url, signing, patience) = {
            let desk = lock(&self.desk);
            (desk.url.clone()?, desk.delivery.signing, desk.delivery.patience)
        };
        let body = event.body();
        let mut request = self.client.post(url).timeout(patience).header("content-type", "application/json; charset=utf-8");
        if let Some(header) = Webhooks(Arc::clone(self)).header(signing, body.as_bytes()) {
            request = request.header("stripe-signature", header);
        }
        let status = request.body(body).send().await.ok().map(|answer| answer.status().as_u16());
        lock(&self.desk).delivered.push(Delivered { event: event.id.clone(), kind: event.kind.clone(), status });
        status
    }
}

async fn join(sending: &mut JoinSet<Option<u16>>) -> bool {
    let status = sending.join_next().await.and_then(Result::ok).flatten();
    status.is_some_and(|status| (200..300).contains(&status))
}
