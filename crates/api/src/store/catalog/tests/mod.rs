//! The catalogue of a small shop, compared with what Medusa was seen to answer.

mod filters;
mod kit;
mod prices;
mod routes;
mod shapes;
