//! One `transaction`: what it moved, when, and between whom.

use std::collections::HashMap;

use ledger::value::{Amount, Currency, Date, Prose};
use roxmltree::Node;

use super::Flow;
use super::amount::{AmountFault, minor};
use super::identity::fingerprint;
use super::organisation::Party;
use super::source::{Gaps, attribute, child, is_iati};
use super::text;
use super::unused::Reason;

/// A transaction that can be used.
pub(super) struct Transaction<'a, 'x> {
    pub(super) node: Node<'a, 'x>,
    pub(super) line: u32,
    pub(super) flow: Flow,
    pub(super) date: Date,
    pub(super) currency: Currency,
    pub(super) amount: Amount,
    /// Who gave, or who got, where the file says so.
    pub(super) counterparty: Option<Party>,
    pub(super) note: Option<Prose>,
    /// The publisher's number for it; empty if none, and not always its own.
    pub(super) reference: &'a str,
}

impl<'a, 'x> Transaction<'a, 'x> {
    /// Reads a transaction of an activity of `reporter`. What is missing inside goes to `gaps` only if the
    /// transaction itself can be used.
    pub(super) fn read(
        node: Node<'a, 'x>,
        default_currency: Option<&str>,
        reporter: &Party,
        gaps: &mut Gaps<'_>,
    ) -> Result<Self, Reason> {
        let flow = flow_of(node)?;
        let date = date_of(child(node, "transaction-date").ok_or(Reason::Missing { what: "transaction-date" })?)?;
        let value = child(node, "value").ok_or(Reason::Missing { what: "value" })?;
        let code = attribute(value, "currency").or(default_currency).ok_or(Reason::Missing { what: "currency" })?;
        let currency = Currency::new(code).ok_or_else(|| Reason::Currency { given: code.to_owned() })?;
        let amount = minor(value.text().unwrap_or_default(), currency).map_err(Reason::Amount)?;

        let counterparty = parties(node, flow, reporter, gaps);
        let reference = attribute(node, "ref").unwrap_or_default();
        let note = note_of(node, date, value, reference, gaps);
        Ok(Self { node, line: gaps.line(node), flow, date, currency, amount, counterparty, note, reference })
    }

    /// What makes it this transaction and no other: the activity, its facts, and how many alike came before it. Its
    /// texts are left out, so that a publisher who mends one and a second import are stopped, not counted twice.
    pub(super) fn fingerprint(&self, activity: &str, ordinals: &mut HashMap<[u8; 32], u32>) -> [u8; 32] {
        let facts = [
            activity,
            self.flow.word(),
            &self.date.to_string(),
            self.currency.as_str(),
            &self.amount.get().to_string(),
            self.reference,
        ];
        let alike = fingerprint(&facts);
        let ordinal = ordinals.entry(alike).or_default();
        *ordinal += 1;
        fingerprint(&[facts.as_slice(), &[&ordinal.to_string()]].concat())
    }

    /// The reason for a transaction that its fund can't hold any more.
    pub(super) fn too_big() -> Reason {
        Reason::Amount(AmountFault::TooBig)
    }
}

fn flow_of(node: Node<'_, '_>) -> Result<Flow, Reason> {
    let code = child(node, "transaction-type")
        .and_then(|kind| attribute(kind, "code"))
        .ok_or(Reason::Missing { what: "transaction-type" })?;
    match (Flow::from_code(code), code) {
        (Some(flow), _) => Ok(flow),
        // Outgoing commitment, outgoing pledge, incoming pledge.
        (None, "2" | "12" | "13") => Err(Reason::Plan),
        (None, _) => Err(Reason::TransactionType { code: code.to_owned() }),
    }
}

/// A day, as in `iso-date`. XML Schema allows a time zone behind it, which a day in a ledger has no use for.
pub(super) fn date_of(node: Node<'_, '_>) -> Result<Date, Reason> {
    let text = attribute(node, "iso-date").ok_or(Reason::Missing { what: "iso-date" })?;
    let day = text.get(..10).and_then(Date::parse);
    let zone = text.get(10..).unwrap_or_default();
    let zone_fits = zone.is_empty() || zone == "Z" || (zone.len() == 6 && zone.starts_with(['+', '-']));
    day.filter(|_| zone_fits).ok_or_else(|| Reason::Date { given: text.chars().take(40).collect() })
}

/// Reads both sides: one must be the reporter, the other is returned. Lists the rest of the children.
fn parties(node: Node<'_, '_>, flow: Flow, reporter: &Party, gaps: &mut Gaps<'_>) -> Option<Party> {
    let (other_side, own_side) =
        if flow.is_incoming() { ("provider-org", "receiver-org") } else { ("receiver-org", "provider-org") };
    let mut counterparty = None;
    let mut seen: Vec<&str> = Vec::new();
    for part in node.children().filter(Node::is_element) {
        let name = part.tag_name().name();
        if !is_iati(part) {
            gaps.add(part, Reason::Foreign);
            continue;
        }
        if !["transaction-type", "transaction-date", "value", "description", other_side, own_side].contains(&name) {
            gaps.add(part, Reason::NoField);
        } else if seen.contains(&name) {
            gaps.add(part, Reason::Repeated);
        } else if name == other_side {
            counterparty = Party::read(part, gaps);
            if counterparty.is_none() {
                gaps.add(part, Reason::Nameless);
            }
        } else if name == own_side {
            // Read apart: the reporter's name in other languages was listed with the activity.
            let mut aside = gaps.aside();
            if Party::read(part, &mut aside).is_some_and(|party| !party.is(reporter)) {
                gaps.add(part, Reason::OtherOrganisation);
            }
        }
        seen.push(name);
    }
    counterparty
}

/// The description, the publisher's number, and the day of the value where it is another.
fn note_of(node: Node<'_, '_>, date: Date, value: Node<'_, '_>, reference: &str, gaps: &mut Gaps<'_>) -> Option<Prose> {
    let mut parts = Vec::new();
    let description = child(node, "description").and_then(|part| Some((part, text::narrative(part, gaps)?)));
    let mut head = String::new();
    let reference = text::clean(reference);
    if !reference.is_empty() {
        head = format!("Ref. {reference}");
    }
    if let Some(day) = attribute(value, "value-date").filter(|day| *day != date.to_string()) {
        let join = if head.is_empty() { "" } else { ", " };
        head = format!("{head}{join}Value date {}", text::clean(day));
    }
    if !head.is_empty() {
        parts.push((node, head));
    }
    parts.extend(description);
    text::prose(&parts, gaps)
}
