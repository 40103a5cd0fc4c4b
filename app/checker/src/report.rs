//! What a check found: its steps in order, each with its outcome, and the verdict.

use ledger::json::{write_number, write_text};
use ledger::log::{Checkpoint, Fault};
use ledger::refusal::Lang;

use crate::kind::Kind;
use crate::words::{self, StepName};

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was checked, and holds.
    Holds,
    /// Nothing is wrong, but a reader must know it: nobody vouches for this but the file itself.
    Noted,
    /// It could not be checked, because a step before it failed or something is missing.
    Open,
    /// It is not as claimed.
    Fails,
}

impl State {
    /// The word that programs and style sheets go by.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Noted => "noted",
            Self::Open => "open",
            Self::Fails => "fails",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was looked at.
    pub name: StepName,
    /// How it ended.
    pub state: State,
    /// A sentence or two for the reader.
    pub says: String,
    /// The fault's stable word, where it failed for one.
    pub code: Option<&'static str>,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The reader's language.
    pub lang: Lang,
    /// What was checked.
    pub kind: Kind,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What it shows if all holds.
    pub shows: String,
    /// The signed state it was held against: text of the note, and what it says.
    pub checkpoint: Option<(String, Checkpoint)>,
    /// The note that was shown, where it is not believed.
    pub offered: Option<String>,
    /// The keys that it was judged by and those offered beside them, as text.
    pub keys: Vec<String>,
    /// The keys that may be remembered: those known before; at first use those that signed this.
    pub remember: Vec<String>,
    /// Those that signed beside one that is remembered: the reader's to take, once they are compared.
    pub joining: Vec<String>,
    /// The sizes between which the log owes a proof that it only grew: what was remembered, and now.
    pub owed: Option<(u64, u64)>,
}

impl Report {
    /// A report without a step yet.
    #[must_use]
    pub fn new(lang: Lang, kind: Kind) -> Self {
        Self {
            lang,
            kind,
            steps: vec![],
            shows: String::new(),
            checkpoint: None,
            offered: None,
            keys: vec![],
            remember: vec![],
            joining: vec![],
            owed: None,
        }
    }

    /// Adds a step that ended so.
    pub fn add(&mut self, name: StepName, state: State, says: impl Into<String>) {
        self.steps.push(Step { name, state, says: says.into(), code: None });
    }

    /// Adds a step that failed.
    pub fn fail(&mut self, name: StepName, fault: &Fault) {
        let says = words::sentence(self.lang, &fault.say(self.lang));
        self.steps.push(Step { name, state: State::Fails, says, code: Some(fault.code()) });
    }

    /// Adds a step that holds, or failed; says which.
    pub fn tell(&mut self, name: StepName, outcome: Result<(), Fault>, holds: impl Into<String>) -> bool {
        match outcome {
            Ok(()) => self.add(name, State::Holds, holds),
            Err(fault) => {
                self.fail(name, &fault);
                return false;
            }
        }
        true
    }

    /// Adds a step that could not be reached.
    pub fn leave_open(&mut self, name: StepName) {
        let says = words::not_reached(self.lang);
        self.add(name, State::Open, says);
    }

    /// The whole: it fails where one step fails; it is open where one is; noted where the key or the like is not known by
    /// other means.
    #[must_use]
    pub fn state(&self) -> State {
        let any = |state| self.steps.iter().any(|step| step.state == state);
        [State::Fails, State::Open].into_iter().find(|state| any(*state)).unwrap_or(match self.unknown_key() {
            true => State::Noted,
            false => State::Holds,
        })
    }

    /// Whether nobody but the file or the site itself says that the key is the log's.
    fn unknown_key(&self) -> bool {
        self.steps.iter().any(|step| step.name == StepName::Key && step.state == State::Noted)
    }

    /// The first step that failed.
    #[must_use]
    pub fn failed(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.state == State::Fails)
    }

    /// The verdict in a sentence or two.
    #[must_use]
    pub fn verdict(&self) -> String {
        words::verdict(self)
    }

    /// What the verdict does not prove, however green.
    #[must_use]
    pub fn limits(&self) -> &'static str {
        words::limits(self.lang, self.kind)
    }

    /// As JSON, for a program or a page.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"kind\":");
        write_text(&mut out, self.kind.word());
        let texts = [
            (",\"state\":", self.state().word()),
            (",\"verdict\":", &self.verdict()),
            (",\"limits\":", self.limits()),
            (",\"auditor\":", words::auditor(self.lang)),
            (",\"command\":", &words::auditor_command(self)),
        ];
        for (key, text) in texts {
            out.push_str(key);
            write_text(&mut out, text);
        }
        if let Some((note, checkpoint)) = &self.checkpoint {
            out.push_str(",\"checkpoint\":{\"note\":");
            write_text(&mut out, note);
            out.push_str(",\"origin\":");
            write_text(&mut out, checkpoint.origin.as_str());
            out.push_str(",\"size\":");
            write_number(&mut out, checkpoint.size);
            out.push('}');
        }
        if let Some((old, size)) = self.owed {
            out.push_str(",\"owed\":[");
            write_number(&mut out, old);
            out.push(',');
            write_number(&mut out, size);
            out.push(']');
        }
        out.push_str(",\"keys\":");
        list(&mut out, &self.keys, |out, key| write_text(out, key));
        out.push_str(",\"remember\":");
        list(&mut out, &self.remember, |out, key| write_text(out, key));
        out.push_str(",\"joining\":");
        list(&mut out, &self.joining, |out, key| write_text(out, key));
        out.push_str(",\"steps\":");
        list(&mut out, &self.steps, |out, step| self.write_step(out, step));
        out.push('}');
        out
    }

    fn write_step(&self, out: &mut String, step: &Step) {
        out.push_str("{\"step\":");
        write_text(out, step.name.word());
        let texts = [
            (",\"title\":", Some(step.name.title(self.lang))),
            (",\"state\":", Some(step.state.word())),
            (",\"word\":", Some(words::state(self.lang, step.state))),
            (",\"says\":", Some(step.says.as_str())),
            (",\"code\":", step.code),
        ];
        for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text?))) {
            out.push_str(key);
            write_text(out, text);
        }
        out.push('}');
    }
}

fn list<T>(out: &mut String, items: &[T], write: impl Fn(&mut String, &T)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}
