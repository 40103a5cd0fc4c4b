//! What an activity says of itself, before its transactions.

use ledger::event::{Event, FundOpened};
use ledger::value::{Country, Currency, Date, Line, Prose, Slug};
use roxmltree::Node;

use super::organisation::Party;
use super::source::{Gaps, attribute, child, is_iati};
use super::text;
use super::transaction::{Transaction, date_of};
use super::unused::Reason;

/// Children that say who could be called: never read.
const PERSONAL: &[&str] = &["contact-info"];
/// Children that say what shall be, or may be.
const PLANS: &[&str] = &["budget", "planned-disbursement", "country-budget-items", "capital-spend", "fss"];

/// The facts of an activity that its funds carry.
pub(super) struct Head<'a> {
    /// The IATI identifier, as in the file.
    pub(super) identifier: String,
    pub(super) default_currency: Option<&'a str>,
    /// The organisation that answers for it.
    pub(super) reporter: Party,
    pub(super) opens_on: Option<Date>,
    title: Line,
    purpose: Prose,
    note: Option<Prose>,
    closes_on: Option<Date>,
}

/// The days of an activity by IATI's code list `ActivityDateType`: planned start, start, planned end, end.
#[derive(Default)]
struct Days<'a, 'x> {
    slots: [Option<(Date, Node<'a, 'x>)>; 4],
}

impl<'a> Head<'a> {
    /// Reads an activity's children, but for the transactions.
    ///
    /// # Errors
    /// The reason why there can be no fund: without identifier or reporter nobody answers for the money.
    pub(super) fn read(activity: Node<'a, '_>, gaps: &mut Gaps<'_>) -> Result<Self, Reason> {
        let identifier = child(activity, "iati-identifier")
            .map(|node| text::clean(node.text().unwrap_or_default()))
            .filter(|text| !text.is_empty())
            .ok_or(Reason::Missing { what: "iati-identifier" })?;
        let reporter = child(activity, "reporting-org").ok_or(Reason::Missing { what: "reporting-org" })?;
        let reporter = Party::read(reporter, gaps).ok_or(Reason::Nameless)?;
        let title = child(activity, "title").and_then(|node| text::line(node, &text::narrative(node, gaps)?, gaps));
        let title = title.or_else(|| text::line(activity, &identifier, &mut gaps.aside()));
        let title = title.ok_or(Reason::Missing { what: "title" })?;

        let mut descriptions = Vec::new();
        let mut note = vec![(activity, format!("IATI activity {identifier}"))];
        let mut days = Days::default();
        let mut once: Vec<&str> = Vec::new();
        for part in activity.children().filter(Node::is_element) {
            let name = part.tag_name().name();
            match name {
                _ if !is_iati(part) => gaps.add(part, Reason::Foreign),
                "transaction" => {}
                "iati-identifier" | "reporting-org" | "title" if once.contains(&name) => {
                    gaps.add(part, Reason::Repeated);
                }
                "iati-identifier" | "reporting-org" | "title" => once.push(name),
                "description" => match text::narrative(part, gaps) {
                    Some(text) => descriptions.push((part, text)),
                    None => gaps.add(part, Reason::Empty),
                },
                "activity-date" => days.read(part, gaps),
                "recipient-country" => match country(part, gaps) {
                    Ok(text) => note.push((part, text)),
                    Err(reason) => gaps.add(part, reason),
                },
                _ if PERSONAL.contains(&name) => gaps.add(part, Reason::PersonalData),
                _ if PLANS.contains(&name) => gaps.add(part, Reason::Plan),
                _ => gaps.add(part, Reason::NoField),
            }
        }
        let purpose = text::prose(&descriptions, gaps).or_else(|| Prose::new(title.as_str()).ok());
        let (opens_on, closes_on) = days.span(gaps);
        Ok(Self {
            identifier,
            default_currency: attribute(activity, "default-currency"),
            reporter,
            opens_on,
            purpose: purpose.ok_or(Reason::Missing { what: "description" })?,
            title,
            note: text::prose(&note, gaps),
            closes_on,
        })
    }

    /// The transactions that can be used: by day, money in before money out, then as in the file.
    pub(super) fn transactions<'x>(&self, activity: Node<'a, 'x>, gaps: &mut Gaps<'_>) -> Vec<Transaction<'a, 'x>> {
        let mut usable = Vec::new();
        let nodes = activity.children().filter(|part| is_iati(*part) && part.tag_name().name() == "transaction");
        for node in nodes {
            match Transaction::read(node, self.default_currency, &self.reporter, gaps) {
                Ok(transaction) => usable.push(transaction),
                Err(reason) => gaps.add(node, reason),
            }
        }
        usable.sort_by_key(|transaction| (transaction.date, !transaction.flow.is_incoming()));
        usable
    }

    /// The event that opens one of its funds.
    pub(super) fn open(&self, id: &Slug, currency: Currency, steward: Slug) -> Event {
        FundOpened {
            closes_on: self.closes_on,
            currency,
            id: id.clone(),
            note: self.note.clone(),
            opens_on: self.opens_on,
            policy: None,
            purpose: self.purpose.clone(),
            steward,
            target: None,
            title: self.title.clone(),
        }
        .into()
    }
}

impl<'a, 'x> Days<'a, 'x> {
    /// Takes a day, the first of its type.
    fn read(&mut self, node: Node<'a, 'x>, gaps: &mut Gaps<'_>) {
        let slot = match attribute(node, "type") {
            Some("1") => 0,
            Some("2") => 1,
            Some("3") => 2,
            Some("4") => 3,
            _ => return gaps.add(node, Reason::Missing { what: "type" }),
        };
        match (date_of(node), &mut self.slots[slot]) {
            (Err(reason), _) => gaps.add(node, reason),
            (Ok(_), Some(_)) => gaps.add(node, Reason::Repeated),
            (Ok(day), slot) => *slot = Some((day, node)),
        }
    }

    /// First and last day: as they were, else as they were planned. The words beside a day say nothing more.
    fn span(self, gaps: &mut Gaps<'_>) -> (Option<Date>, Option<Date>) {
        let [planned_start, start, planned_end, end] = self.slots;
        let mut choose = |planned: Option<(Date, Node<'a, 'x>)>, actual: Option<(Date, Node<'a, 'x>)>| {
            if let (Some((_, node)), Some(_)) = (planned, actual) {
                gaps.add(node, Reason::Repeated);
            }
            let (day, node) = actual.or(planned)?;
            for words in node.children().filter(Node::is_element) {
                gaps.add(words, Reason::NoField);
            }
            Some(day)
        };
        (choose(planned_start, start), choose(planned_end, end))
    }
}

/// `Recipient country: Congo (CG), 100 %`.
fn country(node: Node<'_, '_>, gaps: &mut Gaps<'_>) -> Result<String, Reason> {
    let code = attribute(node, "code").ok_or(Reason::Missing { what: "code" })?;
    let country = Country::new(code).ok_or_else(|| Reason::Country { given: code.to_owned() })?;
    let code = country.as_str();
    let name = text::narrative(node, gaps).map_or_else(|| code.to_owned(), |name| format!("{name} ({code})"));
    let share = attribute(node, "percentage").map_or_else(String::new, |share| format!(", {} %", text::clean(share)));
    Ok(format!("Recipient country: {name}{share}"))
}
