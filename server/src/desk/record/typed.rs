//! From what people type to what an event holds: amounts, numbers, days, degrees. Pure; nothing is guessed or rounded,
//! but degrees, which are kept to a hundredth.

use ledger::json::NUMBER_LIMIT;
use ledger::value::Currency;

use app::view::desk::FieldFault;

/// Latin signs in place of the wide ones of Chinese keyboards, and no white space.
fn plain(typed: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '。' => '.',
        '、' => ',',
        other => other,
    };
    typed.chars().map(narrow).filter(|letter| !letter.is_whitespace()).collect()
}

/// Digits with or without groups of three: `12,300` and `12300`, but not `12,30`.
fn digits(text: &str) -> Option<u64> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = text.split(',');
    let first = groups.next()?;
    let grouped = text.contains(',');
    if !is_digits(first) || (grouped && first.len() > 3) || !groups.all(|group| group.len() == 3 && is_digits(group)) {
        return None;
    }
    let number: u64 = text.replace(',', "").parse().ok()?;
    (number < NUMBER_LIMIT.unsigned_abs()).then_some(number)
}

/// An amount in the currency's minor unit: `12,300.00`, `¥12300` and `12 300` of CNY are 1,230,000.
pub(crate) fn amount(typed: &str, currency: Currency) -> Result<u64, FieldFault> {
    let text = plain(typed);
    let code = currency.as_str();
    let text = text.strip_prefix(code).or_else(|| text.strip_suffix(code)).unwrap_or(&text);
    let text = text.strip_suffix('元').unwrap_or(text).trim_start_matches(['¥', '￥', '$', '€', '£', '₹', '₩']);
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = digits(whole).ok_or(FieldFault::NotAmount)?;
    if !part.bytes().all(|byte| byte.is_ascii_digit()) || (part.is_empty() && text.ends_with('.')) {
        return Err(FieldFault::NotAmount);
    }
    let places = usize::try_from(currency.exponent()).unwrap_or(0);
    let (kept, rest) = part.split_at(part.len().min(places));
    if rest.bytes().any(|byte| byte != b'0') {
        return Err(FieldFault::TooFine(currency));
    }
    let minor: u64 = if kept.is_empty() { 0 } else { kept.parse().map_err(|_| FieldFault::NotAmount)? };
    let missing = u32::try_from(places - kept.len()).unwrap_or(0);
    let scaled = whole.checked_mul(10_u64.pow(currency.exponent()));
    let total = scaled.zip(minor.checked_mul(10_u64.pow(missing))).and_then(|(whole, minor)| whole.checked_add(minor));
    total.filter(|total| *total < NUMBER_LIMIT.unsigned_abs()).ok_or(FieldFault::NotAmount)
}

/// An amount as people would type it: 1,230,000 of CNY is `12300.00`.
pub(crate) fn amount_text(minor: u64, currency: Currency) -> String {
    let unit = 10_u64.pow(currency.exponent());
    match usize::try_from(currency.exponent()) {
        Ok(places @ 1..) => format!("{}.{:0places$}", minor / unit, minor % unit),
        _ => minor.to_string(),
    }
}

/// A currency by its three letters, or by what people call it: `cny`, `人民币`.
pub(crate) fn currency(typed: &str) -> Option<Currency> {
    let text = plain(typed).to_uppercase();
    let code = match text.as_str() {
        "人民币" | "人民币元" | "RMB" | "YUAN" | "RENMINBI" => "CNY",
        "美元" | "美金" => "USD",
        "欧元" | "EURO" | "EUROS" => "EUR",
        "英镑" => "GBP",
        "港元" | "港币" => "HKD",
        "日元" | "YEN" => "JPY",
        "瑞士法郎" => "CHF",
        "尼泊尔卢比" => "NPR",
        "印度卢比" => "INR",
        "科威特第纳尔" => "KWD",
        code => code,
    };
    Currency::new(code)
}

/// A whole number: `1,200`.
pub(crate) fn whole(typed: &str) -> Result<u64, FieldFault> {
    digits(&plain(typed)).ok_or(FieldFault::NotWhole)
}

/// A day, written year first: `2026-11-20`, `2026/11/20`, `2026年11月20日`.
pub(crate) fn date(typed: &str) -> Result<String, FieldFault> {
    let text = plain(typed).replace(['/', '.', '年', '月'], "-");
    let parts: Vec<&str> = text.trim_end_matches('日').split('-').collect();
    let number = |text: &str, most: usize| (text.len() <= most).then(|| text.parse::<u32>().ok()).flatten();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            let read = number(year, 4).zip(number(month, 2)).zip(number(day, 2));
            read.map(|((year, month), day)| format!("{year:04}-{month:02}-{day:02}")).ok_or(FieldFault::NotDate)
        }
        _ => Err(FieldFault::NotDate),
    }
}

/// Degrees in hundredths, rounded: nobody's door is found by them. `30.6586` is 3066.
pub(crate) fn degrees(typed: &str) -> Result<i64, FieldFault> {
    let text = plain(typed);
    let (negative, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let fits = (1..=3).contains(&whole.len()) && (whole.to_owned() + part).bytes().all(|byte| byte.is_ascii_digit());
    if !fits {
        return Err(FieldFault::NotDegrees);
    }
    let thousandths: String = part.chars().chain("000".chars()).take(3).collect();
    let read = whole.parse::<i64>().ok().zip(thousandths.parse::<i64>().ok());
    let (whole, thousandths) = read.ok_or(FieldFault::NotDegrees)?;
    let hundredths = whole.saturating_mul(100).saturating_add(thousandths.saturating_add(5) / 10);
    Ok(if negative { -hundredths } else { hundredths })
}

/// Hundredths of a degree as people would type them.
pub(crate) fn degrees_text(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100)
}

/// An id from a name: small letters and digits, hyphens between; nothing where the name has none of them.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::new();
    for letter in name.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 40 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Whether an id made of a name still tells it: at least two Latin letters are in it, and few letters of other scripts.
pub(crate) fn is_told_by_slug(name: &str) -> bool {
    let latin = name.chars().filter(char::is_ascii_alphabetic).count();
    let other = name.chars().filter(|letter| letter.is_alphabetic() && !letter.is_ascii()).count();
    latin >= 2 && latin >= other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(typed: &str, code: &str) -> Result<u64, FieldFault> {
        amount(typed, Currency::new(code).expect("a currency"))
    }

    #[test]
    fn amounts_are_read_as_people_write_them_and_never_rounded() {
        let rows = [
            ("12,300.00", "CNY", Ok(1_230_000)),
            ("12300", "CNY", Ok(1_230_000)),
            ("12 300.5", "CNY", Ok(1_230_050)),
            ("¥ 12,300", "CNY", Ok(1_230_000)),
            ("１２，３００．００元", "CNY", Ok(1_230_000)),
            ("CNY 7", "CNY", Ok(700)),
            ("5.1000", "CNY", Ok(510)),
            ("1,234", "JPY", Ok(1_234)),
            ("1,234.567", "KWD", Ok(1_234_567)),
            ("0.005", "CNY", Err(FieldFault::TooFine(Currency::new("CNY").expect("a currency")))),
            ("1.5", "JPY", Err(FieldFault::TooFine(Currency::new("JPY").expect("a currency")))),
            ("12,30", "CNY", Err(FieldFault::NotAmount)),
            ("12.300,00", "CNY", Err(FieldFault::NotAmount)),
            ("1234,567", "CNY", Err(FieldFault::NotAmount)),
            ("-5", "CNY", Err(FieldFault::NotAmount)),
            ("1e3", "CNY", Err(FieldFault::NotAmount)),
            ("5.", "CNY", Err(FieldFault::NotAmount)),
            ("", "CNY", Err(FieldFault::NotAmount)),
            ("90071992547409.92", "CNY", Err(FieldFault::NotAmount)),
            ("99999999999999999999", "JPY", Err(FieldFault::NotAmount)),
        ];
        for (typed, code, expected) in rows {
            assert_eq!(money(typed, code), expected, "{typed} {code}");
        }
    }

    #[test]
    fn an_amount_written_out_is_read_back() {
        for code in ["CNY", "JPY", "KWD", "CLF"] {
            let currency = Currency::new(code).expect("a currency");
            for minor in [0, 1, 9, 10, 99, 100, 12_345, 9_007_199_254_740_991] {
                assert_eq!(amount(&amount_text(minor, currency), currency), Ok(minor), "{minor} {code}");
            }
        }
    }

    #[test]
    fn days_are_read_year_first() {
        for typed in ["2026-3-1", "2026/03/01", "2026年3月1日", "2026.03.01", " 2026-03-01 "] {
            assert_eq!(date(typed).as_deref(), Ok("2026-03-01"), "{typed}");
        }
        for typed in ["1.3.2026", "03/01/2026", "26-03-01", "yesterday", "2026-03"] {
            assert_eq!(date(typed), Err(FieldFault::NotDate), "{typed}");
        }
    }

    #[test]
    fn degrees_are_kept_to_a_hundredth() {
        let rows = [("30.6586", 3_066), ("-30.654", -3_065), ("104", 10_400), ("0.5", 50), ("-0.01", -1)];
        for (typed, expected) in rows {
            assert_eq!(degrees(typed), Ok(expected), "{typed}");
            assert_eq!(degrees(&degrees_text(expected)), Ok(expected));
        }
        assert_eq!(degrees("30°"), Err(FieldFault::NotDegrees));
        assert_eq!(degrees("1234"), Err(FieldFault::NotDegrees));
    }

    #[test]
    fn ids_are_made_of_names() {
        assert_eq!(slug("Winter tents, 4 persons"), "winter-tents-4-persons");
        assert_eq!(slug("帐篷"), "");
        assert_eq!(slug("  A—B  "), "a-b");
    }

    #[test]
    fn figures_alone_are_no_name() {
        for name in ["Winter tents, 4 persons", "Crue du Fleuve Rouge 2026", "WFP 救灾"] {
            assert!(is_told_by_slug(name), "{name}");
        }
        for name in ["2026年红河洪灾救援", "救灾 2", "A 区", "帐篷", "2026", ""] {
            assert!(!is_told_by_slug(name), "{name}");
        }
    }
}
