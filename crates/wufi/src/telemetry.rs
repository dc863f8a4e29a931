//! What Wufi says while it runs: events of `tracing`, on standard error.
//!
//! No event holds a secret, a body, an e-mail or postal address or a full IP
//! address, on any level. That is kept where events are written; here nothing
//! could tell one text from another.

use std::io::{self, IsTerminal};
use std::panic::{self, PanicHookInfo};

use anyhow::Context;
use tracing::{Dispatch, dispatcher, error};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{Log, LogFormat};

/// Begins to write events, and has panics written as events too.
///
/// Standard output stays free for what commands answer.
pub fn start(log: &Log) -> anyhow::Result<()> {
    let is_terminal = io::stderr().is_terminal();
    let subscriber = subscriber(log, is_terminal, io::stderr)?;
    dispatcher::set_global_default(subscriber).context("the log was started twice")?;
    panic::set_hook(Box::new(report_panic));
    Ok(())
}

fn subscriber<W>(log: &Log, is_terminal: bool, writer: W) -> anyhow::Result<Dispatch>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&log.filter).context("log.filter")?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    let is_human = match log.format {
        LogFormat::Auto => is_terminal,
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    Ok(if is_human {
        Dispatch::new(builder.with_ansi(is_terminal).with_target(false).finish())
    } else {
        Dispatch::new(builder.json().flatten_event(true).with_current_span(true).with_span_list(false).finish())
    })
}

/// Logs a panic as one line: the default hook's several lines would fall
/// between the records of a machine-read log.
fn report_panic(panic: &PanicHookInfo<'_>) {
    let reason = panic.payload_as_str().unwrap_or("no reason was given");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
    error!(panic.place = place, panic.thread = thread, "Panicked: {}", one_line(reason));
}

fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing::{debug, info, info_span};

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is written while `doing`.
    fn written(format: LogFormat, filter: &str, is_terminal: bool, doing: impl FnOnce()) -> String {
        let page = Page::default();
        let log = Log { format, filter: filter.to_owned() };
        let made = page.clone();
        dispatcher::with_default(&subscriber(&log, is_terminal, move || made.clone()).unwrap(), doing);
        let bytes = page.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_record_for_machines_is_one_json_object_a_line_whatever_is_in_it() {
        let page = written(LogFormat::Auto, "info", false, || {
            let _request = info_span!("request", request.id = "req_1").entered();
            info!(cart.id = "cart_1", "Two\nlines \u{1b}[31mred {{\"a\":1}}");
        });

        let record: serde_json::Value = serde_json::from_str(page.trim_end()).unwrap();
        assert_eq!(page.lines().count(), 1);
        assert_eq!(record["level"], "INFO");
        assert_eq!(record["cart.id"], "cart_1");
        assert_eq!(record["span"]["request.id"], "req_1");
        assert!(record["timestamp"].is_string());
    }

    #[test]
    fn the_format_follows_the_terminal_unless_it_is_set() {
        let says = || info!("Tere");
        let is_json = |page: &str| page.starts_with('{');

        assert!(is_json(&written(LogFormat::Auto, "info", false, says)));
        assert!(!is_json(&written(LogFormat::Auto, "info", true, says)));
        assert!(is_json(&written(LogFormat::Json, "info", true, says)));
        assert!(!is_json(&written(LogFormat::Human, "info", false, says)));
    }

    #[test]
    fn a_person_reads_no_raw_control_characters_of_a_value() {
        let page = written(LogFormat::Human, "info", false, || info!(shopper.name = "\u{1b}[31mMari", "Tere \u{1b}[31mMari"));
        assert!(!page.contains('\u{1b}'), "{page:?}");
    }

    #[test]
    fn the_filter_decides_what_is_written() {
        let says = || debug!("Peenhäälestus");

        assert!(written(LogFormat::Json, "info", false, says).is_empty());
        assert!(written(LogFormat::Json, "warn,wufi=debug", false, says).contains("Peenhäälestus"));
    }

    #[test]
    fn a_panic_is_one_error_record_with_its_place() {
        let page = written(LogFormat::Json, "info", false, || {
            panic::set_hook(Box::new(report_panic));
            let _ = panic::catch_unwind(|| panic!("left over:\n{}", 3));
            let _ = panic::take_hook();
        });

        let record: serde_json::Value = serde_json::from_str(page.trim_end()).unwrap();
        assert_eq!(record["level"], "ERROR");
        assert_eq!(record["message"], "Panicked: left over: 3");
        assert!(record["panic.place"].as_str().unwrap().contains("telemetry.rs"));
    }
}
