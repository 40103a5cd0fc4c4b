//! A bank's lines against what is recorded: what each line may become.
//!
//! Pure: nothing is looked up and nothing is decided for good. A person sees every proposal beside the bank's own words.

use std::collections::{HashMap, HashSet};

use ledger::code::GiftCode;
use ledger::value::{Amount, Date, Key, Slug};

use super::{BankLine, Flow};

/// An entry is taken for a line's if it is at most so many days from it: banks book over weekends and holidays.
const DAYS: i64 = 5;

/// A title shorter than this says nothing in a payer's text.
const SHORTEST_TITLE: usize = 4;

/// An entry that moved money, as far as it helps to find its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// The entry.
    pub seq: u64,
    /// Which way.
    pub flow: Flow,
    /// How much.
    pub amount: Amount,
    /// The day it happened.
    pub on: Date,
    /// What a payer might have written of it: its id, its receipt code.
    pub names: Vec<String>,
}

/// A fund or a project that money may be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// The fund.
    pub fund: Slug,
    /// The project, if it is one.
    pub project: Option<Slug>,
    /// What people call it.
    pub title: String,
}

/// All that lines are held against.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Keys that the log has already.
    pub recorded: HashMap<Key, u64>,
    /// What moved money in the time of the statement.
    pub recent: Vec<Recent>,
    /// What money may be for.
    pub purposes: Vec<Purpose>,
    /// What earlier gifts were for, by their `seq`: who gives again may write the code of their last receipt.
    pub gifts: HashMap<u64, (Slug, Option<Slug>)>,
}

/// What a line may become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// It is this entry: the same file, or the same booking in another one.
    Recorded {
        /// The entry.
        seq: u64,
    },
    /// Somebody recorded this entry by hand, and it looks like the line.
    Looks {
        /// The entry.
        seq: u64,
    },
    /// A gift.
    Gift {
        /// The fund, where the text names one.
        fund: Option<Slug>,
        /// The project, where the text names one.
        project: Option<Slug>,
    },
    /// A payment.
    Payment {
        /// The fund, where the text names one.
        fund: Option<Slug>,
        /// The project, where the text names one.
        project: Option<Slug>,
    },
    /// The bank took an earlier booking back: a person reverses or refunds what was made of that.
    TakesBack,
}

/// What each line may become, in the order of the lines.
#[must_use]
pub fn propose(lines: &[BankLine], keys: &[Key], known: &Known) -> Vec<Proposal> {
    let mut taken: HashSet<u64> = keys.iter().filter_map(|key| known.recorded.get(key).copied()).collect();
    let mut found: Vec<Option<Proposal>> = lines.iter().zip(keys).map(|(_, key)| recorded(key, known)).collect();
    // Who is named goes first, so that an equal amount beside it does not take its entry.
    for by_name in [true, false] {
        for (line, slot) in lines.iter().zip(&mut found) {
            if slot.is_none()
                && let Some(seq) = looks(line, known, &taken, by_name)
            {
                taken.insert(seq);
                *slot = Some(Proposal::Looks { seq });
            }
        }
    }
    lines.iter().zip(found).map(|(line, found)| found.unwrap_or_else(|| fresh(line, known))).collect()
}

fn recorded(key: &Key, known: &Known) -> Option<Proposal> {
    known.recorded.get(key).map(|seq| Proposal::Recorded { seq: *seq })
}

/// The nearest entry of the same amount that no other line has.
fn looks(line: &BankLine, known: &Known, taken: &HashSet<u64>, by_name: bool) -> Option<u64> {
    let text = Text::of(line);
    let days = |entry: &Recent| entry.on.days().saturating_sub(line.booked_on.days()).saturating_abs();
    let same = |entry: &&Recent| entry.flow == line.flow && entry.amount == line.amount && !taken.contains(&entry.seq);
    let named = |entry: &&Recent| !by_name || entry.names.iter().any(|name| text.names(name));
    let near = |entry: &&Recent| days(entry) <= DAYS;
    known
        .recent
        .iter()
        .filter(same)
        .filter(near)
        .filter(named)
        .min_by_key(|entry| (days(entry), entry.seq))
        .map(|entry| entry.seq)
}

fn fresh(line: &BankLine, known: &Known) -> Proposal {
    if line.takes_back {
        return Proposal::TakesBack;
    }
    let (fund, project) = purpose(line, known);
    match line.flow {
        Flow::In => Proposal::Gift { fund, project },
        Flow::Out => Proposal::Payment { fund, project },
    }
}

/// What the text says money is for: a project before a fund, the longest name first; else the earlier gift it names.
fn purpose(line: &BankLine, known: &Known) -> (Option<Slug>, Option<Slug>) {
    let text = Text::of(line);
    let length = |purpose: &&Purpose| {
        let id = purpose.project.as_ref().unwrap_or(&purpose.fund).as_str();
        let title = purpose.title.trim();
        let by_id = if text.names(id) { id.len() } else { 0 };
        let by_title = if title.chars().count() >= SHORTEST_TITLE && text.names(title) { title.len() } else { 0 };
        by_id.max(by_title)
    };
    let best = known.purposes.iter().filter(|purpose| length(purpose) > 0);
    let best = best.max_by_key(|purpose| (purpose.project.is_some(), length(purpose)));
    if let Some(purpose) = best {
        return (Some(purpose.fund.clone()), purpose.project.clone());
    }
    let gift = codes(line).find_map(|seq| known.gifts.get(&seq).cloned());
    gift.map_or((None, None), |(fund, project)| (Some(fund), project))
}

/// The gifts that a payer names by their receipt codes.
pub fn codes(line: &BankLine) -> impl Iterator<Item = u64> {
    let words: Vec<String> = std::iter::once(&line.remittance)
        .chain(&line.references)
        .flat_map(|text| text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-'))
        // Shorter words that begin with no `G` are words.
        .filter(|word| word.len() >= 9 && word.starts_with(['g', 'G']))
        .map(str::to_owned)
        .collect();
    words.into_iter().filter_map(|word| GiftCode::parse(&word).ok()).map(|code| code.seq())
}

/// What a payer wrote, ready to be searched.
struct Text(String);

impl Text {
    fn of(line: &BankLine) -> Self {
        let mut text = line.references.join(" ");
        text.push(' ');
        text.push_str(&line.remittance);
        Self(text.to_lowercase())
    }

    /// Whether the name stands in it as a word or words of its own; Chinese has no spaces between words.
    fn names(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let ends = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_ascii_alphanumeric());
        let alone = |place: usize| {
            let before = self.0.get(..place).and_then(|text| text.chars().next_back());
            let after = self.0.get(place + name.len()..).and_then(|text| text.chars().next());
            ends(before) && ends(after)
        };
        !name.is_empty() && self.0.match_indices(&name).any(|(place, _)| alone(place))
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::tests::line;
    use super::*;

    fn slug(text: &str) -> Slug {
        Slug::new(text).expect("a slug")
    }

    fn recent(seq: u64, amount: u64, day: &str, name: &str) -> Recent {
        let (amount, on) = (Amount::new(amount).expect("an amount"), Date::parse(day).expect("a day"));
        Recent { seq, flow: Flow::In, amount, on, names: vec![name.to_owned()] }
    }

    fn proposals(lines: &[BankLine], known: &Known) -> Vec<Proposal> {
        let keys: Vec<Key> = (0_u8..).zip(lines).map(|(nth, _)| Key::from_bytes([nth; 16])).collect();
        propose(lines, &keys, known)
    }

    #[test]
    fn a_line_that_is_recorded_is_known_by_its_key() {
        let known = Known { recorded: HashMap::from([(Key::from_bytes([0; 16]), 7)]), ..Known::default() };
        let lines = [line(Flow::In, 500, "2026-03-01", ""), line(Flow::In, 500, "2026-03-01", "")];
        assert_eq!(proposals(&lines, &known)[0], Proposal::Recorded { seq: 7 });
        assert_eq!(proposals(&lines, &known)[1], Proposal::Gift { fund: None, project: None });
    }

    #[test]
    fn one_entry_is_one_line_s_and_a_name_counts_more_than_a_day() {
        let known = Known {
            recent: vec![
                recent(3, 500, "2026-03-01", "p-1"),
                recent(4, 500, "2026-03-04", "p-2"),
                recent(5, 500, "2026-02-01", "p-3"),
            ],
            ..Known::default()
        };
        let lines = [
            line(Flow::In, 500, "2026-03-01", ""),
            line(Flow::In, 500, "2026-03-05", "for P-1, thanks"),
            line(Flow::In, 500, "2026-03-03", ""),
            line(Flow::In, 501, "2026-03-01", ""),
            line(Flow::Out, 500, "2026-03-01", ""),
        ];
        let expected = [
            Proposal::Looks { seq: 4 },
            Proposal::Looks { seq: 3 },
            Proposal::Gift { fund: None, project: None },
            Proposal::Gift { fund: None, project: None },
            Proposal::Payment { fund: None, project: None },
        ];
        assert_eq!(proposals(&lines, &known), expected);
    }

    #[test]
    fn a_fund_is_found_by_its_id_its_title_or_an_earlier_receipt() {
        let purpose = |fund: &str, project: Option<&str>, title: &str| Purpose {
            fund: slug(fund),
            project: project.map(slug),
            title: title.to_owned(),
        };
        let known = Known {
            purposes: vec![
                purpose("flood", None, "洪水救援基金"),
                purpose("flood", Some("tents"), "Tents"),
                purpose("food", None, "Food"),
            ],
            gifts: HashMap::from([(41, (slug("winter"), None))]),
            ..Known::default()
        };
        let said = |text: &str| match &proposals(&[line(Flow::In, 1, "2026-03-01", text)], &known)[0] {
            Proposal::Gift { fund, project } => {
                (fund.as_ref().map(ToString::to_string), project.as_ref().map(ToString::to_string))
            }
            other => panic!("{other:?}"),
        };
        let of = |fund: &str| (Some(fund.to_owned()), None);
        assert_eq!(said("gift for FLOOD"), of("flood"));
        assert_eq!(said("捐给洪水救援基金，加油"), of("flood"));
        assert_eq!(said("flood: tents"), (Some("flood".into()), Some("tents".into())));
        assert_eq!(said("floods everywhere, seafood"), (None, None));
        assert_eq!(said("again, as G-48KA-6KMQ"), of("winter"));
        assert_eq!(said("again, as g48ka6kmq"), of("winter"));
        assert_eq!(said("GGGGGGGGG"), (None, None));
    }

    #[test]
    fn what_the_bank_takes_back_is_never_proposed_as_a_gift_or_payment() {
        let mut back = line(Flow::Out, 500, "2026-03-01", "");
        back.takes_back = true;
        assert_eq!(proposals(&[back], &Known::default()), [Proposal::TakesBack]);
    }
}
