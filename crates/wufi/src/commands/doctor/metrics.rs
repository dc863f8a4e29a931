//! Who may see what is counted?

use super::check::Check;
use crate::config::Server;

const NAME: &str = "metrics";

/// Is what is counted shown to this machine alone?
pub(super) fn listener(server: &Server) -> Check {
    match server.metrics_listen {
        None => Check::warn(NAME, "off: nobody sees how the shop is doing", "leave server.metrics_listen out"),
        Some(listen) if listen.address.ip().to_canonical().is_loopback() => {
            Check::ok(NAME, format!("on {}, for this machine alone", listen.address))
        }
        Some(listen) => Check::warn(
            NAME,
            format!("on {}: whoever reaches it sees how the shop is doing, and needs no password", listen.address),
            "listen on 127.0.0.1, or let the firewall admit nobody but the machine that watches",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Outcome::{Ok, Warn};
    use super::*;
    use crate::config::Config;

    #[test]
    fn metrics_for_more_than_this_machine_are_warned_of() {
        let outcome = |address: &str| {
            let variable = ("WUFI_SERVER__METRICS_LISTEN".to_owned(), address.to_owned());
            listener(&Config::load(None, [variable]).unwrap().server).outcome
        };

        assert_eq!(listener(&Config::load(None, []).unwrap().server).outcome, Ok);
        for loopback in ["127.0.0.1:9464", "127.8.8.8:1", "[::1]:9464", "[::ffff:127.0.0.1]:9464"] {
            assert_eq!(outcome(loopback), Ok, "{loopback}");
        }
        for open in ["0.0.0.0:9464", "[::]:9464", "10.0.0.7:9464", "192.0.2.1:9464", "off"] {
            assert_eq!(outcome(open), Warn, "{open}");
        }
    }
}
