//! What a correction changes: what an entry said beside what it is to say.

use app::view::desk::{Changed, Correction};
use ledger::Past as _;
use ledger::event::Event;
use ledger::refusal::Lang;

use super::facts::{self, Fact};
use crate::pages::Lookup;
use crate::store::Stored;

/// The change, where these events are a reversal and the same anew.
///
/// # Errors
/// The database's own.
pub(crate) fn of(lookup: &mut Lookup<'_>, lang: Lang, events: &[Event]) -> Stored<Option<Correction>> {
    let [Event::EntryReversed(reversal), anew] = events else { return Ok(None) };
    let seq = reversal.reverses.get();
    let Some(entry) = lookup.tables().entry(seq)? else { return Ok(None) };
    let fields = side_by_side(facts::of(lookup, lang, &entry.event)?, facts::of(lookup, lang, anew)?);
    Ok(Some(Correction { seq, reason: reversal.reason.to_string(), fields }))
}

/// Fields before and after; the rows of a list by their order.
fn side_by_side(before: Vec<Fact>, after: Vec<Fact>) -> Vec<Changed> {
    let mut fields: Vec<Changed> =
        before.into_iter().map(|(keys, said)| Changed { keys, before: Some(said), after: None }).collect();
    for (keys, said) in after {
        match fields.iter_mut().find(|field| field.keys == keys && field.after.is_none()) {
            Some(field) => field.after = Some(said),
            None => {
                // Behind what belongs to the same list, or else last.
                let behind = fields.iter().rposition(|field| field.keys == keys).map_or(fields.len(), |at| at + 1);
                fields.insert(behind, Changed { keys, before: None, after: Some(said) });
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_list_stand_beside_each_other() {
        let fact = |key: &'static str, said: &str| (vec![key], said.to_owned());
        let before = vec![fact("supplier", "Hetian"), fact("lines", "7 tents"), fact("note", "x")];
        let after =
            vec![fact("supplier", "Hetian"), fact("lines", "8 tents"), fact("lines", "2 kg"), fact("donor", "y")];
        let told: Vec<_> = side_by_side(before, after)
            .into_iter()
            .map(|field| (field.keys, field.before.unwrap_or_default(), field.after.unwrap_or_default()))
            .collect();
        let row = |key, before: &str, after: &str| (vec![key], before.to_owned(), after.to_owned());
        assert_eq!(
            told,
            [
                row("supplier", "Hetian", "Hetian"),
                row("lines", "7 tents", "8 tents"),
                row("lines", "", "2 kg"),
                row("note", "x", ""),
                row("donor", "", "y"),
            ]
        );
    }
}
