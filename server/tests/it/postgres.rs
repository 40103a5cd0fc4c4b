//! The same code on PostgreSQL: a cluster of the test's own, where the programs are installed.

use std::path::PathBuf;
use std::process::Command;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use tempfile::TempDir;

use ledger::Lang;
use ledger::value::{Actor, Key};
use server::store::past::Tables;
use server::store::write::{Moment, Together, Writer};
use server::store::{Access, Location, StoreError};

use crate::laws::{demo, in_memory, record_in_batches, traces_agree};
use crate::world::{OPENING, Running, gift, open_ledger, problem, record_all, request};

/// A cluster that answers on a socket in a folder of its own, until it is dropped.
struct Cluster {
    programs: PathBuf,
    folder: TempDir,
}

impl Cluster {
    fn start() -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").expect("a folder");
        let cluster = Self { programs, folder };
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(cluster.folder.path()).status();
            assert!(owned.expect("chown").success());
        }
        let data = cluster.data();
        let settings = ["-D", &data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"];
        cluster.run("initdb", &settings).expect("a cluster");
        let settings = format!("-k {} -c listen_addresses= -c fsync=off", cluster.folder.path().display());
        cluster.control(&["-o", &settings, "start"]).expect("a start");
        Some(cluster)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn control(&self, arguments: &[&str]) -> Result<(), String> {
        let (data, log) = (self.data(), self.folder.path().join("log").display().to_string());
        self.run("pg_ctl", &[&["-D", &data, "-l", &log, "-s", "-w"], arguments].concat())
    }

    /// PostgreSQL refuses to run as root.
    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        let log = std::fs::File::create(self.folder.path().join("out")).expect("a file");
        let errors = log.try_clone().expect("a file");
        let status = command.args(arguments).current_dir("/").stdout(log).stderr(errors).status();
        let said = std::fs::read_to_string(self.folder.path().join("out")).unwrap_or_default();
        if status.is_ok_and(|status| status.success()) {
            Ok(())
        } else {
            Err(format!("{program} {arguments:?}: {said}"))
        }
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", self.folder.path().display())
    }

    fn connect(&self, database: &str) -> PgConnection {
        PgConnection::establish(&self.url(database)).expect("a connection")
    }

    /// A database without anything in it.
    fn database(&self, name: &str) -> Location {
        self.connect("postgres").batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
        Location::parse(&self.url(name)).expect("a location")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(said) = self.control(&["-m", "immediate", "stop"]) {
            eprintln!("{said}");
        }
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// The folder with the programs: Debian keeps them apart, a folder a version.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

#[test]
fn the_same_code_runs_on_postgresql() {
    let Some(cluster) = Cluster::start() else {
        eprintln!("skipped: PostgreSQL is not installed");
        return;
    };
    what_memory_knows(&cluster.database("laws"));
    faults_and_two_writers(&cluster.database("faults"));
    the_log_is_append_only(&cluster);
    whose_database_it_is(&cluster);
    what_is_private(&cluster.database("private"));
    what_is_told_elsewhere(&cluster.database("webhooks"));
    over_http_and_through_a_restart(&cluster);
}

/// Likewise of webhooks.
fn what_is_told_elsewhere(location: &Location) {
    use server::private::webhooks::{Filter, NewWebhook};
    use server::private::{Private, deliveries, webhooks};
    let private = Private::open(&location.private()).expect("a store");
    let done: Result<(), StoreError> = private.transaction(|db| {
        let new = NewWebhook {
            organisation: "red-river".into(),
            url: "https://hooks.example/".into(),
            filter: Filter::All,
            next: 4,
            made_by: "red-river/lin".into(),
        };
        let (id, _) = webhooks::add(db, &new)?;
        assert!(webhooks::move_cursor(db, id, 4, 6)?);
        deliveries::put(db, id, Some(4))?;
        deliveries::put(db, id, Some(5))?;
        let (first, webhook) = deliveries::take(db, i64::MAX)?.expect("a delivery");
        assert_eq!((first.entry, webhook.id, webhook.next_seq), (Some(4), id, 6));
        webhooks::new_secret_for(db, &webhook)?;
        assert_eq!(deliveries::waiting(db, id)?, 2);
        webhooks::remove(db, id)?;
        assert!(webhooks::all(db)?.is_empty() && deliveries::latest(db, id, 9)?.is_empty());
        Ok(())
    });
    done.expect("kept");
}

/// What SQLite is told in one way and PostgreSQL in another: followers, letters, drafts, amounts.
fn what_is_private(location: &Location) {
    use server::private::outbox::{self, Kind};
    use server::private::people::Added;
    use server::private::{Private, contacts, drafts, followers, people, thresholds};
    let (gift, anew) = (Key::from_bytes([1; 16]), Key::from_bytes([2; 16]));
    let private = Private::open(&location.private()).expect("a store");
    let done: Result<(), StoreError> = private.transaction(|db| {
        let account = Actor::new("red-river/lin").expect("an account");
        let Added::Person(lin) = people::add(db, &account, "Lin")? else { panic!("new") };
        let asked = followers::ask(db, gift, 7, "li@example.org", Lang::En)?.expect("somebody to ask");
        assert!(outbox::put(db, asked, 7, Kind::Question)? && !outbox::put(db, asked, 7, Kind::Question)?);
        let (letter, contact) = outbox::take(db, i64::MAX)?.expect("the question");
        assert_eq!((letter.kind.as_str(), contact.unconfirmed), ("question", 1));
        assert!(followers::begin(db, &contact.secret)? && outbox::put(db, asked, 7, Kind::Receipt)?);
        followers::will_be_corrected(db, 7, anew)?;
        followers::move_over(db, anew)?;
        assert_eq!(contacts::of_key(db, anew)?.len(), 1);
        thresholds::propose(db, "flood", "payment", None, (lin, "red-river/lin"))?;
        assert_eq!(thresholds::proposals(db)?.len(), 1);
        assert!(thresholds::withdraw(db, "flood", "payment")?);
        let new = drafts::NewDraft {
            events: vec!["{}".into()],
            keys: vec![gift.to_string()],
            person: None,
            actor: "red-river/import".into(),
        };
        let draft = drafts::add(db, &new)?;
        for by in ["red-river/lin", "red-river/zhou"] {
            assert!(drafts::decide(db, draft, drafts::State::Approved, (lin, by), "")?, "{by}");
        }
        assert!(!drafts::decide(db, draft, drafts::State::Refused, (lin, "red-river/lin"), "no")?);
        drafts::recorded(db, draft, 9, Some("red-river/zhou"))
    });
    done.expect("kept");
}

fn audit_passes(location: &Location) {
    let report = server::audit::audit(location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new());
}

fn what_memory_knows(location: &Location) {
    let requests = demo(120, 2);
    let (state, mut memory) = in_memory(requests.clone());
    let mut writer = Writer::open(location).expect("a writer");
    record_in_batches(&mut writer, &requests, 2, 60);
    assert_eq!(writer.state(), &state);
    assert_eq!(Writer::open(location).expect("a writer").state(), &state);
    let mut tables = Tables::new(location.open(Access::Read).expect("a reader"));
    traces_agree(&state, &mut memory, &mut tables);
    audit_passes(location);
}

fn faults_and_two_writers(location: &Location) {
    let mut first = Writer::open(location).expect("a writer");
    open_ledger(&mut first);
    let mut second = Writer::open(location).expect("a writer");
    for at in [Moment::BeforeCommit, Moment::AfterCommit] {
        let fault = move |moment| if moment == at { Err(StoreError::Database("gone".into())) } else { Ok(()) };
        first.break_with(Some(Box::new(fault)));
        let answer = first.record(vec![request(&gift(1))], Together::Each);
        assert_eq!(answer.is_ok(), at == Moment::AfterCommit);
        record_all(&mut second, vec![request(&gift(2)), request(&gift(3))]);
    }
    // A statement that fails aborts the whole transaction; the next batch begins a new one.
    assert!(first.tables().connection().execute("BEGIN; SELECT 1 / 0").is_err());
    first.break_with(None);
    assert!(first.record(vec![request(&gift(1))], Together::Each).is_err());
    record_all(&mut first, vec![request(&gift(1))]);
    assert_eq!(first.state().head().size, OPENING + 6);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut writer = Writer::open(location).expect("a writer");
                (0..20).for_each(|_| drop(record_all(&mut writer, vec![request(&gift(1))])));
            });
        }
    });
    assert_eq!(Writer::open(location).expect("a writer").state().head().size, OPENING + 46);
    audit_passes(location);
}

fn the_log_is_append_only(cluster: &Cluster) {
    let location = cluster.database("appended");
    open_ledger(&mut Writer::open(&location).expect("a writer"));
    let mut db = cluster.connect("appended");
    for sql in [
        "UPDATE entries SET json = '{}' WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 3",
        "TRUNCATE entries",
        "INSERT INTO entries (seq, json) VALUES (1, '{}') ON CONFLICT (seq) DO UPDATE SET json = '{}'",
        "INSERT INTO entries (seq, json) VALUES (7, '{}')",
    ] {
        let error = db.batch_execute(sql).expect_err(sql).to_string();
        assert!(error.contains("entry") || error.contains("entries"), "{sql}: {error}");
    }
    db.batch_execute("UPDATE head SET hash = decode(repeat('00', 32), 'hex')").expect("a change");
    let error = Writer::open(&location).expect_err("a spoiled log");
    assert!(matches!(error, StoreError::HeadMismatch { seq: 3, .. }), "{error}");
}

fn whose_database_it_is(cluster: &Cluster) {
    let refused = |location: &Location, access| match location.open(access) {
        Ok(_) => panic!("{location:?} was opened"),
        Err(error) => error.to_string(),
    };
    let empty = cluster.database("empty");
    assert!(refused(&empty, Access::Read).contains("is not a database of Almoner's"));
    let theirs = cluster.database("theirs");
    cluster.connect("theirs").batch_execute("CREATE TABLE songs (title TEXT)").expect("a table");
    for access in [Access::Read, Access::Write] {
        assert!(refused(&theirs, access).contains("is not a database of Almoner's"));
    }
    let newer = cluster.database("newer");
    drop(Writer::open(&newer).expect("a writer"));
    let later = "INSERT INTO __diesel_schema_migrations (version) VALUES ('9001')";
    cluster.connect("newer").batch_execute(later).expect("a row");
    for access in [Access::Read, Access::Write] {
        assert!(refused(&newer, access).contains("newer"));
    }
    let nowhere = Location::parse(&cluster.url("nowhere")).expect("a location");
    assert!(refused(&nowhere, Access::Write).contains("cannot open the database"));
}

fn over_http_and_through_a_restart(cluster: &Cluster) {
    let location = cluster.database("served");
    let mut writer = Writer::open(&location).expect("a writer");
    open_ledger(&mut writer);
    let server = Running::start(&location, writer);
    let answer = server.post(gift(700).to_string());
    assert_eq!(answer.status(), 201);
    let entry = answer.bytes().expect("bytes");
    assert_eq!(server.get("/api/v1/entries/4").bytes().expect("bytes"), entry);
    let code = server::answer::code_of(4);
    assert_eq!(server.json(&format!("/api/v1/gifts/{code}"))["amount"], 700);
    assert_eq!(server.json("/api/v1/funds")["funds"][0]["fund"]["id"], "flood-2026");
    cluster.control(&["-m", "fast", "restart"]).expect("a restart");
    // What was open is gone: one batch may say so, then everything works again.
    assert_eq!(server.json("/api/v1/entries")["size"], OPENING + 1);
    let first = server.post(gift(1).to_string());
    if first.status() != 201 {
        problem(first, 500);
        assert_eq!(server.post(gift(1).to_string()).status(), 201);
    }
    assert_eq!(server.json("/api/v1/entries")["size"], OPENING + 2);
    audit_passes(&location);
}
