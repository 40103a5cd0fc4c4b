//! Passwords: which are good enough, how they are kept (argon2id, as OWASP advises), and how they are compared.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

/// Characters that a password has at least; and at most, because its hash is worked for.
pub const MIN_CHARS: usize = 12;
/// See [`MIN_CHARS`].
pub const MAX_CHARS: usize = 256;

/// 20,000 common passwords by Royce Williams (public domain), in order, in lower case.
const COMMON: &str = include_str!("password/common.txt");

/// A period of up to so many characters, repeated, is no password.
const PERIOD: usize = 4;

/// Why a password is not good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// Shorter than [`MIN_CHARS`].
    Short,
    /// Longer than [`MAX_CHARS`].
    Long,
    /// Among the commonest, or one of them with digits and signs around it.
    Common,
    /// The same few characters over and over.
    Repeated,
    /// The account's own name is most of it.
    Account,
}

/// Whether a password is good enough for an account.
///
/// # Errors
/// Why not.
pub fn judge(password: &str, account: &str) -> Result<(), Weak> {
    let chars: Vec<char> = password.to_lowercase().chars().collect();
    if chars.len() < MIN_CHARS {
        return Err(Weak::Short);
    }
    if chars.len() > MAX_CHARS {
        return Err(Weak::Long);
    }
    let repeats = |period: usize| chars.iter().zip(chars.iter().skip(period)).all(|(one, next)| one == next);
    if (1..=PERIOD).any(repeats) || repeats(chars.len().div_ceil(2)) {
        return Err(Weak::Repeated);
    }
    let lower: String = chars.iter().collect();
    let core = lower.trim_matches(|letter: char| !letter.is_alphabetic());
    if is_common(&lower) || (!core.is_empty() && is_common(core)) {
        return Err(Weak::Common);
    }
    let names = account.split('/').filter(|name| name.chars().count() >= 4);
    let rest = names.fold(lower.clone(), |rest, name| rest.replace(&name.to_lowercase(), ""));
    if rest.chars().count() < MIN_CHARS / 2 {
        return Err(Weak::Account);
    }
    Ok(())
}

fn is_common(password: &str) -> bool {
    static SORTED: LazyLock<Vec<&'static str>> = LazyLock::new(|| COMMON.lines().collect());
    SORTED.binary_search(&password).is_ok()
}

/// A password as it is kept: argon2id with 19 MiB and two passes, with a salt of its own. It takes some 30 ms: never do
/// it on a thread that others wait for.
///
/// # Errors
/// If the system has no random numbers.
pub fn hash(password: &str) -> Result<String, String> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
    let hash: PasswordHash =
        Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map_err(|error| error.to_string())?;
    Ok(hash.to_string())
}

/// Whether this is the password that was kept. Where none was kept, as much work is done, so that the time it takes
/// does not tell whether there is such an account.
#[must_use]
pub fn is_right(password: &str, kept: Option<&str>) -> bool {
    static NOBODYS: LazyLock<String> = LazyLock::new(|| hash("the password of nobody at all").unwrap_or_default());
    // Hashing a whole book would be work for nothing.
    let password = if password.chars().count() > MAX_CHARS { "" } else { password };
    let parsed = PasswordHash::new(kept.unwrap_or(&NOBODYS));
    let right = parsed.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    right && kept.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_repeated_passwords_are_refused() {
        let rows = [
            ("elevenchars", Err(Weak::Short)),
            ("汉字汉字汉字汉字汉字汉", Err(Weak::Short)),
            ("qwerty123456", Err(Weak::Common)),
            ("Password2026!!", Err(Weak::Common)),
            ("!!Sunshine1234", Err(Weak::Common)),
            ("abababababab", Err(Weak::Repeated)),
            ("aaaaaaaaaaaaaaaa", Err(Weak::Repeated)),
            ("hurricane!hurricane!", Err(Weak::Repeated)),
            ("red-river/mei2", Err(Weak::Account)),
            ("lamp orchard ferry", Ok(())),
            ("灯塔 果园 渡船 七月 雪 桥", Ok(())),
        ];
        for (password, expected) in rows {
            assert_eq!(judge(password, "red-river/mei2"), expected, "{password}");
        }
        assert_eq!(judge(&"ab c".repeat(65), "a/b"), Err(Weak::Long));
    }

    #[test]
    fn the_list_can_be_searched() {
        assert!(COMMON.lines().is_sorted() && COMMON.lines().count() > 15_000);
    }

    #[test]
    fn only_the_right_password_is_right() {
        let kept = hash("lamp orchard ferry").expect("a hash");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash("lamp orchard ferry").expect("a hash"), "each has a salt of its own");
        assert!(is_right("lamp orchard ferry", Some(&kept)));
        assert!(!is_right("lamp orchard Ferry", Some(&kept)));
        assert!(!is_right("the password of nobody at all", None));
        assert!(!is_right("", Some("not a hash")));
    }
}
