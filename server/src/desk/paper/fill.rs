//! Papers from the log.

use app::view::Sum;
use app::view::desk::{Label, Paper, PaperKind};
use ledger::Lang;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::value::SubjectKind;

use app::words::desk as say;

use super::qr;
use crate::pages::{Lookup, place_name};
use crate::store::Stored;

/// Rows of a hand-out list that one household each is written into: at most what a day's hand-out has.
pub(super) const ROWS_LIMIT: u64 = 600;

/// The receipt of a gift; none where there is no such gift, or it was taken back.
///
/// # Errors
/// The database's own.
pub fn receipt(lookup: &mut Lookup<'_>, code: GiftCode, origin: &str, lang: Lang) -> Stored<Option<Paper>> {
    let entry = ledger::Past::entry(lookup.tables(), code.seq())?;
    let Some(entry) = entry else { return Ok(None) };
    if lookup.tables().reversed_by(entry.seq)?.is_some() {
        return Ok(None);
    }
    let (fund, on, donor, what, sum) = match &entry.event {
        Event::DonationReceived(gift) => {
            let Some(fund) = lookup.tables().fund(gift.fund.as_str())? else { return Ok(None) };
            let sum = Sum { amount: gift.amount.get(), currency: fund.fund.currency };
            (
                gift.fund.clone(),
                gift.received_on,
                gift.donor.clone(),
                app::words::money(sum.amount, sum.currency),
                Some(sum),
            )
        }
        Event::GiftInKindReceived(gift) => {
            let (item, unit) = lookup.lot_item(gift.lot.as_str())?;
            let what = format!("{} · {}", app::words::quantity(lang, gift.quantity.get(), &unit), item.name);
            (gift.fund.clone(), gift.received_on, gift.donor.clone(), what, None)
        }
        _ => return Ok(None),
    };
    let fund = lookup.tables().fund(fund.as_str())?;
    let Some(fund) = fund else { return Ok(None) };
    let steward = lookup.named(SubjectKind::Organisation, fund.fund.steward.as_str())?.name;
    let mut facts = vec![
        (say::paper_fact(lang, "amount").into(), what),
        (say::paper_fact(lang, "fund").into(), fund.fund.title.to_string()),
        (say::paper_fact(lang, "received_by").into(), steward),
        (say::paper_fact(lang, "received_on").into(), app::words::date(lang, on)),
    ];
    facts.extend(donor.map(|donor| (say::paper_fact(lang, "donor").into(), donor.to_string())));
    facts.push((
        say::paper_fact(lang, "entry").into(),
        format!("{} · {}", entry.seq, app::words::moment(lang, entry.at)),
    ));
    Ok(Some(paper(PaperKind::Receipt, &code.to_string(), facts, &format!("{origin}/gifts/{code}"), sum)))
}

pub(super) fn paper(kind: PaperKind, id: &str, facts: Vec<(String, String)>, address: &str, sum: Option<Sum>) -> Paper {
    Paper {
        kind,
        id: id.to_owned(),
        facts,
        lines: Vec::new(),
        address: address.to_owned(),
        code: qr::rows(address),
        pdf: String::new(),
        blank_rows: 0,
        mail: None,
        sum,
    }
}

/// The waybill of a dispatch.
///
/// # Errors
/// The database's own.
pub fn waybill(lookup: &mut Lookup<'_>, id: &str, origin: &str, lang: Lang) -> Stored<Option<Paper>> {
    let Some(entry) = lookup.tables().subject(SubjectKind::Waybill, id)? else { return Ok(None) };
    let Event::GoodsDispatched(event) = entry.event else { return Ok(None) };
    let mut facts = vec![
        (say::paper_fact(lang, "from").into(), lookup.named(SubjectKind::Site, event.from.as_str())?.name),
        (say::paper_fact(lang, "to").into(), lookup.named(SubjectKind::Site, event.to.as_str())?.name),
        (say::paper_fact(lang, "dispatched_on").into(), app::words::date(lang, event.dispatched_on)),
    ];
    facts.extend(event.carrier.as_ref().map(|carrier| (say::paper_fact(lang, "carrier").into(), carrier.to_string())));
    facts.push((say::paper_fact(lang, "entry").into(), entry.seq.to_string()));
    let address = format!("{origin}/entries/{}", entry.seq);
    let lines = goods(lookup, &event.lines, lang)?;
    Ok(Some(Paper { lines, ..paper(PaperKind::Waybill, id, facts, &address, None) }))
}

/// The list of a hand-out: what was given, and a row a household, to be signed and kept.
///
/// # Errors
/// The database's own.
pub fn handout(lookup: &mut Lookup<'_>, id: &str, origin: &str, lang: Lang) -> Stored<Option<Paper>> {
    let Some(entry) = lookup.tables().subject(SubjectKind::Handout, id)? else { return Ok(None) };
    let (place, on, households, people, lines, more) = match entry.event {
        Event::GoodsDistributed(event) => {
            let lines = goods(lookup, &event.lines, lang)?;
            let site = lookup.named(SubjectKind::Site, event.site.as_str())?.name;
            (event.place, event.distributed_on, event.households, event.people, lines, ("site", site))
        }
        Event::CashDistributed(event) => {
            let fund = match event.from.parts() {
                ledger::value::PoolParts::Cash { fund, .. } => lookup.tables().fund(fund)?,
                ledger::value::PoolParts::Goods { .. } => None,
            };
            let sum = fund.map(|fund| app::words::money(event.amount.get(), fund.fund.currency)).unwrap_or_default();
            (event.place, event.distributed_on, event.households, event.people, Vec::new(), ("amount", sum))
        }
        _ => return Ok(None),
    };
    let facts = vec![
        (say::paper_fact(lang, "place").into(), app::words::place(lang, &place_name(&place))),
        (say::paper_fact(lang, more.0).into(), more.1),
        (say::paper_fact(lang, "distributed_on").into(), app::words::date(lang, on)),
        (say::paper_fact(lang, "households").into(), app::words::count(households.get())),
        (say::paper_fact(lang, "people").into(), app::words::count(people.get())),
    ];
    let address = format!("{origin}/handouts/{id}");
    let blank_rows = u32::try_from(households.get().min(ROWS_LIMIT)).unwrap_or_default();
    Ok(Some(Paper { lines, blank_rows, ..paper(PaperKind::HandoutList, id, facts, &address, None) }))
}

fn goods(
    lookup: &mut Lookup<'_>,
    lines: &[ledger::event::LotLine],
    lang: Lang,
) -> Stored<Vec<(String, String, String)>> {
    let mut found = Vec::new();
    for line in lines {
        let (item, unit) = lookup.lot_item(line.lot.as_str())?;
        found.push((line.lot.to_string(), item.name, app::words::quantity(lang, line.quantity.get(), &unit)));
    }
    Ok(found)
}

/// What came of the wish for a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelMade {
    /// It is this one.
    Label(Label),
    /// Nothing has the id.
    Unknown,
    /// One box was to hold more than there was of the lot: so many.
    More(String),
}

/// The label of a lot or a waybill. The ledger knows lots and no boxes: how many of a lot `each` box holds somebody says,
/// or the label does not.
///
/// # Errors
/// The database's own.
pub fn label(lookup: &mut Lookup<'_>, id: &str, origin: &str, each: Option<u64>, lang: Lang) -> Stored<LabelMade> {
    if let Some(paper) = waybill(lookup, id, origin, lang)? {
        let title = say::paper(lang, PaperKind::Waybill).to_owned();
        let lines = paper.facts.iter().take(3).map(|(term, value)| app::words::told(lang, term, value)).collect();
        return Ok(LabelMade::Label(Label { id: id.to_owned(), title, lines, code: paper.code }));
    }
    let Some(entry) = lookup.tables().subject(SubjectKind::Lot, id)? else { return Ok(LabelMade::Unknown) };
    let (item, unit) = lookup.lot_item(id)?;
    let date = |day| app::words::date(lang, day);
    let (whole, said) = match &entry.event {
        Event::PurchaseMade(event) => {
            let line = event.lines.iter().find(|line| line.lot.as_str() == id);
            (line.map_or(0, |line| line.quantity.get()), vec![date(event.purchased_on)])
        }
        Event::GiftInKindReceived(event) => {
            let mut said: Vec<String> = event.batch.iter().map(ToString::to_string).collect();
            said.extend(event.expires_on.map(|day| say::expires(lang, &date(day))));
            (event.quantity.get(), said)
        }
        Event::KitPacked(event) => (event.quantity.get(), vec![date(event.packed_on)]),
        _ => return Ok(LabelMade::Unknown),
    };
    let quantity = |quantity: u64| app::words::quantity(lang, quantity, &unit);
    if each.is_some_and(|each| each > whole) {
        return Ok(LabelMade::More(quantity(whole)));
    }
    let lines = each.map(quantity).into_iter().chain(said).collect();
    let code = qr::rows(&format!("{origin}/lots/{id}"));
    Ok(LabelMade::Label(Label { id: id.to_owned(), title: item.name, lines, code }))
}
