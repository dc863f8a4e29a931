//! Can the keys be used, by Wufi alone, and are they young?

use wufi_domain::moment::Moment;
use wufi_guard::keyring::{KeyFacts, KeyState, Keyring};

use super::check::Check;
use crate::config::Config;
use crate::keyfile::{KeyFile, Wrong};

const NAME: &str = "keys";
const DAY_SECS: i64 = 86_400;
/// Days after which a key has signed long enough: the less, the less is lost with it.
const OLD_DAYS: i64 = 180;

/// Is the key file there, for its owner alone, whole and not too old?
pub(super) fn key_file(config: &Config, now: Moment) -> Check {
    let file = KeyFile::at(&config.security.keys_file);
    match file.read() {
        Ok(keyring) => age(&keyring, now),
        Err(error) if matches!(error.wrong, Wrong::Missing) && !config.environment.is_production() => {
            Check::ok(NAME, format!("{} is made at the first start", error.path.display()))
        }
        Err(error) => Check::fail(NAME, error.to_string(), error.mend()),
    }
}

fn age(keyring: &Keyring, now: Moment) -> Check {
    let keys = keyring.listed(now);
    let Some(signing) = keys.iter().find(|key| key.state == KeyState::Signing) else {
        return Check::fail(NAME, "no key signs", "run `wufi keys rotate --overlap-secs 0`");
    };
    let days = days_since(signing, now);
    let detail = format!("{} of {} signs, for {days} days", signing.kid, keys.len());
    match days {
        ..0 => Check::fail(NAME, format!("{} signs only from {} on", signing.kid, signing.signs_from), "look at the clock"),
        0..OLD_DAYS => Check::ok(NAME, detail),
        _ => Check::warn(NAME, detail, "rotate twice a year: `wufi keys rotate`"),
    }
}

fn days_since(key: &KeyFacts, now: Moment) -> i64 {
    now.secs().saturating_sub(key.signs_from.secs()).div_euclid(DAY_SECS)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use wufi_domain::chance::Chance;

    use super::super::check::Outcome::{self, Fail, Ok, Warn};
    use super::*;

    const BEGUN: Moment = Moment::from_millis(1_795_000_000_123);

    fn config(keys: &Path, environment: &str) -> Config {
        let variables = [
            ("WUFI_SECURITY__KEYS_FILE", keys.to_str().unwrap()),
            ("WUFI_ENVIRONMENT", environment),
            ("WUFI_SERVER__PUBLIC_URL", "https://api.wufi.ee"),
        ];
        Config::load(None, variables.map(|(name, text)| (name.to_owned(), text.to_owned()))).unwrap()
    }

    #[test]
    fn a_file_that_is_not_there_is_made_on_a_desk_and_missed_in_production() {
        let nowhere = Path::new("/nonexistent/wufi.keys");

        assert_eq!(key_file(&config(nowhere, "development"), BEGUN).outcome, Ok);
        let missed = key_file(&config(nowhere, "production"), BEGUN);
        assert_eq!(missed.outcome, Fail);
        assert!(missed.mend.contains("wufi keys rotate"), "{missed}");
    }

    #[tokio::test]
    async fn keys_that_others_may_read_fail_and_old_ones_are_warned_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pood.keys");
        KeyFile::at(&path).read_or_make(BEGUN, &Chance::System).await.unwrap();
        let config = config(&path, "production");
        let outcome = |days| -> Outcome { key_file(&config, BEGUN.after_secs(days * DAY_SECS)).outcome };

        assert_eq!([outcome(0), outcome(179), outcome(180), outcome(-1)], [Ok, Ok, Warn, Fail]);
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        assert_eq!(outcome(0), Fail);
    }
}
