//! What an entry names, by the names that people know: its page says them beside the ids.

use app::view::About;
use ledger::Entry;
use ledger::event::Event;
use ledger::value::{PoolName, PoolParts, SubjectKind};
use serde_json::Value;

use crate::pages::{Lookup, trail};
use crate::store::Stored;

/// So many names are looked up for a page; an entry with more lots than these shows the ids of the rest.
const NAMES: usize = 240;

/// Names gathered from an entry, each once, in the order in which they were met.
pub(super) struct Gathering<'l, 't> {
    lookup: &'l mut Lookup<'t>,
    found: Vec<About>,
}

impl<'l, 't> Gathering<'l, 't> {
    /// Begins with what is known already.
    pub(super) fn new(lookup: &'l mut Lookup<'t>, found: Vec<About>) -> Self {
        Self { lookup, found }
    }

    /// What was gathered.
    pub(super) fn done(self) -> Vec<About> {
        self.found
    }

    /// The pools that an entry moved something into or out of.
    pub(super) fn moves(&mut self, entry: &Entry) -> Stored<()> {
        let mut sides = entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to));
        sides.try_for_each(|side| self.pool(&side.pool))
    }

    /// Whatever an event's own fields name.
    pub(super) fn event(&mut self, event: &Event) -> Stored<()> {
        let json: Value = serde_json::from_str(&event.to_json()).unwrap_or_default();
        self.field("", &json)
    }

    fn field(&mut self, key: &str, value: &Value) -> Stored<()> {
        match value {
            Value::Object(members) => members.iter().try_for_each(|(key, value)| self.field(key, value)),
            Value::Array(items) => items.iter().try_for_each(|item| self.field(key, item)),
            Value::String(text) => self.text(key, text),
            _ => Ok(()),
        }
    }

    fn text(&mut self, key: &str, text: &str) -> Stored<()> {
        match (key, PoolName::parse(text)) {
            ("fund" | "surplus_to", _) => self.add(SubjectKind::Fund, text),
            ("project", _) => self.add(SubjectKind::Project, text),
            ("item", _) => self.add(SubjectKind::Item, text),
            ("lot", _) => self.add(SubjectKind::Lot, text),
            ("steward" | "implementer", _) => self.add(SubjectKind::Organisation, text),
            ("pool" | "from" | "to", Some(pool)) => self.pool(&pool),
            ("site" | "supplier" | "from" | "to", _) => self.add(SubjectKind::Site, text),
            _ => Ok(()),
        }
    }

    fn pool(&mut self, pool: &PoolName) -> Stored<()> {
        match pool.parts() {
            PoolParts::Goods { lot, site } => {
                let (item, _) = self.lookup.lot_item(lot)?;
                self.add(SubjectKind::Item, &item.id)?;
                self.add(SubjectKind::Lot, lot)?;
                self.add(SubjectKind::Site, site)
            }
            PoolParts::Cash { fund, project, holder } => {
                self.add(SubjectKind::Fund, fund)?;
                project.map_or(Ok(()), |project| self.add(SubjectKind::Project, project))?;
                holder.map_or(Ok(()), |holder| self.add(SubjectKind::Organisation, holder))
            }
        }
    }

    fn add(&mut self, kind: SubjectKind, id: &str) -> Stored<()> {
        let is_known = self.found.iter().any(|known| known.kind == kind && known.id == id);
        if is_known || self.found.len() >= NAMES {
            return Ok(());
        }
        let about = super::subject(self.lookup, kind, id)?;
        // What is on its way is at no site: a waybill has no page.
        if kind == SubjectKind::Site {
            let site = self.lookup.named(kind, id)?;
            if trail::is_waybill(self.lookup, &site)? {
                return Ok(());
            }
        }
        self.found.push(about);
        Ok(())
    }
}
