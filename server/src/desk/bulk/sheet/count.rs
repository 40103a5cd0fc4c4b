//! Counted against booked.
//!
//! Fewer than booked is a loss, with the reason that somebody gives. More than booked has no event of its own in the
//! ledger, and needs none: goods don't come from nowhere. Either they were given up for lost before, and then that loss
//! is taken back as far as they are there again, so that the money behind them counts as goods once more; or nobody ever
//! booked them in, and then they are a gift in kind of an unknown giver, in a lot of its own without any money behind it.
//! Adding them to the old lot would spread the cents of its gifts over units that nobody paid for.

use serde_json::{Map, json};

use ledger::event::{Event, GoodsLost};
use ledger::value::{Date, LossReason};

use super::plan::{Books, Step, event, put, short_id};
use super::row::{Fault, Refused, Row, Why};
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
    /// Why fewer.
    pub reason: Option<LossReason>,
}

/// The counts of a sheet, before they are held against what is booked.
///
/// # Errors
/// [`Refused::Rows`].
pub fn counts(rows: &[Row], books: &Books) -> Result<Vec<Count>, Refused> {
    let mut found: Vec<Count> = Vec::new();
    super::plan::all(rows.iter().map(|row| {
        let count = count(row, books)?;
        if let Some(first) = found.iter().find(|one| (&one.site, &one.lot) == (&count.site, &count.lot)) {
            return Err(row.fault("lot", Why::Twice { first_row: first.row }));
        }
        found.push(count.clone());
        Ok(count)
    }))
}

fn count(row: &Row, books: &Books) -> Result<Count, Fault> {
    let reason = match row.text("reason")? {
        None => None,
        Some(text) => Some(reason(&text).ok_or_else(|| row.fault("reason", Why::Unknown(text)))?),
    };
    Ok(Count {
        row: row.number,
        site: books.site(row)?,
        lot: row.needed("lot")?,
        counted: row.whole("counted")?,
        on: row.day("counted_on")?,
        reason,
    })
}

/// A reason by its word in the ledger or in either language.
fn reason(text: &str) -> Option<LossReason> {
    let said = |reason: LossReason| {
        let words = [ledger::Lang::En, ledger::Lang::Zh].map(|lang| app::words::loss_reason(lang, reason));
        words.iter().chain(&[reason.word()]).any(|word| word.eq_ignore_ascii_case(text))
    };
    [LossReason::Lost, LossReason::Damaged, LossReason::Expired, LossReason::Stolen].into_iter().find(|one| said(*one))
}

/// The steps of a whole sheet; `stock` answers for each count in turn.
///
/// # Errors
/// [`Refused::Rows`].
pub fn plan(rows: &[Row], counts: &[Count], stock: &[Option<Stock>]) -> Result<Vec<Step>, Refused> {
    let pairs = counts.iter().zip(stock);
    let steps = super::plan::all(pairs.map(|(count, stock)| {
        let row = rows.iter().find(|row| row.number == count.row);
        let Some(row) = row else { return Ok(Vec::new()) };
        let Some(stock) = stock else { return Err(row.fault("lot", Why::Unknown(count.lot.clone()))) };
        settle(row, count, stock)
    }))?;
    Ok(steps.into_iter().flatten().collect())
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
    };
    let note = row.text("note")?;
    if count.counted < stock.booked {
        let missing = stock.booked - count.counted;
        let reason = count.reason.ok_or_else(|| row.fault("reason", Why::ReasonMissing { missing }))?;
        return Ok(vec![step("lost", loss(row, count, missing, reason, count.on, &hash("lost"), note)?)]);
    }
    let found = count.counted - stock.booked;
    if found == 0 {
        return Ok(Vec::new());
    }
    let Some((seq, lost)) = stock.losses.iter().find(|(_, lost)| lost.quantity.get() >= found) else {
        return Ok(vec![step("found", gift(row, count, stock, found, &hash("found"), note)?)]);
    };
    let mut fields = Map::new();
    fields.insert("type".into(), json!("entry_reversed"));
    fields.insert("reverses".into(), json!(seq));
    fields.insert("reason".into(), json!(format!("Found again in the stock count of {day}. 盘点时寻回。")));
    put(&mut fields, "note", note);
    let mut steps = vec![step("again", event(row, fields)?)];
    let still = lost.quantity.get() - found;
    if still > 0 {
        let event = loss(row, count, still, lost.reason, lost.found_on, &hash("still"), None)?;
        steps.push(step("still", event));
    }
    Ok(steps)
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
    let said = format!(
        "Found beside lot {} in a stock count; nothing says where it came from. 盘点时发现，来源不明。",
        count.lot
    );
    fields.insert("note".into(), json!(note.map_or(said.clone(), |note| format!("{said}\n{note}"))));
    event(row, fields)
}

#[cfg(test)]
mod tests {
    use super::super::column::Kind;
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
        let counts = counts(&rows, &books())?;
        Ok(plan(&rows, &counts, &[Some(stock)])?.iter().map(|step| step.event.to_json()).collect())
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
        let events = settled("chengdu,tents,203,2026-03-31,,", stock(200, &[(9, 2), (7, 5)])).expect("plans");
        assert!(events[0].contains(r#""reverses":7"#), "{events:?}");
        assert!(events[1].contains(r#""quantity":2,"reason":"stolen""#), "two are still lost: {events:?}");
        let events = settled("chengdu,tents,202,2026-03-31,,", stock(200, &[(9, 2), (7, 5)])).expect("plans");
        assert_eq!(events.len(), 1);
        assert!(events[0].contains(r#""reverses":9"#), "{events:?}");
    }

    #[test]
    fn what_nobody_booked_in_is_a_gift_in_kind_without_money_behind_it() {
        let events = settled("chengdu,tents,201,2026-03-31,,", stock(200, &[])).expect("plans");
        assert_eq!(events.len(), 1);
        for part in
            [r#""type":"gift_in_kind_received""#, r#""fund":"flood""#, r#""quantity":1"#, r#""lot":"found-20260331-"#]
        {
            assert!(events[0].contains(part), "{part} in {events:?}");
        }
        assert!(!events[0].contains("value"));
    }

    #[test]
    fn a_lot_is_counted_once_and_must_be_there() {
        let rows =
            read(Kind::Counts, &format!("{HEADINGS}chengdu,tents,1,2026-03-31,,\nchengdu,tents,2,2026-03-31,,\n"));
        let Err(Refused::Rows(faults)) = counts(&rows, &books()) else { panic!("refused") };
        assert_eq!((faults[0].row, &faults[0].why), (3, &Why::Twice { first_row: 2 }));
        let one = &counts(&rows[..1], &books()).expect("reads");
        let Err(Refused::Rows(faults)) = plan(&rows, one, &[None]) else { panic!("refused") };
        assert_eq!(faults[0].why, Why::Unknown("tents".into()));
    }
}
