//! (h) The transparency log: what tiles and signing cost, proofs, bundles, checking a whole log, witnessing, starting.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ledger::log::export::Checked;
use ledger::log::key::{Algorithm, KeyName, SigningKey};
use ledger::log::policy::Party;
use ledger::log::tile::Edge;
use ledger::log::witness::AddCheckpoint;
use ledger::log::{Checkpoint, Note, Policy, tree};
use server::log::{Log, LogKey, Settings};
use server::sequencer::Sequencer;
use server::store::Readers;
use server::store::write::Writer;
use server::witness::Witness;

use crate::figures::{Figures, Target, median, percentile};
use crate::ledgers::DemoLedger;
use crate::random::Random;
use crate::{Outcome, bundles, signing};

/// Proofs in a run.
const SAMPLE: usize = 2_000;

/// Logs that a witness watches at once, and checkpoints of each.
const LOGS: usize = 64;
const CHECKPOINTS: u64 = 40;

pub(crate) fn key(name: &str, algorithm: Algorithm) -> Outcome<SigningKey> {
    let name = KeyName::new(name).ok_or("a name")?;
    Ok(SigningKey::from_seed(name, algorithm, [7; 32])?)
}

pub(crate) fn measure(figures: &mut Figures, folder: &Path, largest: &DemoLedger, quick: bool) -> Outcome<()> {
    let gate = folder.join("bench.gate");
    let _ = std::fs::remove_file(&gate);
    // A ledger that was kept from an earlier run has its checkpoint, and its gate is gone.
    let signed = Readers::new(&largest.location())?.ask(|tables| tables.last_checkpoint())?.is_some();
    let settings = || -> Outcome<Settings> {
        let keys = vec![LogKey { key: key("bench.example/log", Algorithm::Ed25519)?, from_size: 0 }];
        Ok(Settings {
            keys,
            gates: vec![gate.clone()],
            new_gate: signed && !gate.exists(),
            policy: None,
            url: None,
            authorities: Vec::new(),
        })
    };
    let [start] = median(|_| {
        let began = Instant::now();
        let sequencer = Sequencer::start(Writer::open(&largest.location())?, &largest.location())?;
        let log = Log::start(settings()?, &Readers::new(&largest.location())?, &sequencer)?;
        let took = began.elapsed().as_secs_f64();
        drop(log);
        sequencer.finish();
        Ok([took])
    })?;
    let title = format!("(h) start of a signed server, {} entries", largest.entries);
    figures.add(title, "s", start).target(Target::AtMost(1.0));
    let sequencer = Sequencer::start(Writer::open(&largest.location())?, &largest.location())?;
    let readers = Readers::new(&largest.location())?;
    let log = Log::start(settings()?, &readers, &sequencer)?;
    proofs(figures, &log, &readers, largest)?;
    bundles::of_some_gift(figures, &log, &readers, largest)?;
    drop(log);
    sequencer.finish();
    whole(figures, &readers)?;
    signing::measure(figures, folder, quick)?;
    bundles::of_fifty(figures, folder, quick)?;
    witnessing(figures, folder)
}

/// Milliseconds of one kind of proof, at random places.
fn timed(mut one: impl FnMut(&mut Random) -> Outcome<()>) -> Outcome<[f64; 2]> {
    median(|run| {
        let mut random = Random::new(run as u64 + 7);
        let mut times = Vec::with_capacity(SAMPLE);
        for _ in 0..SAMPLE {
            let began = Instant::now();
            one(&mut random)?;
            times.push(began.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        Ok([percentile(&times, 50), percentile(&times, 99)])
    })
}

fn proofs(figures: &mut Figures, log: &Log, readers: &Readers, largest: &DemoLedger) -> Outcome<()> {
    let published = log.latest().ok_or("nothing was signed")?;
    let [middle, slow] = timed(|random| {
        let seq = random.below(largest.entries);
        readers.ask(|tables| log.entry_proof(tables, &published, seq))?;
        Ok(())
    })?;
    figures.add("(h) inclusion proof, median", "ms", middle).target(Target::AtMost(0.2));
    figures.add("(h) inclusion proof, p99", "ms", slow);
    let [middle, slow] = timed(|random| {
        let old = 1 + random.below(largest.entries - 1);
        readers.ask(|tables| log.consistency(tables, old, largest.entries))?;
        Ok(())
    })?;
    figures.add("(h) consistency proof, median", "ms", middle).target(Target::AtMost(0.2));
    figures.add("(h) consistency proof, p99", "ms", slow);
    Ok(())
}

/// Lines of a log in memory: hashes, chain and tree; and what the tree alone takes, which is what recording pays for it.
fn whole(figures: &mut Figures, readers: &Readers) -> Outcome<()> {
    let lines = readers.ask(|tables| tables.json_from(0, 300_000))?;
    let [checked, tree, signing] = median(|_| {
        let began = Instant::now();
        let mut log = Checked::default();
        lines.iter().try_for_each(|line| log.take(line.as_bytes()))?;
        let checked = lines.len() as f64 / began.elapsed().as_secs_f64();
        let began = Instant::now();
        let mut edge = Edge::default();
        for line in &lines {
            std::hint::black_box(edge.append(tree::leaf_hash(line.as_bytes())));
        }
        let tree = lines.len() as f64 / began.elapsed().as_secs_f64();
        let began = Instant::now();
        let key = key("bench.example/log", Algorithm::Ed25519)?;
        for size in 0..1_000 {
            let origin = key.verifier().name().clone();
            let text = Checkpoint { origin, size, root: edge.root() }.to_string();
            std::hint::black_box(key.sign(&text, 0)?);
        }
        Ok([checked, tree, began.elapsed().as_secs_f64()])
    })?;
    figures.add("(h) a log verified: chain, hashes, tree", "1/s", checked).target(Target::AtLeast(300_000.0));
    figures.add("(h) tiles and their roots alone", "1/s", tree);
    figures.add("(h) root and signature of a checkpoint", "ms", signing);
    Ok(())
}

/// Many logs ask one witness at once.
fn witnessing(figures: &mut Figures, folder: &Path) -> Outcome<()> {
    let keys =
        (0..LOGS).map(|log| key(&format!("log{log}.example"), Algorithm::Ed25519)).collect::<Outcome<Vec<_>>>()?;
    let keys = Arc::new(keys);
    let party =
        |key: &SigningKey| Party { name: key.verifier().name().to_string(), key: key.verifier().clone(), url: None };
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let [rate] = median(|run| {
        let store = folder.join(format!("witness-{run}.store"));
        let gate = folder.join(format!("witness-{run}.gate"));
        crate::ledgers::remove(&store);
        let _ = std::fs::remove_file(&gate);
        let settings = server::witness::Settings {
            keys: vec![key("witness.example", Algorithm::CosignEd25519)?],
            logs: Policy { logs: keys.iter().map(party).collect(), ..Policy::default() },
            store: store.clone(),
            gate: gate.clone(),
        };
        let witness = Witness::start(settings)?;
        let requests = keys.iter().map(requests).collect::<Outcome<Vec<_>>>()?;
        let began = Instant::now();
        let witness = &witness;
        let answers = requests.iter().map(|bodies| async move {
            for body in bodies {
                witness.add_checkpoint(body).await.map_err(|unsigned| format!("{unsigned:?}"))?;
            }
            Ok::<(), String>(())
        });
        let answered = runtime.block_on(futures_util::future::join_all(answers));
        answered.into_iter().collect::<Result<Vec<()>, String>>()?;
        let rate = (LOGS as f64) * (CHECKPOINTS as f64) / began.elapsed().as_secs_f64();
        crate::ledgers::remove(&store);
        let _ = std::fs::remove_file(&gate);
        Ok([rate])
    })?;
    let title = format!("(h) a witness, checkpoints cosigned, {LOGS} logs at once");
    let fsyncs = crate::machine::syncs_per_second(folder)?;
    figures.add(title, "1/s", rate).ceiling("fdatasync, each alone", fsyncs).target(Target::AtLeast(2_000.0));
    Ok(())
}

/// A log that grows by one entry a checkpoint, as it asks its witness.
fn requests(key: &SigningKey) -> Outcome<Vec<String>> {
    struct Leaves(Vec<ledger::log::TreeHash>);
    impl tree::Nodes for Leaves {
        type Error = std::convert::Infallible;

        fn node(&mut self, level: u32, index: u64) -> Result<ledger::log::TreeHash, Self::Error> {
            let from = usize::try_from(index << level).unwrap_or_default();
            Ok(ledger::log::tile::subtree_root(&self.0[from..from + (1 << level)]))
        }
    }
    let mut leaves = Leaves((0..CHECKPOINTS).map(|index| tree::leaf_hash(&index.to_be_bytes())).collect());
    let mut bodies = Vec::new();
    for size in 1..=CHECKPOINTS {
        let Ok(root) = tree::root(&mut leaves, size);
        let Ok(proof) = tree::consistency(&mut leaves, size - 1, size);
        let text = Checkpoint { origin: key.verifier().name().clone(), size, root }.to_string();
        let note = Note { signatures: vec![key.sign(&text, 0)?], text }.to_string();
        bodies.push(AddCheckpoint { old: size - 1, proof, note }.to_string());
    }
    Ok(bodies)
}
