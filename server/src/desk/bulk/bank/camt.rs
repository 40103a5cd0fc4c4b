//! ISO 20022 camt.053, bank to customer statement, versions 001.02 and 001.08.
//!
//! Amounts are held to the standard's own rule, that they have no more digits behind the point than ISO 4217 gives the
//! currency: `8.850` in euro is refused, not read as 8.85, because a bank that writes it may mean either.

use roxmltree::{Document, Node};

use ledger::value::{Amount, Currency, Date};

use super::{Balance, BankLine, FILE_BYTES_LIMIT, Fault, Flow, LINES_LIMIT, Refused, Statement, Why};
use crate::desk::bulk::day::{DateOrder, day};
use crate::import::{AmountFault, minor};

/// What a namespace ends with.
const VERSIONS: [&str; 2] = ["camt.053.001.02", "camt.053.001.08"];

/// Elements and texts of a file: a booking has about sixty.
const NODES_LIMIT: u32 = 2_000_000;

/// Reads every statement of a file.
///
/// # Errors
/// [`Refused`]: nothing was taken.
pub fn read(xml: &str) -> Result<Vec<Statement>, Refused> {
    if xml.len() > FILE_BYTES_LIMIT {
        return Err(Refused::TooLong);
    }
    // Document type definitions stay off, and with them entities.
    let options = roxmltree::ParsingOptions { nodes_limit: NODES_LIMIT, ..Default::default() };
    let document = Document::parse_with_options(xml, options)
        .map_err(|stop| Refused::NotXml { line: stop.pos().row, fault: stop.to_string() })?;
    let root = document.root_element();
    let namespace = root.tag_name().namespace().unwrap_or_default();
    if !VERSIONS.iter().any(|version| namespace.ends_with(version)) {
        let given = if namespace.is_empty() { root.tag_name().name() } else { namespace };
        return Err(Refused::NotStatement { given: given.to_owned() });
    }
    let mut reader = Reader { xml, faults: Vec::new(), breaks: breaks(xml) };
    let statements: Vec<Statement> = under(root, &["BkToCstmrStmt"])
        .iter()
        .flat_map(|body| children(*body, "Stmt"))
        .filter_map(|node| reader.statement(node))
        .collect();
    if !reader.faults.is_empty() {
        return Err(Refused::Lines(reader.faults));
    }
    let lines: usize = statements.iter().map(|statement| statement.lines.len()).sum();
    match lines {
        _ if statements.is_empty() => Err(Refused::Empty),
        lines if lines > LINES_LIMIT => Err(Refused::TooManyLines),
        _ => Ok(statements),
    }
}

struct Reader<'x> {
    xml: &'x str,
    faults: Vec<Fault>,
    /// Where lines end: the parser's own search starts at the top each time.
    breaks: Vec<usize>,
}

fn breaks(xml: &str) -> Vec<usize> {
    xml.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(place, _)| place).collect()
}

impl Reader<'_> {
    fn line(&self, node: Node<'_, '_>) -> u32 {
        debug_assert!(node.range().end <= self.xml.len(), "a node of this text");
        let before = self.breaks.partition_point(|end| *end < node.range().start);
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn fault(&mut self, node: Node<'_, '_>, field: &str, why: Why) {
        let line = self.line(node);
        self.faults.push(Fault::new(line, field, why));
    }

    fn statement(&mut self, node: Node<'_, '_>) -> Option<Statement> {
        let account = text_at(node, &["Acct", "Id", "IBAN"]).or_else(|| text_at(node, &["Acct", "Id", "Othr", "Id"]));
        let currency = self.currency(node)?;
        let mut statement = Statement {
            account: account.unwrap_or_default().split_whitespace().collect(),
            id: text_at(node, &["Id"]).unwrap_or_default().to_owned(),
            currency,
            opening: self.balance(node, currency, &["OPBD", "PRCD"]),
            closing: self.balance(node, currency, &["CLBD"]),
            lines: Vec::new(),
            unbooked: Vec::new(),
        };
        for booking in children(node, "Ntry") {
            if is_booked(booking) {
                self.booking(booking, currency, &mut statement.lines);
            } else {
                statement.unbooked.push(self.line(booking));
            }
        }
        Some(statement)
    }

    /// The account's own, else that of the first booking, else that of a balance.
    fn currency(&mut self, node: Node<'_, '_>) -> Option<Currency> {
        let of = |node: &Node<'_, '_>| {
            under(*node, &["Amt"]).first().and_then(|amount| amount.attribute("Ccy")).map(str::to_owned)
        };
        let first = |name| children(node, name).iter().find_map(of);
        let code =
            text_at(node, &["Acct", "Ccy"]).map(str::to_owned).or_else(|| first("Ntry")).or_else(|| first("Bal"));
        let Some(code) = code else {
            self.fault(node, "Acct/Ccy", Why::Missing);
            return None;
        };
        let currency = Currency::new(&code);
        if currency.is_none() {
            self.fault(node, "Acct/Ccy", Why::Currency { given: code });
        }
        currency
    }

    /// The balance of one of these types; one in another currency says nothing about this account.
    fn balance(&mut self, node: Node<'_, '_>, currency: Currency, types: &[&str]) -> Option<Balance> {
        let is = |balance: &Node<'_, '_>| {
            let code = text_at(*balance, &["Tp", "CdOrPrtry", "Cd"]).unwrap_or_default();
            types.contains(&code) && amount_currency(*balance).is_none_or(|given| given == currency.as_str())
        };
        let balance = children(node, "Bal").into_iter().find(is)?;
        let on = self.date(balance, "Bal/Dt", &["Dt"])?;
        let minor = match self.amount(balance, "Bal/Amt", currency) {
            Ok(amount) => i64::try_from(amount.get()).ok()?,
            Err(AmountFault::Zero) => 0,
            Err(fault) => {
                self.fault(balance, "Bal/Amt", Why::Amount(fault));
                return None;
            }
        };
        match text_at(balance, &["CdtDbtInd"]) {
            Some("CRDT") => Some(Balance { minor, on }),
            Some("DBIT") => Some(Balance { minor: -minor, on }),
            _ => {
                self.fault(balance, "Bal/CdtDbtInd", Why::Direction);
                None
            }
        }
    }

    fn booking(&mut self, node: Node<'_, '_>, currency: Currency, lines: &mut Vec<BankLine>) {
        let flow = match text_at(node, &["CdtDbtInd"]) {
            Some("CRDT") => Some(Flow::In),
            Some("DBIT") => Some(Flow::Out),
            _ => None,
        };
        if flow.is_none() {
            self.fault(node, "Ntry/CdtDbtInd", Why::Direction);
        }
        if let Some(given) = amount_currency(node).filter(|given| *given != currency.as_str()) {
            let (account, given) = (currency.to_string(), given.to_owned());
            self.fault(node, "Ntry/Amt", Why::OtherCurrency { account, given });
            return;
        }
        let amount = match self.amount(node, "Ntry/Amt", currency) {
            // Banks book notes of no amount; they move nothing.
            Err(AmountFault::Zero) => return,
            Err(fault) => {
                self.fault(node, "Ntry/Amt", Why::Amount(fault));
                None
            }
            Ok(amount) => Some(amount),
        };
        let booked_on = self.date(node, "Ntry/BookgDt", &["BookgDt", "ValDt"]);
        let (Some(flow), Some(amount), Some(booked_on)) = (flow, amount, booked_on) else { return };
        let line = self.line(node);
        let parts = parts(node, amount, currency);
        for (part, (details, amount)) in (0..).zip(parts) {
            lines.push(BankLine {
                line,
                part,
                flow,
                amount,
                booked_on,
                bank_id: bank_id(node, details),
                references: references(details),
                remittance: remittance(node, details),
                counterparty: counterparty(details, flow),
                takes_back: text_at(node, &["RvslInd"]) == Some("true"),
            });
        }
    }

    fn amount(&mut self, node: Node<'_, '_>, _field: &str, currency: Currency) -> Result<Amount, AmountFault> {
        exact(text_at(node, &["Amt"]).unwrap_or_default(), currency)
    }

    /// The first of these dates: `Dt`, or the day of `DtTm`.
    fn date(&mut self, node: Node<'_, '_>, field: &str, names: &[&str]) -> Option<Date> {
        let given =
            names.iter().find_map(|name| text_at(node, &[name, "Dt"]).or_else(|| text_at(node, &[name, "DtTm"])));
        let date = given.and_then(|given| day(given, DateOrder::YearFirst));
        if date.is_none() {
            let why = given.map_or(Why::Missing, |given| Why::Date { given: given.chars().take(40).collect() });
            self.fault(node, field, why);
        }
        date
    }
}

/// An amount with no more digits than its currency has, zeros counted.
fn exact(text: &str, currency: Currency) -> Result<Amount, AmountFault> {
    let digits = currency.exponent();
    let given = text.trim().split_once('.').map_or(0, |(_, part)| part.len());
    let amount = minor(text, currency);
    match amount {
        Ok(_) | Err(AmountFault::Zero) if given > usize::try_from(digits).unwrap_or_default() => {
            Err(AmountFault::TooFine { digits })
        }
        other => other,
    }
}

/// `Sts` holds the code itself in version 2, and an element of it in version 8.
fn is_booked(node: Node<'_, '_>) -> bool {
    text_at(node, &["Sts", "Cd"]).or_else(|| text_at(node, &["Sts"])) == Some("BOOK")
}

/// The transfers of a booking with their amounts, where each says its own and they add up; else the booking as one.
fn parts<'a, 'x>(node: Node<'a, 'x>, whole: Amount, currency: Currency) -> Vec<(Option<Node<'a, 'x>>, Amount)> {
    let details: Vec<Node<'a, 'x>> =
        children(node, "NtryDtls").into_iter().flat_map(|one| children(one, "TxDtls")).collect();
    if let [] | [_] = details.as_slice() {
        return vec![(details.first().copied(), whole)];
    }
    let amounts: Option<Vec<Amount>> = details.iter().map(|one| part_amount(*one, currency)).collect();
    let sum = |amounts: &[Amount]| amounts.iter().try_fold(0_u64, |sum, amount| sum.checked_add(amount.get()));
    match amounts {
        Some(amounts) if sum(&amounts) == Some(whole.get()) => details.into_iter().map(Some).zip(amounts).collect(),
        _ => vec![(None, whole)],
    }
}

fn part_amount(details: Node<'_, '_>, currency: Currency) -> Option<Amount> {
    let direct = children(details, "Amt").into_iter().next();
    let node = direct.or_else(|| under(details, &["AmtDtls", "TxAmt", "Amt"]).into_iter().next())?;
    let same = node.attribute("Ccy").is_none_or(|given| given == currency.as_str());
    if same { exact(node.text()?, currency).ok() } else { None }
}

/// What the bank calls the transfer, else the booking.
fn bank_id(booking: Node<'_, '_>, details: Option<Node<'_, '_>>) -> Option<String> {
    let of_details = details
        .and_then(|node| ["AcctSvcrRef", "TxId", "InstrId"].iter().find_map(|name| text_at(node, &["Refs", name])));
    let id = of_details.or_else(|| text_at(booking, &["AcctSvcrRef"]))?;
    (id != "NOTPROVIDED").then(|| id.to_owned())
}

fn references(details: Option<Node<'_, '_>>) -> Vec<String> {
    let Some(node) = details else { return Vec::new() };
    let places: [&[&str]; 3] = [&["Refs", "EndToEndId"], &["Refs", "MndtId"], &["RmtInf", "Strd", "CdtrRefInf", "Ref"]];
    let found = places.iter().flat_map(|place| under(node, place)).filter_map(|node| node.text());
    let mut out: Vec<String> = found.map(|text| text.trim().to_owned()).collect();
    out.retain(|text| !text.is_empty() && text != "NOTPROVIDED");
    out
}

fn remittance(booking: Node<'_, '_>, details: Option<Node<'_, '_>>) -> String {
    let texts = details.map(|node| under(node, &["RmtInf", "Ustrd"])).unwrap_or_default();
    let mut out: Vec<&str> = texts.iter().filter_map(Node::text).map(str::trim).collect();
    if out.is_empty() {
        let more =
            details.and_then(|node| text_at(node, &["AddtlTxInf"])).or_else(|| text_at(booking, &["AddtlNtryInf"]));
        out.extend(more);
    }
    out.join(" ")
}

/// The other side: who paid in, or who was paid. Version 8 has one more element in between.
fn counterparty(details: Option<Node<'_, '_>>, flow: Flow) -> Option<String> {
    let role = match flow {
        Flow::In => "Dbtr",
        Flow::Out => "Cdtr",
    };
    let node = details?;
    text_at(node, &["RltdPties", role, "Nm"])
        .or_else(|| text_at(node, &["RltdPties", role, "Pty", "Nm"]))
        .map(str::to_owned)
}

fn amount_currency<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    children(node, "Amt").into_iter().next().and_then(|amount| amount.attribute("Ccy"))
}

fn children<'a, 'x>(node: Node<'a, 'x>, name: &str) -> Vec<Node<'a, 'x>> {
    node.children().filter(|child| child.is_element() && child.tag_name().name() == name).collect()
}

/// All elements at a path of names.
fn under<'a, 'x>(node: Node<'a, 'x>, path: &[&str]) -> Vec<Node<'a, 'x>> {
    path.iter().fold(vec![node], |nodes, name| nodes.into_iter().flat_map(|node| children(node, name)).collect())
}

/// The text of the first element at a path, if there is any.
fn text_at<'a>(node: Node<'a, '_>, path: &[&str]) -> Option<&'a str> {
    under(node, path).first().and_then(Node::text).map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
