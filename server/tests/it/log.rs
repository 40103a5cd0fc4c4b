//! The transparency log as it is signed, served, witnessed, and held against going back.
//!
//! - `served`: what is published verifies, and what does not belong to it is not there
//! - `waiting`: answers that wait for a proof or for a quorum
//! - `keys`: keys that follow one another, and gates that databases are held against
//! - `witnessed`: who cosigns, and what nobody does; `mirrored`: copies that follow; `stamped`: authorities of time

mod keys;
mod mirrored;
mod served;
mod stamped;
mod waiting;
mod witnessed;

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Child;
use std::time::{Duration, Instant};

use ledger::log::key::Algorithm;
use ledger::log::{Checkpoint, Policy};
use server::desk::documents::Folder;
use server::http::Ready;
use server::log::{Settings, key_file};

use crate::world::{Running, World};

pub(crate) const ORIGIN: &str = "give.example/log";

impl World {
    /// A key for this world's log, made once.
    pub(crate) fn log_key(&self) -> PathBuf {
        let path = self.file("log.key");
        if !path.exists() {
            key_file::make(&path, ORIGIN, Algorithm::Ed25519).expect("a key");
        }
        path
    }

    fn settings(&self, policy: Option<Policy>) -> Settings {
        let key = self.log_key();
        let keys = vec![key_file::read_log_key(key.to_str().expect("UTF-8")).expect("a key")];
        let gates = vec![self.file("log.key.last-checkpoint")];
        Settings { keys, gates, new_gate: false, policy, url: None, authorities: Vec::new() }
    }

    /// Serves with a signed log.
    pub(crate) fn serve_signed(&self) -> Running {
        self.serve_watched(None)
    }

    /// The same, with documents in this folder.
    pub(crate) fn serve_signed_keeping(&self, folder: Folder) -> Running {
        let settings = self.settings(None);
        let dress = |ready: Ready| ready.keeping(folder).signed_by(Some(settings)).expect("a signed log");
        Running::start_as(&self.location, self.writer(), dress)
    }

    pub(crate) fn serve_watched(&self, policy: Option<Policy>) -> Running {
        let settings = self.settings(policy);
        let dress = |ready: Ready| ready.signed_by(Some(settings)).expect("a signed log");
        Running::start_as(&self.location, self.writer(), dress)
    }

    /// Why a signed log does not start.
    fn refused_to_sign(&self) -> String {
        self.refused_with(self.settings(None))
    }

    fn refused_with(&self, settings: Settings) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let ready = Ready::new(listener, self.writer(), &self.location).expect("a server");
        ready.signed_by(Some(settings)).expect_err("a refusal").to_string()
    }

    pub(crate) fn policy(&self) -> Policy {
        Policy::of_log(key_file::read(&self.log_key()).expect("a key").verifier().clone(), None)
    }
}

pub(crate) fn text(server: &Running, path: &str) -> String {
    let answer = server.get(path);
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().expect("text")
}

fn bytes(server: &Running, path: &str) -> Vec<u8> {
    let answer = server.get(path);
    assert_eq!(answer.status(), 200, "{path}");
    answer.bytes().expect("bytes").to_vec()
}

fn status(server: &Running, path: &str) -> u16 {
    server.get(path).status().as_u16()
}

/// Waits for the checkpoint of a size: one is signed every second.
pub(crate) fn checkpoint_of(server: &Running, policy: &Policy, size: u64) -> Checkpoint {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let checkpoint = policy.verify(&text(server, "/log/checkpoint")).expect("signed").checkpoint;
        if checkpoint.size >= size {
            return checkpoint;
        }
        assert!(Instant::now() < until, "no checkpoint of {size}: {checkpoint:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A server in a process of its own.
pub(crate) struct Process(pub(crate) Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

pub(crate) fn get(url: &str) -> Option<String> {
    let client = server::outbound::builder().no_proxy().timeout(Duration::from_secs(5)).build().ok()?;
    let answer = client.get(url).send().ok()?;
    answer.status().is_success().then(|| answer.text().ok()).flatten()
}

pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "{what} did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}
