//! IATI 2.03 activities: a fund is an activity, each of its projects one below it, and a partner that spends a fund's
//! money one of its own, so that chains of organisations connect by their activities' identifiers.
//!
//! | in the ledger | in the file |
//! |---|---|
//! | gift of money | transaction 1, incoming funds; 11 where an import said commitment |
//! | refund of a gift | the same, negative |
//! | allocation, transfer to a partner, transfer to another fund | 3, disbursement, and 1 in the activity that receives |
//! | purchase, cost of goods, expense, fee, hand-out of cash | 4, expenditure; 3 where an import said disbursement |
//! | an organisation's own contribution, which an import worked out | nothing: it follows from the sums |
//!
//! Goods have no transactions in IATI: the money that bought them is spent at the purchase. Places of hand-outs are locations
//! of their activity, and papers behind its entries its documents. What has no element of its own (what was bought, why a
//! fee was charged, what a donor gave before the bank changed it) stands in the transaction's description.
//!
//! - `gather`: from entries to transactions; `write`: from activities to XML

use std::collections::BTreeMap;

use ledger::event::{Document, Place};
use ledger::value::{Currency, Date, PoolName, PoolParts};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event as Xml};

use super::material::Material;

mod gather;
mod write;

/// Who acts: a fund or project, in the hands of its steward or of a partner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Actor {
    fund: String,
    project: Option<String>,
    holder: Option<String>,
}

impl Actor {
    fn of(pool: &PoolName) -> Option<Self> {
        match pool.parts() {
            PoolParts::Cash { fund, project, holder } => Some(Self {
                fund: fund.to_owned(),
                project: project.map(str::to_owned),
                holder: holder.map(str::to_owned),
            }),
            PoolParts::Goods { .. } => None,
        }
    }

    fn fund(id: &str) -> Self {
        Self { fund: id.to_owned(), project: None, holder: None }
    }
}

/// An organisation on the other side.
#[derive(Debug, Clone, Default)]
struct Party {
    reference: Option<String>,
    activity: Option<String>,
    name: Option<String>,
}

/// One transaction.
#[derive(Debug, Clone)]
struct Transaction {
    code: &'static str,
    reference: String,
    day: Date,
    currency: Currency,
    minor: u64,
    negative: bool,
    provider: Option<Party>,
    receiver: Option<Party>,
    note: String,
}

/// A paper behind an entry.
#[derive(Debug, Clone)]
struct Paper {
    document: Document,
    /// Of IATI's code list `DocumentCategory`.
    category: &'static str,
    day: Date,
}

/// An activity under way.
#[derive(Debug, Default)]
struct Activity {
    transactions: Vec<Transaction>,
    /// Countries of its hand-outs, each as often as there was one.
    countries: BTreeMap<String, u64>,
    /// Where they were, by the places' words.
    places: BTreeMap<String, Place>,
    /// Papers behind its entries, by their hashes.
    papers: BTreeMap<String, Paper>,
    /// What was spent on food, and on all else.
    food: u64,
    other: u64,
}

type Activities = BTreeMap<Actor, Activity>;

/// The file.
#[must_use]
pub fn document(material: &Material) -> Vec<u8> {
    let activities = gather::activities(material);
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to memory never fails.
    let _ = xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = xml
        .create_element("iati-activities")
        .with_attribute(("version", "2.03"))
        .with_attribute(("generated-datetime", material.at.to_string().as_str()))
        .write_inner_content(|xml| {
            activities
                .iter()
                .try_for_each(|(actor, activity)| write::activity(xml, material, actor, activity, &activities))
        });
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

fn identifier(material: &Material, actor: &Actor) -> String {
    let mut id = format!("{}-{}", material.organisation_ref(reporter(material, actor)), actor.fund);
    for part in [&actor.project, &actor.holder].into_iter().flatten() {
        id.push('-');
        id.push_str(part);
    }
    id
}

/// Who reports: the partner that holds the money, else the fund's steward.
fn reporter<'m>(material: &'m Material, actor: &'m Actor) -> &'m str {
    let steward = material.funds.get(&actor.fund).map(|(_, fund)| fund.steward.as_str());
    actor.holder.as_deref().or(steward).unwrap_or("unknown")
}
