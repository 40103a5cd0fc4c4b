//! Databases that are refused, each with its own words, and left as they were.

use std::fs;
use std::net::TcpListener;

use server::store::write::Writer;
use server::store::{Access, Location, StoreError};

use crate::world::{OPENING, World};

fn refused(location: &Location, access: Access) -> String {
    match location.open(access) {
        Ok(_) => panic!("{location:?} was opened"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let world = World::new();
    let text = "Dear friends, thank you for your gift. ".repeat(100);
    fs::write(world.database(), &text).expect("a file");
    for access in [Access::Write, Access::Read] {
        let said = refused(&world.location, access);
        assert!(said.contains("almoner.db is not a database of Almoner's"), "{said}");
    }
    assert_eq!(fs::read_to_string(world.database()).expect("a file"), text);
}

#[test]
fn a_database_of_somebody_else_is_left_alone() {
    for sql in ["CREATE TABLE songs (title TEXT)", "PRAGMA application_id=7; CREATE TABLE songs (title TEXT)"] {
        let world = World::new();
        world.tamper(sql).expect("a database");
        let before = fs::read(world.database()).expect("a file");
        for access in [Access::Write, Access::Read] {
            let said = refused(&world.location, access);
            assert!(said.contains("is not a database of Almoner's"), "{said}");
        }
        assert_eq!(fs::read(world.database()).expect("a file"), before);
        assert!(!world.file("almoner.db-wal").exists());
    }
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    let world = World::opened();
    world.tamper("INSERT INTO __diesel_schema_migrations (version) VALUES ('9001')").expect("a row");
    for access in [Access::Write, Access::Read] {
        let said = refused(&world.location, access);
        assert!(said.contains("newer") && said.contains("9001") && said.contains("0002"), "{said}");
    }
}

#[test]
fn a_read_only_file_or_folder_is_refused_for_recording_and_can_be_read() {
    let world = World::opened();
    for path in [world.database(), world.file("")] {
        let before = fs::metadata(&path).expect("it").permissions();
        let mut locked = before.clone();
        locked.set_readonly(true);
        fs::set_permissions(&path, locked).expect("a lock");
        let said = refused(&world.location, Access::Write);
        let can_be_read = world.location.open(Access::Read).is_ok();
        fs::set_permissions(&path, before).expect("no lock");
        assert!(said.contains("is read-only"), "{said}");
        assert!(can_be_read, "{path:?}");
    }
    assert_eq!(world.writer().state().head().size, OPENING);
}

#[test]
fn a_folder_a_missing_file_and_an_unknown_scheme_are_refused() {
    let world = World::new();
    let folder = Location::Sqlite(world.file(""));
    for access in [Access::Write, Access::Read] {
        assert!(refused(&folder, access).contains("this is a folder"), "{}", refused(&folder, access));
    }
    assert!(refused(&world.location, Access::Read).contains("there is no such file"));
    assert!(!world.database().exists(), "who only looks makes no file");
    let nowhere = Location::Sqlite(world.file("no/such/folder/almoner.db"));
    assert!(refused(&nowhere, Access::Write).contains("cannot open the database"));
    for text in ["mysql://host/name", "http://host/x.db", "sqlite3:almoner.db"] {
        assert!(matches!(Location::parse(text), Err(StoreError::UnknownScheme(_))), "{text}");
    }
    for text in ["almoner.db", "./a:b.db", "sqlite:almoner.db", "C:\\almoner.db"] {
        assert!(matches!(Location::parse(text), Ok(Location::Sqlite(_))), "{text}");
    }
}

#[test]
fn a_password_is_never_shown() {
    for url in [
        "postgres://almoner:hush@host/ledger",
        "postgres://host/ledger?user=almoner&password=hush",
        "postgres://almoner:hush@host/ledger?sslpassword=hush",
        "postgresql:///ledger?password=hush@home",
    ] {
        let shown = Location::parse(url).expect("a location").shown();
        assert!(!shown.contains("hush") && shown.contains("ledger"), "{shown}");
    }
}

#[test]
fn a_log_that_does_not_match_its_head_is_not_served() {
    let rows = [
        ("UPDATE head SET hash = zeroblob(32)", 3),
        ("UPDATE head SET size = 3", 3),
        ("UPDATE head SET size = 9", 3),
        ("UPDATE head SET size = 0", 0),
        ("UPDATE head SET hash = x'00'", 3),
        ("DROP TRIGGER entries_never_go; DELETE FROM entries WHERE seq = 3", 2),
        ("DROP TRIGGER entries_never_go; DELETE FROM entries WHERE seq = 1", 1),
        (
            "DROP TRIGGER entries_never_change; UPDATE entries SET json = replace(json, '10000', '90000') WHERE seq = 2",
            2,
        ),
        ("DROP TRIGGER entries_never_change; UPDATE entries SET json = 'gone' WHERE seq = 0", 0),
    ];
    for (sql, seq) in rows {
        let world = World::opened();
        world.tamper(sql).expect("a spoiled log");
        let error = Writer::open(&world.location).expect_err(sql);
        assert!(matches!(error, StoreError::HeadMismatch { seq: named, .. } if named == seq), "{sql}: {error}");
        assert!(error.to_string().contains(&format!("at entry {seq}: ")), "{sql}: {error}");
        let served = world.almoner(&["serve", "--listen", "127.0.0.1:0"]);
        assert_eq!(served.code, 1, "{served:?}");
        assert!(served.err.contains("refusing to serve"), "{served:?}");
    }
}

#[test]
fn a_head_that_is_gone_is_said_to_be_gone() {
    let world = World::opened();
    world.tamper("DELETE FROM head").expect("a spoiled log");
    let error = Writer::open(&world.location).expect_err("no head").to_string();
    assert!(error.contains("head"), "{error}");
}

#[test]
fn the_database_itself_refuses_to_change_an_entry() {
    let world = World::opened();
    for sql in [
        "UPDATE entries SET json = '{}' WHERE seq = 1",
        "UPDATE entries SET seq = 9 WHERE seq = 3",
        "DELETE FROM entries WHERE seq = 3",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries (seq, json) VALUES (1, '{}')",
        "REPLACE INTO entries (seq, json) VALUES (3, '{}')",
        "INSERT INTO entries (seq, json) VALUES (1, '{}') ON CONFLICT (seq) DO UPDATE SET json = '{}'",
        "INSERT INTO entries (seq, json) VALUES (7, '{}')",
    ] {
        let error = world.tamper(sql).expect_err(sql).to_string();
        assert!(error.contains("entry") || error.contains("entries"), "{sql}: {error}");
    }
    assert_eq!(world.writer().state().head().size, OPENING);
}

#[test]
fn a_port_in_use_is_said_to_be_so() {
    let world = World::opened();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let ran = world.almoner(&["serve", "--listen", &address]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains(&format!("cannot listen on {address}: ")) && ran.err.contains("in use"), "{ran:?}");
    let ran = world.almoner(&["serve", "--listen", "nonsense"]);
    assert!(ran.code == 1 && ran.err.contains("cannot listen on nonsense: "), "{ran:?}");
}

#[test]
fn a_database_from_before_there_were_tiles_gets_them() {
    let world = World::demo(500, 3);
    let all = "DROP TRIGGER tiles_never_go; DELETE FROM tiles";
    for lost in [all, &format!("{all} WHERE position > 0"), &format!("{all} WHERE level = 9")] {
        let older = world.copy();
        older.tamper(lost).expect(lost);
        drop(older.writer());
        let report = server::audit::audit(&older.location, &mut |_, _| {}).expect("an audit");
        assert_eq!(report.findings, Vec::<String>::new(), "{lost}");
    }
}
