//! The checks: one for each kind of file, from its bytes to a report.

use ledger::Entry;
use ledger::entry::Hash;
use ledger::log::bundle::{Bundle, Claimed};
use ledger::log::proof::TlogProof;
use ledger::log::{Fault, tree};
use ledger::refusal::Lang;

use crate::kind::{self, Kind};
use crate::page::Page;
use crate::report::{Report, State};
use crate::trust::{Remembered, Source, Trust};
use crate::words::{self, StepName};

pub mod export;

/// Checks a bundle. Where no policy is given, its own is believed, and the report says so. `page` holds the text of the page
/// that the reader has before them.
#[must_use]
pub fn bundle(lang: Lang, bytes: &[u8], trust: Option<&Trust>, page: Option<&Page>) -> Report {
    let mut report = Report::new(lang, Kind::Bundle);
    let bundle = match Bundle::parse(bytes) {
        Ok(bundle) => bundle,
        Err(fault) => {
            report.fail(StepName::Form, &fault);
            return report;
        }
    };
    let own = match trust {
        Some(_) => None,
        None => match Trust::new(&bundle.policy, Source::File, Remembered::default()) {
            Ok(trust) => Some(trust),
            Err(fault) => {
                report.fail(StepName::Key, &fault);
                return report;
            }
        },
    };
    let Some(trust) = trust.or(own.as_ref()) else { return report };
    let checkpoint = trust.judge(&bundle.checkpoint, &mut report);
    let included = checkpoint.is_some_and(|checkpoint| {
        let judged = ledger::log::policy::Judged { checkpoint, cosigners: vec![], quorum: true };
        report.tell(StepName::Inclusion, bundle.verify_inclusion(&judged), words::included(lang, &bundle.indices))
    });
    if !included {
        if report.steps.iter().all(|step| step.name != StepName::Inclusion) {
            report.leave_open(StepName::Inclusion);
        }
        report.leave_open(StepName::Figures);
        return report;
    }
    match bundle.verify_claim() {
        Err(fault) => report.fail(StepName::Figures, &fault),
        Ok(Claimed::Gift(trace)) => {
            report.add(StepName::Figures, State::Holds, words::figures(lang, &trace));
            let code = ledger::code::GiftCode::of_seq(trace.seq).map(|code| code.to_string()).unwrap_or_default();
            report.shows = words::shows_gift(lang, &code, bundle.indices.len());
            if let Some(page) = page {
                // Those that can't be read would have failed with the claim.
                let entries: Vec<Entry> =
                    bundle.entries.iter().filter_map(|entry| Entry::parse(entry.as_bytes()).ok()).collect();
                page.compare(&trace, &entries, &mut report);
                report.shows.push_str(words::shows_page(lang));
            }
        }
        Ok(Claimed::Report(derived)) => {
            report.add(StepName::Figures, State::Holds, words::report_figures(lang, &derived));
            report.shows = words::shows_report(lang, derived.size, bundle.indices.len());
            if let Some(page) = page {
                page.compare_report(&derived, &mut report);
            }
        }
    }
    report
}

/// By whom a bundle is judged that brings its own policy, where keys are remembered that may be its log's. None where it or its
/// policy can't be read: [`bundle`] says so.
#[must_use]
pub fn trust_of_file(bytes: &[u8], remembered: Remembered) -> Option<Trust> {
    let bundle = Bundle::parse(bytes).ok()?;
    Trust::new(&bundle.policy, Source::File, remembered).ok()
}

/// Says that of a saved copy only the bundle inside was judged: the page around it may say anything.
pub fn leave_page(report: &mut Report) {
    report.add(StepName::Page, State::Noted, words::page_left(report.lang));
}

/// Checks that an entry's bytes are in the log. `shown` is the SHA3-256 that a page shows of them.
#[must_use]
pub fn proof(lang: Lang, file: &str, entry: &[u8], trust: &Trust, shown: Option<&str>) -> Report {
    let mut report = Report::new(lang, Kind::Proof);
    let proof = match TlogProof::parse(file) {
        Ok(proof) => proof,
        Err(fault) => {
            report.fail(StepName::Form, &fault);
            return report;
        }
    };
    let checkpoint = trust.judge(&proof.checkpoint, &mut report);
    match checkpoint {
        None => report.leave_open(StepName::Inclusion),
        Some(checkpoint) => {
            let leaf = tree::leaf_hash(entry);
            let path = tree::verify_inclusion(&leaf, proof.index, checkpoint.size, &checkpoint.root, &proof.path);
            if report.tell(StepName::Inclusion, path, words::included(lang, &[proof.index])) {
                tell_entry(entry, proof.index, &mut report);
            }
            report.shows = words::shows_entry(lang, proof.index);
        }
    }
    if let Some(shown) = shown {
        tell_hash(entry, shown, &mut report);
    }
    report
}

/// Checks an entry where nothing is signed: its hash alone. `missed` is as with [`unsigned`].
#[must_use]
pub fn hash(lang: Lang, entry: &[u8], shown: &str, missed: Option<&str>) -> Report {
    let mut report = Report::new(lang, Kind::Entry);
    tell_unsigned(missed, &mut report);
    tell_hash(entry, shown, &mut report);
    report
}

/// Where nothing is signed, there is nothing to hold a gift's figures against. `missed` is the day since which a key of this
/// site is remembered: that it now shows none is an alarm.
#[must_use]
pub fn unsigned(lang: Lang, missed: Option<&str>) -> Report {
    let mut report = Report::new(lang, Kind::Bundle);
    tell_unsigned(missed, &mut report);
    report
}

fn tell_unsigned(missed: Option<&str>, report: &mut Report) {
    let lang = report.lang;
    if let Some(since) = missed {
        report.add(StepName::Key, State::Fails, words::key_gone(lang, since));
    }
    report.add(StepName::Note, State::Open, words::nothing_signed(lang));
}

fn tell_hash(entry: &[u8], shown: &str, report: &mut Report) {
    let computed = Hash::of(entry).to_string();
    let state = if computed == shown { State::Holds } else { State::Fails };
    report.add(StepName::Hash, state, words::hash(report.lang, &computed, shown));
}

/// A proof is of bytes: that these are an entry, of that number, is another matter.
fn tell_entry(entry: &[u8], index: u64, report: &mut Report) {
    let fault = match Entry::parse(entry) {
        Err(refusal) => Fault::Entry { seq: index, refusal },
        Ok(parsed) if parsed.seq != index => Fault::Misplaced { index, seq: parsed.seq },
        Ok(_) => return,
    };
    report.fail(StepName::Form, &fault);
}

/// Checks a checkpoint by itself.
#[must_use]
pub fn checkpoint(lang: Lang, note: &str, trust: &Trust) -> Report {
    let mut report = Report::new(lang, Kind::Checkpoint);
    if let Some(checkpoint) = trust.judge(note, &mut report) {
        report.shows = words::shows_checkpoint(lang, &checkpoint);
    }
    report
}

/// What is no file of ours, or no text.
#[must_use]
pub fn unreadable(lang: Lang, kind: Kind, says: &str) -> Report {
    let mut report = Report::new(lang, kind);
    report.add(StepName::Form, State::Open, says);
    report
}

/// The bundle's bytes, out of a bundle or of a saved copy.
#[must_use]
pub fn bundle_bytes(kind: Kind, bytes: &[u8]) -> Option<&[u8]> {
    match kind {
        Kind::Copy => std::str::from_utf8(bytes).ok().and_then(kind::bundle_in_copy).map(str::as_bytes),
        _ => Some(bytes),
    }
}
