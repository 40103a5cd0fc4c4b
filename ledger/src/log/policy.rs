//! Whom a verifier believes (C2SP tlog-policy): the logs, the witnesses, groups of them, and the quorum a checkpoint needs.
//!
//! ```text
//! log give.example/log+5c3e…+AQ… https://give.example/log
//! witness north witness.north.example+ab12…+BA… https://witness.north.example/
//! witness south witness.south.example+cd34…+BA…
//! group both all north south
//! quorum both
//! ```
//!
//! Lines end in a line feed, words are parted by spaces and tabs, and there are no other control characters. No key stands
//! twice among the logs or among the witnesses, whatever it is called there: each counts once.

use std::fmt;

use super::checkpoint::Checkpoint;
use super::fault::{Fault, PolicyFault};
use super::key::VerifierKey;
use super::note::Signed;
use crate::refusal::Lang;

/// The quorum of a policy that asks for none.
const NONE: &str = "none";

/// Policies are small files; a longer one is none.
pub const POLICY_BYTES_LIMIT: usize = 256 * 1024;

/// Groups stand in groups at most so deep. Who reads a quorum goes down into them, and a stranger's policy, as a bundle has
/// one, must not lead deeper than a stack.
const DEPTH_LIMIT: usize = 16;

/// A log or witness, and where it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What the policy calls it; a log's is its key's name.
    pub name: String,
    /// Its key.
    pub key: VerifierKey,
    /// Where it answers.
    pub url: Option<String>,
}

/// How many of a group's members are enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it is called.
    pub name: String,
    /// How many are enough.
    pub threshold: usize,
    /// Witnesses or groups, by name.
    pub members: Vec<String>,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// The logs; several where a key was changed.
    pub logs: Vec<Party>,
    /// The witnesses.
    pub witnesses: Vec<Party>,
    /// The groups, each after those it is made of.
    pub groups: Vec<Group>,
    /// The name of the witness or group that must have cosigned; none where the log's own signature is enough.
    pub quorum: Option<String>,
}

/// A checkpoint with everybody who signed it and is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged<'p> {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Witnesses that cosigned, with the time they wrote, in seconds since 1970.
    pub cosigners: Vec<(&'p Party, u64)>,
    /// Whether they are who the policy asks for.
    pub quorum: bool,
}

impl Policy {
    /// A policy that believes a log by its own signature alone.
    #[must_use]
    pub fn of_log(key: VerifierKey, url: Option<String>) -> Self {
        Self { logs: vec![Party { name: key.name().to_string(), key, url }], ..Self::default() }
    }

    /// Reads a policy.
    ///
    /// # Errors
    /// [`Fault::Policy`] with the line and what is wrong there.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if text.len() > POLICY_BYTES_LIMIT {
            return Err(Fault::TooLong { limit: POLICY_BYTES_LIMIT });
        }
        let mut reader = Reader::default();
        let mut last = 1;
        for (line, number) in text.strip_suffix('\n').unwrap_or(text).split('\n').zip(1..) {
            last = number;
            reader.read(line).map_err(|reason| Fault::Policy { line: number, reason })?;
        }
        let whole = reader.quorum_seen && !reader.policy.logs.is_empty();
        if whole { Ok(reader.policy) } else { Err(Fault::Policy { line: last, reason: PolicyFault::Unfinished }) }
    }

    /// Every key of the policy.
    pub fn keys(&self) -> impl Iterator<Item = &VerifierKey> {
        self.logs.iter().chain(&self.witnesses).map(|party| &party.key)
    }

    /// Reads a signed checkpoint under this policy. Whether the quorum is there is told, not demanded.
    ///
    /// # Errors
    /// As [`Checkpoint::open`].
    pub fn judge(&self, note: &str) -> Result<Judged<'_>, Fault> {
        let (checkpoint, signed) = Checkpoint::open(note, self.keys())?;
        let time_of = |party: &Party| {
            let by_party = |one: &&Signed<'_>| *one.key == party.key;
            signed.iter().find(by_party).and_then(|one| one.at_seconds)
        };
        let cosigners: Vec<(&Party, u64)> =
            self.witnesses.iter().filter_map(|party| time_of(party).map(|time| (party, time))).collect();
        let quorum = self
            .quorum
            .as_ref()
            .is_none_or(|name| self.is_met(name, &|witness| cosigners.iter().any(|(party, _)| party.name == witness)));
        Ok(Judged { checkpoint, cosigners, quorum })
    }

    /// As [`Policy::judge`], and the quorum must be there.
    ///
    /// # Errors
    /// As [`Policy::judge`]; [`Fault::NoQuorum`].
    pub fn verify(&self, note: &str) -> Result<Judged<'_>, Fault> {
        let judged = self.judge(note)?;
        if judged.quorum { Ok(judged) } else { Err(Fault::NoQuorum { quorum: self.say_quorum(Lang::En) }) }
    }

    fn is_met(&self, name: &str, cosigned: &dyn Fn(&str) -> bool) -> bool {
        match self.groups.iter().find(|group| group.name == name) {
            // A group's members stand before it, so this comes to an end.
            Some(group) => {
                let met = group.members.iter().filter(|member| self.is_met(member, cosigned)).count();
                met >= group.threshold
            }
            None => cosigned(name),
        }
    }

    /// The quorum in words: "2 of north, south, (1 of east, west)".
    #[must_use]
    pub fn say_quorum(&self, lang: Lang) -> String {
        match (&self.quorum, lang) {
            (None, Lang::En) => "no witness is asked for".into(),
            (None, Lang::Zh) => "不要求见证方".into(),
            (Some(name), _) => self.say_member(name, lang),
        }
    }

    fn say_member(&self, name: &str, lang: Lang) -> String {
        let Some(group) = self.groups.iter().find(|group| group.name == name) else { return name.to_owned() };
        let members: Vec<String> = group
            .members
            .iter()
            .map(|member| match self.groups.iter().any(|group| group.name == *member) {
                true => format!("({})", self.say_member(member, lang)),
                false => member.clone(),
            })
            .collect();
        let (count, all) = (group.threshold, group.members.len());
        match lang {
            Lang::En if count == all => format!("all of {}", members.join(", ")),
            Lang::En => format!("{count} of {}", members.join(", ")),
            Lang::Zh if count == all => format!("{}全部", members.join("、")),
            Lang::Zh => format!("{}中的 {count} 个", members.join("、")),
        }
    }
}

#[derive(Default)]
struct Reader {
    policy: Policy,
    quorum_seen: bool,
    grouped: Vec<String>,
    /// How many groups stand in one another below each group, itself among them; in the order of the groups.
    depths: Vec<usize>,
}

/// Whether a byte may stand in a line: of all control characters only the tab.
fn belongs(byte: u8) -> bool {
    matches!(byte, b'\t' | 0x20..=0x7e | 0x80..)
}

impl Reader {
    fn read(&mut self, line: &str) -> Result<(), PolicyFault> {
        if let Some(byte) = line.bytes().find(|byte| !belongs(*byte)) {
            return Err(PolicyFault::Character(byte));
        }
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.split_first() {
            None => Ok(()),
            Some((first, _)) if first.starts_with('#') => Ok(()),
            Some((first, rest)) => self.line(first, rest),
        }
    }

    fn line(&mut self, word: &str, rest: &[&str]) -> Result<(), PolicyFault> {
        match (word, rest) {
            ("log", [key] | [key, _]) => {
                let key = read_key(key)?;
                if key.algorithm().is_cosigner() {
                    return Err(PolicyFault::NotLogKey(key.name().to_string()));
                }
                refuse_twice(&key, &self.policy.logs)?;
                let url = rest.get(1).map(|url| (*url).to_owned());
                self.policy.logs.push(Party { name: key.name().to_string(), key, url });
            }
            ("witness", [name, key] | [name, key, _]) => {
                self.refuse_taken(name)?;
                let key = read_key(key)?;
                if !key.algorithm().is_cosigner() {
                    return Err(PolicyFault::NotWitnessKey((*name).to_owned()));
                }
                refuse_twice(&key, &self.policy.witnesses)?;
                let url = rest.get(2).map(|url| (*url).to_owned());
                self.policy.witnesses.push(Party { name: (*name).to_owned(), key, url });
            }
            ("group", [name, threshold, members @ ..]) if !members.is_empty() => {
                self.group(name, threshold, members)?;
            }
            ("quorum", [name]) => self.quorum(name)?,
            ("log" | "witness" | "group" | "quorum", _) => return Err(PolicyFault::Words),
            (other, _) => return Err(PolicyFault::UnknownWord(other.chars().take(80).collect())),
        }
        Ok(())
    }

    fn is_known(&self, name: &str) -> bool {
        let witness = self.policy.witnesses.iter().any(|party| party.name == name);
        witness || self.policy.groups.iter().any(|group| group.name == name)
    }

    fn refuse_taken(&self, name: &str) -> Result<(), PolicyFault> {
        if name == NONE || self.is_known(name) { Err(PolicyFault::NameTaken(name.to_owned())) } else { Ok(()) }
    }

    fn group(&mut self, name: &str, threshold: &str, members: &[&str]) -> Result<(), PolicyFault> {
        self.refuse_taken(name)?;
        for member in members {
            if !self.is_known(member) {
                return Err(PolicyFault::UnknownName((*member).to_owned()));
            }
            if self.grouped.iter().any(|grouped| grouped == member) {
                return Err(PolicyFault::MemberTwice((*member).to_owned()));
            }
            self.grouped.push((*member).to_owned());
        }
        let count = match threshold {
            "all" => Some(members.len()),
            "any" => Some(1),
            number => super::text::number(number).and_then(|number| usize::try_from(number).ok()),
        };
        let threshold = count
            .filter(|count| (1..=members.len()).contains(count))
            .ok_or_else(|| PolicyFault::Threshold(threshold.to_owned()))?;
        let depth = members.iter().map(|member| self.depth_of(member)).max().unwrap_or(0).saturating_add(1);
        if depth > DEPTH_LIMIT {
            return Err(PolicyFault::TooDeep(DEPTH_LIMIT));
        }
        let members = members.iter().map(|member| (*member).to_owned()).collect();
        self.depths.push(depth);
        self.policy.groups.push(Group { name: name.to_owned(), threshold, members });
        Ok(())
    }

    /// None for a witness.
    fn depth_of(&self, name: &str) -> usize {
        let mut known = self.policy.groups.iter().zip(&self.depths);
        known.find(|(group, _)| group.name == name).map_or(0, |(_, depth)| *depth)
    }

    fn quorum(&mut self, name: &str) -> Result<(), PolicyFault> {
        if self.quorum_seen {
            return Err(PolicyFault::QuorumTwice);
        }
        if name != NONE && !self.is_known(name) {
            return Err(PolicyFault::UnknownName(name.to_owned()));
        }
        self.quorum_seen = true;
        self.policy.quorum = (name != NONE).then(|| name.to_owned());
        Ok(())
    }
}

/// One key under two names would count as two.
fn refuse_twice(key: &VerifierKey, known: &[Party]) -> Result<(), PolicyFault> {
    match known.iter().find(|party| party.key.wraps_same(key)) {
        Some(party) => Err(PolicyFault::KeyTwice(party.name.clone())),
        None => Ok(()),
    }
}

fn read_key(text: &str) -> Result<VerifierKey, PolicyFault> {
    VerifierKey::parse(text).map_err(|_| PolicyFault::Key(text.chars().take(200).collect()))
}

/// The policy's own text.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |party: &Party| party.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
        for log in &self.logs {
            writeln!(f, "log {}{}", log.key, at(log))?;
        }
        for witness in &self.witnesses {
            writeln!(f, "witness {} {}{}", witness.name, witness.key, at(witness))?;
        }
        for group in &self.groups {
            writeln!(f, "group {} {} {}", group.name, group.threshold, group.members.join(" "))?;
        }
        writeln!(f, "quorum {}", self.quorum.as_deref().unwrap_or(NONE))
    }
}
