//! A double of Stripe for tests.
//!
//! A real small server on this machine that remembers payment intents, charges, refunds and customers, answers in the
//! shapes of Stripe's API, sends signed webhooks, and fails in all the ways in which the real one can: on demand, and with
//! or without having done what was asked. Tests start one in their own process; the program `wufi-stripe-double` is the
//! same for a developer, and for the official library that keeps it honest.
//!
//! ```
//! # async fn pays() -> anyhow::Result<()> {
//! use wufi_stripe_double::{Card, Double, Settings, Status};
//!
//! let double = Double::start(Settings::default())?;
//! // … a shop makes an intent at double.url() …
//! # let made = reqwest::Client::new().post(format!("{}/v1/payment_intents", double.url())).bearer_auth("sk_test_double");
//! # let made = made.body("amount=1000&currency=eur&capture_method=manual").send().await?;
//! # assert_eq!(made.status(), 200);
//! let intent = &double.intents()[0];
//! assert_eq!(double.pay(&intent.id, Card::visa()).await?, Status::RequiresCapture);
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(pays()).unwrap();
//! ```

mod api;
mod card;
mod charge;
mod clock;
mod control;
mod customer;
mod double;
mod fault;
mod hook;
mod ids;
mod intent;
mod listener;
mod money;
mod outside;
mod record;
mod refund;
mod settings;
mod shared;
mod status;
mod webhooks;
mod world;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use api::auth::Key;
pub use api::call::Call;
pub use card::{Card, Decline};
pub use charge::Charge;
pub use clock::Clock;
pub use double::Double;
pub use fault::{Effect, Fault, Garbage, Replay, Turn};
pub use hook::When;
pub use intent::{Intent, Redirects};
pub use record::Recorded;
pub use refund::Refund;
pub use settings::Settings;
pub use status::{CaptureMethod, Status};
pub use webhooks::Webhooks;
pub use webhooks::delivery::{Copies, Delivered, Delivery, Order, Signing, Timing};
pub use webhooks::event::Event;

/// Locks; what a panicking test has left behind is as good as anything.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
