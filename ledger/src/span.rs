//! Spans of units, lists of them, and the one rounding rule (section 3).

use crate::json;

/// The units `from..to` of a pool; never empty, never backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first unit.
    pub from: u64,
    /// The unit after the last.
    pub to: u64,
}

impl Span {
    /// The span, if it has at least one unit.
    #[must_use]
    pub fn new(from: u64, to: u64) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// How many units.
    #[must_use]
    pub fn units(self) -> u64 {
        self.to.saturating_sub(self.from)
    }

    /// The units in both.
    #[must_use]
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }
}

/// How many units a list has: `|S|`.
#[must_use]
pub fn units_of(spans: &[Span]) -> u64 {
    spans.iter().fold(0, |sum, span| sum.saturating_add(span.units()))
}

/// `⌊T·u/N⌋`: of T units that filled N, those before `share(T, N, u)` paid for the first u. Zero where N is zero.
#[must_use]
pub fn share(paid: u64, filled: u64, position: u64) -> u64 {
    let product = u128::from(paid).saturating_mul(u128::from(position));
    product.checked_div(u128::from(filled)).and_then(|share| u64::try_from(share).ok()).unwrap_or(0)
}

/// The least position whose share reaches `paid_position`: `⌈p·N/T⌉`.
#[must_use]
pub fn position_of_share(paid: u64, filled: u64, paid_position: u64) -> u64 {
    let product = u128::from(paid_position).saturating_mul(u128::from(filled));
    let paid = u128::from(paid);
    let whole = product.checked_div(paid).unwrap_or(0);
    let rest = product.checked_rem(paid).unwrap_or(0);
    u64::try_from(whole.saturating_add(u128::from(rest > 0))).unwrap_or(u64::MAX)
}

/// The units at places `from..to` of a list, counted along the list, each piece with the place of its first unit.
pub fn at_places(spans: &[Span], from: u64, to: u64) -> impl Iterator<Item = (u64, Span)> + '_ {
    let mut place = 0_u64;
    spans.iter().filter_map(move |span| {
        let first = place;
        place = place.saturating_add(span.units());
        let low = from.max(first);
        let high = to.min(place);
        let start = span.from.saturating_add(low.saturating_sub(first));
        (low < high).then(|| (low, Span { from: start, to: start.saturating_add(high.saturating_sub(low)) }))
    })
}

/// Sorts spans and joins those that touch or overlap.
#[must_use]
pub fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if last.to >= span.from => last.to = last.to.max(span.to),
            _ => out.push(span),
        }
    }
    out
}

/// Appends `[[0,5],[7,9]]`.
pub(crate) fn write_spans(out: &mut String, spans: &[Span]) {
    out.push('[');
    for (index, span) in spans.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push('[');
        json::write_number(out, span.from);
        out.push(',');
        json::write_number(out, span.to);
        out.push(']');
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn places_are_counted_along_the_list() {
        let spans = [Span { from: 10, to: 13 }, Span { from: 20, to: 22 }];
        let places: Vec<_> = at_places(&spans, 2, 4).collect();
        assert_eq!(places, [(2, Span { from: 12, to: 13 }), (3, Span { from: 20, to: 21 })]);
    }

    proptest::proptest! {
        #[test]
        fn shares_cover_every_cent_once(paid in 1_u64..1 << 53, filled in 1_u64..1 << 53, cut in 0_u64..1 << 53) {
            let cut = cut % (filled + 1);
            let at = share(paid, filled, cut);
            proptest::prop_assert!(at <= paid);
            proptest::prop_assert_eq!(share(paid, filled, filled), paid);
            let back = position_of_share(paid, filled, at);
            proptest::prop_assert!(back <= cut && share(paid, filled, back) >= at);
        }
    }
}
