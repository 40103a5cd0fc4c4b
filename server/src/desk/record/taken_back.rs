//! Whether an entry still counts, and what stands in its place.

use app::view::desk::{EntryState, TakenBack};
use ledger::Past as _;
use ledger::code::GiftCode;
use ledger::event::{Event, EventType};
use ledger::value::SubjectKind;

use super::description::{Kind, describe};
use crate::pages::Lookup;
use crate::store::Stored;

/// Why an entry no longer counts; none where it does.
///
/// # Errors
/// The database's own.
pub(crate) fn of(lookup: &mut Lookup<'_>, seq: u64) -> Stored<Option<TakenBack>> {
    let Some(by) = lookup.tables().reversed_by(seq)? else { return Ok(None) };
    let anew = lookup.corrected_as(seq)?.map(|entry| (entry.seq, code(entry.event.event_type(), entry.seq)));
    Ok(Some(TakenBack { by, anew }))
}

/// What became of an entry, and what can be done with it.
///
/// # Errors
/// The database's own.
pub(super) fn state(lookup: &mut Lookup<'_>, seq: u64) -> Stored<EntryState> {
    let (entry, taken_back) = (lookup.tables().entry(seq)?, of(lookup, seq)?);
    let Some(entry) = entry else {
        return Ok(EntryState { can_go: false, subject: None, reverses: None, taken_back });
    };
    // What moved nothing can't be reversed; but for a fund that was closed empty.
    let moved = !entry.moves.is_empty() || matches!(entry.event, Event::FundClosed(_));
    let reverses = match &entry.event {
        Event::EntryReversed(event) => Some(event.reverses.get()),
        _ => None,
    };
    let subject = subject(&entry.event, seq).filter(|_| taken_back.is_none());
    Ok(EntryState { can_go: moved && taken_back.is_none(), subject, reverses, taken_back })
}

/// The receipt code of an entry that is a gift.
pub(crate) fn code(event: EventType, seq: u64) -> Option<String> {
    let is_gift = matches!(event, EventType::DonationReceived | EventType::GiftInKindReceived);
    GiftCode::of_seq(seq).filter(|_| is_gift).map(|code| code.to_string())
}

/// What an event gave an id, by which documents are attached to it.
pub(super) fn subject(event: &Event, seq: u64) -> Option<(SubjectKind, String)> {
    if let Some(code) = code(event.event_type(), seq) {
        return Some((SubjectKind::Gift, code));
    }
    let json: serde_json::Value = serde_json::from_str(&event.to_json()).ok()?;
    describe(event.event_type()).into_iter().find_map(|field| match field.kind {
        Kind::NewId(kind) => Some((kind, json[field.key].as_str()?.to_owned())),
        _ => None,
    })
}
