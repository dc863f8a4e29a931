//! What waits to be delivered.

use tokio::time::{Duration, Instant};

use super::delivery::Order;
use super::event::Event;

/// What waits to be delivered, in the order in which it came.
#[derive(Debug, Default)]
pub(super) struct Queue(Vec<Waiting>);

/// An event that waits.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) event: Event,
    pub(super) due: Instant,
    /// How often it was tried.
    pub(super) tries: u32,
}

/// What is to be done now.
#[derive(Debug)]
pub(super) enum Next {
    Deliver(Box<Waiting>),
    Wait(Duration),
    Nothing,
}

impl Queue {
    pub(super) fn put(&mut self, waiting: Waiting) {
        self.0.push(waiting);
    }

    /// Nothing waits for its time any more.
    pub(super) fn hurry(&mut self, now: Instant) {
        for waiting in &mut self.0 {
            waiting.due = waiting.due.min(now);
        }
    }

    /// Takes what is to be delivered now.
    pub(super) fn next(&mut self, order: Order, now: Instant) -> Next {
        let Some((first, due)) = self.0.iter().map(|waiting| waiting.due).enumerate().min_by_key(|(_, due)| *due) else {
            return Next::Nothing;
        };
        if due > now {
            return Next::Wait(due - now);
        }
        Next::Deliver(Box::new(match order {
            Order::AsHappened => self.0.remove(first),
            // Whatever is newest overtakes what is due.
            Order::NewestFirst => self.0.remove(self.0.len().saturating_sub(1)),
        }))
    }
}
