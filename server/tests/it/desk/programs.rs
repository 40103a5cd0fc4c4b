//! What programs record, by their tokens.

use serde_json::json;

use server::private::tokens;

use super::*;

#[test]
fn a_program_records_as_far_as_its_token_reaches() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let lin = desk.person("lin", &[Role::Approver]);
    let make = |role: &str, handle: &str| {
        let form = [
            ("token_name", "nightly import"),
            ("token_organisation", "red-river"),
            ("token_handle", handle),
            ("token_role", role),
            ("token_scope", "organisation"),
            ("days", "30"),
        ];
        let page = text(desk.post(&admin, "/desk/tokens", &form));
        let start = page.find("almoner_").expect("the token is shown once");
        page[start..].chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect::<String>()
    };
    let send = |token: &str, event: Value| {
        let bearer = format!("Bearer {token}");
        desk.running.send(&[("Authorization", &bearer)], event.to_string())
    };
    let (recorder, field) = (make("recorder", "import"), make("field_recorder", "scanner"));
    assert!(!text(desk.get(&admin, "/desk/people")).contains(&recorder), "it is not shown again");
    assert_eq!(send(&recorder, gift(700)).status(), 201);
    assert_eq!(send(&field, gift(700)).status(), 403, "its role does not cover money");
    let other =
        serde_json::json!({"type": "organisation_registered", "id": "han-aid", "name": "Han Aid", "kind": "ngo"});
    assert_eq!(send(&recorder, other).status(), 201);
    let theirs = serde_json::json!({"type": "fund_opened", "id": "theirs", "title": "Theirs", "purpose": "Rice.",
        "currency": "CNY", "steward": "han-aid"});
    assert_eq!(send(&recorder, theirs).status(), 403, "another organisation's fund");

    let limits = [("fund", "flood-2026"), ("payment", "1.00")];
    assert_eq!(desk.post(&admin, "/desk/waiting/limits", &limits).status(), 303);
    let size = desk.size();
    let answer = send(&recorder, expense("e-9", 12_345));
    assert_eq!(answer.status(), 202);
    let draft = answer.json::<Value>().expect("JSON")["draft"].as_i64().expect("a number");
    assert_eq!(desk.size(), size, "what waits is not in the log");
    assert_eq!(send(&recorder, expense("e-9", 99_999_999)).status(), 422, "what the ledger refuses does not wait");
    assert_eq!(desk.post(&lin, &format!("/desk/waiting/{draft}/approve"), &[]).status(), 303);
    let entry = desk.running.json(&format!("/api/v1/entries/{size}"));
    assert_eq!((&entry["actor"], &entry["approver"]), (&"red-river/import".into(), &"red-river/lin".into()));

    let page = text(desk.get(&admin, "/desk/people"));
    let start = page.find("/desk/tokens/").expect("a token to revoke");
    let path: String = page[start..].chars().take_while(|letter| *letter != '"').collect();
    assert_eq!(desk.post(&admin, &path, &[]).status(), 303);
    let refused = [&recorder, &field].map(|token| send(token, gift(1)).status().as_u16());
    assert!(refused.contains(&401), "a revoked token is good no more, at once: {refused:?}");
}

#[test]
fn what_a_token_or_a_role_is_for_is_chosen_from_what_there_is() {
    let desk = Desk::with_stock();
    let (admin, other) = (desk.person("admin", &[Role::Admin]), desk.person("lin", &[]));
    let person = format!("/desk/people/{}", other.id);
    for path in ["/desk/people", person.as_str()] {
        let page = desk.page(&admin, path);
        for choice in ["value=\"fund:flood-2026\"", "value=\"site:chengdu\""] {
            assert!(page.contains(choice), "{path}: {choice}");
        }
    }
    let role = [("organisation", "red-river"), ("role", "recorder"), ("scope", "fund:flood-2026")];
    led(desk.post(&admin, &format!("{person}/roles"), &role));
    assert!(desk.page(&admin, &person).contains("fund flood-2026"));
    let token = |scope| {
        let of = [("token_name", "till"), ("token_organisation", "red-river"), ("token_handle", "till")];
        let rest = [("token_role", "recorder"), ("token_scope", scope), ("days", "30")];
        desk.post(&admin, "/desk/tokens", &[of, rest].concat()).status().as_u16()
    };
    assert_eq!([token("site:chengdu"), token("site:none"), token("all"), token("all:")], [200, 422, 422, 422]);
}

#[test]
fn a_token_may_be_for_one_fund_or_one_site() {
    let desk = Desk::with_stock();
    let admin = desk.person("admin", &[Role::Admin]);
    let make = |scope: &str, id: &str| {
        let form = [
            ("token_name", "till"),
            ("token_organisation", "red-river"),
            ("token_handle", "till"),
            ("token_role", "recorder"),
            ("token_scope", scope),
            ("token_scope_id", id),
            ("days", "30"),
        ];
        desk.post(&admin, "/desk/tokens", &form)
    };
    for (scope, id) in [("fund", "none"), ("site", "flood-2026"), ("all", ""), ("", "")] {
        assert_eq!(make(scope, id).status(), 422, "{scope} {id}");
    }
    let token = |scope: &str, id: &str| {
        let page = text(make(scope, id));
        let start = page.find("almoner_").expect("the token is shown once");
        page[start..].chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect::<String>()
    };
    let send = |token: &str, event: Value| {
        let bearer = format!("Bearer {token}");
        desk.running.send(&[("Authorization", &bearer)], event.to_string()).status().as_u16()
    };
    let other = serde_json::json!({"type": "fund_opened", "id": "winter", "title": "Winter", "purpose": "Coal.",
        "currency": "CNY", "steward": "red-river"});
    assert_eq!(desk.running.post(other.to_string()).status(), 201);
    let to_winter = crate::world::with(gift(700), "fund", "winter".into());
    let lost = serde_json::json!({"type": "goods_lost", "id": "wet-1", "lot": "tents-1", "site": "chengdu", "quantity": 1,
        "reason": "damaged", "found_on": "2025-03-21"});
    let (fund, site) = (token("fund", "flood-2026"), token("site", "chengdu"));
    assert_eq!((send(&fund, gift(700)), send(&fund, to_winter)), (201, 403));
    assert_eq!(send(&site, gift(700)), 403, "money lies at no site");
    assert_eq!(send(&site, lost), 201, "what happens there is its own");
}

#[test]
fn whoever_made_a_token_approves_nothing_of_its_program() {
    let desk = Desk::new();
    let (both, lin) = (desk.person("ada", &[Role::Admin, Role::Approver]), desk.person("lin", &[Role::Approver]));
    led(desk.post(&both, "/desk/waiting/limits", &[("fund", "flood-2026"), ("payment", "1.00")]));
    let make = |handle: &str| {
        let of = [("token_name", "import"), ("token_organisation", "red-river"), ("token_handle", handle)];
        let rest = [("token_role", "recorder"), ("token_scope", "organisation"), ("days", "30")];
        desk.post(&both, "/desk/tokens", &[of, rest].concat())
    };
    assert_eq!(make("lin").status(), 422, "nothing is recorded under a colleague's name");
    let page = text(make("import"));
    let start = page.find("almoner_").expect("the token is shown once");
    let token: String =
        page[start..].chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
    let bearer = format!("Bearer {token}");
    let answer = desk.running.send(&[("Authorization", &bearer)], expense("e-9", 12_345).to_string());
    assert_eq!(answer.status(), 202);
    let draft = answer.json::<Value>().expect("JSON")["draft"].as_i64().expect("a number");
    let draft = format!("/desk/waiting/{draft}");
    assert!(desk.page(&both, &draft).contains("You made the token of this program"));
    let reason = [("reason", "No invoice.")];
    for act in ["approve", "refuse"] {
        assert_eq!(desk.post(&both, &format!("{draft}/{act}"), &reason).status(), 403, "{act}");
    }
    led(desk.post(&lin, &format!("{draft}/approve"), &[]));
    let taken = [("organisation", "red-river"), ("handle", "import"), ("name", "Mei"), ("role", "recorder")];
    assert_eq!(desk.post(&both, "/desk/people", &taken).status(), 422, "nobody becomes what was a program");
}

/// The token of a program that records goods for a whole organisation.
fn scanner_of(desk: &Desk, organisation: &str) -> String {
    let actor = Actor::new(&format!("{organisation}/scanner")).expect("an actor");
    let new = tokens::NewToken {
        role: "field_recorder".into(),
        scope_kind: "organisation".into(),
        scope_id: organisation.into(),
        ..tokens::NewToken::for_all(actor)
    };
    let made: server::store::Stored<String> = desk.private.transaction(|db| tokens::add(db, &new));
    format!("Bearer {}", made.expect("a token"))
}

#[test]
fn documents_are_added_by_whoever_answers_for_what_they_are_about() {
    let desk = Desk::with_stock();
    let gift = ledger::code::GiftCode::of_seq(desk.size() - 1).expect("a code").to_string();
    let (ours, other) = (scanner_of(&desk, "red-river"), scanner_of(&desk, "han-aid"));
    let document = json!({"bytes": 12, "media_type": "application/pdf", "name": "report.pdf",
        "sha3": ledger::Hash::of(b"a report").to_string()});
    for (kind, id) in [("fund", "flood-2026"), ("lot", "tents-1"), ("gift", gift.as_str())] {
        let subject = json!({"kind": kind, "id": id});
        let event = json!({"type": "document_attached", "documents": [document], "subject": subject});
        let send = |bearer: &str| desk.running.send(&[("Authorization", bearer)], event.to_string()).status().as_u16();
        assert_eq!((send(&other), send(&ours)), (403, 201), "{kind}");
    }
    let (mei, lin) = (desk.person("mei", &[Role::Recorder]), desk.person_of("han-aid", "lin", &[Role::Recorder]));
    let offers = |who: &Somebody| desk.page(who, "/desk/record/document_attached").contains("flood-2026");
    assert_eq!((offers(&mei), offers(&lin)), (true, false), "and is offered what may be recorded");
}

#[test]
fn a_kit_is_of_every_fund_whose_goods_are_in_it() {
    let desk = Desk::with_stock();
    let post = |event: Value| assert_eq!(desk.running.post(event.to_string()).status(), 201, "{event}");
    post(json!({"type": "organisation_registered", "id": "han-aid", "name": "Han Aid", "kind": "ngo"}));
    post(json!({"type": "fund_opened", "id": "theirs", "title": "Theirs", "purpose": "Rice.", "currency": "CNY",
        "steward": "han-aid"}));
    post(json!({"type": "item_registered", "id": "kit", "name": "Kit", "unit": "kit", "category": "shelter"}));
    post(json!({"type": "gift_in_kind_received", "fund": "theirs", "lot": "tents-2", "item": "tent", "quantity": 10,
        "site": "chengdu", "received_on": "2025-03-20"}));
    let kit = |lot: &str, inputs: [&str; 2]| {
        let inputs = inputs.map(|lot| json!({"lot": lot, "quantity": 1}));
        json!({"type": "kit_packed", "inputs": inputs, "item": "kit", "lot": lot, "packed_on": "2025-03-21",
            "quantity": 1, "site": "chengdu"})
    };
    post(kit("both-1", ["tents-1", "tents-2"]));
    let bearer = scanner_of(&desk, "red-river");
    let lose = |lot: &str| {
        let lost = json!({"type": "goods_lost", "id": format!("lost-{lot}"), "lot": lot, "site": "chengdu",
            "quantity": 1, "reason": "damaged", "found_on": "2025-03-21"});
        desk.running.send(&[("Authorization", &bearer)], lost.to_string()).status().as_u16()
    };
    assert_eq!((lose("tents-1"), lose("tents-2"), lose("both-1")), (201, 403, 403));
}
