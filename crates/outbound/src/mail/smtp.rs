//! Handing letters to a mail server (RFC 5321, submission by RFC 6409 and RFC 8314).

use std::error::Error;
use std::time::Duration;
use std::{fmt, io};

use lettre::Message;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::{ClientId, Extension};
use tokio::time::timeout;
use url::{Host, Url, form_urlencoded};

use super::{MailError, SetupError, Trouble, mailbox};
use crate::host::is_this_machine;

/// How long one address of the server is tried before the next.
const CONNECT: Duration = Duration::from_secs(5);

/// How long all may take until the letter is accepted; with [`GOODBYE`] 15 seconds.
const PATIENCE: Duration = Duration::from_secs(13);

/// How long the server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// Meanings of the codes that ask for a login or for encryption (RFC 4954 §6): about us, not about the letter.
const LOGIN_WANTED: [u16; 4] = [530, 534, 535, 538];

/// A mail server. A connection lives for one letter: few are sent, and an idle one breaks unseen.
#[derive(Clone)]
pub(super) struct Smtp {
    host: Host<String>,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
    patience: Duration,
}

/// How the way to the server is encrypted.
#[derive(Clone)]
enum Security {
    /// Not at all: the server is on this machine.
    Plain,
    /// By `STARTTLS`, without which nothing is sent.
    Upgraded(TlsParameters),
    /// From the first byte.
    Wrapped(TlsParameters),
}

impl Smtp {
    /// Reads the URL of a mail server; connects to nothing.
    pub(super) fn parse(text: &str) -> Result<Self, SetupError> {
        // The URL standard would leave these out in silence.
        if text.contains(|letter: char| letter.is_control() || letter.is_whitespace()) {
            return Err(SetupError::Url);
        }
        let url = Url::parse(text).map_err(|_| SetupError::Url)?;
        let host = Host::parse(url.host_str().unwrap_or_default()).map_err(|_| SetupError::Url)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(SetupError::Path);
        }

        let security = security(&url, &host)?;
        let usual = if matches!(security, Security::Wrapped(_)) { 465 } else { 587 };
        let port = url.port().unwrap_or(usual);
        Ok(Self { host, port, security, credentials: credentials(&url)?, patience: PATIENCE })
    }

    /// Hands a letter over, and says goodbye.
    pub(super) async fn deliver(&self, message: &Message) -> Result<(), MailError> {
        let handed = timeout(self.patience, self.hand_over(message)).await;
        let mut connection = handed.map_err(|_| MailError::Unreachable(Trouble::Silence))??;

        // The letter is accepted by now: how the server says goodbye changes nothing.
        let _ = timeout(GOODBYE.min(self.patience), connection.quit()).await;
        Ok(())
    }

    async fn hand_over(&self, message: &Message) -> Result<AsyncSmtpConnection, MailError> {
        let mut connection = self.connect().await.map_err(MailError::Unreachable)?;
        let server = connection.server_info();
        let carries_all = server.supports_feature(Extension::SmtpUtfEight) && server.supports_feature(Extension::EightBitMime);
        if !carries_all && !message.envelope().to().iter().all(mailbox::is_ascii) {
            return Err(MailError::Address);
        }

        let sent = connection.send(message.envelope(), &message.formatted()).await;
        sent.map_err(|error| refusal(&error))?;
        Ok(connection)
    }

    /// Connects, encrypts and logs in. A failure here is about the server or
    /// the settings, never about the letter: none loses it.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Trouble> {
        let me = ClientId::default();
        let wrapped = match &self.security {
            Security::Wrapped(tls) => Some(tls.clone()),
            Security::Plain | Security::Upgraded(_) => None,
        };
        let server = (bare(&self.host), self.port);
        let connected = AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &me, wrapped, None).await;
        let mut connection = connected.map_err(|error| trouble(&error))?;

        // Before the login: a password is never sent in the open to another machine.
        if let Security::Upgraded(tls) = &self.security {
            connection.starttls(tls.clone(), &me).await.map_err(|_| Trouble::Encryption)?;
        }
        if let Some(credentials) = &self.credentials {
            let taken = connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await;
            taken.map_err(|error| if error.is_permanent() || error.is_client() { Trouble::Login } else { trouble(&error) })?;
        }
        Ok(connection)
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.security {
            Security::Plain => "smtp (plain)",
            Security::Upgraded(_) => "smtp",
            Security::Wrapped(_) => "smtps",
        };
        write!(f, "{scheme} {}:{}", self.host, self.port)
    }
}

fn security(url: &Url, host: &Host<String>) -> Result<Security, SetupError> {
    let is_required = match url.query() {
        None => false,
        Some("tls=required") => true,
        Some(_) => return Err(SetupError::Parameter),
    };
    let tls = || TlsParameters::new(bare(host)).map_err(|_| SetupError::Tls);

    match url.scheme() {
        "smtps" => Ok(Security::Wrapped(tls()?)),
        "smtp" if !is_required && is_this_machine(host) => Ok(Security::Plain),
        "smtp" => Ok(Security::Upgraded(tls()?)),
        _ => Err(SetupError::Url),
    }
}

/// The host without the brackets that a URL puts round IPv6.
fn bare(host: &Host<String>) -> String {
    match host {
        Host::Domain(name) => name.clone(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, SetupError> {
    let user = decoded(url.username());
    let password = decoded(url.password().unwrap_or_default());
    if user.is_empty() && password.is_empty() {
        return Ok(None);
    }
    // AUTH PLAIN parts its fields with NUL (RFC 4616).
    let is_strange = |text: &str| text.is_empty() || text.contains(char::is_control);
    if is_strange(&user) || is_strange(&password) {
        return Err(SetupError::Credentials);
    }
    Ok(Some(Credentials::new(user, password)))
}

/// Undoes the percent-encoding of a part of a URL, in which `+`, `&` and `=` stand for themselves.
fn decoded(part: &str) -> String {
    let form = part.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(form.as_bytes()).next().map(|(text, _)| text.into_owned()).unwrap_or_default()
}

/// Why the server did not take the letter.
fn refusal(error: &SmtpError) -> MailError {
    match error.status().map(u16::from) {
        Some(code) if LOGIN_WANTED.contains(&code) => MailError::Unreachable(Trouble::Login),
        Some(code) if error.is_permanent() => MailError::Refused { code },
        _ => MailError::Unreachable(trouble(error)),
    }
}

/// What went wrong on the way. The server's words stay behind: they may repeat an address.
fn trouble(error: &SmtpError) -> Trouble {
    if let Some(code) = error.status() {
        return Trouble::Later { code: code.into() };
    }
    let mut source = error.source();
    while let Some(cause) = source {
        match cause.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::TimedOut) => return Trouble::Silence,
            // So the TLS library says that it does not trust the certificate.
            Some(io::ErrorKind::InvalidData) => return Trouble::Encryption,
            Some(_) | None => source = cause.source(),
        }
    }
    Trouble::Connection
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod url_tests;
