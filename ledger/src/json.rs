//! Strict JSON in, canonical JSON out.
//!
//! Reading refuses what RFC 8785 could not write back: duplicate keys, numbers that are not whole or reach 2^53, text
//! that is not UTF-8. Numbers are kept with what is wrong with them, so that the refusal can name the field.
//! Writing gives RFC 8785 bytes as long as the caller writes an object's keys in order: the records of this crate do.

use std::borrow::Cow;

/// Whole numbers stay below 2^53, so that every JSON reader in the world keeps them exact (RFC 8785, section 3.2.2.3).
pub const NUMBER_LIMIT: i64 = 1 << 53;

/// How deep lists and objects may nest. An entry needs six levels.
const DEPTH_LIMIT: u32 = 16;

/// One JSON value, borrowing from the text where it can.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`: never canonical, kept so that the refusal can name the field.
    Null,
    /// `true` or `false`: likewise.
    Bool(bool),
    /// A whole number, its size below 2^53.
    Number(i64),
    /// A number that the ledger cannot hold.
    BadNumber(NumberFault),
    /// Text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Value<'a>>),
    /// An object, its keys in the order of the text, none twice.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// Why a JSON number is none of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// It has a fraction or an exponent.
    Fractional,
    /// It reaches 2^53.
    TooBig,
}

/// Why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// Byte offset of the place where reading stopped.
    pub at: usize,
    /// What was wrong there.
    pub fault: Fault,
}

/// What stops a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Another character was expected.
    Syntax,
    /// Text after the value.
    Trailing,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// A key stands twice in one object.
    DuplicateKey(String),
    /// Nested deeper than sixteen levels.
    TooDeep,
}

/// Reads one JSON value that fills the whole text.
///
/// # Errors
/// [`Malformed`] with the byte offset and what was wrong.
pub fn parse(bytes: &[u8]) -> Result<Value<'_>, Malformed> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| Malformed { at: error.valid_up_to(), fault: Fault::NotUtf8 })?;
    parse_text(text, None)
}

/// As [`parse`], of text that is known to be UTF-8. The value of the outermost object's member `passed_over` is only
/// walked through, for a caller who knows better than to read it: it comes out as null.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_text<'a>(text: &'a str, passed_over: Option<&str>) -> Result<Value<'a>, Malformed> {
    let mut reader = Reader { text, at: 0, passed_over };
    let value = reader.value(0)?;
    reader.skip_space();
    if reader.at == text.len() { Ok(value) } else { Err(reader.stop(Fault::Trailing)) }
}

struct Reader<'a, 'n> {
    text: &'a str,
    at: usize,
    passed_over: Option<&'n str>,
}

impl<'a> Reader<'a, '_> {
    fn stop(&self, fault: Fault) -> Malformed {
        Malformed { at: self.at, fault }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.step();
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.peek() == Some(byte) {
            self.step();
            Ok(())
        } else {
            Err(self.stop(Fault::Syntax))
        }
    }

    fn slice(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    fn value(&mut self, depth: u32) -> Result<Value<'a>, Malformed> {
        if depth > DEPTH_LIMIT {
            return Err(self.stop(Fault::TooDeep));
        }
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.stop(Fault::Syntax)),
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, Malformed> {
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at = self.at.saturating_add(word.len());
            Ok(value)
        } else {
            Err(self.stop(Fault::Syntax))
        }
    }

    fn object(&mut self, depth: u32) -> Result<Value<'a>, Malformed> {
        self.step();
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = Vec::with_capacity(8);
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.step();
            return Ok(Value::Object(members));
        }
        // Canonical text has its keys in order: then a key that follows the one before cannot be there already.
        let mut ordered = true;
        loop {
            self.skip_space();
            let key_at = self.at;
            let key = self.string()?;
            ordered &= members.last().is_none_or(|(last, _)| *last < key);
            if !ordered && members.iter().any(|(known, _)| *known == key) {
                return Err(Malformed { at: key_at, fault: Fault::DuplicateKey(key.into_owned()) });
            }
            self.skip_space();
            self.expect(b':')?;
            let value = if depth == 0 && self.passed_over == Some(&key) {
                self.pass_over()?
            } else {
                self.value(depth.saturating_add(1))?
            };
            members.push((key, value));
            self.skip_space();
            match self.peek() {
                Some(b',') => self.step(),
                Some(b'}') => {
                    self.step();
                    return Ok(Value::Object(members));
                }
                _ => return Err(self.stop(Fault::Syntax)),
            }
        }
    }

    /// Walks to the end of a list or object by its brackets alone.
    fn pass_over(&mut self) -> Result<Value<'a>, Malformed> {
        let mut open = 0_u32;
        loop {
            match self.peek() {
                Some(b'[' | b'{') => open = open.saturating_add(1),
                Some(b']' | b'}') => open = open.saturating_sub(1),
                Some(b'"') => {
                    self.string()?;
                    continue;
                }
                Some(_) if open > 0 => {}
                _ => return Err(self.stop(Fault::Syntax)),
            }
            self.step();
            if open == 0 {
                return Ok(Value::Null);
            }
        }
    }

    fn list(&mut self, depth: u32) -> Result<Value<'a>, Malformed> {
        self.step();
        let mut items = Vec::new();
        self.skip_space();
        if self.peek() == Some(b']') {
            self.step();
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth.saturating_add(1))?);
            self.skip_space();
            match self.peek() {
                Some(b',') => self.step(),
                Some(b']') => {
                    self.step();
                    return Ok(Value::List(items));
                }
                _ => return Err(self.stop(Fault::Syntax)),
            }
        }
    }

    fn number(&mut self) -> Result<Value<'a>, Malformed> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.step();
        }
        let first = self.at;
        self.digits()?;
        if self.at > first.saturating_add(1) && self.text.as_bytes().get(first) == Some(&b'0') {
            return Err(Malformed { at: first, fault: Fault::Syntax });
        }
        let whole = self.slice(start);
        let mut fractional = false;
        if self.peek() == Some(b'.') {
            self.step();
            self.digits()?;
            fractional = true;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.step();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.step();
            }
            self.digits()?;
            fractional = true;
        }
        if fractional {
            return Ok(Value::BadNumber(NumberFault::Fractional));
        }
        match whole.parse::<i64>() {
            Ok(number) if -NUMBER_LIMIT < number && number < NUMBER_LIMIT => Ok(Value::Number(number)),
            _ => Ok(Value::BadNumber(NumberFault::TooBig)),
        }
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.step();
        }
        if self.at == start { Err(self.stop(Fault::Syntax)) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Malformed> {
        self.expect(b'"')?;
        let mut text = Cow::Borrowed(self.plain_run());
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.step();
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.step();
                    let character = self.escape()?;
                    let text = text.to_mut();
                    text.push(character);
                    text.push_str(self.plain_run());
                }
                _ => return Err(self.stop(Fault::Syntax)),
            }
        }
    }

    /// The characters of a string up to its end, an escape, or a control character.
    fn plain_run(&mut self) -> &'a str {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let (words, tail) = rest.as_chunks::<8>();
        let mut run = 0_usize;
        for word in words {
            let ends = ends_in(*word);
            run = run.saturating_add(usize::try_from(ends.trailing_zeros() / 8).unwrap_or(8));
            if ends != 0 {
                break;
            }
        }
        if run == rest.len().saturating_sub(tail.len()) {
            let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0x00..=0x1f);
            run = run.saturating_add(tail.iter().position(ends).unwrap_or(tail.len()));
        }
        self.at = start.saturating_add(run);
        self.slice(start)
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        let letter = self.peek().ok_or_else(|| self.stop(Fault::Syntax))?;
        self.step();
        match letter {
            b'"' => Ok('"'),
            b'\\' => Ok('\\'),
            b'/' => Ok('/'),
            b'b' => Ok('\u{8}'),
            b'f' => Ok('\u{c}'),
            b'n' => Ok('\n'),
            b'r' => Ok('\r'),
            b't' => Ok('\t'),
            b'u' => self.unicode_escape(),
            _ => Err(self.stop(Fault::Syntax)),
        }
    }

    fn unicode_escape(&mut self) -> Result<char, Malformed> {
        let mut units = vec![self.hex4()?];
        if matches!(units.first(), Some(0xd800..=0xdbff)) {
            self.expect(b'\\')?;
            self.expect(b'u')?;
            units.push(self.hex4()?);
        }
        match char::decode_utf16(units).next() {
            Some(Ok(character)) => Ok(character),
            _ => Err(self.stop(Fault::Syntax)),
        }
    }

    fn hex4(&mut self) -> Result<u16, Malformed> {
        let start = self.at;
        self.at = self.at.saturating_add(4);
        let digits = self.text.get(start..self.at).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        digits
            .and_then(|digits| u16::from_str_radix(digits, 16).ok())
            .ok_or(Malformed { at: start, fault: Fault::Syntax })
    }
}

/// The bytes of a word at which a plain run ends, as their highest bits, the first byte lowest: a quote, a backslash, a
/// control character. Only the lowest bit set is sure to be one; a borrow may set higher ones beside it.
fn ends_in(word: [u8; 8]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(word);
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES.wrapping_mul(limit)) & !word;
    let is = |byte: u8| below(word ^ ONES.wrapping_mul(u64::from(byte)), 1);
    (below(word, 0x20) | is(b'"') | is(b'\\')) & ONES.wrapping_mul(0x80)
}

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

/// One lower-case hex digit of the low four bits.
#[must_use]
pub fn hex_digit(nibble: u8) -> char {
    char::from(hex_byte(nibble & 15))
}

fn hex_byte(nibble: u8) -> u8 {
    nibble.saturating_add(if nibble < 10 { b'0' } else { b'a' - 10 })
}

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

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn fault(text: &str) -> Fault {
        parse(text.as_bytes()).map(|_| ()).expect_err(text).fault
    }

    #[test]
    fn a_duplicate_key_is_found_whatever_its_escapes() {
        assert_eq!(fault(r#"{"a":1,"\u0061":2}"#), Fault::DuplicateKey("a".into()));
    }

    #[test]
    fn numbers_that_a_reader_could_lose_are_marked() {
        let numbers = parse(b"[0,-7,9007199254740991,9007199254740992,1.0,1e3,99999999999999999999]");
        let bad = |fault| Value::BadNumber(fault);
        assert_eq!(
            numbers.expect("reads"),
            Value::List(vec![
                Value::Number(0),
                Value::Number(-7),
                Value::Number(9_007_199_254_740_991),
                bad(NumberFault::TooBig),
                bad(NumberFault::Fractional),
                bad(NumberFault::Fractional),
                bad(NumberFault::TooBig),
            ])
        );
    }

    #[test]
    fn what_is_not_json_is_refused_where_it_stops() {
        for text in ["", "{", "{\"a\"}", "[1,]", "01", "-", "1.", "\"\u{1}\"", "\"\\x\"", "\"\\ud800\"", "nul", "{,}"] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        assert_eq!(fault("{} x"), Fault::Trailing);
        assert_eq!(fault(&"[".repeat(40)), Fault::TooDeep);
        assert_eq!(parse(b"\"\xff\"").expect_err("not UTF-8").fault, Fault::NotUtf8);
    }

    #[test]
    fn a_member_passed_over_is_walked_to_its_end() {
        let text = r#"{"a":[{"]":"\"]"},[1,2]],"b":{"a":[3]}}"#;
        let Ok(Value::Object(members)) = parse_text(text, Some("a")) else { panic!("an object") };
        let inner = Value::Object(vec![("a".into(), Value::List(vec![Value::Number(3)]))]);
        assert_eq!(members, [("a".into(), Value::Null), ("b".into(), inner)]);
        for broken in [r#"{"a":[1"#, r#"{"a":1}"#, r#"{"a":}"#, r#"{"a":["}"#, r#"{"a""#] {
            assert!(parse_text(broken, Some("a")).is_err(), "{broken}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_written_and_read_back(text in ".*") {
            let mut out = String::new();
            write_text(&mut out, &text);
            proptest::prop_assert_eq!(parse(out.as_bytes()), Ok(Value::Text(Cow::Owned(text.clone()))));
            proptest::prop_assert_eq!(out, serde_json::to_string(&text).expect("serialises"));
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes: Vec<u8>) {
            let _ = parse(&bytes);
        }

        #[test]
        fn bytes_are_written_in_hex_and_read_back(bytes: [u8; 32], cut in 0_usize..32) {
            let mut out = String::new();
            write_hex(&mut out, &bytes[..cut]);
            let expected: String = bytes[..cut].iter().map(|byte| format!("{byte:02x}")).collect();
            proptest::prop_assert_eq!(out, expected);
            proptest::prop_assert_eq!(parse_hex32(&hex(&bytes)), Some(bytes));
        }

        #[test]
        fn what_is_no_lower_case_digit_is_no_hex(place in 0_usize..64, digit in "[^0-9a-f]") {
            let mut text = "0".repeat(63);
            text.insert_str(place, &digit);
            proptest::prop_assert_eq!(parse_hex32(&text), None);
        }

        #[test]
        fn a_string_ends_at_its_quote_wherever_that_stands(before in "[ -!#-\\[\\]-~é漢]{0,24}", behind in "[a-z]{0,9}") {
            let text = format!("[\"{before}\",\"{behind}\"]");
            let read = Value::List(vec![Value::Text(before.as_str().into()), Value::Text(behind.as_str().into())]);
            proptest::prop_assert_eq!(parse(text.as_bytes()), Ok(read));
        }

        #[test]
        fn any_number_is_written_in_decimal(number: u64) {
            let mut out = String::new();
            write_number(&mut out, number);
            proptest::prop_assert_eq!(out, number.to_string());
        }
    }
}
