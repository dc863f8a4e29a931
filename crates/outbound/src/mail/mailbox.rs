//! Addresses as the mail system writes them.

use lettre::Address;
use lettre::message::Mailbox;
use url::Host;
use wufi_domain::email::Email;
use wufi_domain::text;

/// The longest name before an address, in characters.
const NAME_MAX: usize = 100;

/// Reads `Wufi <pood@wufi.ee>` or `pood@wufi.ee`; `None` when it is neither.
///
/// The local part must be ASCII: answers to a sender that needs SMTPUTF8 would
/// not reach every shop.
pub(super) fn sender(text: &str) -> Option<Mailbox> {
    let text = text.trim();
    let (name, email) = match text.strip_suffix('>') {
        Some(open) => open.rsplit_once('<').map(|(name, email)| (name.trim(), email))?,
        None => ("", text),
    };
    let address = address(&Email::parse(email)?).filter(|address| address.user().is_ascii())?;

    let name = unquoted(name);
    if name.is_empty() {
        return Some(Mailbox::new(None, address));
    }
    let name = text::clean(name, text::Kind::Name, NAME_MAX).ok()?;
    Some(Mailbox::new(Some(name), address))
}

fn unquoted(name: &str) -> &str {
    name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name).trim()
}

/// The address with its domain in ASCII (RFC 5891); `None` when mail cannot have it.
///
/// It is parsed again although `Email` has parsed it once: this is the last
/// gate before the wire, and rows of a database can be edited.
pub(super) fn address(email: &Email) -> Option<Address> {
    let email = Email::parse(email.as_str()).filter(|parsed| parsed == email)?;
    let (local, domain) = email.as_str().split_once('@')?;
    // Some servers decode an encoded word (RFC 2047) even here, and then read another address.
    if local.contains("=?") {
        return None;
    }
    let Ok(Host::Domain(ascii)) = Host::parse(domain) else { return None };

    // A label that only looks foreign (full-width letters) would become
    // somebody else's ASCII domain: the letter would go to the look-alike's.
    let is_kept = |(label, ascii): (&str, &str)| if label.is_ascii() { label == ascii } else { ascii.starts_with("xn--") };
    let is_same = domain.split('.').count() == ascii.split('.').count() && domain.split('.').zip(ascii.split('.')).all(is_kept);
    if !is_same {
        return None;
    }
    Address::new(local, ascii).ok()
}

/// Whether the mail system can carry the address without SMTPUTF8 (RFC 6531).
pub(super) fn is_ascii(address: &Address) -> bool {
    address.user().is_ascii() && address.domain().is_ascii()
}
