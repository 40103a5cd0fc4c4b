//! Rows of gifts and hand-outs, good and bad.

use super::super::fault::Why;
use super::super::file::lines;
use super::super::row::{self, Habits};
use super::*;

pub(in super::super) fn books() -> Books {
    let yuan = Currency::new("CNY").expect("a currency");
    let fund = |id: &str, title: &str| (id.to_owned(), title.to_owned(), yuan);
    let site = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    Books {
        funds: vec![fund("flood", "洪水救援"), fund("food", "Food")],
        projects: vec![site("tents", "Tents")],
        sites: vec![site("chengdu", "Chengdu warehouse"), site("s-1", "School"), site("s-2", "School")],
        places: vec![(
            "chengdu".into(),
            SitePlace { country: "CN".into(), admin1: Some("CN-SC".into()), name: Some("Chengdu".into()) },
        )],
        secret: "s".into(),
    }
}

pub(in super::super) fn read(kind: Kind, text: &str) -> Vec<Row> {
    row::rows(kind, &lines(text.as_bytes()).expect("a table"), Habits::default()).expect("rows")
}

fn planned(kind: Kind, text: &str) -> Result<Vec<Step>, Refused> {
    plan(kind, &read(kind, text), &books()).whole()
}

const GIFTS: &str = "fund,amount,received_on,method,donor,reference,email\n";

#[test]
fn a_row_becomes_a_gift_and_the_address_stays_out_of_it() {
    let text = format!("{GIFTS}洪水救援,500.00,2026-03-01,银行转账,Class 3b,R-1,li@example.org\n");
    let steps = planned(Kind::Gifts, &text).expect("plans");
    assert_eq!(
        steps[0].event.to_json(),
        r#"{"amount":50000,"donor":"Class 3b","fund":"flood","method":"bank_transfer","received_on":"2026-03-01","type":"donation_received"}"#
    );
    assert_eq!(steps[0].email.as_deref(), Some("li@example.org"));
}

#[test]
fn a_method_that_no_form_has_is_refused_with_those_that_there_are() {
    let text = format!("{GIFTS}flood,5,2026-03-01,barter,,,\nflood,5,2026-03-01,Bank transfer,,,\n");
    let planned = plan(Kind::Gifts, &read(Kind::Gifts, &text), &books());
    assert_eq!((named(&planned.faults), planned.steps.len()), (vec![(2, "method")], 1));
    let said = planned.faults[0].say(ledger::Lang::En);
    assert!(said.contains("“barter” is none of: bank transfer, cash, card, cheque"), "{said}");
}

#[test]
fn the_same_rows_have_the_same_keys_and_equal_rows_stay_apart() {
    let equal = format!("{GIFTS}flood,5.00,2026-03-01,cash,,,\nflood,5.00,2026-03-01,cash,,,\n");
    let keys =
        |text: &str| -> Vec<Key> { planned(Kind::Gifts, text).expect("plans").iter().map(|step| step.key).collect() };
    let first = keys(&equal);
    assert_ne!(first[0], first[1]);
    assert_eq!(first, keys(&equal));
    let numbered = |amount: &str| keys(&format!("{GIFTS}flood,{amount},2026-03-01,cash,,R-1,\n"));
    assert_eq!(numbered("5.00"), numbered("6.00"), "a reference is one gift, whatever else is said");
}

#[test]
fn every_bad_row_is_named_with_column_and_reason() {
    let text = format!(
        "{GIFTS}winter,5,2026-03-01,cash,,,\nflood,5.005,2026-03-01,cash,,,\nflood,,2026-03-01,cash,,,\n\
         flood,5,1.3.2026,cash,,,\nflood,5,2026-03-01,cash,,,nobody\nflood,5,2026-03-01,£,,,\nflood,5,2026-03-01,cash,,,\n"
    );
    let Err(Refused::Rows(faults)) = planned(Kind::Gifts, &text) else { panic!("refused") };
    let named: Vec<(u32, &str)> =
        faults.iter().map(|fault| (fault.row, fault.column.map_or("", |column| column.name))).collect();
    assert_eq!(named, [(2, "fund"), (3, "amount"), (4, "amount"), (5, "received_on"), (6, "email"), (7, "method")]);
    assert_eq!(faults[1].say(ledger::Lang::En), "Row 3, Amount: the currency has 2 digits behind the point");
}

/// Row and column of each fault.
fn named(faults: &[Fault]) -> Vec<(u32, &str)> {
    faults.iter().map(|fault| (fault.row, fault.column.map_or("", |column| column.name))).collect()
}

#[test]
fn all_that_is_wrong_in_a_row_is_named_and_good_rows_are_planned_beside_it() {
    let text = format!(
        "{GIFTS}winter,x,1.3.2026,cash,,,nobody\nflood,5.005,,£,{},,\nflood,5,2026-03-01,cash,,,\n",
        "a".repeat(300)
    );
    let planned = plan(Kind::Gifts, &read(Kind::Gifts, &text), &books());
    let expected = [
        (2, "fund"),
        (2, "amount"),
        (2, "received_on"),
        (2, "email"),
        (3, "amount"),
        (3, "received_on"),
        (3, "donor"),
        (3, "method"),
    ];
    let mut found = named(&planned.faults);
    found.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(planned.steps.len(), 1, "the last row is good");
}

#[test]
fn two_rows_with_one_reference_are_both_named() {
    let text = format!(
        "{GIFTS}flood,5,2026-03-01,cash,,R-1,\nfood,5,2026-03-01,cash,,R-1,\n洪水救援,6,2026-03-02,cash,,R-1,\n"
    );
    let Err(Refused::Rows(faults)) = planned(Kind::Gifts, &text) else { panic!("refused") };
    assert_eq!(named(&faults), [(4, "reference")], "another fund's reference is another");
    assert_eq!(
        faults[0].say(ledger::Lang::En),
        "Row 4, Your reference: “R-1” stands in row 2, too: each gift has a reference of its own"
    );
}

const HANDOUTS: &str = "id,site,lot,quantity,distributed_on,country,admin1,place,households,people\n";

#[test]
fn rows_of_one_hand_out_are_one_event() {
    let text = format!(
        "{HANDOUTS}y-1,Chengdu Warehouse,tents,40,2026-03-03,cn,CN-SC,Yingxiu,40,163\n\
         y-1,Chengdu Warehouse,rice,800,2026-03-03,cn,CN-SC,Yingxiu,40,163\n"
    );
    let steps = planned(Kind::Handouts, &text).expect("plans");
    assert_eq!((steps.len(), steps[0].rows.as_slice()), (1, &[2, 3][..]));
    let Event::GoodsDistributed(event) = &steps[0].event else { panic!("a hand-out") };
    assert_eq!((event.id.as_str(), event.site.as_str(), event.lines.len()), ("y-1", "chengdu", 2));
    let differs =
        text.replace("rice,800,2026-03-03,cn,CN-SC,Yingxiu,40,163", "rice,800,2026-03-03,cn,CN-SC,Yingxiu,41,163");
    let Err(Refused::Rows(faults)) = planned(Kind::Handouts, &differs) else { panic!("refused") };
    assert_eq!((faults[0].row, &faults[0].why), (3, &Why::Differs { first_row: 2 }));
}

#[test]
fn a_hand_out_is_where_its_site_is_unless_it_says_otherwise() {
    let place = |country: &str, admin1: &str, name: &str| {
        let text = format!("{HANDOUTS},chengdu,tents,40,2026-03-03,{country},{admin1},{name},40,163\n");
        match &planned(Kind::Handouts, &text).expect("plans")[0].event {
            Event::GoodsDistributed(event) => (
                event.place.country.as_str().to_owned(),
                event.place.admin1.as_ref().map(|part| part.as_str().to_owned()),
                event.place.name.as_ref().map(ToString::to_string),
            ),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(place("", "", ""), ("CN".into(), Some("CN-SC".into()), Some("Chengdu".into())));
    assert_eq!(place("", "", "Yingxiu"), ("CN".into(), None, Some("Yingxiu".into())));
    assert_eq!(place("尼泊尔", "", ""), ("NP".into(), None, None));
    assert_eq!(place("Nepal", "", "Barpak"), ("NP".into(), None, Some("Barpak".into())));
    let mut books = books();
    books.places.clear();
    let text = format!("{HANDOUTS},chengdu,tents,40,2026-03-03,,,,40,163\n,chengdu,t,4,2026-03-03,Atlantis,,,4,16\n");
    let planned = plan(Kind::Handouts, &read(Kind::Handouts, &text), &books);
    assert_eq!(named(&planned.faults), [(2, "country"), (3, "country")]);
    assert_eq!(planned.faults[0].why, Why::NoPlace);
    assert_eq!(planned.faults[1].why, Why::Country("Atlantis".into()));
}

#[test]
fn a_line_that_the_ledger_refuses_is_named_by_its_own_row() {
    let text = format!(
        "{HANDOUTS}y-1,chengdu,tents,40,2026-03-03,CN,,,40,163\ny-1,chengdu,RICE !,0,2026-03-03,CN,,,40,163\n\
         y-1,chengdu,oil,0,2026-03-03,CN,,,40,163\n"
    );
    let Err(Refused::Rows(faults)) = planned(Kind::Handouts, &text) else { panic!("refused") };
    let rows: Vec<u32> = faults.iter().map(|fault| fault.row).collect();
    assert_eq!(rows, [3, 3, 4], "{faults:?}");
}

#[test]
fn a_name_that_two_sites_have_is_not_guessed() {
    let text = format!("{HANDOUTS},School,tents,40,2026-03-03,CN,,,40,163\n,Nowhere,tents,40,2026-03-03,CN,,,40,163\n");
    let Err(Refused::Rows(faults)) = planned(Kind::Handouts, &text) else { panic!("refused") };
    assert_eq!(faults[0].why, Why::Ambiguous("School".into()));
    assert_eq!(faults[1].why, Why::Unknown("Nowhere".into()));
}

#[test]
fn what_the_ledger_refuses_is_told_by_the_column() {
    let text = format!("{HANDOUTS},chengdu,tents,0,2026-03-03,CN,,,40,163\n,chengdu,tents,1,2026-03-03,XX,,,40,163\n");
    let Err(Refused::Rows(faults)) = planned(Kind::Handouts, &text) else { panic!("refused") };
    let named: Vec<Option<&str>> = faults.iter().map(|fault| fault.column.map(|column| column.name)).collect();
    assert_eq!(named, [Some("quantity"), Some("country")]);
}
