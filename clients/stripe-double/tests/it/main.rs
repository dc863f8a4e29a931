//! The double over real HTTP, as a shop meets it.

#[cfg(test)]
mod access;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod cards;
#[cfg(test)]
mod control;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod hooks;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod intents;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod program;
#[cfg(test)]
mod receiver;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod webhooks;
