//! Ids that nobody typed: made of a name where it tells something, and taken back where their line is empty.

use ledger::value::SubjectKind;

use super::Filled;
use crate::desk::record::description::{Described, Kind};
use crate::desk::record::typed;

impl Filled {
    /// A line of which nothing is left but the id that was made for it is empty: nobody typed it.
    pub(super) fn forget_made(&mut self, list: &str, parts: &[Described]) {
        for line in 0..self.typed.lines(list) {
            let path = |part: &Described| format!("{list}.{line}.{}", part.key);
            let is_left = parts
                .iter()
                .any(|part| !matches!(part.kind, Kind::NewId(_)) && !self.typed.get(&path(part)).is_empty());
            if !is_left {
                parts.iter().for_each(|part| self.typed.set(&path(part), ""));
            }
        }
    }

    pub(super) fn make_id(&mut self, path: &str, kind: SubjectKind) {
        if !self.typed.get(path).is_empty() {
            return;
        }
        let beside = |key: &str| match path.rsplit_once('.') {
            Some((line, _)) => self.typed.get(&format!("{line}.{key}")).to_owned(),
            None => self.typed.get(key).to_owned(),
        };
        let name = ["title", "name", "item"].map(beside).into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        // Of a name in another script only its figures would be left, and `2026` says nothing.
        let (slug, is_name) = (typed::slug(&name), typed::is_told_by_slug(&name));
        let stem = match slug {
            slug if slug.is_empty() => kind.word().to_owned(),
            slug if is_name => slug,
            slug => format!("{}-{slug}", kind.word()),
        };
        let registered = matches!(
            kind,
            SubjectKind::Organisation
                | SubjectKind::Fund
                | SubjectKind::Project
                | SubjectKind::Site
                | SubjectKind::Item
        );
        let id = if registered && is_name && stem != kind.word() { stem } else { format!("{stem}-{}", few_letters()) };
        self.typed.set(path, id);
    }
}

/// Four letters and digits that are hard to mistake for each other.
fn few_letters() -> String {
    const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut bytes = [0_u8; 4];
    // Without random numbers the id is the same each time, and the ledger says that it is taken.
    let _ = getrandom::fill(&mut bytes);
    bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()))
        .map(|letter| char::from(*letter))
        .collect()
}
