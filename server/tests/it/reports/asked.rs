//! How a report is asked for: one address each, by people and by programs, and what is wrong with a question.

use crate::world::{World, refused_addresses};

#[test]
fn an_address_has_one_form_and_every_other_leads_to_it() {
    let world = World::opened();
    let server = world.serve();
    let to = |path: &str, headers: &[(&str, &str)]| {
        let answer = server.get_with(path, headers);
        (answer.status().as_u16(), answer.headers()["Location"].to_str().expect("ASCII").to_owned())
    };
    let one = "/en/reports/4/report.csv?fund=flood-2026&to=2026-12-31";
    assert_eq!(to("/en/reports/4/report.csv?to=2026-12-31&fund=flood-2026", &[]), (308, one.into()));
    assert_eq!(to("/en/reports/4/report.csv?to=2026-12-31&fund=flood-2026&item=", &[]), (308, one.into()));
    let zh = one.replace("/en/", "/zh/");
    assert_eq!(to(&one.replace("/en/", "/"), &[("Accept-Language", "zh-CN")]), (303, zh));
    assert_eq!(to("/en/reports/4?fund=flood-2026", &[]), (303, "/en/reports/4/report.html?fund=flood-2026".into()));
}

#[test]
fn each_bad_question_is_refused_by_name_and_rule_in_the_readers_language() {
    let world = World::opened();
    let server = world.serve();
    let rows = [
        ("/en/reports/4/report.json?colour=red", 400, "colour", "unknown_field"),
        ("/en/reports/4/report.json?from=2026-02-30", 400, "from", "date"),
        ("/en/reports/4/report.json?from=2026-02-02&to=2026-02-01", 400, "to", "days_reversed"),
        ("/en/reports/4/report.csv?kind=theft", 400, "kind", "unknown_type"),
        ("/en/reports/4/report.csv?fund=nowhere", 404, "fund", "unknown"),
        ("/en/reports/4/report.csv?gift=G-48KA-6KMQ", 404, "gift", "not_a_gift"),
        ("/en/reports/99/report.csv", 404, "size", "size_ahead"),
        ("/en/reports/0/report.html", 400, "size", "size_zero"),
        ("/en/reports/1/report.html?fund=flood-2026", 404, "fund", "unknown"),
    ];
    refused_addresses(&rows, |path, lang| {
        server.get(&if lang == "zh" { path.replace("/en/", "/zh/") } else { path.into() })
    });
    let page = server.get("/en/reports?from=2026-02-30");
    assert_eq!(page.status(), 422);
    assert!(page.text().expect("text").contains("must be a day of the calendar"));
}

#[test]
fn a_report_is_asked_for_at_a_log_size_and_says_what_it_is_made_by() {
    let world = World::opened();
    let server = world.serve();
    let page = |path: &str, status: u16| {
        let answer = server.get(path);
        assert_eq!(answer.status(), status, "{path}");
        answer.text().expect("text")
    };
    let then = page("/en/reports?fund=flood-2026&size=3", 200);
    assert!(
        then.contains("/en/reports/3/report.html?fund=flood-2026") && then.contains("the first 3 entries"),
        "{then}"
    );
    assert!(then.contains("value=\"3\""), "the form keeps what was typed");
    let now = page("/en/reports?fund=flood-2026&size=", 200);
    assert!(now.contains("/en/reports/4/report.html?fund=flood-2026"), "{now}");
    let unknown = page("/en/reports?colour=red", 422);
    assert!(unknown.contains("colour: ") && !unknown.contains("To — colour"), "{unknown}");
    assert!(page("/en/reports?size=many", 422).contains("must be a whole number"));
    assert!(page("/zh/reports?size=99", 422).contains("99"));

    // A reader of pages gets the form back; a program a problem.
    let form = server.get_with("/en/reports/99/report.html?fund=flood-2026", &[("Accept", "text/html,*/*;q=0.8")]);
    assert_eq!(form.status(), 303);
    assert_eq!(form.headers()["Location"], "/en/reports?size=99&fund=flood-2026");
    assert_eq!(server.get("/en/reports/99/report.html?fund=flood-2026").status(), 404);
    let whole = server.get_with("/en/reports/4/report.html?fund=flood-2026", &[("Accept", "text/html")]);
    assert_eq!(whole.status(), 200);

    let told = server.json("/en/reports/4/report.json?fund=flood-2026");
    assert_eq!(told["rules"].as_array().map(Vec::len), Some(5));
    assert!(told["question"].as_str().is_some_and(|text| text.contains("Flood 2026")), "{told}");
}

#[test]
fn a_program_gets_a_reports_name_citation_and_address_too() {
    let world = World::opened();
    let server = world.serve();
    let question = "fund=flood-2026&name=A%20name";
    let told = server.json(&format!("/api/v1/reports/4?{question}"));
    let text = |name: &str| told[name].as_str().expect("text").to_owned();
    assert_eq!(text("title"), "A name");
    assert!(text("citation").contains("A name") && text("citation").contains(&text("head")), "{told}");
    assert_eq!(text("address"), format!("/en/reports/4/report.html?{question}"));
    assert_eq!(server.get(&text("address")).status(), 200);
    // What is asked now leads there, with all that was asked.
    let now = server.get_with(&format!("/api/v1/reports?{question}&fields=title"), &[]);
    assert_eq!(now.headers()["Location"], format!("/api/v1/reports/4?{question}&fields=title").as_str());
    let short = server.json(&format!("/api/v1/reports?{question}&fields=title"));
    assert_eq!(short, serde_json::json!({"title": "A name"}));
}
