//! A whole log on its way past, in pieces of any size.

use ledger::entry::ENTRY_BYTES_LIMIT;
use ledger::entry::Hash;
use ledger::log::export::{Checked, Hashed};
use ledger::log::{Checkpoint, Fault, TreeHash, tree};
use ledger::refusal::Lang;

use crate::kind::Kind;
use crate::report::{Report, State};
use crate::trust::{self, Trust};
use crate::words::{self, StepName};

/// A log that is being read.
#[derive(Debug, Default)]
pub struct Export {
    checked: Checked,
    /// The beginning of a line whose end has not come yet: an entry's bytes at most, and one more.
    begun: Vec<u8>,
    fault: Option<Fault>,
    /// The size at which the root is to be kept, and the root there: a file may be longer than what was signed.
    wanted: Option<u64>,
    root: Option<TreeHash>,
}

impl Export {
    /// Reads a log that is to be held against a signed size.
    #[must_use]
    pub fn until(wanted: Option<u64>) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// How many entries were taken.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.checked.size()
    }

    /// Whether an entry was wrong: what follows need not be read.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.fault.is_some()
    }

    /// Takes the next piece of the file.
    pub fn take(&mut self, mut piece: &[u8]) {
        while self.fault.is_none() && !piece.is_empty() {
            let Some(end) = piece.iter().position(|byte| *byte == b'\n') else {
                self.begun.extend_from_slice(piece);
                self.refuse_long();
                return;
            };
            let (line, rest) = piece.split_at(end);
            piece = rest.get(1..).unwrap_or_default();
            if self.begun.is_empty() {
                self.line(line);
            } else {
                self.begun.extend_from_slice(line);
                let line = std::mem::take(&mut self.begun);
                self.line(&line);
            }
        }
    }

    fn refuse_long(&mut self) {
        if self.begun.len() > ENTRY_BYTES_LIMIT {
            self.fault = Some(Fault::NotEntry { index: self.size() });
            self.begun = vec![];
        }
    }

    /// Takes what [`hash_lines`] made of the next whole lines.
    pub fn take_hashed(&mut self, lines: &[u8]) {
        for line in lines.as_chunks::<HASHED_BYTES>().0 {
            if self.fault.is_some() {
                return;
            }
            self.entry(read_hashed(line));
        }
    }

    fn line(&mut self, line: &[u8]) {
        self.entry(hashed(line));
    }

    fn entry(&mut self, entry: Option<Hashed>) {
        self.keep_root();
        match self.checked.join(entry) {
            Ok(()) => self.keep_root(),
            Err(fault) => self.fault = Some(fault),
        }
    }

    fn keep_root(&mut self) {
        if self.root.is_none() && self.wanted == Some(self.size()) {
            self.root = Some(self.checked.root());
        }
    }

    /// The report, once the file has ended. `note` is the checkpoint; `proof` leads from the file's size to the checkpoint's
    /// where the log has grown since the file was made.
    #[must_use]
    pub fn finish(mut self, lang: Lang, trust: Option<&Trust>, note: Option<&str>, proof: Option<&str>) -> Report {
        // The last line may lack its end.
        let last = std::mem::take(&mut self.begun);
        if self.fault.is_none() && !last.is_empty() {
            self.line(&last);
        }
        self.keep_root();
        let mut report = Report::new(lang, Kind::Export);
        let checkpoint = match (trust, note) {
            (Some(trust), Some(note)) => trust.judge(note, &mut report),
            (None, Some(_)) => {
                report.add(StepName::Key, State::Open, words::no_policy(lang));
                None
            }
            (_, None) => {
                report.add(StepName::Note, State::Open, words::no_checkpoint(lang));
                None
            }
        };
        let size = self.size();
        let chain = self.fault.take().map_or(Ok(()), Err);
        let whole = report.tell(StepName::Chain, chain, words::chain(lang, size, &self.checked.head().to_string()));
        match checkpoint.filter(|_| whole) {
            None => report.leave_open(StepName::Root),
            Some(checkpoint) => self.tell_root(&checkpoint, proof, &mut report),
        }
        report
    }

    fn tell_root(&self, checkpoint: &Checkpoint, proof: Option<&str>, report: &mut Report) {
        let (lang, size) = (report.lang, self.size());
        let hashes = proof.filter(|_| size < checkpoint.size).and_then(trust::hashes);
        let outcome = match (self.root, hashes) {
            (Some(root), _) if root == checkpoint.root => Ok(()),
            (Some(_), _) => Err(Fault::Root { size: checkpoint.size }),
            (None, Some(hashes)) => {
                tree::verify_consistency(size, checkpoint.size, &self.checked.root(), &checkpoint.root, &hashes)
            }
            // An honest log may have grown since the file was made: that is told, and nobody accused.
            (None, None) => {
                report.add(StepName::Root, State::Open, words::shorter(lang, size, checkpoint.size));
                return;
            }
        };
        report.tell(StepName::Root, outcome, words::root(lang, size, checkpoint.size));
        report.shows = words::shows_log(lang, size, checkpoint.size);
    }
}

/// A line's hashes on their way from one worker to another: whether it is an entry (1 or 0), its number (big-endian), the hash of
/// the entry before it, its own, its leaf.
const HASHED_BYTES: usize = 1 + 8 + 32 + 32 + 32;

/// A line's hashes; none where it is no entry, above all a longer one than any.
fn hashed(line: &[u8]) -> Option<Hashed> {
    Some(line).filter(|line| line.len() <= ENTRY_BYTES_LIMIT).and_then(Hashed::of)
}

/// Hashes whole lines, the last of which may lack its end: what [`Export::take_hashed`] takes. Lines need not be the log's first.
#[must_use]
pub fn hash_lines(lines: &[u8]) -> Vec<u8> {
    let lines = lines.strip_suffix(b"\n").unwrap_or(lines);
    let mut all = Vec::new();
    for line in lines.split(|byte| *byte == b'\n') {
        match hashed(line) {
            None => all.extend_from_slice(&[0; HASHED_BYTES]),
            Some(Hashed { prev, seq, hash, leaf }) => {
                all.push(1);
                all.extend_from_slice(&seq.to_be_bytes());
                for bytes in [prev.0, hash.0, leaf] {
                    all.extend_from_slice(&bytes);
                }
            }
        }
    }
    all
}

fn read_hashed(line: &[u8; HASHED_BYTES]) -> Option<Hashed> {
    let (is_entry, rest) = line.split_first()?;
    let (seq, hashes) = rest.split_first_chunk()?;
    let [prev, hash, leaf] = hashes.as_chunks::<32>().0 else { return None };
    (*is_entry == 1).then(|| Hashed {
        prev: Hash(*prev),
        seq: u64::from_be_bytes(*seq),
        hash: Hash(*hash),
        leaf: *leaf,
    })
}

#[cfg(test)]
mod tests {
    use ledger::entry::Hash;

    use super::{Export, hash_lines};
    use crate::report::State;
    use ledger::refusal::Lang;

    fn lines(count: u64) -> Vec<u8> {
        let (mut all, mut prev) = (Vec::new(), Hash::ZERO);
        for seq in 0..count {
            let line = format!("{{\"key\":\"é\",\"prev\":\"{prev}\",\"seq\":{seq}}}");
            prev = Hash::of(line.as_bytes());
            all.extend_from_slice(line.as_bytes());
            all.push(b'\n');
        }
        all
    }

    #[test]
    fn pieces_of_any_size_give_the_same_chain() {
        let all = lines(20);
        for size in [1, 7, 64, 100_000] {
            for text in [all.as_slice(), all.strip_suffix(b"\n").expect("an end")] {
                let mut export = Export::until(None);
                text.chunks(size).for_each(|piece| export.take(piece));
                let report = export.finish(Lang::En, None, None, None);
                let chain = report.steps.iter().find(|step| step.name == crate::words::StepName::Chain);
                let chain = chain.expect("a step");
                assert!(chain.state == State::Holds && chain.says.starts_with("20 entries"), "{}", chain.says);
            }
        }
    }

    #[test]
    fn lines_hashed_apart_are_judged_like_the_file() {
        let good = lines(20);
        let text = String::from_utf8(good.clone()).expect("text");
        let dropped =
            text.lines().filter(|line| !line.contains("\"seq\":7}")).fold(String::new(), |all, line| all + line + "\n");
        let spoiled = text.replacen("é", "e", 3);
        let long = text.replacen("é", &"x".repeat(70_000), 1);
        for file in [
            good.as_slice(),
            good.strip_suffix(b"\n").expect("an end"),
            dropped.as_bytes(),
            spoiled.as_bytes(),
            long.as_bytes(),
            b"\n\n",
        ] {
            let mut whole = Export::until(None);
            whole.take(file);
            let mut parts = Export::until(None);
            let ends: Vec<_> =
                file.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
            let mut begin = 0;
            for end in ends.into_iter().step_by(3).chain([file.len()]) {
                if end > begin {
                    parts.take_hashed(&hash_lines(&file[begin..end]));
                }
                begin = end;
            }
            let [whole, parts] = [whole, parts].map(|export| export.finish(Lang::En, None, None, None).to_json());
            assert_eq!(whole, parts);
        }
    }

    #[test]
    fn a_line_that_never_ends_is_given_up() {
        let mut export = Export::until(None);
        (0..100).for_each(|_| export.take(&[b'x'; 1_000]));
        assert!(export.has_failed());
    }
}
