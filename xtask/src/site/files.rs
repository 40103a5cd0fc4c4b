//! The files of a site, in memory, before they are written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// Bytes by their path in the site, with `/` between folders. No path is given twice.
#[derive(Default)]
pub(super) struct Files {
    bytes_by_path: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Adds one; an error where there is one of that name.
    pub(super) fn add(&mut self, path: &str, bytes: Vec<u8>) -> Outcome<()> {
        match self.bytes_by_path.insert(path.to_owned(), bytes) {
            None => Ok(()),
            Some(_) => Err(format!("two sources make `{path}` of the site: rename the one in public/").into()),
        }
    }

    /// Adds all that is in a folder and below, except names that begin with a dot.
    pub(super) fn add_folder(&mut self, folder: &Path) -> Outcome<()> {
        for (path, file) in list(folder)? {
            self.add(&path, fs::read(file)?)?;
        }
        Ok(())
    }

    /// Takes one out.
    pub(super) fn take(&mut self, path: &str) -> Option<Vec<u8>> {
        self.bytes_by_path.remove(path)
    }

    /// Each path with its bytes, in the order of the paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.bytes_by_path.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The bytes of one.
    pub(super) fn get(&self, path: &str) -> Option<&[u8]> {
        self.bytes_by_path.get(path).map(Vec::as_slice)
    }

    /// The size of one; 0 where there is none.
    pub(super) fn size_bytes(&self, path: &str) -> usize {
        self.bytes_by_path.get(path).map_or(0, Vec::len)
    }

    /// Makes a folder hold these files and no others; gives how many were written or removed.
    pub(super) fn write_to(&self, folder: &Path) -> Outcome<usize> {
        let mut changed = 0;
        for (path, file) in list(folder)? {
            if !self.bytes_by_path.contains_key(&path) {
                fs::remove_file(file)?;
                changed += 1;
            }
        }
        for (path, bytes) in &self.bytes_by_path {
            let file = folder.join(path);
            if fs::read(&file).is_ok_and(|old| old == *bytes) {
                continue;
            }
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            fs::write(file, bytes)?;
            changed += 1;
        }
        Ok(changed)
    }
}

fn list(folder: &Path) -> Outcome<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| format!("{} is no plain name", name.display()))?;
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            found.extend(list(&entry.path())?.into_iter().map(|(path, file)| (format!("{name}/{path}"), file)));
        } else {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::Files;

    fn empty_folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    fn site(files: &[(&str, &str)]) -> Files {
        let mut site = Files::default();
        for (path, text) in files {
            site.add(path, text.as_bytes().to_vec()).expect("a new name");
        }
        site
    }

    #[test]
    fn a_second_write_changes_nothing_and_a_dropped_file_goes() {
        let folder = empty_folder("files");
        assert_eq!(site(&[("a.css", "a"), ("deep/b.js", "b")]).write_to(&folder).expect("written"), 2);
        assert_eq!(site(&[("a.css", "a"), ("deep/b.js", "b")]).write_to(&folder).expect("written"), 0);
        assert_eq!(site(&[("a.css", "changed")]).write_to(&folder).expect("written"), 2);
        assert!(!folder.join("deep/b.js").exists());
        let mut read = Files::default();
        read.add_folder(&folder).expect("read");
        assert_eq!(read.take("a.css"), Some(b"changed".to_vec()));
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn two_sources_of_one_name_are_refused() {
        assert!(site(&[("almoner.css", "ours")]).add("almoner.css", Vec::new()).is_err());
    }
}
