//! An object while it is read: each member once, and none that nobody knows.

use std::borrow::Cow;
use std::cell::Cell;

use crate::json::Value;
use crate::refusal::{Refusal, Rule};
use crate::value::Slot;

/// The members of an object being read; what is left over at the end is refused.
pub(crate) struct Members<'v, 'a> {
    field: &'v str,
    members: &'v [(Cow<'a, str>, Value<'a>)],
    /// The place behind the member found last: fields are asked for in the order of canonical text.
    next: Cell<usize>,
}

impl<'v, 'a> Members<'v, 'a> {
    pub(crate) fn of(value: &'v Value<'a>, field: &'v str) -> Result<Self, Refusal> {
        match value {
            Value::Object(members) => Ok(Self { field, members, next: Cell::new(0) }),
            _ => Err(Refusal::new(field, Rule::NotObject)),
        }
    }

    pub(crate) fn refuse(&self, name: &str, rule: Rule) -> Refusal {
        Refusal::new(name, rule).within(self.field)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&'v Value<'a>> {
        let place = match self.members.get(self.next.get()) {
            Some((key, _)) if key == name => self.next.get(),
            _ => self.members.iter().position(|(key, _)| key == name)?,
        };
        self.next.set(place.saturating_add(1));
        self.members.get(place).map(|(_, value)| value)
    }

    pub(crate) fn take<T: Slot>(&self, name: &str) -> Result<T, Refusal> {
        T::take(self.find(name), name).map_err(|refusal| refusal.within(self.field))
    }

    /// Refuses what is not among the `known` names; those of canonical text are met in order.
    pub(crate) fn refuse_others(&self, known: &[&str]) -> Result<(), Refusal> {
        let mut rest = known.iter();
        for (key, _) in self.members {
            if !rest.any(|name| name == key) && !known.contains(&key.as_ref()) {
                return Err(self.refuse(key, Rule::UnknownField));
            }
        }
        Ok(())
    }
}
