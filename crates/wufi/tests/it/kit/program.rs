//! The program itself, in a process that can be killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use super::server::{UNLIMITED, UNWATCHED};
use super::shopper::Shopper;

/// A `wufi serve` that runs; killed with this value.
pub(crate) struct Program {
    child: Child,
    /// Where it listens.
    pub(crate) url: String,
}

impl Program {
    /// Starts it in `folder` on a database, and reads where it listens.
    pub(crate) fn start(folder: &Path, database: &str) -> Self {
        Self::start_as(folder, database, &[UNLIMITED, UNWATCHED])
    }

    /// The same with these settings.
    pub(crate) fn start_as(folder: &Path, database: &str, settings: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wufi"))
            .arg("serve")
            .env_clear()
            .envs([("WUFI_DATABASE__URL", database), ("WUFI_SERVER__LISTEN", "127.0.0.1:0")])
            .envs(settings.iter().copied())
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("Wufi listens on ").unwrap_or_else(|| panic!("it said {line:?}")).to_owned();
        Self { child, url }
    }

    /// Somebody who comes by.
    pub(crate) fn shopper(&self, key: &str) -> Shopper {
        Shopper::new(&self.url, key)
    }

    /// Asks it to end, as `systemctl stop` does, and waits until it has; whether it went well.
    pub(crate) fn stop(&mut self) -> bool {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        self.child.wait().unwrap().success()
    }

    /// Kills it as `kill -9` does: it learns nothing of it.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
