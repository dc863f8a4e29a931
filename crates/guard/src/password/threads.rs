//! Threads that do nothing but hash passwords, and give way to everything else.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::argon::Memory;

/// A hash to be made, in a thread's memory.
pub(super) type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// By how much they give way, as `nice` has it: beside a busy thread they get a tenth of a core,
/// so that logins get slow on a busy machine, and do not stop.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// The threads; they end when this is dropped.
#[derive(Clone, Debug)]
pub(super) struct Threads(Sender<Job>);

impl Threads {
    /// Starts so many.
    pub(super) fn start(count: NonZeroUsize) -> Self {
        let (sender, jobs) = mpsc::channel();
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..count.get() {
            let jobs = Arc::clone(&jobs);
            // Without any of them a job is refused; with fewer than asked for, they are slower.
            let _ = thread::Builder::new().name("passwords".to_owned()).spawn(move || work(&jobs));
        }
        Self(sender)
    }

    /// Hands over a job, to be done in its turn; dropped when there is no thread.
    pub(super) fn hand_over(&self, job: Job) {
        let _ = self.0.send(job);
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    give_way();
    let mut memory = Memory::default();
    while let Some(job) = next(jobs) {
        // A panic ends the job, whose asker hears of it, and not the thread.
        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
    }
}

/// The next job; nothing when there will be none.
fn next(jobs: &Mutex<Receiver<Job>>) -> Option<Job> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Lowers this thread's priority, where a thread has one of its own: on other systems it is the process's.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICENESS);
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn as_many_work_at_once_as_were_started() {
        let threads = Threads::start(NonZeroUsize::new(2).unwrap());
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (pair, (done, all)) = (Arc::new(Barrier::new(2)), mpsc::channel());

        for _ in 0..12 {
            let (running, most, pair, done) = (Arc::clone(&running), Arc::clone(&most), Arc::clone(&pair), done.clone());
            threads.hand_over(Box::new(move |_| {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                // Each waits for another that works at the same time.
                pair.wait();
                running.fetch_sub(1, Ordering::SeqCst);
                done.send(()).unwrap();
            }));
        }

        assert_eq!(all.iter().take(12).count(), 12);
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn they_give_way_and_nobody_else_does() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let (before, (tell, told)) = (niceness(), mpsc::channel());

        Threads::start(NonZeroUsize::MIN).hand_over(Box::new(move |_| tell.send(niceness()).unwrap()));

        assert_eq!(told.recv().unwrap(), (before + NICENESS).min(19));
        assert_eq!(niceness(), before);
    }
}
