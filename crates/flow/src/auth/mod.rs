//! Logins: from an e-mail address and a password to tokens, and from a token back to who it is of.
//!
//! Unlike other flows these begin and commit their own units of work: a password is hashed
//! between two of them, and what is remembered of a failure must stay when the login is refused.

mod admit;
mod client;
mod credentials;
mod csrf;
mod ending;
mod enter;
mod error;
mod gate;
mod issue;
mod key;
mod login;
mod named;
mod notices;
mod own;
mod refresh;
mod register;
mod reset;
mod sessions;
mod signals;
mod staff;
mod step_up;
mod suspicion;
mod tries;

pub use admit::{Admitted, Credential, admit, count_miss, weigh_declines};
pub use client::{Client, Speaker, Told, Visit};
pub use credentials::{change_email, change_password};
pub use csrf::{csrf_binding, current_binding, open_binding, session_of_refresh};
pub use ending::{logout, logout_by_refresh};
pub use error::AuthError;
pub use gate::{Gate, SecondFactorRule};
pub(crate) use gate::{address_key, site_key};
pub use issue::{Entered, open_cookie, renew};
pub use key::admit_key;
pub use login::{Login, Typed, login};
pub use named::{Named, named, named_by_refresh, named_by_registration};
pub use own::{end_other_sessions, end_session, own_sessions};
pub use refresh::refresh;
pub use register::{check_registration, create_customer, enter_registered, register};
pub use reset::{ask_reset, reset};
pub use signals::Signals;
pub use staff::staff_login;
pub use step_up::{SteppedUp, step_up};
