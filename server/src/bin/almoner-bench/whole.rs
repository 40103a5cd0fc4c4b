//! (d) The audit, (e) bytes on disk, (g) the ledger alone.

use std::time::{Duration, Instant};

use ledger::record::Request;
use ledger::{Memory, State};
use server::audit::audit;
use server::demo;
use server::store::Access;
use server::store::past::Tables;

use crate::Outcome;
use crate::figures::{Figures, Target, median};
use crate::ledgers::{DemoLedger, SEED, write_back};
use crate::machine;

/// How many entries are hashed to know what hashing costs.
const HASHED: usize = 50_000;

pub(crate) fn measure_audit(figures: &mut Figures, ledger: &DemoLedger) -> Outcome<()> {
    let [rate] = median(|_| {
        let start = Instant::now();
        let report = audit(&ledger.location(), &mut |_, _| {})?;
        let seconds = start.elapsed().as_secs_f64();
        match report.findings.first() {
            None => Ok([report.entries as f64 / seconds]),
            Some(finding) => Err(finding.clone().into()),
        }
    })?;
    let texts = Tables::new(ledger.location().open(Access::Read)?).json_from(0, HASHED)?;
    let figure = figures.add(format!("(d) audit, {} entries", ledger.entries), "entries/s", rate);
    figure.target(Target::AtLeast(250_000.0)).ceiling("SHA3-256 of the same, one core", machine::hashing(&texts).0);
    Ok(())
}

pub(crate) fn measure_bytes(figures: &mut Figures, ledger: &DemoLedger) -> Outcome<()> {
    write_back(&ledger.path)?;
    let mut tables = Tables::new(ledger.location().open(Access::Read)?);
    let (mut own, mut next) = (0_usize, 0_u64);
    while next < ledger.entries {
        let texts = tables.json_from(next, HASHED)?;
        next += texts.len() as u64;
        own += texts.iter().map(String::len).sum::<usize>();
    }
    let entries = ledger.entries as f64;
    let (file, own) = (ledger.path.metadata()?.len() as f64 / entries, own as f64 / entries);
    let figure = figures.add(format!("(e) bytes on disk an entry, {} gifts", ledger.gifts), "bytes", file);
    figure.ceiling("the entry's own", own);
    figures.add("(e) bytes on disk against the entries' own", "times", file / own).target(Target::AtMost(1.6));
    Ok(())
}

/// A million events, judged and applied in memory, which keeps what judging needs. What makes the events is not in the
/// time.
pub(crate) fn measure_ledger(figures: &mut Figures, events: usize) -> Outcome<()> {
    let mut hashed = 0.0;
    let [seconds] = median(|_| {
        let (mut state, mut memory) = (State::default(), Memory::for_judging());
        let mut coming = demo::events(events as u64, SEED).take(events).peekable();
        let mut taken = Duration::ZERO;
        let mut texts = Vec::new();
        while coming.peek().is_some() {
            let requests: Vec<Request> = coming
                .by_ref()
                .take(10_000)
                .map(|demo| Request {
                    actor: demo.actor,
                    approver: None,
                    at: demo.at,
                    event: demo.event,
                    key: demo.key,
                })
                .collect();
            let start = Instant::now();
            for request in requests {
                let mut recorded = state.record(&mut memory, request).map_err(|failure| format!("{failure:?}"))?;
                if texts.len() < HASHED {
                    texts.push(std::mem::take(&mut recorded.json));
                }
                memory.keep(recorded);
            }
            taken += start.elapsed();
        }
        hashed = machine::hashing(&texts).0;
        Ok([taken.as_secs_f64()])
    })?;
    let figure = figures.add(format!("(g) {events} events applied in memory"), "s", seconds);
    figure.target(Target::AtMost(3.0 * events as f64 / 1e6)).ceiling("SHA3-256 alone", events as f64 / hashed);
    Ok(())
}
