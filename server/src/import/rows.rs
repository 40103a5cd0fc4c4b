//! What files of rows have in common: organisations and texts from plain fields, money that comes in and is passed on.

use std::collections::HashMap;

use ledger::event::{DonationReceived, Event, FundOpened, Money, TransferMade};
use ledger::value::{Amount, Currency, Date, Line, OrganisationKind, PoolName, Prose, Slug, Term};

use super::identity::{self, Names, payment_id};
use super::organisation::{Organisations, Party};
use super::text::{clean, without_addresses};
use super::unused::{Reason, Unused};
use super::{Flow, Known, Plan, Step};

/// What [`Line`] and [`Prose`] hold, in characters.
const LINE_LIMIT: usize = 200;
const PROSE_LIMIT: usize = 2_000;

/// The first so many characters of a text, in one line; none of nothing.
pub(super) fn line(text: &str) -> Option<Line> {
    let text: String = without_addresses(&clean(text)).replace('\n', " ").chars().take(LINE_LIMIT).collect();
    Line::new(&text).ok()
}

/// Parts of a remark, each in a paragraph.
pub(super) fn prose(parts: &[String]) -> Option<Prose> {
    let parts: Vec<String> =
        parts.iter().map(|part| without_addresses(&clean(part))).filter(|part| !part.is_empty()).collect();
    Prose::new(&parts.join("\n\n").chars().take(PROSE_LIMIT).collect::<String>()).ok()
}

/// A plan that grows row by row.
pub(super) struct Rows<'a> {
    kind: &'static str,
    organisations: Organisations<'a>,
    funds: Names,
    opened: HashMap<Slug, Currency>,
    plan: Plan,
}

impl<'a> Rows<'a> {
    /// Nothing yet. `kind` keeps the keys of one kind of file apart from another's.
    pub(super) fn new(kind: &'static str, ledger: &'a dyn Known) -> Self {
        let organisations = Organisations::new(ledger);
        Self { kind, organisations, funds: Names::default(), opened: HashMap::new(), plan: Plan::default() }
    }

    pub(super) fn finish(mut self) -> Plan {
        self.plan.unused.sort_by_key(|unused| unused.line);
        self.plan
    }

    pub(super) fn refuse(&mut self, line: u32, element: impl Into<String>, reason: Reason) {
        self.plan.unused.push(Unused { line, element: element.into(), reason });
    }

    fn push(&mut self, line: u32, day: Date, parts: &[&str], event: Event) -> [u8; 32] {
        let hash = identity::hash_of(self.kind, parts);
        self.plan.steps.push(Step { line, key: identity::key(Some(day), &hash), event });
        hash
    }

    /// An organisation's id; plans its registration where it is new.
    pub(super) fn organisation(&mut self, party: &Party, line: u32, day: Date) -> Slug {
        let (id, registration) = self.organisations.need(party);
        if let Some(event) = registration {
            self.push(line, day, &["organisation", &event.to_json()], event);
        }
        id
    }

    /// The fund of an organisation in a currency; plans its opening where it is new.
    pub(super) fn fund(
        &mut self,
        steward: &Slug,
        currency: Currency,
        title: &Line,
        purpose: &str,
        line: u32,
        day: Date,
    ) -> Slug {
        let identity = format!("{steward} {currency}");
        let id = self.funds.id_of(
            &identity,
            &format!("{} {steward} {currency}", self.kind.trim_start_matches("almoner-").trim_end_matches("-1")),
        );
        if self.opened.insert(id.clone(), currency).is_none()
            && let Ok(purpose) = Prose::new(purpose)
        {
            let event = FundOpened {
                closes_on: None,
                currency,
                id: id.clone(),
                note: None,
                opens_on: None,
                policy: None,
                purpose,
                steward: steward.clone(),
                target: None,
                title: title.clone(),
            };
            // The text of a fund alone: a file that grows opens it once.
            self.push(line, day, &["fund", id.as_str()], event.into());
        }
        id
    }

    /// Money that came in.
    pub(super) fn gift(&mut self, fund: &Slug, gift: RowGift<'_>) {
        let Ok(method) = Term::new(gift.method) else { return };
        let event = DonationReceived {
            amount: gift.amount,
            commitment: None,
            donor: gift.donor,
            fund: fund.clone(),
            method,
            note: gift.note,
            original: gift.original,
            project: None,
            received_on: gift.day,
        };
        self.push(gift.line, gift.day, &["gift", gift.id], event.into());
        self.plan.add(fund.as_str(), gift.flow, gift.currency, gift.amount);
    }

    /// Money that a partner holds from here on.
    pub(super) fn grant(&mut self, fund: &Slug, holder: &Slug, grant: RowGift<'_>) {
        let from = PoolName::cash(fund, None);
        let Some(to) = PoolName::parse(&format!("{from}@{holder}")) else { return };
        let hash = identity::hash_of(self.kind, &["grant", grant.id]);
        let event = TransferMade {
            amount: grant.amount,
            credited: None,
            from,
            id: payment_id(fund, &hash),
            note: grant.note,
            reason: None,
            sent_on: grant.day,
            to,
        };
        self.push(grant.line, grant.day, &["grant", grant.id], event.into());
        self.plan.add(fund.as_str(), Flow::Disbursement, grant.currency, grant.amount);
    }
}

/// One movement of a row.
pub(super) struct RowGift<'t> {
    pub(super) line: u32,
    pub(super) id: &'t str,
    pub(super) day: Date,
    pub(super) amount: Amount,
    pub(super) currency: Currency,
    pub(super) flow: Flow,
    pub(super) method: &'t str,
    pub(super) donor: Option<Line>,
    pub(super) note: Option<Prose>,
    pub(super) original: Option<Money>,
}

/// What kind of organisation the words of a register or a list mean.
pub(super) fn kind_of(words: &str) -> OrganisationKind {
    let words = words.to_lowercase();
    let has = |part: &str| words.contains(part);
    if has("red cross") {
        OrganisationKind::RedCross
    } else if has("un agency") || has("inter-governmental") || has("multilateral") {
        OrganisationKind::Multilateral
    } else if has("government") || has("council") {
        OrganisationKind::Government
    } else if has("foundation") || has("pooled fund") {
        OrganisationKind::Foundation
    } else if has("ngo") || has("charity") || has("community") {
        OrganisationKind::Ngo
    } else if has("school") || has("university") || has("education") {
        OrganisationKind::Academic
    } else if has("company") {
        OrganisationKind::Company
    } else {
        OrganisationKind::Other
    }
}
