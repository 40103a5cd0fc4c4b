//! The model that pages and papers are made from: a report's figures with the names of what they are about.

use app::view::{self, EndKind, Measure, PlaceName};
use ledger::Past as _;
use ledger::refusal::Lang;
use ledger::report::{People, Report, Row, Unit};
use ledger::value::SubjectKind;

use super::address::{self, Named};
use super::{names, pictures};
use crate::answer::code_of;
use crate::desk::paper::qr;
use crate::pages::{Lookup, is_own_contribution};
use crate::store::Stored;

/// Rows that a page shows; tables give out all of them.
pub const ROWS: usize = 200;

/// Accounts that a page shows, the largest ones.
const ACCOUNTS: usize = 120;

/// Gifts that a page names, those with the largest share.
const GIFTS: usize = 20;

/// Places and days that a page shows.
const CELLS: usize = 400;

/// What a report stands in.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// What was asked, and how its maker calls it.
    pub named: &'a Named,
    /// The reader's language.
    pub lang: Lang,
    /// Where the site is reached from outside.
    pub origin: Option<&'a str>,
}

/// Fills the model. `rows` are the first that were asked for.
///
/// # Errors
/// The database's own.
pub fn report(lookup: &mut Lookup<'_>, report: &Report, rows: &[Row], setting: &Setting<'_>) -> Stored<view::Report> {
    let base = address::base(setting.origin, setting.lang, report.size);
    let query = setting.named.query();
    let host =
        setting.origin.and_then(|origin| origin.split_once("://")).map_or("almoner", |(_, host)| host).to_owned();
    let code = setting.origin.map(|_| qr::rows(&format!("{base}/report.html{query}"))).unwrap_or_default();
    let last = lookup.tables().latest(report.size, 1)?;
    let mut made = view::Report {
        name: setting.named.name.clone(),
        asked: asked(lookup, report)?,
        size: report.size,
        head: report.head.to_string(),
        at: last.first().map_or(ledger::value::Timestamp::ZERO, |(entry, _)| entry.at),
        host,
        base,
        query,
        code,
        rows_total: report.rows,
        accounts: Vec::new(),
        accounts_total: report.accounts.len() as u64,
        totals: Vec::new(),
        flows: Vec::new(),
        followed: None,
        reached: Vec::new(),
        reached_total: (report.reached.households, report.reached.people),
        reached_few: report.reached.few,
        places: pictures::places(&report.reached),
        rows: Vec::new(),
    };
    let mut shown: Vec<_> = report.accounts.iter().collect();
    if shown.len() > ACCOUNTS {
        shown.sort_by_key(|account| std::cmp::Reverse(account.asked_in.saturating_add(account.asked_out)));
        shown.truncate(ACCOUNTS);
        shown.sort_by_key(|account| &account.pool);
    }
    for account in shown {
        made.accounts.push(view::AccountLine {
            pool: names::pool(lookup, &account.pool)?,
            measure: names::measure(lookup, &account.unit)?,
            opening: account.opening,
            asked_in: account.asked_in,
            other_in: account.other_in,
            asked_out: account.asked_out,
            other_out: account.other_out,
            closing: account.closing,
        });
    }
    for total in &report.totals {
        made.totals.push(view::TotalLine {
            measure: names::measure(lookup, &total.unit)?,
            opening: total.opening,
            all_in: total.all_in,
            all_out: total.all_out,
            closing: total.closing,
            from_elsewhere: total.from_elsewhere,
            to_elsewhere: total.to_elsewhere,
        });
    }
    for flow in &report.flows {
        let measure = names::measure(lookup, &flow.unit)?;
        let (rows, units, within) = (flow.rows, flow.units, flow.within);
        made.flows.push(view::FlowLine { kind: flow.kind, direction: flow.direction, measure, rows, units, within });
    }
    made.followed = followed(lookup, report)?;
    for cell in report.reached.cells.iter().take(CELLS) {
        let named = |text: &String| (!text.is_empty()).then(|| text.clone());
        made.reached.push(view::ReachedLine {
            place: PlaceName {
                name: named(&cell.at.name).or_else(|| named(&cell.at.admin1)),
                country: cell.at.country.clone(),
            },
            day: cell.at.day,
            handouts: cell.handouts,
            people: match cell.people {
                People::Counted { households, people } => Some((households, people)),
                People::Few => None,
            },
        });
    }
    for row in rows.iter().take(ROWS) {
        made.rows.push(row_line(lookup, row)?);
    }
    Ok(made)
}

fn row_line(lookup: &mut Lookup<'_>, row: &Row) -> Stored<view::RowLine> {
    Ok(view::RowLine {
        seq: row.seq,
        day: row.day,
        kind: row.kind,
        direction: row.direction,
        pool: names::pool(lookup, &row.pool)?,
        measure: names::measure(lookup, &row.unit)?,
        units: row.units,
        far: row.far.as_ref().map(|far| names::pool(lookup, far)).transpose()?,
    })
}

fn followed(lookup: &mut Lookup<'_>, report: &Report) -> Stored<Option<view::FollowedLines>> {
    let Some(followed) = &report.followed else { return Ok(None) };
    let paths = pictures::paths(lookup, report, followed)?;
    let mut lines = view::FollowedLines { ends: Vec::new(), paths, sources: Vec::new(), largest: Vec::new() };
    for end in &followed.ends {
        let kind = EndKind::from_word(end.kind.word()).unwrap_or(EndKind::Unspent);
        lines.ends.push(view::EndLine { measure: names::measure(lookup, &end.unit)?, kind, units: end.amount });
    }
    let mut sums: std::collections::BTreeMap<&Unit, (u64, u64)> = std::collections::BTreeMap::new();
    for source in &followed.sources {
        let slot = sums.entry(&source.unit).or_default();
        *slot = (slot.0 + 1, slot.1.saturating_add(source.amount));
    }
    for (unit, (gifts, units)) in sums {
        lines.sources.push(view::SourcesLine { measure: names::measure(lookup, unit)?, gifts, units });
    }
    let mut largest: Vec<_> = followed.sources.iter().collect();
    largest.sort_by_key(|source| (std::cmp::Reverse(source.amount), source.gift));
    for source in largest.into_iter().take(GIFTS) {
        let measure: Measure = names::measure(lookup, &source.unit)?;
        let gift = lookup.tables().entry(source.gift)?;
        let own = gift.is_some_and(|gift| is_own_contribution(&gift.event));
        lines.largest.push(view::SourceLine { code: code_of(source.gift), own, measure, units: source.amount });
    }
    Ok(Some(lines))
}

/// What was asked, as people call it.
fn asked(lookup: &mut Lookup<'_>, report: &Report) -> Stored<Vec<view::AskedLine>> {
    let mut lines = Vec::new();
    for (name, value) in report.question.pairs() {
        let kind = match name {
            "fund" => Some(SubjectKind::Fund),
            "project" => Some(SubjectKind::Project),
            "organisation" => Some(SubjectKind::Organisation),
            "item" => Some(SubjectKind::Item),
            "site" => Some(SubjectKind::Site),
            _ => None,
        };
        let value = match kind {
            Some(kind) => lookup.named(kind, &value)?.name,
            None => value,
        };
        lines.push(view::AskedLine { name, value });
    }
    Ok(lines)
}
