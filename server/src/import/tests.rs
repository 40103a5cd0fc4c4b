//! Whole files: a real one, which stays outside the repository, and small ones made here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ledger::Event;
use ledger::past::Memory;
use ledger::record::Request;
use ledger::state::State;
use ledger::value::{Actor, SubjectKind, Timestamp};

use super::*;

struct Empty;

impl Known for Empty {
    fn has(&self, _: SubjectKind, _: &str) -> bool {
        false
    }
}

/// A ledger that has the organisations of a plan.
struct After(BTreeSet<String>);

impl After {
    fn of(plan: &Plan) -> Self {
        let organisation = |step: &Step| match &step.event {
            Event::OrganisationRegistered(event) => Some(event.id.to_string()),
            _ => None,
        };
        Self(plan.steps.iter().filter_map(organisation).collect())
    }
}

impl Known for After {
    fn has(&self, kind: SubjectKind, id: &str) -> bool {
        kind == SubjectKind::Organisation && self.0.contains(id)
    }
}

/// The real file, or a word on standard error that it is not here.
fn real_file() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/dportal-foodsecurity-real.xml");
    let text = std::fs::read_to_string(&path);
    if text.is_err() {
        eprintln!("skipped: {} is not here", path.display());
    }
    text.ok()
}

fn activity(inside: &str) -> String {
    format!(
        r#"<iati-activities version="2.03"><iati-activity default-currency="EUR">
<iati-identifier>XX-1</iati-identifier>
<reporting-org ref="NL-KVK-1" type="21"><narrative>Reporter</narrative></reporting-org>
<title><narrative>Title</narrative></title>
{inside}
</iati-activity></iati-activities>"#
    )
}

fn transaction(code: &str, date: &str, value: &str, inside: &str) -> String {
    format!(
        r#"<transaction><transaction-type code="{code}"/><transaction-date iso-date="{date}"/>
<value>{value}</value>{inside}</transaction>"#
    )
}

fn kinds(plan: &Plan) -> Vec<&'static str> {
    plan.steps.iter().map(|step| step.event.event_type().word()).collect()
}

fn reasons(plan: &Plan) -> Vec<(u32, &str, &'static str)> {
    plan.unused.iter().map(|unused| (unused.line, unused.element.as_str(), unused.reason.code())).collect()
}

/// The sums of a file by activity, type and currency in hundredths, made without the importer.
fn sums_of(xml: &str) -> BTreeMap<(String, String, String), u64> {
    let document = roxmltree::Document::parse(xml).expect("well-formed");
    let mut sums = BTreeMap::new();
    for activity in document.descendants().filter(|node| node.has_tag_name("iati-activity")) {
        let find = |node: roxmltree::Node<'_, '_>, name: &str| {
            node.descendants().find(|part| part.has_tag_name(name)).map(|part| part.id())
        };
        let get = |id: Option<roxmltree::NodeId>| id.and_then(|id| document.get_node(id));
        let id = get(find(activity, "iati-identifier")).and_then(|node| node.text()).expect("an identifier");
        for transaction in activity.children().filter(|node| node.has_tag_name("transaction")) {
            let code = get(find(transaction, "transaction-type")).and_then(|node| node.attribute("code"));
            let code = code.expect("a type");
            let value = get(find(transaction, "value")).expect("a value");
            let currency = value.attribute("currency").or(activity.attribute("default-currency")).expect("a currency");
            let (whole, cents) =
                value.text().expect("text").split_once('.').unwrap_or((value.text().expect("text"), ""));
            let minor: u64 = format!("{whole}{cents:0<2}").parse().expect("two digits at most");
            if ["1", "11", "3", "4"].contains(&code) {
                *sums.entry((id.to_owned(), code.to_owned(), currency.to_owned())).or_default() += minor;
            }
        }
    }
    sums
}

#[test]
fn a_real_file_imports_whole_and_its_totals_are_the_files() {
    let Some(xml) = real_file() else { return };
    let plan = plan(&xml, &Empty).expect("an IATI file");
    let planned: BTreeMap<_, _> = plan
        .totals
        .iter()
        .filter_map(|total| {
            let code = total.flow.code()?;
            Some(((total.activity.clone(), code.to_owned(), total.currency.to_string()), total.amount))
        })
        .collect();
    assert_eq!(planned, sums_of(&xml));
    let funds = plan.steps.iter().filter(|step| matches!(step.event, Event::FundOpened(_))).count();
    assert_eq!(funds, 7, "an activity each, and one of them only in dollars");
    let transactions: u64 =
        plan.totals.iter().filter(|total| total.flow.code().is_some()).map(|total| total.count).sum();
    let left_out = plan.unused.iter().filter(|unused| unused.element == "iati-activity/transaction").count();
    assert_eq!(transactions + left_out as u64, 63);
}

#[test]
fn every_step_is_a_valid_event_with_a_key_of_its_own() {
    let Some(xml) = real_file() else { return };
    let plan = plan(&xml, &Empty).expect("an IATI file");
    let mut keys = BTreeSet::new();
    let mut payments = BTreeSet::new();
    for step in &plan.steps {
        let json = step.event.to_json();
        assert_eq!(Event::parse(json.as_bytes()).as_ref(), Ok(&step.event), "{json}");
        assert!(keys.insert(step.key), "{json}");
        match &step.event {
            Event::TransferMade(event) => assert!(payments.insert(event.id.clone()), "{json}"),
            Event::ExpensePaid(event) => assert!(payments.insert(event.id.clone()), "{json}"),
            _ => {}
        }
        assert!(!json.contains("eeas.europa.eu") && !json.contains("05 521 74"), "{json}");
    }
}

#[test]
fn the_ledger_accepts_every_step() {
    let Some(xml) = real_file() else { return };
    let (mut state, mut past) = (State::default(), Memory::default());
    for step in plan(&xml, &Empty).expect("an IATI file").steps {
        let actor = Actor::new("pax/import").expect("an actor");
        let request = Request { actor, approver: None, at: Timestamp::ZERO, event: step.event, key: step.key };
        match state.record(&mut past, request) {
            Ok(recorded) => past.keep(recorded),
            Err(failure) => panic!("line {}: {failure:?}", step.line),
        }
    }
}

#[test]
fn no_fund_is_ever_short_and_own_contributions_are_exact() {
    let Some(xml) = real_file() else { return };
    let plan = plan(&xml, &Empty).expect("an IATI file");
    let mut in_hand: BTreeMap<String, i64> = BTreeMap::new();
    for step in &plan.steps {
        let (pool, change) = match &step.event {
            Event::DonationReceived(event) => (format!("cash/{}", event.fund), event.amount.get() as i64),
            Event::TransferMade(event) => (event.from.to_string(), -(event.amount.get() as i64)),
            Event::ExpensePaid(event) => (event.from.to_string(), -(event.amount.get() as i64)),
            _ => continue,
        };
        let own = matches!(&step.event, Event::DonationReceived(event) if event.method.as_str() == "own_contribution");
        let held = in_hand.entry(pool.clone()).or_default();
        *held += change;
        assert!(*held >= 0, "{pool}: {held}");
        assert!(!own || *held > 0);
    }
    let contributed: Vec<_> = plan.totals.iter().filter(|total| total.flow == Flow::OwnContribution).collect();
    assert!(contributed.iter().any(|total| total.activity.starts_with("DE-1-") && total.amount == 19_502_139));
}

#[test]
fn a_second_run_plans_the_same_but_for_organisations_that_are_there() {
    let Some(xml) = real_file() else { return };
    let first = plan(&xml, &Empty).expect("an IATI file");
    assert_eq!(plan(&xml, &Empty).as_ref(), Ok(&first));
    let second = plan(&xml, &After::of(&first)).expect("an IATI file");
    let others = |step: &&Step| !matches!(step.event, Event::OrganisationRegistered(_));
    assert_eq!(second.steps, first.steps.iter().filter(others).cloned().collect::<Vec<_>>());
    assert_eq!((second.unused, second.totals), (first.unused, first.totals));
}

#[test]
fn what_is_unused_stands_on_the_line_it_names() {
    let Some(xml) = real_file() else { return };
    let lines: Vec<&str> = xml.lines().collect();
    let plan = plan(&xml, &Empty).expect("an IATI file");
    assert!(plan.unused.is_sorted_by_key(|unused| unused.line));
    for unused in &plan.unused {
        let tag = unused.element.rsplit('/').next().expect("a name");
        let line = lines.get(unused.line as usize - 1).expect("a line of the file");
        assert!(line.contains(&format!("<{tag}")), "{unused:?}: {line}");
    }
    let listed = |element: &str| plan.unused.iter().filter(|unused| unused.element == element).count();
    for name in ["budget", "result", "contact-info", "policy-marker", "participating-org", "related-activity"] {
        assert_eq!(
            listed(&format!("iati-activity/{name}")),
            xml.matches(&format!("<{name} ")).count() + xml.matches(&format!("<{name}>")).count(),
            "{name}"
        );
    }
}

#[test]
fn a_shortfall_is_the_reporters_own_contribution_just_before() {
    let xml = activity(
        &[
            transaction("4", "2024-03-02", "70.00", ""),
            transaction("1", "2024-03-01", "50", ""),
            transaction("4", "2024-03-02", "10", ""),
        ]
        .concat(),
    );
    let plan = plan(&xml, &Empty).expect("an IATI file");
    assert_eq!(
        kinds(&plan),
        [
            "organisation_registered",
            "fund_opened",
            "donation_received",
            "donation_received",
            "expense_paid",
            "donation_received",
            "expense_paid",
        ]
    );
    let gifts: Vec<_> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.event {
            Event::DonationReceived(gift) => {
                Some((gift.method.as_str(), gift.amount.get(), gift.received_on.to_string()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        gifts,
        [
            ("iati_incoming_funds", 5_000, "2024-03-01".to_owned()),
            ("own_contribution", 2_000, "2024-03-02".to_owned()),
            ("own_contribution", 1_000, "2024-03-02".to_owned()),
        ]
    );
}

#[test]
fn money_for_a_partner_is_transferred_and_money_for_oneself_is_spent() {
    let to = |inside: &str| format!("<receiver-org {inside}</receiver-org>");
    let xml = activity(
        &[
            transaction("1", "2024-01-01", "100", ""),
            transaction("3", "2024-01-02", "10", &to(r#"ref="UG-NGO-2" type="22"><narrative>Partner</narrative>"#)),
            transaction("3", "2024-01-03", "10", &to(r#"ref="nl-kvk-1"><narrative>Ourselves</narrative>"#)),
            transaction("3", "2024-01-04", "10", &to(r#"ref="N/A"><narrative>Zweite Hilfe</narrative>"#)),
            transaction("3", "2024-01-05", "10", ""),
        ]
        .concat(),
    );
    let plan = plan(&xml, &Empty).expect("an IATI file");
    assert_eq!(
        kinds(&plan),
        [
            "organisation_registered",
            "fund_opened",
            "donation_received",
            "organisation_registered",
            "transfer_made",
            "expense_paid",
            "organisation_registered",
            "transfer_made",
            "expense_paid",
        ]
    );
    let to: Vec<_> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.event {
            Event::TransferMade(event) => Some(event.to.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(to, ["cash/xx-1@ug-ngo-2", "cash/xx-1@zweite-hilfe"]);
}

#[test]
fn transactions_alike_stay_apart() {
    let alike = transaction("1", "2024-01-01", "5", "");
    let plan = plan(&activity(&alike.repeat(3)), &Empty).expect("an IATI file");
    let keys: BTreeSet<_> = plan.steps.iter().map(|step| &step.key).collect();
    assert_eq!((plan.steps.len(), keys.len()), (5, 5));
}

#[test]
fn what_cannot_be_used_is_listed_with_line_element_and_reason() {
    let xml = activity(
        r#"<title><narrative>Again</narrative></title>
<description><narrative xml:lang="de">Wort</narrative><narrative xml:lang="EN">Word a@b.example</narrative></description>
<contact-info><email>someone@example.org</email></contact-info>
<budget><value>1</value></budget>
<own:thing xmlns:own="urn:own"/>
<transaction><transaction-type code="2"/></transaction>
<transaction><transaction-type code="7"/></transaction>
<transaction><transaction-type code="4"/><transaction-date iso-date="2024-02-30"/><value>1</value></transaction>
<transaction><transaction-type code="4"/><transaction-date iso-date="2024-02-28"/><value>-1</value></transaction>
<transaction><transaction-type code="4"/><transaction-date iso-date="2024-02-28"/><value currency="ZZZ">1</value></transaction>
<transaction><transaction-type code="4"/><transaction-date iso-date="2024-02-28"/><value>1.001</value></transaction>
<transaction><transaction-type code="4"/><value>1</value></transaction>"#,
    );
    let plan = plan(&xml, &Empty).expect("an IATI file");
    assert_eq!(
        reasons(&plan),
        [
            (5, "iati-activity/title", "repeated"),
            (6, "iati-activity/description/narrative", "other_language"),
            (6, "iati-activity/description/narrative", "personal_data"),
            (7, "iati-activity/contact-info", "personal_data"),
            (8, "iati-activity/budget", "plan"),
            (9, "iati-activity/thing", "foreign"),
            (10, "iati-activity/transaction", "plan"),
            (11, "iati-activity/transaction", "transaction_type"),
            (12, "iati-activity/transaction", "date"),
            (13, "iati-activity/transaction", "amount_negative"),
            (14, "iati-activity/transaction", "currency"),
            (15, "iati-activity/transaction", "amount_too_fine"),
            (16, "iati-activity/transaction", "missing"),
        ]
    );
    assert_eq!(kinds(&plan), ["organisation_registered", "fund_opened"], "a fund even so");
    assert!(!plan.steps.iter().any(|step| step.event.to_json().contains('@')));
}

#[test]
fn long_texts_are_cut_and_the_cut_is_listed() {
    let long = "河".repeat(2_500);
    let xml = activity(&format!("<description><narrative>{long}</narrative></description>"));
    let plan = plan(&xml, &Empty).expect("an IATI file");
    assert_eq!(
        plan.unused.first().map(|unused| &unused.reason),
        Some(&Reason::Truncated { kept: 1_999, given: 2_500 })
    );
}

#[test]
fn a_file_that_is_no_activity_file_is_refused_with_its_place() {
    let code = |xml: &str| plan(xml, &Empty).map(|plan| plan.steps.len()).map_err(|error| error.code());
    assert_eq!(code("<iati-activities version='2.03'/>"), Ok(0));
    assert_eq!(code("<iati-activities version='1.05'/>"), Err("iati_version"));
    assert_eq!(code("<iati-organisations version='2.03'/>"), Err("not_iati_activities"));
    assert_eq!(code(""), Err("not_xml"));
    assert_eq!(code("<!DOCTYPE a [<!ENTITY b 'c'>]><iati-activities version='2.03'/>"), Err("not_xml"));
    let stop = plan("<iati-activities version='2.03'>\n  <a></b>\n", &Empty).expect_err("tags cross");
    assert!(matches!(stop, ImportError::NotXml { line: 2, column: 6, .. }), "{stop:?}");
    let deep = format!(
        "<iati-activities version='2.03'>{}{}</iati-activities>",
        "<a>".repeat(200_000),
        "</a>".repeat(200_000)
    );
    assert_eq!(code(&deep), Ok(0), "depth costs no stack");
}
