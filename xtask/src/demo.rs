//! `cargo xtask demo`: everything built, a ledger to look at, and three receipts worth opening.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{ExitCode, ExitStatus};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::server::{Receipt, Running, beside, fill, keep_papers, receipts, remove_database};
use crate::step::step;
use crate::workspace::Workspace;
use crate::{Outcome, build};

/// Where it is served unless told otherwise.
pub(crate) const LISTEN: &str = "127.0.0.1:3000";
/// Enough that lists have pages, figures have weight and the fill still takes seconds.
const GIFTS: u32 = 20_000;
const SEED: u32 = 1;
const RECEIPTS: usize = 3;

/// Builds, fills where there is no demo ledger yet, and serves until told to stop; ends as the server ended.
pub(crate) fn run(workspace: &Workspace, listen: &str) -> Outcome<ExitCode> {
    let address = free(listen)?;
    let binary = build::both(workspace)?;
    let database = workspace.made("demo.db");
    if database.exists() {
        // One that an earlier version filled, or that lost its folder, names papers that nobody could open.
        step("demo papers", || keep_papers(&binary, &database))?;
    } else {
        step("demo ledger", || fill_whole(&binary, &database))?;
    }
    let receipts = receipts(&binary, &database)?;
    let signals = Signals::new([SIGINT, SIGTERM])?;
    let mut server = Running::start(&binary, &database, address)?;
    forward(signals, server.pid());
    server.wait_until_healthy()?;
    announce(&server.url(), &receipts);
    Ok(exit_code(server.wait()?))
}

/// Better told now than after minutes of compiling.
fn free(listen: &str) -> Outcome<SocketAddr> {
    let address = listen.parse().map_err(|_| format!("`{listen}` is no address such as {LISTEN}"))?;
    TcpListener::bind(address).map_err(|error| {
        format!(
            "cannot listen on {address} ({error}): stop what is there, or `cargo xtask demo --listen 127.0.0.1:3001`"
        )
    })?;
    Ok(address)
}

/// Fills under another name first: a fill that was interrupted must not be taken for a whole ledger.
fn fill_whole(binary: &Path, database: &Path) -> Outcome<()> {
    let filling = beside(database, ".filling");
    remove_database(&filling)?;
    remove_database(database)?;
    fill(binary, GIFTS, SEED, &filling)?;
    rename_database(&filling, database)
}

/// The log of a database that was not closed belongs to it, so it goes first: the database's own name is the sign that
/// all is there. The `-shm` file is only an index that SQLite makes anew.
fn rename_database(from: &Path, to: &Path) -> Outcome<()> {
    // What is private, and the papers, lie beside a ledger under its name; those of a ledger that is gone go, too.
    for kept in ["private.db-shm", "private.db-wal", "private.db", "documents"] {
        move_over(&from.with_extension(kept), &to.with_extension(kept))?;
    }
    if beside(from, "-wal").exists() {
        fs::rename(beside(from, "-wal"), beside(to, "-wal"))?;
    }
    fs::rename(from, to)?;
    remove_database(from)
}

fn move_over(from: &Path, to: &Path) -> Outcome<()> {
    if to.is_dir() {
        fs::remove_dir_all(to)?;
    } else if to.exists() {
        fs::remove_file(to)?;
    }
    if from.exists() {
        fs::rename(from, to)?;
    }
    Ok(())
}

/// Hands our signals to the server, which decides; this program ends when the server has.
fn forward(mut signals: Signals, server: Pid) {
    thread::spawn(move || {
        for signal in signals.forever() {
            let signal = if signal == SIGINT { Signal::INT } else { Signal::TERM };
            // It fails only where the server has already ended, which is what was asked for.
            let _ = kill_process(server, signal);
        }
    });
}

fn announce(url: &str, receipts: &[Receipt]) {
    println!("\nAlmoner is at {url}\n\nThree receipts worth opening:");
    for Receipt { code, words } in receipts.iter().take(RECEIPTS) {
        println!("  {code}  {url}/gifts/{code}  {words}");
    }
    println!("\nCtrl-C stops it. The ledger stays in target/demo.db; delete that file to begin anew.\n");
}

/// The server's own code; where a signal ended it, the shells' 128 and the signal.
fn exit_code(status: ExitStatus) -> ExitCode {
    use std::os::unix::process::ExitStatusExt;
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}
