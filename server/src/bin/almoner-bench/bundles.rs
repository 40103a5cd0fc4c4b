//! (h) Bundles: time, and size against as many separate proofs with their entries, as they are and as brotli.

use std::path::Path;
use std::time::Instant;

use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::log::key::Algorithm;
use server::http::encoding::Encoding;
use server::log::proofs::Behind;
use server::log::{Log, LogKey, Settings};
use server::sequencer::{BATCH_LIMIT, Sequencer};
use server::store::{Location, Readers};

use crate::Outcome;
use crate::figures::{Figures, Target, median};
use crate::ledgers::{DemoLedger, remove};
use crate::log::key;
use crate::random::Random;
use crate::recording::{Gifts, record, requests};

/// Gifts of a demo ledger that are looked at.
const SAMPLE: usize = 2_000;

/// A gift that touches so many entries: itself, its fund, and what it paid.
const ENTRIES: usize = 50;
const PAYMENTS: usize = ENTRIES - 2;

/// The gift of the demo ledger whose trace touches most nearly so many entries, of some. Its trace is short: most are.
pub(crate) fn of_some_gift(figures: &mut Figures, log: &Log, readers: &Readers, largest: &DemoLedger) -> Outcome<()> {
    let mut best: Option<(usize, GiftCode)> = None;
    let mut random = Random::new(3);
    for _ in 0..SAMPLE {
        let Some(code) = GiftCode::of_seq(random.below(largest.entries)) else { continue };
        let Some(behind) = readers.ask(|tables| Behind::gift(tables, code))? else { continue };
        let off = behind.entries().len().abs_diff(ENTRIES);
        if best.is_none_or(|(least, _)| off < least) {
            best = Some((off, code));
        }
    }
    let (_, code) = best.ok_or("no gift was found")?;
    add(figures, log, readers, code, "of the demo")
}

/// A gift that paid for many things, far apart in a log of many others.
pub(crate) fn of_fifty(figures: &mut Figures, folder: &Path, quick: bool) -> Outcome<()> {
    let path = folder.join("bundles.db");
    let gate = folder.join("bundles.gate");
    let _ = std::fs::remove_file(&gate);
    let (location, code) = (Location::Sqlite(path.clone()), make(&path, quick)?);
    let sequencer = Sequencer::start(server::store::write::Writer::open(&location)?, &location)?;
    let readers = Readers::new(&location)?;
    let keys = vec![LogKey { key: key("bench.example/log", Algorithm::Ed25519)?, from_size: 0 }];
    let settings =
        Settings { keys, gates: vec![gate.clone()], new_gate: false, policy: None, url: None, authorities: Vec::new() };
    let log = Log::start(settings, &readers, &sequencer)?;
    add(figures, &log, &readers, code, "made for it")?;
    drop(log);
    sequencer.finish();
    drop(readers);
    remove(&path);
    let _ = std::fs::remove_file(&gate);
    Ok(())
}

/// The ledger with that gift. Between two payments stands a part of all the other gifts.
fn make(path: &Path, quick: bool) -> Outcome<GiftCode> {
    let gifts = Gifts::new(if quick { 20_000 } else { 100_000 });
    let mut writer = gifts.writer(path)?;
    let event = |text: String| Event::parse(text.as_bytes()).map_err(|refusal| refusal.to_string());
    let opening = [
        r#"{"type":"organisation_registered","id":"bench-relief","name":"Bench Relief","kind":"ngo"}"#,
        r#"{"type":"fund_opened","id":"bench-fund","title":"Bench","purpose":"Many payments.","currency":"CNY","steward":"bench-relief"}"#,
        r#"{"type":"donation_received","fund":"bench-fund","amount":10000000,"method":"bank_transfer","received_on":"2025-01-05"}"#,
    ];
    let opening = opening.iter().map(|text| event((*text).to_owned())).collect::<Result<Vec<_>, _>>()?;
    record(&mut writer, requests(&opening)?)?;
    let code = writer.state().head().size.checked_sub(1).and_then(GiftCode::of_seq).ok_or("a gift's code")?;
    for (number, others) in gifts.given.chunks(gifts.given.len().div_ceil(PAYMENTS)).enumerate() {
        for batch in others.chunks(BATCH_LIMIT) {
            record(&mut writer, requests(batch)?)?;
        }
        let payment = format!(
            r#"{{"type":"expense_paid","id":"bench-{number}","from":"cash/bench-fund","amount":150000,"category":"transport","payee":"Haulier {number}","paid_on":"2025-01-06"}}"#
        );
        record(&mut writer, requests(&[event(payment)?])?)?;
    }
    Ok(code)
}

fn add(figures: &mut Figures, log: &Log, readers: &Readers, code: GiftCode, which: &str) -> Outcome<()> {
    let published = log.latest().ok_or("nothing was signed")?;
    let make = || {
        readers.ask(|tables| match Behind::gift(tables, code)? {
            Some(behind) => log.bundle(tables, &published, behind).map(Some),
            None => Ok(None),
        })
    };
    let bundle = make()?.ok_or("no bundle")?;
    let [took] = median(|_| {
        let began = Instant::now();
        std::hint::black_box(make()?.ok_or("no bundle")?.to_json());
        Ok([began.elapsed().as_secs_f64() * 1e3])
    })?;
    let brotli = |text: &str| Encoding::Brotli.encode(text.as_bytes()).len();
    let (mut apart, mut apart_brotli) = (0, 0);
    for (seq, entry) in bundle.indices.iter().zip(&bundle.entries) {
        let proof = readers.ask(|tables| log.entry_proof(tables, &published, *seq))?.to_string();
        apart += proof.len() + entry.len();
        // Each is an answer of its own, and compressed by itself.
        apart_brotli += brotli(&proof) + brotli(entry);
    }
    let (json, count) = (bundle.to_json(), bundle.indices.len());
    let title = format!("(h) bundle of a gift with {count} entries, {which}");
    figures.add(title.clone(), "ms", took).target(Target::AtMost(20.0));
    let against = format!("against {count} proofs with their entries");
    let plain = json.len() as f64 / apart as f64;
    let packed = brotli(&json) as f64 / apart_brotli as f64;
    for (ratio, how) in [(plain, ""), (packed, ", each as brotli")] {
        let figure = figures.add(format!("{title}, {against}{how}"), "times", ratio);
        // The target is of so many: a claim and a checkpoint weigh more beside a few.
        if count >= ENTRIES {
            figure.target(Target::AtMost(0.4));
        }
    }
    Ok(())
}
