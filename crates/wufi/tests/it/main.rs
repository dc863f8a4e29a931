//! The program as a person, a script or a shopper meets it, on the engine under test.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up should stop")]

#[cfg(test)]
mod audited;
#[cfg(test)]
mod bad_input;
mod command_line;
#[cfg(test)]
mod crash;
#[path = "../../../store/tests/it/engine.rs"]
mod engine;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod journey;
mod keys;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod nodes;
#[cfg(test)]
mod office;
#[cfg(test)]
mod races;
#[cfg(test)]
mod rates;
mod second_factor;
mod serving;
mod shop;
#[cfg(test)]
mod shown;
mod staff;
#[cfg(test)]
mod stripe;
