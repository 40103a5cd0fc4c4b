//! Counted against booked.
//!
//! Fewer than booked is a loss, with the reason that somebody gives. More than booked has no event of its own in the
//! ledger, and needs none: goods don't come from nowhere. Either they were given up for lost before, and then that loss
//! is taken back as far as they are there again, so that the money behind them counts as goods once more; or nobody ever
//! booked them in, and then they are a gift in kind of an unknown giver, in a lot of its own without any money behind it.
//! Adding them to the old lot would spread the cents of its gifts over units that nobody paid for.
//!
//! Each kind of difference has reasons of its own, and one of them must be given.

use serde_json::{Map, json};

use app::view::FOUND_NOTE;
use app::view::desk::FoundReason;
use ledger::Lang;
use ledger::event::{Event, GoodsLost};
use ledger::value::{Date, LossReason};

use super::fault::{Fault, Faults, Why};
use super::plan::{Books, Planned, Settles, Step, event, put, short_id};
use super::row::Row;
use crate::import::{hash_of, key};

/// What the ledger has of a lot at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// How many are booked there.
    pub booked: u64,
    /// What it is.
    pub item: String,
    /// The fund whose money, or whose gift, it is.
    pub fund: String,
    /// Losses of this lot at this site that still stand, the latest first.
    pub losses: Vec<(u64, GoodsLost)>,
}

/// One row of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The row.
    pub row: u32,
    /// The site.
    pub site: String,
    /// The lot.
    pub lot: String,
    /// How many are there.
    pub counted: u64,
    /// The day.
    pub on: Date,
    /// Why it differs.
    pub reason: Option<Reason>,
}

/// Why a count differs from the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Why fewer.
    Fewer(LossReason),
    /// Why more.
    More(FoundReason),
}

/// What a count says against the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Nothing.
    None,
    /// So many are missing.
    Fewer(u64),
    /// There are more.
    More {
        /// How many.
        found: u64,
        /// A loss that may be taken back for it, and how many are lost even then.
        loss: Option<(u64, u64)>,
    },
}

/// Counted against booked.
#[must_use]
pub fn difference(count: &Count, stock: &Stock) -> Difference {
    if count.counted < stock.booked {
        return Difference::Fewer(stock.booked.saturating_sub(count.counted));
    }
    let found = count.counted.saturating_sub(stock.booked);
    if found == 0 {
        return Difference::None;
    }
    let loss = stock.losses.iter().find(|(_, lost)| lost.quantity.get() >= found);
    Difference::More { found, loss: loss.map(|(seq, lost)| (*seq, lost.quantity.get().saturating_sub(found))) }
}

/// The counts of a sheet, before they are held against what is booked, and what is wrong in other rows.
#[must_use]
pub fn counts(rows: &[Row], books: &Books) -> (Vec<Count>, Vec<Fault>) {
    let mut found: Vec<Count> = Vec::new();
    super::plan::all(rows.iter().map(|row| {
        let count = count(row, books)?;
        if let Some(first) = found.iter().find(|one| (&one.site, &one.lot) == (&count.site, &count.lot)) {
            return Err(vec![row.fault("lot", Why::Twice { first_row: first.row })]);
        }
        found.push(count.clone());
        Ok(count)
    }))
}

fn count(row: &Row, books: &Books) -> Result<Count, Vec<Fault>> {
    let mut faults = Faults::default();
    let site = faults.take(books.site(row));
    let lot = faults.take(row.needed("lot"));
    let counted = faults.take(row.whole("counted"));
    let on = faults.take(row.day("counted_on"));
    let said = faults.take(row.text("reason")).flatten();
    let reason = said.and_then(|text| {
        let read = reason(&text).ok_or_else(|| row.fault("reason", Why::Unknown(text)));
        faults.take(read)
    });
    let (Some(site), Some(lot), Some(counted), Some(on), true) = (site, lot, counted, on, faults.is_empty()) else {
        return Err(faults.into_vec());
    };
    Ok(Count { row: row.number, site, lot, counted, on, reason })
}

/// A reason by its word in the ledger or in either language.
fn reason(text: &str) -> Option<Reason> {
    let is = |word: &str, say: &dyn Fn(Lang) -> &'static str| {
        [word, say(Lang::En), say(Lang::Zh)].iter().any(|known| known.eq_ignore_ascii_case(text))
    };
    let fewer = [LossReason::Lost, LossReason::Damaged, LossReason::Expired, LossReason::Stolen]
        .into_iter()
        .find(|one| is(one.word(), &|lang| app::words::loss_reason(lang, *one)));
    let more = || {
        let mut all = FoundReason::ALL.iter().copied();
        all.find(|one| is(one.word(), &|lang| app::words::desk::found_reason(lang, *one)))
    };
    fewer.map(Reason::Fewer).or_else(|| more().map(Reason::More))
}

/// What a whole sheet becomes; `stock` answers for each count in turn, `faults` are those of other rows.
#[must_use]
pub fn plan(rows: &[Row], counts: &[Count], stock: &[Option<Stock>], mut faults: Vec<Fault>) -> Planned {
    let pairs = counts.iter().zip(stock);
    let (steps, more) = super::plan::all(pairs.map(|(count, stock)| {
        let row = rows.iter().find(|row| row.number == count.row);
        let Some(row) = row else { return Ok(Vec::new()) };
        let Some(stock) = stock else { return Err(vec![row.fault("lot", Why::Unknown(count.lot.clone()))]) };
        settle(row, count, stock).map_err(|fault| vec![fault])
    }));
    faults.extend(more);
    faults.sort_by_key(|fault| fault.row);
    Planned { steps: steps.into_iter().flatten().collect(), faults }
}

/// What makes the books say what was counted; nothing where they do already.
fn settle(row: &Row, count: &Count, stock: &Stock) -> Result<Vec<Step>, Fault> {
    let day = count.on.to_string();
    let (counted, booked) = (count.counted.to_string(), stock.booked.to_string());
    let hash = |part: &str| hash_of("almoner-count-1", &[&count.site, &count.lot, &day, &counted, &booked, part]);
    let step = |part: &str, event: Event| Step {
        rows: vec![row.number],
        key: key(Some(count.on), &hash(part)),
        event,
        email: None,
        reference_said: None,
        reference: None,
        settles: Some(Settles {
            site: count.site.clone(),
            lot: count.lot.clone(),
            booked: stock.booked,
            counted: count.counted,
        }),
    };
    let note = row.text("note")?;
    let other = || row.fault("reason", Why::OtherReason(row.cell("reason").shown()));
    let (found, reason) = match (difference(count, stock), count.reason) {
        (Difference::None, _) => return Ok(Vec::new()),
        (Difference::Fewer(missing), None) => return Err(row.fault("reason", Why::ReasonMissing { missing })),
        (Difference::More { found, .. }, None) => return Err(row.fault("reason", Why::FoundReasonMissing { found })),
        (Difference::Fewer(_), Some(Reason::More(_))) | (Difference::More { .. }, Some(Reason::Fewer(_))) => {
            return Err(other());
        }
        (Difference::Fewer(missing), Some(Reason::Fewer(reason))) => {
            return Ok(vec![step("lost", loss(row, count, missing, reason, count.on, &hash("lost"), note)?)]);
        }
        (Difference::More { found, .. }, Some(Reason::More(reason))) => (found, reason),
    };
    let lost = stock.losses.iter().find(|(_, lost)| lost.quantity.get() >= found);
    // What never was in the books was never lost.
    let Some((seq, lost)) = lost.filter(|_| reason.takes_back()) else {
        return Ok(vec![step("found", gift(row, count, stock, found, reason, &hash("found"), note)?)]);
    };
    let mut fields = Map::new();
    fields.insert("type".into(), json!("entry_reversed"));
    fields.insert("reverses".into(), json!(seq));
    fields.insert("reason".into(), json!(taken_back(reason, &day)));
    put(&mut fields, "note", note);
    let mut steps = vec![step("again", event(row, fields)?)];
    let still = lost.quantity.get().saturating_sub(found);
    if still > 0 {
        let event = loss(row, count, still, lost.reason, lost.found_on, &hash("still"), None)?;
        steps.push(step("still", event));
    }
    Ok(steps)
}

/// Why a loss was none, for everybody.
fn taken_back(reason: FoundReason, day: &str) -> String {
    match reason {
        FoundReason::Miscounted => {
            format!("Counted wrong before; put right by the stock count of {day}. 先前点错，盘点后更正。")
        }
        _ => format!("Found again in the stock count of {day}. 盘点时寻回。"),
    }
}

/// How goods came to lie beside a lot, for everybody.
fn told(reason: FoundReason, lot: &str) -> String {
    let (english, chinese) = match reason {
        FoundReason::Again => ("they were away without having been booked as lost", "曾缺失但未登记为损失"),
        FoundReason::Miscounted => ("more came than was counted then", "先前点少"),
        FoundReason::NeverBooked => ("they came and were never booked in", "到货后漏登入库"),
        FoundReason::Unknown => ("nothing says where they came from", "来源不明"),
    };
    format!("{FOUND_NOTE}{lot} in a stock count: {english}. 盘点时发现：{chinese}。")
}

fn loss(
    row: &Row,
    count: &Count,
    quantity: u64,
    reason: LossReason,
    found_on: Date,
    hash: &[u8; 32],
    note: Option<String>,
) -> Result<Event, Fault> {
    let mut fields = Map::new();
    fields.insert("type".into(), json!("goods_lost"));
    fields.insert("id".into(), json!(short_id("count", &count.on.to_string(), hash)));
    fields.insert("lot".into(), json!(count.lot));
    fields.insert("site".into(), json!(count.site));
    fields.insert("quantity".into(), json!(quantity));
    fields.insert("reason".into(), json!(reason.word()));
    fields.insert("found_on".into(), json!(found_on.to_string()));
    put(&mut fields, "note", note);
    event(row, fields)
}

fn gift(
    row: &Row,
    count: &Count,
    stock: &Stock,
    found: u64,
    reason: FoundReason,
    hash: &[u8; 32],
    note: Option<String>,
) -> Result<Event, Fault> {
    let mut fields = Map::new();
    fields.insert("type".into(), json!("gift_in_kind_received"));
    fields.insert("fund".into(), json!(stock.fund));
    fields.insert("item".into(), json!(stock.item));
    fields.insert("lot".into(), json!(short_id("found", &count.on.to_string(), hash)));
    fields.insert("quantity".into(), json!(found));
    fields.insert("site".into(), json!(count.site));
    fields.insert("received_on".into(), json!(count.on.to_string()));
    let said = told(reason, &count.lot);
    fields.insert("note".into(), json!(note.map_or(said.clone(), |note| format!("{said}\n{note}"))));
    event(row, fields)
}

#[cfg(test)]
mod tests {
    use super::super::column::Kind;
    use super::super::fault::Refused;
    use super::super::plan::tests::{books, read};
    use super::*;

    const HEADINGS: &str = "site,lot,counted,counted_on,reason,note\n";

    fn stock(booked: u64, lost: &[(u64, u64)]) -> Stock {
        let loss = |(seq, quantity): &(u64, u64)| {
            let text = format!(
                r#"{{"found_on":"2026-02-01","id":"x-{seq}","lot":"tents","quantity":{quantity},"reason":"stolen","site":"chengdu","type":"goods_lost"}}"#
            );
            let Ok(Event::GoodsLost(event)) = Event::parse(text.as_bytes()) else { panic!("a loss") };
            (*seq, *event)
        };
        Stock { booked, item: "tent".into(), fund: "flood".into(), losses: lost.iter().map(loss).collect() }
    }

    fn settled(row: &str, stock: Stock) -> Result<Vec<String>, Refused> {
        let rows = read(Kind::Counts, &format!("{HEADINGS}{row}\n"));
        let (counts, faults) = counts(&rows, &books());
        let steps = plan(&rows, &counts, &[Some(stock)], faults).whole()?;
        Ok(steps.iter().map(|step| step.event.to_json()).collect())
    }

    #[test]
    fn fewer_than_booked_is_a_loss_with_its_reason() {
        let events = settled("chengdu,tents,198,2026-03-31,损坏,wet", stock(200, &[])).expect("plans");
        assert_eq!(events.len(), 1);
        assert!(
            events[0].contains(r#""lot":"tents","note":"wet","quantity":2,"reason":"damaged","site":"chengdu""#),
            "{events:?}"
        );
        let Err(Refused::Rows(faults)) = settled("chengdu,tents,198,2026-03-31,,", stock(200, &[])) else {
            panic!("refused")
        };
        assert_eq!(faults[0].why, Why::ReasonMissing { missing: 2 });
        assert_eq!(settled("chengdu,tents,200,2026-03-31,,", stock(200, &[])), Ok(vec![]));
    }

    #[test]
    fn what_was_given_up_for_lost_and_is_there_again_is_no_longer_lost() {
        let events =
            settled("chengdu,tents,203,2026-03-31,there again,", stock(200, &[(9, 2), (7, 5)])).expect("plans");
        assert!(events[0].contains(r#""reverses":7"#), "{events:?}");
        assert!(events[1].contains(r#""quantity":2,"reason":"stolen""#), "two are still lost: {events:?}");
        let events = settled("chengdu,tents,202,2026-03-31,先前点错,", stock(200, &[(9, 2), (7, 5)])).expect("plans");
        assert_eq!(events.len(), 1);
        assert!(events[0].contains(r#""reverses":9"#), "{events:?}");
    }

    #[test]
    fn what_nobody_booked_in_is_a_gift_in_kind_without_money_behind_it() {
        // What never was in the books was never lost, either.
        let row = "chengdu,tents,201,2026-03-31,never booked,";
        let events = settled(row, stock(200, &[(9, 2)])).expect("plans");
        assert_eq!(events.len(), 1);
        for part in
            [r#""type":"gift_in_kind_received""#, r#""fund":"flood""#, r#""quantity":1"#, r#""lot":"found-20260331-"#]
        {
            assert!(events[0].contains(part), "{part} in {events:?}");
        }
        assert!(!events[0].contains("value"));
        assert!(events[0].contains("漏登入库"), "why is public: {events:?}");
    }

    #[test]
    fn each_kind_of_difference_has_reasons_of_its_own() {
        let why = |counted: u64, reason: &str| {
            let row = format!("chengdu,tents,{counted},2026-03-31,{reason},");
            let Err(Refused::Rows(faults)) = settled(&row, stock(200, &[])) else { panic!("refused") };
            faults[0].why.clone()
        };
        assert_eq!(why(203, ""), Why::FoundReasonMissing { found: 3 });
        assert_eq!(why(203, "stolen"), Why::OtherReason("stolen".into()));
        assert_eq!(why(198, "unknown"), Why::OtherReason("unknown".into()));
        assert_eq!(why(198, "eaten"), Why::Unknown("eaten".into()));
    }

    #[test]
    fn a_difference_says_which_loss_may_be_taken_back() {
        let rows = read(Kind::Counts, &format!("{HEADINGS}chengdu,tents,203,2026-03-31,,\n"));
        let (counts, _) = counts(&rows, &books());
        let against = |booked, lost: &[(u64, u64)]| difference(&counts[0], &stock(booked, lost));
        assert_eq!(against(203, &[]), Difference::None);
        assert_eq!(against(205, &[]), Difference::Fewer(2));
        assert_eq!(against(200, &[(9, 2), (7, 5)]), Difference::More { found: 3, loss: Some((7, 2)) });
        assert_eq!(against(200, &[]), Difference::More { found: 3, loss: None });
    }

    #[test]
    fn a_lot_is_counted_once_and_must_be_there() {
        let rows =
            read(Kind::Counts, &format!("{HEADINGS}chengdu,tents,1,2026-03-31,,\nchengdu,tents,2,2026-03-31,,\n"));
        let (one, faults) = counts(&rows, &books());
        assert_eq!((faults[0].row, &faults[0].why), (3, &Why::Twice { first_row: 2 }));
        let planned = plan(&rows, &one, &[None], faults);
        assert_eq!(planned.faults[0].why, Why::Unknown("tents".into()));
        assert_eq!(planned.faults.len(), 2);
    }
}
