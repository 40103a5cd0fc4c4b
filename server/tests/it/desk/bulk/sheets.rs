//! Sheets of gifts: good and bad rows, references, files of other kinds.

use rust_xlsxwriter::Workbook;
use serde_json::json;

use super::*;

fn gifts(rows: &[[&str; 5]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["Fund", "金额", "Received on", "Method", "E-mail for the receipt"];
    for (place, heading) in (0_u16..).zip(headings) {
        sheet.write(0, place, heading).expect("a cell");
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (place, cell) in (0_u16..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) if place == 1 => sheet.write(line, place, number).expect("a cell"),
                _ => sheet.write(line, place, *cell).expect("a cell"),
            };
        }
    }
    book.save_to_buffer().expect("a file")
}

#[test]
fn a_sheet_with_bad_rows_names_each_and_records_nothing() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let bad = gifts(&[
        ["flood-2026", "20.00", "2025-03-21", "cash", ""],
        ["winter", "20.00", "2025-03-21", "cash", ""],
        ["Flood 2026", "20.005", "2025-03-21", "cash", ""],
        ["flood-2026", "20.00", "21.03.2025", "cash", "nobody"],
    ]);
    let refused = desk.bring(&who, "/desk/sheets", &[("kind", "gifts")], "g.xlsx", &bad);
    assert_eq!(refused.status(), 422);
    let said = text(refused);
    for part in [
        "Row 3, Fund: nothing is called “winter”",
        "Row 4, Amount: the currency has 2 digits",
        "Row 5, Received on",
        "Row 5, E-mail",
    ] {
        assert!(said.contains(part), "{part}");
    }
    assert_eq!(desk.size(), 4);
    let good = gifts(&[
        ["flood-2026", "20.5", "2025-03-21", "cash", ""],
        ["Flood 2026", "20.5", "2025-03-21", "cash", "li@example.org"],
    ]);
    for entries in [2, 0] {
        let ready = led(desk.bring(&who, "/desk/sheets", &[("kind", "gifts")], "g.xlsx", &good));
        let id = ready.split("sheet=").nth(1).expect("an id").to_owned();
        let shown = desk.page(&who, &ready);
        for part in ["¥20.50", "cash", "li@example.org"] {
            assert!(shown.contains(part), "{part}: only whoever brought it in sees it");
        }
        let made = led(desk.post(&who, &format!("/desk/sheets/{id}"), &[]));
        assert!(made.ends_with(&format!("recorded={entries}")), "{made}");
        assert_eq!(desk.page(&who, &made).matches("/desk/papers/receipts/G-").count(), entries, "each with its code");
        assert_eq!(desk.size(), 6);
    }
    assert!(!log_from(&desk, 4).contains("example.org"));
}

#[test]
fn two_rows_with_one_reference_are_found_before_the_press() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let head = "fund,amount,received_on,method,reference\n";
    let bring = |rows: &str| {
        desk.bring(&who, "/desk/sheets", &[("kind", "gifts")], "g.csv", format!("{head}{rows}").as_bytes())
    };
    let row = |amount: &str, reference: &str| format!("flood-2026,{amount},2025-03-21,cash,{reference}\n");
    let refused = bring(&(row("5.00", "R-1") + &row("6.00", "R-2") + &row("7.00", "R-1")));
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("Row 4, Your reference: “R-1” stands in row 2, too"));
    let ready = led(bring(&row("5.00", "R-1")));
    let id = ready.split("sheet=").nth(1).expect("an id").to_owned();
    led(desk.post(&who, &format!("/desk/sheets/{id}"), &[]));
    assert_eq!(desk.size(), 5);
    // Another amount under the number of an entry is a slip or a correction, and neither is a new gift.
    let refused = bring(&row("6.00", "R-1"));
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("Row 2: recorded before as entry #4, which says something else"));
    led(bring(&row("5.00", "R-1")));
    assert_eq!(desk.size(), 5);
}

/// A sheet of gifts that are entries already makes no entry, and is no way to send letters about those of others.
#[test]
fn nobody_sends_receipts_of_gifts_to_a_fund_of_others() {
    let desk = Desk::new();
    let (mei, other) = (desk.person("mei", &[Role::Recorder]), desk.person_of("han-aid", "wei", &[Role::Recorder]));
    let bring = |who: &Somebody, email: &str| {
        let sheet =
            format!("fund,amount,received_on,method,reference,email\nflood-2026,5.00,2025-03-21,cash,R-1,{email}\n");
        desk.bring(who, "/desk/sheets", &[("kind", "gifts")], "g.csv", sheet.as_bytes())
    };
    let press = |who: &Somebody, ready: &str| {
        desk.post(who, &format!("/desk/sheets/{}", ready.split("sheet=").nth(1).expect("an id")), &[])
    };
    led(press(&mei, &led(bring(&mei, ""))));
    assert_eq!(desk.size(), 5);
    let contacts = || -> usize {
        let entry = ledger::Past::entry(&mut desk.world.tables(), 4).expect("an answer").expect("an entry");
        let of_key = |db: &mut server::store::Db| server::private::contacts::of_key(db, entry.key);
        let found: server::store::Stored<Vec<_>> = desk.private.transaction(of_key);
        found.expect("contacts").len()
    };
    let brought = bring(&other, "wei@example.org");
    if brought.status() == 303 {
        assert_eq!(press(&other, &location(&brought)).status(), 403);
    }
    assert_eq!(contacts(), 0);
    // Whose they are may: the address came later than the gift.
    led(press(&mei, &led(bring(&mei, "li@example.org"))));
    assert_eq!((contacts(), desk.size()), (1, 5));
}

#[test]
fn the_same_reference_of_another_day_is_asked_about_and_not_refused() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let ready = |day: &str| {
        let sheet = format!("fund,amount,received_on,method,reference\nflood-2026,5.00,{day},cash,R-1\n");
        let ready = led(desk.bring(&who, "/desk/sheets", &[("kind", "gifts")], "g.csv", sheet.as_bytes()));
        let id = ready.split("sheet=").nth(1).expect("an id").to_owned();
        (desk.page(&who, &ready), format!("/desk/sheets/{id}"))
    };
    let asked = "The same reference, another day";
    let (shown, press) = ready("2025-03-21");
    assert!(!shown.contains(asked));
    led(desk.post(&who, &press, &[]));
    let (shown, press) = ready("2025-03-22");
    assert!(shown.contains(asked) && shown.contains("href=\"/entries/4\""), "{shown}");
    assert!(shown.contains("They are other gifts: record all 1"));
    led(desk.post(&who, &press, &[]));
    assert_eq!(desk.size(), 6);
    // What was taken back is no other gift.
    for seq in [4, 5] {
        let reversal = json!({"type": "entry_reversed", "reverses": seq, "reason": "twice"});
        assert_eq!(desk.running.post(reversal.to_string()).status(), 201);
    }
    assert!(!ready("2025-03-20").0.contains(asked));
}

#[test]
fn a_file_that_is_not_what_it_is_called_is_told_so() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let bring = |name: &str, bytes: &[u8]| text(desk.bring(&who, "/desk/sheets", &[("kind", "gifts")], name, bytes));
    assert!(
        bring("gifts.xlsx", b"fund,amount\n").contains("The file is called .xlsx, but what is in it is plain text.")
    );
    assert!(bring("gifts.csv", b"%PDF-1.7\n%%EOF\n").contains("The file is a PDF. Expected is"));
}
