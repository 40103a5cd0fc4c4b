//! (b) Traces of random gifts and random hand-outs, as a page asks for them.

use std::time::Instant;

use ledger::event::Event;
use ledger::{Entry, Past as _, trace};
use server::store::{Readers, StoreError};

use crate::Outcome;
use crate::figures::{Figures, Target, median, percentile};
use crate::ledgers::DemoLedger;
use crate::random::Random;

/// Traces in a run.
const SAMPLE: usize = 2_000;

/// Measures ledger by ledger, the smallest first: the others are held against it.
pub(crate) fn measure(figures: &mut Figures, ledgers: &[DemoLedger]) -> Outcome<()> {
    let mut smallest: Option<[f64; 4]> = None;
    for ledger in ledgers {
        let readers = Readers::new(&ledger.location())?;
        let [look_up] = median(|run| {
            let mut times = Vec::with_capacity(SAMPLE);
            let mut random = Random::new(100 + run as u64);
            for _ in 0..SAMPLE {
                let start = Instant::now();
                readers.ask(|tables| tables.json(random.below(ledger.entries)))?;
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
            times.sort_by(f64::total_cmp);
            Ok([percentile(&times, 50)])
        })?;
        let all = median(|run| {
            let forward = run_of(&readers, ledger, run, |entry| {
                matches!(entry.event, Event::DonationReceived(_) | Event::GiftInKindReceived(_))
            })?;
            let backward = run_of(&readers, ledger, run, |entry| matches!(entry.event, Event::GoodsDistributed(_)))?;
            Ok([forward[0], forward[1], backward[0], backward[1]])
        })?;
        let names = ["forward trace, median", "forward trace, p99", "backward trace, median", "backward trace, p99"];
        let small = smallest.get_or_insert(all);
        for (place, name) in names.iter().enumerate() {
            let title = format!("(b) {name}, {} gifts", ledger.gifts);
            let figure = figures.add(title.clone(), "ms", all[place]).ceiling("one entry looked up", look_up);
            if ledger.gifts < 1_000_000 {
                continue;
            }
            figure.target(Target::AtMost(if place % 2 == 0 { 0.3 } else { 2.0 }));
            let times =
                figures.add(format!("{title}, against the smallest ledger"), "times", all[place] / small[place]);
            if place % 2 == 0 {
                times.target(Target::AtMost(1.5));
            }
        }
    }
    Ok(())
}

/// The median and the 99th percentile, in ms, of tracing entries of a kind.
fn run_of(readers: &Readers, ledger: &DemoLedger, run: usize, kind: fn(&Entry) -> bool) -> Outcome<[f64; 2]> {
    let mut random = Random::new(run as u64 + 1);
    let mut times = Vec::with_capacity(SAMPLE);
    while times.len() < SAMPLE {
        let seq = random.below(ledger.entries);
        let entry = readers.ask(|tables| tables.entry(seq))?;
        let Some(entry) = entry.filter(kind) else { continue };
        let start = Instant::now();
        readers.ask(|tables| {
            if matches!(entry.event, Event::GoodsDistributed(_)) {
                for side in entry.moves.iter().filter_map(|one| one.from.as_ref()) {
                    std::hint::black_box(trace::backward(tables, &side.pool, &side.spans)?);
                }
            } else {
                std::hint::black_box(trace::forward(tables, seq)?);
            }
            Ok::<(), StoreError>(())
        })?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok([percentile(&times, 50), percentile(&times, 99)])
}
