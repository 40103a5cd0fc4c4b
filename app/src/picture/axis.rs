//! Round numbers along an axis, and money in as few letters as an axis has room for.

use ledger::value::Currency;

use crate::words::{self, Lang};

/// An axis from zero in equal steps of a round number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Axis {
    step: u64,
    count: u64,
}

impl Axis {
    /// The axis that reaches an amount in about so many steps; one step of 1 where there is no amount.
    pub(super) fn up_to(amount: u64, steps: u64) -> Self {
        let step = round_up(amount.div_ceil(steps.max(1)));
        Self { step, count: amount.div_ceil(step).max(1) }
    }

    /// How many steps it has.
    pub(super) fn count(self) -> u64 {
        self.count
    }

    /// How many of its steps an amount needs.
    pub(super) fn ticks_for(self, amount: u64) -> u64 {
        amount.div_ceil(self.step)
    }

    /// Zero and the end of every step.
    pub(super) fn ticks(self) -> impl Iterator<Item = u64> {
        (0..=self.count).map(move |number| self.step.saturating_mul(number))
    }

    /// How far along an axis of `length` pixels an amount lies.
    pub(super) fn at(self, amount: u64, length: u64) -> u64 {
        let whole = u128::from(self.step) * u128::from(self.count);
        let at = (u128::from(amount) * u128::from(length)).checked_div(whole).unwrap_or(0);
        u64::try_from(at).unwrap_or(length).min(length)
    }
}

/// The next of 1, 2, 5, 10, 20, 50 …; at least 1.
fn round_up(number: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for factor in [1, 2, 5] {
            match power.checked_mul(factor) {
                Some(round) if round >= number => return round,
                Some(_) => {}
                None => return number,
            }
        }
        power = match power.checked_mul(10) {
            Some(power) => power,
            None => return number,
        };
    }
}

/// Money in few letters: `¥1.5M`, `¥150万`. Only round amounts are written so, and nothing is rounded away: what does
/// not fit two decimals is written out.
pub(super) fn short_money(lang: Lang, minor: u64, currency: Currency) -> String {
    let unit = 10_u64.pow(currency.exponent());
    if !minor.is_multiple_of(unit) {
        return words::money(minor, currency);
    }
    let major = minor / unit;
    let names: &[(u64, &str)] = words::pick(
        lang,
        &[(1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k")],
        &[(100_000_000, "亿"), (10_000, "万")],
    );
    let short =
        names.iter().find(|(size, _)| major >= *size && major.is_multiple_of(size / 100)).map(|(size, name)| {
            let (whole, hundredths) = (words::count(major / size), major % size / (size / 100));
            match (hundredths, hundredths % 10) {
                (0, _) => format!("{whole}{name}"),
                (_, 0) => format!("{whole}.{}{name}", hundredths / 10),
                _ => format!("{whole}.{hundredths:02}{name}"),
            }
        });
    format!("{}{}", words::symbol(currency), short.unwrap_or_else(|| words::count(major)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_or_above_the_largest_amount_in_round_steps() {
        let axis = Axis::up_to(7_300, 3);
        assert_eq!(axis.ticks().collect::<Vec<_>>(), [0, 5_000, 10_000]);
        assert_eq!(Axis::up_to(0, 3).ticks().collect::<Vec<_>>(), [0, 1]);
        assert!(Axis::up_to(u64::MAX, 3).at(u64::MAX, 100) <= 100);
        for amount in [1, 9, 10, 11, 999, 123_456_789] {
            let axis = Axis::up_to(amount, 3);
            assert!(axis.ticks().last() >= Some(amount) && axis.count() <= 4, "{axis:?}");
        }
    }

    #[test]
    fn money_on_an_axis_is_short_in_each_language() {
        let cny = Currency::new("CNY").expect("a currency");
        let said = |lang, minor| short_money(lang, minor, cny);
        assert_eq!((said(Lang::En, 150_000_000), said(Lang::Zh, 150_000_000)), ("¥1.5M".into(), "¥150万".into()));
        assert_eq!((said(Lang::En, 50_000), said(Lang::Zh, 500_000)), ("¥500".into(), "¥5,000".into()));
        assert_eq!((said(Lang::En, 0), said(Lang::En, 50)), ("¥0".into(), "¥0.50".into()));
        assert_eq!(said(Lang::Zh, 25_000_000_000_000), "¥2,500亿");
    }
}
