//! The server's part: build it, start it, ask whether it answers, stop it.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::Outcome;
use crate::command::{cargo, output, run};
use crate::workspace::Workspace;

/// How long a start may take: opening a ledger replays what its last snapshot lacks.
const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(50);
/// What the demo's log calls itself: it has no address outside.
const LOG_NAME: &str = "demo.example/log";
/// What a server gets to finish its answers once told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Builds the program that is shipped.
pub(crate) fn build_release(workspace: &Workspace) -> Outcome<PathBuf> {
    run(cargo(workspace.root()).args(["build", "--release", "-p", "server", "--bin", "almoner"]))?;
    Ok(workspace.built("release/almoner"))
}

/// Fills a new database with a demo ledger.
pub(crate) fn fill(binary: &Path, gifts: u32, seed: u32, database: &Path) -> Outcome<()> {
    let mut command = Command::new(binary);
    command.arg("demo").arg("--gifts").arg(gifts.to_string()).arg("--seed").arg(seed.to_string());
    run(command.arg("--database").arg(database))
}

/// Has the papers that a demo ledger's entries name kept where the server looks for them; those that are there stay.
pub(crate) fn keep_papers(binary: &Path, database: &Path) -> Outcome<()> {
    run(Command::new(binary).args(["demo", "--papers", "--database"]).arg(database))
}

/// A receipt code of a demo ledger that is worth opening, and why.
pub(crate) struct Receipt {
    /// `G-48KA-6KMQ`.
    pub(crate) code: String,
    /// What else the server said of it; may be empty.
    pub(crate) words: String,
}

/// Asks for receipt codes of a demo ledger.
pub(crate) fn receipts(binary: &Path, database: &Path) -> Outcome<Vec<Receipt>> {
    let printed = output(Command::new(binary).args(["demo", "--codes", "--database"]).arg(database))?;
    let receipts: Vec<_> = printed.lines().filter_map(receipt).collect();
    if receipts.is_empty() { Err("`almoner demo --codes` printed no receipt code".into()) } else { Ok(receipts) }
}

fn receipt(line: &str) -> Option<Receipt> {
    let is_code = |word: &&str| word.starts_with("G-") && word.len() > 2;
    let code = line.split_whitespace().find(is_code)?;
    let words = line.split_whitespace().filter(|word| *word != code).collect::<Vec<_>>().join(" ");
    Some(Receipt { code: code.to_owned(), words })
}

/// The key that signs a demo ledger's log, beside its database; made where there is none.
fn log_key(binary: &Path, database: &Path) -> Outcome<PathBuf> {
    let key = beside(database, ".log-key");
    if !key.exists() {
        run(Command::new(binary).args(["key", "new", LOG_NAME]).arg(&key))?;
    }
    Ok(key)
}

/// A port of this machine that nobody has at the moment.
pub(crate) fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// A server that this program started. Dropping it ends it.
pub(crate) struct Running {
    child: Child,
    address: SocketAddr,
}

impl Running {
    /// Starts it; whether it answers is another question.
    pub(crate) fn start(binary: &Path, database: &Path, address: SocketAddr) -> Outcome<Self> {
        let key = log_key(binary, database)?;
        let mut command = Command::new(binary);
        command.args(["serve", "--database"]).arg(database).arg("--listen").arg(address.to_string());
        command.arg("--log-key").arg(key);
        let child = command.spawn().map_err(|error| format!("cannot start {}: {error}", binary.display()))?;
        Ok(Self { child, address })
    }

    /// Starts a mirror of the log at this site, with a new database, and waits until it has all of it.
    pub(crate) fn mirror(binary: &Path, of: &Self, database: &Path) -> Outcome<Self> {
        let (address, policy) = (free_address()?, beside(database, ".policy"));
        fs::write(&policy, body(of.address, "/log/policy")?)?;
        let mut command = Command::new(binary);
        command.args(["mirror", &format!("{}/log", of.url()), "--database"]).arg(database);
        command.arg("--listen").arg(address.to_string()).arg("--policy").arg(policy);
        let child = command.spawn().map_err(|error| format!("cannot start {}: {error}", binary.display()))?;
        let mut mirror = Self { child, address };
        mirror.wait_until_healthy()?;
        let (wanted, began) = (body(of.address, "/health")?, Instant::now());
        while body(address, "/health")? != wanted {
            if began.elapsed() > PATIENCE {
                return Err(format!("the mirror is not at {} after {} s", wanted.trim(), PATIENCE.as_secs()).into());
            }
            thread::sleep(BETWEEN_QUESTIONS);
        }
        Ok(mirror)
    }

    /// Where it is, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it answers at a path, where the answer is good.
    pub(crate) fn fetch(&self, path: &str) -> Outcome<String> {
        body(self.address, path)
    }

    /// Its process.
    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Waits until `/health` answers 200.
    pub(crate) fn wait_until_healthy(&mut self) -> Outcome<()> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server ended before it answered ({status}); its own words are above").into());
            }
            if is_healthy(self.address) {
                return Ok(());
            }
            thread::sleep(BETWEEN_QUESTIONS);
        }
        Err(format!("{}/health did not answer 200 within {} s", self.url(), PATIENCE.as_secs()).into())
    }

    /// Waits until it ends by itself or by a signal.
    pub(crate) fn wait(&mut self) -> Outcome<ExitStatus> {
        Ok(self.child.wait()?)
    }

    fn stop(&mut self) -> Outcome<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        kill_process(self.pid(), Signal::TERM)?;
        let began = Instant::now();
        while began.elapsed() < FAREWELL {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(BETWEEN_QUESTIONS);
        }
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("warning: the server at {} may still run: {error}", self.address);
        }
    }
}

fn is_healthy(address: SocketAddr) -> bool {
    get(address, "/health").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

/// A whole answer, its head included.
fn get(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let question = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(question.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// What a good answer says.
fn body(address: SocketAddr, path: &str) -> Outcome<String> {
    let answer = get(address, path)?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.starts_with("HTTP/1.1 200") => Ok(body.to_owned()),
        _ => Err(format!("{address}{path} answered: {}", answer.lines().next().unwrap_or_default()).into()),
    }
}

/// Removes a SQLite database with the files beside it, and what was signed of it last; what is not there is as good as removed.
pub(crate) fn remove_database(database: &Path) -> Outcome<()> {
    for suffix in ["", "-wal", "-shm", ".log-key.last-checkpoint"] {
        match fs::remove_file(beside(database, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// `demo.db` and `-wal` to `demo.db-wal`.
pub(crate) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::{is_healthy, receipt};

    #[test]
    fn a_code_is_found_among_words() {
        let found = receipt("  G-48KA-6KMQ  wholly handed out").expect("a receipt");
        assert_eq!((found.code.as_str(), found.words.as_str()), ("G-48KA-6KMQ", "wholly handed out"));
        assert!(receipt("three receipts:").is_none());
    }

    #[test]
    fn only_a_200_is_health() {
        for (status, healthy) in [("200 OK", true), ("503 Service Unavailable", false)] {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            let address = listener.local_addr().expect("an address");
            let answering = thread::spawn(move || {
                let (mut stream, _) = listener.accept().expect("a question");
                // Read to its end: to close with bytes unread would reset the connection, and the answer with it.
                let mut question = Vec::new();
                while !question.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    stream.read_exact(&mut byte).expect("the rest of the question");
                    question.extend(byte);
                }
                assert!(question.starts_with(b"GET /health HTTP/1.1\r\n"));
                let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
                stream.write_all(answer.as_bytes()).expect("an answer");
            });
            assert_eq!(is_healthy(address), healthy);
            answering.join().expect("the answer was given");
        }
    }
}
