//! Where a request comes from, and where it may lead.
//!
//! A form counts only if the browser says that a page of ours sent it: `Sec-Fetch-Site: same-origin`, or, from browsers
//! that do not know that header, an `Origin` that is ours. Whoever says neither is refused: no browser of the last ten
//! years posts a form without either.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header;

use crate::private::sessions::LONGEST_MS;

/// The session's cookie. The prefix makes browsers insist on `Secure`, on the path `/`, and on no other host; they take
/// that from `http://127.0.0.1` and `http://localhost` too, which they trust (Safari does not: it needs TLS).
pub const COOKIE: &str = "__Host-desk";

/// What every address of the desk begins with.
const DESK: &str = "/desk";

/// Whether a page of ours sent this form. `origin` is where the site is reached from outside, where that was said.
#[must_use]
pub fn is_ours(request: &HttpRequest, origin: Option<&str>) -> bool {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(from) = header("Sec-Fetch-Site") {
        return from == "same-origin";
    }
    let Some(sent) = header("Origin") else { return false };
    match origin {
        Some(origin) => sent.eq_ignore_ascii_case(origin),
        None => sent.split_once("://").is_some_and(|(_, host)| {
            header("Host").is_some_and(|ours| !ours.is_empty() && host.eq_ignore_ascii_case(ours))
        }),
    }
}

/// Where to go after the log-in: only to the desk, whatever was asked.
#[must_use]
pub fn next(asked: &str) -> &str {
    let rest = asked.strip_prefix(DESK);
    let plain = asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    match rest {
        Some(rest) if plain && (rest.is_empty() || rest.starts_with(['/', '?'])) => asked,
        _ => DESK,
    }
}

/// The cookie that carries a session's secret.
#[must_use]
pub fn cookie(secret: &str) -> Cookie<'static> {
    let cookie = Cookie::build(COOKIE, secret.to_owned()).path("/").secure(true).http_only(true);
    cookie.same_site(SameSite::Lax).max_age(time::Duration::milliseconds(LONGEST_MS)).finish()
}

/// The cookie that ends it.
#[must_use]
pub fn no_cookie() -> Cookie<'static> {
    let cookie = Cookie::build(COOKIE, "").path("/").secure(true).http_only(true);
    cookie.same_site(SameSite::Lax).max_age(time::Duration::ZERO).finish()
}

/// The secret that a request's cookie carries.
#[must_use]
pub fn secret(request: &HttpRequest) -> Option<String> {
    request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()).filter(|secret| !secret.is_empty())
}

/// Whose address it is: that of the connection, or, behind a web server on the same machine, the one that server saw.
#[must_use]
pub fn address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let seen = || {
        // Some servers add a line of their own behind what the sender wrote: only the last is theirs.
        let header = request.headers().get_all(header::HeaderName::from_static("x-forwarded-for")).next_back()?;
        header.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    if peer.to_canonical().is_loopback() { Some(seen().unwrap_or(peer)) } else { Some(peer) }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_form_counts_only_from_a_page_of_ours() {
        let ask = |headers: &[(&'static str, &'static str)], origin| {
            let request = headers.iter().fold(TestRequest::post(), |request, header| request.insert_header(*header));
            is_ours(&request.to_http_request(), origin)
        };
        let host = ("Host", "give.example");
        let rows: &[(&[(&str, &str)], bool)] = &[
            (&[host, ("Sec-Fetch-Site", "same-origin")], true),
            (&[host, ("Sec-Fetch-Site", "same-site"), ("Origin", "https://give.example")], false),
            (&[host, ("Sec-Fetch-Site", "cross-site")], false),
            (&[host, ("Sec-Fetch-Site", "none")], false),
            (&[host, ("Origin", "https://give.example")], true),
            (&[host, ("Origin", "https://evil.example")], false),
            (&[host, ("Origin", "https://give.example.evil.example")], false),
            (&[host, ("Origin", "null")], false),
            (&[("Host", ""), ("Origin", "http://")], false),
            (&[host], false),
        ];
        for (headers, expected) in rows {
            assert_eq!(ask(headers, None), *expected, "{headers:?}");
        }
        assert!(ask(&[host, ("Origin", "https://out.example")], Some("https://out.example")));
        assert!(!ask(&[host, ("Origin", "https://give.example")], Some("https://out.example")));
    }

    #[test]
    fn a_log_in_leads_to_the_desk_and_nowhere_else() {
        for asked in ["/desk", "/desk/people", "/desk?a=b", "/desk/record/gift?fund=flood"] {
            assert_eq!(next(asked), asked);
        }
        for asked in ["", "/", "//evil.example", "https://evil.example", "/desk.evil.example", "/desk/\\evil", "/deskx"]
        {
            assert_eq!(next(asked), "/desk", "{asked}");
        }
        assert_eq!(next("/desk/a\r\nSet-Cookie: x=y"), "/desk");
    }

    #[test]
    fn only_a_neighbour_may_say_for_whom_it_asks() {
        let ask = |peer: &str, forwarded: &'static str| {
            let request = TestRequest::get().peer_addr(peer.parse().expect("an address"));
            let request = request.insert_header(("X-Forwarded-For", forwarded)).to_http_request();
            address(&request).map(|address| address.to_string())
        };
        assert_eq!(ask("127.0.0.1:9", "10.1.1.1, 203.0.113.9").as_deref(), Some("203.0.113.9"));
        assert_eq!(ask("198.51.100.7:9", "203.0.113.9").as_deref(), Some("198.51.100.7"));
        assert_eq!(ask("127.0.0.1:9", "nonsense").as_deref(), Some("127.0.0.1"));
        let lines = TestRequest::get().peer_addr("127.0.0.1:9".parse().expect("an address"));
        let lines = lines.append_header(("X-Forwarded-For", "10.9.9.9"));
        let lines = lines.append_header(("X-Forwarded-For", "203.0.113.9")).to_http_request();
        assert_eq!(address(&lines).map(|address| address.to_string()).as_deref(), Some("203.0.113.9"));
    }
}
