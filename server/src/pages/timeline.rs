//! The time line of a fund: its sums by day, gathered into at most 32 steps.

use app::view::{Step, TimeLine, TimeStep};
use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use ledger::value::Date;

use super::Lookup;
use crate::store::Stored;
use crate::store::query::FundRecord;

/// More steps than this can't be told apart on a telephone, and with their table and titles they would be half of the page.
const STEPS: usize = 32;

/// What changed on a day.
type Change = (FigureKind, i64, i64);

/// The time line, from the first day on which something was counted to the last.
pub(super) fn timeline(lookup: &mut Lookup<'_>, record: &FundRecord) -> Stored<Option<TimeLine>> {
    let changes = lookup.tables.days(record.seq)?;
    let steps = gather(&changes);
    Ok(steps.map(|(step, steps)| TimeLine { currency: record.fund.currency, step, steps }))
}

fn gather(changes: &[Change]) -> Option<(Step, Vec<TimeStep>)> {
    let first = Date::from_days(changes.iter().map(|(_, day, _)| *day).min()?)?;
    let last = Date::from_days(changes.iter().map(|(_, day, _)| *day).max()?)?;
    let steps = [Step::Day, Step::Week, Step::Month, Step::Quarter, Step::Year];
    let (step, mut bounds) = steps
        .into_iter()
        .map(|step| (step, bounds(step, first, last)))
        .find(|(step, bounds)| bounds.len() <= STEPS || *step == Step::Year)?;
    // A day recorded centuries off: the first step reaches back to it.
    if bounds.len() > STEPS {
        bounds.drain(1..=bounds.len() - STEPS);
    }
    Some((step, filled(&bounds, last_day(step, last), changes)))
}

/// The first days of the steps from one day to another.
fn bounds(step: Step, first: Date, last: Date) -> Vec<Date> {
    let mut starts = vec![start_of(step, first)];
    while let Some(next) = starts.last().and_then(|start| after(step, *start)) {
        if next > last || starts.len() > 10_000 {
            break;
        }
        starts.push(next);
    }
    starts
}

/// The first day of the step that a day is in. Weeks begin on Monday.
fn start_of(step: Step, day: Date) -> Date {
    let (year, month, _) = day.parts();
    let start = match step {
        Step::Day => Some(day),
        // 1970-01-01 was a Thursday.
        Step::Week => Date::from_days(day.days() - (day.days() + 3).rem_euclid(7)),
        Step::Month => Date::new(year, month, 1),
        Step::Quarter => Date::new(year, (month - 1) / 3 * 3 + 1, 1),
        Step::Year => Date::new(year, 1, 1),
    };
    start.unwrap_or(day)
}

/// The first day of the next step.
fn after(step: Step, start: Date) -> Option<Date> {
    let (year, month, _) = start.parts();
    let months = |count: u8| match month + count {
        month if month > 12 => Date::new(year + 1, month - 12, 1),
        month => Date::new(year, month, 1),
    };
    match step {
        Step::Day => Date::from_days(start.days() + 1),
        Step::Week => Date::from_days(start.days() + 7),
        Step::Month => months(1),
        Step::Quarter => months(3),
        Step::Year => Date::new(year + 1, 1, 1),
    }
}

/// The last day of the step that a day is in.
fn last_day(step: Step, day: Date) -> Date {
    let next = after(step, start_of(step, day));
    next.and_then(|next| Date::from_days(next.days() - 1)).unwrap_or(day)
}

fn filled(starts: &[Date], last: Date, changes: &[Change]) -> Vec<TimeStep> {
    let mut sums = vec![Sums::default(); starts.len()];
    for (kind, day, amount) in changes {
        let place = starts.partition_point(|start| start.days() <= *day).saturating_sub(1);
        if let Some(sum) = sums.get_mut(place) {
            sum.add(*kind, *amount);
        }
    }
    let ends = starts.iter().skip(1).filter_map(|next| Date::from_days(next.days() - 1)).chain([last]);
    let mut in_hand = 0_i64;
    let positive = |amount: i64| u64::try_from(amount).unwrap_or(0);
    let step = |((from, to), sum): ((&Date, Date), &Sums)| {
        in_hand += sum.received - sum.handed_out - sum.costs - sum.gone;
        TimeStep {
            from: *from,
            to,
            received: positive(sum.received),
            handed_out: positive(sum.handed_out),
            costs: positive(sum.costs),
            in_hand: positive(in_hand),
        }
    };
    starts.iter().zip(ends).zip(&sums).map(step).collect()
}

/// What changed during a step.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// From donors and other funds.
    received: i64,
    handed_out: i64,
    costs: i64,
    /// Lost, refunded, or to other funds.
    gone: i64,
}

impl Sums {
    fn add(&mut self, kind: FigureKind, amount: i64) {
        match kind {
            FigureKind::Received | FigureKind::TransferredIn => self.received += amount,
            FigureKind::Rests(EndKind::Distributed | EndKind::CashDistributed) => self.handed_out += amount,
            FigureKind::Rests(EndKind::Expense | EndKind::Fee) => self.costs += amount,
            FigureKind::Rests(EndKind::Lost | EndKind::Refunded) | FigureKind::TransferredOut => self.gone += amount,
            // What is held follows from the others.
            FigureKind::Rests(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN: FigureKind = FigureKind::Received;
    const OUT: FigureKind = FigureKind::Rests(EndKind::Distributed);

    fn day(text: &str) -> i64 {
        Date::parse(text).expect("a day").days()
    }

    fn contiguous(steps: &[TimeStep]) {
        assert!(steps.len() <= STEPS);
        assert!(steps.windows(2).all(|pair| pair[0].to.days() + 1 == pair[1].from.days()), "{steps:?}");
    }

    #[test]
    fn steps_follow_each_other_and_carry_the_balance() {
        let changes = [(IN, day("2026-01-30"), 500), (OUT, day("2026-02-01"), 120), (IN, day("2026-02-02"), 7)];
        let (step, steps) = gather(&changes).expect("a time line");
        assert_eq!((step, steps.len()), (Step::Day, 4));
        contiguous(&steps);
        assert_eq!(steps.iter().map(|step| step.in_hand).collect::<Vec<_>>(), [500, 500, 380, 387]);
    }

    #[test]
    fn long_times_take_longer_steps() {
        let cases = [
            ("2026-02-10", Step::Day),
            ("2026-06-01", Step::Week),
            ("2028-06-01", Step::Month),
            ("2033-06-01", Step::Quarter),
            ("2060-06-01", Step::Year),
        ];
        for (last, expected) in cases {
            let changes = [(IN, day("2026-01-15"), 500), (OUT, day(last), 120)];
            let (step, steps) = gather(&changes).expect("a time line");
            assert_eq!(step, expected, "{last}");
            contiguous(&steps);
            assert_eq!(steps.last().map(|step| (step.in_hand, step.handed_out)), Some((380, 120)));
            assert_eq!(steps.iter().map(|step| step.received).sum::<u64>(), 500);
        }
    }

    #[test]
    fn a_day_centuries_off_makes_the_first_step_long() {
        let changes = [(IN, day("0001-01-01"), 1), (IN, day("2026-01-15"), 500)];
        let (_, steps) = gather(&changes).expect("a time line");
        contiguous(&steps);
        assert_eq!((steps.len(), steps.last().map(|step| step.in_hand)), (STEPS, Some(501)));
        assert_eq!(gather(&[]), None);
    }
}
