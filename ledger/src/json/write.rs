//! Writing text and numbers.

use super::hex::hex_digit;
use super::read::ends_in;

/// Appends `text` as a JSON string, escaped as RFC 8785, section 3.2.2.2 says.
pub fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0x00..=0x1f);
    // Looked through eight at a time: nearly no text has anything to escape.
    let (words, tail) = text.as_bytes().as_chunks::<8>();
    if words.iter().all(|word| ends_in(*word) == 0) && !tail.iter().any(special) {
        out.push_str(text);
        out.push('"');
        return;
    }
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| special(byte)) {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x08 => "\\b",
            b'\t' => "\\t",
            b'\n' => "\\n",
            0x0c => "\\f",
            b'\r' => "\\r",
            _ => "",
        };
        out.push_str(text.get(written..at).unwrap_or_default());
        if short.is_empty() {
            out.push_str("\\u00");
            out.push(hex_digit(byte >> 4));
            out.push(hex_digit(byte & 15));
        } else {
            out.push_str(short);
        }
        written = at.saturating_add(1);
    }
    out.push_str(text.get(written..).unwrap_or_default());
    out.push('"');
}

/// Appends a whole number in decimal.
pub fn write_number(out: &mut String, number: u64) {
    let mut digits = [0_u8; 20];
    let mut first = digits.len();
    let mut rest = number;
    for slot in digits.iter_mut().rev() {
        *slot = b'0'.saturating_add(u8::try_from(rest % 10).unwrap_or_default());
        first = first.saturating_sub(1);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.push_str(digits.get(first..).and_then(|run| std::str::from_utf8(run).ok()).unwrap_or_default());
}
