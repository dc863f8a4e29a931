//! How many connections each peer has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use crate::layer::Trusted;

/// How many connections a v6 /48 may have, in those of a /64: that is what one site may be given, and there
/// are 65,536 of the smaller in it.
const SITE: usize = 8;

/// Counts connections by address; a v6 subscriber has a whole /64, so that is what counts, and its site a /48.
#[derive(Debug)]
pub(super) struct Peers {
    most: usize,
    trusted: Trusted,
    open: Arc<Mutex<Open>>,
}

/// How many connections are open from each network: its first address and the length of its prefix.
type Open = HashMap<(IpAddr, u8), usize>;

/// A counted connection; given back when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    counted: Vec<(IpAddr, u8)>,
    open: Arc<Mutex<Open>>,
}

impl Peers {
    pub(super) fn new(most: usize, trusted: Trusted) -> Self {
        Self { most, trusted, open: Arc::default() }
    }

    /// Counts one more from `address`; `None` when it has as many as it may.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Seat> {
        let networks = networks(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |(network, multiple): &((IpAddr, u8), usize)| {
            open.get(network).is_some_and(|count| *count >= self.most.saturating_mul(*multiple))
        };
        if networks.iter().any(is_full) && !self.trusted.holds(address) {
            return None;
        }
        let counted: Vec<_> = networks.into_iter().map(|(network, _)| network).collect();
        for network in &counted {
            *open.entry(*network).or_default() += 1;
        }
        Some(Seat { counted, open: Arc::clone(&self.open) })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for network in &self.counted {
            if let Some(count) = open.get_mut(network) {
                *count -= 1;
                if *count == 0 {
                    open.remove(network);
                }
            }
        }
    }
}

/// The networks in which an address counts, each with how many times a subscriber's number it may have.
fn networks(address: IpAddr) -> Vec<((IpAddr, u8), usize)> {
    match address.to_canonical() {
        IpAddr::V4(address) => vec![((address.into(), 32), 1)],
        IpAddr::V6(address) => {
            let within = |length: u8| Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - length))).into();
            vec![((within(64), 64), 1), ((within(48), 48), SITE)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> IpAddr {
        address.parse().unwrap()
    }

    #[test]
    fn a_peer_has_its_number_and_gets_it_back() {
        let peers = Peers::new(2, Trusted::default());
        let first = peers.enter(at("192.0.2.1"));
        let second = peers.enter(at("::ffff:192.0.2.1"));

        assert!(first.is_some() && second.is_some());
        assert!(peers.enter(at("192.0.2.1")).is_none());
        assert!(peers.enter(at("192.0.2.2")).is_some());
        drop(first);
        assert!(peers.enter(at("192.0.2.1")).is_some());
        drop(second);
        assert!(peers.open.lock().unwrap().is_empty());
    }

    #[test]
    fn the_networks_of_one_site_have_eight_times_the_number_together() {
        let peers = Peers::new(2, Trusted::default());
        let held: Vec<_> = (0..40).filter_map(|network| peers.enter(at(&format!("2001:db8:0:{network:x}::1")))).collect();

        assert_eq!(held.len(), 16);
        assert!(peers.enter(at("2001:db8:1::1")).is_some());
        drop(held);
        assert!(peers.open.lock().unwrap().is_empty());
    }

    #[test]
    fn a_v6_network_is_one_peer_and_a_trusted_one_has_no_limit() {
        let peers = Peers::new(1, Trusted::new(vec!["10.0.0.0/8".parse().unwrap()]));
        let _held = [peers.enter(at("2001:db8::1")), peers.enter(at("10.0.0.1"))];

        assert!(peers.enter(at("2001:db8::ffff")).is_none());
        assert!(peers.enter(at("2001:db8:0:1::1")).is_some());
        assert!(peers.enter(at("10.0.0.1")).is_some());
    }
}
