//! `almoner record`

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use clap::Args;

use ledger::event::{EVENT_BYTES_LIMIT, Event};
use ledger::json::{self, Value};
use ledger::record::Request;
use ledger::refusal::Rule;
use ledger::value::{Actor, Datum as _, Key};
use ledger::{Refusal, event};

use super::{Database, Failed, Outcome, Progress, Recorder, counted, failed, language};
use crate::http::api::new_key;
use crate::sequencer::BATCH_LIMIT;
use crate::store::write::{Outcome as Written, Together, Writer, now};

/// Records events, one JSON object a line. A line is an event, or {"event":{…},"key":"…"} with an idempotency key: the
/// same key with the same event is recorded once, however often the file is given. Refused lines are reported with
/// their numbers; the rest is recorded.
#[derive(Debug, Args)]
pub(super) struct Record {
    /// The file; - for standard input.
    file: String,

    /// Record nothing at all if one line is refused.
    #[arg(long)]
    all_or_nothing: bool,

    #[command(flatten)]
    recorder: Recorder,

    #[command(flatten)]
    database: Database,
}

/// An event, and around it braces, a key and their names.
const LINE_BYTES_LIMIT: usize = EVENT_BYTES_LIMIT + 128;

#[derive(Default)]
struct Counts {
    recorded: u64,
    repeated: u64,
    refused: u64,
}

impl Record {
    pub(super) fn run(self) -> Outcome<()> {
        let input: Box<dyn Read> = if self.file == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(open(&self.file).map_err(|error| Failed(format!("cannot read {}: {error}", self.file)))?)
        };
        let actor = self.recorder.actor()?;
        let mut writer = Writer::open(&self.database.location()?).map_err(failed)?;
        let counts = if self.all_or_nothing {
            record_together(&mut writer, input, &actor)?
        } else {
            record_each(&mut writer, input, &actor)?
        };
        let Counts { recorded, repeated, refused } = counts;
        println!("{recorded} recorded, {repeated} recorded before, {refused} refused");
        if refused > 0 {
            let kept = if self.all_or_nothing { "nothing was recorded" } else { "the rest was recorded" };
            let lines = counted(refused, "line was", "lines were");
            return Err(Failed(format!("{lines} refused; {kept}")));
        }
        Ok(())
    }
}

/// A folder can be opened too, but has no lines.
fn open(path: &str) -> std::io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() { Err(std::io::ErrorKind::IsADirectory.into()) } else { Ok(file) }
}

/// Lines with their numbers from 1. A line longer than any event could be is cut there, and refused for it.
fn numbered_lines(input: Box<dyn Read>) -> impl Iterator<Item = Outcome<(u64, Vec<u8>)>> {
    let mut reader = BufReader::new(input);
    let mut number = 0;
    std::iter::from_fn(move || {
        loop {
            number += 1;
            match read_line(&mut reader) {
                Ok(None) => return None,
                Ok(Some(line)) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some(line)) => return Some(Ok((number, line))),
                Err(error) => return Some(Err(Failed(format!("line {number}: {error}")))),
            }
        }
    })
}

fn read_line(reader: &mut BufReader<Box<dyn Read>>) -> std::io::Result<Option<Vec<u8>>> {
    let limit = LINE_BYTES_LIMIT as u64 + 2;
    let mut line = Vec::new();
    if reader.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 == limit {
        reader.skip_until(b'\n')?;
    }
    Ok(Some(line))
}

fn read_request(line: &[u8], actor: &Actor) -> Result<Request, Refusal> {
    // Read no further than this, so how long it is nobody knows.
    if line.len() > LINE_BYTES_LIMIT {
        return Err(Refusal::new("", Rule::LongerThan { limit: EVENT_BYTES_LIMIT }));
    }
    let value = json::parse(line).map_err(event::refuse_malformed)?;
    let (event, key) = match &value {
        Value::Object(members) if members.iter().any(|(name, _)| name == "event") => {
            let find = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
            if let Some((name, _)) = members.iter().find(|(name, _)| name != "event" && name != "key") {
                return Err(Refusal::new(name, Rule::UnknownField));
            }
            let event = find("event").ok_or_else(|| Refusal::new("event", Rule::Missing))?;
            (Event::read(event, "event")?, find("key").map(|key| Key::read(key, "key")).transpose()?)
        }
        _ => (Event::parse(line)?, None),
    };
    Ok(Request { actor: actor.clone(), approver: None, at: now(), event, key: key.unwrap_or_else(new_key) })
}

fn report(number: u64, refusal: &Refusal) {
    eprintln!("line {number}: {}", refusal.say(language()));
}

fn count(counts: &mut Counts, numbers: &[u64], outcomes: &[Written]) {
    for (number, outcome) in numbers.iter().zip(outcomes) {
        match outcome {
            Written::Recorded(_) => counts.recorded += 1,
            Written::Repeated(_) => counts.repeated += 1,
            Written::Refused(refusal) => {
                counts.refused += 1;
                report(*number, refusal);
            }
        }
    }
}

fn record_each(writer: &mut Writer, input: Box<dyn Read>, actor: &Actor) -> Outcome<Counts> {
    let mut counts = Counts::default();
    let mut progress = Progress::new("recording", None);
    let (mut numbers, mut batch) = (Vec::new(), Vec::new());
    let mut lines = numbered_lines(input);
    loop {
        let line = lines.next().transpose()?;
        let ended = line.is_none();
        if let Some((number, line)) = line {
            match read_request(&line, actor) {
                Ok(request) => {
                    numbers.push(number);
                    batch.push(request);
                }
                Err(refusal) => {
                    counts.refused += 1;
                    report(number, &refusal);
                }
            }
        }
        if ended || batch.len() == BATCH_LIMIT {
            let outcomes = writer.record(std::mem::take(&mut batch), Together::Each).map_err(failed)?;
            count(&mut counts, &std::mem::take(&mut numbers), &outcomes);
            progress.at(counts.recorded);
        }
        if ended {
            progress.finish(counts.recorded);
            return Ok(counts);
        }
    }
}

fn record_together(writer: &mut Writer, input: Box<dyn Read>, actor: &Actor) -> Outcome<Counts> {
    let mut counts = Counts::default();
    let (mut numbers, mut batch) = (Vec::new(), Vec::new());
    for line in numbered_lines(input) {
        let (number, line) = line?;
        match read_request(&line, actor) {
            Ok(request) => {
                numbers.push(number);
                batch.push(request);
            }
            Err(refusal) => {
                counts.refused += 1;
                report(number, &refusal);
            }
        }
    }
    if counts.refused > 0 {
        return Ok(counts);
    }
    let outcomes = writer.record(batch, Together::AllOrNothing).map_err(failed)?;
    count(&mut counts, &numbers, &outcomes);
    if counts.refused > 0 {
        counts.recorded = 0;
    }
    Ok(counts)
}
