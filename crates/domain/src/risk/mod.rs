//! Suspicion: signals with published weights, a score, and what follows from it.
//!
//! Every decision can be explained by what it was made of (OWASP ASVS 8.1.4, 8.2.4).
//! The weights stand in `docs/API.md` as well; a test holds the two together.

use serde::Serialize;
use serde_json::{Value, json};

use crate::session::Profile;

/// Something about a login that thieves do more often than owners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// A login from a device that the account was never used on.
    NewDevice,
    /// Another network than the session began in.
    NetworkChanged,
    /// Another language than the session began with.
    LanguageChanged,
    /// Another operating system than the session began on.
    PlatformChanged,
    /// Another browser than the session began in.
    FamilyChanged,
    /// Another device's proof than the session began with.
    DeviceChanged,
    /// A refresh token came again after its successor was used.
    RefreshReuse,
    /// A login that succeeded after many that failed; the value counts those.
    FailuresThenSuccess,
    /// Many accounts were tried from the address; the value counts them.
    ManyAccountsFromAddress,
    /// The account was tried from many addresses; the value counts them.
    ManyAddressesOnAccount,
    /// The session asked for many ids that are nothing of its owner's; the value counts them.
    UnknownIds,
    /// Payments that its customer began were declined; the value counts the tries.
    DeclinedPayments,
}

impl Signal {
    /// Every signal, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::NewDevice,
        Self::NetworkChanged,
        Self::LanguageChanged,
        Self::PlatformChanged,
        Self::FamilyChanged,
        Self::DeviceChanged,
        Self::RefreshReuse,
        Self::FailuresThenSuccess,
        Self::ManyAccountsFromAddress,
        Self::ManyAddressesOnAccount,
        Self::UnknownIds,
        Self::DeclinedPayments,
    ];

    /// The name in decisions.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewDevice => "new_device",
            Self::NetworkChanged => "network_changed",
            Self::LanguageChanged => "language_changed",
            Self::PlatformChanged => "platform_changed",
            Self::FamilyChanged => "family_changed",
            Self::DeviceChanged => "device_changed",
            Self::RefreshReuse => "refresh_reuse",
            Self::FailuresThenSuccess => "failures_then_success",
            Self::ManyAccountsFromAddress => "many_accounts_from_address",
            Self::ManyAddressesOnAccount => "many_addresses_on_account",
            Self::UnknownIds => "unknown_ids",
            Self::DeclinedPayments => "declined_payments",
        }
    }

    /// How much it weighs.
    #[must_use]
    pub const fn weight(self) -> i64 {
        match self {
            Self::LanguageChanged => 5,
            Self::ManyAccountsFromAddress | Self::ManyAddressesOnAccount => 15,
            Self::NewDevice => 20,
            Self::FailuresThenSuccess => 25,
            Self::DeviceChanged => 30,
            Self::NetworkChanged | Self::PlatformChanged | Self::UnknownIds | Self::DeclinedPayments => 40,
            Self::FamilyChanged => 50,
            Self::RefreshReuse => 100,
        }
    }

    /// From which value on it is seen.
    #[must_use]
    pub const fn from(self) -> i64 {
        match self {
            Self::FailuresThenSuccess | Self::ManyAccountsFromAddress | Self::ManyAddressesOnAccount => 5,
            Self::UnknownIds => 20,
            Self::DeclinedPayments => 4,
            Self::NewDevice
            | Self::NetworkChanged
            | Self::LanguageChanged
            | Self::PlatformChanged
            | Self::FamilyChanged
            | Self::DeviceChanged
            | Self::RefreshReuse => 1,
        }
    }

    /// The signal with its full weight.
    #[must_use]
    pub const fn seen(self, value: i64) -> Seen {
        Seen { signal: self, value, weight: self.weight() }
    }

    /// The signal where the shop only watches: it is recorded and weighs nothing.
    #[must_use]
    pub const fn observed(self, value: i64) -> Seen {
        Seen { signal: self, value, weight: 0 }
    }

    /// The signal when `value` is enough of it.
    #[must_use]
    pub fn counted(self, value: i64) -> Option<Seen> {
        (value >= self.from()).then(|| self.seen(value))
    }

    /// Whether the strictest modes end a session over it.
    pub(crate) const fn is_rejected(self) -> bool {
        matches!(self, Self::FamilyChanged | Self::PlatformChanged | Self::NetworkChanged)
    }
}

/// A signal that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub signal: Signal,
    /// How much of it there was.
    pub value: i64,
    /// How much it weighed.
    pub weight: i64,
}

/// What follows from a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is on record.
    Observe,
    /// The owner is told by mail.
    Notify,
    /// The password is asked for before a payment or a change of credentials.
    StepUp,
    /// The session ends.
    End,
}

impl Action {
    /// Every action, mildest first.
    pub const ALL: [Self; 4] = [Self::Observe, Self::Notify, Self::StepUp, Self::End];

    /// From which score on it follows.
    #[must_use]
    pub const fn from(self) -> i64 {
        match self {
            Self::Observe => 0,
            Self::Notify => 20,
            Self::StepUp => 40,
            Self::End => 100,
        }
    }

    /// The name in decisions.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Observe => "observe",
            Self::Notify => "notify",
            Self::StepUp => "step_up",
            Self::End => "end",
        }
    }
}

/// What was decided, and out of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The signals that were seen.
    pub seen: Vec<Seen>,
    /// The sum of their weights.
    pub score: i64,
    /// What follows.
    pub action: Action,
}

impl Decision {
    /// Weighs what was seen. Where the profile never asks for a step-up, the owner is told instead.
    #[must_use]
    pub fn weigh(seen: Vec<Seen>, profile: Profile) -> Self {
        let score = seen.iter().map(|seen| seen.weight).sum();
        let reached = Action::ALL.into_iter().rev().find(|action| score >= action.from());
        let action = match reached.unwrap_or(Action::Observe) {
            Action::StepUp if profile == Profile::Medusa => Action::Notify,
            action => action,
        };
        Self { seen, score, action }
    }

    /// The decision as it is put on record: every signal with its value and weight.
    #[must_use]
    pub fn facts(&self) -> Value {
        let seen = |seen: &Seen| json!({ "signal": seen.signal.name(), "value": seen.value, "weight": seen.weight });
        json!({ "score": self.score, "action": self.action, "signals": self.seen.iter().map(seen).collect::<Vec<_>>() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(signals: &[Signal]) -> Action {
        Decision::weigh(signals.iter().map(|signal| signal.seen(1)).collect(), Profile::Strict).action
    }

    #[test]
    fn scores_lead_to_actions_at_their_thresholds() {
        assert_eq!(decide(&[]), Action::Observe);
        assert_eq!(decide(&[Signal::LanguageChanged]), Action::Observe);
        assert_eq!(decide(&[Signal::NewDevice]), Action::Notify);
        assert_eq!(decide(&[Signal::NewDevice, Signal::FailuresThenSuccess]), Action::StepUp);
        assert_eq!(decide(&[Signal::FamilyChanged]), Action::StepUp);
        assert_eq!(decide(&[Signal::FamilyChanged, Signal::PlatformChanged]), Action::StepUp);
        assert_eq!(decide(&[Signal::FamilyChanged, Signal::PlatformChanged, Signal::DeviceChanged]), Action::End);
        assert_eq!(decide(&[Signal::RefreshReuse]), Action::End);
    }

    #[test]
    fn the_medusa_profile_tells_the_owner_where_the_strict_one_asks_and_ends_all_the_same() {
        let weigh = |signal: Signal| Decision::weigh(vec![signal.seen(1)], Profile::Medusa).action;

        assert_eq!(weigh(Signal::FamilyChanged), Action::Notify);
        assert_eq!(weigh(Signal::RefreshReuse), Action::End);
    }

    #[test]
    fn what_is_only_observed_weighs_nothing_and_is_still_told() {
        let decision = Decision::weigh(vec![Signal::NetworkChanged.observed(1)], Profile::Strict);

        assert_eq!(decision.action, Action::Observe);
        assert_eq!(decision.facts()["signals"][0], json!({ "signal": "network_changed", "value": 1, "weight": 0 }));
    }

    #[test]
    fn a_count_below_its_least_is_no_signal() {
        assert_eq!(Signal::FailuresThenSuccess.counted(4), None);
        assert_eq!(Signal::FailuresThenSuccess.counted(5), Some(Signal::FailuresThenSuccess.seen(5)));
    }

    #[test]
    fn the_weights_and_thresholds_are_published_as_they_are() {
        let page = include_str!("../../../../docs/API.md");
        for signal in Signal::ALL {
            let line = format!("| `{}` | {} | {} |", signal.name(), signal.weight(), signal.from());
            assert!(page.contains(&line), "docs/API.md lacks {line}");
        }
        for action in Action::ALL {
            let line = format!("| {} | `{}` |", action.from(), action.name());
            assert!(page.contains(&line), "docs/API.md lacks {line}");
        }
    }

    #[test]
    fn a_decision_names_its_signals_values_and_weights() {
        let decision = Decision::weigh(vec![Signal::NewDevice.seen(1), Signal::FailuresThenSuccess.seen(7)], Profile::Strict);

        assert_eq!(
            decision.facts(),
            json!({
                "score": 45,
                "action": "step_up",
                "signals": [
                    { "signal": "new_device", "value": 1, "weight": 20 },
                    { "signal": "failures_then_success", "value": 7, "weight": 25 },
                ],
            })
        );
    }
}
