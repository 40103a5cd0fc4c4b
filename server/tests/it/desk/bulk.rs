//! What comes in bulk: statements, sheets, stock counts.

use rust_xlsxwriter::Workbook;
use serde_json::json;

use super::*;
use crate::world::shared;

fn statement(lines: &str) -> Vec<u8> {
    let balance = |kind: &str, amount: &str, day: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )
    };
    let (opening, closing) = (balance("OPBD", "150.00", "2025-03-20"), balance("CLBD", "620.00", "2025-03-21"));
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
         <BookgDt><Dt>2025-03-21</Dt></BookgDt><AcctSvcrRef>{id}</AcctSvcrRef><NtryDtls><TxDtls>\
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
    &[("act-1", "record"), ("purpose-1", "flood-2026"), ("name-1", "Lorries"), ("category-1", "vehicle_hire")];

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
fn what_the_ledger_refuses_in_bulk_is_said_with_names() {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Recorder]);
    let sheet = "site,lot,quantity,distributed_on,country,households,people\nchengdu,tents-1,40,2025-03-22,CN,9,30\n";
    for (prefix, said) in
        [("/en", "Tent (tents-1) at Chengdu: 10 tents there, 40 tents asked for."), ("/zh", "现有 10")]
    {
        let path = format!("{prefix}/desk/sheets");
        let refused = desk.bring(&who, &path, &[("kind", "handouts")], "h.csv", sheet.as_bytes());
        assert_eq!(refused.status(), 422);
        let shown = text(refused).replace('\u{a0}', " ");
        assert!(shown.contains(said) && !shown.contains("lot/tents-1"), "{shown}");
    }
    let form = [
        ("organisation", "red-river"),
        ("label", "Current account"),
        ("number", "NL26 VAYB 8060 4768 90"),
        ("fund", "flood-2026"),
    ];
    let account = led(desk.post(&who, "/desk/bank", &form));
    let large = booking("B1", "999999.00", "DBIT", "", "");
    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&large)));
    let pay = [("act-0", "record"), ("purpose-0", "flood-2026"), ("name-0", "Lorries"), ("category-0", "transport")];
    let refused = desk.post(&who, &page, &pay);
    assert_eq!(refused.status(), 422);
    let shown = text(refused);
    assert!(shown.contains("Flood 2026: ¥150.00 there, ¥999,999.00 asked for."), "{shown}");
    let nameless = [("act-0", "record"), ("purpose-0", "flood-2026"), ("name-0", "Lorries"), ("category-0", "£")];
    assert!(text(desk.post(&who, &page, &nameless)).contains("What for: choose one of the list."));
}

/// The header's button to the other language sends what was typed, and does nothing.
#[test]
fn what_was_typed_is_kept_in_the_other_language() {
    let (desk, who, account) = with_account();
    let admin = desk.person("admin", &[Role::Admin]);
    let wrong = [("organisation", "red-river"), ("handle", "not a handle"), ("name", "Mei Lin"), ("role", "recorder")];
    let refused = desk.post(&admin, "/desk/people", &wrong);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("formaction=\"/zh/desk/people\""));
    let again = |who: &Somebody, path: &str, form: Fields<'_>| {
        let answer = desk.post(who, &format!("/zh{path}"), &[form, &[("step", "again")]].concat());
        (answer.status().as_u16(), text(answer))
    };
    let (status, shown) = again(&admin, "/desk/people", &wrong);
    assert!(status == 422 && shown.contains("Mei Lin") && shown.contains("lang=\"zh-CN\""), "{status}: {shown}");
    let right = [("organisation", "red-river"), ("handle", "wei"), ("name", "Mei Lin"), ("role", "recorder")];
    let (status, shown) = again(&admin, "/desk/people", &right);
    assert!(status == 200 && shown.contains("Mei Lin"), "{status}");
    assert!(!desk.page(&admin, "/desk/people").contains("red-river/wei"), "nobody was added");

    let token = [
        ("token_name", "Field tablets"),
        ("token_organisation", "red-river"),
        ("token_handle", "tablets"),
        ("token_scope", "fund:flood-2026"),
        ("token_role", "recorder"),
        ("days", "9999"),
    ];
    let (status, shown) = again(&admin, "/desk/tokens", &token);
    assert!(status == 422 && shown.contains("Field tablets") && shown.contains("value=\"tablets\""), "{status}");
    assert!(shown.contains("value=\"9999\"") && shown.contains("formaction=\"/en/desk/tokens\""), "{shown}");
    let good = [&token[..5], &[("days", "30")]].concat();
    assert_eq!(again(&admin, "/desk/tokens", &good).0, 200);
    assert!(!desk.page(&admin, "/desk/people").contains("Field tablets"), "none was made");

    let new =
        [("organisation", "red-river"), ("label", "Savings"), ("number", "NL91ABNA0417164300"), ("fund", "flood-2026")];
    let (status, shown) = again(&who, "/desk/bank", &new);
    assert!(status == 200 && shown.contains("NL91ABNA0417164300"), "{status}");
    let known =
        [("organisation", "red-river"), ("label", "Again"), ("number", "NL26VAYB8060476890"), ("fund", "flood-2026")];
    let (status, shown) = again(&who, "/desk/bank", &known);
    assert!(status == 422 && shown.contains("该账户已添加"), "{status}");
    assert!(!desk.page(&who, "/desk/bank").contains("Savings"));
    let (status, shown) = again(&who, &format!("{account}/mapping"), &[("date", ""), ("credit", "收入")]);
    assert!(status == 422 && shown.contains("请填写：记账日期列。") && shown.contains("收入"), "{status}");

    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&lines())));
    assert!(desk.page(&who, &page).contains(&format!("formaction=\"/zh{page}\"")));
    let (status, shown) = again(&who, &page, &[GIFT, PAYMENT].concat());
    assert!(status == 200 && shown.contains("Class 3b"), "{status}");
    let without = [("act-1", "record"), ("purpose-1", ""), ("name-1", "Lorries"), ("category-1", "transport")];
    let (status, shown) = again(&who, &page, &without);
    assert!(status == 422 && shown.contains("请选择用途。") && shown.contains("Lorries"), "{status}");
    assert_eq!(desk.size(), 4, "nothing was recorded");
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
    let refused = desk.bring(&who, &account, &[], "s.pdf", b"%PDF-1.7\n%%EOF\n");
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("neither camt.053 (XML) nor a CSV table"));
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
        let shown = desk.page(&who, &page);
        assert!(page.contains("/statements/") || shown.contains("2 statements were brought in"), "{name}: {shown}");
        assert!(shown.contains("8.85") || shown.contains("27.00"), "{name}: {shown}");
        assert_eq!(desk.size(), size, "bringing a file records nothing");
        if page.starts_with("/desk/bank/statements/") {
            led(desk.post(&who, &page, &[("act-0", "record"), ("purpose-0", "winter")]));
            let recorded = led(bring(name));
            assert!(desk.size() <= size + 1, "{name}");
            assert_eq!(recorded, format!("{page}?again=true"), "the same file is the same statement");
            assert!(desk.page(&who, &recorded).contains("brought in before"));
        }
    }
    let listed = desk.page(&who, &account);
    for part in ["v2.multi.statement", "red-river/mei", "Brought in", "Open"] {
        assert!(listed.contains(part), "{part}");
    }
    assert!(desk.size() > 5, "{}", desk.size());
    assert!(log_from(&desk, 5).contains("\"amount\":885"));
}

#[test]
fn a_table_is_mapped_once_and_read_ever_after() {
    let (desk, who, account) = with_account();
    let table = "交易日期,收入金额,支出金额,余额,摘要\n2025-03-21,500.00,,650.00,Flood 2026\n".as_bytes();
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
    let shown = desk.page(&who, &page);
    assert!(shown.contains("¥500.00") && shown.contains("t.csv"));
    // It can be looked at, changed, and forgotten.
    let mapping_path = format!("{account}/mapping");
    let shown = desk.page(&who, &account);
    assert!(shown.contains("value=\"支出金额\"") && shown.contains("Forget it"), "{shown}");
    let without_day: Vec<_> = mapping.iter().copied().filter(|(name, _)| *name != "date").collect();
    let refused = desk.post(&who, &mapping_path, &without_day);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("Say which it is: Day of booking."));
    let mut changed = mapping.to_vec();
    changed.retain(|(name, _)| *name != "debit");
    changed.push(("debit", "支出"));
    led(desk.post(&who, &mapping_path, &changed));
    let refused = desk.bring(&who, &account, &[], "u.csv", "交易日期,收入金额,支出金额\n".as_bytes());
    assert!(text(refused).contains("There is no column “支出” in the table."));
    led(desk.post(&who, &mapping_path, &[("step", "forget")]));
    assert!(!desk.page(&who, &account).contains("Forget it"));
    assert_eq!(desk.bring(&who, &account, &[], "t.csv", table).status(), 422, "it is asked anew");
}

#[test]
fn a_line_whose_entry_was_reversed_is_open_again_and_recorded_once_more() {
    let (desk, who, account) = with_account();
    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&lines())));
    led(desk.post(&who, &page, &[GIFT, PAYMENT].concat()));
    let gift = desk.size() - 2;
    let reversal = json!({"type": "entry_reversed", "reverses": gift, "reason": "the wrong fund"});
    assert_eq!(desk.running.post(reversal.to_string()).status(), 201);
    let shown = desk.page(&who, &page);
    assert!(shown.contains("name=\"act-0\"") && !shown.contains("name=\"act-1\""), "{shown}");
    assert!(shown.contains("href=\"/desk/bank/statements/") && shown.contains("#line-0"), "the bank alone has it");
    assert_eq!(open_lines(&desk, &who, &account), "1");
    let size = desk.size();
    for _ in 0..2 {
        led(desk.post(&who, &page, GIFT));
        assert_eq!(desk.size(), size + 1, "once");
    }
    assert!(desk.page(&who, &page).contains("Every line is an entry."));
}

/// How many lines of the only statement of an account are open, as its page says.
fn open_lines(desk: &Desk, who: &Somebody, account: &str) -> String {
    let page = desk.page(who, account);
    let row = page.split("href=\"/desk/bank/statements/").nth(1).expect("a row").split("</tr>").next().expect("an end");
    let cell = row.rsplit("<td").next().expect("a cell");
    let inside = cell.split_once('>').map_or("", |(_, inside)| inside);
    inside.split("</td>").next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn a_line_that_is_left_out_stays_left_out_until_it_is_taken_up() {
    let (desk, who, account) = with_account();
    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&lines())));
    assert_eq!(open_lines(&desk, &who, &account), "2");
    led(desk.post(&who, &page, &[("act-0", "later"), ("act-1", "skip")]));
    assert_eq!((desk.size(), open_lines(&desk, &who, &account)), (4, "1".into()), "what waits stays open");
    let shown = desk.page(&who, &page);
    assert!(
        shown.contains("Left out") && shown.contains("red-river/mei") && !shown.contains("name=\"act-1\""),
        "{shown}"
    );
    // Neither a page that was open before nor the same booking in another file asks again.
    led(desk.post(&who, &page, &[GIFT, PAYMENT].concat()));
    assert_eq!((desk.size(), open_lines(&desk, &who, &account)), (5, "0".into()));
    assert!(desk.page(&who, &page).contains("No line is open: each is an entry or was left out."));
    let more = lines() + &booking("B3", "1.00", "CRDT", "Nobody", "");
    let other = led(desk.bring(&who, &account, &[], "t.xml", &statement(&more)));
    assert!(!desk.page(&who, &other).contains("name=\"act-1\""));
    led(desk.post(&who, &page, &[("again", "1")]));
    assert!(desk.page(&who, &page).contains("name=\"act-1\""));
    led(desk.post(&who, &page, PAYMENT));
    assert_eq!(desk.size(), 6);
}

#[test]
fn a_line_of_a_day_that_is_still_to_come_is_not_recorded() {
    let (desk, who, account) = with_account();
    let ahead = booking("B1", "5.00", "CRDT", "", "").replace("2025-03-21", "2999-01-01");
    let page = led(desk.bring(&who, &account, &[], "s.xml", &statement(&ahead)));
    let refused = desk.post(&who, &page, GIFT);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("is still to come"));
    assert_eq!(desk.size(), 4);
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
fn a_count_books_the_difference_with_a_reason() {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Recorder]);
    let booked = || desk.page(&who, "/desk/stock?site=chengdu").replace('\u{a0}', " ");
    assert!(booked().contains("tents-1") && booked().contains("10 tents"), "{}", booked());
    let count = |counted: &str, seen: &str, reason: &str, step: &str| {
        let form = [
            ("site", "chengdu"),
            ("on", "2025-03-21"),
            ("lot-0", "tents-1"),
            ("counted-0", counted),
            ("seen-0", seen),
            ("reason-0", reason),
            ("step", step),
        ];
        desk.post(&who, "/desk/stock", &form)
    };
    let shown = text(count("8", "", "", "check")).replace('\u{a0}', " ");
    for part in
        ["2 fewer", "Booked as lost: 2 tents. Left in the books: 8 tents.", "name=\"seen-0\" value=\"10\"", "damaged"]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let size = desk.size();
    let refused = count("8", "10", "", "save");
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("2 fewer than booked"));
    let changed = count("8", "11", "damaged", "save");
    assert_eq!(changed.status(), 422);
    assert!(text(changed).contains("The books changed since you compared"));
    assert!(text(count("8", "10", "", "edit")).contains("value=\"8\""), "back, with what was typed");
    assert_eq!(desk.size(), size, "nothing was recorded so far");
    assert!(led(count("8", "10", "damaged", "save")).ends_with("recorded=1"));
    assert!(booked().contains("8 tents"));
    assert!(led(count("8", "8", "", "save")).ends_with("recorded=0"));
    // One of them was only lost behind a shelf.
    let shown = text(count("9", "", "", "check"));
    assert!(shown.contains("1 more") && shown.contains("is taken back"), "{shown}");
    let refused = count("9", "8", "", "save");
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("1 more than booked: say why"));
    assert!(led(count("9", "8", "there_again", "save")).ends_with("recorded=2"));
    assert!(booked().contains("9 tents"));
    let tomorrow = [("site", "chengdu"), ("on", "2999-01-01"), ("lot-0", "tents-1"), ("counted-0", "8")];
    let refused = desk.post(&who, "/desk/stock", &tomorrow);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("is still to come"));
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
fn a_count_that_comes_as_a_sheet_is_shown_against_the_books() {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Recorder]);
    let sheet = "site,lot,counted,counted_on,reason\nchengdu,tents-1,8,2025-03-21,damaged\n";
    let bring = || led(desk.bring(&who, "/desk/sheets", &[("kind", "counts")], "c.csv", sheet.as_bytes()));
    let ready = bring();
    let shown = desk.page(&who, &ready).replace('\u{a0}', " ");
    for part in ["10 tents", "8 tents", "2 fewer", "Tent · Chengdu"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let press = |ready: &str| format!("/desk/sheets/{}", ready.split("sheet=").nth(1).expect("an id"));
    // One is lost before the sheet is recorded: what was counted is no longer eight of ten.
    let lost = json!({"type": "goods_lost", "id": "x-1", "lot": "tents-1", "site": "chengdu", "quantity": 1,
        "reason": "stolen", "found_on": "2025-03-21"});
    assert_eq!(desk.running.post(lost.to_string()).status(), 201);
    let size = desk.size();
    let refused = desk.post(&who, &press(&ready), &[]);
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("9 are booked now"));
    assert_eq!(desk.size(), size);
    led(desk.post(&who, &press(&bring()), &[]));
    assert_eq!(desk.size(), size + 1);
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
