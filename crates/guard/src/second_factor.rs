//! The second factor of staff: codes that change every half minute (RFC 6238).

use totp_rs::{Algorithm, Builder, Secret as SharedSecret, Totp};
use wufi_domain::chance::Chance;
use wufi_domain::moment::Moment;

use crate::secret::Secret;

/// Digits of a code.
const DIGITS: u8 = 6;
/// Seconds that a code is shown.
const STEP_SECS: u64 = 30;
/// Steps before and after the current one whose codes count: clocks of phones are off a little (RFC 6238 §5.2).
const SKEW: u16 = 1;

/// A shared secret of 160 bits (RFC 4226 §4).
#[derive(Clone, Debug)]
pub struct SecondFactor(Secret);

impl SecondFactor {
    /// Makes one.
    #[must_use]
    pub fn fresh(chance: &Chance) -> Self {
        Self(Secret::new(SharedSecret::new_stack(chance.bytes::<20>()).to_base32()))
    }

    /// Takes one back by its text in base 32; none when it is no secret of ours.
    #[must_use]
    pub fn from_secret(secret: Secret) -> Option<Self> {
        SharedSecret::try_from_base32(secret.expose()).ok()?;
        Some(Self(secret))
    }

    /// The secret as an app takes it when it is typed: base 32.
    #[must_use]
    pub fn secret(&self) -> Secret {
        self.0.clone()
    }

    /// The secret as an app takes it from a picture: an `otpauth:` address.
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> Secret {
        // A colon parts the issuer from the account.
        let plain = |text: &str| text.replace(':', " ");
        let named = self.builder().map(|builder| builder.with_issuer(Some(plain(issuer))).with_account_name(plain(account)));
        let address = named.and_then(|builder| builder.build().ok()).and_then(|totp| totp.to_url().ok());
        Secret::new(address.unwrap_or_default())
    }

    /// The step of a code that is right around `now`; the caller refuses one that was used before.
    #[must_use]
    pub fn check(&self, now: Moment, typed: &str) -> Option<i64> {
        let is_code = typed.len() == usize::from(DIGITS) && typed.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code {
            return None;
        }
        let at = u64::try_from(now.secs()).ok()?;
        let step = self.totp()?.check(typed, at)?;
        i64::try_from(step).ok()
    }

    fn builder(&self) -> Option<Builder> {
        let shared = SharedSecret::try_from_base32(self.0.expose()).ok()?;
        let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(DIGITS).with_skew(SKEW);
        Some(builder.with_step_duration(STEP_SECS).with_secret(shared))
    }

    fn totp(&self) -> Option<Totp> {
        self.builder()?.build().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code of a moment, as an app shows it.
    fn shown(factor: &SecondFactor, now: Moment) -> String {
        factor.totp().unwrap().generate(u64::try_from(now.secs()).unwrap()).to_string()
    }

    /// RFC 6238 appendix B: the ASCII text `12345678901234567890`.
    fn standard() -> SecondFactor {
        SecondFactor::from_secret(Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into())).unwrap()
    }

    #[test]
    fn codes_are_the_standards() {
        // The last six of the eight digits that the standard shows.
        for (secs, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")] {
            let now = Moment::from_secs(secs);
            assert_eq!(shown(&standard(), now), code);
            assert_eq!(standard().check(now, code), Some(secs / 30));
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_one_late() {
        let shown_at = 1_234_567_890;
        for (late, taken) in [(-30, true), (0, true), (59, true), (60, false), (-31, false)] {
            let step = standard().check(Moment::from_secs(shown_at + late), "005924");
            assert_eq!(step.is_some(), taken, "{late}");
            assert!(step.is_none_or(|step| step == shown_at / 30), "the step is the code's own, not the moment's");
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        for wrong in ["", "00592", "0059240", "00592a", " 005924", "٠٠٥٩٢٤", "000000"] {
            assert_eq!(standard().check(Moment::from_secs(1_234_567_890), wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_fresh_one_comes_back_by_its_text_and_shows_nothing_when_printed() {
        let fresh = SecondFactor::fresh(&Chance::seeded(1));
        let back = SecondFactor::from_secret(fresh.secret()).unwrap();
        let now = Moment::from_secs(1_234_567_890);

        assert_eq!(back.check(now, &shown(&fresh, now)), Some(now.secs() / 30));
        assert!(!format!("{fresh:?}").contains(fresh.secret().expose()));
        assert!(fresh.uri("Wufi", "mari@wufi.ee").expose().starts_with("otpauth://totp/Wufi:mari%40wufi.ee?secret="));
    }

    #[test]
    fn nonsense_is_no_secret() {
        assert!(SecondFactor::from_secret(Secret::new("1!".into())).is_none());
    }
}
