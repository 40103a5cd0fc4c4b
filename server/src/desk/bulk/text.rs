//! The letters of a file that somebody's program wrote: UTF-8, UTF-16, GB 18030 (banks and spreadsheets in China) or
//! Windows-1252 (those in the West).

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, WINDOWS_1252};

/// The text of a file, its lines ended by line feeds alone; none where it is no text.
///
/// Readers of tables count a line where its line feed is read, which behind a carriage return is one record late.
///
/// What is not UTF-8 is GB 18030 if it is that throughout and at least one character in it is Chinese, because western
/// text in Windows-1252 has its accents alone among Latin letters, where GB 18030 would pair them with a letter behind.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => text,
            None => chinese(bytes).unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0),
        },
    };
    // A picture or a spreadsheet of another kind.
    if text.contains('\0') || text.contains('\u{fffd}') {
        return None;
    }
    Some(if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { text })
}

fn chinese(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let han = |letter: char| matches!(letter, '\u{4e00}'..='\u{9fff}');
    let others = text.chars().filter(|letter| !letter.is_ascii()).count();
    let common = text.chars().filter(|letter| han(*letter)).count();
    // Where Latin letters were paired by mistake, rare characters stand alone between words.
    let beside = text.chars().zip(text.chars().skip(1)).filter(|(left, right)| han(*left) && han(*right)).count();
    (common * 2 > others && beside > 0).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_of_banks_is_told_apart() {
        let chinese = "交易日期,收入金额,摘要\n2026-03-01,500.00,捐款 青石镇";
        let western = "Buchungstag;Betrag;Verwendungszweck\n01.03.2026;500,00;Spende f\u{fc}r \u{d6}sterreich, M\u{fc}ller \u{20ac}";
        assert_eq!(decode(chinese.as_bytes()).as_deref(), Some(chinese));
        assert_eq!(decode(&GB18030.encode(chinese).0).as_deref(), Some(chinese));
        assert_eq!(decode(&WINDOWS_1252.encode(western).0).as_deref(), Some(western));
        assert_eq!(decode(format!("\u{feff}{western}").as_bytes()).as_deref(), Some(western));
        let wide: Vec<u8> = [0xfeff_u16].into_iter().chain(chinese.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide).as_deref(), Some(chinese));
    }

    #[test]
    fn what_is_no_text_is_not_made_one() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), None);
    }
}
