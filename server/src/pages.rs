//! View models, filled from the log: what `app` needs to make each page.

use std::collections::HashMap;
use std::sync::Arc;

use app::view::{About, EndKind, EntryLine, GiftShare, Named, OWN_CONTRIBUTION, PlaceName, Sum, Unit};
use ledger::Entry;
use ledger::event::{Event, ItemRegistered, Place};
use ledger::past::Past as _;
use ledger::trace;
use ledger::value::{Currency, PoolName, PoolParts, SubjectKind};

use crate::answer::code_of;
use crate::store::Stored;
use crate::store::past::Tables;
use crate::store::query::FundRecord;

mod attention;
mod brought;
pub(crate) mod correction;
mod documents;
mod ends;
mod entries;
mod feed;
mod fund;
mod fund_list;
mod gift;
mod goods;
mod home;
mod index;
mod known;
pub mod log;
mod organisation;
mod places;
mod project;
mod reports;
mod search;
mod sift;
mod site;
mod timeline;
mod trail;
mod zones;

pub use entries::entry;
pub use feed::{Feed, FeedEntry, fund_feed, gift_feed};
pub use fund::{FundsQuery, fund, funds};
pub use fund_list::{ListQuery, fund_list};
pub use gift::{GiftQuery, gift, near};
pub use goods::{GoodsQuery, handout, lot};
pub use home::home;
pub use index::Index;
pub use known::Known;
pub use organisation::organisation;
pub use project::project;
pub use reports::report_choices;
pub use search::{SearchQuery, Searched, search};
pub use sift::called::{Sifted, Window, misasked, sifted};
pub use sift::{EntriesQuery, entries};
pub use site::site;
pub use zones::zone;

/// How many rows of a list a page shows before it leads on.
const ROWS: usize = 12;

/// A question under way, with the names it met.
#[derive(Debug)]
pub struct Lookup<'a> {
    tables: &'a mut Tables,
    funds: HashMap<String, Option<FundRecord>>,
    items: HashMap<String, Option<ItemRegistered>>,
    names: HashMap<(SubjectKind, String), String>,
    passed: HashMap<u64, Arc<Entry>>,
    known: Option<&'a Known>,
}

impl<'a> Lookup<'a> {
    /// Asks these tables.
    #[must_use]
    pub fn new(tables: &'a mut Tables) -> Self {
        Self {
            tables,
            funds: HashMap::new(),
            items: HashMap::new(),
            names: HashMap::new(),
            passed: HashMap::new(),
            known: None,
        }
    }

    /// Asks these tables, and first what is known of them already.
    #[must_use]
    pub fn sharing(tables: &'a mut Tables, known: &'a Known) -> Self {
        Self { known: Some(known), ..Self::new(tables) }
    }

    /// The tables that are asked.
    pub fn tables(&mut self) -> &mut Tables {
        self.tables
    }

    pub(crate) fn fund_record(&mut self, id: &str) -> Stored<Option<FundRecord>> {
        if !self.funds.contains_key(id) {
            let fund = self.subject(SubjectKind::Fund, id)?.and_then(|entry| match &entry.event {
                Event::FundOpened(fund) => Some(FundRecord { seq: entry.seq, fund: (**fund).clone() }),
                _ => None,
            });
            self.funds.insert(id.to_owned(), fund);
        }
        Ok(self.funds.get(id).cloned().flatten())
    }

    fn item(&mut self, id: &str) -> Stored<Option<ItemRegistered>> {
        if !self.items.contains_key(id) {
            let item = self.subject(SubjectKind::Item, id)?.and_then(|entry| match &entry.event {
                Event::ItemRegistered(item) => Some((**item).clone()),
                _ => None,
            });
            self.items.insert(id.to_owned(), item);
        }
        Ok(self.items.get(id).cloned().flatten())
    }

    /// An item's name and its base unit.
    pub(crate) fn item_and_unit(&mut self, id: &str) -> Stored<(Named, String)> {
        let item = self.item(id)?;
        let name = item.as_ref().map_or_else(|| id.to_owned(), |item| item.name.to_string());
        Ok((Named { id: id.to_owned(), name }, item.map(|item| item.unit.to_string()).unwrap_or_default()))
    }

    /// What people call something; its id where it has no name of its own.
    pub(crate) fn named(&mut self, kind: SubjectKind, id: &str) -> Stored<Named> {
        let key = (kind, id.to_owned());
        if !self.names.contains_key(&key) {
            let name = match kind {
                SubjectKind::Fund => self.fund_record(id)?.map(|fund| fund.fund.title.to_string()),
                SubjectKind::Item => self.item(id)?.map(|item| item.name.to_string()),
                _ => self.subject(kind, id)?.and_then(|entry| match &entry.event {
                    Event::OrganisationRegistered(event) => Some(event.name.to_string()),
                    Event::ProjectOpened(event) => Some(event.title.to_string()),
                    Event::SiteRegistered(event) => Some(event.name.to_string()),
                    _ => None,
                }),
            };
            self.names.insert(key.clone(), name.unwrap_or_else(|| id.to_owned()));
        }
        Ok(Named { id: id.to_owned(), name: self.names.get(&key).cloned().unwrap_or_default() })
    }

    fn about(&mut self, kind: SubjectKind, id: &str) -> Stored<About> {
        let Named { id, name } = self.named(kind, id)?;
        Ok(About { kind, id, name })
    }

    /// The currency of a cash pool; for goods none.
    fn currency_of(&mut self, pool: &PoolName) -> Stored<Option<Currency>> {
        match pool.parts() {
            PoolParts::Cash { fund, .. } => Ok(self.fund_record(fund)?.map(|fund| fund.fund.currency)),
            PoolParts::Goods { .. } => Ok(None),
        }
    }

    /// What a lot is: its item and base unit.
    pub(crate) fn lot_item(&mut self, lot: &str) -> Stored<(Named, String)> {
        let entry = self.subject(SubjectKind::Lot, lot)?;
        let item = entry.and_then(|entry| match &entry.event {
            Event::PurchaseMade(event) => {
                event.lines.iter().find(|line| line.lot.as_str() == lot).map(|line| line.item.clone())
            }
            Event::GiftInKindReceived(event) => Some(event.item.clone()),
            Event::KitPacked(event) => Some(event.item.clone()),
            _ => None,
        });
        match item {
            Some(item) => self.item_and_unit(item.as_str()),
            None => Ok((Named { id: lot.to_owned(), name: lot.to_owned() }, String::new())),
        }
    }

    /// What an entry says of a gift: receipt code, alias, amount.
    fn gift_share(&mut self, seq: u64, amount: u64) -> Stored<Option<GiftShare>> {
        let Some(entry) = self.tables.entry(seq)? else { return Ok(None) };
        let Some((unit, _)) = self.gift_unit(&entry)? else { return Ok(None) };
        let (is_found, own) = (is_found(&entry.event), is_own_contribution(&entry.event));
        let donor = match entry.event {
            Event::DonationReceived(event) => event.donor,
            Event::GiftInKindReceived(event) => event.donor,
            _ => None,
        };
        let donor = donor.map(|donor| donor.to_string());
        Ok(Some(GiftShare { code: code_of(seq), donor, is_found, own, amount, unit }))
    }

    /// The gifts behind some units, the largest share first: so many from a place on, and how many there are.
    fn gifts_behind(&mut self, sides: &[ledger::Side], from: usize, limit: usize) -> Stored<(Vec<GiftShare>, u64)> {
        let mut amounts: HashMap<u64, u64> = HashMap::new();
        for side in sides {
            for origin in trace::backward(self.tables, &side.pool, &side.spans)? {
                *amounts.entry(origin.gift).or_default() += origin.amount;
            }
        }
        let mut amounts: Vec<(u64, u64)> = amounts.into_iter().filter(|(_, amount)| *amount > 0).collect();
        amounts.sort_unstable_by_key(|(seq, amount)| (std::cmp::Reverse(*amount), *seq));
        let total = amounts.len() as u64;
        let mut shares = Vec::new();
        for (seq, amount) in amounts.into_iter().skip(from).take(limit) {
            shares.extend(self.gift_share(seq, amount)?);
        }
        Ok((shares, total))
    }

    /// What some units cost, by currency.
    fn cost_of(&mut self, side: &ledger::Side) -> Stored<Vec<Sum>> {
        let mut sums: Vec<Sum> = Vec::new();
        for ((fund, _), amount) in ledger::figures::money_behind(self.tables, &side.pool, &side.spans)? {
            let Some(fund) = self.fund_record(fund.as_str())? else { continue };
            let (currency, amount) = (fund.fund.currency, amount.unsigned_abs());
            match sums.iter_mut().find(|sum| sum.currency == currency) {
                Some(sum) => sum.amount += amount,
                None => sums.push(Sum { amount, currency }),
            }
        }
        Ok(sums.into_iter().filter(|sum| sum.amount > 0).collect())
    }

    /// What a gift's amounts count, and for a gift in kind the item.
    fn gift_unit(&mut self, entry: &Entry) -> Stored<Option<(Unit, Option<Named>)>> {
        Ok(match &entry.event {
            Event::DonationReceived(event) => {
                let fund = self.fund_record(event.fund.as_str())?;
                fund.map(|fund| (Unit::Money(fund.fund.currency), None))
            }
            Event::GiftInKindReceived(event) => {
                let (item, unit) = self.item_and_unit(event.item.as_str())?;
                Some((Unit::Goods(unit), Some(item)))
            }
            _ => None,
        })
    }

    pub(crate) fn entry_line(&mut self, entry: &Entry) -> Stored<EntryLine> {
        entries::line(self, entry)
    }
}

/// Whether a stock count found these goods: they are booked as a gift of nobody, and its note begins so.
pub(crate) fn is_found(event: &Event) -> bool {
    match event {
        Event::GiftInKindReceived(gift) => {
            let (donor, note) = (gift.donor.as_ref(), gift.note.as_ref());
            app::view::is_found(donor.map(|donor| donor.as_str()), note.map(|note| note.as_str()))
        }
        _ => false,
    }
}

/// Whether the reporting organisation added this money itself: an import found more spent than received.
pub(crate) fn is_own_contribution(event: &Event) -> bool {
    matches!(event, Event::DonationReceived(gift) if gift.method.as_str() == OWN_CONTRIBUTION)
}

/// The kind of end as pages know it.
fn shown_kind(kind: trace::EndKind) -> EndKind {
    EndKind::from_word(kind.word()).unwrap_or(EndKind::Unspent)
}

/// Where goods were handed out: the place by its name, or by that of the site where no name was recorded.
pub(crate) fn place_at(lookup: &mut Lookup<'_>, place: &Place, site: &str) -> Stored<PlaceName> {
    let mut named = place_name(place);
    if place.name.is_none() {
        named.name = Some(lookup.named(SubjectKind::Site, site)?.name);
    }
    Ok(named)
}

/// A place by its name, or by the code of the part of the country where no name was recorded.
pub(crate) fn place_name(place: &Place) -> PlaceName {
    let part = || place.admin1.as_ref().map(|part| part.as_str().to_owned());
    let name = place.name.as_ref().map(ToString::to_string).or_else(part);
    PlaceName { name, country: place.country.as_str().to_owned() }
}
