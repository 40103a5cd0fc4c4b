//! What a report's page shows, held against its bundle by the program that the page loads.

use checker::page::Page;
use checker::words::StepName;
use checker::{State, judge};
use ledger::Lang;

use super::{QUESTIONS, bytes, of_this_demo};
use crate::world::World;

/// What stands in this attribute wherever it stands, as a browser reads it.
fn marked(html: &str, name: &str) -> Vec<String> {
    let open = format!(" {name}=\"");
    let value = |rest: &str| rest.split('"').next().unwrap_or_default().replace("&amp;", "&");
    html.split(open.as_str()).skip(1).map(value).collect()
}

/// The figures as the page's own program hands them to the check.
fn figures(html: &str) -> String {
    let lines = [("data-report", "report"), ("data-total", "total"), ("data-end", "end")];
    let of = |(name, word): &(&str, &str)| -> Vec<String> {
        marked(html, name).iter().map(|value| format!("{word} {value}")).collect()
    };
    lines.iter().flat_map(of).collect::<Vec<_>>().join("\n")
}

fn page_step(bundle: &[u8], shown: &str) -> (State, String) {
    let page = Page::parse(shown).expect("figures");
    let report = judge::bundle(Lang::En, bundle, None, Some(&page));
    let step = report.steps.iter().find(|step| step.name == StepName::Page).expect("a step about the page");
    (step.state, step.says.clone())
}

#[test]
fn every_page_of_a_report_shows_what_its_bundle_gives_and_a_changed_sum_is_found() {
    let world = World::demo(120, 4);
    let server = world.serve_signed();
    let size = world.head().size - 10;
    for question in QUESTIONS {
        let asked = of_this_demo(&server, question).trim_start_matches('?').to_owned();
        let path = format!("/en/reports?size={size}&{asked}&name=Flood");
        let html = String::from_utf8(bytes(&server, path.replace("&&", "&").as_str())).expect("UTF-8");
        let address = marked(&html, "data-bundle").pop().expect("a bundle");
        let bundle = bytes(&server, &address);
        let shown = figures(&html);
        let (state, says) = page_step(&bundle, &shown);
        assert_eq!(state, State::Holds, "{question}: {says}\n{shown}");
        let Some(line) = shown.lines().find(|line| line.starts_with("total ")) else { continue };
        let changed = shown.replacen(line, &format!("{line}1"), 1);
        assert_eq!(page_step(&bundle, &changed).0, State::Fails, "{question}");
        // The bundle of another question, whatever its sums are.
        let other = shown.replacen("report ", "report 1", 1);
        assert_eq!(page_step(&bundle, &other).0, State::Fails, "{question}");
    }
}
