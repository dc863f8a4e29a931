//! How many connections each peer has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use crate::layer::Trusted;

/// Counts connections by address; a v6 subscriber has a whole /64, so that is what counts.
#[derive(Debug)]
pub(super) struct Peers {
    most: usize,
    trusted: Trusted,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A counted connection; given back when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    peer: IpAddr,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Peers {
    pub(super) fn new(most: usize, trusted: Trusted) -> Self {
        Self { most, trusted, open: Arc::default() }
    }

    /// Counts one more from `address`; `None` when it has as many as it may.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Seat> {
        let peer = subscriber(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(peer).or_default();
        if *count >= self.most && !self.trusted.holds(address) {
            return None;
        }
        *count += 1;
        Some(Seat { peer, open: Arc::clone(&self.open) })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.peer) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.peer);
            }
        }
    }
}

fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
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
    fn a_v6_network_is_one_peer_and_a_trusted_one_has_no_limit() {
        let peers = Peers::new(1, Trusted::new(vec!["10.0.0.0/8".parse().unwrap()]));
        let _held = [peers.enter(at("2001:db8::1")), peers.enter(at("10.0.0.1"))];

        assert!(peers.enter(at("2001:db8::ffff")).is_none());
        assert!(peers.enter(at("2001:db8:0:1::1")).is_some());
        assert!(peers.enter(at("10.0.0.1")).is_some());
    }
}
