//! How long sessions live, how many there are, and what a change in them means.

/// What sets the defaults: our own storefronts, or unmodified ones made for Medusa.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Everything is asked for that security needs.
    #[default]
    Strict,
    /// Nothing that an unmodified Medusa storefront does not know of is asked for.
    Medusa,
}

/// What a change of browser or network inside a session leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is not looked at.
    Off,
    /// It is recorded and weighs nothing.
    Observe,
    /// It weighs: enough of it asks for the password before a payment.
    StepUp,
    /// It ends the session.
    Reject,
}

/// What a login does when the account has as many sessions as it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtLimit {
    /// It takes the place of the oldest.
    EndOldest,
    /// It is refused.
    RejectNew,
}

/// The shop's rules for sessions (OWASP ASVS 7.1.1 to 7.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What sets the defaults.
    pub profile: Profile,
    /// Seconds that an access token lives.
    pub access_secs: i64,
    /// Seconds that a refresh token lives unless it is used.
    pub refresh_secs: i64,
    /// Seconds after which a session ends however often it is renewed.
    pub absolute_secs: i64,
    /// Seconds in which a refresh token gets its successor again.
    pub grace_secs: i64,
    /// Sessions that an account has at once.
    pub max_concurrent: usize,
    /// What happens to one more.
    pub at_limit: AtLimit,
    /// What another browser means.
    pub fingerprint: Mode,
    /// What another network means.
    pub ip_binding: Mode,
    /// Seconds that a step-up is good for.
    pub step_up_window_secs: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            profile: Profile::Strict,
            access_secs: 1_800,
            refresh_secs: 604_800,
            absolute_secs: 2_592_000,
            grace_secs: 10,
            max_concurrent: 5,
            at_limit: AtLimit::EndOldest,
            fingerprint: Mode::StepUp,
            ip_binding: Mode::Observe,
            step_up_window_secs: 600,
        }
    }
}
