//! Logins: tokens, sessions, and what is done about those who should not have them.

mod credentials;
mod desk;
mod letters;
mod races;
mod refresh;
mod registration;
mod second_factor;
mod sessions;
mod staff;
mod suspicion;
mod throttle;
