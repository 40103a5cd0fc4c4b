//! Running other programs: told before, and an error that names them after.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;

/// Cargo, in `folder`, as from a shell.
///
/// `cargo run` gave this process variables about the package `xtask`. Some build scripts watch them, so that passing
/// them on would make this cargo and the one typed by hand undo each other's builds.
pub(crate) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    for (name, _) in env::vars_os() {
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"];
        if name.to_str().is_some_and(|name| ours.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
    command
}

/// Cargo with Clippy as the compiler of our own crates, as `cargo clippy` has it: what it compiles is linted, and a warning
/// is an error. `cargo clippy` itself would check the 500 crates of others once more, which the tests compile anyway: of an
/// hour on two cores, ten minutes.
pub(crate) fn cargo_linting(folder: &Path) -> Command {
    let mut command = cargo(folder);
    // The arguments as `cargo clippy` hands them on: each with this mark behind it.
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
    command
}

/// Runs it with our output, having said what it is.
pub(crate) fn run(command: &mut Command) -> Outcome<()> {
    let line = line(command);
    println!("  $ {line}");
    let status = command.status().map_err(|error| format!("cannot start `{line}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})").into()) }
}

/// As [`run`], but ends it where it takes longer than this.
pub(crate) fn run_within(command: &mut Command, patience: Duration) -> Outcome<()> {
    let line = line(command);
    println!("  $ {line}");
    let mut child = command.spawn().map_err(|error| format!("cannot start `{line}`: {error}"))?;
    let began = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("`{line}` failed ({status})").into()),
            None if began.elapsed() > patience => break,
            None => thread::sleep(Duration::from_millis(200)),
        }
    }
    child.kill()?;
    child.wait()?;
    Err(format!("`{line}` was ended: it took longer than {} s", patience.as_secs()).into())
}

/// Runs it quietly and gives what it printed.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let line = line(command);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cannot start `{line}`: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(format!("`{line}` failed ({})", output.status).into())
    }
}

/// Whether it can be started and ends well; nothing is printed.
pub(crate) fn works(program: &str, arguments: &[&str]) -> bool {
    let quiet =
        |command: &mut Command| command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet(Command::new(program).args(arguments)).is_ok_and(|status| status.success())
}

/// Whether a program of that name is on the path.
pub(crate) fn on_path(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
