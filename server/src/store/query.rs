//! What pages, the open interface and the command line ask of the log.

use diesel::prelude::*;

use ledger::event::{Event, FundOpened, ItemRegistered, OrganisationRegistered, ProjectOpened, SiteRegistered};
use ledger::figures::FigureKind;
use ledger::json::NUMBER_LIMIT;
use ledger::past::{Direction, Piece};
use ledger::span::units_of;
use ledger::state::Head;
use ledger::value::{PoolName, Slug, SubjectKind};
use ledger::{Entry, Hash, Past as _, Span};

use super::past::Tables;
use super::rows::{
    CLOSING, FigureRow, FreeRow, PoolRow, REVERSAL, column, count, figure_column, figure_kind, parse_entry,
    subject_column,
};
use super::schema::{entries, figures, free_spans, fund_entries, ids, pools};
use super::{Stored, load, on};

/// One sum of a fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The project, if the money was set aside for one.
    pub project: Option<String>,
    /// The item, for goods.
    pub item: Option<String>,
    /// What of.
    pub kind: FigureKind,
    /// In the fund's minor unit.
    pub amount: i64,
    /// In the item's base unit.
    pub units: i64,
    /// How many entries are behind it.
    pub events: i64,
}

/// A fund as opened, with the entry that did it.
#[derive(Debug, Clone)]
pub struct FundRecord {
    /// The entry.
    pub seq: u64,
    /// What was recorded.
    pub fund: FundOpened,
}

/// A pool as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolRecord {
    /// Its name.
    pub name: PoolName,
    /// Units that ever arrived.
    pub extent: u64,
    /// The units that are free, in order.
    pub free: Vec<Span>,
}

impl PoolRecord {
    /// How many units are free.
    #[must_use]
    pub fn free_units(&self) -> u64 {
        units_of(&self.free)
    }
}

/// Takes one kind of event out of an entry.
macro_rules! registered {
    ($(#[$doc:meta])* $name:ident, $kind:ident, $event:ident) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// The database's own.
        pub fn $name(&mut self, id: &str) -> Stored<Option<$event>> {
            Ok(self.subject(SubjectKind::$kind, id)?.and_then(|entry| match entry.event {
                Event::$event(event) => Some(*event),
                _ => None,
            }))
        }
    };
}

impl Tables {
    /// Where the log ends.
    ///
    /// # Errors
    /// The database's own.
    pub fn head(&mut self) -> Stored<Head> {
        load::head(&mut self.db)
    }

    /// The entry that gave out an id.
    ///
    /// # Errors
    /// The database's own.
    pub fn subject(&mut self, kind: SubjectKind, id: &str) -> Stored<Option<Entry>> {
        // What is no id was given to nothing; PostgreSQL would not even look for some of it.
        if Slug::new(id).is_err() {
            return Ok(None);
        }
        match self.holder(kind, id)? {
            Some(seq) => self.entry(seq),
            None => Ok(None),
        }
    }

    registered!(
        /// An organisation as registered.
        organisation, Organisation, OrganisationRegistered
    );
    registered!(
        /// A project as opened.
        project, Project, ProjectOpened
    );
    registered!(
        /// A site as registered.
        site, Site, SiteRegistered
    );
    registered!(
        /// An item as registered.
        item, Item, ItemRegistered
    );

    /// A fund as opened.
    ///
    /// # Errors
    /// The database's own.
    pub fn fund(&mut self, id: &str) -> Stored<Option<FundRecord>> {
        Ok(self.subject(SubjectKind::Fund, id)?.and_then(fund_record))
    }

    /// Everything of a kind that has an id, in the order of recording.
    ///
    /// # Errors
    /// The database's own.
    pub fn subjects(&mut self, kind: SubjectKind) -> Stored<Vec<Entry>> {
        let query = ids::table.filter(ids::kind.eq(subject_column(kind))).order(ids::seq.asc()).select(ids::seq);
        let mut seqs: Vec<i64> = on!(&mut self.db, db => query.load(db))?;
        seqs.dedup();
        let mut found = Vec::with_capacity(seqs.len());
        for seq in seqs {
            found.extend(self.entry(count(seq))?);
        }
        Ok(found)
    }

    /// Every fund, in the order of opening.
    ///
    /// # Errors
    /// The database's own.
    pub fn funds(&mut self) -> Stored<Vec<FundRecord>> {
        Ok(self.subjects(SubjectKind::Fund)?.into_iter().filter_map(fund_record).collect())
    }

    /// The sums of a fund, named by the entry that opened it.
    ///
    /// # Errors
    /// The database's own.
    pub fn figures(&mut self, fund: u64) -> Stored<Vec<Figure>> {
        let query = figures::table.filter(figures::fund.eq(column(fund)?));
        let rows: Vec<FigureRow> = on!(&mut self.db, db => query.load(db))?;
        let word = |text: String| if text.is_empty() { None } else { Some(text) };
        let figure = |row: FigureRow| {
            let (project, item) = (word(row.project), word(row.item));
            let kind = figure_kind(row.kind)?;
            Some(Figure { project, item, kind, amount: row.amount, units: row.units, events: row.events })
        };
        Ok(rows.into_iter().filter_map(figure).collect())
    }

    /// The entries behind one figure of a fund, newest first: those before `before`, at most `limit`.
    ///
    /// # Errors
    /// The database's own.
    pub fn fund_entries(&mut self, fund: u64, kind: FigureKind, before: u64, limit: usize) -> Stored<Vec<Entry>> {
        let query = entries::table
            .inner_join(fund_entries::table.on(fund_entries::seq.eq(entries::seq)))
            .filter(fund_entries::fund.eq(column(fund)?))
            .filter(fund_entries::kind.eq(figure_column(kind)))
            .filter(fund_entries::seq.lt(i64::try_from(before).unwrap_or(i64::MAX)))
            .order(fund_entries::seq.desc())
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select((entries::seq, entries::json));
        let rows: Vec<(i64, String)> = on!(&mut self.db, db => query.load(db))?;
        rows.into_iter().map(|(seq, json)| parse_entry(count(seq), &json)).collect()
    }

    /// The exact bytes of entries from `from` on, at most `limit`.
    ///
    /// # Errors
    /// The database's own.
    pub fn json_from(&mut self, from: u64, limit: usize) -> Stored<Vec<String>> {
        let query = entries::table
            .filter(entries::seq.ge(i64::try_from(from).unwrap_or(i64::MAX)))
            .order(entries::seq.asc())
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select(entries::json);
        Ok(on!(&mut self.db, db => query.load(db))?)
    }

    /// The last entries before `before`, newest first.
    ///
    /// # Errors
    /// The database's own.
    pub fn latest(&mut self, before: u64, limit: usize) -> Stored<Vec<(Entry, Hash)>> {
        let from = before.saturating_sub(limit as u64);
        let jsons = self.json_from(from, usize::try_from(before - from).unwrap_or(0))?;
        let parse = |json: &String| Ok((parse_entry(before, json)?, Hash::of(json.as_bytes())));
        jsons.iter().rev().map(parse).collect()
    }

    /// The entry that reversed this one.
    ///
    /// # Errors
    /// The database's own.
    pub fn reversed_by(&mut self, seq: u64) -> Stored<Option<u64>> {
        let query = ids::table.find((REVERSAL, seq.to_string())).select(ids::seq);
        let by: Option<i64> = on!(&mut self.db, db => query.first(db).optional())?;
        Ok(by.map(count))
    }

    /// The entry that closed a fund, if it is closed.
    ///
    /// # Errors
    /// The database's own.
    pub fn closing(&mut self, fund: &str) -> Stored<Option<Entry>> {
        // `!` follows the blank: the names between are the closings of this fund.
        let (low, high) = (format!("{fund} "), format!("{fund}!"));
        let query = ids::table
            .filter(ids::kind.eq(CLOSING).and(ids::id.ge(low)).and(ids::id.lt(high)))
            .order(ids::seq.desc())
            .select(ids::seq);
        let last: Option<i64> = on!(&mut self.db, db => query.first(db).optional())?;
        match last.map(count) {
            Some(seq) if self.reversed_by(seq)?.is_none() => self.entry(seq),
            _ => Ok(None),
        }
    }

    /// What became of the units of a lot in one of its pools: each end, and each kit it was packed into.
    ///
    /// # Errors
    /// The database's own.
    pub fn takes_from(&mut self, pool: &PoolName) -> Stored<Vec<Piece>> {
        self.pieces(Direction::Take, pool, Span { from: 0, to: NUMBER_LIMIT.unsigned_abs() - 1 })
    }

    /// The pools of a lot: where it is and was.
    ///
    /// # Errors
    /// The database's own.
    pub fn lot_pools(&mut self, lot: &str) -> Stored<Vec<PoolRecord>> {
        // `A` follows `@`: the names between are those of this lot, at any site.
        let (low, high) = (format!("lot/{lot}@"), format!("lot/{lot}A"));
        let query = pools::table.filter(pools::name.ge(low).and(pools::name.lt(high))).order(pools::id.asc());
        let rows: Vec<PoolRow> = on!(&mut self.db, db => query.load(db))?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let spans = free_spans::table.filter(free_spans::pool.eq(row.id)).order(free_spans::first.asc());
            let spans: Vec<FreeRow> = on!(&mut self.db, db => spans.load(db))?;
            let free = spans.iter().filter_map(|span| Span::new(count(span.first), count(span.behind))).collect();
            found.extend(PoolName::parse(&row.name).map(|name| PoolRecord { name, extent: count(row.extent), free }));
        }
        Ok(found)
    }
}

fn fund_record(entry: Entry) -> Option<FundRecord> {
    match entry.event {
        Event::FundOpened(fund) => Some(FundRecord { seq: entry.seq, fund: *fund }),
        _ => None,
    }
}
