//! What people need to see in order to choose.

use super::bulk::with_account;
use super::{Desk, Fields, Role, led, text};

#[test]
fn columns_are_chosen_beside_the_first_rows_of_the_table() {
    let (desk, who, account) = with_account();
    let table = "Wann,Was,Wieviel\n2025-03-21,Kleine Spende,1\n2025-03-22,b,2\n2025-03-23,c,3\n2025-03-24,Vierte,4\n";
    let shown = text(desk.bring(&who, &account, &[], "t.csv", table.as_bytes()));
    assert!(shown.contains("How your table begins") && shown.contains(">Wieviel</th>"), "{shown}");
    assert!(shown.contains("Kleine Spende") && shown.contains("2025-03-23") && !shown.contains("Vierte"), "{shown}");
    // The file is not kept: the form brings back what is shown beside it, and the choices with it.
    let seen = "[[\"Wann\",\"Was\",\"Wieviel\"],[\"2025-03-21\",\"Kleine Spende\",\"1\"]]";
    let refused =
        desk.post(&who, &format!("{account}/mapping"), &[("date", ""), ("amount", "Wieviel"), ("seen", seen)]);
    assert_eq!(refused.status(), 422);
    let shown = text(refused);
    assert!(shown.contains("Kleine Spende") && shown.contains("<option value=\"Wann\""), "{shown}");
    let odd = [("date", "Wann"), ("amount", ""), ("seen", "[[\"a\"],[\"b\",\"c\"],7]")];
    assert_eq!(desk.post(&who, &format!("{account}/mapping"), &odd).status(), 422);
}

#[test]
fn a_list_gets_longer_and_shorter_by_itself() {
    let desk = Desk::new();
    let who = desk.person("mei", &[Role::Recorder]);
    let typed = [("lines.0.lot", "tents-1"), ("lines.1.lot", "rice-7"), ("sources.0.amount", "12.30")];
    let press = |step: &str| {
        let answer = desk.post(&who, "/desk/record/purchase_made", &[&typed[..], &[("step", step)]].concat());
        assert_eq!(answer.status(), 200, "{step}");
        text(answer)
    };
    let longer = press("more:lines");
    assert!(longer.contains("name=\"lines.2.lot\"") && !longer.contains("name=\"sources.1.amount\""), "{longer}");
    assert!(longer.contains("value=\"less:lines.2\"") && !longer.contains("less:sources"), "{longer}");
    let shorter = press("less:lines.0");
    assert!(shorter.contains("value=\"rice-7\"") && !shorter.contains("tents-1"), "{shorter}");
    assert!(!shorter.contains("name=\"lines.1.lot\"") && shorter.contains("value=\"12.30\""), "{shorter}");
}

/// The header's button to the other language sends what was typed, and does nothing.
#[test]
fn roles_limits_and_webhooks_are_kept_in_the_other_language() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let wei = desk.person("wei", &[Role::Recorder]);
    let again = |path: &str, form: Fields<'_>| {
        let answer = desk.post(&admin, &format!("/zh{path}"), &[form, &[("step", "again")]].concat());
        (answer.status().as_u16(), text(answer))
    };

    let roles = format!("/desk/people/{}/roles", wei.id);
    let gone = [("organisation", "red-river"), ("role", "auditor"), ("scope", "fund:no-such-fund")];
    let refused = desk.post(&admin, &roles, &gone);
    assert_eq!(refused.status(), 422);
    let shown = text(refused);
    assert!(shown.contains("<option value=\"auditor\" selected"), "{shown}");
    assert!(shown.contains(&format!("formaction=\"/zh{roles}\"")), "{shown}");
    let there = [("organisation", "red-river"), ("role", "auditor"), ("scope", "fund:flood-2026")];
    let (status, shown) = again(&roles, &there);
    assert!(status == 200 && shown.contains("<option value=\"fund:flood-2026\" selected"), "{status}: {shown}");
    let person = desk.page(&admin, &format!("/desk/people/{}", wei.id));
    assert_eq!(person.matches("/roles/take\"").count(), 1, "none was given");

    let limits = [("fund", "flood-2026"), ("payment", "12 thousand"), ("loss", "77.00")];
    let (status, shown) = again("/desk/waiting/limits", &limits);
    assert!(status == 422 && shown.contains("12 thousand") && shown.contains("77.00"), "{status}: {shown}");
    assert!(shown.contains("formaction=\"/en/desk/waiting/limits\""), "{shown}");
    let (status, _) = again("/desk/waiting/limits", &[("fund", "flood-2026"), ("loss", "77.00")]);
    assert!(status == 200 && !desk.page(&admin, "/desk/waiting").contains("77.00"), "none was set");

    let hook =
        [("organisation", "red-river"), ("url", "ftp://example.org/in"), ("filter", "types"), ("type", "expense_paid")];
    let (status, shown) = again("/desk/webhooks", &hook);
    assert!(status == 422 && shown.contains("ftp://example.org/in"), "{status}: {shown}");
    assert!(shown.contains("formaction=\"/en/desk/webhooks\""), "{shown}");
}

#[test]
fn a_page_that_a_form_was_refused_on_leads_to_itself_in_the_other_language() {
    let desk = Desk::new();
    let admin = desk.person("admin", &[Role::Admin]);
    let own = [("organisation", "red-river"), ("role", "admin"), ("scope", "organisation")];
    let refused = desk.post(&admin, &format!("/desk/people/{}/roles/take", admin.id), &own);
    assert_eq!(refused.status(), 422);
    let shown = text(refused);
    assert!(shown.contains(&format!("href=\"/desk/people/{}?lang=zh\"", admin.id)), "{shown}");
}

#[test]
fn a_count_that_comes_as_a_sheet_asks_about_losses_that_wait() {
    let desk = Desk::with_bought_stock();
    let (admin, who) = (desk.person("ada", &[Role::Admin]), desk.person("mei", &[Role::Recorder]));
    led(desk.post(&admin, "/desk/waiting/limits", &[("fund", "flood-2026"), ("loss", "0")]));
    let bring = |counted: u64| {
        let sheet = format!("site,lot,counted,counted_on,reason\nchengdu,tents-1,{counted},2025-03-21,damaged\n");
        let ready = led(desk.bring(&who, "/desk/sheets", &[("kind", "counts")], "c.csv", sheet.as_bytes()));
        let press = format!("/desk/sheets/{}", ready.split("sheet=").nth(1).expect("an id"));
        (desk.page(&who, &ready).replace('\u{a0}', " "), press)
    };
    let (shown, press) = bring(7);
    assert!(!shown.contains("name=\"other-2\""), "{shown}");
    assert!(led(desk.post(&who, &press, &[])).contains("/desk/waiting"));
    let (shown, press) = bring(6);
    assert!(
        shown.contains("A loss of 3 tents waits for a second person") && shown.contains("name=\"other-2\""),
        "{shown}"
    );
    let refused = desk.post(&who, &press, &[]);
    assert_eq!(refused.status(), 422);
    let said = text(refused);
    assert!(said.contains("3 wait already to be booked as lost") && said.contains("name=\"other-2\""), "{said}");
    assert!(led(desk.post(&who, &press, &[("other-2", "yes")])).contains("/desk/waiting"), "another loss, as was said");
}
