//! The end of the program: asked for by a signal, at once by the second.

use std::io;
use std::process;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;
use tracing::{info, warn};

/// Listens for SIGTERM and SIGINT from now on; the future is done at the first.
///
/// The first lets requests that have begun finish. The second, from a person
/// who will not wait, ends the process there and then: every unit of work is
/// either committed or undone by the database.
pub fn requested() -> io::Result<impl Future<Output = ()>> {
    listen(|| {
        warn!("Ending at once, as asked");
        process::exit(1);
    })
}

fn listen(at_second: impl FnOnce() + Send + 'static) -> io::Result<impl Future<Output = ()>> {
    let mut signals = Signals { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? };
    let (first, heard) = oneshot::channel();

    let watch = async move {
        let name = signals.next().await;
        info!(signal.name = name, "Finishing what has begun, as {name} asks; a second signal ends at once");
        let _ = first.send(());
        signals.next().await;
        at_second();
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "the second signal must be heard while the first one's work is still going on"
    )]
    tokio::spawn(watch);
    Ok(async move {
        let _ = heard.await;
    })
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rustix::process::{Signal, getpid, kill_process};
    use tokio::time::timeout;

    use super::*;

    const SOON: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn the_first_signal_asks_and_the_second_of_either_kind_insists() {
        let (insisted, insists) = oneshot::channel();
        let requested = listen(move || insisted.send(()).unwrap()).unwrap();
        let mut insists = Box::pin(insists);

        kill_process(getpid(), Signal::TERM).unwrap();
        timeout(SOON, requested).await.unwrap();
        assert!(timeout(Duration::from_millis(50), &mut insists).await.is_err(), "one signal does not insist");

        kill_process(getpid(), Signal::INT).unwrap();
        timeout(SOON, insists).await.unwrap().unwrap();
    }
}
