//! What the machine can do, and what else runs on it: no figure is worth more than these beside it.

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use ledger::Hash;

use crate::Outcome;

const PROBES: usize = 41;
const PROBE_BYTES: usize = 4_096;

/// The processor's name and how many there are.
pub(crate) fn name() -> String {
    let processors = available_parallelism().map_or_else(|_| "?".to_owned(), |count| count.to_string());
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    format!("{processors} x {}", model.map_or("unknown processor", |(_, name)| name))
}

/// How many programs wanted a processor in the last minute, on average.
pub(crate) fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|load| load.parse().ok()).unwrap_or_default()
}

/// How often a second 4 KiB can be written and made durable in a folder: the median of single times.
pub(crate) fn syncs_per_second(folder: &Path) -> Outcome<f64> {
    let path = folder.join("fdatasync-probe");
    let mut file = File::create(&path)?;
    let mut times = Vec::with_capacity(PROBES);
    for _ in 0..PROBES {
        let start = Instant::now();
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&[0x41; PROBE_BYTES])?;
        file.sync_data()?;
        times.push(start.elapsed());
    }
    fs::remove_file(path)?;
    times.sort();
    Ok(1.0 / times.get(PROBES / 2).map_or(f64::NAN, Duration::as_secs_f64))
}

/// How many texts a second one core hashes with SHA3-256, and how many GB of them.
pub(crate) fn hashing(texts: &[String]) -> (f64, f64) {
    let start = Instant::now();
    let mut bytes = 0_usize;
    for text in texts {
        std::hint::black_box(Hash::of(text.as_bytes()));
        bytes += text.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    (texts.len() as f64 / seconds, bytes as f64 / seconds / 1e9)
}
