//! `cargo xtask bench`: the benchmark, on a machine that is named with the figures.

use std::fs;
use std::process::{Command, ExitCode};
use std::thread::available_parallelism;

use crate::Outcome;
use crate::command::{cargo, run as run_command};
use crate::step::step;
use crate::workspace::Workspace;

/// Builds and runs it; `arguments` go to it untouched.
pub(crate) fn run(workspace: &Workspace, arguments: &[&str]) -> Outcome<ExitCode> {
    println!("{}", machine_line());
    step("benchmark, release", || {
        fs::create_dir_all(workspace.site())?;
        run_command(cargo(workspace.root()).args(["build", "--release", "-p", "server", "--bin", "almoner-bench"]))
    })?;
    let figures = workspace.made("bench.json");
    step("measure", || {
        let mut bench = Command::new(workspace.built("release/almoner-bench"));
        run_command(bench.current_dir(workspace.root()).args(arguments).env("BENCH_OUT", &figures))
    })?;
    println!("\nfigures: {}", figures.display());
    Ok(ExitCode::SUCCESS)
}

/// A figure without its machine and what else ran on it is worth little.
fn machine_line() -> String {
    let processors = available_parallelism().map_or_else(|_| "?".to_owned(), |count| count.to_string());
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, name)| name);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    format!("machine: {processors} x {model}, load average {load}")
}
