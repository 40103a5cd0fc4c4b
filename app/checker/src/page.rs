//! What a gift's page shows, held against what follows from the entries: its text as it stands there, letter by letter where
//! the page marks it, and the names and days that a sentence has to have. What is not marked is not claimed. Of a report's
//! page, the sums and ends ([`crate::totals`]).

use std::collections::BTreeSet;

use ledger::entry::Entry;
use ledger::event::Event;
use ledger::refusal::Lang;
use ledger::report::Report as Made;
use ledger::trace::{End, EndKind, Trace};
use ledger::value::PoolParts;

use crate::report::{Report, State};
use crate::totals::Totals;
use crate::words::{self, StepName};

/// An end as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    kind: String,
    name: String,
    amount: String,
    words: String,
}

/// The text of a gift's page: its answer, the facts it marks, and its ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    leads: Vec<String>,
    facts: Vec<(String, String)>,
    ends: Vec<Row>,
    /// Whether some of its ends stand on other pages.
    is_part: bool,
    totals: Totals,
}

/// What the page shows, and what the entries give instead.
type Difference = (String, String);

impl Page {
    /// Reads a line each, its parts a tab apart: `lead`, text; `end`, kind, its name, amount, sentence; `part` where some ends
    /// are not on the page; or the word of a fact and its text.
    /// Of a report: `report 1200 fund=flood`, `total CNY 0 900 300 600` and `end CNY distributed 300`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut page = Self::default();
        for line in text.lines() {
            if let Some((word @ ("report" | "total" | "end"), rest)) = line.split_once(' ') {
                page.totals.take(word, rest)?;
                continue;
            }
            let parts: Vec<String> = line.split('\t').map(plain).collect();
            match parts.as_slice() {
                [word] if word == "part" => page.is_part = true,
                [word, lead] if word == "lead" => page.leads.push(lead.clone()),
                [word, text] => page.facts.push((word.clone(), text.clone())),
                [word, kind, name, amount, words] if word == "end" => page.ends.push(Row {
                    kind: kind.clone(),
                    name: name.clone(),
                    amount: amount.clone(),
                    words: words.clone(),
                }),
                _ => return None,
            }
        }
        Some(page)
    }

    /// Adds the step that compares a report's figures.
    pub fn compare_report(&self, derived: &Made, report: &mut Report) {
        self.totals.compare(derived, report);
    }

    /// Adds the step that compares them. `entries` are those of the bundle, each in the log.
    pub fn compare(&self, trace: &Trace, entries: &[Entry], report: &mut Report) {
        let lang = report.lang;
        let derived = Derived { lang, trace, entries };
        let differs = derived.lead(&self.leads).or_else(|| derived.facts(&self.facts)).or_else(|| derived.ends(self));
        let (state, says) = match differs {
            Some((shown, wanted)) => (State::Fails, words::page_differs(lang, &shown, &wanted)),
            None => (State::Holds, words::page_equal(lang, self.ends.len(), trace.ends.len())),
        };
        report.add(StepName::Page, state, says);
    }
}

/// Spaces of every kind, and line ends, as one space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What follows from the entries.
struct Derived<'a> {
    lang: Lang,
    trace: &'a Trace,
    entries: &'a [Entry],
}

impl Derived<'_> {
    fn amount(&self, minor: u64) -> String {
        plain(&words::amount(minor, self.trace.currency))
    }

    /// Of goods the number is derived, and not the word behind it.
    fn is_amount(&self, shown: &str, minor: u64) -> bool {
        let amount = self.amount(minor);
        match self.trace.currency {
            Some(_) => shown == amount,
            None => figures(shown).first() == Some(&amount) && shown.starts_with(&amount),
        }
    }

    fn event(&self, seq: u64) -> Option<&Event> {
        self.entries.iter().find(|entry| entry.seq == seq).map(|entry| &entry.event)
    }

    /// The amounts of the answer, in the order in which its sentence has them.
    fn lead(&self, leads: &[String]) -> Option<Difference> {
        let wanted: Vec<String> = self.sums().iter().flat_map(|sum| figures(&self.amount(*sum))).collect();
        let differs = |lead: &&String| {
            let shown = figures(&unquoted(lead));
            match self.trace.currency {
                Some(_) if !self.trace.ends.is_empty() => shown != wanted,
                // A unit or a code may have figures of its own.
                _ => {
                    let mut rest = shown.iter();
                    !wanted.iter().all(|figure| rest.any(|shown| shown == figure))
                }
            }
        };
        let none = leads.is_empty().then(String::new);
        let lead = leads.iter().find(differs).cloned().or(none)?;
        Some((lead, wanted.join(", ")))
    }

    fn sums(&self) -> Vec<u64> {
        let sum = |of: &dyn Fn(EndKind) -> bool| {
            let ends = self.trace.ends.iter().filter(|end| of(end.kind));
            ends.fold(0_u64, |sum, end| sum.saturating_add(end.amount))
        };
        let whole = self.trace.amount;
        let reached = sum(&|kind| matches!(kind, EndKind::Distributed | EndKind::CashDistributed));
        let parts = [
            sum(&EndKind::is_held),
            sum(&|kind| matches!(kind, EndKind::Expense | EndKind::Fee)),
            sum(&|kind| kind == EndKind::Refunded),
            sum(&|kind| kind == EndKind::Lost),
        ];
        let mut sums = match (reached, self.lang) {
            _ if reached == whole || parts.contains(&whole) => return vec![whole],
            (0, _) => vec![whole],
            (_, Lang::En) => vec![reached, whole],
            (_, Lang::Zh) => vec![whole, reached],
        };
        sums.extend(parts.into_iter().filter(|part| *part > 0));
        sums
    }

    /// What the page has to mark, and as what.
    fn marked(&self) -> Vec<(&'static str, String)> {
        let mut marked = vec![("amount", self.amount(self.trace.amount))];
        let (donor, fund, on) = match self.event(self.trace.seq) {
            Some(Event::DonationReceived(gift)) => {
                if let Some(money) = &gift.original {
                    marked.push(("original", plain(&words::amount(money.amount.get(), Some(money.currency)))));
                }
                (&gift.donor, &gift.fund, gift.received_on)
            }
            Some(Event::GiftInKindReceived(gift)) => (&gift.donor, &gift.fund, gift.received_on),
            _ => return marked,
        };
        marked.push(("day", words::day(self.lang, on)));
        marked.extend(donor.iter().map(|donor| ("donor", plain(donor.as_str()))));
        let title = self.entries.iter().find_map(|entry| match &entry.event {
            Event::FundOpened(opened) if opened.id == *fund => Some(plain(opened.title.as_str())),
            _ => None,
        });
        marked.extend(title.map(|title| ("fund", title)));
        marked
    }

    fn facts(&self, shown: &[(String, String)]) -> Option<Difference> {
        let marked = self.marked();
        let fits = |(word, text): &(String, String)| {
            let same =
                |wanted: &str| if word == "amount" { self.is_amount(text, self.trace.amount) } else { text == wanted };
            marked.iter().any(|(name, wanted)| name == word && same(wanted))
        };
        let wanted_of = |word: &str| marked.iter().find(|(name, _)| *name == word).map(|(_, wanted)| wanted.clone());
        if let Some((word, text)) = shown.iter().find(|fact| !fits(fact)) {
            return Some((text.clone(), wanted_of(word).unwrap_or_default()));
        }
        let missing = marked.iter().find(|(name, _)| !shown.iter().any(|(word, _)| word == name));
        missing.map(|(_, wanted)| (String::new(), wanted.clone()))
    }

    /// The names and days that the sentence about an end has.
    fn told(&self, end: &End) -> Vec<String> {
        let mut told = vec![];
        if let PoolParts::Goods { lot, site } = end.pool.parts() {
            told.push(lot.to_owned());
            if end.kind == EndKind::InTransit {
                told.push(site.to_owned());
            } else if end.kind.is_held() {
                told.extend(self.entries.iter().find_map(|entry| match &entry.event {
                    Event::SiteRegistered(known) if known.id.as_str() == site => Some(known.name.to_string()),
                    _ => None,
                }));
            }
        }
        let day = |on| words::day(self.lang, on);
        let (name, on) = match end.seq.and_then(|seq| self.event(seq)) {
            Some(Event::GoodsDistributed(event)) => {
                (event.place.name.as_ref().map(ToString::to_string), Some(event.distributed_on))
            }
            Some(Event::CashDistributed(event)) => {
                (event.place.name.as_ref().map(ToString::to_string), Some(event.distributed_on))
            }
            Some(Event::ExpensePaid(event)) => (Some(event.payee.to_string()), Some(event.paid_on)),
            Some(Event::FeeCharged(event)) => (Some(event.payee.to_string()), None),
            Some(Event::DonationRefunded(event)) => (Some(event.reason.to_string()), Some(event.refunded_on)),
            Some(Event::GoodsLost(event)) => (None, Some(event.found_on)),
            _ => (None, None),
        };
        told.extend(name);
        told.extend(on.map(day));
        told.iter().map(|text| plain(text)).collect()
    }

    fn end_differs(&self, row: &Row, end: &End, told: &[String]) -> Option<Difference> {
        let name = end.kind.label(self.lang);
        if row.name != name {
            return Some((row.name.clone(), name.to_owned()));
        }
        if !self.is_amount(&row.amount, end.amount) {
            return Some((row.amount.clone(), self.amount(end.amount)));
        }
        let missing = told.iter().find(|text| !stands_in(&row.words, text))?;
        Some((row.words.clone(), missing.clone()))
    }

    fn ends(&self, page: &Page) -> Option<Difference> {
        let told: Vec<(&End, Vec<String>)> = self.trace.ends.iter().map(|end| (end, self.told(end))).collect();
        let mut used = BTreeSet::new();
        for row in &page.ends {
            let of_kind = |end: &End| end.kind.word() == row.kind;
            let left: Vec<(usize, &(&End, Vec<String>))> =
                told.iter().enumerate().filter(|(place, (end, _))| of_kind(end) && !used.contains(place)).collect();
            let fits = left.iter().filter(|(_, (end, told))| self.end_differs(row, end, told).is_none());
            // Of ends that are alike, the one with more to tell first: another row may fit the rest.
            let best = fits.max_by_key(|(_, (_, told))| told.iter().map(String::len).sum::<usize>());
            if let Some((place, _)) = best {
                used.insert(*place);
                continue;
            }
            let near = left.iter().find(|(_, (end, _))| self.is_amount(&row.amount, end.amount)).or(left.first());
            let differs = near.and_then(|(_, (end, told))| self.end_differs(row, end, told));
            return differs.or_else(|| Some((row.amount.clone(), self.amount(0))));
        }
        let left = told.iter().enumerate().find(|(place, _)| !used.contains(place));
        left.filter(|_| !page.is_part).map(|(_, (end, _))| (self.amount(0), self.amount(end.amount)))
    }
}

/// Whether this stands in a text by itself: `3 March 2026` does not stand in `13 March 2026`.
fn stands_in(text: &str, wanted: &str) -> bool {
    let joined = |one: Option<char>, other: Option<char>| {
        let letter = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric());
        letter(one) && letter(other)
    };
    wanted.is_empty()
        || text.match_indices(wanted).any(|(at, found)| {
            let (before, rest) = text.split_at_checked(at).unwrap_or_default();
            let after = rest.strip_prefix(found).unwrap_or_default();
            !joined(before.chars().next_back(), found.chars().next())
                && !joined(found.chars().next_back(), after.chars().next())
        })
}

/// The figures in a text, as it groups them: `12,000.00`.
fn figures(text: &str) -> Vec<String> {
    let others = |char: char| !char.is_ascii_digit() && char != ',' && char != '.';
    let found = text.split(others).map(|figure| figure.trim_matches([',', '.']).to_owned());
    found.filter(|figure| !figure.is_empty()).collect()
}

/// Without what stands in Chinese quotation marks: a thing's name may have figures in it.
fn unquoted(text: &str) -> String {
    match text.split_once('“') {
        Some((before, rest)) => format!("{before} {}", rest.split_once('”').map_or("", |(_, after)| after)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use ledger::refusal::Lang;
    use ledger::trace::{End, EndKind, Trace};
    use ledger::value::{Currency, PoolName};

    use super::{Page, figures, stands_in, unquoted};
    use crate::kind::Kind;
    use crate::report::{Report, State};

    fn outcome(text: &str) -> State {
        let pool = PoolName::parse("cash/flood").expect("a pool");
        let end =
            |kind, amount| End { kind, amount, pool: pool.clone(), units: vec![], seq: None, index: 0, path: vec![] };
        let ends = vec![end(EndKind::Expense, 30), end(EndKind::Unspent, 70)];
        let trace = Trace { seq: 2, amount: 100, currency: Currency::new("CNY"), ends };
        let mut report = Report::new(Lang::En, Kind::Bundle);
        Page::parse(&text.replace('|', "\t")).expect("a page").compare(&trace, &[], &mut report);
        report.steps.first().expect("a step").state
    }

    const LEAD: &str = "lead|None of your ¥1.00 has been handed out yet. ¥0.70 is in hand; ¥0.30 paid for fees.";
    const UNSPENT: &str = "end|unspent|Not yet spent|¥0.70|In the fund";
    const EXPENSE: &str = "end|expense|Running the work|¥0.30|Rent";

    #[test]
    fn a_page_must_show_what_follows_and_all_of_it() {
        let page = |lines: &[&str]| outcome(&lines.join("\n"));
        let fact = "amount|¥1.00";
        assert_eq!(page(&[LEAD, fact, UNSPENT, EXPENSE]), State::Holds);
        assert_eq!(page(&[LEAD, fact, UNSPENT, "part"]), State::Holds);
        for (from, to) in [("¥1.00", "¥9.00"), ("¥0.70", "¥0.71"), ("Not yet spent", "In stock"), ("0.30", "0.40")]
        {
            for place in 0..4 {
                let mut lines = [LEAD, fact, UNSPENT, EXPENSE].map(str::to_owned);
                let changed = lines[place].replace(from, to);
                if changed != lines[place] {
                    lines[place] = changed;
                    assert_eq!(outcome(&lines.join("\n")), State::Fails, "{lines:?}");
                }
            }
        }
        for wrong in [
            &[fact, UNSPENT, EXPENSE][..],
            &[LEAD, UNSPENT, EXPENSE],
            &[LEAD, fact, UNSPENT],
            &[LEAD, fact, "donor|Somebody", UNSPENT, EXPENSE],
            &[LEAD, fact, UNSPENT, UNSPENT, "part"],
            &[LEAD, LEAD, "lead|", fact, UNSPENT, EXPENSE],
        ] {
            assert_eq!(page(wrong), State::Fails, "{wrong:?}");
        }
        assert_eq!(Page::parse("gift"), None);
    }

    #[test]
    fn a_name_or_a_day_stands_by_itself() {
        assert!(stands_in("handed out at Yingxiu (China) on 3 March 2026", "3 March 2026"));
        assert!(stands_in("2026年3月3日在映秀发放", "映秀"));
        for (text, wanted) in [("on 13 March 2026", "3 March 2026"), ("at Atlantis", "Maiduguri"), ("to Anna", "Ann")] {
            assert!(!stands_in(text, wanted), "{text}");
        }
    }

    #[test]
    fn figures_are_read_as_they_are_written() {
        assert_eq!(figures("¥9,000.50 of your ¥12,000.00, so far."), ["9,000.50", "12,000.00"]);
        assert_eq!(figures(&unquoted("您捐赠的400条“5 L 桶”中，150条已发放。")), ["400", "150"]);
    }
}
