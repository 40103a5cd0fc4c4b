//! Bytes as lower-case hex digits.

/// The 64 lower-case hex digits of a hash.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().saturating_mul(2));
    write_hex(&mut out, bytes);
    out
}

/// Appends bytes as lower-case hex.
pub fn write_hex(out: &mut String, bytes: &[u8]) {
    let (words, rest) = bytes.as_chunks::<4>();
    for part in words.chunks(8) {
        let mut digits = [0_u8; 64];
        for (slot, word) in digits.as_chunks_mut::<8>().0.iter_mut().zip(part) {
            *slot = hex_word(*word);
        }
        let digits = digits.get(..part.len().saturating_mul(8)).unwrap_or_default();
        out.push_str(std::str::from_utf8(digits).unwrap_or_default());
    }
    for byte in rest {
        out.push(hex_digit(byte >> 4));
        out.push(hex_digit(byte & 15));
    }
}

/// The hex digits of four bytes, all eight at once: their nibbles are spread over a word, each in a byte of its own.
pub(crate) fn hex_word(bytes: [u8; 4]) -> [u8; 8] {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let word = u64::from(u32::from_be_bytes(bytes));
    let word = (word | word << 16) & 0x0000_ffff_0000_ffff;
    let word = (word | word << 8) & 0x00ff_00ff_00ff_00ff;
    let nibbles = (word | word << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    // One where the nibble is above nine: those digits are letters, which stand 39 places behind.
    let letters = (nibbles.wrapping_add(ONES.wrapping_mul(6)) >> 4) & ONES;
    let digits = nibbles.wrapping_add(ONES.wrapping_mul(0x30)).wrapping_add(letters.wrapping_mul(39));
    digits.to_be_bytes()
}

/// One lower-case hex digit of the low four bits.
#[must_use]
pub fn hex_digit(nibble: u8) -> char {
    char::from(hex_byte(nibble & 15))
}

fn hex_byte(nibble: u8) -> u8 {
    nibble.saturating_add(if nibble < 10 { b'0' } else { b'a' - 10 })
}

/// Reads exactly 64 lower-case hex digits.
#[must_use]
pub fn parse_hex32(text: &str) -> Option<[u8; 32]> {
    parse_hex(text.as_bytes())
}

/// Reads lower-case hex digits, exactly two a byte.
pub(crate) fn parse_hex<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    let mut bytes = [0_u8; N];
    if pairs.len() != N {
        return None;
    }
    let mut seen = 0;
    for (slot, [high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (nibble(*high), nibble(*low));
        seen |= high | low;
        *slot = (high << 4) | (low & 15);
    }
    (seen < 16).then_some(bytes)
}

/// What a lower-case hex digit is worth; more than 15 where it is none.
fn nibble(digit: u8) -> u8 {
    let figure = digit.wrapping_sub(b'0');
    let letter = digit.wrapping_sub(b'a');
    let worth = if letter < 6 { letter.wrapping_add(10) } else { NO_DIGIT };
    if figure < 10 { figure } else { worth }
}

const NO_DIGIT: u8 = 16;
