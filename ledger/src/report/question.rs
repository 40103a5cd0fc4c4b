//! What a report is asked, as names and values: the same on a page, in an address and over the open interface.

use std::collections::BTreeSet;
use std::fmt;

use crate::code::GiftCode;
use crate::event::EventType;
use crate::refusal::{Refusal, Rule};
use crate::value::{Admin1, Country, Date, Slug};

/// A part of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// ISO 3166-1.
    Country(Country),
    /// ISO 3166-2.
    Part(Admin1),
}

/// What is asked: what is none leaves everything in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// Pools of this fund: its money, and goods that its money bought or that were given to it.
    pub fund: Option<Slug>,
    /// Not before this day.
    pub from: Option<Date>,
    /// Entries that this gift went through.
    pub gift: Option<u64>,
    /// Pools of goods of this item.
    pub item: Option<Slug>,
    /// Entries of these types; all where it is empty.
    pub kinds: BTreeSet<EventType>,
    /// Pools that this organisation holds: as a partner, or as the fund's steward.
    pub organisation: Option<Slug>,
    /// Hand-outs there, and whatever happened at sites there.
    pub place: Option<Region>,
    /// Pools of money set aside for this project, and of goods that it bought.
    pub project: Option<Slug>,
    /// Pools of goods at this site.
    pub site: Option<Slug>,
    /// Not after this day.
    pub to: Option<Date>,
}

impl Question {
    /// The names of all filters, as they stand in addresses.
    pub const NAMES: &'static [&'static str] =
        &["fund", "from", "gift", "item", "kind", "organisation", "place", "project", "site", "to"];

    /// Reads names and values, as decoded from an address. An empty value asks nothing, as an empty field of a form does.
    ///
    /// # Errors
    /// A [`Refusal`] that names the filter and its rule.
    pub fn read<'t>(pairs: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Self, Refusal> {
        let mut question = Self::default();
        let mut seen = BTreeSet::new();
        for (name, value) in pairs {
            if !Self::NAMES.contains(&name) {
                return Err(Refusal::new(&shortened(name), Rule::UnknownFilter { words: Self::NAMES }));
            }
            if value.is_empty() {
                continue;
            }
            // Boxes of a form send the same name once each; everything else stands once.
            if !seen.insert(name) && name != "kind" {
                return Err(Refusal::new(name, Rule::DuplicateKey));
            }
            question.set(name, value).map_err(|rule| Refusal::new(name, rule))?;
        }
        match (question.from, question.to) {
            (Some(from), Some(to)) if from > to => {
                Err(Refusal::new("to", Rule::DaysReversed { from: from.to_string(), to: to.to_string() }))
            }
            _ => Ok(question),
        }
    }

    /// Reads the part of an address behind `?`, where every value stands for itself.
    ///
    /// # Errors
    /// As [`Question::read`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::read(
            text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, ""))),
        )
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Rule> {
        let slug = || Slug::new(value).map(Some);
        let day = || Date::parse(value).map(Some).ok_or(Rule::Date);
        match name {
            "fund" => self.fund = slug()?,
            "project" => self.project = slug()?,
            "organisation" => self.organisation = slug()?,
            "item" => self.item = slug()?,
            "site" => self.site = slug()?,
            "from" => self.from = day()?,
            "to" => self.to = day()?,
            "gift" => self.gift = Some(GiftCode::parse(value).map_err(|_| Rule::GiftCode)?.seq()),
            "place" => self.place = Some(Region::read(value)?),
            _ => {
                for word in value.split(',') {
                    let kind = EventType::ALL.iter().copied().find(|kind| kind.word() == word);
                    self.kinds.insert(kind.ok_or_else(|| Rule::UnknownType { given: shortened(word) })?);
                }
            }
        }
        Ok(())
    }

    /// Whether it picks pools alone, so that whatever is in them belongs to the answer.
    #[must_use]
    pub fn is_of_pools(&self) -> bool {
        self.kinds.is_empty() && self.place.is_none() && self.gift.is_none()
    }

    /// Whether anything is left out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// Its names and values, in the order of the names.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.word()).collect();
        let kinds = (!kinds.is_empty()).then(|| kinds.join(","));
        let text = |value: &Option<Slug>| value.as_ref().map(ToString::to_string);
        let values = [
            text(&self.fund),
            self.from.map(|day| day.to_string()),
            self.gift.and_then(GiftCode::of_seq).map(|code| code.to_string()),
            text(&self.item),
            kinds,
            text(&self.organisation),
            self.place.as_ref().map(ToString::to_string),
            text(&self.project),
            text(&self.site),
            self.to.map(|day| day.to_string()),
        ];
        Self::NAMES.iter().copied().zip(values).filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// As it stands in an address: values have no letter that would have to be encoded there.
impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (name, value)) in self.pairs().into_iter().enumerate() {
            let sign = if place == 0 { "" } else { "&" };
            write!(f, "{sign}{name}={value}")?;
        }
        Ok(())
    }
}

impl Region {
    fn read(text: &str) -> Result<Self, Rule> {
        match Country::new(text) {
            Some(country) => Ok(Self::Country(country)),
            None => Admin1::new(text).map(Self::Part),
        }
    }

    /// Whether a place lies in it.
    #[must_use]
    pub fn has(&self, place: &crate::event::Place) -> bool {
        match self {
            Self::Country(country) => place.country == *country,
            Self::Part(part) => place.admin1.as_ref() == Some(part),
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(country) => f.write_str(country.as_str()),
            Self::Part(part) => f.write_str(part.as_str()),
        }
    }
}

/// What somebody sent, short enough for a sentence.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_reads_back_from_its_own_address() {
        let text = "fund=flood-2026&from=2026-01-01&gift=G-48KA-6KMQ&item=rice&kind=donation_received,goods_distributed&organisation=red-river&place=CN-SC&project=shelter&site=chengdu&to=2026-12-31";
        let question = Question::parse(text).expect("a question");
        assert_eq!(question.to_string(), text);
        assert_eq!(question.gift, Some(41));
        assert!(Question::parse("").expect("everything").is_whole());
        assert!(Question::parse("fund=&to=").expect("everything").is_whole());
    }

    #[test]
    fn each_bad_filter_is_refused_by_name_and_rule() {
        let rows = [
            ("colour=red", "colour", "unknown_field"),
            ("fund=Flood", "fund", "slug"),
            ("from=2026-02-30", "from", "date"),
            ("to=yesterday", "to", "date"),
            ("from=2026-03-01&to=2026-02-01", "to", "days_reversed"),
            ("gift=G-48KA-6KMR", "gift", "gift_code"),
            ("kind=theft", "kind", "unknown_type"),
            ("place=Atlantis", "place", "admin1"),
            ("fund=a&fund=b", "fund", "duplicate_key"),
        ];
        for (text, field, rule) in rows {
            let refusal = Question::parse(text).expect_err(text);
            assert_eq!((refusal.field.as_str(), refusal.rule.code()), (field, rule), "{text}");
        }
    }
}
