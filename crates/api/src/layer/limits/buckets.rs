//! Whose requests are counted together, and how many of them are granted.

use std::net::IpAddr;

use wufi_domain::limit::{Class, Rule};
use wufi_guard::limit::{Bucket, Denied, Limiter};

use super::Rates;
use super::principal::Principal;
use crate::layer::client::{Speaker, Whence};

/// How many users may share an address. What names a user is free to mint, addresses are not.
const USERS: u32 = 3;
/// How many logins may be renewed as often as one may, from one address: a household has a few, an office some,
/// and whoever hoards logins that are over, of which each would else have a limit of its own, no more than that.
const LOGINS: u32 = 20;
/// How many /64 may share a /48: a household has one of either, a large site some of the first.
const NETWORKS: u32 = 8;

/// By whom a class is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The client's address.
    Address,
    /// Whoever it is, and the address for some of them.
    User,
    /// The login.
    Login,
    /// The member of staff, or the key.
    Staff,
}

impl By {
    pub(super) const fn of(class: Class) -> Self {
        match class {
            Class::Cart | Class::Auth | Class::Browse => Self::Address,
            Class::Checkout | Class::Payment => Self::User,
            Class::Refresh => Self::Login,
            Class::Admin => Self::Staff,
        }
    }
}

/// The buckets of a request in all its classes. There is at least one for each: whoever is not known by
/// anything is counted with all who are not.
pub(super) fn of(rates: &Rates, classes: &[Class], whom: (Whence, Option<&Principal>)) -> Vec<Bucket> {
    classes.iter().flat_map(|class| of_class(rates, *class, whom)).collect()
}

fn of_class(rates: &Rates, class: Class, (whence, principal): (Whence, Option<&Principal>)) -> Vec<Bucket> {
    let rule = rates.rules.of(class);
    let counts = Counts { limiter: &rates.limiter, class };
    let own = principal.map(|one| counts.one((one.kind(), one.name().as_bytes()), rule));
    let around = match (whence.speaker, By::of(class), principal) {
        (Speaker::Storefront, ..) => counts.peer(whence.address, rule.times(rates.storefront_multiple)),
        (Speaker::Itself, By::Address, _) | (Speaker::Itself, By::Login, None) => counts.address(whence.address, rule),
        // A key cannot be told from one that somebody made up without looking it up.
        (Speaker::Itself, By::User, _) | (Speaker::Itself, By::Staff, None | Some(Principal::Program(_))) => {
            counts.address(whence.address, rule.times(USERS))
        }
        (Speaker::Itself, By::Login, Some(_)) => counts.address(whence.address, rule.times(LOGINS)),
        (Speaker::Itself, By::Staff, Some(_)) => Vec::new(),
    };
    own.into_iter().chain(around).collect()
}

/// The buckets of a client's address for signatures that are checked: 3,000 a minute, a quarter of a second of one core.
pub(super) fn signatures(rates: &Rates, whence: Whence) -> Vec<Bucket> {
    // One class for all, so that no route has signatures of its own.
    let class = Class::Admin;
    Counts { limiter: &rates.signatures, class }.address(whence.address, class.default_rule().times(10))
}

/// What counts a class.
#[derive(Clone, Copy)]
struct Counts<'l> {
    limiter: &'l Limiter,
    class: Class,
}

impl Counts<'_> {
    /// The bucket of one client. Whoever goes on guessing while they are kept out stays out.
    fn one(self, (kind, who): (&'static str, &[u8]), rule: Rule) -> Bucket {
        let denied = if self.class == Class::Auth { Denied::Counts } else { Denied::Free };
        Bucket { class: self.class, key: self.limiter.key(self.class, kind, who), rule, denied }
    }

    /// The bucket of many clients, whom one of them must not keep out by being refused.
    fn many(self, (kind, who): (&'static str, &[u8]), rule: Rule) -> Bucket {
        Bucket { denied: Denied::Free, ..self.one((kind, who), rule) }
    }

    /// The buckets of a client's address. Of v6 a client has all of a /64, or of many in its /48.
    fn address(self, address: Option<IpAddr>, rule: Rule) -> Vec<Bucket> {
        match address {
            None => vec![self.many(("nowhere", &[]), rule)],
            Some(IpAddr::V4(address)) => vec![self.one(("v4", &address.octets()), rule)],
            Some(IpAddr::V6(address)) => {
                let octets = address.octets();
                let (site, network) = (octets.first_chunk::<6>(), octets.first_chunk::<8>());
                let network = network.map(|network| self.one(("v6/64", network), rule));
                let site = site.map(|site| self.many(("v6/48", site), rule.times(NETWORKS)));
                network.into_iter().chain(site).collect()
            }
        }
    }

    /// The bucket of a storefront server that stands for all of its shoppers.
    fn peer(self, address: Option<IpAddr>, rule: Rule) -> Vec<Bucket> {
        let address = address.map(|address| address.to_string()).unwrap_or_default();
        vec![self.many(("peer", address.as_bytes()), rule)]
    }
}
