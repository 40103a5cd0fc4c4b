//! The figures on a gift's or a report's page, held against those that follow from the entries: a page that says more than
//! its proof would be found out here.

use ledger::report::Report as Derived;
use ledger::trace::Trace;

use crate::report::{Report, State};
use crate::totals::Totals;
use crate::words::{self, StepName};

/// What a gift's page shows: the gift, and its ends by kind and amount; or what a report's page does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    amount: u64,
    ends: Vec<(String, u64)>,
    /// Whether some of its ends stand on other pages.
    is_part: bool,
    totals: Totals,
}

impl Page {
    /// Reads `gift 50000`, then `distributed 32100` and so on, a line each; `part` where some ends are not on the page. Of a
    /// report: `report 1200 fund=flood`, `total CNY 0 900 300 600` and `end CNY distributed 300`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut page = Self::default();
        for line in text.lines() {
            match line.split_once(' ') {
                None if line == "part" => page.is_part = true,
                None => return None,
                Some(("gift", amount)) => page.amount = amount.parse().ok()?,
                Some((word @ ("report" | "total" | "end"), rest)) => page.totals.take(word, rest)?,
                Some((kind, amount)) => page.ends.push((kind.to_owned(), amount.parse().ok()?)),
            }
        }
        Some(page)
    }

    /// Adds the step that compares a report's figures.
    pub fn compare_report(&self, derived: &Derived, report: &mut Report) {
        self.totals.compare(derived, report);
    }

    /// Adds the step that compares them.
    pub fn compare(&self, trace: &Trace, report: &mut Report) {
        let mut derived: Vec<(String, u64)> =
            trace.ends.iter().map(|end| (end.kind.word().to_owned(), end.amount)).collect();
        let mut differs = (self.amount != trace.amount)
            .then(|| words::page_differs(report.lang, "gift", self.amount, trace.amount, trace.currency));
        for (kind, amount) in &self.ends {
            match derived.iter().position(|end| end.0 == *kind && end.1 == *amount) {
                Some(at) => drop(derived.swap_remove(at)),
                None => {
                    let of_kind = derived.iter().filter(|end| end.0 == *kind).map(|end| end.1);
                    let nearest = of_kind.min_by_key(|derived| derived.abs_diff(*amount)).unwrap_or(0);
                    let found = || words::page_differs(report.lang, kind, *amount, nearest, trace.currency);
                    differs = differs.or_else(|| Some(found()));
                }
            }
        }
        if let Some((kind, amount)) = derived.first().filter(|_| !self.is_part) {
            let found = || words::page_differs(report.lang, kind, 0, *amount, trace.currency);
            differs = differs.or_else(|| Some(found()));
        }
        let count = self.ends.len();
        match differs {
            Some(says) => report.add(StepName::Page, State::Fails, says),
            None => report.add(StepName::Page, State::Holds, words::page_equal(report.lang, count, trace.ends.len())),
        }
    }
}

#[cfg(test)]
mod tests {
    use ledger::refusal::Lang;
    use ledger::trace::{End, EndKind, Trace};
    use ledger::value::PoolName;

    use super::Page;
    use crate::kind::Kind;
    use crate::report::{Report, State};

    fn outcome(text: &str) -> State {
        let pool = PoolName::parse("cash/flood").expect("a pool");
        let end =
            |kind, amount| End { kind, amount, pool: pool.clone(), units: vec![], seq: None, index: 0, path: vec![] };
        let ends = vec![end(EndKind::Expense, 30), end(EndKind::Unspent, 70)];
        let trace = Trace { seq: 2, amount: 100, currency: None, ends };
        let mut report = Report::new(Lang::En, Kind::Bundle);
        Page::parse(text).expect("a page").compare(&trace, &mut report);
        report.steps.first().expect("a step").state
    }

    #[test]
    fn a_page_must_show_what_follows_and_all_of_it() {
        assert_eq!(outcome("gift 100\nunspent 70\nexpense 30"), State::Holds);
        assert_eq!(outcome("gift 100\nunspent 70\npart"), State::Holds);
        for wrong in [
            "gift 101\nunspent 70\nexpense 30",
            "gift 100\nunspent 71\nexpense 30",
            "gift 100\nunspent 70",
            "gift 100\nunspent 70\nexpense 30\nlost 0",
            "gift 100\nunspent 70\nunspent 70\npart",
        ] {
            assert_eq!(outcome(wrong), State::Fails, "{wrong}");
        }
        assert_eq!(Page::parse("gift many"), None);
    }
}
