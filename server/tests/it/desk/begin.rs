//! Beginning: from an empty ledger, led step by step; and no link of the desk leads to a refusal.

use std::collections::BTreeSet;

use super::*;

const FUND: Fields<'_> = &[
    ("title", "Flood 2026"),
    ("purpose", "Tents."),
    ("currency", "CNY"),
    ("id", "flood-2026"),
    ("steward", "red-river"),
];

/// Where the desk's first page leads next.
fn next(desk: &Desk, who: &Somebody) -> Option<String> {
    let page = desk.page(who, "/desk");
    let rest = page.split("aria-current=\"step\"").nth(1)?.split("</li>").next()?;
    rest.split("href=\"").nth(1)?.split('"').next().map(str::to_owned)
}

#[test]
fn whoever_registers_the_organisation_under_another_id_is_not_locked_out() {
    let desk = Desk::of(World::new());
    let who = desk.person("ada", &[Role::Admin, Role::Recorder]);
    let form = desk.page(&who, "/desk/record/organisation_registered");
    assert!(form.contains("value=\"red-river\"") && form.contains("Keep red-river as the id"), "the id is offered");
    let other = [("name", "Red River Relief"), ("kind", "ngo"), ("id", "relief")];
    desk.record(&who, "organisation_registered", &other);
    let size = desk.size();
    let fund = [&FUND[..4], &[("steward", "relief"), ("step", "save")]].concat();
    let answer = desk.post(&who, "/desk/record/fund_opened", &fund);
    assert_eq!(answer.status(), 422, "no dead end");
    let page = text(answer);
    for said in ["Your account records for red-river", "Flood 2026", "/desk/record/organisation_registered"] {
        assert!(page.contains(said), "{said}");
    }
    assert_eq!(desk.size(), size);
    let form = desk.page(&who, "/desk/record/organisation_registered");
    assert!(form.contains("value=\"red-river\""), "it is still offered");
    let own = [("name", "Red River Relief"), ("kind", "ngo"), ("id", "red-river")];
    desk.record(&who, "organisation_registered", &own);
    desk.record(&who, "fund_opened", FUND);
    let form = desk.page(&who, "/desk/record/organisation_registered");
    assert!(!form.contains("Keep red-river as the id"), "once it is there, another one is meant");
    let form = desk.page(&who, "/desk/record/fund_opened");
    assert!(
        form.contains("value=\"red-river\"") && !form.contains("value=\"relief\""),
        "only what is theirs is offered"
    );
}

#[test]
fn what_cannot_be_chosen_yet_leads_to_what_makes_it() {
    let desk = Desk::of(World::new());
    let who = desk.person("mei", &[Role::Recorder]);
    let rows = [
        ("donation_received", "fund_opened"),
        ("purchase_made", "site_registered"),
        ("purchase_made", "item_registered"),
        ("goods_received", "purchase_made"),
    ];
    for (form, maker) in rows {
        let page = desk.page(&who, &format!("/desk/record/{form}"));
        assert!(page.contains(&format!("href=\"/desk/record/{maker}\"")), "{form}: {maker}");
    }
    let field = desk.person("lin", &[Role::FieldRecorder]);
    let page = desk.page(&field, "/desk/record/goods_received");
    assert!(!page.contains("/desk/record/purchase_made"), "a link that would be refused is none");
}

#[test]
fn the_first_page_leads_from_nothing_to_the_first_hand_out() {
    let desk = Desk::of(World::new());
    let who = desk.person("mei", &[Role::Recorder]);
    let (admin, viewer) = (desk.person("ada", &[Role::Admin]), desk.person("lin", &[Role::Viewer]));
    assert_eq!(next(&desk, &admin).as_deref(), Some("/desk/people"), "an admin lets others record");
    assert_eq!(next(&desk, &viewer), None);
    let step = |event: &str, path: &str, form: Fields<'_>| {
        assert_eq!(next(&desk, &who).as_deref(), Some(path));
        let entry = desk.record(&who, event, form);
        (entry["event"].clone(), desk.page(&who, &format!("/desk/recorded/{}", entry["seq"])))
    };
    let simple = |event: &str, form: Fields<'_>| step(event, &format!("/desk/record/{event}"), form);
    let own = [("name", "Red River Relief"), ("kind", "ngo"), ("id", "red-river")];
    let (_, page) = simple("organisation_registered", &own);
    assert!(page.contains("href=\"/desk/record/fund_opened\""), "an entry leads on, too");
    simple("fund_opened", FUND);
    for kind in ["supplier", "warehouse", "distribution_point"] {
        let id = kind.replace('_', "-");
        let form =
            [("id", id.as_str()), ("name", kind), ("kind", kind), ("place.country", "CN"), ("place.name", "Deyang")];
        step("site_registered", &format!("/desk/record/site_registered?kind={kind}"), &form);
    }
    simple("item_registered", &[("name", "Tents"), ("unit", "tent"), ("category", "shelter"), ("id", "tents")]);
    let gift = [("fund", "flood-2026"), ("amount", "1,000"), ("method", "cash"), ("received_on", "2025-03-20")];
    let (_, page) = simple("donation_received", &gift);
    assert!(page.contains("href=\"/desk/papers/receipts/G-"), "the receipt is linked");
    let bought = [
        ("sources.0.pool", "cash/flood-2026"),
        ("sources.0.amount", "700"),
        ("supplier", "supplier"),
        ("lines.0.item", "tents"),
        ("lines.0.quantity", "7"),
        ("lines.0.cost", "700"),
        ("lines.0.lot", "tents-1"),
        ("purchased_on", "2025-03-21"),
    ];
    let (_, page) = simple("purchase_made", &bought);
    assert!(page.contains("href=\"/desk/labels?ids=tents-1\""), "labels are linked");
    let came = [
        ("lot", "tents-1"),
        ("from", "supplier"),
        ("to", "warehouse"),
        ("quantity", "7"),
        ("received_on", "2025-03-21"),
    ];
    simple("goods_received", &came);
    let sent = [
        ("from", "warehouse"),
        ("to", "distribution-point"),
        ("lines.0.lot", "tents-1"),
        ("lines.0.quantity", "3"),
        ("dispatched_on", "2025-03-21"),
        ("waybill", "w-1"),
    ];
    let (_, page) = simple("goods_dispatched", &sent);
    assert!(page.contains("href=\"/desk/papers/waybills/w-1\""), "the waybill is linked");
    let came = [
        ("lot", "tents-1"),
        ("from", "w-1"),
        ("to", "distribution-point"),
        ("quantity", "3"),
        ("received_on", "2025-03-22"),
    ];
    simple("goods_received", &came);
    let handed = [
        ("id", "h-1"),
        ("site", "distribution-point"),
        ("lines.0.lot", "tents-1"),
        ("lines.0.quantity", "3"),
        ("households", "3"),
        ("people", "11"),
        ("distributed_on", "2025-03-22"),
    ];
    let (_, page) = simple("goods_distributed", &handed);
    assert!(page.contains("href=\"/desk/papers/handouts/h-1\""), "the list is linked");
    assert_eq!((next(&desk, &who), next(&desk, &admin)), (None, None), "gone when the chain is there");
    assert!(!desk.page(&who, "/desk").contains("Where to begin"));
}

#[test]
fn the_other_language_keeps_what_was_typed() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let preview = text(desk.post(&who, "/desk/record/expense_paid", EXPENSE));
    assert!(preview.contains("formaction=\"/zh/desk/record/expense_paid\"") && preview.contains("value=\"check\""));
    let chinese = text(desk.post(&who, "/zh/desk/record/expense_paid", &[EXPENSE, &[("step", "check")]].concat()));
    assert!(chinese.contains("lang=\"zh-CN\"") && chinese.contains("Harbour Lorries") && chinese.contains("请核对"));
    let form = text(desk.post(&who, "/zh/desk/record/expense_paid", &[EXPENSE, &[("step", "edit")]].concat()));
    assert!(form.contains("formaction=\"/en/desk/record/expense_paid\"") && form.contains("value=\"12.30\""));
}

#[test]
fn no_link_of_the_desk_is_refused() {
    let desk = Desk::with_stock();
    let scopes = [Scope::Organisation, Scope::Fund("flood-2026".into()), Scope::Site("chengdu".into())];
    for (role, scope) in Role::ALL.iter().flat_map(|role| scopes.iter().map(move |scope| (*role, scope))) {
        let handle = format!("{}-{}", role.word().replace('_', "-"), scope.words().0);
        let who = desk.person(&handle, &[]);
        let grant = Grant { role, organisation: "red-river".into(), scope: scope.clone() };
        let given: server::store::Stored<()> = desk.private.transaction(|db| people::give(db, who.id, &grant));
        given.expect("a role");
        let mut seen = BTreeSet::from(["/desk".to_owned(), "/desk/recorded/2".to_owned()]);
        let mut open: Vec<String> = seen.iter().cloned().collect();
        while let Some(path) = open.pop() {
            let answer = desk.get(&who, &path);
            assert!(!matches!(answer.status().as_u16(), 403 | 404), "{handle}: {path}");
            let page = text(answer);
            let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            for link in links.filter(|link| link.starts_with("/desk") && !link.contains("lang=")) {
                let link = link.replace("&amp;", "&");
                if seen.insert(link.clone()) {
                    open.push(link);
                }
            }
        }
        let is_recorder = matches!(role, Role::Recorder);
        let registers = seen.contains("/desk/record/organisation_registered");
        assert_eq!(registers, is_recorder && *scope == Scope::Organisation, "{handle}");
    }
}
