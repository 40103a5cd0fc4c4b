//! The last hand on a form: words that depend on where a field stands, and what is wrong told beside it.

use app::view::desk::{Field, FieldFault, Input};
use app::words::desk::{LOT_THERE, PLACE_NAME};
use ledger::event::EventType;

/// Finishes the fields of an event's form.
pub(super) fn finish(event: EventType, fields: &mut [Field]) {
    for field in fields {
        if let Some(FieldFault::Refused(told)) = &mut field.fault {
            told.is_beside = true;
        }
        // A place has a name, and so has what is there.
        match field.key {
            "name" if field.path.ends_with("place.name") => field.key = PLACE_NAME,
            "lot" if matches!(field.input, Input::Choice(_)) => field.key = LOT_THERE,
            _ => {}
        }
        // The place of a hand-out follows from its site, where it is left empty.
        if event == EventType::GoodsDistributed && field.path.starts_with("place") {
            field.is_required = false;
        }
        match &mut field.input {
            Input::Group(parts) => finish(event, parts),
            Input::Lines(lines) => lines.iter_mut().for_each(|line| finish(event, line)),
            _ => {}
        }
    }
}
