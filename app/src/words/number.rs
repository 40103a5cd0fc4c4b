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

#[cfg(test)]
mod tests {
    use super::*;

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
