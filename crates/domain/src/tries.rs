//! How many tries at a password an account takes, and how long the next has to wait.

use crate::moment::Moment;

/// Tries that cost no waiting.
pub const FREE: i64 = 5;
/// The longest wait, in seconds: 96 tries a day, below the 100 in a row of NIST SP 800-63B-4 §3.2.2.
pub const LONGEST_SECS: i64 = 900;
/// Seconds after the last failure in which all are forgotten.
pub const FORGOTTEN_SECS: i64 = 86_400;
/// Failures after which the owner is told.
pub const NOTICED: i64 = 10;

/// When the next try is taken after `failures` of which the last was at `last_at`; `None`: at once, whatever a clock says.
///
/// The wait doubles, so that guessing ends without locking anybody out: who knows the password
/// gets in after the wait, and a device that was logged in from is counted apart
/// (OWASP ASVS 6.1.1, 6.3.1).
#[must_use]
pub fn next_at(failures: i64, last_at: Moment) -> Option<Moment> {
    let beyond = failures.saturating_sub(FREE);
    let doublings = u32::try_from(beyond.clamp(0, 20)).unwrap_or(20);
    (beyond >= 0).then(|| last_at.after_secs((1_i64 << doublings).min(LONGEST_SECS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(failures: i64) -> Option<i64> {
        next_at(failures, Moment::from_millis(0)).map(Moment::secs)
    }

    #[test]
    fn the_first_tries_wait_for_nothing_and_the_later_ones_twice_as_long_each() {
        let waits: Vec<Option<i64>> = (0..9).map(wait).collect();
        assert_eq!(waits, [None, None, None, None, None, Some(1), Some(2), Some(4), Some(8)]);
    }

    #[test]
    fn nobody_waits_longer_than_a_quarter_of_an_hour() {
        assert_eq!(wait(15), Some(LONGEST_SECS));
        assert_eq!(wait(1_000), Some(LONGEST_SECS));
        assert_eq!(wait(i64::MAX), Some(LONGEST_SECS));
    }
}
