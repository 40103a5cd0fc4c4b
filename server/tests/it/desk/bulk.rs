//! What comes in bulk: statements, sheets, stock counts.

use rust_xlsxwriter::Workbook;
use serde_json::json;

use super::*;
use crate::world::{record_all, request, shared};

fn statement(lines: &str) -> Vec<u8> {
    let balance = |kind: &str, amount: &str, day: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )
    };
    let (opening, closing) = (balance("OPBD", "150.00", "2026-11-20"), balance("CLBD", "620.00", "2026-11-30"));
    format!(
        "<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt>\
         <Id>S-1</Id><Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>CNY</Ccy></Acct>{opening}{closing}{lines}\
         </Stmt></BkToCstmrStmt></Document>"
    )
    .into_bytes()
}

fn booking(id: &str, amount: &str, way: &str, name: &str, text: &str) -> String {
    let role = if way == "CRDT" { "Dbtr" } else { "Cdtr" };
    format!(
        "<Ntry><Amt Ccy=\"CNY\">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BookgDt><Dt>2026-11-25</Dt></BookgDt><AcctSvcrRef>{id}</AcctSvcrRef><NtryDtls><TxDtls>\
         <RltdPties><{role}><Pty><Nm>{name}</Nm></Pty></{role}></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf>\
         </TxDtls></NtryDtls></Ntry>"
    )
}

fn lines() -> String {
    booking("B1", "500.00", "CRDT", "Wang Secret", "for Flood 2026")
        + &booking("B2", "30.00", "DBIT", "Lorry Li Secret", "invoice 7 Secret")
}

const GIFT: Fields<'_> = &[("act-0", "record"), ("purpose-0", "flood-2026"), ("name-0", "Class 3b")];
const PAYMENT: Fields<'_> =
    &[("act-1", "record"), ("purpose-1", "flood-2026"), ("name-1", "Lorries"), ("category-1", "Vehicle hire")];

/// A desk with one recorder and one account; the account's page.
fn with_account() -> (Desk, Somebody, String) {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let form = [
        ("organisation", "red-river"),
        ("label", "Current account"),
        ("number", "NL26 VAYB 8060 4768 90"),
        ("fund", "flood-2026"),
    ];
    let account = led(desk.post(&who, "/desk/bank", &form));
    (desk, who, account)
}

fn log_from(desk: &Desk, seq: u64) -> String {
    desk.world.tables().json_from(seq, 100).expect("entries").join("\n")
}

#[test]
fn a_statement_is_reviewed_recorded_and_never_recorded_twice() {
    let (desk, who, account) = with_account();
    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&lines())));
    let shown = desk.page(&who, &page);
    for part in ["Wang Secret", "for Flood 2026", "500.00", "30.00", "NL26 … 6890", "Choose"] {
        assert!(shown.contains(part), "{part}");
    }
    // The payment lacks what only a person knows: nothing is recorded, and what was typed stays.
    let without = [("act-1", "record"), ("purpose-1", "flood-2026"), ("name-1", "Lorries"), ("category-1", "")];
    let refused = desk.post(&who, &page, &[GIFT, &without].concat());
    assert_eq!(refused.status(), 422);
    let said = text(refused);
    assert!(said.contains("Class 3b") && said.contains("Lorries"), "kept");
    assert_eq!(desk.size(), 4);
    led(desk.post(&who, &page, &[GIFT, PAYMENT].concat()));
    assert_eq!(desk.size(), 6);
    let log = log_from(&desk, 4);
    assert!(log.contains("\"donor\":\"Class 3b\"") && log.contains("\"category\":\"vehicle_hire\""), "{log}");
    for private in ["Secret", "NL26", "6890", "invoice"] {
        assert!(!log.contains(private), "{private} in {log}");
    }
    // The bank has 620.00 as the ledger: 150 + 500 - 30.
    assert!(desk.page(&who, &page).contains("Bank and ledger agree."));
    // The same bookings in another file, beside a new one.
    let more = lines() + &booking("B3", "1.00", "CRDT", "Nobody", "");
    let again = led(desk.bring(&who, &account, &[], "t.xml", &statement(&more)));
    assert_ne!(again, page);
    led(desk.post(&who, &again, &[GIFT, PAYMENT].concat()));
    assert_eq!(desk.size(), 6, "both lines are entries already");
}

#[test]
fn a_statement_above_the_funds_amount_waits_whole_and_says_so() {
    let (desk, who, account) = with_account();
    let admin = desk.person("admin", &[Role::Admin]);
    let approver = desk.person("lin", &[Role::Approver]);
    led(desk.post(&admin, "/desk/waiting/limits", &[("fund", "flood-2026"), ("payment", "10.00")]));
    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&lines())));
    let to = led(desk.post(&who, &page, &[GIFT, PAYMENT].concat()));
    assert!(to.contains("done=waiting"), "{to}");
    assert_eq!(desk.size(), 4, "the gift waits with the payment");
    let shown = desk.page(&who, &page);
    let draft = shown.split("href=\"/desk/waiting/").nth(1).and_then(|rest| rest.split('"').next());
    let draft = format!("/desk/waiting/{}", draft.expect("a link to what waits"));
    assert!(!shown.contains("name=\"act-0\"") && !shown.contains("Every line is an entry."));
    led(desk.post(&who, &page, &[GIFT, PAYMENT].concat()));
    assert_eq!(desk.page(&who, "/desk/waiting").matches(&format!("href=\"{draft}\"")).count(), 1, "one draft");
    led(desk.post(&approver, &format!("{draft}/approve"), &[]));
    assert_eq!(desk.size(), 6);
    assert!(desk.page(&who, &page).contains("Every line is an entry."));
}

#[test]
fn an_entry_made_by_hand_is_found_and_matched() {
    let (desk, who, account) = with_account();
    // Entry 2 is a gift of 100.00 of the 20th.
    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&booking("B9", "100.00", "CRDT", "", ""))));
    assert!(desk.page(&who, &page).contains("Recorded by hand already"));
    led(desk.post(&who, &page, &[("act-0", "same")]));
    assert_eq!(desk.size(), 4);
    assert!(desk.page(&who, &page).contains("Every line is an entry."));
}

#[test]
fn a_bad_statement_is_refused_whole_with_line_and_rule() {
    let (desk, who, account) = with_account();
    let bad = booking("B1", "5.005", "CRDT", "", "");
    let refused = desk.bring(&who, &account, &[], "s.xml", &statement(&bad));
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("Line 2, Ntry/Amt: the currency has 2 digits behind the point"));
    let other =
        String::from_utf8(statement(&lines())).expect("text").replace("NL26VAYB8060476890", "NL91ABNA0417164300");
    let refused = desk.bring(&who, &account, &[], "s.xml", other.as_bytes());
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("NL91 … 4300"));
}

/// Statements that others made: each is taken whole, or refused whole with the reason.
#[test]
fn the_examples_of_the_standard_are_recorded() {
    let Some(folder) = shared("data") else {
        println!("skipped: there is no shared/data beside the repository");
        return;
    };
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let euro = json!({"type": "fund_opened", "id": "winter", "title": "Winter", "purpose": "Coal.", "currency": "EUR",
        "steward": "red-river"});
    assert_eq!(desk.running.post(euro.to_string()).status(), 201);
    let form = [("organisation", "red-river"), ("label", "Euro"), ("number", "NL26VAYB8060476890"), ("fund", "winter")];
    let account = led(desk.post(&who, "/desk/bank", &form));
    let bring = |name: &str| {
        let file = std::fs::read(folder.join(format!("camt053.{name}.xml"))).expect("a file");
        desk.bring(&who, &account, &[], name, &file)
    };
    let refused = bring("v2.five.decimals");
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("Line 61, Ntry/Amt: the currency has 2 digits behind the point"));
    for name in ["v8", "v2.minimal", "v2.multi.statement"] {
        let size = desk.size();
        let page = led(bring(name));
        let shown = desk.page(&who, if page.starts_with("/desk/bank/statements/") { &page } else { &account });
        assert!(shown.contains("8.85") || shown.contains("27.00"), "{name}: {shown}");
        assert_eq!(desk.size(), size, "bringing a file records nothing");
        if page.starts_with("/desk/bank/statements/") {
            led(desk.post(&who, &page, &[("act-0", "record"), ("purpose-0", "winter")]));
            let recorded = led(bring(name));
            assert!(desk.size() <= size + 1, "{name}");
            assert_eq!(recorded, page, "the same file is the same statement");
        }
    }
    assert!(desk.size() > 5, "{}", desk.size());
    assert!(log_from(&desk, 5).contains("\"amount\":885"));
}

#[test]
fn a_table_is_mapped_once_and_read_ever_after() {
    let (desk, who, account) = with_account();
    let table = "交易日期,收入金额,支出金额,余额,摘要\n2026-11-25,500.00,,650.00,Flood 2026\n".as_bytes();
    let first = desk.bring(&who, &account, &[], "t.csv", table);
    assert_eq!(first.status(), 422);
    assert!(text(first).contains("收入金额"), "the guess is shown");
    let mapping = [
        ("delimiter", "comma"),
        ("lines_above", "0"),
        ("decimal", "point"),
        ("dates", "year_first"),
        ("date", "交易日期"),
        ("credit", "收入金额"),
        ("debit", "支出金额"),
        ("balance", "余额"),
        ("remittance", "摘要"),
    ];
    led(desk.post(&who, &format!("{account}/mapping"), &mapping));
    let page = led(desk.bring(&who, &account, &[], "t.csv", table));
    assert!(desk.page(&who, &page).contains("¥500.00"));
}

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
        ["flood-2026", "20.00", "2026-11-21", "cash", ""],
        ["winter", "20.00", "2026-11-21", "cash", ""],
        ["Flood 2026", "20.005", "2026-11-21", "cash", ""],
        ["flood-2026", "20.00", "21.11.2026", "cash", "nobody"],
    ]);
    let refused = desk.bring(&who, "/desk/sheets", &[("kind", "gifts")], "g.xlsx", &bad);
    assert_eq!(refused.status(), 422);
    let said = text(refused);
    for part in
        ["Row 3, Fund: nothing is called “winter”", "Row 4, Amount: the currency has 2 digits", "Row 5, Received on"]
    {
        assert!(said.contains(part), "{part}");
    }
    assert_eq!(desk.size(), 4);
    let good = gifts(&[
        ["flood-2026", "20.5", "2026-11-21", "cash", ""],
        ["Flood 2026", "20.5", "2026-11-21", "cash", "li@example.org"],
    ]);
    for entries in [2, 0] {
        let ready = led(desk.bring(&who, "/desk/sheets", &[("kind", "gifts")], "g.xlsx", &good));
        let id = ready.split("sheet=").nth(1).expect("an id").to_owned();
        let shown = desk.page(&who, &ready);
        assert!(shown.contains("¥20.50") && !shown.contains("li@example.org"));
        assert!(led(desk.post(&who, &format!("/desk/sheets/{id}"), &[])).ends_with(&format!("recorded={entries}")));
        assert_eq!(desk.size(), 6);
    }
    assert!(!log_from(&desk, 4).contains("example.org"));
}

/// Ten tents at Chengdu, of the lot `tents-1`.
pub(super) fn with_stock(world: &World) {
    let events = [
        json!({"type": "site_registered", "id": "chengdu", "name": "Chengdu", "kind": "warehouse"}),
        json!({"type": "item_registered", "id": "tent", "name": "Tent", "unit": "tent", "category": "shelter"}),
        json!({"type": "gift_in_kind_received", "fund": "flood-2026", "lot": "tents-1", "item": "tent", "quantity": 10,
            "site": "chengdu", "received_on": "2026-11-20"}),
    ];
    record_all(&mut world.writer(), events.iter().map(request).collect());
}

#[test]
fn a_count_books_the_difference_with_a_reason() {
    let world = World::opened();
    with_stock(&world);
    let desk = Desk::of(world);
    let who = desk.person("mei", &[Role::Recorder]);
    let booked = || desk.page(&who, "/desk/stock?site=chengdu").replace('\u{a0}', " ");
    assert!(booked().contains("tents-1") && booked().contains("10 tents"), "{}", booked());
    let count = |counted: &str, reason: &str| {
        let form = [
            ("site", "chengdu"),
            ("on", "2026-11-21"),
            ("lot-0", "tents-1"),
            ("counted-0", counted),
            ("reason-0", reason),
        ];
        desk.post(&who, "/desk/stock", &form)
    };
    let refused = count("8", "");
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("2 fewer than booked"));
    assert!(led(count("8", "damaged")).ends_with("recorded=1"));
    assert!(booked().contains("8 tents"));
    assert!(led(count("8", "")).ends_with("recorded=0"));
    // One of them was only lost behind a shelf.
    assert!(led(count("9", "")).ends_with("recorded=2"));
    assert!(booked().contains("9 tents"));
}
