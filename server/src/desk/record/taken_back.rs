//! Whether an entry still counts, and what stands in its place.

use app::view::desk::TakenBack;
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
