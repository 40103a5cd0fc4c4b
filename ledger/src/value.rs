//! The words an event is made of: each type here is one kind of field, checked as it is read.

use std::borrow::Borrow;
use std::fmt;

use smol_str::SmolStr;

use crate::json::{self, NumberFault, Value};
use crate::refusal::{Refusal, Rule};

mod choice;
mod codes;
mod date;
mod pool_name;

pub use choice::{CostCategory, FeeCategory, LossReason, OrganisationKind, SiteKind, SubjectKind};
pub use codes::{Country, Currency};
pub use date::{Date, Timestamp};
pub use pool_name::{PoolName, PoolParts};

/// A kind of field: how it is read from JSON and written back, byte for byte.
pub trait Datum: Sized {
    /// Reads the field called `field`.
    ///
    /// # Errors
    /// A [`Refusal`] that names the field and the rule it breaks.
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal>;

    /// Appends the canonical JSON.
    fn write(&self, out: &mut String);
}

/// A field of a record, there or not: an absent field is left out, never null.
pub trait Slot: Sized {
    /// Reads the member, if there is one.
    ///
    /// # Errors
    /// As [`Datum::read`]; [`Rule::Missing`] where a field must be there.
    fn take(value: Option<&Value<'_>>, field: &str) -> Result<Self, Refusal>;

    /// Appends key and value after a comma where one is due; nothing if absent. The key comes with its quotes and colon.
    fn put(&self, key: &str, out: &mut String);
}

impl<T: Datum> Slot for T {
    fn take(value: Option<&Value<'_>>, field: &str) -> Result<Self, Refusal> {
        match value {
            Some(value) => T::read(value, field),
            None => Err(Refusal::new(field, Rule::Missing)),
        }
    }

    fn put(&self, key: &str, out: &mut String) {
        if !out.ends_with('{') {
            out.push(',');
        }
        out.push_str(key);
        self.write(out);
    }
}

impl<T: Datum> Slot for Option<T> {
    fn take(value: Option<&Value<'_>>, field: &str) -> Result<Self, Refusal> {
        value.map(|value| T::read(value, field)).transpose()
    }

    fn put(&self, key: &str, out: &mut String) {
        if let Some(value) = self {
            value.put(key, out);
        }
    }
}

/// How many members a list in an event may have: with room, what fits into 64 KiB.
const LIST_LIMIT: usize = 1_000;

impl<T: Datum> Datum for Vec<T> {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        let Value::List(items) = value else { return Err(Refusal::new(field, Rule::NotList)) };
        if items.is_empty() || items.len() > LIST_LIMIT {
            return Err(Refusal::new(field, Rule::ListLength { max: LIST_LIMIT }));
        }
        let read = |(index, item)| T::read(item, "").map_err(|refusal| refusal.within(&format!("{field}[{index}]")));
        items.iter().enumerate().map(read).collect()
    }

    fn write(&self, out: &mut String) {
        out.push('[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            item.write(out);
        }
        out.push(']');
    }
}

/// Reads text, refusing anything else in words that fit what was given.
pub(crate) fn text_of<'v>(value: &'v Value<'_>, field: &str) -> Result<&'v str, Refusal> {
    match value {
        Value::Text(text) => Ok(text),
        _ => Err(Refusal::new(field, Rule::NotText)),
    }
}

/// Reads a whole number in `min..=max`.
pub(crate) fn whole(value: &Value<'_>, field: &str, min: i64, max: i64) -> Result<i64, Refusal> {
    let rule = match value {
        Value::Number(number) if *number < 0 && min >= 0 => Rule::Negative,
        Value::Number(number) if *number < min || *number > max => Rule::OutOfRange { min, max, given: *number },
        Value::Number(number) => return Ok(*number),
        Value::BadNumber(NumberFault::Fractional) => Rule::Fractional,
        Value::BadNumber(NumberFault::TooBig) => Rule::TooBig,
        Value::Text(text) if text.parse::<i64>().is_ok() => Rule::NumberAsText,
        _ => Rule::NotNumber,
    };
    Err(Refusal::new(field, rule))
}

macro_rules! number_type {
    ($(#[$doc:meta])* $name:ident, $min:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The number itself.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// The number as this type, if it is within bounds.
            #[must_use]
            pub fn new(number: u64) -> Option<Self> {
                let signed = i64::try_from(number).ok()?;
                ($min..json::NUMBER_LIMIT).contains(&signed).then_some(Self(number))
            }
        }

        impl Datum for $name {
            fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
                let number = whole(value, field, $min, json::NUMBER_LIMIT.saturating_sub(1))?;
                Ok(Self(number.unsigned_abs()))
            }

            fn write(&self, out: &mut String) {
                json::write_number(out, self.0);
            }
        }
    };
}

number_type!(
    /// Money in the currency's minor unit, at least 1, below 2^53.
    Amount, 1
);
number_type!(
    /// Goods in the item's base unit, at least 1, below 2^53.
    Quantity, 1
);
number_type!(
    /// A count that may be nothing: households, people, bytes.
    Count, 0
);
number_type!(
    /// The `seq` of an entry.
    Seq, 0
);

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Checks a text.
            ///
            /// # Errors
            /// The rule it breaks.
            pub fn new(text: &str) -> Result<Self, Rule> {
                let check: fn(&str) -> Result<(), Rule> = $check;
                check(text).map(|()| Self(text.into()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Datum for $name {
            fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
                Self::new(text_of(value, field)?).map_err(|rule| Refusal::new(field, rule))
            }

            fn write(&self, out: &mut String) {
                json::write_text(out, &self.0);
            }
        }
    };
}

text_type!(
    /// An id: `[a-z0-9][a-z0-9-]{0,63}`.
    Slug, |text| if is_word(text, b"-") { Ok(()) } else { Err(Rule::Slug) }
);

impl Slug {
    /// A part of a name that was checked when it was read.
    fn known(text: &str) -> Self {
        Self(text.into())
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

text_type!(
    /// A term of the trade from an open list, as `bank_transfer`: `[a-z0-9][a-z0-9_-]{0,63}`.
    Term, |text| if is_word(text, b"-_") { Ok(()) } else { Err(Rule::Term) }
);
text_type!(
    /// One line of text, 1 to 200 characters, no control characters.
    Line, |text| check_text(text, 200, false)
);
text_type!(
    /// Text of 1 to 2,000 characters that may have line breaks.
    Prose, |text| check_text(text, 2_000, true)
);
text_type!(
    /// Who recorded: `organisation/handle`, both slugs; the handle is a pseudonym.
    Actor, |text| match text.split_once('/') {
        Some((organisation, handle)) if is_word(organisation, b"-") && is_word(handle, b"-") => Ok(()),
        _ => Err(Rule::Actor),
    }
);

fn is_word(text: &str, also: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.len() <= 64
        && text.as_bytes().first().is_some_and(plain)
        && text.as_bytes().iter().all(|byte| plain(byte) || also.contains(byte))
}

fn check_text(text: &str, max: usize, breaks: bool) -> Result<(), Rule> {
    // Most text is plain: then its bytes tell all, and a visible one shows that it is not empty.
    let plain = text.len() <= max && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain && text.bytes().any(|byte| byte != b' ') {
        return Ok(());
    }
    if text.trim().is_empty() || text.chars().count() > max {
        return Err(Rule::TextLength { max });
    }
    if text.chars().any(|letter| letter.is_control() && !(breaks && letter == '\n')) {
        return Err(Rule::ControlCharacter);
    }
    Ok(())
}

/// An idempotency key: a UUIDv7 (RFC 9562), in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 16]);

/// Where the hyphens of a UUID stand.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

/// Where its digits stand, by fours.
const QUADS: [usize; 8] = [0, 4, 9, 14, 19, 24, 28, 32];

impl Key {
    /// Reads the 36 characters of a UUIDv7.
    ///
    /// # Errors
    /// [`Rule::Key`].
    pub fn new(text: &str) -> Result<Self, Rule> {
        Self::parse(text).ok_or(Rule::Key)
    }

    fn parse(text: &str) -> Option<Self> {
        let text: &[u8; 36] = text.as_bytes().try_into().ok()?;
        if !HYPHENS.into_iter().all(|place| text.get(place) == Some(&b'-')) {
            return None;
        }
        let mut digits = [0_u8; 32];
        for (slots, place) in digits.as_chunks_mut::<4>().0.iter_mut().zip(QUADS) {
            slots.copy_from_slice(text.get(place..place.saturating_add(4))?);
        }
        let bytes: [u8; 16] = json::parse_hex(&digits)?;
        let [_, _, _, _, _, _, version, _, variant, ..] = bytes;
        (version >> 4 == 7 && variant >> 6 == 2).then_some(Self(bytes))
    }

    /// The sixteen bytes of the UUID.
    #[must_use]
    pub fn bytes(&self) -> [u8; 16] {
        self.0
    }

    /// The key made of sixteen bytes, with the version and variant bits set as RFC 9562 asks.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 16]) -> Self {
        let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
        *version = (*version & 0x0f) | 0x70;
        *variant = (*variant & 0x3f) | 0x80;
        Self(bytes)
    }

    fn write_hyphenated(self, out: &mut String) {
        let mut text = *b"00000000-0000-0000-0000-000000000000";
        let mut places = QUADS.into_iter();
        for word in self.0.as_chunks::<4>().0 {
            let digits = json::hex_word(*word);
            for (four, place) in digits.as_chunks::<4>().0.iter().zip(&mut places) {
                if let Some(slots) = text.get_mut(place..place.saturating_add(4)) {
                    slots.copy_from_slice(four);
                }
            }
        }
        out.push_str(std::str::from_utf8(&text).unwrap_or_default());
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(36);
        self.write_hyphenated(&mut text);
        f.write_str(&text)
    }
}

impl Datum for Key {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::new(text_of(value, field)?).map_err(|rule| Refusal::new(field, rule))
    }

    fn write(&self, out: &mut String) {
        out.push('"');
        self.write_hyphenated(out);
        out.push('"');
    }
}

impl Actor {
    /// The organisation's part.
    #[must_use]
    pub fn organisation(&self) -> &str {
        self.0.split_once('/').map_or("", |(organisation, _)| organisation)
    }
}

/// A SHA3-256 hash in 64 lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Datum for Digest {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        json::parse_hex32(text_of(value, field)?).map(Self).ok_or_else(|| Refusal::new(field, Rule::Hash))
    }

    fn write(&self, out: &mut String) {
        out.push('"');
        json::write_hex(out, &self.0);
        out.push('"');
    }
}

/// A latitude in 1/100 degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latitude(pub i64);

/// A longitude in 1/100 degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Longitude(pub i64);

macro_rules! coordinate {
    ($name:ident, $max:expr) => {
        impl Datum for $name {
            fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
                whole(value, field, -$max, $max).map(Self)
            }

            fn write(&self, out: &mut String) {
                if self.0 < 0 {
                    out.push('-');
                }
                json::write_number(out, self.0.unsigned_abs());
            }
        }
    };
}

coordinate!(Latitude, 9_000);
coordinate!(Longitude, 18_000);

/// The part of a country, ISO 3166-2, as `CN-SC`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin1(SmolStr);

impl Admin1 {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks a code.
    ///
    /// # Errors
    /// [`Rule::Admin1`].
    pub fn new(text: &str) -> Result<Self, Rule> {
        let fits = text.split_once('-').is_some_and(|(country, part)| {
            Country::new(country).is_some()
                && (1..=3).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        });
        if fits { Ok(Self(text.into())) } else { Err(Rule::Admin1) }
    }
}

impl Datum for Admin1 {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::new(text_of(value, field)?).map_err(|rule| Refusal::new(field, rule))
    }

    fn write(&self, out: &mut String) {
        json::write_text(out, &self.0);
    }
}
