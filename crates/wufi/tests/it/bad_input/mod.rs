//! What no shop should take, sent to every route of the table: each is refused in the envelope, and nothing is written.

mod bodies;
mod bounds;
mod csrf;
mod heads;
mod owners;
pub(crate) mod people;
mod queries;
pub(crate) mod routes;
mod send;
mod smuggling;
