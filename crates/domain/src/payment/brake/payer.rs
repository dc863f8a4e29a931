//! Who asks for a payment, as far as it changes the price.

use crate::moment::Moment;

/// Seconds after which an account is one that was not made for this attack, and a payment one that nobody took back.
const SETTLED_SECS: i64 = 86_400;

/// What is known of a customer's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// When it was made.
    pub created_at: Moment,
    /// When the first money came that the customer paid under this login, and that was neither given back whole nor disputed.
    pub paid_at: Option<Moment>,
}

/// Who asks for a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    /// Nobody in particular: a guest, and whoever is as free to mint.
    Stranger,
    /// A customer.
    Customer {
        /// When they gave the password that their credential stands for.
        proven_at: Option<Moment>,
    },
    /// A customer who paid for something long enough ago.
    Known {
        /// When they gave the password that their credential stands for.
        proven_at: Option<Moment>,
    },
}

impl Payer {
    /// Who the owner of that account is at `now`.
    ///
    /// Of an account that is younger than a day the password proves nothing: it was chosen in the midst of the attack.
    #[must_use]
    pub fn of(account: Option<Account>, proven_at: Option<Moment>, now: Moment) -> Self {
        let is_settled = |since: Moment| since.after_secs(SETTLED_SECS) <= now;
        match account {
            Some(account) if account.paid_at.is_some_and(is_settled) => Self::Known { proven_at },
            Some(account) if is_settled(account.created_at) => Self::Customer { proven_at },
            Some(_) | None => Self::Stranger,
        }
    }
}
