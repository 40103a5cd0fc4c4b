//! `/funds` and `/funds/ID`.

use app::view::{
    EndKind, Figures, FlowRow, Fund, FundLine, Funds, FundsAsked, GiftLine, GoodsLine, HandoutLine, LotLine, Page,
    ProjectLine, Refused, Slice,
};
use ledger::event::{Event, EventType};
use ledger::figures::FigureKind;
use ledger::refusal::{Refusal, Rule};
use ledger::trace;
use ledger::value::{Currency, PoolParts, SubjectKind};

use super::sift::called::no_such;
use super::{Lookup, ROWS, attention, fund_list, goods, place_name, places, shown_kind, timeline};
use crate::store::Stored;
use crate::store::query::{Figure, FundRecord};
use crate::store::query_lists::{ListFilter, ListKind};

/// Projects that a fund's page lists.
const PROJECTS: usize = 40;

/// The longest text that is looked for in names and purposes.
const TEXT_CHARS: usize = 120;

/// What a reader asks of the list of funds. A field left empty asks for all.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct FundsQuery {
    organisation: String,
    currency: String,
    /// `open` or `closed`.
    state: String,
    text: String,
}

impl FundsQuery {
    /// What was asked; or what of it can't be read.
    fn read(&self) -> Result<FundsAsked, Refusal> {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let currency = match self.currency.as_str() {
            "" => None,
            code => Some(Currency::new(code).ok_or_else(|| Refusal::new("currency", Rule::Currency))?),
        };
        let open = match self.state.as_str() {
            "" => None,
            "open" => Some(true),
            "closed" => Some(false),
            _ => return Err(Refusal::new("state", Rule::OneOf { words: &["open", "closed"] })),
        };
        let text = self.text.trim();
        if text.chars().count() > TEXT_CHARS {
            return Err(Refusal::new("text", Rule::TextLength { max: TEXT_CHARS }));
        }
        if text.chars().any(char::is_control) {
            return Err(Refusal::new("text", Rule::ControlCharacter));
        }
        Ok(FundsAsked { steward: some(&self.organisation), currency, open, text: text.to_owned() })
    }
}

/// The list of funds: those that fit what was asked.
///
/// # Errors
/// The database's own.
pub fn funds(lookup: &mut Lookup<'_>, query: &FundsQuery) -> Stored<Page> {
    let asked = match query.read() {
        Ok(asked) => asked,
        Err(refusal) => return Ok(Page::Refused(Refused::Asked { refusal, list: "/funds".to_owned() })),
    };
    if let Some(steward) = &asked.steward
        && let Some(refusal) = no_such(lookup, "organisation", SubjectKind::Organisation, steward)?
    {
        return Ok(Page::Refused(Refused::Asked { refusal, list: "/funds".to_owned() }));
    }
    let (mut rows, mut stewards, mut currencies) = (Vec::new(), Vec::new(), Vec::new());
    for record in lookup.tables.funds()? {
        let line = line(lookup, &record)?;
        if !stewards.contains(&line.steward) {
            stewards.push(line.steward.clone());
        }
        if !currencies.contains(&line.currency) {
            currencies.push(line.currency);
        }
        if fits(&asked, &line, record.fund.purpose.as_str()) {
            rows.push(line);
        }
    }
    rows.sort_by_key(|line| line.closed);
    stewards.sort_by(|one, other| one.name.cmp(&other.name));
    currencies.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
    Ok(Page::Funds(Funds { funds: Slice::whole(rows), asked, stewards, currencies }))
}

/// Whether a fund is one of those that were asked for: each word stands somewhere in its name or purpose.
fn fits(asked: &FundsAsked, line: &FundLine, purpose: &str) -> bool {
    let text = format!("{} {purpose}", line.fund.name).to_lowercase();
    asked.steward.as_ref().is_none_or(|steward| line.steward.id == *steward)
        && asked.currency.is_none_or(|currency| line.currency == currency)
        && asked.open.is_none_or(|open| line.closed != open)
        && asked.text.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// Every fund in a line, open ones first.
pub(super) fn lines(lookup: &mut Lookup<'_>) -> Stored<Vec<FundLine>> {
    let mut lines = Vec::new();
    for record in lookup.tables.funds()? {
        lines.push(line(lookup, &record)?);
    }
    lines.sort_by_key(|line| line.closed);
    Ok(lines)
}

/// A fund in a list.
pub(super) fn line(lookup: &mut Lookup<'_>, record: &FundRecord) -> Stored<FundLine> {
    let figures = sums(&lookup.tables.figures(record.seq)?);
    let fund = lookup.named(SubjectKind::Fund, record.fund.id.as_str())?;
    Ok(FundLine {
        steward: lookup.named(SubjectKind::Organisation, record.fund.steward.as_str())?,
        currency: record.fund.currency,
        received: figures.received,
        handed_out: figures.handed_out(),
        in_hand: figures.in_hand(),
        closed: lookup.tables.closing(&fund.id)?.is_some(),
        fund,
    })
}

/// One fund.
///
/// # Errors
/// The database's own.
pub fn fund(lookup: &mut Lookup<'_>, id: &str) -> Stored<Page> {
    let Some(record) = lookup.fund_record(id)? else { return Ok(Page::Refused(Refused::NotFound)) };
    let figures = lookup.tables.figures(record.seq)?;
    let closing = lookup.tables.closing(id)?;
    let closed_on = closing.as_ref().and_then(|entry| entry.at.date());
    let opened = &record.fund;
    Ok(Page::Fund(Box::new(Fund {
        fund: lookup.named(SubjectKind::Fund, id)?,
        purpose: opened.purpose.to_string(),
        policy: opened.policy.as_ref().map(ToString::to_string),
        steward: lookup.named(SubjectKind::Organisation, opened.steward.as_str())?,
        currency: opened.currency,
        target: opened.target.map(ledger::value::Amount::get),
        opens_on: opened.opens_on,
        closes_on: closed_on.or(opened.closes_on),
        closed: closing.is_some(),
        attention: attention::attention(lookup, &record, &figures)?,
        flow: flow(lookup, &figures)?,
        timeline: timeline::timeline(lookup, &record)?,
        places: places::places(lookup, &record)?,
        goods: goods_lines(lookup, &figures)?,
        documents: lookup.documents_of_fund(id)?,
        projects: projects(lookup, id, &figures)?,
        gifts: gifts(lookup, &record, &figures)?,
        handouts: handouts(lookup, &record)?,
        lots: lots(lookup, &record, &figures)?,
        figures: sums(&figures),
    })))
}

fn amount(figure: &Figure) -> u64 {
    u64::try_from(figure.amount).unwrap_or(0)
}

/// One sum over all projects and items.
pub(super) fn sum_of(figures: &[Figure], kind: FigureKind) -> u64 {
    figures.iter().filter(|figure| figure.kind == kind).map(amount).sum()
}

/// A fund's sums over all projects and items.
pub(super) fn sums(figures: &[Figure]) -> Figures {
    let sum = |kind| sum_of(figures, kind);
    let rests = |end| sum(FigureKind::Rests(end));
    Figures {
        received: sum(FigureKind::Received),
        transferred_in: sum(FigureKind::TransferredIn),
        distributed: rests(trace::EndKind::Distributed),
        cash_distributed: rests(trace::EndKind::CashDistributed),
        expense: rests(trace::EndKind::Expense),
        fee: rests(trace::EndKind::Fee),
        in_stock: rests(trace::EndKind::InStock),
        in_transit: rests(trace::EndKind::InTransit),
        at_supplier: rests(trace::EndKind::AtSupplier),
        unspent: rests(trace::EndKind::Unspent),
        lost: rests(trace::EndKind::Lost),
        refunded: rests(trace::EndKind::Refunded),
        transferred_out: sum(FigureKind::TransferredOut),
    }
}

fn flow(lookup: &mut Lookup<'_>, figures: &[Figure]) -> Stored<Vec<FlowRow>> {
    let mut rows = Vec::new();
    for figure in figures.iter().filter(|figure| figure.amount > 0) {
        let kind = match figure.kind {
            FigureKind::Rests(end) => shown_kind(end),
            FigureKind::TransferredOut => EndKind::TransferredOut,
            FigureKind::Received | FigureKind::TransferredIn => continue,
        };
        let named = |lookup: &mut Lookup<'_>, kind, id: &Option<String>| {
            id.as_deref().map(|id| lookup.named(kind, id)).transpose()
        };
        rows.push(FlowRow {
            project: named(lookup, SubjectKind::Project, &figure.project)?,
            item: named(lookup, SubjectKind::Item, &figure.item)?,
            kind,
            amount: amount(figure),
        });
    }
    Ok(rows)
}

fn projects(lookup: &mut Lookup<'_>, fund: &str, figures: &[Figure]) -> Stored<Slice<ProjectLine>> {
    let mut lines = Vec::new();
    let opened = [EventType::ProjectOpened];
    let mut entries = lookup.tables.mentions(SubjectKind::Fund, fund, &opened, u64::MAX, PROJECTS)?;
    entries.reverse();
    for entry in entries {
        let Event::ProjectOpened(event) = entry.event else { continue };
        let ours = || figures.iter().filter(|figure| figure.project.as_deref() == Some(event.id.as_str()));
        // All that was set aside rests somewhere: what a project got is what rests, and what it passed on.
        let got = ours().filter(|figure| !matches!(figure.kind, FigureKind::Received | FigureKind::TransferredIn));
        let reached = ours().filter(|figure| {
            matches!(figure.kind, FigureKind::Rests(trace::EndKind::Distributed | trace::EndKind::CashDistributed))
        });
        let budget = event.budget.as_ref().map(|lines| lines.iter().map(|line| line.amount.get()).sum());
        lines.push(ProjectLine {
            project: lookup.named(SubjectKind::Project, event.id.as_str())?,
            implementer: lookup.named(SubjectKind::Organisation, event.implementer.as_str())?,
            place: event.place.as_ref().map(place_name),
            budget,
            spent: got.clone().filter(|figure| !is_held(figure)).map(amount).sum(),
            allocated: got.map(amount).sum(),
            handed_out: reached.map(amount).sum(),
        });
    }
    let total = lookup.tables.mentions_count(SubjectKind::Fund, fund, EventType::ProjectOpened)?;
    let next = (total > lines.len() as u64).then(|| format!("/entries?fund={fund}&type=project_opened"));
    Ok(Slice { rows: lines, total, next })
}

fn is_held(figure: &Figure) -> bool {
    matches!(figure.kind, FigureKind::Rests(end) if end.is_held())
}

/// Goods by item: units, and what they cost.
pub(super) fn goods_lines(lookup: &mut Lookup<'_>, figures: &[Figure]) -> Stored<Vec<GoodsLine>> {
    let mut items: Vec<&str> = figures.iter().filter_map(|figure| figure.item.as_deref()).collect();
    items.sort_unstable();
    items.dedup();
    let mut lines = Vec::new();
    for id in items {
        let ours = || figures.iter().filter(|figure| figure.item.as_deref() == Some(id));
        let units = |end| {
            let of_kind = ours().filter(|figure| figure.kind == FigureKind::Rests(end));
            of_kind.map(|figure| u64::try_from(figure.units).unwrap_or(0)).sum::<u64>()
        };
        let cost = ours().filter(|figure| matches!(figure.kind, FigureKind::Rests(_))).map(amount).sum();
        let (item, unit) = lookup.item_and_unit(id)?;
        let line = GoodsLine {
            item,
            unit,
            at_supplier: units(trace::EndKind::AtSupplier),
            in_transit: units(trace::EndKind::InTransit),
            in_stock: units(trace::EndKind::InStock),
            handed_out: units(trace::EndKind::Distributed),
            lost: units(trace::EndKind::Lost),
            cost,
        };
        // Of what is all packed into kits nothing is left under its own name.
        let there = [line.at_supplier, line.in_transit, line.in_stock, line.handed_out, line.lost, line.cost];
        if there.iter().any(|number| *number > 0) {
            lines.push(line);
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.cost));
    Ok(lines)
}

/// How many entries stand behind some figures.
fn behind(figures: &[Figure], kinds: &[FigureKind]) -> u64 {
    let ours = figures.iter().filter(|figure| kinds.contains(&figure.kind));
    ours.map(|figure| u64::try_from(figure.events).unwrap_or(0)).sum()
}

fn gifts(lookup: &mut Lookup<'_>, record: &FundRecord, figures: &[Figure]) -> Stored<Slice<GiftLine>> {
    let listed = lookup.tables.listed(record.seq, ListKind::Gifts, &ListFilter::default(), ROWS)?;
    let rows = fund_list::gift_lines(lookup, &listed.entries)?;
    let total = gifts_count(figures);
    let next = listed.next.map(|_| format!("/funds/{}/gifts", record.fund.id));
    Ok(Slice { rows, total, next })
}

/// How many gifts stand behind a fund's figures.
pub(super) fn gifts_count(figures: &[Figure]) -> u64 {
    behind(figures, &[FigureKind::Received])
}

fn handouts(lookup: &mut Lookup<'_>, record: &FundRecord) -> Stored<Slice<HandoutLine>> {
    let listed = lookup.tables.listed(record.seq, ListKind::Handouts, &ListFilter::default(), ROWS)?;
    let mut rows = Vec::new();
    for entry in &listed.entries {
        rows.extend(goods::handout_line(lookup, entry)?);
    }
    // A hand-out of two items, or for two projects, stands behind two figures but is one: places count it once.
    let total = lookup.tables.handouts_count(record.seq)?;
    let next = listed.next.map(|_| format!("/funds/{}/handouts", record.fund.id));
    Ok(Slice { rows, total, next })
}

/// The lots that money of the fund bought last, and those it was given.
fn lots(lookup: &mut Lookup<'_>, record: &FundRecord, figures: &[Figure]) -> Stored<Slice<LotLine>> {
    let bought = FigureKind::Rests(trace::EndKind::AtSupplier);
    let mut ids: Vec<(u64, String)> = Vec::new();
    for entry in lookup.tables.fund_entries(record.seq, bought, u64::MAX, ROWS)? {
        for pool in entry.moves.iter().filter_map(|one| one.to.as_ref()) {
            if let PoolParts::Goods { lot, .. } = pool.pool.parts() {
                ids.push((entry.seq, lot.to_owned()));
            }
        }
    }
    let purchases = ids.len();
    ids.sort_by(|left, right| right.cmp(left));
    ids.dedup_by(|left, right| left.1 == right.1);
    let mut rows = Vec::new();
    for (_, id) in ids.iter().take(ROWS) {
        rows.extend(goods::lot_line(lookup, id)?);
    }
    let total = if purchases < ROWS { rows.len() as u64 } else { behind(figures, &[bought]).max(rows.len() as u64) };
    let purchases = || format!("/entries?fund={}&type=purchase_made", record.fund.id);
    let next = (total > rows.len() as u64).then(purchases);
    Ok(Slice { rows, total, next })
}
