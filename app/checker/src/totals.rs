//! The figures on a report's page, held against those that follow from the entries: which report it is, its sums, its ends.

use ledger::report::Report as Derived;

use crate::report::{Report, State};
use crate::words::{self, StepName};

/// Opening balance, all in, all out, closing balance.
pub(crate) type Sums = [i64; 4];

/// What a report's page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// The size of the log, and what was asked in the form that addresses have.
    asked: Option<(u64, String)>,
    /// By the code of a currency or the id of an item.
    sums: Vec<(String, Sums)>,
    /// The same, and the kind of end.
    ends: Vec<(String, String, u64)>,
}

impl Totals {
    /// Takes `report 1200 fund=flood`, `total CNY 0 900 300 600` or `end CNY distributed 300`: the word before, and the rest.
    pub(crate) fn take(&mut self, word: &str, rest: &str) -> Option<()> {
        let (first, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        match word {
            "report" => self.asked = Some((first.parse().ok()?, rest.to_owned())),
            "total" => {
                let sums: Result<Vec<i64>, _> = rest.split(' ').map(str::parse).collect();
                self.sums.push((first.to_owned(), Sums::try_from(sums.ok()?).ok()?));
            }
            _ => {
                let (kind, amount) = rest.split_once(' ')?;
                self.ends.push((first.to_owned(), kind.to_owned(), amount.parse().ok()?));
            }
        }
        Some(())
    }

    /// Adds the step that compares them.
    pub(crate) fn compare(&self, derived: &Derived, report: &mut Report) {
        match self.difference(derived, report) {
            Some(says) => report.add(StepName::Page, State::Fails, says),
            None => {
                let says = words::totals_equal(report.lang, self.sums.len(), self.ends.len());
                report.add(StepName::Page, State::Holds, says);
            }
        }
    }

    /// The first figure that is not what follows.
    fn difference(&self, derived: &Derived, report: &Report) -> Option<String> {
        let lang = report.lang;
        if self.asked != Some((derived.size, derived.question.to_string())) {
            return Some(words::other_report(lang, derived.size, &derived.question.to_string()));
        }
        let sums = sums_of(derived);
        let ends = ends_of(derived);
        differing(&self.sums, &sums)
            .map(|(unit, shown, follows)| words::sum_differs(lang, unit, shown, follows))
            .or_else(|| {
                let keyed = |ends: &[(String, String, u64)]| -> Vec<((String, String), u64)> {
                    ends.iter().map(|(unit, kind, amount)| ((unit.clone(), kind.clone()), *amount)).collect()
                };
                let (shown, follows) = (keyed(&self.ends), keyed(&ends));
                differing(&shown, &follows)
                    .map(|((unit, kind), shown, follows)| words::end_differs(lang, unit, kind, shown, follows))
            })
    }
}

/// The first key under which the two lists do not have the same, or not as often; with what each has, if anything.
fn differing<'a, K: PartialEq, V: PartialEq>(
    shown: &'a [(K, V)],
    follows: &'a [(K, V)],
) -> Option<(&'a K, Option<&'a V>, Option<&'a V>)> {
    let of = |list: &'a [(K, V)], key: &K| -> Vec<&'a V> {
        list.iter().filter(|(other, _)| other == key).map(|(_, value)| value).collect()
    };
    shown.iter().chain(follows).map(|(key, _)| key).find_map(|key| {
        let (one, other) = (of(shown, key), of(follows, key));
        (one != other).then(|| (key, one.first().copied(), other.first().copied()))
    })
}

fn sums_of(derived: &Derived) -> Vec<(String, Sums)> {
    let signed = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
    let line = |total: &ledger::report::Total| {
        let sums = [total.opening, signed(total.all_in), signed(total.all_out), total.closing];
        (total.unit.word().to_owned(), sums)
    };
    derived.totals.iter().map(line).collect()
}

fn ends_of(derived: &Derived) -> Vec<(String, String, u64)> {
    let ends = derived.followed.iter().flat_map(|followed| &followed.ends);
    ends.map(|end| (end.unit.word().to_owned(), end.kind.word().to_owned(), end.amount)).collect()
}

#[cfg(test)]
mod tests {
    use ledger::entry::Hash;
    use ledger::refusal::Lang;
    use ledger::report::{EndSum, Followed, Question, Reached, Report as Derived, Total, Unit};
    use ledger::trace::EndKind;
    use ledger::value::Currency;

    use crate::kind::Kind;
    use crate::page::Page;
    use crate::report::{Report, State};

    fn derived() -> Derived {
        let unit = Unit::Money(Currency::new("CNY").expect("a currency"));
        let total = Total {
            unit: unit.clone(),
            opening: -5,
            all_in: 100,
            all_out: 30,
            from_elsewhere: 100,
            to_elsewhere: 30,
            closing: 65,
        };
        let ends = vec![EndSum { unit, kind: EndKind::Expense, amount: 30 }];
        Derived {
            question: Question::parse("kind=expense_paid").expect("a question"),
            size: 12,
            head: Hash::of(b""),
            rows: 2,
            accounts: vec![],
            totals: vec![total],
            flows: vec![],
            followed: Some(Followed { ends, ..Followed::default() }),
            reached: Reached::default(),
        }
    }

    fn outcome(text: &str) -> (State, String) {
        let mut report = Report::new(Lang::En, Kind::Bundle);
        Page::parse(text).expect("a page").compare_report(&derived(), &mut report);
        let step = report.steps.first().expect("a step");
        (step.state, step.says.clone())
    }

    const RIGHT: &str = "report 12 kind=expense_paid\ntotal CNY -5 100 30 65\nend CNY expense 30";

    #[test]
    fn a_report_must_show_what_follows_and_all_of_it() {
        assert_eq!(outcome(RIGHT).0, State::Holds, "{}", outcome(RIGHT).1);
        for (wrong, named) in [
            (RIGHT.replace("100", "101"), "¥1.01"),
            (RIGHT.replace("-5", "5"), "¥0.05"),
            (RIGHT.replace("expense 30", "expense 31"), "¥0.31"),
            (RIGHT.replace("end CNY expense 30", "end CNY lost 30"), "Lost"),
            (RIGHT.replace("\nend CNY expense 30", ""), "¥0.30"),
            (RIGHT.replace("total CNY -5 100 30 65\n", ""), "¥1.00"),
            (format!("{RIGHT}\nend CNY expense 30"), "¥0.30"),
            (format!("{RIGHT}\ntotal tent 0 1 0 1"), "1 tent"),
            (RIGHT.replace("report 12", "report 11"), "12"),
            (RIGHT.replace("kind=expense_paid", ""), "kind=expense_paid"),
            ("amount\t¥1.00".to_owned(), "12"),
        ] {
            let (state, says) = outcome(&wrong);
            assert!(state == State::Fails && says.contains(named), "{wrong}: {says}");
        }
        for broken in ["report many", "total CNY 1 2 3", "end CNY 3", "total CNY 1 2 3 4 5"] {
            assert_eq!(Page::parse(broken), None, "{broken}");
        }
    }
}
