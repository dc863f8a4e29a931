//! Idempotency keys: what was answered once is answered again, and not done again.

use std::collections::HashMap;
use std::sync::Mutex;

use super::error::ApiError;
use super::reply::Reply;
use crate::lock;

/// The longest that a key may be.
const LONGEST: usize = 255;

/// The keys that were used, for as long as the double lives.
#[derive(Debug, Default)]
pub(crate) struct Keys(Mutex<HashMap<String, Used>>);

#[derive(Clone, Debug)]
struct Used {
    /// Path and parameters.
    asked: String,
    /// Nothing while it is being done.
    reply: Option<Reply>,
}

/// A key that is in use until it is kept or dropped.
#[derive(Debug)]
pub(crate) struct Held<'keys> {
    keys: &'keys Keys,
    key: String,
}

/// What a key means now.
#[derive(Debug)]
pub(crate) enum Begun<'keys> {
    /// It is to be done, and what is answered kept under the key, if there is one.
    New(Option<Held<'keys>>),
    /// It was done.
    Replay(Reply),
    /// It is something else, or being done.
    Refused(ApiError),
}

impl Keys {
    /// Looks at a key; `asked` is path and parameters.
    pub(crate) fn begin(&self, key: Option<&str>, asked: String) -> Begun<'_> {
        let Some(key) = key else { return Begun::New(None) };
        if key.is_empty() || key.chars().count() > LONGEST {
            let message = format!("Invalid Idempotency-Key: keys have 1 to {LONGEST} characters.");
            return Begun::Refused(ApiError::invalid(message));
        }
        let mut keys = lock(&self.0);
        match keys.get(key) {
            None => {
                keys.insert(key.to_owned(), Used { asked, reply: None });
                Begun::New(Some(Held { keys: self, key: key.to_owned() }))
            }
            Some(used) if used.asked != asked => Begun::Refused(ApiError::idempotency(format!(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a \
                 key other than '{key}' if you meant to execute a different request."
            ))),
            Some(Used { reply: Some(reply), .. }) => Begun::Replay(reply.clone().replayed()),
            Some(_) => Begun::Refused(in_use(key)),
        }
    }
}

fn in_use(key: &str) -> ApiError {
    ApiError::invalid(format!(
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and \
         the other request is still going through): {key}. Please try again later."
    ))
    .code("idempotency_key_in_use")
    .status(409)
}

impl Held<'_> {
    /// What is answered to whoever comes with the key again.
    pub(crate) fn keep(&self, reply: &Reply) {
        if let Some(used) = lock(&self.keys.0).get_mut(&self.key) {
            used.reply = Some(reply.clone());
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut keys = lock(&self.keys.0);
        if keys.get(&self.key).is_some_and(|used| used.reply.is_none()) {
            keys.remove(&self.key);
        }
    }
}
