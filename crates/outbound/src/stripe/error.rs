//! What may come of a call that did not work.

/// Why Stripe did not do what it was asked. None holds a key or a sentence of the other side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StripeError {
    /// Nothing is known about the effect: it may have happened. The same call under the same key finds out,
    /// but for [`Trouble::Kept`].
    #[error("what became of it is not known: {0}")]
    Unavailable(Trouble),
    /// The intent is not, or no longer, in a state for it; look at it again. Nothing happened.
    #[error("the intent is not in a state for it ({})", code.as_deref().unwrap_or("no code"))]
    Unexpected {
        /// Stripe's word, such as `payment_intent_unexpected_state` or `charge_already_refunded`.
        code: Option<String>,
    },
    /// Stripe does not take the question or the key: a person has to mend it. Nothing happened.
    #[error("refused with {status} ({})", code.as_deref().unwrap_or("no code"))]
    Refused {
        /// The status, 400 to 499.
        status: u16,
        /// Stripe's word for it: its error's code, or the type of one without.
        code: Option<String>,
    },
    /// Stripe has no such intent, or not for this key.
    #[error("there is no such intent")]
    NoSuchIntent,
    /// Stripe cannot take this much in this currency, or not so little.
    #[error("Stripe cannot take this amount in this currency")]
    Unchargeable,
    /// Not 1 to 255 visible ASCII characters, so Stripe was not asked: a fault of ours.
    #[error("the idempotency key is none")]
    BadKey,
}

impl StripeError {
    /// Whether the same call, under the same key, may work later.
    ///
    /// Within a day, that is: Stripe forgets keys after 24 hours, and then the intent has to be looked at before it is
    /// asked again.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        match self {
            Self::Unavailable(trouble) => !matches!(trouble, Trouble::Kept { .. }),
            _ => false,
        }
    }
}

/// What stood in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Stripe could not be connected to, or hung up.
    #[error("no connection")]
    Connection,
    /// No encryption with a certificate that is trusted.
    #[error("no trusted encryption")]
    Encryption,
    /// No answer in time.
    #[error("no answer in time")]
    Silence,
    /// Too many calls of ours were under way; this one was not made.
    #[error("too many calls at once")]
    Crowd,
    /// Stripe asks to come later: too many requests, somebody else is at the same intent or key, a failure of its own.
    #[error("answered {status}")]
    Later {
        /// The status.
        status: u16,
    },
    /// Stripe failed midway and keeps that answer under the key for a day: asking under it again cannot help.
    ///
    /// What was asked for may have happened, so the intent is to be looked at before it is asked for under another key.
    #[error("answered {status} for good under this key")]
    Kept {
        /// The status, 500 to 599.
        status: u16,
    },
    /// An answer that cannot be read, is too long, or is about something else than was asked.
    #[error("an answer that makes no sense")]
    Garbage,
    /// An answer that leads somewhere else, where nobody goes.
    #[error("answered {status}, a redirect")]
    Redirect {
        /// The status.
        status: u16,
    },
}
