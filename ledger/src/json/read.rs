//! Reading: one value that fills the whole text.

use std::borrow::Cow;

use super::{Fault, Malformed, NUMBER_LIMIT, NumberFault, Value};

/// How deep lists and objects may nest. An entry needs six levels.
const DEPTH_LIMIT: u32 = 16;

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
pub(super) fn ends_in(word: [u8; 8]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(word);
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES.wrapping_mul(limit)) & !word;
    let is = |byte: u8| below(word ^ ONES.wrapping_mul(u64::from(byte)), 1);
    (below(word, 0x20) | is(b'"') | is(b'\\')) & ONES.wrapping_mul(0x80)
}
