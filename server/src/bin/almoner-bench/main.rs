//! `almoner-bench`: how fast, how large, and what the machine would allow.
//!
//! | module | what it measures |
//! |---|---|
//! | [`recording`] | (a) durable gifts a second |
//! | [`traces`] | (b) traces, forward and backward |
//! | [`pages`] | (c) pages a second, (f) memory |
//! | [`whole`] | (d) audit, (e) bytes, (g) the ledger alone |
//! | [`log`], [`signing`], [`bundles`] | (h) the transparency log |
//! | [`reports`] | (i) trace reports |
//! | [`machine`], [`bare`] | the ceilings: processor, disk, SQLite |
//!
//! [`ledgers`] are measured on, each made once; [`clients`] ask a server in a process of its own, [`child`]; [`random`]
//! draws lots that are the same each time; [`figures`] is what is printed and written.
//!
//! Each figure is the median of three runs, and stands with its ceiling and with the load at that moment.
#![allow(clippy::float_arithmetic)] // Rates and ratios; no money.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use figures::Figures;
use ledgers::DemoLedger;

mod bare;
mod bundles;
mod child;
mod clients;
mod figures;
mod ledgers;
mod log;
mod machine;
mod pages;
mod random;
mod recording;
mod reports;
mod signing;
mod traces;
mod whole;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Measures Almoner on this machine, and writes the figures to $BENCH_OUT (target/bench.json).
#[derive(Debug, Parser)]
struct Arguments {
    /// Sizes of the demo ledgers.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    gifts: Vec<u64>,

    /// Measure (c), (f) and (i) on a ledger with at least so many gifts in one fund, as 1000000.
    #[arg(long)]
    fund: Option<u64>,

    /// A short run, to see that everything works.
    #[arg(long)]
    quick: bool,

    /// Only these parts, as `a,d`.
    #[arg(long, value_delimiter = ',')]
    only: Vec<char>,

    /// Where the demo ledgers are kept for the next time; the folder must be on the disk that is to be measured.
    #[arg(long)]
    keep: Option<PathBuf>,

    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    #[command(hide = true)]
    Serve { database: PathBuf },
    #[command(hide = true)]
    Ceiling { file: PathBuf },
}

/// Requests are made on one thread and freed on another; the system's allocator pays for that with locks.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.verb {
        Some(Verb::Serve { database }) => child::serve(database),
        Some(Verb::Ceiling { file }) => child::ceiling(file),
        None => run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("almoner-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<()> {
    let out = std::env::var_os("BENCH_OUT").map_or_else(|| PathBuf::from("target/bench.json"), PathBuf::from);
    let folder = arguments.keep.clone().unwrap_or_else(|| out.parent().unwrap_or(Path::new(".")).join("bench"));
    std::fs::create_dir_all(&folder)?;
    let machine = machine::name();
    println!("{machine}, load {:.1}", machine::load());
    let figures = measure(arguments, &folder)?;
    print!("{}", figures.table());
    Ok(std::fs::write(&out, format!("{:#}\n", figures.json(&machine)))?)
}

fn measure(arguments: &Arguments, folder: &Path) -> Outcome<Figures> {
    let wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let mut figures = Figures::default();
    if wanted('a') {
        recording::measure(&mut figures, folder, arguments.quick)?;
    }
    if wanted('g') {
        whole::measure_ledger(&mut figures, if arguments.quick { 100_000 } else { 1_000_000 })?;
    }
    let mut sizes = if arguments.quick { vec![10_000] } else { arguments.gifts.clone() };
    sizes.sort_unstable();
    let ledgers = sizes.into_iter().map(|gifts| DemoLedger::ready(folder, gifts)).collect::<Outcome<Vec<_>>>()?;
    if wanted('b') {
        traces::measure(&mut figures, &ledgers)?;
    }
    let Some(largest) = ledgers.last() else { return Ok(figures) };
    let crowded = arguments.fund.map(|gifts| DemoLedger::crowded(folder, gifts)).transpose()?;
    let crowded = crowded.as_ref().unwrap_or(largest);
    if wanted('c') || wanted('f') {
        pages::measure(&mut figures, folder, crowded, arguments.quick)?;
    }
    if wanted('d') {
        whole::measure_audit(&mut figures, largest)?;
    }
    if wanted('h') {
        log::measure(&mut figures, folder, largest, arguments.quick)?;
    }
    if wanted('i') {
        reports::measure(&mut figures, crowded)?;
    }
    if wanted('e') {
        whole::measure_bytes(&mut figures, largest)?;
    }
    Ok(figures)
}
