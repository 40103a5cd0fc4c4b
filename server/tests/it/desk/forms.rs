//! A form an event.

use super::*;

/// What the desk recorded is what the open interface would have: from a gift to the hand-out, and the donor's page.
#[test]
fn the_whole_chain_is_recorded_by_forms() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    for (id, kind) in [("factory", "supplier"), ("chengdu", "warehouse"), ("yingxiu", "distribution_point")] {
        let form = [("id", id), ("name", id), ("kind", kind), ("place.country", "CN"), ("place.name", id)];
        desk.record(&who, "site_registered", &form);
    }
    let item =
        desk.record(&who, "item_registered", &[("name", "Winter tents"), ("unit", "tent"), ("category", "shelter")]);
    assert_eq!(item["event"]["id"], "winter-tents", "an id is made of the name");
    let gift = desk.record(
        &who,
        "donation_received",
        &[("fund", "flood-2026"), ("amount", "¥1,200.50"), ("method", "cash"), ("received_on", "2025/03/20")],
    );
    assert_eq!((&gift["event"]["amount"], &gift["actor"]), (&120_050.into(), &"red-river/mei".into()));
    let bought = &[
        ("sources.0.pool", "cash/flood-2026"),
        ("sources.0.amount", "700.00"),
        ("supplier", "factory"),
        ("lines.2.item", "winter-tents"),
        ("lines.2.quantity", "7"),
        ("lines.2.cost", "700"),
        ("purchased_on", "2025-03-21"),
    ];
    let preview = text(desk.post(&who, "/desk/record/purchase_made", bought));
    for said in ["Winter tents (winter-tents-", "+7\u{a0}tents", "−¥700.00"] {
        assert!(preview.contains(said), "{said}: {preview}");
    }
    let bought = desk.record(&who, "purchase_made", bought);
    let purchase = bought["event"]["id"].as_str().expect("an id").to_owned();
    assert!(purchase.starts_with("purchase-"), "{purchase}");
    let found = text(desk.running.get_with(&format!("/search?q={purchase}"), &[("Accept-Language", "en")]));
    assert!(found.contains(&format!("/entries/{}", bought["seq"])), "a purchase is found by its id");
    let lot = bought["event"]["lines"][0]["lot"].as_str().expect("a lot").to_owned();
    assert!(lot.starts_with("winter-tents-"), "{lot}");
    let came = [
        ("lot", lot.as_str()),
        ("from", "factory"),
        ("to", "chengdu"),
        ("quantity", "7"),
        ("received_on", "2025-03-21"),
    ];
    desk.record(&who, "goods_received", &came);
    let page = text(desk.get(&who, "/desk/record/goods_dispatched?from=chengdu"));
    assert!(page.contains("7\u{a0}tents there"), "what is where is said");
    let sent = desk.record(
        &who,
        "goods_dispatched",
        &[
            ("from", "chengdu"),
            ("to", "yingxiu"),
            ("lines.0.lot", &lot),
            ("lines.0.quantity", "3"),
            ("dispatched_on", "2025-03-21"),
        ],
    );
    let waybill = sent["event"]["waybill"].as_str().expect("a waybill");
    let came =
        [("lot", lot.as_str()), ("from", waybill), ("to", "yingxiu"), ("quantity", "3"), ("received_on", "2025-03-22")];
    desk.record(&who, "goods_received", &came);
    let handed = desk.record(
        &who,
        "goods_distributed",
        &[
            ("site", "yingxiu"),
            ("lines.0.lot", &lot),
            ("lines.0.quantity", "3"),
            ("households", "3"),
            ("people", "11"),
            ("distributed_on", "2025-03-22"),
        ],
    );
    assert_eq!(handed["event"]["place"]["country"], "CN", "the place is that of the site");
    let page = text(desk.running.get_with("/gifts/G-NG1W-CAY8", &[("Accept-Language", "en")]));
    assert!(page.contains("handed out"), "the donor's page shows it");
}

#[test]
fn a_wrong_form_comes_back_with_all_that_was_typed() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let size = desk.size();
    let mut form = EXPENSE.to_vec();
    form[1] = ("amount", "12.305");
    let answer = desk.post(&who, "/desk/record/expense_paid", &form);
    assert_eq!(answer.status(), 422);
    let page = text(answer);
    for kept in ["12.305", "Harbour Lorries", "at most 2 decimals"] {
        assert!(page.contains(kept), "{kept}");
    }
    form[1] = ("amount", "999,999");
    let answer = desk.post(&who, "/desk/record/expense_paid", &form);
    assert_eq!(answer.status(), 422);
    assert!(text(answer).contains("999,999"));
    // The preview records nothing; saving twice records once.
    assert_eq!(desk.post(&who, "/desk/record/expense_paid", EXPENSE).status(), 200);
    assert_eq!(desk.size(), size);
    let form = [EXPENSE, &[("step", "save"), ("id", "e-1"), ("key", "0197a1c2-7a10-7cc1-b3f2-5d2c8a6e9f01")]].concat();
    let first = location(&desk.post(&who, "/desk/record/expense_paid", &form));
    assert_eq!(location(&desk.post(&who, "/desk/record/expense_paid", &form)), first);
    assert_eq!(desk.size(), size + 1);
    let alike = text(desk.post(&who, "/desk/record/expense_paid", EXPENSE));
    assert!(alike.contains("This looks like an entry that is there already"), "duplicates are noticed");
}

#[test]
fn a_correction_reverses_and_records_anew_in_one_step() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let wrong = desk.record(&who, "expense_paid", EXPENSE);
    let seq = wrong["seq"].to_string();
    let page = text(desk.get(&who, &format!("/desk/record/expense_paid?corrects={seq}")));
    assert!(page.contains("value=\"12.30\"") && page.contains("Harbour Lorries"), "what it said is there");
    let mut form = EXPENSE.to_vec();
    form[1] = ("amount", "21.30");
    let form = [form.as_slice(), &[("corrects", &seq)]].concat();
    let without = desk.post(&who, "/desk/record/expense_paid", &form);
    assert_eq!(without.status(), 422, "a correction says why");
    let size = desk.size();
    let entry = desk.record(
        &who,
        "expense_paid",
        &[form.as_slice(), &[("correction_reason", "Two figures changed places.")]].concat(),
    );
    assert_eq!(desk.size(), size + 2);
    assert_eq!(entry["event"]["amount"], 2_130);
    let reversal = desk.running.json(&format!("/api/v1/entries/{}", entry["seq"].as_u64().expect("a number") - 1));
    assert_eq!(
        (&reversal["event"]["reverses"], &reversal["event"]["reason"]),
        (&wrong["seq"], &"Two figures changed places.".into())
    );
}

#[test]
fn a_day_that_is_still_to_come_is_refused_beside_its_field() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let mut form = EXPENSE.to_vec();
    form.retain(|(name, _)| *name != "paid_on");
    form.extend([("paid_on", "2999-01-01"), ("step", "save")]);
    let refused = desk.post(&who, "/desk/record/expense_paid", &form);
    assert_eq!(refused.status(), 422);
    let said = text(refused);
    assert!(said.contains("is still to come") && said.contains("Harbour Lorries"), "{said}");
    assert_eq!(desk.size(), 4);
}
