//! `almoner verify`

use std::io::{IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use checker::judge;
use checker::trust::Remembered;
use checker::words::StepName;
use checker::{Export, Kind, Report, Source, State, Trust, words};
use ledger::refusal::Lang;

use super::{Progress, language};
use crate::outbound;

mod follow;
mod stamps;

/// Checks what an Almoner site gave out, or a whole log. 0: as claimed; 1: not as claimed; 2: it could not be checked, or not all
/// of it, as where the witnesses that the policy asks for have not cosigned.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A bundle, a saved copy, a tlog-proof, an export, a checkpoint, or the address of one; or a log's address, as
    /// https://give.example/log: then every tile and every entry is read, and the rules are replayed.
    what: String,

    /// The policy to judge by: the log's key and its witnesses, as C2SP tlog-policy. Without it the key is only what the file or the log says.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    /// For a tlog-proof: the entry's bytes; - for standard input.
    #[arg(long, value_name = "FILE")]
    entry: Option<String>,

    /// For an export: the signed checkpoint. For a log's address: one that you kept, of which the log must be a continuation;
    /// if it is not, both are kept beside it as evidence.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,

    /// Have a time stamp (RFC 3161) of the checkpoint checked too: the authority's address, and its certificate in PEM; may be
    /// given more than once.
    #[arg(long, value_name = "URL=FILE")]
    time_stamp: Vec<String>,

    /// The stamps, as the log gives them at /log/checkpoint/SIZE/stamps; by default they are fetched from there.
    #[arg(long, value_name = "FILE", requires = "time_stamp")]
    stamps: Option<PathBuf>,

    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Why nothing could be checked.
type Unchecked = String;

/// A file is given up after so long; a log is asked for file after file.
const PATIENCE: Duration = Duration::from_secs(60);

/// Policies, checkpoints and proofs are small.
const TEXT_BYTES_LIMIT: u64 = 1024 * 1024;

/// The longest file that is read as a whole: a bundle, and a saved copy with its program.
const FILE_BYTES_LIMIT: u64 = 128 * 1024 * 1024;

const PIECE_BYTES: usize = 1 << 20;

impl Verify {
    pub(super) fn run(self) -> ExitCode {
        let checked = self.check().and_then(|mut report| {
            self.check_stamps(&mut report)?;
            Ok(report)
        });
        let report = match checked {
            Ok(report) => report,
            Err(reason) => {
                eprintln!("almoner: {}", harmless(&reason));
                return ExitCode::from(2);
            }
        };
        if self.json {
            println!("{}", report.to_json());
        } else {
            print(&report);
        }
        ExitCode::from(match report.state() {
            State::Holds | State::Noted => 0,
            State::Fails => 1,
            State::Open => 2,
        })
    }

    fn check(&self) -> Result<Report, Unchecked> {
        let policy = self.policy.as_deref().map(read_text).transpose()?;
        let trust = policy.as_deref().map(|text| trust_in(text, Source::Own, Remembered::default())).transpose()?;
        if trust.is_none() {
            let loud = words::pick(
                language(),
                "NO POLICY WAS GIVEN: the key was not independently known. Give one with --policy FILE.",
                "未给出策略：密钥未经独立确认。请以 --policy FILE 给出。",
            );
            eprintln!("almoner: {loud}");
        }
        let is_address = self.what.starts_with("https://") || self.what.starts_with("http://");
        if is_address && !names_file(&self.what) {
            let base = self.what.trim_end_matches('/');
            return follow::follow(language(), base, policy.as_deref(), self.checkpoint.as_deref());
        }
        let (mut head, mut rest) = self.open(is_address)?;
        fill(&mut head, &mut rest, checker::kind::HEAD_BYTES)?;
        let name = self.what.split('?').next().unwrap_or_default();
        match Kind::of(&head, name) {
            None => Err(format!("{} is none of the files that this program can check", self.what)),
            Some(Kind::Policy | Kind::Entry) => {
                Err(format!("{} proves nothing by itself: give a proof, a bundle or an export", self.what))
            }
            Some(Kind::Export) => self.export(&head, rest, trust.as_ref()),
            Some(kind) => {
                let limit = usize::try_from(FILE_BYTES_LIMIT).unwrap_or(usize::MAX);
                fill(&mut head, &mut rest, limit.saturating_add(1))?;
                if head.len() > limit {
                    return Err(format!("{} is longer than {limit} bytes", self.what));
                }
                self.file(kind, &head, trust.as_ref())
            }
        }
    }

    fn open(&self, is_address: bool) -> Result<(Vec<u8>, Box<dyn Read>), Unchecked> {
        let reader: Box<dyn Read> = if is_address {
            let client = outbound::client(PATIENCE).map_err(|error| error.to_string())?;
            Box::new(follow::get(&client, &self.what)?)
        } else {
            Box::new(std::fs::File::open(&self.what).map_err(|error| format!("cannot read {}: {error}", self.what))?)
        };
        Ok((Vec::new(), reader))
    }

    fn file(&self, kind: Kind, bytes: &[u8], trust: Option<&Trust>) -> Result<Report, Unchecked> {
        let lang = language();
        let text = || std::str::from_utf8(bytes).map_err(|_| format!("{} is not UTF-8", self.what));
        let needed = || format!("{} names no key: give --policy FILE", self.what);
        match kind {
            Kind::Bundle | Kind::Copy => {
                let none = || format!("there is no bundle in {}", self.what);
                let mut report = judge::bundle(lang, judge::bundle_bytes(kind, bytes).ok_or_else(none)?, trust, None);
                if kind == Kind::Copy {
                    judge::leave_page(&mut report);
                }
                Ok(report)
            }
            Kind::Checkpoint => Ok(judge::checkpoint(lang, text()?, trust.ok_or_else(needed)?)),
            _ => Ok(judge::proof(lang, text()?, &self.entry_bytes()?, trust.ok_or_else(needed)?, None)),
        }
    }

    fn entry_bytes(&self) -> Result<Vec<u8>, Unchecked> {
        let mut bytes = Vec::new();
        match self.entry.as_deref() {
            Some("-") => read_all(&mut std::io::stdin().lock(), &mut bytes)?,
            None if !std::io::stdin().is_terminal() => read_all(&mut std::io::stdin().lock(), &mut bytes)?,
            None => {}
            Some(path) => {
                bytes = std::fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))?;
            }
        }
        if bytes.is_empty() {
            return Err("a tlog-proof is of an entry's bytes: give them with --entry FILE, or on standard input".into());
        }
        // An editor ends a file with a line feed; an entry has none.
        bytes.pop_if(|last| *last == b'\n');
        Ok(bytes)
    }

    fn export(&self, head: &[u8], mut rest: Box<dyn Read>, trust: Option<&Trust>) -> Result<Report, Unchecked> {
        let note = self.checkpoint.as_deref().map(read_text).transpose()?;
        let judged = trust.zip(note.as_deref()).and_then(|(trust, note)| trust.policy().judge(note).ok());
        let signed = judged.map(|judged| judged.checkpoint.size);
        let mut export = Export::until(signed);
        let mut progress = Progress::new("entries checked", signed);
        export.take(head);
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let count = rest.read(&mut piece).map_err(|error| format!("{}: {error}", self.what))?;
            if count == 0 || export.has_failed() {
                break;
            }
            export.take(piece.get(..count).unwrap_or_default());
            progress.at(export.size());
        }
        progress.finish(export.size());
        Ok(export.finish(language(), trust, note.as_deref(), None))
    }
}

/// Files have an ending that a log's address has not.
fn names_file(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let earlier = path.rsplit_once("/checkpoint/").is_some_and(|(_, size)| size.parse::<u64>().is_ok());
    let endings = [".bundle.json", ".tlog-proof", ".ndjson", "/copy.html", "/checkpoint"];
    earlier || endings.iter().any(|ending| path.ends_with(ending))
}

fn trust_in(policy: &str, source: Source, remembered: Remembered) -> Result<Trust, Unchecked> {
    Trust::new(policy, source, remembered).map_err(|fault| fault.say(language()))
}

fn read_text(path: &Path) -> Result<String, Unchecked> {
    let cannot = |error: std::io::Error| format!("cannot read {}: {error}", path.display());
    let mut text = String::new();
    std::fs::File::open(path).and_then(|file| file.take(TEXT_BYTES_LIMIT).read_to_string(&mut text)).map_err(cannot)?;
    Ok(text)
}

fn read_all(from: &mut dyn Read, into: &mut Vec<u8>) -> Result<(), Unchecked> {
    from.take(TEXT_BYTES_LIMIT).read_to_end(into).map(drop).map_err(|error| error.to_string())
}

/// Reads on until so many bytes are there, or the end.
fn fill(bytes: &mut Vec<u8>, rest: &mut dyn Read, wanted: usize) -> Result<(), Unchecked> {
    let more = wanted.saturating_sub(bytes.len());
    let limit = u64::try_from(more).unwrap_or(u64::MAX);
    rest.take(limit).read_to_end(bytes).map(drop).map_err(|error| error.to_string())
}

fn print(report: &Report) {
    let lang: Lang = report.lang;
    for step in &report.steps {
        println!("{:<12} {}: {}", words::state(lang, step.state), step.name.title(lang), harmless(&step.says));
    }
    for key in report.keys.iter().filter(|_| report.steps.iter().any(|step| step.name == StepName::Key)) {
        println!("{:<12} {}", "", harmless(key));
    }
    println!("\n{}\n{}", harmless(&report.verdict()), report.limits());
}

/// A sentence that may quote a stranger's file, without what a terminal obeys: it could take back a line above, or write one
/// of its own. What turns the direction of letters round goes, too.
fn harmless(text: &str) -> String {
    let obeyed = |char: char| {
        let turns =
            matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        char.is_control() || turns
    };
    text.chars().map(|char| if obeyed(char) { char::REPLACEMENT_CHARACTER } else { char }).collect()
}
