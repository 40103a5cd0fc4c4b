//! Entries that were recorded in error: reversed, recorded anew, and what people see of that.

use ledger::code::GiftCode;
use serde_json::json;

use super::*;
use crate::world::{record_all, request, with};

const GIFT: &[(&str, &str)] =
    &[("fund", "flood-2026"), ("amount", "12.00"), ("method", "cash"), ("received_on", "2025-03-20")];

fn code(seq: u64) -> String {
    GiftCode::of_seq(seq).expect("a code").to_string()
}

fn number(entry: &Value) -> u64 {
    entry["seq"].as_u64().expect("a number")
}

fn public(desk: &Desk, path: &str) -> String {
    text(desk.running.get_with(path, &[("Accept-Language", "en")]))
}

/// Corrects an entry to this.
fn correct(desk: &Desk, who: &Somebody, event: &str, seq: u64, form: Fields<'_>) -> Value {
    let seq = seq.to_string();
    let corrects = [("corrects", seq.as_str()), ("correction_reason", "Two figures changed places.")];
    desk.record(who, event, &[form, &corrects].concat())
}

#[test]
fn a_corrected_gift_leads_to_its_new_code_everywhere() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let old = number(&desk.record(&who, "donation_received", GIFT));
    let mut form = GIFT.to_vec();
    form[1] = ("amount", "21.00");
    form.push(("note", "By hand.\r\nAt the gate."));
    let entry = correct(&desk, &who, "donation_received", old, &form);
    let new = number(&entry);
    assert_eq!(entry["event"]["note"], format!("By hand.\nAt the gate.\nCorrects #{old} · 更正 #{old}"));
    for path in [format!("/gifts/{}", code(old)), format!("/entries/{old}")] {
        let page = public(&desk, &path);
        assert!(page.contains("corrected as"), "{path}");
    }
    assert!(public(&desk, &format!("/gifts/{}", code(old))).contains(&format!("/gifts/{}\"", code(new))));
    let page = desk.page(&who, &format!("/desk/recorded/{old}"));
    for said in ["It no longer counts", &code(new), &format!("/desk/recorded/{new}\"")] {
        assert!(page.contains(said), "{said}");
    }
    for (path, said) in [("", "This receipt is void"), ("/zh", "此收据已作废")] {
        for end in ["", ".pdf"] {
            let answer = desk.get(&who, &format!("{path}/desk/papers/receipts/{}{end}", code(old)));
            assert_eq!(answer.status(), 410, "{path}{end}");
            let page = text(answer);
            assert!(page.contains(said) && page.contains(&code(new)), "{said}");
        }
    }
    // Corrected once more: the oldest page leads to what counts, and the form has no more than was typed.
    let page = desk.page(&who, &format!("/desk/record/donation_received?corrects={new}"));
    assert!(page.contains("At the gate.") && !page.contains("Corrects #"));
    let newest = number(&correct(&desk, &who, "donation_received", new, GIFT));
    assert!(public(&desk, &format!("/gifts/{}", code(old))).contains(&format!("/gifts/{}\"", code(newest))));
}

#[test]
fn only_what_was_recorded_with_the_reversal_takes_its_place() {
    let world = World::opened();
    let forged = with(gift(5_000), "note", json!("Corrects #3 · 更正 #3"));
    let events =
        [json!({"type": "entry_reversed", "reverses": 3, "reason": "A slip."}), gift(4_000), forged, gift(1_000)];
    record_all(&mut world.writer(), events.iter().map(request).collect());
    let desk = Desk::of(world);
    let page = public(&desk, &format!("/gifts/{}", code(3)));
    assert!(page.contains("taken back as a mistake") && !page.contains("corrected as"));
    let who = desk.person("mei", &[Role::Viewer]);
    let page = desk.page(&who, "/desk/recorded/3");
    assert!(page.contains("reversed by entry") && !page.contains("corrected as"));
    assert!(desk.page(&who, "/desk/recorded/4").contains("/desk/recorded/3\""), "the reversal says what it took back");
    let page = public(&desk, "/entries/4");
    assert!(page.contains("went back") && !page.contains("moved no money"), "what it took back is shown");
}

#[test]
fn all_that_stands_in_the_way_of_a_correction_is_named_in_order() {
    let world = World::opened();
    let of_project = with(expense("e-2", 500), "from", json!("cash/flood-2026/wells"));
    let events = [
        json!({"type": "project_opened", "id": "wells", "fund": "flood-2026", "title": "Wells", "implementer": "red-river"}),
        expense("e-1", 6_000),
        json!({"type": "allocation_made", "id": "a-1", "fund": "flood-2026", "project": "wells", "amount": 1_000}),
        of_project,
    ];
    record_all(&mut world.writer(), events.iter().map(request).collect());
    let desk = Desk::of(world);
    let who = desk.person("mei", &[Role::Recorder]);
    let page = desk.page(&who, "/desk/record/donation_received?corrects=2");
    let at = |seq: u64| page.find(&format!("entry_reversed?reverses={seq}\"")).unwrap_or_else(|| panic!("no {seq}"));
    assert!(at(7) < at(6) && at(6) < at(5), "the latest first");
    assert!(!page.contains("reverses=4\"") && page.contains("Money set aside for a project"));
    let corrects = [("corrects", "2"), ("correction_reason", "A slip."), ("step", "save")];
    let answer = desk.post(&who, "/desk/record/donation_received", &[GIFT, &corrects].concat());
    assert_eq!(answer.status(), 422);
    let page = text(answer);
    assert!(page.contains("reverse that one first") && page.contains("A slip.") && page.contains("reverses=7\""));
    for seq in ["7", "#6", "5"] {
        desk.record(&who, "entry_reversed", &[("reverses", seq), ("reason", "A slip.")]);
    }
    correct(&desk, &who, "donation_received", 2, GIFT);
}

#[test]
fn a_correction_shows_what_changes_before_it_is_recorded() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let old = number(&desk.record(&who, "expense_paid", EXPENSE)).to_string();
    let mut form = EXPENSE.to_vec();
    form[1] = ("amount", "21.30");
    form.extend([("corrects", old.as_str()), ("correction_reason", "Two figures changed places.")]);
    let page = text(desk.post(&who, "/desk/record/expense_paid", &form));
    for said in ["¥12.30</del>", "¥21.30</b></ins>", "Two figures changed places.", "unchanged", "Harbour Lorries"] {
        assert!(page.contains(said), "{said}");
    }
    assert!(text(desk.post(&who, "/zh/desk/record/expense_paid", &form)).contains("不变"));
}

#[test]
fn refusals_are_said_in_the_words_of_the_desk() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let mut form = EXPENSE.to_vec();
    form[1] = ("amount", "999,999");
    let said = |path: &str, form: Fields<'_>| {
        let answer = desk.post(&who, path, form);
        assert_eq!(answer.status(), 422, "{path}");
        text(answer)
    };
    let page = said("/desk/record/expense_paid", &form);
    assert!(page.contains("Flood 2026: ¥150.00 there, ¥999,999.00 asked for."), "{page}");
    let page = said("/zh/desk/record/expense_paid", &form);
    assert!(page.contains("Flood 2026：现有 ¥150.00，需要 ¥999,999.00。"), "{page}");
    let page = said("/zh/desk/record/entry_reversed", &[("reverses", "1"), ("reason", "误记")]);
    assert!(page.contains("无可撤销"), "{page}");
    // Programs read the ledger's own words.
    let answer = desk.running.post(expense("e-9", 99_999_900).to_string());
    assert!(text(answer).contains("short: cash/flood-2026 has 15,000 of 99,999,900 CNY cents"));
}

#[test]
fn what_moved_nothing_offers_a_document_in_place_of_a_correction() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let page = desk.page(&who, "/desk/recorded/1");
    assert!(!page.contains("corrects=1") && page.contains("subject.kind=fund&amp;subject.id=flood-2026"), "{page}");
    let form = desk.page(&who, "/desk/record/document_attached?subject.kind=fund&subject.id=flood-2026");
    assert!(form.contains("value=\"flood-2026\""));
    assert!(desk.page(&who, "/desk/recorded/2").contains("corrects=2"));
}

#[test]
fn a_fee_that_was_charged_before_is_noticed() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let code = code(2);
    let fee = [("gift", code.as_str()), ("amount", "1.00"), ("category", "processor"), ("payee", "Bank")];
    let asks = || text(desk.post(&who, "/desk/record/fee_charged", &fee)).contains("looks like an entry");
    assert!(!asks());
    desk.record(&who, "fee_charged", &fee);
    assert!(asks());
}

#[test]
fn a_hand_out_of_which_only_the_country_is_known_is_at_its_site() {
    let desk = Desk::with_stock();
    let who = desk.person("mei", &[Role::Recorder]);
    let form = [
        ("site", "chengdu"),
        ("lines.0.lot", "tents-1"),
        ("lines.0.quantity", "3"),
        ("households", "3"),
        ("people", "11"),
        ("distributed_on", "2025-03-22"),
    ];
    let without = desk.post(&who, "/desk/record/goods_distributed", &form);
    assert_eq!(without.status(), 422, "the site has no place of its own, so that it has to be said");
    let handed = desk.record(&who, "goods_distributed", &[&form[..], &[("place.country", "CN")]].concat());
    let code = ledger::code::GiftCode::of_seq(6).expect("a code");
    let handout = handed["event"]["id"].as_str().expect("an id").to_owned();
    for path in [format!("/gifts/{code}"), format!("/handouts/{handout}")] {
        for (lang, said) in [("en", "Chengdu (China)"), ("zh-CN", "Chengdu（中国）")] {
            let page = text(desk.running.get_with(&path, &[("Accept-Language", lang)]));
            assert!(page.contains(said), "{path}: {said}");
        }
    }
}
