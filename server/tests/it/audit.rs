//! Whatever is changed behind Almoner's back, the audit finds and names.

use server::audit::Report;

use crate::world::World;

fn audit(world: &World) -> Report {
    server::audit::audit(&world.location, &mut |_, _| {}).expect("an audit")
}

/// A derived table: its name, its key, a change to a row, a row that follows from nothing.
const TABLES: &[(&str, &str, &str, &str)] = &[
    ("keys", "key", "seq = seq + 1", "(zeroblob(16), 0)"),
    ("ids", "kind, id", "seq = seq + 1", "(1, 'nobody', 0)"),
    ("remembered", "seq", "seq = seq + 1000000", "(1000000)"),
    ("takes", "pool, first", "total = total + 1", "(0, 9000000000, 9000000001, 5, 0, 0, 1, NULL, NULL, NULL, 0)"),
    (
        "takes",
        "pool, first",
        "ending = coalesce(ending, -1) + 1",
        "(0, 9000000002, 9000000003, 5, 0, 0, 1, NULL, NULL, NULL, NULL)",
    ),
    (
        "fills",
        "pool, added_cost, first, seq, move",
        "behind = behind + 1",
        "(0, 0, 9000000000, 5, 0, 9000000001, 0, 1, NULL, NULL, NULL)",
    ),
    ("fund_entries", "fund, kind, seq", "kind = kind + 50", "(0, 99, 0)"),
    ("listed", "list, facet, day, seq", "amount = amount + 1", "(0, '', 20000, 99, 1)"),
    ("mentions", "kind, id, type, seq", "seq = seq + 1000000", "(0, 'nobody', 0, 0)"),
    ("days", "fund, kind, day", "amount = amount + 1", "(0, 0, 1, 1)"),
    ("places", "fund, place", "people = people + 1", "(0, 'CN//Nowhere', 0, 0, 0, 1)"),
    ("figures", "fund, project, item, kind", "amount = amount + 1", "(0, 'nowhere', '', 0, 1, 0, 1)"),
    ("figures", "fund, project, item, kind", "events = events + 1", "(0, '', 'nothing', 0, 0, 0, 0)"),
    ("pools", "id", "extent = extent + 1", "(1000000, 'cash/nowhere', 5)"),
    ("free_spans", "pool, first", "behind = behind + 1", "(0, 9000000000, 9000000001)"),
];

#[test]
fn a_ledger_left_alone_passes() {
    let world = World::demo(100, 3);
    let report = audit(&world);
    assert_eq!(report.findings, Vec::<String>::new());
    let head = world.head();
    assert_eq!((report.entries, report.head), (head.size, head.hash));
}

#[test]
fn a_row_changed_taken_or_added_is_named() {
    let untouched = World::demo(100, 3);
    for (table, key, change, row) in TABLES {
        let some = format!("({key}) = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET 3)");
        for sql in [
            format!("UPDATE {table} SET {change} WHERE {some}"),
            format!("DELETE FROM {table} WHERE {some}"),
            format!("INSERT INTO {table} VALUES {row}"),
        ] {
            let world = untouched.copy();
            world.tamper(&sql).expect(&sql);
            let report = audit(&world);
            let start = format!("table {table}: ");
            assert!(report.findings.iter().any(|found| found.starts_with(&start)), "{sql}: {:?}", report.findings);
            assert!(!report.findings.concat().contains("Row {"), "in words: {:?}", report.findings);
            assert!(report.findings.len() <= 2, "{sql}: {:?}", report.findings);
        }
    }
}

#[test]
fn a_tile_changed_taken_or_added_and_a_root_signed_for_another_log_are_named() {
    let untouched = World::demo(500, 3);
    let size = untouched.head().size;
    for (sql, start) in [
        ("UPDATE tiles SET root = zeroblob(32) WHERE level = 0 AND position = 1".to_owned(), "table tiles: "),
        ("UPDATE tiles SET hashes = zeroblob(8192) WHERE level = 0 AND position = 0".to_owned(), "table tiles: "),
        ("DELETE FROM tiles WHERE position = 1".to_owned(), "table tiles: "),
        ("INSERT INTO tiles VALUES (9, 9, zeroblob(32), zeroblob(8192))".to_owned(), "table tiles: "),
        (format!("INSERT INTO checkpoints VALUES ({size}, zeroblob(32), '', 0)"), "entry "),
        (format!("INSERT INTO checkpoints VALUES ({}, zeroblob(32), '', 0)", size - 5), "entry "),
    ] {
        let world = untouched.copy();
        world.tamper(&format!("DROP TRIGGER tiles_never_change; DROP TRIGGER tiles_never_go; {sql}")).expect(&sql);
        let report = audit(&world);
        assert!(report.findings.iter().any(|found| found.starts_with(start)), "{sql}: {:?}", report.findings);
    }
}

#[test]
fn an_entry_changed_or_taken_is_named() {
    let untouched = World::demo(100, 3);
    let last = untouched.head().size - 1;
    for seq in [0, 1, 40, last - 1, last] {
        for change in [
            "UPDATE entries SET json = replace(json, '\"actor\":\"', '\"actor\":\"x')",
            "UPDATE entries SET json = replace(json, '{\"actor\"', '{ \"actor\"')",
            "UPDATE entries SET json = replace(json, '\"type\":\"', '\"type\":\"no_')",
            "UPDATE entries SET json = 'gone'",
            "DELETE FROM entries",
        ] {
            let world = untouched.copy();
            let sql =
                format!("DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go; {change} WHERE seq = {seq}");
            world.tamper(&sql).expect(&sql);
            let report = audit(&world);
            // The one that was altered, not the one after it, at which the chain breaks.
            let named = |found: &String| [":", " "].iter().any(|end| found.starts_with(&format!("entry {seq}{end}")));
            assert!(report.findings.iter().any(named), "{sql}: {:?}", report.findings);
        }
    }
}

#[test]
fn a_head_that_moved_is_found() {
    let untouched = World::demo(100, 3);
    for sql in [
        "UPDATE head SET size = size - 1",
        "UPDATE head SET at = at + 1",
        "UPDATE head SET hash = zeroblob(32)",
        "UPDATE head SET size = size + 1",
    ] {
        let world = untouched.copy();
        world.tamper(sql).expect(sql);
        let report = audit(&world);
        assert!(report.findings.iter().any(|found| found.starts_with("entry ")), "{sql}: {:?}", report.findings);
    }
}

#[test]
fn the_command_names_what_it_finds_and_fails() {
    let world = World::demo(100, 3);
    let ran = world.almoner(&["audit"]).well();
    assert!(ran.out.contains(&world.head().hash.to_string()), "{ran:?}");
    world.tamper("UPDATE figures SET amount = amount + 1").expect("a change");
    let ran = world.almoner(&["audit"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("table figures: missing: fund ") && ran.err.contains("changed from outside"), "{ran:?}");
}
