//! Keys in files: one line of text, readable by their owner alone; or in an environment variable, where whoever runs the
//! server keeps its secrets there.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use ledger::log::key::{Algorithm, KeyName, SEED_BYTES, SigningKey};

use super::gate::cosigned_beside;
use super::{LogError, LogKey};

fn settings(path: &Path, reason: &dyn std::fmt::Display) -> LogError {
    LogError::Settings { what: path.display().to_string(), reason: reason.to_string() }
}

/// What stands before the name of a variable that has a key.
pub const IN_ENVIRONMENT: &str = "env:";

/// Reads a key from a file, or as `env:NAME` from the variable of that name.
///
/// # Errors
/// [`LogError::Settings`] that names the file or the variable and never the secret.
pub fn read(path: &Path) -> Result<SigningKey, LogError> {
    let variable = path.to_str().and_then(|path| path.strip_prefix(IN_ENVIRONMENT));
    let text = match variable {
        Some(variable) => std::env::var(variable).map_err(|error| settings(path, &error))?,
        None => std::fs::read_to_string(path).map_err(|error| settings(path, &error))?,
    };
    SigningKey::parse(&text).map_err(|fault| settings(path, &fault))
}

/// Cuts `FILE@SIZE` into both; without digits behind it, an `@` is part of the file's name.
fn cut(option: &str) -> (&str, Option<&str>) {
    let is_size = |size: &str| !size.is_empty() && size.bytes().all(|byte| byte.is_ascii_digit());
    match option.rsplit_once('@') {
        Some((path, size)) if is_size(size) => (path, Some(size)),
        _ => (option, None),
    }
}

/// Where the key of `FILE` or `FILE@SIZE` is.
#[must_use]
pub fn path_of(option: &str) -> &str {
    cut(option).0
}

/// Reads `FILE` or `FILE@SIZE`, or the same with `env:NAME`: a log's key, and from which size on it signs.
///
/// # Errors
/// As [`read`].
pub fn read_log_key(option: &str) -> Result<LogKey, LogError> {
    let (path, size) = cut(option);
    let from_size = size.map_or(Ok(0), str::parse::<u64>).map_err(|error| settings(Path::new(option), &error))?;
    Ok(LogKey { key: read(Path::new(path))?, from_size })
}

/// Makes a new key and writes it to a file that was not there before, mode 0600. Beside a witness's, an empty gate says that it
/// has cosigned nothing; one that is there already stays as it is.
///
/// # Errors
/// [`LogError::Settings`]: a name that is none, or a file that is there or can't be written.
pub fn make(path: &Path, name: &str, algorithm: Algorithm) -> Result<SigningKey, LogError> {
    let fault = "a key's name has no spaces, plus signs or control characters, and at most 255 bytes";
    let name = KeyName::new(name).ok_or_else(|| LogError::Settings { what: name.into(), reason: fault.into() })?;
    let mut seed = [0; SEED_BYTES];
    getrandom::fill(&mut seed).map_err(|error| settings(path, &error))?;
    let key = SigningKey::from_seed(name, algorithm, seed).map_err(|fault| settings(path, &fault))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| settings(path, &error))?;
    writeln!(file, "{}", key.to_secret_text())
        .and_then(|()| file.sync_all())
        .map_err(|error| settings(path, &error))?;
    if algorithm.is_cosigner() {
        let gate = cosigned_beside(path);
        let made = OpenOptions::new().write(true).create_new(true).open(&gate).and_then(|file| file.sync_all());
        made.or_else(|error| if error.kind() == ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
            .map_err(|error| settings(&gate, &error))?;
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_witness_begins_with_a_gate_that_says_nothing_was_cosigned() {
        let folder = tempfile::tempdir().expect("a folder");
        let [witness, log, again] = ["w.key", "log.key", "again.key"].map(|name| folder.path().join(name));
        make(&witness, "north.example/w", Algorithm::CosignEd25519).expect("a key");
        assert_eq!(std::fs::read_to_string(cosigned_beside(&witness)).expect("a gate"), "");
        make(&log, "give.example/log", Algorithm::Ed25519).expect("a key");
        assert!(!cosigned_beside(&log).exists());
        // What an earlier key of that file cosigned is not forgotten with the key.
        std::fs::write(cosigned_beside(&again), "far.example/log 1 00\n").expect("written");
        make(&again, "north.example/w", Algorithm::CosignMlDsa44).expect("a key");
        assert_eq!(std::fs::read_to_string(cosigned_beside(&again)).expect("a gate"), "far.example/log 1 00\n");
    }

    #[test]
    fn only_digits_behind_the_last_at_sign_are_a_size() {
        for (option, path, size) in [
            ("log.key", "log.key", None),
            ("log.key@1000000", "log.key", Some("1000000")),
            ("env:LOG_KEY@7", "env:LOG_KEY", Some("7")),
            ("/srv/log@give.example/log.key", "/srv/log@give.example/log.key", None),
            ("/srv/log@give.example/log.key@12", "/srv/log@give.example/log.key", Some("12")),
            ("log.key@", "log.key@", None),
        ] {
            assert_eq!(cut(option), (path, size));
            assert_eq!(path_of(option), path);
        }
    }
}
