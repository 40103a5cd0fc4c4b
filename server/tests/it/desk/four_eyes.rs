//! What waits for a second person.

use serde_json::json;

use super::*;
use crate::world::{record_all, request, with};

#[test]
fn what_is_above_the_funds_amount_needs_a_second_person() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let both = desk.person("mei", &[Role::Recorder, Role::Approver]);
    let approver = desk.person("lin", &[Role::Approver]);
    let limits = [("fund", "flood-2026"), ("payment", "10.00"), ("reversal", "0")];
    assert_eq!(desk.post(&admin, "/desk/waiting/limits", &limits).status(), 303);
    let size = desk.size();
    let draft = |amount| {
        let mut form = EXPENSE.to_vec();
        form[1] = ("amount", amount);
        form.push(("step", "save"));
        let answer = desk.post(&both, "/desk/record/expense_paid", &form);
        location(&answer).split('?').next().unwrap_or_default().to_owned()
    };
    assert!(draft("10.00").starts_with("/desk/recorded/"), "not above");
    let waiting = draft("10.01");
    assert!(waiting.starts_with("/desk/waiting/"), "{waiting}");
    assert_eq!(desk.size(), size + 1, "what waits is not in the log");

    assert_eq!(
        desk.post(&both, &format!("{waiting}/approve"), &[]).status(),
        403,
        "never one's own, under whatever role"
    );
    let page = text(desk.get(&approver, &waiting));
    for said in ["Harbour Lorries", "¥10.01", "Flood 2026", "Approve and record"] {
        assert!(page.contains(said), "{said}");
    }
    assert_eq!(desk.post(&approver, &format!("{waiting}/refuse"), &[("reason", " ")]).status(), 422);
    assert_eq!(desk.post(&approver, &format!("{waiting}/approve"), &[]).status(), 303);
    let entry = desk.running.json(&format!("/api/v1/entries/{}", desk.size() - 1));
    assert_eq!((&entry["actor"], &entry["approver"]), (&"red-river/mei".into(), &"red-river/lin".into()));
    assert_eq!(desk.post(&approver, &format!("{waiting}/approve"), &[]).status(), 409, "once");

    // The same once more, while it waits: whoever may see it is asked.
    let again = draft("88.00");
    let check = |who: &Somebody, amount: &'static str| {
        let mut form = EXPENSE.to_vec();
        form[1] = ("amount", amount);
        form.extend([("category", "fuel"), ("step", "check")]);
        text(desk.post(who, "/desk/record/expense_paid", &form))
    };
    let colleague = desk.person("wei", &[Role::Recorder]);
    for (who, amount, is_asked) in [(&both, "88.00", true), (&both, "88.01", false), (&colleague, "88.00", true)] {
        let shown = check(who, amount);
        assert_eq!(shown.contains(&format!("href=\"{again}\"")), is_asked, "{amount}: {shown}");
        assert_eq!(shown.contains("waits for a second person already"), is_asked);
    }
    let refused = draft("77.00");
    let size = desk.size();
    assert_eq!(desk.post(&approver, &format!("{refused}/refuse"), &[("reason", "No invoice.")]).status(), 303);
    assert_eq!(desk.post(&approver, &format!("{refused}/approve"), &[]).status(), 409);
    assert!(text(desk.get(&both, &refused)).contains("No invoice."));
    assert_eq!(desk.size(), size, "a refused draft never reaches the log");

    // Drafts survive a restart.
    let later = draft("55.00");
    let Desk { world, running, .. } = desk;
    drop(running);
    let desk = Desk::of(world);
    assert_eq!(desk.post(&approver, &format!("{later}/approve"), &[]).status(), 303);
    assert_eq!(desk.size(), size + 1);
    let report = server::audit::audit(&desk.world.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new(), "a log with approvers replays");
}

/// A draft of 77.00 by `who`, where 10.00 is the most that one person records alone.
fn drafted(desk: &Desk, admin: &Somebody, who: &Somebody) -> String {
    led(desk.post(admin, "/desk/waiting/limits", &[("fund", "flood-2026"), ("payment", "10.00")]));
    let mut form = EXPENSE.to_vec();
    form[1] = ("amount", "77.00");
    form.push(("step", "save"));
    let to = led(desk.post(who, "/desk/record/expense_paid", &form));
    to.split('?').next().unwrap_or_default().to_owned()
}

#[test]
fn whoever_drafted_it_takes_it_back_or_sends_it_anew_and_hears_why_it_was_refused() {
    let desk = Desk::new();
    let (admin, approver) = (desk.person("ada", &[Role::Admin]), desk.person("lin", &[Role::Approver]));
    let who = desk.person("mei", &[Role::Recorder]);
    let draft = drafted(&desk, &admin, &who);
    let size = desk.size();
    assert_eq!(desk.post(&approver, &format!("{draft}/withdraw"), &[]).status(), 403, "only one's own");
    led(desk.post(&who, &format!("{draft}/withdraw"), &[]));
    assert_eq!(desk.post(&who, &format!("{draft}/withdraw"), &[]).status(), 409, "once");
    assert_eq!(desk.post(&approver, &format!("{draft}/approve"), &[]).status(), 409);
    assert_eq!(desk.size(), size, "what was withdrawn never reaches the log");
    assert!(!desk.page(&approver, "/desk/waiting").contains(&draft));
    let again = format!("/desk/record/expense_paid?draft={}", draft.rsplit('/').next().unwrap_or_default());
    assert!(desk.page(&who, &draft).contains(&again.replace('&', "&amp;")));
    let form = desk.page(&who, &again);
    assert!(form.contains("value=\"77.00\""), "{form}");
    assert_eq!(desk.get(&approver, &again).status(), 404, "only one's own");

    let refused = drafted(&desk, &admin, &who);
    led(desk.post(&approver, &format!("{refused}/refuse"), &[("reason", "No invoice.")]));
    let said = "Refused by red-river/lin: No invoice.";
    assert!(desk.page(&who, "/desk").contains(said) && desk.page(&who, &refused).contains(said));
    assert!(desk.page(&who, "/zh/desk").contains("red-river/lin 拒绝，原因：No invoice."));
    assert_eq!(desk.post(&approver, &format!("{refused}/put-away"), &[]).status(), 403);
    led(desk.post(&who, &format!("{refused}/put-away"), &[]));
    assert!(!desk.page(&who, "/desk").contains(said));
}

#[test]
fn whoever_sets_amounts_does_not_raise_them_alone() {
    let desk = Desk::new();
    let both = desk.person("ada", &[Role::Admin, Role::Recorder, Role::Approver]);
    let (admin, approver) = (desk.person("eva", &[Role::Admin]), desk.person("lin", &[Role::Approver]));
    let recorder = desk.person("mei", &[Role::Recorder]);
    let set = |payment| led(desk.post(&both, "/desk/waiting/limits", &[("fund", "flood-2026"), ("payment", payment)]));
    let now = || desk.private.transaction::<_, server::store::StoreError>(server::private::thresholds::all);
    let amount = || now().expect("amounts").first().map(|(.., amount)| *amount);
    let of = [("fund", "flood-2026"), ("event", "payment"), ("amount", "90000")];
    let decide = |who: &Somebody, to| desk.post(who, &format!("/desk/waiting/limits/{to}"), &of).status().as_u16();
    let typed = [("fund", "flood-2026"), ("payment", "1,000"), ("transfer", "abc")];
    let refused = desk.post(&both, "/desk/waiting/limits", &typed);
    assert_eq!(refused.status(), 422);
    let refused = text(refused);
    for kept in ["value=\"1,000\"", "value=\"abc\"", "id=\"flood-2026-transfer-fault\""] {
        assert!(refused.contains(kept), "{kept} in {refused}");
    }
    assert!(set("10.00").ends_with("done=limits") && amount() == Some(1_000), "the first amount holds at once");
    assert!(set("5.00").ends_with("done=limits") && amount() == Some(500), "a lower one too");
    assert!(set("900.00").ends_with("done=limits-asked") && amount() == Some(500), "a higher one waits");
    assert!(desk.page(&admin, "/desk/waiting").contains("¥900.00"));
    assert_eq!(decide(&both, "agree"), 403, "never one's own, under whatever role");
    assert_eq!(decide(&recorder, "agree"), 403);
    // What the approver looked at is what they agree to.
    assert!(desk.page(&approver, "/desk/waiting").contains("value=\"90000\""));
    assert!(set("9000.00").ends_with("done=limits-asked"));
    assert_eq!((decide(&approver, "agree"), amount()), (409, Some(500)), "another amount than the one that was seen");
    assert!(set("900.00").ends_with("done=limits-asked"));
    assert_eq!((decide(&approver, "agree"), amount()), (303, Some(90_000)));
    assert_eq!(decide(&admin, "agree"), 404, "once");
    assert!(set("").ends_with("done=limits-asked") && amount() == Some(90_000), "none at all is higher than any");
    assert_eq!((decide(&admin, "decline"), amount()), (303, Some(90_000)));
    assert!(set("").ends_with("done=limits-asked"));
    assert_eq!((decide(&both, "decline"), amount()), (303, Some(90_000)), "who asked may take it back");
    let acts = desk.page(&admin, "/desk/people");
    assert!(acts.contains("Payments: ¥900.00"), "{acts}");
    for act in ["asked for a higher limit", "agreed to a higher limit", "declined a higher limit"] {
        assert!(acts.contains(act), "{act}");
    }
}

#[test]
fn what_somebody_drafted_who_was_let_go_can_only_be_refused() {
    let desk = Desk::new();
    let (admin, approver) = (desk.person("ada", &[Role::Admin]), desk.person("lin", &[Role::Approver]));
    let who = desk.person("mei", &[Role::Recorder]);
    let draft = drafted(&desk, &admin, &who);
    led(desk.post(&admin, &format!("/desk/people/{}/disable", who.id), &[]));
    let size = desk.size();
    assert_eq!(desk.post(&approver, &format!("{draft}/approve"), &[]).status(), 409);
    assert_eq!(desk.size(), size);
    assert!(desk.page(&approver, &draft).contains("may no longer do so"));
    led(desk.post(&admin, &format!("/desk/people/{}/enable", who.id), &[]));
    let role = [("organisation", "red-river"), ("role", "recorder"), ("scope", "organisation"), ("scope_id", "")];
    led(desk.post(&admin, &format!("/desk/people/{}/roles/take", who.id), &role));
    assert_eq!(desk.post(&approver, &format!("{draft}/approve"), &[]).status(), 409, "nor without the role");
    led(desk.post(&admin, &format!("/desk/people/{}/roles", who.id), &role));
    let own = [("organisation", "red-river"), ("role", "admin"), ("scope", "organisation"), ("scope_id", "")];
    let kept = desk.post(&admin, &format!("/desk/people/{}/roles/take", admin.id), &own);
    assert_eq!(kept.status(), 422);
    assert!(text(kept).contains("one administrator must remain"));
    led(desk.post(&approver, &format!("{draft}/approve"), &[]));
    assert_eq!(desk.size(), size + 1);
}

#[test]
fn a_draft_that_nobody_decided_on_in_time_never_reaches_the_log() {
    let desk = Desk::new();
    let (admin, who) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder]));
    let approver = desk.person("lin", &[Role::Approver]);
    let draft = drafted(&desk, &admin, &who);
    let size = desk.size();
    let decide = |to: &str| desk.post(&approver, &format!("{draft}/{to}"), &[("reason", "late")]).status().as_u16();
    assert!(desk.page(&approver, "/desk/waiting").contains(&draft));
    desk.behind(&format!("UPDATE drafts SET expires_at = expires_at - {}", server::private::drafts::WAITS_MS));
    assert_eq!((decide("approve"), decide("refuse")), (409, 409));
    assert!(!desk.page(&approver, "/desk/waiting").contains(&draft), "it waits no more");
    assert_eq!(desk.size(), size);
}

#[test]
fn an_approval_that_was_interrupted_is_finished_by_another_approver() {
    let desk = Desk::new();
    let (admin, who) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder]));
    let (first, second) = (desk.person("lin", &[Role::Approver]), desk.person("zhou", &[Role::Approver]));
    let draft = drafted(&desk, &admin, &who);
    let id: i64 = draft.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number");
    // The power goes between the approval and the entry.
    let approved: server::store::Stored<bool> = desk.private.transaction(|db| {
        use server::private::drafts::{State, decide};
        decide(db, id, State::Approved, (first.id, "red-river/lin"), "")
    });
    assert!(approved.expect("decided"));
    let size = desk.size();
    assert!(desk.page(&second, &draft).contains("Approve and record"));
    assert_eq!(desk.post(&who, &format!("{draft}/approve"), &[]).status(), 403);
    assert_eq!(desk.post(&second, &format!("{draft}/refuse"), &[("reason", "no")]).status(), 409, "it may be an entry");
    led(desk.post(&second, &format!("{draft}/approve"), &[]));
    assert_eq!(desk.size(), size + 1);
    let entry = desk.running.json(&format!("/api/v1/entries/{size}"));
    assert_eq!((&entry["actor"], &entry["approver"]), (&"red-river/mei".into(), &"red-river/zhou".into()));
    assert_eq!(desk.post(&first, &format!("{draft}/approve"), &[]).status(), 409, "once");
}

#[test]
fn a_correction_that_is_sent_again_brings_nothing_new_past_the_second_person() {
    let desk = Desk::new();
    let (admin, who) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder]));
    let limits = [("fund", "flood-2026"), ("payment", "20.00"), ("reversal", "20.00")];
    led(desk.post(&admin, "/desk/waiting/limits", &limits));
    let old = desk.record(&who, "expense_paid", EXPENSE)["seq"].to_string();
    let key = |number: u8| format!("0195a1b2-0000-7000-8000-0000000000{number:02}");
    let (first, second, third) = (key(1), key(2), key(3));
    let correct = |amount: &str, second: &str, id: &str| {
        let mut form = EXPENSE.to_vec();
        form[1] = ("amount", amount);
        form.extend([("corrects", old.as_str()), ("correction_reason", "Two figures changed places.")]);
        form.extend([("key", first.as_str()), ("key2", second), ("id", id), ("step", "save")]);
        desk.post(&who, "/desk/record/expense_paid", &form)
    };
    let recorded = led(correct("13.20", &second, "rent-2"));
    assert!(recorded.starts_with("/desk/recorded/"), "neither half is above its amount: {recorded}");
    let size = desk.size();
    assert_eq!(led(correct("13.20", &second, "rent-2")), recorded, "sent twice is sent once");
    assert_eq!(correct("88.00", &third, "rent-3").status(), 422, "what is new is judged as new");
    assert_eq!(desk.size(), size, "and nobody records it alone");
}

#[test]
fn whoever_approves_at_one_site_approves_nothing_at_another() {
    let desk = Desk::with_bought_stock();
    let (who, there) = (desk.person("mei", &[Role::Recorder]), desk.person("lin", &[]));
    let site = Scope::Site("chengdu".into());
    let grant = Grant { role: Role::Approver, organisation: "red-river".into(), scope: site };
    let given: server::store::Stored<()> = desk.private.transaction(|db| people::give(db, there.id, &grant));
    given.expect("a role");
    let draft = |number: u8, sites: &[&str]| {
        let lost = |site: &&str| {
            let lost = json!({"type": "goods_lost", "id": format!("wet-{number}-{site}"), "lot": "tents-1", "site": site,
                "quantity": 1, "reason": "damaged", "found_on": "2025-03-21"});
            lost.to_string()
        };
        let key = |place: usize| format!("0195a1b2-0000-7000-8000-00000000{number:02}{place:02}");
        let new = server::private::drafts::NewDraft {
            events: sites.iter().map(lost).collect(),
            keys: (0..sites.len()).map(key).collect(),
            person: Some(who.id),
            actor: "red-river/mei".into(),
        };
        let added: server::store::Stored<i64> = desk.private.transaction(|db| server::private::drafts::add(db, &new));
        format!("/desk/waiting/{}", added.expect("a draft"))
    };
    let (here, both) = (draft(1, &["chengdu"]), draft(2, &["chengdu", "factory"]));
    let list = desk.page(&there, "/desk/waiting");
    assert!(list.contains(&here) && !list.contains(&both), "{list}");
    assert_eq!(desk.get(&there, &both).status(), 403);
    assert_eq!(desk.post(&there, &format!("{both}/approve"), &[]).status(), 403);
    led(desk.post(&there, &format!("{here}/approve"), &[]));
}

#[test]
fn transfers_losses_and_reversals_wait_by_what_they_are_worth() {
    let desk = Desk::with_bought_stock();
    let partner = json!({"type": "organisation_registered", "id": "han-aid", "name": "Han Aid", "kind": "ngo"});
    assert_eq!(desk.running.post(partner.to_string()).status(), 201);
    let (admin, lin) = (desk.person("ada", &[Role::Admin]), desk.person("lin", &[Role::Approver]));
    let limits = [("fund", "flood-2026"), ("transfer", "20.00"), ("loss", "20.00"), ("reversal", "20.00")];
    led(desk.post(&admin, "/desk/waiting/limits", &limits));
    let passes = |event: Value| {
        let (seq, answer) = (desk.size(), desk.running.post(event.to_string()));
        assert_eq!(answer.status(), 201, "{event}");
        seq
    };
    let waits = |event: Value| {
        let (seq, answer) = (desk.size(), desk.running.post(event.to_string()));
        assert_eq!(answer.status(), 202, "{event}");
        let draft = answer.json::<Value>().expect("JSON")["draft"].as_i64().expect("a number");
        assert_eq!(desk.size(), seq, "what waits is not in the log");
        led(desk.post(&lin, &format!("/desk/waiting/{draft}/approve"), &[]));
        assert_eq!(desk.running.json(&format!("/api/v1/entries/{seq}"))["approver"], "red-river/lin", "{event}");
        seq
    };
    let sent = |id: &str, amount: u64| {
        json!({"type": "transfer_made", "id": id, "from": "cash/flood-2026", "to": "cash/flood-2026@han-aid",
            "amount": amount, "sent_on": "2025-03-21"})
    };
    // Ten tents cost 100.00.
    let lost = |id: &str, quantity: u64| {
        json!({"type": "goods_lost", "id": id, "lot": "tents-1", "site": "chengdu", "quantity": quantity,
            "reason": "damaged", "found_on": "2025-03-21"})
    };
    let undone = |seq: u64| json!({"type": "entry_reversed", "reverses": seq, "reason": "A slip."});
    passes(sent("t-1", 2_000));
    let transfer = waits(sent("t-2", 2_001));
    let small_loss = passes(lost("l-1", 2));
    let loss = waits(lost("l-2", 3));
    let (small_gift, more) = (passes(gift(2_000)), passes(gift(2_001)));
    passes(undone(small_gift));
    passes(undone(small_loss));
    for seq in [more, loss, transfer] {
        waits(undone(seq));
    }
}

#[test]
fn a_loss_that_waits_is_said_beside_its_lot_and_not_counted_twice() {
    let desk = Desk::with_bought_stock();
    let (admin, who) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder]));
    led(desk.post(&admin, "/desk/waiting/limits", &[("fund", "flood-2026"), ("loss", "0")]));
    let count = |counted: &str, other: &str| {
        let form = [
            ("site", "chengdu"),
            ("on", "2025-03-21"),
            ("lot-0", "tents-1"),
            ("counted-0", counted),
            ("seen-0", "10"),
            ("reason-0", "damaged"),
            ("other-0", other),
            ("step", "save"),
        ];
        desk.post(&who, "/desk/stock", &form)
    };
    assert!(led(count("7", "")).contains("/desk/waiting"));
    let page = desk.page(&who, "/desk/stock?site=chengdu").replace('\u{a0}', " ");
    assert!(page.contains("A loss of 3 tents waits for a second person"), "{page}");
    let refused = count("6", "");
    assert_eq!(refused.status(), 422);
    assert!(text(refused).contains("3 wait already to be booked as lost"));
    assert!(led(count("6", "yes")).contains("/desk/waiting"), "another loss, as somebody said");
}

#[test]
fn allocations_and_closings_wait_by_what_they_move() {
    let world = World::opened();
    let before = [
        json!({"type": "project_opened", "id": "wells", "fund": "flood-2026", "title": "Wells", "implementer": "red-river"}),
        with(crate::world::fund("reserve"), "title", json!("Reserve")),
    ];
    record_all(&mut world.writer(), before.iter().map(request).collect());
    let desk = Desk::of(world);
    let (admin, who) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder, Role::Approver]));
    let lin = desk.person("lin", &[Role::Approver]);
    led(desk.post(&admin, "/desk/waiting/limits", &[("fund", "flood-2026"), ("transfer", "20.00")]));
    let sent = |event: &str, form: Fields<'_>| {
        let to = led(desk.post(&who, &format!("/desk/record/{event}"), &[form, &[("step", "save")]].concat()));
        to.split('?').next().unwrap_or_default().to_owned()
    };
    let allocation = |amount| [("fund", "flood-2026"), ("project", "wells"), ("amount", amount)];
    assert!(sent("allocation_made", &allocation("20.00")).starts_with("/desk/recorded/"), "not above");
    let waiting = sent("allocation_made", &allocation("20.01"));
    assert!(waiting.starts_with("/desk/waiting/"), "{waiting}");
    let size = desk.size();
    // The list says what it is, what it would do, and by what it is shown; in both languages.
    for (path, said) in [
        (
            "/desk/waiting",
            ["Money set aside for a project", "Flood 2026 · Wells: +¥20.01", "No document was attached."],
        ),
        ("/zh/desk/waiting", ["款项划拨", "Flood 2026 · Wells：+¥20.01", "未附文件。"]),
    ] {
        let page = desk.page(&lin, path);
        let draft = desk.page(&lin, &waiting.replace("/desk/waiting", path));
        for said in said {
            assert!(page.contains(said), "{path}: {said}");
        }
        assert!(draft.contains(said[0]) && draft.contains(said[2]) && draft.contains("+¥20.01"), "{path}");
    }
    assert_eq!(desk.post(&who, &format!("{waiting}/approve"), &[]).status(), 403, "never one's own");
    led(desk.post(&lin, &format!("{waiting}/approve"), &[]));
    let approver = |seq: u64| desk.running.json(&format!("/api/v1/entries/{seq}"))["approver"].clone();
    assert_eq!(approver(size), "red-river/lin");

    let closing = [("id", "flood-2026"), ("reason", "The work is done."), ("surplus_to", "reserve")];
    let refused = sent("fund_closed", &closing);
    assert!(refused.starts_with("/desk/waiting/"), "{refused}");
    led(desk.post(&lin, &format!("{refused}/refuse"), &[("reason", "Not yet.")]));
    assert_eq!(desk.size(), size + 1, "a refused closing never reaches the log");
    let waiting = sent("fund_closed", &closing);
    let page = desk.page(&lin, "/desk/waiting");
    assert!(page.contains("Fund closed") && page.contains("Reserve: +¥150.00"), "{page}");
    assert_eq!(desk.post(&who, &format!("{waiting}/approve"), &[]).status(), 403, "never one's own");
    led(desk.post(&lin, &format!("{waiting}/approve"), &[]));
    assert_eq!((desk.size(), approver(size + 1)), (size + 2, "red-river/lin".into()));
    assert_eq!(desk.running.json(&format!("/api/v1/entries/{}", size + 1))["event"]["type"], "fund_closed");
}
