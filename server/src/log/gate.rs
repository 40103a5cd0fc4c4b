//! The gate against going back: the last checkpoint that was signed, kept in a file beside each key, away from the database.
//!
//! It is written durably before a checkpoint is published, so it is never behind the database. A database that does not
//! extend it is an older copy or another log, and is never signed; nor is one whose gate is gone or behind, until somebody
//! says that this is the newest copy. Each key has its own, so that the gate outlives a key that is given up.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::LogError;

/// The file.
#[derive(Debug)]
pub struct Gate {
    path: PathBuf,
}

impl Gate {
    /// The gate at this path; the file need not be there yet.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it is, for sentences.
    #[must_use]
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    fn error(&self, reason: &dyn std::fmt::Display) -> LogError {
        LogError::Gate { path: self.shown(), reason: reason.to_string() }
    }

    /// The note that was kept last.
    ///
    /// # Errors
    /// [`LogError::Gate`]; that there is none is no error.
    pub fn load(&self) -> Result<Option<String>, LogError> {
        match fs::read_to_string(&self.path) {
            Ok(note) => Ok(Some(note)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.error(&error)),
        }
    }

    /// Keeps a note: when this returns, it is on the disk whatever happens.
    ///
    /// # Errors
    /// [`LogError::Gate`]: then the file is as before.
    pub fn keep(&self, note: &str) -> Result<(), LogError> {
        write_durably(&self.path, note.as_bytes()).map_err(|error| self.error(&error))
    }
}

/// The gates of a log: a file for each key. A mirror, which signs nothing, has none.
#[derive(Debug)]
pub struct Gates(Vec<Gate>);

impl Gates {
    /// The gates at these paths; the files need not be there yet.
    #[must_use]
    pub fn at(paths: Vec<PathBuf>) -> Self {
        Self(paths.into_iter().map(Gate::at).collect())
    }

    /// Each of them.
    pub fn each(&self) -> impl Iterator<Item = &Gate> {
        self.0.iter()
    }

    /// Where they are, for sentences.
    #[must_use]
    pub fn shown(&self) -> String {
        self.0.iter().map(Gate::shown).collect::<Vec<_>>().join(", ")
    }

    /// Keeps a note in all of them.
    ///
    /// # Errors
    /// As [`Gate::keep`]: those before it have the note.
    pub fn keep(&self, note: &str) -> Result<(), LogError> {
        self.each().try_for_each(|gate| gate.keep(note))
    }
}

/// Where a witness keeps what it cosigned last, beside a key of its own. It is there, and empty, from the key's beginning on:
/// where it is gone, nothing is known of what the key has cosigned.
#[must_use]
pub fn cosigned_beside(key: &Path) -> PathBuf {
    let mut path = key.as_os_str().to_owned();
    path.push(".last-cosigned");
    path.into()
}

/// Replaces a file by one with these bytes, so that at any moment either the old or the new one is there whole.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
