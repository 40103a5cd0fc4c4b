//! Numbers, quantities and shares in words.

use ledger::refusal::Lang;

/// A number in groups of three, as both languages write it.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The unit's word beside a number, in the reader's language where it is a known one. Units are recorded in the singular;
/// English ones take a plural here if they are whole words, and stay as they are if they are symbols as `kg`.
#[must_use]
pub fn unit_word(lang: Lang, number: u64, unit: &str) -> String {
    let unit = super::unit::unit(lang, unit);
    let symbol = unit.len() <= 2 || !unit.bytes().all(|byte| byte.is_ascii_lowercase());
    if lang == Lang::Zh || number == 1 || symbol {
        return unit.to_owned();
    }
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|end| unit.ends_with(end));
    match unit.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if sibilant => format!("{unit}es"),
        _ => format!("{unit}s"),
    }
}

/// A number with its unit: `200 tents`, `3 kg`, `200顶`.
#[must_use]
pub fn quantity(lang: Lang, number: u64, unit: &str) -> String {
    let word = unit_word(lang, number, unit);
    let gap = if lang == Lang::Zh && !word.is_ascii() { "" } else { "\u{a0}" };
    format!("{}{gap}{word}", count(number))
}

/// The size of a file: `812 bytes`, `48 KB`, `3 MB`, in thousands, rounded up.
#[must_use]
pub fn bytes(lang: Lang, size: u64) -> String {
    match (size, lang) {
        (0..1_000, Lang::En) => quantity(lang, size, "byte"),
        (0..1_000, Lang::Zh) => quantity(lang, size, "字节"),
        (1_000..1_000_000, _) => format!("{}\u{a0}KB", count(size.div_ceil(1_000))),
        _ => format!("{}\u{a0}MB", count(size.div_ceil(1_000_000))),
    }
}

/// A part of a whole in per cent, rounded down, so that only the whole is 100 %; what is there is never `0 %`.
#[must_use]
pub fn percent(lang: Lang, part: u64, whole: u64) -> String {
    let gap = match lang {
        Lang::En => "\u{a0}",
        Lang::Zh => "",
    };
    let hundredths = (u128::from(part) * 100).checked_div(u128::from(whole)).unwrap_or(0);
    if hundredths == 0 && part > 0 { format!("<\u{a0}1{gap}%") } else { format!("{hundredths}{gap}%") }
}

/// The shares of parts in their sum, in tenths of a per cent that add up to all of it: each is rounded down, and what is
/// missing goes to those that lost most by that, the first of equals first.
#[must_use]
pub fn shares(parts: &[u64]) -> Vec<u64> {
    let whole: u128 = parts.iter().map(|part| u128::from(*part)).sum();
    let (mut shares, mut lost) = (Vec::with_capacity(parts.len()), Vec::with_capacity(parts.len()));
    for (place, part) in parts.iter().enumerate() {
        let scaled = u128::from(*part) * 1_000;
        shares.push(scaled.checked_div(whole).and_then(|share| u64::try_from(share).ok()).unwrap_or(0));
        lost.push((std::cmp::Reverse(scaled.checked_rem(whole).unwrap_or(0)), place));
    }
    lost.sort_unstable();
    let given: u64 = shares.iter().sum();
    let missing = if whole == 0 { 0 } else { 1_000_u64.saturating_sub(given) };
    for (_, place) in lost.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares
}

/// Tenths of a per cent: `61 %`, `33.4 %`. What is there is never nothing, and a part never all.
#[must_use]
pub fn tenths(lang: Lang, share: u64, part: u64, whole: u64) -> String {
    let gap = match lang {
        Lang::En => "\u{a0}",
        Lang::Zh => "",
    };
    match (share / 10, share % 10) {
        (0, 0) if part > 0 => format!("<\u{a0}0.1{gap}%"),
        (100.., _) if part < whole => format!(">\u{a0}99.9{gap}%"),
        (hundredths, 0) => format!("{hundredths}{gap}%"),
        (hundredths, tenth) => format!("{hundredths}.{tenth}{gap}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_the_whole() {
        let cases: [&[u64]; 7] = [
            &[1, 1, 1],
            &[2, 2, 2, 1],
            &[5_142, 3_429, 1_429],
            &[999_999, 1],
            &[7],
            &[1; 300],
            &[u64::MAX, u64::MAX, 1],
        ];
        for parts in cases {
            assert_eq!(shares(parts).iter().sum::<u64>(), 1_000, "{parts:?}");
        }
        assert_eq!(shares(&[1, 1, 1]), [334, 333, 333]);
        assert_eq!(shares(&[5_142, 3_429, 1_429]), [514, 343, 143]);
        assert_eq!((shares(&[0, 0]), shares(&[])), (vec![0, 0], vec![]));
    }

    #[test]
    fn a_share_in_tenths_is_never_all_or_nothing_where_it_is_a_part() {
        let said = |share, part, whole| tenths(Lang::En, share, part, whole).replace('\u{a0}', " ");
        assert_eq!(said(334, 1, 3), "33.4 %");
        assert_eq!(said(250, 1, 4), "25 %");
        assert_eq!(said(1_000, 4, 4), "100 %");
        assert_eq!(said(1_000, 999_999, 1_000_000), "> 99.9 %");
        assert_eq!(said(0, 1, 1_000_000), "< 0.1 %");
        assert_eq!(said(0, 0, 9), "0 %");
        assert_eq!(tenths(Lang::Zh, 5, 1, 200), "0.5%");
    }

    #[test]
    fn english_units_take_a_plural_and_symbols_do_not() {
        let said = |number, unit| quantity(Lang::En, number, unit).replace('\u{a0}', " ");
        assert_eq!(said(1, "tent"), "1 tent");
        assert_eq!(said(2_000, "tent"), "2,000 tents");
        assert_eq!(said(2, "box"), "2 boxes");
        assert_eq!(said(2, "family"), "2 families");
        assert_eq!(said(2, "tray"), "2 trays");
        assert_eq!(said(2, "kg"), "2 kg");
        assert_eq!(quantity(Lang::Zh, 2, "顶"), "2顶");
    }

    #[test]
    fn known_units_are_translated_before_they_are_counted() {
        assert_eq!(quantity(Lang::Zh, 654, "kit"), "654套");
        assert_eq!((said_in_english(1, "箱"), said_in_english(2, "箱")), ("1 box".into(), "2 boxes".into()));
        assert_eq!(quantity(Lang::Zh, 3, "yurt"), "3\u{a0}yurt");
    }

    fn said_in_english(number: u64, unit: &str) -> String {
        quantity(Lang::En, number, unit).replace('\u{a0}', " ")
    }

    #[test]
    fn sizes_of_files_are_never_nothing() {
        assert_eq!(bytes(Lang::En, 1), "1\u{a0}byte");
        assert_eq!(bytes(Lang::Zh, 999), "999字节");
        assert_eq!(bytes(Lang::En, 48_211), "49\u{a0}KB");
        assert_eq!(bytes(Lang::Zh, 3_000_001), "4\u{a0}MB");
    }

    #[test]
    fn a_share_is_never_rounded_up_to_all_or_down_to_nothing() {
        assert_eq!(percent(Lang::Zh, 999, 1_000), "99%");
        assert_eq!(percent(Lang::Zh, 1, 1_000), "<\u{a0}1%");
        assert_eq!(percent(Lang::En, 5, 5), "100\u{a0}%");
        assert_eq!(percent(Lang::En, 0, 0), "0\u{a0}%");
    }
}
