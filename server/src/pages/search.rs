//! `/search`

use app::view::{Page, Refused, Search};
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::refusal::{Refusal, Rule};

use super::{Index, Lookup};
use crate::store::Stored;

/// Rows on a page.
const PAGE: usize = 20;

/// Longer queries are cut: no name is as long.
const QUERY_CHARS: usize = 120;

/// What a reader looks for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct SearchQuery {
    /// The words.
    #[serde(default)]
    pub q: String,
    /// How many to pass over.
    from: Option<String>,
}

/// Where a search leads.
#[derive(Debug)]
pub enum Searched {
    /// It was the code of a gift.
    Gift(GiftCode),
    /// A page of what was found.
    Page(Box<Page>),
}

/// Looks for a gift by its code, or for anything by its name.
///
/// # Errors
/// The database's own.
pub fn search(lookup: &mut Lookup<'_>, index: &Index, query: &SearchQuery) -> Stored<Searched> {
    let typed: String = query.q.trim().chars().take(QUERY_CHARS).collect();
    if let Ok(code) = GiftCode::parse(&typed)
        && is_gift(lookup, code)?
    {
        return Ok(Searched::Gift(code));
    }
    let near = super::near(lookup.tables, &typed)?;
    let address = |from: usize| match from {
        0 => format!("/search?q={}", app::page::encode(&typed)),
        from => format!("/search?q={}&from={from}", app::page::encode(&typed)),
    };
    let misasked = |rule| {
        let refusal = Refusal::new("from", rule);
        Ok(Searched::Page(Box::new(Page::Refused(Refused::Asked { refusal, list: address(0) }))))
    };
    let from: usize = match query.from.as_deref() {
        None | Some("") => 0,
        Some(text) => match text.parse() {
            Ok(from) => from,
            Err(_) => return misasked(Rule::NotNumber),
        },
    };
    let (found, total) = index.find(lookup.tables, &typed, from, PAGE)?;
    // Behind the last there is nothing: that is not to say that nothing was found.
    if from as u64 >= total && total > 0 {
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        return misasked(Rule::OutOfRange { min: 0, max: signed(total) - 1, given: signed(from as u64) });
    }
    let previous = (from > 0).then(|| address(from.saturating_sub(PAGE)));
    let next = (from.saturating_add(PAGE) as u64) < total;
    let next = next.then(|| address(from.saturating_add(PAGE)));
    let from = from as u64;
    Ok(Searched::Page(Box::new(Page::Search(Search { query: typed, near, found, total, from, previous, next }))))
}

fn is_gift(lookup: &mut Lookup<'_>, code: GiftCode) -> Stored<bool> {
    use ledger::Past as _;
    let entry = lookup.tables.entry(code.seq())?;
    Ok(entry.is_some_and(|entry| matches!(entry.event, Event::DonationReceived(_) | Event::GiftInKindReceived(_))))
}
