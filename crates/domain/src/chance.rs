//! Where randomness comes from: the operating system, or a seed in tests.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};

/// A source of random bytes, given to the program once at its start.
///
/// Cheap to clone. Ids, tokens and keys draw from it and from nothing else.
#[derive(Clone, Debug)]
pub enum Chance {
    /// The operating system's cryptographic generator.
    System,
    /// A repeatable stream, for tests and for the demo shop's fixed ids.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Chance {
    /// Makes a repeatable source from `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// Draws `N` random bytes.
    ///
    /// # Panics
    ///
    /// When the operating system has no randomness to give: no secret could be
    /// made safely, so nothing is.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => {
                let Ok(()) = SysRng.try_fill_bytes(&mut bytes) else { panic!("the operating system gave no randomness") };
            }
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_stream_and_the_system_never_repeats() {
        assert_eq!(Chance::seeded(7).bytes::<16>(), Chance::seeded(7).bytes::<16>());
        assert_ne!(Chance::System.bytes::<16>(), Chance::System.bytes::<16>());
    }
}
