//! By whose policy a checkpoint is judged.
//!
//! Trust on first use: the first time, the site's own word is all there is, and the report says so. The key is then
//! remembered, and from then on only a checkpoint that this key signed is believed: a site that shows another key than before
//! is an alarm. A new key that signed the same state beside one that is remembered is told as that. Anybody can put a line of
//! their own below a note, so it is not believed by itself before the reader has compared it, and says so.

use ledger::log::key::VerifierKey;
use ledger::log::policy::{Judged, Policy};
use ledger::log::{Checkpoint, Fault, Note, TreeHash, tree};
use ledger::refusal::Lang;

use crate::report::{Report, State, Step};
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
    new_keys: Vec<VerifierKey>,
    /// Those of them that signed a state beside a key that is remembered.
    crossed: Vec<VerifierKey>,
    changed: bool,
    /// The policy as it was offered.
    offered: String,
}

impl Trust {
    /// Believes this policy, but of the log's keys only those remembered, where there are some.
    ///
    /// # Errors
    /// As [`Policy::parse`].
    pub fn new(policy: &str, source: Source, remembered: Remembered) -> Result<Self, Fault> {
        let offered = policy.to_owned();
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
            new_keys = policy.logs.iter().map(|log| &log.key).filter(|key| !known(key)).cloned().collect();
            changed = !policy.logs.iter().any(|log| known(&log.key));
            let url = policy.logs.first().and_then(|log| log.url.clone());
            policy.logs =
                remembered.keys.iter().flat_map(|key| Policy::of_log(key.clone(), url.clone()).logs).collect();
        }
        Ok(Self { policy, source, remembered, new_keys, crossed: vec![], changed, offered })
    }

    /// Whether keys were offered that are not known yet: then a state that they signed beside the old ones is asked for.
    #[must_use]
    pub fn meets_new_keys(&self) -> bool {
        !self.new_keys.is_empty()
    }

    /// Takes note of the new keys that signed this beside a key that is remembered.
    pub fn meet(&mut self, note: &str) {
        self.crossed.extend(self.crossed_by(note));
    }

    fn crossed_by(&self, note: &str) -> Vec<VerifierKey> {
        let Ok((checkpoint, _)) = Checkpoint::open(note, &self.remembered.keys) else { return vec![] };
        let signed = |key: &&VerifierKey| {
            let is_log = !key.algorithm().is_cosigner() && *key.name() == checkpoint.origin;
            is_log && Note::parse(note).is_ok_and(|note| note.verify([*key]).is_ok())
        };
        self.new_keys.iter().filter(signed).cloned().collect()
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
        self.tell_key(note, report);
        let judged = match self.policy.judge(note) {
            Ok(judged) => judged,
            Err(fault) => {
                report.offered = Some(note.to_owned());
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

    fn tell_key(&self, note: &str, report: &mut Report) {
        let lang = report.lang;
        report.keys =
            self.policy.logs.iter().map(|log| &log.key).chain(&self.new_keys).map(ToString::to_string).collect();
        let mut crossed = self.crossed_by(note);
        let before: Vec<VerifierKey> = self.crossed.iter().filter(|key| !crossed.contains(key)).cloned().collect();
        crossed.extend(before);
        report.remember = self.to_remember(note);
        let known = self.policy.logs.iter().any(|log| self.remembered.keys.contains(&log.key));
        let strange: Vec<String> =
            self.new_keys.iter().filter(|key| !crossed.contains(key)).map(ToString::to_string).collect();
        let since = &self.remembered.since;
        let mut alarm = |says, code| {
            report.steps.push(Step { name: StepName::Key, state: State::Fails, says, code: Some(code) });
        };
        let (state, says) = match self.source {
            Source::Own => (State::Holds, words::own_policy(lang).to_owned()),
            _ if self.changed && (crossed.is_empty() || !strange.is_empty()) => {
                return alarm(words::key_changed(lang, since, &strange), "key_changed");
            }
            _ if !strange.is_empty() => return alarm(words::key_strange(lang, since, &strange), "key_strange"),
            _ if !crossed.is_empty() => {
                report.joining = crossed.iter().map(ToString::to_string).collect();
                (State::Noted, words::key_added(lang, since, &report.joining))
            }
            _ if known => (State::Holds, words::key_as_before(lang, since)),
            Source::Site => (State::Noted, words::first_use(lang).to_owned()),
            Source::File => (State::Noted, words::key_of_file(lang).to_owned()),
        };
        report.add(StepName::Key, state, says);
    }

    /// The keys to remember: those known before; at first use those that signed this.
    fn to_remember(&self, note: &str) -> Vec<String> {
        let first: Vec<VerifierKey> = match self.remembered.keys.is_empty() {
            false => vec![],
            true => Checkpoint::open(note, self.policy.logs.iter().map(|log| &log.key))
                .map(|(checkpoint, signed)| {
                    let keys = signed.into_iter().map(|one| one.key.clone());
                    keys.filter(|key| *key.name() == checkpoint.origin).collect()
                })
                .unwrap_or_default(),
        };
        let all = self.remembered.keys.iter().chain(&first);
        all.filter(|key| !key.algorithm().is_cosigner()).map(ToString::to_string).collect()
    }

    fn tell_witnesses(&self, judged: &Judged<'_>, report: &mut Report) {
        let lang = report.lang;
        if !judged.quorum {
            // Nothing false was shown: cosignatures may be on their way, or were taken off. It is not green either.
            let fault = Fault::NoQuorum { quorum: self.policy.say_quorum(lang) };
            let (says, code) = (words::not_cosigned(lang, &fault.say(lang)), Some(fault.code()));
            report.steps.push(Step { name: StepName::Witnesses, state: State::Open, says, code });
            return;
        }
        let state = if self.policy.quorum.is_some() { State::Holds } else { State::Noted };
        report.add(StepName::Witnesses, state, words::witnesses(lang, judged, &self.policy));
    }

    /// The checkpoint remembered, judged by the keys that were remembered with it and by nothing that is offered now: whoever
    /// could spoil it there could make this browser forget what it has seen. Where only the note was kept, the log's own
    /// keys judge it. An error where it is not theirs, or of another log than is shown now.
    fn seen_before(&self, origin: &str) -> Option<Result<Checkpoint, Fault>> {
        let note = self.remembered.note.as_deref()?;
        let known = &self.remembered.keys;
        let offered = self.policy.logs.iter().map(|log| &log.key).filter(|_| known.is_empty());
        let keys = known.iter().chain(offered).filter(|key| !key.algorithm().is_cosigner());
        Some(Checkpoint::open(note, keys).and_then(|(seen, _)| match seen.origin.as_str() == origin {
            true => Ok(seen),
            false => Err(Fault::OtherOrigin { given: origin.to_owned(), wanted: seen.origin.to_string() }),
        }))
    }

    fn tell_growth(&self, now: &Checkpoint, report: &mut Report) {
        let seen = match self.seen_before(now.origin.as_str()) {
            None => return,
            Some(Ok(seen)) => seen,
            Some(Err(fault)) => {
                let says = words::not_as_kept(report.lang, &fault.say(report.lang));
                let code = Some(fault.code());
                report.steps.push(Step { name: StepName::Growth, state: State::Fails, says, code });
                return;
            }
        };
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
        let Some(Ok(seen)) = self.seen_before(now.origin.as_str()) else { return };
        let is_older = now.size < seen.size;
        let (before, after) = if is_older { (now, &seen) } else { (&seen, now) };
        let unproved = Fault::Consistency { old, size };
        let outcome = match proof.map(hashes) {
            Some(Some(hashes)) => tree::verify_consistency(old, size, &before.root, &after.root, &hashes),
            _ => Err(unproved),
        };
        let lang = report.lang;
        let holds = if is_older { words::older(lang, old, size) } else { words::only_grew(lang, old, size) };
        report.tell(StepName::Growth, outcome, holds);
    }

    /// What anybody can be shown if the log has forked, or shows another key: the signed notes that there are, what was known
    /// and what was offered, and the proof that fails. None where no note was shown.
    #[must_use]
    pub fn evidence(&self, report: &Report, proof: &str) -> Option<String> {
        let now = report.checkpoint.as_ref().map(|(note, _)| note).or(report.offered.as_ref())?;
        let mut out = String::from("{\"format\":\"almoner-evidence/1\",\"checkpoints\":[");
        if let Some(seen) = &self.remembered.note {
            ledger::json::write_text(&mut out, seen);
            out.push(',');
        }
        ledger::json::write_text(&mut out, now);
        let said = |step: &&Step| step.state == State::Fails && matches!(step.name, StepName::Growth | StepName::Key);
        let texts = [
            ("],\"offered\":", self.offered.as_str()),
            (",\"origin\":", &origin_of(now).unwrap_or_default()),
            (",\"policy\":", &self.policy.to_string()),
            (",\"proof\":", proof),
            (",\"says\":", report.steps.iter().find(said).map_or("", |step| &step.says)),
        ];
        for (member, text) in texts {
            out.push_str(member);
            ledger::json::write_text(&mut out, text);
        }
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

    fn signed_by(keys: &[&SigningKey], size: u64, root: TreeHash) -> String {
        let name = keys.first().expect("a key").verifier().name().clone();
        let text = Checkpoint { origin: name, size, root }.to_string();
        let signatures = keys.iter().map(|key| key.sign(&text, 0).expect("signed")).collect();
        Note { text, signatures }.to_string()
    }

    fn code(report: &Report) -> Option<&'static str> {
        report.failed().and_then(|step| step.code)
    }

    #[test]
    fn a_key_that_signed_nothing_beside_the_old_is_an_alarm_and_is_not_remembered() {
        let (ours, foreign) = (key("give.example/log", 1), key("give.example/log", 2));
        let elsewhere = key("other.example/log", 3);
        for stranger in [&foreign, &elsewhere] {
            let both = format!("log {}\nlog {}\nquorum none\n", stranger.verifier(), ours.verifier());
            let trust = Trust::new(&both, Source::Site, remembered(&ours, None)).expect("a policy");
            let report = judged(&trust, &note(&ours, 1, [7; 32]));
            assert_eq!(code(&report), Some("key_strange"));
            assert_eq!(report.remember, [ours.verifier().to_string()]);
            // At the first visit only who signed is remembered, whatever else the policy names.
            let first = Trust::new(&both, Source::Site, Remembered::default()).expect("a policy");
            assert_eq!(judged(&first, &note(&ours, 1, [7; 32])).remember, [ours.verifier().to_string()]);
            // Then it stands there alone.
            let alone = Trust::new(&policy(stranger), Source::Site, remembered(&ours, None)).expect("a policy");
            let report = judged(&alone, &note(stranger, 1, [7; 32]));
            assert_eq!((code(&report), report.remember.len()), (Some("key_changed"), 1));
            let evidence = alone.evidence(&report, "").expect("evidence");
            assert!(evidence.contains("ALARM") && evidence.contains(&stranger.verifier().to_string()), "{evidence}");
        }
    }

    #[test]
    fn a_changed_key_leaves_both_signed_notes() {
        let (ours, foreign) = (key("give.example/log", 1), key("give.example/log", 2));
        let (before, now) = (note(&ours, 1, [7; 32]), note(&foreign, 2, [8; 32]));
        let trust =
            Trust::new(&policy(&foreign), Source::Site, remembered(&ours, Some(before.clone()))).expect("a policy");
        let evidence = trust.evidence(&judged(&trust, &now), "").expect("evidence");
        for wanted in [before, now, trust.policy().to_string(), policy(&foreign)] {
            let mut text = String::new();
            ledger::json::write_text(&mut text, &wanted);
            assert!(evidence.contains(&text), "{wanted}");
        }
    }

    #[test]
    fn a_key_that_signed_beside_the_old_is_told_and_stands_alone_only_once_the_reader_took_it() {
        let (old, new) = (key("give.example/log", 1), key("give.example/log", 2));
        // Whoever holds the site can write such a line below any note of ours.
        let crossed = signed_by(&[&old, &new], 1, [7; 32]);
        let ours = [old.verifier().to_string()];
        for shown in [format!("log {}\nlog {}\nquorum none\n", new.verifier(), old.verifier()), policy(&new)] {
            let trust = Trust::new(&shown, Source::Site, remembered(&old, None)).expect("a policy");
            let report = judged(&trust, &crossed);
            assert_eq!(state(&report, StepName::Key), Some(State::Noted));
            assert_eq!((&report.remember[..], &report.joining[..]), (&ours[..], &[new.verifier().to_string()][..]));
            // An older file does not carry the new signature: the log's present state does.
            let mut trust = trust;
            assert!(trust.meets_new_keys());
            trust.meet(&crossed);
            let report = judged(&trust, &note(&old, 1, [7; 32]));
            assert_eq!((state(&report, StepName::Key), report.joining.len()), (Some(State::Noted), 1));
            assert_eq!(report.remember, ours);
        }
        // Untaken it can't go on alone; where the reader took it, it is remembered like the old one.
        let alone = |keys: &[&SigningKey]| {
            let keys = keys.iter().map(|key| key.verifier().clone()).collect();
            let memory = Remembered { keys, ..remembered(&old, None) };
            judged(&Trust::new(&policy(&new), Source::Site, memory).expect("a policy"), &note(&new, 2, [7; 32]))
        };
        let untaken = alone(&[&old]);
        assert_eq!(
            (code(&untaken), untaken.joining.len(), &untaken.remember),
            (Some("key_changed"), 0, &ours.to_vec())
        );
        assert_eq!(state(&alone(&[&old, &new]), StepName::Key), Some(State::Holds));
    }

    #[test]
    fn a_file_of_a_log_that_is_remembered_is_held_against_its_key() {
        let (ours, foreign, elsewhere) =
            (key("give.example/log", 1), key("give.example/log", 2), key("other.example/log", 3));
        for (shown, expected) in [(&ours, State::Holds), (&foreign, State::Fails), (&elsewhere, State::Noted)] {
            let trust = Trust::new(&policy(shown), Source::File, remembered(&ours, None)).expect("a policy");
            assert_eq!(state(&judged(&trust, &note(shown, 1, [7; 32])), StepName::Key), Some(expected));
        }
    }

    #[test]
    fn nothing_that_a_site_lists_makes_a_browser_forget_what_it_saw() {
        let ours = key("give.example/log", 1);
        let witness =
            SigningKey::from_seed(KeyName::new("north.example/w").expect("a name"), Algorithm::CosignEd25519, [5; 32]);
        let witness = witness.expect("a key");
        // The old note has a line with the name and ID of a witness, and it is none of its signatures.
        let text = Checkpoint { origin: ours.verifier().name().clone(), size: 1, root: [7; 32] }.to_string();
        let mut spoiled = witness.sign(&text, 1).expect("signed");
        if let Some(byte) = spoiled.bytes.last_mut() {
            *byte ^= 1;
        }
        let before = Note { signatures: vec![ours.sign(&text, 0).expect("signed"), spoiled], text }.to_string();
        let listed = format!("log {}\nwitness north {}\nquorum none\n", ours.verifier(), witness.verifier());
        let trust = Trust::new(&listed, Source::Site, remembered(&ours, Some(before))).expect("a policy");
        assert_eq!(code(&judged(&trust, &note(&ours, 1, [8; 32]))), Some("split"));
        assert_eq!(judged(&trust, &note(&ours, 2, [8; 32])).owed, Some((1, 2)));
        // A memory that its own keys did not sign is told, never passed over.
        let stranger = key("give.example/log", 9);
        let broken = remembered(&ours, Some(note(&stranger, 1, [7; 32])));
        let trust = Trust::new(&listed, Source::Site, broken).expect("a policy");
        let report = judged(&trust, &note(&ours, 1, [7; 32]));
        assert_eq!(state(&report, StepName::Growth), Some(State::Fails));
        assert_eq!(code(&report), Some("no_known_signature"));
    }

    #[test]
    fn a_new_key_beside_the_old_is_told_and_the_old_one_judges() {
        let (old, new) = (key("give.example/log", 1), key("give.example/log", 2));
        let both = format!("log {}\nlog {}\nquorum none\n", new.verifier(), old.verifier());
        let trust = Trust::new(&both, Source::Site, remembered(&old, None)).expect("a policy");
        let report = judged(&trust, &signed_by(&[&old, &new], 1, [7; 32]));
        assert_eq!((state(&report, StepName::Key), report.keys.len()), (Some(State::Noted), 2));
        assert_eq!(state(&judged(&trust, &note(&new, 1, [7; 32])), StepName::Note), Some(State::Fails));
    }

    #[test]
    fn a_state_that_waits_for_its_witnesses_is_neither_green_nor_false() {
        let ours = key("give.example/log", 1);
        let witness =
            SigningKey::from_seed(KeyName::new("north.example/w").expect("a name"), Algorithm::CosignEd25519, [5; 32]);
        let witness = witness.expect("a key");
        let policy = format!("log {}\nwitness north {}\nquorum north\n", ours.verifier(), witness.verifier());
        let trust = Trust::new(&policy, Source::Own, Remembered::default()).expect("a policy");
        let alone = note(&ours, 1, [7; 32]);
        let report = judged(&trust, &alone);
        let step = report.steps.iter().find(|step| step.name == StepName::Witnesses).expect("a step");
        assert_eq!((step.state, step.code, report.state()), (State::Open, Some("no_quorum"), State::Open));
        assert!(report.checkpoint.is_some() && report.verdict().contains("(north)"), "{}", report.verdict());
        let mut both = Note::parse(&alone).expect("a note");
        both.signatures.push(witness.sign(&both.text, 1).expect("signed"));
        assert_eq!(judged(&trust, &both.to_string()).state(), State::Holds);
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
        // What is shown now may be the older of both: that is no fork, and is said.
        let before = remembered(&ours, Some(grown.clone()));
        let behind = Trust::new(&policy(&ours), Source::Site, before).expect("a policy");
        let mut report = judged(&behind, &note(&ours, 1, one));
        behind.prove_growth(Some(&line(&two)), &mut report);
        let said = report.steps.iter().find(|step| step.name == StepName::Growth).expect("a step");
        assert!(said.state == State::Holds && said.says.contains("older"), "{}", said.says);
        // The same size under another root needs no proof.
        let forked = judged(&trust, &note(&ours, 1, two));
        assert_eq!(forked.failed().and_then(|step| step.code), Some("split"));
    }
}
