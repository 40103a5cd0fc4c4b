//! By whose policy a checkpoint is judged.
//!
//! Trust on first use: the first time, the site's own word is all there is, and the report says so. The key is then
//! remembered, and from then on only a checkpoint that this key signed is believed: a site that shows another key than before
//! is an alarm. A new key is taken over only beside the old one.

use ledger::log::key::VerifierKey;
use ledger::log::policy::{Judged, Policy};
use ledger::log::{Checkpoint, Fault, Note, TreeHash, tree};
use ledger::refusal::Lang;

use crate::report::{Report, State};
use crate::words::{self, StepName};

/// How the policy came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The verifier's own: nothing has to be believed.
    Own,
    /// The site that is checked says it.
    Site,
    /// The file that is checked says it.
    File,
}

/// What a browser remembers of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The log's keys; none at the first visit.
    pub keys: Vec<VerifierKey>,
    /// The day of that visit, as `2026-11-20`.
    pub since: String,
    /// The last checkpoint that was checked.
    pub note: Option<String>,
}

/// Whom to believe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    policy: Policy,
    source: Source,
    remembered: Remembered,
    /// The log keys that were offered and are not those remembered.
    new_keys: Vec<String>,
    changed: bool,
}

impl Trust {
    /// Believes this policy, but of the log's keys only those remembered, where there are some.
    ///
    /// # Errors
    /// As [`Policy::parse`].
    pub fn new(policy: &str, source: Source, remembered: Remembered) -> Result<Self, Fault> {
        let mut policy = Policy::parse(policy)?;
        let mut new_keys = vec![];
        let mut changed = false;
        // A site stays the log it was, whatever it calls itself now; a file may be of another log, unknown so far.
        let same_log = |key: &VerifierKey| match source {
            Source::Own => false,
            Source::Site => !remembered.keys.is_empty(),
            Source::File => remembered.keys.iter().any(|known| known.name() == key.name()),
        };
        if policy.logs.iter().any(|log| same_log(&log.key)) {
            let known = |key: &VerifierKey| remembered.keys.contains(key);
            new_keys = policy.logs.iter().filter(|log| !known(&log.key)).map(|log| log.key.to_string()).collect();
            changed = !policy.logs.iter().any(|log| known(&log.key));
            let url = policy.logs.first().and_then(|log| log.url.clone());
            policy.logs =
                remembered.keys.iter().flat_map(|key| Policy::of_log(key.clone(), url.clone()).logs).collect();
        }
        Ok(Self { policy, source, remembered, new_keys, changed })
    }

    /// Where the log says it is found.
    #[must_use]
    pub fn log_url(&self) -> Option<&str> {
        self.policy.logs.first().and_then(|log| log.url.as_deref())
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The first steps of every check: whose key it is, the log's signature, the witnesses, and that the log only grew since
    /// the last visit. Gives the checkpoint if the signature holds.
    pub fn judge(&self, note: &str, report: &mut Report) -> Option<Checkpoint> {
        self.tell_key(report);
        let judged = match self.policy.judge(note) {
            Ok(judged) => judged,
            Err(fault) => {
                report.fail(StepName::Note, &fault);
                report.leave_open(StepName::Witnesses);
                return None;
            }
        };
        report.add(StepName::Note, State::Holds, words::signed(report.lang, &judged.checkpoint));
        self.tell_witnesses(&judged, report);
        let checkpoint = judged.checkpoint;
        report.checkpoint = Some((note.to_owned(), checkpoint.clone()));
        self.tell_growth(&checkpoint, report);
        Some(checkpoint)
    }

    fn tell_key(&self, report: &mut Report) {
        let lang = report.lang;
        let offered = self.policy.logs.iter().map(|log| log.key.to_string());
        report.keys = offered.chain(self.new_keys.iter().cloned()).collect();
        let known = !self.remembered.keys.is_empty()
            && self.policy.logs.iter().any(|log| self.remembered.keys.contains(&log.key));
        let (state, says) = match self.source {
            Source::Own => (State::Holds, words::own_policy(lang).to_owned()),
            _ if self.changed => {
                let says = words::key_changed(lang, &self.remembered.since, &self.new_keys);
                let code = Some("key_changed");
                report.steps.push(crate::report::Step { name: StepName::Key, state: State::Fails, says, code });
                return;
            }
            _ if known && !self.new_keys.is_empty() => {
                (State::Noted, words::key_added(lang, &self.remembered.since, &self.new_keys))
            }
            _ if known => (State::Holds, words::key_as_before(lang, &self.remembered.since)),
            Source::Site => (State::Noted, words::first_use(lang).to_owned()),
            Source::File => (State::Noted, words::key_of_file(lang).to_owned()),
        };
        report.add(StepName::Key, state, says);
    }

    fn tell_witnesses(&self, judged: &Judged<'_>, report: &mut Report) {
        let lang = report.lang;
        if !judged.quorum {
            let quorum = self.policy.say_quorum(lang);
            report.fail(StepName::Witnesses, &Fault::NoQuorum { quorum });
            return;
        }
        let state = if self.policy.quorum.is_some() { State::Holds } else { State::Noted };
        report.add(StepName::Witnesses, state, words::witnesses(lang, judged, &self.policy));
    }

    /// The checkpoint remembered, if it is this log's and its signature still holds.
    fn seen_before(&self, origin: &str) -> Option<Checkpoint> {
        let note = self.remembered.note.as_deref()?;
        let seen = self.policy.judge(note).ok()?.checkpoint;
        (seen.origin.as_str() == origin).then_some(seen)
    }

    fn tell_growth(&self, now: &Checkpoint, report: &mut Report) {
        let Some(seen) = self.seen_before(now.origin.as_str()) else { return };
        if seen.size == now.size {
            let outcome = tree::verify_consistency(seen.size, now.size, &seen.root, &now.root, &[]);
            report.tell(StepName::Growth, outcome, words::same_as_before(report.lang, now.size));
        } else {
            report.owed = Some((seen.size.min(now.size), seen.size.max(now.size)));
        }
    }

    /// The step that a report owes: whether the log only grew between what was remembered and now. `proof` is what the log
    /// answered: base64 hashes a line; none where it had no answer.
    pub fn prove_growth(&self, proof: Option<&str>, report: &mut Report) {
        let Some((old, size)) = report.owed.take() else { return };
        let Some((_, now)) = &report.checkpoint else { return };
        let Some(seen) = self.seen_before(now.origin.as_str()) else { return };
        let (before, after) = if seen.size < now.size { (&seen, now) } else { (now, &seen) };
        let unproved = Fault::Consistency { old, size };
        let outcome = match proof.map(hashes) {
            Some(Some(hashes)) => tree::verify_consistency(old, size, &before.root, &after.root, &hashes),
            _ => Err(unproved),
        };
        report.tell(StepName::Growth, outcome, words::only_grew(report.lang, old, size));
    }

    /// What anybody can be shown if the log has forked: both signed notes, the keys, and the proof that fails.
    #[must_use]
    pub fn evidence(&self, report: &Report, proof: &str) -> Option<String> {
        let (note, now) = report.checkpoint.as_ref()?;
        let seen = self.remembered.note.as_deref()?;
        let mut out = String::from("{\"format\":\"almoner-evidence/1\",\"checkpoints\":[");
        ledger::json::write_text(&mut out, seen);
        out.push(',');
        ledger::json::write_text(&mut out, note);
        out.push_str("],\"origin\":");
        ledger::json::write_text(&mut out, now.origin.as_str());
        out.push_str(",\"policy\":");
        ledger::json::write_text(&mut out, &self.policy.to_string());
        out.push_str(",\"proof\":");
        ledger::json::write_text(&mut out, proof);
        out.push_str(",\"says\":");
        let said = report.steps.iter().find(|step| step.name == StepName::Growth).map_or("", |step| &step.says);
        ledger::json::write_text(&mut out, said);
        out.push_str("}\n");
        Some(out)
    }
}

/// Base64 hashes, one a line; none if one of them is none.
#[must_use]
pub fn hashes(text: &str) -> Option<Vec<TreeHash>> {
    // A proof's text has the same lines as a request to a witness; that is read strictly.
    let note = "x\n\n";
    let body = match text.trim_end_matches('\n') {
        "" => format!("old 0\n\n{note}"),
        lines => format!("old 0\n{lines}\n\n{note}"),
    };
    ledger::log::witness::AddCheckpoint::parse(&body).ok().map(|request| request.proof)
}

/// The origin that a note names, signed or not.
#[must_use]
pub fn origin_of(note: &str) -> Option<String> {
    let note = Note::parse(note).ok()?;
    Checkpoint::parse_text(&note.text).ok().map(|checkpoint| checkpoint.origin.to_string())
}

/// Verifier keys, one a line; what is none is passed over.
#[must_use]
pub fn keys(text: &str) -> Vec<VerifierKey> {
    text.lines().filter_map(|line| VerifierKey::parse(line.trim()).ok()).collect()
}

/// Only for the language of faults that are told outside of a report.
#[must_use]
pub fn say(fault: &Fault, lang: Lang) -> String {
    words::sentence(lang, &fault.say(lang))
}

#[cfg(test)]
mod tests {
    use ledger::log::key::{Algorithm, KeyName, SigningKey};
    use ledger::log::tree::{leaf_hash, node_hash};

    use super::*;
    use crate::kind::Kind;

    fn key(name: &str, seed: u8) -> SigningKey {
        SigningKey::from_seed(KeyName::new(name).expect("a name"), Algorithm::Ed25519, [seed; 32]).expect("a key")
    }

    fn policy(key: &SigningKey) -> String {
        format!("log {}\nquorum none\n", key.verifier())
    }

    fn note(key: &SigningKey, size: u64, root: TreeHash) -> String {
        let text = Checkpoint { origin: key.verifier().name().clone(), size, root }.to_string();
        let signatures = vec![key.sign(&text, 0).expect("signed")];
        Note { text, signatures }.to_string()
    }

    fn remembered(key: &SigningKey, note: Option<String>) -> Remembered {
        Remembered { keys: vec![key.verifier().clone()], since: "2026-01-02".into(), note }
    }

    fn state(report: &Report, name: StepName) -> Option<State> {
        report.steps.iter().find(|step| step.name == name).map(|step| step.state)
    }

    fn judged(trust: &Trust, note: &str) -> Report {
        let mut report = Report::new(Lang::En, Kind::Checkpoint);
        trust.judge(note, &mut report);
        report
    }

    #[test]
    fn a_key_is_green_only_where_it_was_known_before() {
        let ours = key("give.example/log", 1);
        let note = note(&ours, 1, [7; 32]);
        let of = |source, memory| judged(&Trust::new(&policy(&ours), source, memory).expect("a policy"), &note);
        for (source, memory, expected) in [
            (Source::Own, Remembered::default(), State::Holds),
            (Source::Site, Remembered::default(), State::Noted),
            (Source::File, Remembered::default(), State::Noted),
            (Source::Site, remembered(&ours, None), State::Holds),
        ] {
            let report = of(source, memory);
            assert_eq!((state(&report, StepName::Key), report.state()), (Some(expected), expected), "{source:?}");
        }
    }

    #[test]
    fn another_key_is_an_alarm_whatever_name_it_has() {
        let known = key("give.example/log", 1);
        for (name, seed) in [("give.example/log", 2), ("gave.example/log", 2)] {
            let other = key(name, seed);
            let trust = Trust::new(&policy(&other), Source::Site, remembered(&known, None)).expect("a policy");
            let report = judged(&trust, &note(&other, 1, [7; 32]));
            assert_eq!(state(&report, StepName::Key), Some(State::Fails), "{name}");
            assert_eq!(state(&report, StepName::Note), Some(State::Fails), "{name}");
        }
    }

    #[test]
    fn a_new_key_beside_the_old_is_told_and_the_old_one_judges() {
        let (old, new) = (key("give.example/log", 1), key("give.example/log", 2));
        let both = format!("log {}\nlog {}\nquorum none\n", new.verifier(), old.verifier());
        let trust = Trust::new(&both, Source::Site, remembered(&old, None)).expect("a policy");
        let report = judged(&trust, &note(&old, 1, [7; 32]));
        assert_eq!((state(&report, StepName::Key), report.keys.len()), (Some(State::Noted), 2));
        assert_eq!(state(&judged(&trust, &note(&new, 1, [7; 32])), StepName::Note), Some(State::Fails));
    }

    #[test]
    fn a_log_owes_the_proof_that_it_only_grew() {
        let ours = key("give.example/log", 1);
        let (one, two) = (leaf_hash(b"a"), leaf_hash(b"b"));
        let grown = note(&ours, 2, node_hash(&one, &two));
        let before = remembered(&ours, Some(note(&ours, 1, one)));
        let trust = Trust::new(&policy(&ours), Source::Site, before).expect("a policy");
        let with = |proof: Option<String>| {
            let mut report = judged(&trust, &grown);
            assert_eq!(report.owed, Some((1, 2)));
            trust.prove_growth(proof.as_deref(), &mut report);
            report
        };
        let line = |hash: &TreeHash| {
            use ledger::log::proof::TlogProof;
            let proof = TlogProof { extra: None, index: 0, path: vec![*hash], checkpoint: String::new() }.to_string();
            proof.lines().nth(2).expect("a hash").to_owned() + "\n"
        };
        assert_eq!(with(Some(line(&two))).state(), State::Holds);
        for wrong in [Some(line(&one)), Some("x\n".into()), Some(String::new()), None] {
            let report = with(wrong);
            assert_eq!(report.failed().and_then(|step| step.code), Some("consistency"));
            assert!(trust.evidence(&report, "").is_some_and(|text| text.contains("almoner-evidence/1")));
        }
        // The same size under another root needs no proof.
        let forked = judged(&trust, &note(&ours, 1, two));
        assert_eq!(forked.failed().and_then(|step| step.code), Some("split"));
    }
}
