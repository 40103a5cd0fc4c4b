use super::super::net;
use super::*;

/// The files of `SOURCES.md`: made up for tests of another reader, and valid by the standard's schema.
fn file(name: &str) -> String {
    let path = format!("{}/../../shared/data/camt053.{name}.xml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn version_2_is_read_with_its_balances_and_lines() {
    let [first, second] = &read(&file("v2.multi.statement")).expect("reads")[..] else { panic!("two statements") };
    assert_eq!((first.account.as_str(), first.currency.as_str()), ("NL26VAYB8060476890", "EUR"));
    assert_eq!(first.opening, Some(Balance { minor: 1_815, on: Date::parse("2014-12-30").expect("a day") }));
    assert_eq!(first.closing.map(|balance| balance.minor), Some(2_700));
    let [line] = &first.lines[..] else { panic!("one line") };
    assert_eq!((line.flow, line.amount.get(), line.booked_on.to_string().as_str()), (Flow::In, 885, "2014-12-31"));
    assert_eq!(line.references, ["000000001"]);
    assert_eq!(line.remittance, "Transaction Description 1");
    assert_eq!(second.lines[0].flow, Flow::Out);
    for statement in [first, second] {
        let moved = net(&statement.lines).expect("adds up");
        assert_eq!(statement.opening.expect("opening").minor + moved, statement.closing.expect("closing").minor);
    }
}

#[test]
fn version_8_is_read_and_balances_in_other_currencies_are_left_out() {
    let statements = read(&file("v8")).expect("reads");
    let statement = &statements[0];
    assert_eq!((statement.account.as_str(), statement.currency.as_str()), ("NL26VAYB8060476890", "EUR"));
    assert_eq!(statement.opening.map(|balance| balance.minor), Some(1_815));
    assert_eq!(statement.closing, None, "it is in kronor");
    let line = &statement.lines[0];
    assert_eq!((line.amount.get(), line.flow), (885, Flow::In), "not the zero kronor of its details");
    assert_eq!(line.bank_id.as_deref(), Some("AAAASESS-FP-CN_98765/01"));
    assert_eq!(line.counterparty.as_deref(), Some("NAME NAME"));
    assert!(line.references.contains(&"4654654654654654".to_owned()), "{:?}", line.references);
}

#[test]
fn an_amount_finer_than_a_cent_refuses_the_file_with_line_and_rule() {
    let Err(Refused::Lines(faults)) = read(&file("v2.five.decimals")) else { panic!("it must be refused") };
    let lines: Vec<(u32, &str)> = faults.iter().map(|fault| (fault.line, fault.field.as_str())).collect();
    assert_eq!(lines, [(37, "Bal/Amt"), (49, "Bal/Amt"), (61, "Ntry/Amt")]);
    assert_eq!(faults[2].why, Why::Amount(AmountFault::TooFine { digits: 2 }));
    assert_eq!(faults[2].say(ledger::Lang::En), "Line 61, Ntry/Amt: the currency has 2 digits behind the point");
}

fn with(entry: &str) -> Result<Vec<Statement>, Refused> {
    read(&format!(
        r#"<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>
        <Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>EUR</Ccy></Acct>{entry}</Stmt></BkToCstmrStmt></Document>"#
    ))
}

fn booking(inner: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-01</Dt></BookgDt>{inner}</Ntry>"
    )
}

#[test]
fn a_booking_of_many_transfers_is_taken_apart_where_they_add_up() {
    let details = |first: &str, second: &str| {
        let one = |amount| {
            format!("<TxDtls><Refs><EndToEndId>{amount}</EndToEndId></Refs><Amt Ccy=\"EUR\">{amount}</Amt></TxDtls>")
        };
        booking(&format!("<AcctSvcrRef>B1</AcctSvcrRef><NtryDtls>{}{}</NtryDtls>", one(first), one(second)))
    };
    let amounts = |xml: &str| -> Vec<(u32, u64)> {
        with(xml).expect("reads")[0].lines.iter().map(|line| (line.part, line.amount.get())).collect()
    };
    assert_eq!(amounts(&details("4.00", "6.00")), [(0, 400), (1, 600)]);
    assert_eq!(amounts(&details("4.00", "5.00")), [(0, 1_000)]);
}

#[test]
fn what_is_not_booked_or_moves_nothing_is_no_line() {
    let pending = booking("").replace("BOOK", "PDNG");
    let nothing = booking("").replace("10.00", "0.00");
    let statements = with(&format!("{pending}{nothing}{}", booking(""))).expect("reads");
    assert_eq!(statements[0].lines.len(), 1);
    assert_eq!(statements[0].unbooked, [2]);
}

#[test]
fn every_fault_is_named_not_only_the_first() {
    let bad = [
        booking("").replace("CRDT", "BOTH"),
        booking("").replace("2026-03-01", "2026-02-30"),
        booking("").replace("Ccy=\"EUR\"", "Ccy=\"SEK\""),
        booking("").replace("10.00", "-1.00"),
    ];
    let Err(Refused::Lines(faults)) = with(&bad.concat()) else { panic!("it must be refused") };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["Ntry/CdtDbtInd", "Ntry/BookgDt", "Ntry/Amt", "Ntry/Amt"]);
}

#[test]
fn other_files_are_refused_by_what_they_are() {
    assert!(matches!(read("<a>"), Err(Refused::NotXml { .. })));
    assert!(matches!(read("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), Err(Refused::NotXml { .. })));
    let pain = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"/>";
    assert!(matches!(read(pain), Err(Refused::NotStatement { given }) if given.ends_with("pain.001.001.03")));
    let empty = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"/>";
    assert_eq!(read(empty), Err(Refused::Empty));
}
