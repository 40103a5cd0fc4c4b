//! Who may do what: every role and every action; organisations among each other.

use ledger::code::GiftCode;

use super::*;

/// Whoever may do one of these may send this there, with these fields.
type Row<'a> = (&'a [Action], &'a str, &'a str, Fields<'a>);

#[test]
fn every_role_may_do_what_the_table_says_and_nothing_else() {
    let desk = Desk::new();
    let victim = desk.person("victim", &[Role::Viewer]);
    let below = |path: &str| -> &'static str { format!("/desk/people/{}{path}", victim.id).leak() };
    let site = [("name", "Chengdu"), ("kind", "warehouse"), ("step", "check")];
    let give = [("organisation", "red-river"), ("role", "viewer"), ("scope", "organisation"), ("scope_id", "")];
    let code = GiftCode::of_seq(2).expect("a code").to_string();
    let (receipt, mail) = (format!("/desk/papers/receipts/{code}"), format!("/desk/papers/receipts/{code}/mail"));
    let reversal = [("reverses", "3"), ("reason", "twice")];
    let add = [("organisation", "red-river"), ("handle", "UP Y")];
    let of_fund = [("fund", "flood-2026"), ("payment", "x"), ("event", "payment")];
    let records = &[Action::RecordMoney, Action::RecordGoods][..];
    let answers = &[Action::Approve, Action::SetThresholds][..];
    let rows: Vec<Row<'_>> = vec![
        (&[Action::See], "GET", "/desk", &[]),
        (&[Action::See], "GET", "/desk/account", &[]),
        (&[Action::See], "GET", "/desk/record", &[]),
        (&[Action::See], "GET", "/desk/recorded?seq=2", &[]),
        (&[Action::See], "GET", "/desk/recorded/2", &[]),
        (&[Action::See], "GET", "/desk/waiting", &[]),
        (&[Action::See], "GET", "/desk/waiting/7", &[]),
        (&[Action::See], "GET", "/desk/labels", &[]),
        (&[Action::See], "GET", "/desk/labels/print?ids=x", &[]),
        (&[Action::See], "GET", "/desk/labels/print.pdf?ids=x", &[]),
        (&[Action::See], "GET", "/desk/papers?id=x", &[]),
        (&[Action::See], "GET", "/desk/papers/list?site=x", &[]),
        (&[Action::See], "GET", "/desk/papers/list.pdf?site=x", &[]),
        (&[Action::See], "GET", &receipt, &[]),
        (&[Action::See], "GET", "/desk/papers/waybills/x", &[]),
        (&[Action::See], "GET", "/desk/papers/waybills/x.pdf", &[]),
        (&[Action::See], "GET", "/desk/papers/handouts/x", &[]),
        (&[Action::See], "GET", "/desk/papers/handouts/x.pdf", &[]),
        (&[Action::See], "POST", "/desk/account/password", &[]),
        (&[Action::See], "POST", "/desk/account/sessions/00/end", &[]),
        (&[Action::See], "POST", "/desk/account/passkeys", &[]),
        (&[Action::See], "POST", "/desk/account/passkeys/AA/remove", &[]),
        (&[Action::RecordMoney], "GET", "/desk/record/expense_paid", &[]),
        (&[Action::RecordMoney], "POST", "/desk/record/expense_paid", EXPENSE),
        (&[Action::RecordMoney], "POST", "/desk/record/donation_received", &[]),
        (&[Action::RecordMoney], "POST", &mail, &[]),
        (&[Action::RecordMoney], "GET", "/desk/bank", &[]),
        (&[Action::RecordMoney], "POST", "/desk/bank", &add),
        (&[Action::RecordMoney], "GET", "/desk/bank/7", &[]),
        (&[Action::RecordMoney], "POST", "/desk/bank/7", &[]),
        (&[Action::RecordMoney], "POST", "/desk/bank/7/mapping", &[]),
        (&[Action::RecordMoney], "GET", "/desk/bank/statements/7", &[]),
        (&[Action::RecordMoney], "POST", "/desk/bank/statements/7", &[]),
        (&[Action::RecordGoods], "GET", "/desk/record/goods_received", &[]),
        (&[Action::RecordGoods], "POST", "/desk/record/goods_dispatched", &[]),
        (&[Action::RecordGoods], "GET", "/desk/stock", &[]),
        (&[Action::RecordGoods], "POST", "/desk/stock", &[]),
        (records, "GET", "/desk/sheets", &[]),
        (records, "POST", "/desk/sheets", &[]),
        (records, "POST", "/desk/sheets/7", &[]),
        (&[Action::Register], "POST", "/desk/record/site_registered", &site),
        (&[Action::Reverse], "POST", "/desk/record/entry_reversed", &reversal),
        (&[Action::Reverse], "GET", "/desk/record/donation_received?corrects=2", &[]),
        (&[Action::Approve], "POST", "/desk/waiting/7/approve", &[]),
        (&[Action::Approve], "POST", "/desk/waiting/7/refuse", &[("reason", "no")]),
        (answers, "POST", "/desk/waiting/limits/agree", &of_fund),
        (answers, "POST", "/desk/waiting/limits/decline", &of_fund),
        (&[Action::SetThresholds], "POST", "/desk/waiting/limits", &of_fund),
        (&[Action::ManagePeople], "POST", "/desk/people", &add),
        (&[Action::ManagePeople], "POST", below("/roles"), &give),
        (&[Action::ManagePeople], "POST", below("/roles/take"), &give),
        (&[Action::ManagePeople], "POST", below("/link"), &[]),
        (&[Action::ManagePeople], "POST", below("/disable"), &[]),
        (&[Action::ManagePeople], "POST", below("/enable"), &[]),
        (&[Action::ManagePeople], "POST", below("/sessions/00/end"), &[]),
        (&[Action::ManageTokens], "POST", "/desk/tokens", &[("token_organisation", "red-river")]),
        (&[Action::ManageTokens], "POST", "/desk/tokens/00/revoke", &[]),
        (&[Action::ManageWebhooks], "GET", "/desk/webhooks", &[]),
        (&[Action::ManageWebhooks], "POST", "/desk/webhooks", &add),
        (&[Action::ManageWebhooks], "GET", "/desk/webhooks/7", &[]),
        (&[Action::ManageWebhooks], "POST", "/desk/webhooks/7/test", &[]),
        (&[Action::ManageWebhooks], "POST", "/desk/webhooks/7/pause", &[]),
        (&[Action::ManageWebhooks], "POST", "/desk/webhooks/7/resume", &[]),
        (&[Action::ManageWebhooks], "POST", "/desk/webhooks/7/secret", &[]),
        (&[Action::ManageWebhooks], "POST", "/desk/webhooks/7/remove", &[]),
        (&[Action::ManageWebhooks], "POST", "/desk/webhooks/7/deliveries/7/again", &[]),
        (&[Action::SeeActs], "GET", "/desk/people", &[]),
        (&[Action::SeeActs], "GET", below(""), &[]),
    ];
    let size = desk.size();
    for role in Role::ALL {
        let who = desk.person(&format!("as-{}", role.word().replace('_', "-")), &[*role]);
        for (actions, method, path, form) in &rows {
            let answer = if *method == "GET" { desk.get(&who, path) } else { desk.post(&who, path, form) };
            let status = answer.status().as_u16();
            assert_ne!(status, 500, "{role:?} {method} {path}");
            let may = actions.iter().any(|action| allows(*role, *action));
            assert_eq!(status != 403, may, "{role:?} {method} {path}: {status}");
        }
    }
    assert_eq!(desk.size(), size, "nothing was recorded by looking");
    // Whoever is not logged in is led to the log-in by each of them.
    let nobody = Somebody { id: 0, secret: "0".repeat(64) };
    for (_, method, path, form) in &rows {
        let answer = if *method == "GET" { desk.get(&nobody, path) } else { desk.post(&nobody, path, form) };
        assert_eq!(answer.status(), 303, "{method} {path}");
        assert!(location(&answer).starts_with("/desk/log-in?next="), "{}", location(&answer));
    }
    // But for empty sheets: nothing in them is anybody's.
    assert_eq!(desk.get(&nobody, "/desk/sheets/templates/gifts.csv").status(), 200);
}

#[test]
fn an_admin_of_one_organisation_has_no_say_in_another() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let other: server::store::Stored<i64> = desk.private.transaction(|db| {
        let account = Actor::new("han-aid/lin").expect("an account");
        let Added::Person(id) = people::add(db, &account, "Lin")? else { panic!("taken") };
        Ok(id)
    });
    let other = other.expect("a person");
    for path in ["", "/link", "/disable", "/enable", "/roles", "/roles/take", "/sessions/00/end"] {
        let path = format!("/desk/people/{other}{path}");
        let answer =
            if path.ends_with(&other.to_string()) { desk.get(&admin, &path) } else { desk.post(&admin, &path, &[]) };
        assert_eq!(answer.status(), 403, "{path}");
    }
    let add = [("organisation", "han-aid"), ("handle", "x"), ("name", "X"), ("role", "admin")];
    assert_eq!(desk.post(&admin, "/desk/people", &add).status(), 403);
    assert!(!text(desk.get(&admin, "/desk/people")).contains("han-aid/lin"));
}

#[test]
fn whoever_has_every_role_in_one_organisation_changes_nothing_of_another() {
    let desk = Desk::new();
    let (admin, who) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder]));
    let other = desk.person_of("han-aid", "lin", Role::ALL);
    let account = [
        ("organisation", "red-river"),
        ("label", "Current account"),
        ("number", "NL26 VAYB 8060 4768 90"),
        ("fund", "flood-2026"),
    ];
    assert_eq!(desk.post(&other, "/desk/bank", &account).status(), 403);
    let bank = led(desk.post(&who, "/desk/bank", &account));
    let save = [EXPENSE, &[("step", "save")]].concat();
    let limits = [("fund", "flood-2026"), ("payment", "10.00")];
    assert_eq!(desk.post(&other, "/desk/waiting/limits", &limits).status(), 403);
    led(desk.post(&admin, "/desk/waiting/limits", &limits));
    let draft = led(desk.post(&who, "/desk/record/expense_paid", &save));
    let draft = draft.split('?').next().unwrap_or_default();
    let token = format!("/desk/tokens/{}/revoke", ledger::Hash::of(desk.running.token.as_bytes()));
    let size = desk.size();
    let (approve, refuse) = (format!("{draft}/approve"), format!("{draft}/refuse"));
    let rows: &[(&str, Fields<'_>)] = &[
        ("/desk/record/expense_paid", EXPENSE),
        ("/desk/record/expense_paid", &save),
        (&approve, &[]),
        (&refuse, &[("reason", "no")]),
        ("/desk/waiting/limits/agree", &[("fund", "flood-2026"), ("event", "payment")]),
        ("/desk/waiting/limits/decline", &[("fund", "flood-2026"), ("event", "payment")]),
        ("/desk/tokens", &[("token_organisation", "red-river")]),
        (&token, &[]),
    ];
    for (path, form) in rows {
        assert_eq!(desk.post(&other, path, form).status(), 403, "{path}");
    }
    assert_eq!(desk.get(&other, &bank).status(), 404);
    assert_eq!(desk.post(&other, &format!("{bank}/mapping"), &[]).status(), 404);
    assert_eq!(desk.size(), size);
    assert_eq!(desk.running.post(gift(1).to_string()).status(), 201, "the token is good");
}
