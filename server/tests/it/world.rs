//! What the tests stand on.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};
use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

use ledger::Event;
use ledger::record::Request;
use ledger::state::Head;
use ledger::value::{Actor, Key};
use server::demo::DemoEvent;
use server::http::Ready;
use server::store::past::Tables;
use server::store::write::{Outcome, Together, Writer, Written, now};
use server::store::{Access, Location};

pub(crate) const ACTOR: &str = "red-river/s7";

/// The events that [`World::opened`] begins with: the gifts are entries 2 and 3, of 100.00 and 50.00 CNY.
pub(crate) const OPENING: u64 = 4;

/// A folder, and the ledger in it.
pub(crate) struct World {
    folder: TempDir,
    pub(crate) location: Location,
}

impl World {
    /// No database yet.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Sqlite(folder.path().join("almoner.db"));
        Self { folder, location }
    }

    /// One organisation, one fund, two gifts.
    pub(crate) fn opened() -> Self {
        let world = Self::new();
        open_ledger(&mut world.writer());
        world
    }

    /// The demo ledger.
    pub(crate) fn demo(gifts: u64, seed: u64) -> Self {
        let world = Self::new();
        record_all(&mut world.writer(), server::demo::events(gifts, seed).map(request_of).collect());
        world
    }

    /// The same ledger once more, for a test that spoils it.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        assert!(!self.file("almoner.db-wal").exists(), "the log of a closed database is written back");
        std::fs::copy(self.database(), copy.database()).expect("a copy");
        copy
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.file("almoner.db")
    }

    pub(crate) fn writer(&self) -> Writer {
        Writer::open(&self.location).expect("a writer")
    }

    pub(crate) fn tables(&self) -> Tables {
        Tables::new(self.location.open(Access::Read).expect("a reader"))
    }

    pub(crate) fn head(&self) -> Head {
        self.tables().head().expect("a head")
    }

    /// Changes the database behind Almoner's back.
    pub(crate) fn tamper(&self, sql: &str) -> diesel::QueryResult<()> {
        let path = self.database();
        let mut db = SqliteConnection::establish(path.to_str().expect("a path in UTF-8")).expect("a connection");
        db.batch_execute(sql)
    }

    pub(crate) fn serve(&self) -> Running {
        self.serve_with(self.writer())
    }

    pub(crate) fn serve_with(&self, writer: Writer) -> Running {
        Running::start(&self.location, writer)
    }

    pub(crate) fn almoner(&self, arguments: &[&str]) -> Ran {
        self.almoner_reading(arguments, b"")
    }

    /// Runs the binary in this folder for a reader of Chinese.
    pub(crate) fn almoner_in_chinese(&self, arguments: &[&str]) -> Ran {
        let mut command = almoner();
        command.current_dir(self.folder.path()).args(arguments).env("LANG", "zh_CN.UTF-8").stdin(Stdio::null());
        Ran::of(command.output().expect("the binary"))
    }

    /// Runs the binary in this folder, with this on its standard input.
    pub(crate) fn almoner_reading(&self, arguments: &[&str], input: &[u8]) -> Ran {
        use std::io::Write as _;
        let mut command = almoner();
        command.current_dir(self.folder.path()).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary");
        // Whoever refuses its arguments reads no input.
        let _ = child.stdin.take().expect("standard input").write_all(input);
        Ran::of(child.wait_with_output().expect("an end"))
    }
}

/// The binary, deaf to this machine's settings.
pub(crate) fn almoner() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_almoner"));
    command.env_clear().env("LANG", "C.UTF-8");
    command
}

/// What the binary said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("no signal"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
}

pub(crate) fn open_ledger(writer: &mut Writer) {
    record_all(writer, [organisation(), fund("flood-2026"), gift(10_000), gift(5_000)].iter().map(request).collect());
}

pub(crate) fn record_all(writer: &mut Writer, requests: Vec<Request>) -> Vec<Written> {
    let outcomes = writer.record(requests, Together::Each).expect("a commit");
    let written = |outcome| match outcome {
        Outcome::Recorded(written) => written,
        other => panic!("{other:?}"),
    };
    outcomes.into_iter().map(written).collect()
}

pub(crate) fn request_of(demo: DemoEvent) -> Request {
    Request { actor: demo.actor, approver: None, at: demo.at, event: demo.event, key: demo.key }
}

/// A request for an event, with a key of its own.
pub(crate) fn request(event: &Value) -> Request {
    Request {
        actor: Actor::new(ACTOR).expect("an actor"),
        approver: None,
        at: now(),
        event: Event::parse(event.to_string().as_bytes()).expect("an event"),
        key: Key::from_bytes(uuid::Uuid::now_v7().into_bytes()),
    }
}

pub(crate) fn key(number: u64) -> String {
    format!("0197a1c2-0000-7000-8000-{number:012x}")
}

pub(crate) fn organisation() -> Value {
    json!({"type": "organisation_registered", "id": "red-river", "name": "Red River Relief", "kind": "ngo"})
}

pub(crate) fn fund(id: &str) -> Value {
    json!({"type": "fund_opened", "id": id, "title": "Flood 2026", "purpose": "Tents and rice.", "currency": "CNY",
        "steward": "red-river"})
}

pub(crate) fn gift(amount: u64) -> Value {
    json!({"type": "donation_received", "fund": "flood-2026", "amount": amount, "method": "bank_transfer",
        "received_on": "2025-03-20"})
}

pub(crate) fn expense(id: &str, amount: u64) -> Value {
    json!({"type": "expense_paid", "id": id, "from": "cash/flood-2026", "amount": amount, "category": "transport",
        "payee": "Lorries", "paid_on": "2025-03-21"})
}

/// `event` with one member set.
pub(crate) fn with(mut event: Value, name: &str, value: Value) -> Value {
    event.as_object_mut().expect("an object").insert(name.into(), value);
    event
}

/// A server on a port of its own, until it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    client: Client,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    pub(crate) site: server::http::Site,
}

impl Running {
    pub(crate) fn start(location: &Location, writer: Writer) -> Self {
        Self::start_as(location, writer, |ready| ready)
    }

    /// With whatever else the server is to do.
    pub(crate) fn start_as(location: &Location, writer: Writer, dress: impl FnOnce(Ready) -> Ready) -> Self {
        let token = server::private::token_for(location, Actor::new(ACTOR).expect("an actor")).expect("a token");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let ready = dress(Ready::new(listener, writer, location).expect("a server"));
        let (address, site) = (ready.address().expect("an address"), ready.site().clone());
        let (tell, told) = channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = ready.start().expect("serving");
                tell.send(server.handle()).expect("a test that waits");
                server.await.expect("a good end");
            });
        });
        let handle = told.recv().expect("a handle");
        let client = server::outbound::builder().no_proxy().build().expect("a client");
        Self { address, token, client, handle, thread: Some(thread), site }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.client.get(self.url(path)).send().expect("an answer")
    }

    /// Gets with whatever headers; redirects are not followed.
    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let client = server::outbound::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let mut request = client.build().expect("a client").get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().expect("an answer")
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().expect("JSON")
    }

    /// Posts to `/api/v1/events` with whatever headers.
    pub(crate) fn send(&self, headers: &[(&str, &str)], body: impl Into<reqwest::blocking::Body>) -> Response {
        let mut request = self.client.post(self.url("/api/v1/events")).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().expect("an answer")
    }

    /// Posts with the token.
    pub(crate) fn post(&self, body: impl Into<reqwest::blocking::Body>) -> Response {
        self.post_with(&[], body)
    }

    pub(crate) fn post_with(&self, headers: &[(&str, &str)], body: impl Into<reqwest::blocking::Body>) -> Response {
        let bearer = format!("Bearer {}", self.token);
        let headers: Vec<_> = [("Authorization", bearer.as_str())].into_iter().chain(headers.iter().copied()).collect();
        self.send(&headers, body)
    }

    /// Where the log ends, as readers see it.
    pub(crate) fn end(&self) -> (Value, Value) {
        let page = self.json("/api/v1/entries?limit=1");
        (page["size"].clone(), page["head"].clone())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
            eprintln!("the server's thread ended badly: {panic:?}");
        }
    }
}

/// Reads a problem, and holds what every problem has against its response.
pub(crate) fn problem(answer: Response, status: u16) -> Value {
    assert_eq!(answer.status(), status);
    let kind = answer.headers().get("Content-Type").expect("a type").to_str().expect("ASCII").to_owned();
    assert_eq!(kind, "application/problem+json");
    let problem: Value = answer.json().expect("JSON");
    assert_eq!(problem["type"], "about:blank", "{problem}");
    assert_eq!(problem["status"], status, "{problem}");
    for name in ["title", "detail"] {
        assert!(problem[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {problem}");
    }
    problem
}

/// As [`problem`], for a refused event: which field, which rule.
pub(crate) fn refusal(answer: Response, status: u16, field: &str, rule: &str) -> Value {
    let problem = problem(answer, status);
    assert_eq!((&problem["field"], &problem["rule"]), (&field.into(), &rule.into()), "{problem}");
    assert!(problem["figures"].is_object(), "{problem}");
    problem
}

/// An address, the status that it is answered with, and the field and the rule that the answer names.
pub(crate) type RefusedAddress<'a> = (&'a str, u16, &'a str, &'a str);

/// Holds each address against what it must be refused with, in words that differ from one language to the other.
pub(crate) fn refused_addresses(rows: &[RefusedAddress<'_>], get: impl Fn(&str, &str) -> Response) {
    for (path, status, field, rule) in rows {
        let told = problem(get(path, "en"), *status);
        assert_eq!((&told["field"], &told["rule"]), (&(*field).into(), &(*rule).into()), "{path}: {told}");
        let chinese = problem(get(path, "zh"), *status);
        assert_ne!(told["detail"], chinese["detail"], "{path}");
        assert_ne!(told["title"], chinese["title"], "{path}");
        assert!(told["figures"].is_object(), "{path}: {told}");
    }
}

/// A file of the shared design folder, where it lies beside the repository.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    found.exists().then_some(found)
}
