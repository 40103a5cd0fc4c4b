//! What the page's worker and a saved copy call. Words come in and go out as text and JSON, files as bytes.

use ledger::refusal::Lang;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::judge::{self, export::Export};
use crate::kind::{HEAD_BYTES, Kind};
use crate::page::Page;
use crate::report::{Report, State};
use crate::trust::{self, Remembered, Source, Trust};
use crate::words;

/// One check under way.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Checker {
    lang: Lang,
    trust: Option<Trust>,
    /// What a file that speaks for itself is held against: the keys remembered of the site, should it be of that log.
    kept: Remembered,
    /// The day since which a key is remembered of a site that shows none now.
    missed: Option<String>,
    report: Option<Report>,
    export: Export,
}

/// So many bytes of a file tell what it is.
#[wasm_bindgen]
#[must_use]
pub fn head_bytes() -> usize {
    HEAD_BYTES
}

/// What a file is, by its first bytes and its name; empty where it is nothing of ours.
#[wasm_bindgen]
#[must_use]
pub fn kind_of(head: &[u8], name: &str) -> String {
    Kind::of(head, name).map_or_else(String::new, |kind| kind.word().to_owned())
}

/// The log that a checkpoint, proof or bundle speaks of, as it says; empty where it says none.
#[wasm_bindgen]
#[must_use]
pub fn origin_of(kind: &str, bytes: &[u8]) -> String {
    use ledger::log::{bundle::Bundle, proof::TlogProof};
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let note = match kind {
        "bundle" => Bundle::parse(bytes).ok().map(|bundle| bundle.checkpoint),
        "copy" => {
            judge::bundle_bytes(Kind::Copy, bytes).and_then(|bytes| Bundle::parse(bytes).ok()).map(|it| it.checkpoint)
        }
        "proof" => TlogProof::parse(text).ok().map(|proof| proof.checkpoint),
        _ => Some(text.to_owned()),
    };
    note.and_then(|note| trust::origin_of(&note)).unwrap_or_default()
}

/// The number of the entry that a proof is of, in decimal; empty where the file is none.
#[wasm_bindgen]
#[must_use]
pub fn index_of(proof: &str) -> String {
    ledger::log::proof::TlogProof::parse(proof).map_or_else(|_| String::new(), |proof| proof.index.to_string())
}

/// Hashes whole lines of a log, wherever in it they stand: what [`Checker::take`] takes. This is what other workers help with.
#[wasm_bindgen]
#[must_use]
pub fn hash_lines(lines: &[u8]) -> Vec<u8> {
    judge::export::hash_lines(lines)
}

#[wasm_bindgen]
impl Checker {
    /// A check, in the reader's language.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(zh: bool) -> Self {
        let lang = if zh { Lang::Zh } else { Lang::En };
        let kept = Remembered::default();
        Self { lang, trust: None, kept, missed: None, report: None, export: Export::default() }
    }

    /// Says whom to believe: a policy, whether it is the reader's own, and what this browser remembers (`keys` one a line).
    /// Gives the log's name, or nothing where the policy can't be read.
    pub fn believe(&mut self, policy: &str, own: bool, keys: &str, since: &str, note: &str) -> String {
        let note = (!note.is_empty()).then(|| note.to_owned());
        let remembered = Remembered { keys: trust::keys(keys), since: since.to_owned(), note };
        let source = if own { Source::Own } else { Source::Site };
        self.trust = Trust::new(policy, source, remembered).ok();
        let first = self.trust.as_ref().and_then(|trust| trust.policy().logs.first());
        first.map_or_else(String::new, |log| log.name.clone())
    }

    /// Says that a site of which a key is remembered since that day shows none now.
    pub fn miss(&mut self, since: &str) {
        self.missed = Some(since.to_owned());
    }

    /// Whether the site shows keys that are not remembered: then [`Checker::meet`] wants its present checkpoint.
    #[must_use]
    pub fn meets_new_keys(&self) -> bool {
        self.trust.as_ref().is_some_and(Trust::meets_new_keys)
    }

    /// Takes note of the new keys that signed this checkpoint beside one that is remembered.
    pub fn meet(&mut self, note: &str) {
        if let Some(trust) = &mut self.trust {
            trust.meet(note);
        }
    }

    /// Forgets whom to believe: a file of another log speaks for itself. Of a log of which keys are remembered it does not: that
    /// the site shows no policy now must not make a file with another key less of an alarm.
    pub fn believe_nobody(&mut self, keys: &str, since: &str) {
        self.trust = None;
        self.kept = Remembered { keys: trust::keys(keys), since: since.to_owned(), note: None };
    }

    /// Checks a bundle or a saved copy; `page` is the text of the page, as [`Page::parse`] reads them, or nothing.
    pub fn bundle(&mut self, bytes: &[u8], copy: bool, page: &str) -> String {
        let kind = if copy { Kind::Copy } else { Kind::Bundle };
        let page = Page::parse(page).filter(|_| !page.is_empty());
        let bundle = judge::bundle_bytes(kind, bytes).unwrap_or_default();
        let of_file = match &self.trust {
            None if !self.kept.keys.is_empty() => judge::trust_of_file(bundle, self.kept.clone()),
            _ => None,
        };
        let trust = self.trust.as_ref().or(of_file.as_ref());
        let mut report = judge::bundle(self.lang, bundle, trust, page.as_ref());
        if copy && page.is_none() {
            judge::leave_page(&mut report);
        }
        self.keep(report)
    }

    /// Checks a proof of an entry's bytes; `shown` is the hash on the page, or nothing.
    pub fn proof(&mut self, file: &str, entry: &[u8], shown: &str) -> String {
        let Some(trust) = &self.trust else { return self.without_policy(Kind::Proof) };
        let shown = (!shown.is_empty()).then_some(shown);
        let report = judge::proof(self.lang, file, entry, trust, shown);
        self.keep(report)
    }

    /// Checks a checkpoint.
    pub fn checkpoint(&mut self, note: &str) -> String {
        let Some(trust) = &self.trust else { return self.without_policy(Kind::Checkpoint) };
        let report = judge::checkpoint(self.lang, note, trust);
        self.keep(report)
    }

    /// Computes an entry's hash where nothing is signed.
    pub fn hash(&mut self, entry: &[u8], shown: &str) -> String {
        self.keep(judge::hash(self.lang, entry, shown, self.missed.as_deref()))
    }

    /// Says that nothing is signed.
    pub fn unsigned(&mut self) -> String {
        self.keep(judge::unsigned(self.lang, self.missed.as_deref()))
    }

    /// Begins a log that is to be held against this checkpoint.
    pub fn begin(&mut self, note: &str) {
        let judged = self.trust.as_ref().and_then(|trust| trust.policy().judge(note).ok());
        self.export = Export::until(judged.map(|judged| judged.checkpoint.size));
    }

    /// Takes what [`hash_lines`] made of its next lines; `false` where the rest need not be read.
    pub fn take(&mut self, lines: &[u8]) -> bool {
        self.export.take_hashed(lines);
        !self.export.has_failed()
    }

    /// How many entries were taken.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // JavaScript's numbers hold 2^53 entries.
    pub fn size(&self) -> f64 {
        self.export.size() as f64
    }

    /// Ends it. `proof` leads from its size to the checkpoint's, or is nothing.
    pub fn end(&mut self, note: &str, proof: &str) -> String {
        let export = std::mem::take(&mut self.export);
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let report = export.finish(self.lang, self.trust.as_ref(), some(note), some(proof));
        self.keep(report)
    }

    /// Takes the proof that the report owes, or nothing where the log gave none.
    pub fn prove_growth(&mut self, proof: &str, given: bool) -> String {
        if let (Some(trust), Some(report)) = (&self.trust, &mut self.report) {
            trust.prove_growth(given.then_some(proof), report);
        }
        self.report.as_ref().map_or_else(String::new, Report::to_json)
    }

    /// What shows a fork to anybody: a file's text.
    #[must_use]
    pub fn evidence(&self, proof: &str) -> String {
        let both = self.trust.as_ref().zip(self.report.as_ref());
        both.and_then(|(trust, report)| trust.evidence(report, proof)).unwrap_or_default()
    }

    fn without_policy(&mut self, kind: Kind) -> String {
        let mut report = Report::new(self.lang, kind);
        report.add(words::StepName::Key, State::Open, words::no_policy(self.lang));
        self.keep(report)
    }

    fn keep(&mut self, report: Report) -> String {
        let json = report.to_json();
        self.report = Some(report);
        json
    }
}
