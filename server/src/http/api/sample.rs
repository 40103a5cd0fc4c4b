//! What the examples of `/api` ask: ids that this ledger has, so that each call can be run from the page.

use ledger::code::GiftCode;
use ledger::event::{Event, EventType};

use crate::store::Stored;
use crate::store::past::Tables;
use crate::store::query_lists::{ListFilter, ListKind, ListOrder};

/// One of each, where there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    fund: Option<String>,
    gift: Option<String>,
    lot: Option<String>,
    handout: Option<String>,
    size: u64,
}

impl Sample {
    /// Of the first fund that was opened, the newest.
    ///
    /// # Errors
    /// The database's own.
    pub fn of(tables: &mut Tables) -> Stored<Self> {
        let size = tables.head()?.size;
        let Some(fund) = tables.funds()?.into_iter().next() else { return Ok(Self { size, ..Self::default() }) };
        let newest = ListFilter { order: ListOrder::Newest, ..ListFilter::default() };
        let gifts = tables.listed(fund.seq, ListKind::Gifts, &newest, 1)?.entries;
        let handouts = tables.listed(fund.seq, ListKind::Handouts, &newest, 1)?.entries;
        let arrivals = tables.of_type(EventType::GoodsReceived, size, 1)?;
        Ok(Self {
            fund: Some(fund.fund.id.to_string()),
            gift: gifts.first().and_then(|entry| GiftCode::of_seq(entry.seq)).map(|code| code.to_string()),
            lot: arrivals.first().and_then(|entry| match &entry.event {
                Event::GoodsReceived(event) => Some(event.lot.to_string()),
                _ => None,
            }),
            handout: handouts.first().and_then(|entry| match &entry.event {
                Event::GoodsDistributed(event) => Some(event.id.to_string()),
                Event::CashDistributed(event) => Some(event.id.to_string()),
                _ => None,
            }),
            size,
        })
    }

    /// A call's address with these ids in it, behind the prefix; none where there is nothing to ask for.
    #[must_use]
    pub fn fill(&self, path: &str, origin: &str) -> Option<String> {
        match path.split('/').nth(1)? {
            "funds" => Some(path.replace("{id}", self.fund.as_deref()?)),
            "gifts" => Some(path.replace("{code}", self.gift.as_deref()?)),
            "lots" => Some(path.replace("{id}", self.lot.as_deref()?)),
            "handouts" => Some(path.replace("{id}", self.handout.as_deref()?)),
            "reports" if self.size > 0 => {
                Some(format!("{}?fund={}", path.replace("{size}", &self.size.to_string()), self.fund.as_deref()?))
            }
            "oembed" => {
                let url = format!("{origin}/funds/{}", self.fund.as_deref()?);
                Some(format!("{path}?url={}", app::page::encode(&url)))
            }
            _ => None,
        }
    }
}
