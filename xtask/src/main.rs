//! `cargo xtask`: builds, tests, measures and shows Almoner, with nothing to install by hand beyond Rust.
//!
//! | file | what it does |
//! |---|---|
//! | [`demo`], [`build`], [`verify`], [`bench`] | one verb each; `verify` is `cargo xtask test` |
//! | [`fuzz`] | what strangers may send, made up at random: the nightly part |
//! | [`site`] | the browser's part: wasm, its glue, style sheets and public files into `target/site` |
//! | [`server`] | the server's part: build it, start it, ask whether it answers, stop it |
//! | [`machine`] | what the computer must have, and how to get it |
//! | [`licences`], [`wasm_tests`], [`browser_tests`], [`judges`] | the steps of `verify` that are not one command |
//! | [`workspace`], [`command`], [`step`] | where things lie, how a program is run, how a step is told and timed |
//! | [`lock`] | what a build must know of `Cargo.lock` |

use std::error::Error;
use std::process::ExitCode;

use workspace::Workspace;

mod bench;
mod browser_tests;
mod build;
mod command;
mod demo;
mod fuzz;
mod judges;
mod licences;
mod lock;
mod machine;
mod server;
mod site;
mod step;
mod verify;
mod wasm_tests;
mod workspace;

/// What every step answers. The message of an error says what failed and what to do; it is printed once, at the edge.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

const HELP: &str = "\
cargo xtask <verb>

  demo [--listen HOST:PORT]   build everything, fill target/demo.db once, serve it on 127.0.0.1:3000
  test                        format, lints, all tests, licences, browser tests; then a summary
  build                       the browser's part and the server, in release
  site                        the browser's part alone, in release, and what it costs
  bench [ARGUMENTS]           build and run the benchmark, figures into target/bench.json
  fuzz [SECONDS]              what strangers may send, made up at random: so long for each kind (60)
  help                        this text
";

/// Of a command line that cannot be understood, as `clap` and the shells have it.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &[String]) -> Outcome<ExitCode> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["demo"] => demo::run(&Workspace::find()?, demo::LISTEN),
        ["demo", "--listen", address] => demo::run(&Workspace::find()?, address),
        ["test"] => verify::run(&Workspace::find()?),
        ["build"] => build::run(&Workspace::find()?),
        ["site"] => build::site(&Workspace::find()?),
        ["bench", rest @ ..] => bench::run(&Workspace::find()?, rest),
        ["fuzz"] => fuzz::run(&Workspace::find()?, fuzz::SECONDS),
        ["fuzz", seconds] if seconds.parse::<u32>().is_ok() => {
            fuzz::run(&Workspace::find()?, seconds.parse().unwrap_or(fuzz::SECONDS))
        }
        [wasm_tests::VERB, file, rest @ ..] => wasm_tests::run_file(file.as_ref(), rest),
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        [] => Ok(misused("which verb?")),
        [verb @ ("demo" | "test" | "build" | "site" | "fuzz"), rest @ ..] => {
            Ok(misused(&format!("`{verb}` does not understand `{}`", rest.join(" "))))
        }
        [verb, ..] => Ok(misused(&format!("there is no verb `{verb}`"))),
    }
}

fn misused(what: &str) -> ExitCode {
    eprint!("error: {what}\n\n{HELP}");
    ExitCode::from(USAGE)
}
