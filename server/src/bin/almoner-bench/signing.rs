//! (h) What signing and tiles cost: the same gifts through the sequencer with both, with tiles alone, and with neither.

use std::path::Path;

use ledger::log::key::Algorithm;
use server::log::{Log, LogKey, Settings};
use server::sequencer::Sequencer;
use server::store::{Location, Readers};

use crate::Outcome;
use crate::figures::{Figures, Target, median};
use crate::ledgers::remove;
use crate::log::key;
use crate::recording::Gifts;

/// What is done beside recording.
#[derive(Clone, Copy)]
enum Beside {
    Nothing,
    Tiles,
    TilesAndSigning,
}

/// Each run does all three, one after another, and the next in another order: what else the machine does meets all alike.
const ORDERS: [[Beside; 3]; 3] = [
    [Beside::Nothing, Beside::Tiles, Beside::TilesAndSigning],
    [Beside::Tiles, Beside::TilesAndSigning, Beside::Nothing],
    [Beside::TilesAndSigning, Beside::Nothing, Beside::Tiles],
];

pub(crate) fn measure(figures: &mut Figures, folder: &Path, quick: bool) -> Outcome<()> {
    let gifts = Gifts::new(if quick { 20_000 } else { 100_000 });
    let path = folder.join("signing.db");
    let [bare, tiled, signed, cost] = median(|run| {
        let [mut bare, mut tiled, mut signed] = [0.0; 3];
        for beside in ORDERS[run % ORDERS.len()] {
            let rate = recorded(&gifts, &path, beside, &folder.join(format!("signing-{run}.gate")))?;
            match beside {
                Beside::Nothing => bare = rate,
                Beside::Tiles => tiled = rate,
                Beside::TilesAndSigning => signed = rate,
            }
        }
        // Of the throughput that there would be without them.
        Ok([bare, tiled, signed, 100.0 * (1.0 - signed / bare)])
    })?;
    remove(&path);
    let neither = "neither tiles nor signing";
    figures.add(format!("(h) gifts through the sequencer, {neither}"), "1/s", bare);
    figures.add("(h) gifts through the sequencer, with tiles", "1/s", tiled).ceiling(neither, bare);
    figures.add("(h) gifts through the sequencer, with tiles and signing", "1/s", signed).ceiling(neither, bare);
    figures.add("(h) cost of tiles and signing, of that throughput", "%", cost).target(Target::AtMost(15.0));
    Ok(())
}

/// Gifts a second.
fn recorded(gifts: &Gifts, path: &Path, beside: Beside, gate: &Path) -> Outcome<f64> {
    let location = Location::Sqlite(path.to_owned());
    let mut writer = gifts.writer(path)?;
    if matches!(beside, Beside::Nothing) {
        writer.leave_out_tiles();
    }
    let sequencer = Sequencer::start(writer, &location)?;
    let log = match beside {
        Beside::TilesAndSigning => {
            let _ = std::fs::remove_file(gate);
            let keys = vec![LogKey { key: key("bench.example/log", Algorithm::Ed25519)?, from_size: 0 }];
            let gates = vec![gate.to_owned()];
            let settings = Settings { keys, gates, new_gate: false, policy: None, url: None, authorities: Vec::new() };
            Some(Log::start(settings, &Readers::new(&location)?, &sequencer)?)
        }
        Beside::Nothing | Beside::Tiles => None,
    };
    let rate = gifts.through(&sequencer)?;
    drop(log);
    sequencer.finish();
    let _ = std::fs::remove_file(gate);
    Ok(rate)
}
