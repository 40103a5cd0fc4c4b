//! `/lots/ID` and `/handouts/ID`.

use app::view::{
    DocumentLine, EndKind, EntryLine, GiftShare, GoodsCount, Handout, HandoutLine, HandoutLot, Lot, LotLine, LotOrigin,
    LotPlace, Page, Refused, Slice, Sum,
};
use ledger::entry::Side;
use ledger::event::Event;
use ledger::past::Past as _;
use ledger::value::{PoolParts, SubjectKind};
use ledger::{Entry, Span, json, trace};

use super::fund_list::with;
use super::{Lookup, ROWS, brought, ends, place_at, place_name, shown_kind, trail};
use crate::answer::code_of;
use crate::store::Stored;

/// Entries of a lot that its page lists.
const ENTRIES: usize = 100;

/// Rows of a list that is leafed through.
const LEAF: usize = 50;

/// How far a reader has leafed through the lists of a lot or hand-out.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct GoodsQuery {
    /// Gifts to pass over.
    gifts: String,
    /// Hand-outs to pass over.
    handouts: String,
}

impl GoodsQuery {
    /// How many gifts and how many hand-outs to pass over; none if it can't be read.
    fn read(&self) -> Option<Leaf> {
        let number = |text: &str| match text {
            "" => Some(0),
            text => text.parse::<u32>().ok().and_then(|number| usize::try_from(number).ok()),
        };
        Some(Leaf { gifts: number(&self.gifts)?, handouts: number(&self.handouts)? })
    }
}

/// The first rows of each list that a page shows.
#[derive(Debug, Clone, Copy)]
struct Leaf {
    gifts: usize,
    handouts: usize,
}

impl Leaf {
    /// How many rows are shown from a place on.
    fn rows(from: usize) -> usize {
        if from == 0 { ROWS } else { LEAF }
    }

    /// The address of the same page from these rows on; each list has a heading to come back to.
    fn address(self, page: &str, list: &str) -> String {
        let parts = [("gifts", self.gifts), ("handouts", self.handouts)];
        let parts = parts.into_iter().filter(|(_, from)| *from > 0);
        let address = parts.fold(page.to_owned(), |address, (name, from)| with(&address, &format!("{name}={from}")));
        format!("{address}#{list}")
    }

    /// The gifts behind some units, from a place on.
    fn gifts(self, lookup: &mut Lookup<'_>, sides: &[Side], page: &str) -> Stored<Slice<GiftShare>> {
        let (rows, total) = lookup.gifts_behind(sides, self.gifts, Self::rows(self.gifts))?;
        let behind = self.gifts + Self::rows(self.gifts);
        let next = (total > behind as u64).then(|| Self { gifts: behind, ..self }.address(page, "gifts"));
        Ok(Slice { rows, total, next })
    }

    /// Hand-outs, from a place on.
    fn handouts(self, lookup: &mut Lookup<'_>, seqs: &[u64], page: &str) -> Stored<Slice<HandoutLine>> {
        let mut rows = Vec::new();
        for seq in seqs.iter().skip(self.handouts).take(Self::rows(self.handouts)) {
            if let Some(entry) = lookup.tables.entry(*seq)? {
                rows.extend(handout_line(lookup, &entry)?);
            }
        }
        let behind = self.handouts + Self::rows(self.handouts);
        let next = (seqs.len() > behind).then(|| Self { handouts: behind, ..self }.address(page, "handouts"));
        Ok(Slice { rows, total: seqs.len() as u64, next })
    }
}

/// One lot.
///
/// # Errors
/// The database's own.
pub fn lot(lookup: &mut Lookup<'_>, id: &str, query: &GoodsQuery) -> Stored<Page> {
    let Some(leaf) = query.read() else { return Ok(Page::Refused(Refused::BadRequest)) };
    let Some(entry) = lookup.tables.subject(SubjectKind::Lot, id)? else {
        return Ok(Page::Refused(Refused::NotFound));
    };
    let (Some(arrival), Some(origin)) = (arrival_of(&entry, id), origin_of(lookup, &entry)?) else {
        return Ok(Page::Refused(Refused::NotFound));
    };
    let quantity = ledger::span::units_of(&arrival.spans);
    let (item, unit) = lookup.lot_item(id)?;
    let story = story(lookup, id)?;
    // What its units cost where they are now, or where they ended: the lorry that carried them later counts too.
    let address = format!("/lots/{id}");
    let gifts = leaf.gifts(lookup, &story.rests, &address)?;
    let mut cost: Vec<Sum> = Vec::new();
    for side in &story.rests {
        add_sums(&mut cost, lookup.cost_of(side)?);
    }
    let mut funds = Vec::new();
    for fund in funds_of(lookup, &entry, &arrival)? {
        funds.push(lookup.named(SubjectKind::Fund, &fund)?);
    }
    let (expires_on, batch) = match &entry.event {
        Event::GiftInKindReceived(event) => (event.expires_on, event.batch.as_ref().map(ToString::to_string)),
        _ => (None, None),
    };
    let handouts = leaf.handouts(lookup, &story.handouts, &address)?;
    let mut kits = Vec::new();
    for (kit, units) in &story.kits {
        brought::add_goods(lookup, &mut kits, kit, *units)?;
    }
    let mut entries: Vec<EntryLine> = Vec::new();
    for seq in story.entries.iter().take(ENTRIES) {
        if let Some(entry) = lookup.tables.entry(*seq)? {
            entries.push(lookup.entry_line(&entry)?);
        }
    }
    Ok(Page::Lot(Box::new(Lot {
        id: id.to_owned(),
        item,
        unit,
        quantity,
        cost,
        funds,
        origin,
        seq: entry.seq,
        expires_on,
        batch,
        places: story.places,
        kits,
        handouts,
        gifts,
        documents: papers(lookup, &entry, SubjectKind::Lot, id)?,
        entries,
    })))
}

/// Documents that came with something, and those attached to it later.
fn papers(lookup: &mut Lookup<'_>, entry: &Entry, kind: SubjectKind, id: &str) -> Stored<Vec<DocumentLine>> {
    let mut papers = lookup.papers_of(entry);
    papers.extend(lookup.attached(kind, id)?);
    Ok(papers)
}

/// The units of a lot as they first arrived.
fn arrival_of(entry: &Entry, lot: &str) -> Option<Side> {
    let is_lots = |side: &&Side| matches!(side.pool.parts(), PoolParts::Goods { lot: of, .. } if of == lot);
    entry.moves.iter().filter_map(|one| one.to.as_ref()).find(is_lots).cloned()
}

fn funds_of(lookup: &mut Lookup<'_>, entry: &Entry, arrival: &Side) -> Stored<Vec<String>> {
    if let Event::GiftInKindReceived(event) = &entry.event {
        return Ok(vec![event.fund.to_string()]);
    }
    let behind = ledger::figures::money_behind(lookup.tables, &arrival.pool, &arrival.spans)?;
    let mut funds: Vec<String> = behind.into_keys().map(|(fund, _)| fund.to_string()).collect();
    funds.dedup();
    Ok(funds)
}

fn origin_of(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Option<LotOrigin>> {
    Ok(Some(match &entry.event {
        Event::PurchaseMade(event) => LotOrigin::Bought {
            supplier: lookup.named(SubjectKind::Site, event.supplier.as_str())?,
            on: event.purchased_on,
        },
        Event::KitPacked(event) => LotOrigin::Packed {
            inputs: event.inputs.iter().map(|input| input.lot.to_string()).collect(),
            on: event.packed_on,
        },
        Event::GiftInKindReceived(event) => LotOrigin::Given {
            code: code_of(entry.seq),
            donor: event.donor.as_ref().map(ToString::to_string),
            is_found: super::is_found(&entry.event),
            on: event.received_on,
        },
        _ => return Ok(None),
    }))
}

/// What became of a lot.
#[derive(Default)]
struct Story {
    places: Vec<LotPlace>,
    /// The kits that units of it went into, and how many of its units.
    kits: Vec<(String, u64)>,
    /// Newest first.
    handouts: Vec<u64>,
    /// Oldest first.
    entries: Vec<u64>,
    /// All its units, each where it is or was last.
    rests: Vec<Side>,
}

/// Adds sums of money, currency by currency.
fn add_sums(sums: &mut Vec<Sum>, more: Vec<Sum>) {
    for one in more {
        match sums.iter_mut().find(|sum| sum.currency == one.currency) {
            Some(sum) => sum.amount += one.amount,
            None => sums.push(one),
        }
    }
}

fn story(lookup: &mut Lookup<'_>, lot: &str) -> Stored<Story> {
    let mut story = Story::default();
    let whole = Span { from: 0, to: json::NUMBER_LIMIT.unsigned_abs() - 1 };
    for pool in lookup.tables.lot_pools(lot)? {
        let PoolParts::Goods { site, .. } = pool.name.parts() else { continue };
        let site_name = lookup.named(SubjectKind::Site, site)?;
        let held = lookup.tables.station(site)?.map_or(trace::EndKind::InStock, trace::EndKind::at_station);
        let on_waybill = trail::is_waybill(lookup, &site_name)?;
        let mut add = |kind: EndKind, quantity: u64| {
            let known = story.places.iter_mut().find(|place| place.kind == kind && place.site == site_name);
            match known {
                Some(place) => place.quantity += quantity,
                None if quantity > 0 => {
                    story.places.push(LotPlace { kind, site: site_name.clone(), on_waybill, quantity });
                }
                None => {}
            }
        };
        add(shown_kind(held), pool.free_units());
        let mut rests = pool.free.clone();
        for take in lookup.tables.takes_from(&pool.name)? {
            story.entries.push(take.seq);
            if let Some(end) = take.end {
                add(shown_kind(end), take.span.units());
                rests.push(take.span);
            } else if let Some(far) = &take.far {
                // Packed into a kit: it goes on as another lot.
                if let PoolParts::Goods { lot: of, .. } = far.pool.parts()
                    && of != lot
                {
                    add(EndKind::Packed, take.span.units());
                    rests.push(take.span);
                    story.kits.push((of.to_owned(), take.span.units()));
                }
            }
            if take.end == Some(trace::EndKind::Distributed) {
                story.handouts.push(take.seq);
            }
        }
        story.rests.push(Side { pool: pool.name.clone(), spans: ledger::span::joined(rests) });
        let fills = lookup.tables.pieces(ledger::past::Direction::Fill, &pool.name, whole)?;
        story.entries.extend(fills.iter().map(|fill| fill.seq));
    }
    story.entries.sort_unstable();
    story.entries.dedup();
    story.handouts.sort_unstable_by_key(|seq| std::cmp::Reverse(*seq));
    story.handouts.dedup();
    Ok(story)
}

/// A lot in a list.
pub(super) fn lot_line(lookup: &mut Lookup<'_>, id: &str) -> Stored<Option<LotLine>> {
    let Some(entry) = lookup.tables.subject(SubjectKind::Lot, id)? else { return Ok(None) };
    let quantity = arrival_of(&entry, id).map_or(0, |arrival| ledger::span::units_of(&arrival.spans));
    let (item, unit) = lookup.lot_item(id)?;
    let places = story(lookup, id)?.places;
    let sum = |wanted: &dyn Fn(EndKind) -> bool| {
        places.iter().filter(|place| wanted(place.kind)).map(|place| place.quantity).sum()
    };
    Ok(Some(LotLine {
        id: id.to_owned(),
        item,
        unit,
        quantity,
        handed_out: sum(&|kind| kind == EndKind::Distributed),
        packed: sum(&|kind| kind == EndKind::Packed),
        lost: sum(&|kind| kind == EndKind::Lost),
        held: sum(&|kind| matches!(kind, EndKind::AtSupplier | EndKind::InTransit | EndKind::InStock)),
    }))
}

/// A hand-out in a list.
pub(super) fn handout_line(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Option<HandoutLine>> {
    let Some(value) = value_of(lookup, entry)? else { return Ok(None) };
    let (id, on, place, households, people) = match &entry.event {
        Event::GoodsDistributed(event) => {
            let place = place_at(lookup, &event.place, event.site.as_str())?;
            (&event.id, event.distributed_on, place, event.households, event.people)
        }
        Event::CashDistributed(event) => {
            (&event.id, event.distributed_on, place_name(&event.place), event.households, event.people)
        }
        _ => return Ok(None),
    };
    let goods = goods_of(lookup, entry)?;
    Ok(Some(HandoutLine {
        id: id.to_string(),
        on,
        place,
        households: households.get(),
        people: people.get(),
        costs_only: value.amount > 0 && all_given(lookup, &goods)?,
        goods,
        value: value.amount,
        currency: value.currency,
    }))
}

/// The goods that an entry hands out, by lot.
fn goods_of(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Vec<GoodsCount>> {
    let mut goods = Vec::new();
    if let Event::GoodsDistributed(event) = &entry.event {
        for line in &event.lines {
            brought::add_goods(lookup, &mut goods, line.lot.as_str(), line.quantity.get())?;
        }
    }
    Ok(goods)
}

/// Whether goods are of lots that were all given: what they cost is what it cost to carry them.
fn all_given(lookup: &mut Lookup<'_>, goods: &[GoodsCount]) -> Stored<bool> {
    for line in goods {
        if !ends::is_given(lookup, &line.lot)? {
            return Ok(false);
        }
    }
    Ok(!goods.is_empty())
}

/// The money handed out, or what the goods cost: in the currency that most of it is in.
fn value_of(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Option<Sum>> {
    let mut sums: Vec<Sum> = Vec::new();
    for side in entry.moves.iter().filter_map(|one| one.from.as_ref()) {
        let costs = match lookup.currency_of(&side.pool)? {
            Some(currency) => vec![Sum { amount: ledger::span::units_of(&side.spans), currency }],
            None => lookup.cost_of(side)?,
        };
        add_sums(&mut sums, costs);
    }
    if let Some(sum) = sums.into_iter().max_by_key(|sum| sum.amount) {
        return Ok(Some(sum));
    }
    // Goods that were given: no money is behind them.
    let fund = home_fund(lookup, entry)?;
    let currency = match fund {
        Some(fund) => lookup.fund_record(&fund)?.map(|fund| fund.fund.currency),
        None => None,
    };
    Ok(currency.map(|currency| Sum { amount: 0, currency }))
}

/// The fund whose goods or money an entry takes.
fn home_fund(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Option<String>> {
    let Some(side) = entry.moves.iter().find_map(|one| one.from.as_ref()) else { return Ok(None) };
    match side.pool.parts() {
        PoolParts::Cash { fund, .. } => Ok(Some(fund.to_owned())),
        PoolParts::Goods { lot, .. } => Ok(brought::home_of_lot(lookup, lot)?.map(|(fund, _)| fund)),
    }
}

/// One hand-out.
///
/// # Errors
/// The database's own.
pub fn handout(lookup: &mut Lookup<'_>, id: &str, query: &GoodsQuery) -> Stored<Page> {
    let Some(leaf) = query.read() else { return Ok(Page::Refused(Refused::BadRequest)) };
    let Some(entry) = lookup.tables.subject(SubjectKind::Handout, id)? else {
        return Ok(Page::Refused(Refused::NotFound));
    };
    let sides: Vec<Side> = entry.moves.iter().filter_map(|one| one.from.clone()).collect();
    let gifts = leaf.gifts(lookup, &sides, &format!("/handouts/{id}"))?;
    let goods = goods_of(lookup, &entry)?;
    let fund = home_fund(lookup, &entry)?.unwrap_or_default();
    let value = value_of(lookup, &entry)?.filter(|sum| sum.amount > 0);
    let (place, households, people, on, recipients, project, site) = match &entry.event {
        Event::GoodsDistributed(event) => (
            place_at(lookup, &event.place, event.site.as_str())?,
            event.households,
            event.people,
            event.distributed_on,
            &event.recipients,
            event.project.as_ref().map(ToString::to_string),
            Some(lookup.named(SubjectKind::Site, event.site.as_str())?),
        ),
        Event::CashDistributed(event) => {
            let project = match event.from.parts() {
                PoolParts::Cash { project, .. } => project.map(str::to_owned),
                PoolParts::Goods { .. } => None,
            };
            let place = place_name(&event.place);
            (place, event.households, event.people, event.distributed_on, &event.recipients, project, None)
        }
        _ => return Ok(Page::Refused(Refused::NotFound)),
    };
    let mut lots = Vec::new();
    for side in &sides {
        let PoolParts::Goods { lot, .. } = side.pool.parts() else { continue };
        let (item, unit) = lookup.lot_item(lot)?;
        lots.push(HandoutLot {
            lot: lot.to_owned(),
            item,
            unit,
            quantity: ledger::span::units_of(&side.spans),
            cost: lookup.cost_of(side)?.into_iter().max_by_key(|sum| sum.amount),
        });
    }
    Ok(Page::Handout(Box::new(Handout {
        id: id.to_owned(),
        seq: entry.seq,
        on,
        place,
        site,
        fund: lookup.named(SubjectKind::Fund, &fund)?,
        project: project.map(|project| lookup.named(SubjectKind::Project, &project)).transpose()?,
        households: households.get(),
        people: people.get(),
        lots,
        costs_only: value.is_some() && all_given(lookup, &goods)?,
        value,
        recipients: recipients.as_ref().map(|list| (list.count.get(), json::hex(&list.root.0))),
        reversed_by: lookup.tables.reversed_by(entry.seq)?,
        documents: papers(lookup, &entry, SubjectKind::Handout, id)?,
        gifts,
    })))
}
