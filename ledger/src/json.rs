//! Strict JSON in, canonical JSON out.
//!
//! Reading refuses what RFC 8785 could not write back: duplicate keys, numbers that are not whole or reach 2^53, text
//! that is not UTF-8. Numbers are kept with what is wrong with them, so that the refusal can name the field.
//! Writing gives RFC 8785 bytes as long as the caller writes an object's keys in order: the records of this crate do.
//!
//! `read` and `write` are the two ways; `hex` is how hashes stand in text.

mod hex;
mod read;
mod write;

use std::borrow::Cow;

pub use hex::{hex, hex_digit, parse_hex32, write_hex};
pub(crate) use hex::{hex_word, parse_hex};
pub use read::parse;
pub(crate) use read::parse_text;
pub use write::{write_number, write_text};

/// Whole numbers stay below 2^53, so that every JSON reader in the world keeps them exact (RFC 8785, section 3.2.2.3).
pub const NUMBER_LIMIT: i64 = 1 << 53;

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
