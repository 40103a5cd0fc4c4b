//! How often somebody may try to log in, or have a letter sent to whom they name: by account and by address, in memory.
//! A restart forgets, and is rarer than either limit.
//!
//! Whoever guesses at an account from elsewhere uses up its tries, but not those of the place where its owner logged in
//! before: else anybody could lock anybody out.

use std::collections::HashSet;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

/// So many at once, then one in each period.
#[derive(Debug, Clone, Copy)]
struct Pace {
    burst: NonZeroU32,
    every: Duration,
}

const fn pace(burst: u32, every_s: u64) -> Pace {
    Pace { burst: NonZeroU32::new(burst).expect("not 0"), every: Duration::from_secs(every_s) }
}

/// An account: ten tries, then one a minute. Guessing at that pace for a year tries half a million passwords.
const LOG_IN_BY_ACCOUNT: Pace = pace(10, 60);

/// An address: a whole office may sit behind it.
const LOG_IN_BY_ADDRESS: Pace = pace(60, 5);

/// Letters to one reader, whatever the gift: who gave thrice follows three at once; who gave to nobody is not pestered.
const LETTERS_BY_READER: Pace = pace(3, 8 * 60 * 60);

/// Letters asked for from one address.
const LETTERS_BY_ADDRESS: Pace = pace(20, 5 * 60);

/// Past so many keys those that have recovered are forgotten.
const KEYS: usize = 10_000;

/// The longest account, or address of a reader, that is counted for itself.
const ACCOUNT_CHARS: usize = 320;

type Limiter = RateLimiter<String, HashMapStateStore<String>, DefaultClock>;

/// Counts tries.
#[derive(Debug)]
pub struct Throttle {
    accounts: Limiter,
    addresses: Limiter,
    /// Accounts with networks from which they were logged in to.
    homes: Mutex<HashSet<String>>,
}

/// Of tries to log in.
impl Default for Throttle {
    fn default() -> Self {
        Self::at(LOG_IN_BY_ACCOUNT, LOG_IN_BY_ADDRESS)
    }
}

fn limiter(pace: Pace) -> Limiter {
    let quota = Quota::with_period(pace.every).unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN));
    RateLimiter::hashmap(quota.allow_burst(pace.burst))
}

impl Throttle {
    /// Of letters that anybody may ask for; an account is then where a letter goes.
    #[must_use]
    pub fn for_letters() -> Self {
        Self::at(LETTERS_BY_READER, LETTERS_BY_ADDRESS)
    }

    fn at(account: Pace, address: Pace) -> Self {
        Self { accounts: limiter(account), addresses: limiter(address), homes: Mutex::default() }
    }

    /// Somebody proved from there that the account is theirs: tries from elsewhere hinder them there no more.
    pub fn welcome(&self, account: &str, address: Option<IpAddr>) {
        let Some(address) = address else { return };
        let mut homes = self.homes.lock().unwrap_or_else(PoisonError::into_inner);
        if homes.len() >= KEYS {
            homes.clear();
        }
        homes.insert(home(&plain(account), address));
    }

    /// As what a try counts.
    fn key(&self, account: &str, address: Option<IpAddr>) -> String {
        let account = plain(account);
        let at_home = address.map(|address| home(&account, address));
        let homes = self.homes.lock().unwrap_or_else(PoisonError::into_inner);
        at_home.filter(|at_home| homes.contains(at_home)).unwrap_or(account)
    }

    /// Whether one more try is let through; else how many seconds to wait. Accounts that there are and those that there
    /// are not are counted alike.
    ///
    /// # Errors
    /// The seconds.
    pub fn allow(&self, account: &str, address: Option<IpAddr>) -> Result<(), u64> {
        self.allow_address(address)?;
        wait(&self.accounts, &self.key(account, address))
    }

    /// Whether one more try is let through from an address, whatever the account.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn allow_address(&self, address: Option<IpAddr>) -> Result<(), u64> {
        address.map_or(Ok(()), |address| wait(&self.addresses, &network(address)))
    }
}

fn wait(limiter: &Limiter, key: &String) -> Result<(), u64> {
    if limiter.len() > KEYS {
        limiter.retain_recent();
    }
    let seconds = |wait: Duration| wait.as_secs().saturating_add(1);
    limiter.check_key(key).map_err(|until| seconds(until.wait_time_from(DefaultClock::default().now())))
}

fn plain(account: &str) -> String {
    account.trim().chars().take(ACCOUNT_CHARS).collect::<String>().to_lowercase()
}

fn home(account: &str, address: IpAddr) -> String {
    format!("{account} {}", network(address))
}

/// Whoever has one address of IPv6 has all 2^64 of its network.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_ten_tries_from_wherever_and_others_are_not_hindered() {
        let throttle = Throttle::default();
        for number in 0..10_u8 {
            let address = IpAddr::from([10, 0, 0, number]);
            assert_eq!(throttle.allow("red-river/mei", Some(address)), Ok(()), "{number}");
        }
        let refused = throttle.allow(" Red-River/MEI ", Some(IpAddr::from([10, 0, 1, 1])));
        assert!(refused.is_err_and(|seconds| (1..=60).contains(&seconds)), "{refused:?}");
        assert_eq!(throttle.allow("red-river/lin", Some(IpAddr::from([10, 0, 0, 1]))), Ok(()));
    }

    #[test]
    fn nobody_is_locked_out_where_they_logged_in_before() {
        let throttle = Throttle::default();
        let (office, elsewhere) = (IpAddr::from([198, 51, 100, 7]), IpAddr::from([203, 0, 113, 9]));
        throttle.welcome("Red-River/mei ", Some(office));
        let tries =
            |address| (0..11).map(|_| throttle.allow("red-river/mei", Some(address)).is_ok()).collect::<Vec<_>>();
        let expected = [&[true; 10][..], &[false]].concat();
        assert_eq!(tries(elsewhere), expected);
        assert_eq!(tries(office), expected, "and there, too, are so many tries and no more");
        assert!(throttle.allow("red-river/lin", Some(office)).is_ok());
    }

    #[test]
    fn an_address_has_sixty_tries_whatever_the_account() {
        let throttle = Throttle::default();
        let address: IpAddr = "2001:db8:1:2::7".parse().expect("an address");
        let neighbour: IpAddr = "2001:db8:1:2::8".parse().expect("an address");
        for number in 0..60 {
            assert_eq!(throttle.allow(&format!("o/h{number}"), Some(address)), Ok(()), "{number}");
        }
        assert!(throttle.allow("o/other", Some(neighbour)).is_err());
    }
}
