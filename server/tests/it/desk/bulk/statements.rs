//! Statements of banks: brought in, reviewed, recorded once.

use serde_json::json;

use super::*;
use crate::world::shared;

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
fn payments_to_one_payee_in_one_press_are_one_payment() {
    let (desk, who, account) = with_account();
    let admin = desk.person("admin", &[Role::Admin]);
    led(desk.post(&admin, "/desk/waiting/limits", &[("fund", "flood-2026"), ("payment", "40.00")]));
    let press = |file: &str, second: &str| {
        let lines = booking(&format!("{file}-1"), "30.00", "DBIT", "", "")
            + &booking(&format!("{file}-2"), "29.00", "DBIT", "", "");
        let page = led(desk.bring(&who, &account, &[], &format!("{file}.xml"), &statement(&lines)));
        let payment = |number: u8, name: &str| {
            let field = |field: &str, value: &str| (format!("{field}-{number}"), value.to_owned());
            let fields = [("act", "record"), ("purpose", "flood-2026"), ("name", name), ("category", "vehicle_hire")];
            fields.map(|(name, value)| field(name, value))
        };
        let form = [payment(0, "Lorries"), payment(1, second)].concat();
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        led(desk.post(&who, &page, &form))
    };
    let size = desk.size();
    assert!(press("a", "LORRIES ").contains("done=waiting"), "59.00 to one payee");
    assert_eq!(desk.size(), size);
    assert!(!press("b", "Harbour").contains("done=waiting"), "neither is above the amount");
    assert_eq!(desk.size(), size + 2);
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
