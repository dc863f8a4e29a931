//! The seal on a payment: what the shop wrote on it was written by the shop.
//!
//! `v1.<kid>.<revision>.<MAC>` stands in the metadata of an intent at the provider. The MAC covers for which session,
//! cart and owner it is and over how much, so an intent that somebody else made or edited, there or with another program's
//! key, carries none that holds; neither does one whose row in the database was edited by whoever has no key.

use aws_lc_rs::constant_time;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wufi_domain::ids::{CartId, Id, PaymentSessionId};
use wufi_domain::moment::Moment;
use wufi_domain::money::{Amount, Currency};
use wufi_domain::owner::Owner;

use crate::keyring::{Key, Keyring};

/// What such a seal begins with.
const VERSION: &str = "v1";
/// What its MAC is made for.
const PURPOSE: &str = "payment-seal";
/// The most bytes of one; ours have some 70.
const MAX_BYTES: usize = 160;

/// What a payment is for, and how much it is over.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'f> {
    /// The payment session.
    pub session: &'f PaymentSessionId,
    /// The cart.
    pub cart: &'f CartId,
    /// Whose the cart is.
    pub owner: &'f Owner,
    /// How much.
    pub amount: Amount,
    /// In what.
    pub currency: Currency,
}

impl Sealed<'_> {
    /// Writes the seal; the same facts and the same `revision` give the same one, for as long as one key signs.
    #[must_use]
    pub fn seal(&self, keyring: &Keyring, now: Moment, revision: i64) -> String {
        let key = keyring.signing(now);
        let revision = revision.to_string();
        format!("{VERSION}.{}.{revision}.{}", key.kid(), self.mac(key, &revision))
    }

    /// Whether `seal` was made over these facts, by a key that still reads.
    #[must_use]
    pub fn holds(&self, keyring: &Keyring, now: Moment, seal: &str) -> bool {
        let Some([kid, revision, mac]) = parts(seal) else { return false };
        let Some(key) = keyring.reading(now, kid) else { return false };
        constant_time::verify_slices_are_equal(self.mac(key, revision).as_bytes(), mac.as_bytes()).is_ok()
    }

    fn mac(&self, key: &Key, revision: &str) -> String {
        let amount = self.amount.minor().to_string();
        let facts = [
            VERSION,
            key.kid(),
            revision,
            self.session.as_str(),
            self.cart.as_str(),
            self.owner.kind(),
            self.owner.reference(),
            &amount,
            self.currency.code(),
        ];
        URL_SAFE_NO_PAD.encode(key.mac(PURPOSE, &facts))
    }
}

/// The key's id, the revision and the MAC.
fn parts(seal: &str) -> Option<[&str; 3]> {
    if seal.len() > MAX_BYTES {
        return None;
    }
    let rest = seal.strip_prefix(VERSION)?.strip_prefix('.')?;
    rest.split('.').collect::<Vec<_>>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use wufi_domain::chance::Chance;
    use wufi_domain::ids::CustomerId;

    use super::*;
    use crate::signed_token::forge;

    fn session(last: char) -> PaymentSessionId {
        PaymentSessionId::stored(format!("payses_0000000000000000000000000{last}"))
    }

    fn cart(last: char) -> CartId {
        CartId::stored(format!("cart_0000000000000000000000000{last}"))
    }

    #[test]
    fn a_seal_holds_over_its_own_facts_and_no_others() {
        let ring = forge::keyring();
        let (sessions, carts) = ([session('1'), session('2')], [cart('1'), cart('2')]);
        let owners = [Owner::Bearer, Owner::Guest("a".into()), Owner::Customer(CustomerId::stored("a".into()))];
        let mut all = Vec::new();
        for session in &sessions {
            for cart in &carts {
                for owner in &owners {
                    for minor in [1, 11] {
                        for currency in ["eur", "jpy"] {
                            let (amount, currency) = (Amount::new(minor).unwrap(), Currency::new(currency).unwrap());
                            all.push(Sealed { session, cart, owner, amount, currency });
                        }
                    }
                }
            }
        }
        for (at, facts) in all.iter().enumerate() {
            let seal = facts.seal(&ring, forge::after(0), 7);
            for (other, others) in all.iter().enumerate() {
                assert_eq!(others.holds(&ring, forge::after(0), &seal), at == other, "{facts:?} and {others:?}");
            }
        }
    }

    #[test]
    fn a_seal_of_another_shop_or_with_another_revision_does_not_hold() {
        let ring = forge::keyring();
        let (session, cart, owner) = (session('1'), cart('1'), Owner::Bearer);
        let facts =
            Sealed { session: &session, cart: &cart, owner: &owner, amount: Amount::new(5).unwrap(), currency: Currency::EUR };
        let seal = facts.seal(&ring, forge::after(0), 7);

        assert!(!facts.holds(&Keyring::generate(forge::after(0), &Chance::System), forge::after(0), &seal));
        assert!(!facts.holds(&ring, forge::after(0), &seal.replace(".7.", ".8.")));
        for wrong in ["", "v1", "v1...", "v2.a.7.b", &seal.repeat(9), &seal[..seal.len() - 1]] {
            assert!(!facts.holds(&ring, forge::after(0), wrong), "{wrong}");
        }
    }
}
