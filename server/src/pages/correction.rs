//! What takes the place of an entry that was recorded in error.
//!
//! A correction is two entries that are recorded together: the reversal, and right behind it the same kind of event anew.
//! The last line of the new one's note says which entry it corrects, as [`mark`] writes it: so the log itself says what
//! belongs together, and no page has to guess. Only an entry of that kind, at that place, by whoever reversed the old one
//! is believed.

use ledger::Entry;
use ledger::event::Event;
use ledger::past::Past as _;

use super::Lookup;
use crate::store::Stored;

/// Corrections of corrections are followed so far.
const CORRECTIONS: usize = 16;

const BEFORE: &str = "Corrects #";
const BETWEEN: &str = " · 更正 #";

/// The line that says which entry is corrected, in both languages: it is public for ever.
fn mark(seq: u64) -> String {
    format!("{BEFORE}{seq}{BETWEEN}{seq}")
}

/// A note with the line behind it.
pub(crate) fn noted(note: &str, seq: u64) -> String {
    match note.trim_end() {
        "" => mark(seq),
        note => format!("{note}\n{}", mark(seq)),
    }
}

/// A note without the line, as people typed it.
pub(crate) fn unnoted(note: &str) -> &str {
    let (before, last) = note.rsplit_once('\n').unwrap_or(("", note));
    if marked(last).is_some() { before } else { note }
}

/// The entry that the line names.
fn marked(line: &str) -> Option<u64> {
    let seq = line.strip_prefix(BEFORE)?.split_once(BETWEEN)?.0.parse().ok()?;
    (line == mark(seq)).then_some(seq)
}

/// The entry that an event says it corrects.
fn corrects(event: &Event) -> Option<u64> {
    let json: serde_json::Value = serde_json::from_str(&event.to_json()).ok()?;
    marked(json["note"].as_str()?.lines().last()?)
}

impl Lookup<'_> {
    /// The entry that stands in the place of one that was reversed: the last, where corrections were corrected.
    pub(crate) fn corrected_as(&mut self, seq: u64) -> Stored<Option<Entry>> {
        let mut last: Option<Entry> = None;
        for _ in 0..CORRECTIONS {
            let of = last.as_ref().map_or(seq, |entry| entry.seq);
            match self.anew(of)? {
                Some(entry) => last = Some(entry),
                None => break,
            }
        }
        Ok(last)
    }

    /// The entry in whose place this one was recorded.
    pub(crate) fn in_place_of(&mut self, entry: &Entry) -> Stored<Option<u64>> {
        let Some(seq) = corrects(&entry.event) else { return Ok(None) };
        Ok(self.anew(seq)?.filter(|anew| anew.seq == entry.seq).map(|_| seq))
    }

    /// The entry that was recorded together with the reversal of this one, in its place.
    fn anew(&mut self, seq: u64) -> Stored<Option<Entry>> {
        let Some(by) = self.tables.reversed_by(seq)? else { return Ok(None) };
        let (before, reversal) = (self.tables.entry(seq)?, self.tables.entry(by)?);
        let Some((before, reversal)) = before.zip(reversal) else { return Ok(None) };
        let Some(entry) = self.tables.entry(by.saturating_add(1))? else { return Ok(None) };
        let is_anew = corrects(&entry.event) == Some(seq)
            && entry.event.event_type() == before.event.event_type()
            && entry.actor == reversal.actor;
        Ok(is_anew.then_some(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_read_back_and_nothing_else_is() {
        for note in ["", "Two figures changed places.", "One\ntwo"] {
            let noted = noted(note, 41);
            assert_eq!(noted.lines().last().and_then(marked), Some(41));
            assert_eq!(unnoted(&noted), note);
        }
        for note in
            ["Corrects #41", "Corrects #41 · 更正 #42", "Corrects #041 · 更正 #41", "x Corrects #1 · 更正 #1", ""]
        {
            assert_eq!((marked(note), unnoted(note)), (None, note));
        }
    }

    #[test]
    fn an_event_says_in_its_note_what_it_corrects() {
        let event = |note: &str| {
            let json = serde_json::json!({"type": "expense_paid", "id": "e", "from": "cash/f", "amount": 1, "category": "rent",
                "payee": "p", "paid_on": "2026-03-01", "note": note});
            Event::parse(json.to_string().as_bytes()).expect("an event")
        };
        assert_eq!(corrects(&event(&noted("A slip.", 7))), Some(7));
        assert_eq!(corrects(&event("A slip.")), None);
    }
}
