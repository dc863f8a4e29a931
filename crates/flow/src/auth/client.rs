//! Where a request comes from, as far as it tells.

use std::net::IpAddr;

use wufi_domain::ids::RequestId;
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;
use wufi_domain::session::{Context, network};
use wufi_guard::agent::{Agent, Platform};
use wufi_guard::keyring::{DigestPurpose, Keyring};
use wufi_guard::opaque_token::DeviceToken;

use super::gate::Gate;

/// A request to do with logins.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Where it comes from.
    pub client: Client,
    /// In which language its owner is written to.
    pub locale: Locale,
    /// Its id, for the audit log.
    pub request: Option<RequestId>,
}

/// Who speaks on the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The shopper's own program, or a proxy that says whose.
    Itself,
    /// A trusted storefront server that does not say for whom: its address and agent are nobody's.
    Storefront,
}

/// What the headers of a request say.
#[derive(Clone, Copy, Debug)]
pub struct Told<'t> {
    /// `User-Agent`.
    pub agent: Option<&'t str>,
    /// `Accept-Language`.
    pub language: Option<&'t str>,
    /// The device cookie.
    pub device: Option<&'t str>,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// Who speaks.
    pub speaker: Speaker,
    /// Whether it is a browser, which keeps cookies.
    pub is_browser: bool,
}

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// What sessions are compared by.
    pub context: Context,
    /// The client's address, where it is known.
    pub address: Option<IpAddr>,
    /// The device, when it brought a proof of ours.
    pub device: Option<DeviceToken>,
    /// Whether it is a browser, which keeps cookies.
    pub is_browser: bool,
    /// The browser and what it runs on, for its owner to read.
    agent: Option<Agent>,
}

impl Client {
    /// Reads what the headers say. What nobody vouches for is not known.
    #[must_use]
    pub fn of(gate: &Gate, now: Moment, told: &Told<'_>) -> Self {
        let keyring = gate.keys.current();
        let device = told.device.and_then(|text| DeviceToken::read(&keyring, now, text));
        let agent = Agent::read(told.agent);
        let itself = told.speaker == Speaker::Itself;
        let address = told.address.filter(|_| itself);

        let mut context = Context {
            fingerprint: String::new(),
            // To say nothing says something: every browser has a name, and a thief who leaves it out has another.
            family: Some(agent.family.name().to_owned()).filter(|_| itself),
            platform: Some(agent.platform.name().to_owned()).filter(|_| itself && agent.platform != Platform::Other),
            language: told.language.and_then(first_language).filter(|_| itself),
            device: device.as_ref().map(DeviceToken::digest),
            network: address.map(network),
        };
        context.fingerprint = fingerprint(&keyring, now, &context);
        let agent = itself.then_some(agent);
        Self { context, address, device, is_browser: told.is_browser, agent }
    }

    /// The browser and what it runs on, such as `Firefox, Linux`; none where nobody said.
    #[must_use]
    pub fn describe(&self) -> Option<String> {
        self.agent.and_then(Agent::describe)
    }

    /// The context as it will be once the device keeps the proof that it gets now.
    pub(super) fn context_with(&self, gate: &Gate, now: Moment, device: &DeviceToken) -> Context {
        let mut context = Context { device: Some(device.digest()), ..self.context.clone() };
        context.fingerprint = fingerprint(&gate.keys.current(), now, &context);
        context
    }
}

/// The keyed hash of what a session is compared by: without the key it says nothing about anybody.
fn fingerprint(keyring: &Keyring, now: Moment, context: &Context) -> String {
    let parts = [&context.family, &context.platform, &context.language, &context.device];
    let parts = parts.map(|part| part.as_deref().unwrap_or_default());
    keyring.digest(now, DigestPurpose::Fingerprint, &parts)
}

/// The primary subtag of the language that is asked for first.
fn first_language(header: &str) -> Option<String> {
    let first = header.split(',').next()?.split(';').next()?.trim();
    let primary = first.split('-').next()?;
    let fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    fits.then(|| primary.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_language_counts_and_only_its_primary_part() {
        assert_eq!(first_language("et-EE,et;q=0.9,en;q=0.8"), Some("et".into()));
        assert_eq!(first_language("EN;q=0.5"), Some("en".into()));
        for nothing in ["", "*", "x", "abcdefgh", "1234", "é,et"] {
            assert_eq!(first_language(nothing), None, "{nothing}");
        }
    }
}
