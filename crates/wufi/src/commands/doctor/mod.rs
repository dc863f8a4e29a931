//! `wufi doctor`: is this installation sound?

mod cards;
mod check;
mod database;
mod environment;
mod files;
mod keys;
mod limits;
mod machine;
mod mail;
mod metrics;
mod sessions;
mod tls;

use serde_json::json;
use wufi_domain::moment::Clock;

use super::failure::{Exit, Failure};
use super::output::say;
use super::start::Start;
use crate::config::Config;

pub use check::{Check, Outcome};

const EXAMPLES: &str = "Examples:
  wufi doctor         look, and say how to mend what is wrong
  wufi doctor --json  {\"ok\",\"checks\":[{\"name\",\"outcome\",\"detail\",\"mend\"}]}

Exits with 1 when a check fails; a warning is no failure.";

/// Look whether this installation is sound: files, TLS, keys, sessions, cards, mail, metrics, clock, disk, limits, database.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// Does what the arguments say.
pub async fn run(args: Args, start: &Start, clock: &Clock) -> Result<Exit, Failure> {
    let config = start.config()?;
    let mut checks = installation(&config, clock);
    checks.extend(database::checks(&config).await);
    report(args, &checks)
}

/// Prints what was found; fails when a check did.
pub fn report(args: Args, checks: &[Check]) -> Result<Exit, Failure> {
    let is_sound = checks.iter().all(|check| check.outcome != Outcome::Fail);
    if args.json {
        say(&json!({ "ok": is_sound, "checks": checks }).to_string())?;
    } else {
        say(&checks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    }
    Ok(if is_sound { Exit::Done } else { Exit::Failed })
}

/// The checks that need no database.
#[must_use]
pub fn installation(config: &Config, clock: &Clock) -> Vec<Check> {
    let mut checks = vec![environment::public_url(config), environment::environment(config)];
    checks.extend(tls::certificate(config, clock.now()));
    checks.extend(files::secret_files(config));
    checks.push(keys::key_file(config, clock.now()));
    checks.push(sessions::policy(&config.sessions));
    checks.push(limits::rules(&config.limits));
    checks.extend(cards::brake(config));
    checks.push(mail::way(config));
    checks.push(metrics::listener(&config.server));
    checks.extend(machine::disk_space(config));
    checks.push(machine::clock(clock.now()));
    checks.push(machine::open_files());
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_no_failure_and_a_failure_is() {
        let args = Args { json: true };

        assert_eq!(report(args, &[Check::ok("a", ""), Check::warn("b", "", "")]).unwrap(), Exit::Done);
        assert_eq!(report(args, &[Check::ok("a", ""), Check::fail("b", "", "")]).unwrap(), Exit::Failed);
    }

    #[test]
    fn a_desk_with_nothing_configured_is_sound() {
        let config = Config::load(None, []).unwrap();

        let checks = installation(&config, &Clock::System);

        assert!(checks.iter().all(|check| check.outcome != Outcome::Fail), "{checks:?}");
        assert!(checks.iter().any(|check| check.name == "clock"));
    }
}
