//! The open net, and nothing else: where a stranger's address may lead this program.
//!
//! Somebody who may name an address for us to ask could name one inside: a database's port, a cloud's metadata, a printer.
//! So an address is looked at when it is given, and again at each attempt by the one who connects: names are resolved here
//! ([`OpenNet`] is the client's resolver), and only addresses of the open net are handed on. A name that leads elsewhere
//! the second time is refused the second time.
//!
//! Ports are 443 and those from 1024 on: below lie mail, names and log-ins, where a request may be taken for a command.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The longest address that is kept.
pub const URL_LIMIT: usize = 500;

/// Why an address may not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// No whole address with a host, or one too long.
    #[error("no address")]
    Malformed,
    /// Not `https`.
    #[error("not https")]
    Scheme,
    /// A name or a password stands in it.
    #[error("credentials in the address")]
    Credentials,
    /// Neither 443 nor from 1024 on.
    #[error("a port that is not asked")]
    Port,
    /// It leads to a host, or a network, that is not everybody's.
    #[error("not an address of the open net")]
    Private,
    /// It has a name that leads nowhere.
    #[error("there is no such host")]
    Nowhere,
}

/// Which addresses are reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenNet {
    /// This machine itself too, at any port, without TLS: for tests and for whoever develops.
    pub to_loopback: bool,
}

impl OpenNet {
    /// An address as it may be asked; its host may still be a name that leads elsewhere.
    ///
    /// # Errors
    /// [`Closed`].
    pub fn check(self, text: &str) -> Result<Url, Closed> {
        let url = Url::parse(text).ok().filter(|url| url.has_host() && text.len() <= URL_LIMIT);
        let url = url.ok_or(Closed::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Closed::Credentials);
        }
        let literal = literal(&url);
        if self.to_loopback && url.scheme() == "http" && literal.is_some_and(|ip| ip.is_loopback()) {
            return Ok(url);
        }
        if url.scheme() != "https" {
            return Err(Closed::Scheme);
        }
        if !matches!(url.port_or_known_default(), Some(443 | 1024..=u16::MAX)) {
            return Err(Closed::Port);
        }
        match literal {
            Some(ip) if !self.reaches(ip) => Err(Closed::Private),
            _ => Ok(url),
        }
    }

    /// As [`OpenNet::check`], and asks where a name leads now: a slip in it is said at once, not after three days. Blocks.
    ///
    /// # Errors
    /// [`Closed`].
    pub fn look_up(self, text: &str) -> Result<Url, Closed> {
        let url = self.check(text)?;
        let (Some(host), None) = (url.host_str(), literal(&url)) else { return Ok(url) };
        let found: Vec<SocketAddr> = (host, 0_u16).to_socket_addrs().map(Iterator::collect).unwrap_or_default();
        match found.iter().any(|address| self.reaches(address.ip())) {
            true => Ok(url),
            false if found.is_empty() => Err(Closed::Nowhere),
            false => Err(Closed::Private),
        }
    }

    /// Whether a host is reached.
    #[must_use]
    pub fn reaches(self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        is_global(ip) || self.to_loopback && ip.is_loopback()
    }

    /// The addresses of a host that are reached.
    async fn resolved(self, host: String) -> Result<Addrs, Box<dyn Error + Send + Sync>> {
        let found: Vec<SocketAddr> = tokio::net::lookup_host((host, 0_u16)).await?.collect();
        let open: Vec<SocketAddr> = found.into_iter().filter(|address| self.reaches(address.ip())).collect();
        if open.is_empty() {
            return Err(Box::new(Closed::Private));
        }
        Ok(Box::new(open.into_iter()))
    }
}

impl Resolve for OpenNet {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(self.resolved(name.as_str().to_owned()))
    }
}

/// The host where it is no name. Forms as `0x7f.1` were put in order by whoever parsed the address.
fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_matches(['[', ']']).parse().ok()
}

/// IPv4 networks that are not everybody's, with the bits that name them: the registry of special addresses (RFC 6890 and
/// after), multicast, and what is reserved.
const CLOSED_V4: &[([u8; 4], u32)] = &[
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// What of 2000::/3, the only part of IPv6 that is given out, is not everybody's: protocols' own (Teredo among them),
/// 6to4, which wraps any IPv4 address, and examples.
const CLOSED_V6: &[([u16; 2], u32)] = &[([0x2001, 0], 23), ([0x2001, 0xdb8], 32), ([0x2002, 0], 16), ([0x3fff, 0], 20)];

/// Whether an address is one of the open net.
#[must_use]
pub fn is_global(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => !CLOSED_V4.iter().any(|(net, bits)| within_v4(ip, *net, *bits)),
        IpAddr::V6(ip) => {
            within_v6(ip, [0x2000, 0], 3) && !CLOSED_V6.iter().any(|(net, bits)| within_v6(ip, *net, *bits))
        }
    }
}

fn within_v4(ip: Ipv4Addr, net: [u8; 4], bits: u32) -> bool {
    let behind = 32_u32.saturating_sub(bits);
    (ip.to_bits() ^ u32::from_be_bytes(net)).checked_shr(behind).unwrap_or(0) == 0
}

fn within_v6(ip: Ipv6Addr, [first, second]: [u16; 2], bits: u32) -> bool {
    let net = Ipv6Addr::new(first, second, 0, 0, 0, 0, 0, 0);
    (ip.to_bits() ^ net.to_bits()).checked_shr(128_u32.saturating_sub(bits)).unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_open_net_is_reached() {
        let closed = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:1ff:ffff::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "3fff:fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for text in closed {
            let ip: IpAddr = text.parse().expect("an address");
            assert!(!is_global(ip) && !OpenNet::default().reaches(ip), "{text}");
        }
        let open = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "169.253.0.1",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a00::1",
        ];
        for text in open {
            assert!(is_global(text.parse().expect("an address")), "{text}");
        }
    }

    #[test]
    fn an_address_that_leads_inside_is_refused_however_it_is_written() {
        let rows = [
            ("", Closed::Malformed),
            ("hooks.example", Closed::Malformed),
            ("mailto:a@hooks.example", Closed::Malformed),
            ("https://", Closed::Malformed),
            ("http://hooks.example/", Closed::Scheme),
            ("http://127.0.0.1:9/", Closed::Scheme),
            ("ftp://hooks.example/", Closed::Scheme),
            ("https://name:password@hooks.example/", Closed::Credentials),
            ("https://name@hooks.example/", Closed::Credentials),
            ("https://hooks.example:22/", Closed::Port),
            ("https://hooks.example:80/", Closed::Port),
            ("https://hooks.example:1023/", Closed::Port),
            ("https://127.0.0.1/", Closed::Private),
            ("https://127.1/", Closed::Private),
            ("https://0x7f000001/", Closed::Private),
            ("https://2130706433/", Closed::Private),
            ("https://017700000001/", Closed::Private),
            ("https://10.0.0.1:8443/", Closed::Private),
            ("https://169.254.169.254/latest/meta-data", Closed::Private),
            ("https://[::1]/", Closed::Private),
            ("https://[::ffff:127.0.0.1]/", Closed::Private),
            ("https://[fd00::1]:8443/", Closed::Private),
        ];
        for (text, why) in rows {
            assert_eq!(OpenNet::default().check(text), Err(why), "{text}");
        }
        let long = format!("https://hooks.example/{}", "a".repeat(URL_LIMIT));
        assert_eq!(OpenNet::default().check(&long), Err(Closed::Malformed));
        for text in ["https://hooks.example/a?b=c", "https://hooks.example:8443/", "https://1.1.1.1:1024/"] {
            assert!(OpenNet::default().check(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn whoever_develops_may_reach_this_machine_and_nothing_else_inside() {
        let net = OpenNet { to_loopback: true };
        for text in ["http://127.0.0.1:9/hook", "http://[::1]:9/", "https://127.0.0.1:8443/"] {
            assert!(net.check(text).is_ok(), "{text}");
        }
        assert_eq!(net.check("http://hooks.example/"), Err(Closed::Scheme));
        assert_eq!(net.check("http://10.0.0.1/"), Err(Closed::Scheme));
        assert_eq!(net.check("https://10.0.0.1/"), Err(Closed::Private));
        assert_eq!(net.check("https://169.254.169.254/"), Err(Closed::Private));
    }

    #[test]
    fn a_name_that_leads_inside_is_refused_when_it_is_given_and_when_it_is_asked() {
        // Every machine has this name.
        assert_eq!(OpenNet::default().look_up("https://localhost/"), Err(Closed::Private));
        assert!(OpenNet { to_loopback: true }.look_up("https://localhost:8443/").is_ok());
        // No part of a name has more than 63 characters: this is known without asking anybody.
        let nowhere = format!("https://{}.example/", "a".repeat(64));
        assert_eq!(OpenNet::default().look_up(&nowhere), Err(Closed::Nowhere));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let resolved = |net: OpenNet| {
            let found = runtime.block_on(net.resolve("localhost".parse().expect("a name")));
            found.map(Iterator::count).map_err(|error| error.downcast_ref::<Closed>().copied())
        };
        assert_eq!(resolved(OpenNet::default()), Err(Some(Closed::Private)));
        assert!(resolved(OpenNet { to_loopback: true }).is_ok_and(|count| count > 0));
    }
}
