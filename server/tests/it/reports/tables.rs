//! A report's tables: RFC 4180, a data package around them, a workbook.

use serde_json::Value;

use super::bytes;
use crate::world::World;

#[test]
fn a_table_is_rfc_4180_and_adds_up() {
    let world = World::demo(200, 3);
    let server = world.serve();
    let size = world.head().size;
    for lang in ["en", "zh"] {
        let text = bytes(&server, &format!("/{lang}/reports/{size}/report.csv"));
        assert!(text.ends_with(b"\r\n"));
        let mut reader = csv::Reader::from_reader(text.as_slice());
        let headings = reader.headers().expect("headings").clone();
        assert_eq!(headings.len(), 18);
        let total = if lang == "en" { "Total" } else { "合计" };
        let mut sums: std::collections::BTreeMap<String, (u64, u64)> = Default::default();
        let mut totals = 0;
        for record in reader.records() {
            let record = record.expect("a row");
            let number = |column: usize| record[column].parse::<u64>().unwrap_or(0);
            let slot = sums.entry(record[10].to_owned()).or_default();
            if &record[3] == total {
                assert_eq!(*slot, (number(13), number(14)), "{record:?}");
                totals += 1;
            } else {
                *slot = (slot.0 + number(13), slot.1 + number(14));
            }
        }
        assert_eq!(totals, sums.len());
    }
}

#[test]
fn a_workbook_has_typed_cells_and_its_formulas_keep_the_reports_sums() {
    let world = World::demo(100, 2);
    let server = world.serve();
    let size = world.head().size;
    let book = bytes(&server, &format!("/en/reports/{size}/report.xlsx"));
    assert_eq!(book, bytes(&server, &format!("/en/reports/{size}/report.xlsx")));
    let mut archive =
        calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(std::io::Cursor::new(book)).expect("a workbook");
    use calamine::Reader as _;
    let figures = server.json(&format!("/en/reports/{size}/report.json"))["figures"].clone();
    let accounts = archive.worksheet_range("Accounts").expect("a sheet");
    let listed = figures["accounts"].as_array().expect("accounts");
    assert_eq!(accounts.height(), listed.len() + 1);
    for (line, account) in (1..).zip(listed) {
        assert_eq!(accounts.get((line, 0)).map(ToString::to_string).as_deref(), account["pool"].as_str());
    }
    let formulas = archive.worksheet_formula("Accounts").expect("formulas");
    assert!(formulas.used_cells().count() >= listed.len());
    let rows = archive.worksheet_range("Rows").expect("a sheet");
    assert!(matches!(rows.get((1, 1)), Some(calamine::Data::DateTime(_))), "{:?}", rows.get((1, 1)));
}

#[test]
fn a_data_package_leads_to_its_tables_without_a_path_from_a_root() {
    let world = World::opened();
    let server = world.serve();
    let address = "/en/reports/4/datapackage.json?fund=flood-2026";
    let package: Value = serde_json::from_slice(&bytes(&server, address)).expect("JSON");
    for (resource, name) in package["resources"].as_array().expect("resources").iter().zip(["report", "people"]) {
        let path = resource["path"].as_str().expect("a path");
        assert_eq!(path, format!("{name}.csv?fund=flood-2026"));
        let base = reqwest::Url::parse(&server.url(address)).expect("an address");
        let table = base.join(path).expect("an address");
        let table = server.get(&format!("{}?{}", table.path(), table.query().unwrap_or_default()));
        let headings = table.text().expect("text").lines().next().expect("headings").to_owned();
        let fields = resource["schema"]["fields"].as_array().expect("fields").len();
        assert_eq!(csv_fields(&headings), fields, "{headings}");
    }
}

fn csv_fields(line: &str) -> usize {
    csv::Reader::from_reader(line.as_bytes()).headers().expect("headings").len()
}
