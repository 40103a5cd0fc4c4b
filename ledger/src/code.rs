//! Receipt codes: what a donor reads instead of an entry's `seq` (section 3, "Gift codes").
//!
//! A code is a bijection of the 35-bit `seq`, seven Crockford base-32 digits, and a Luhn check character modulo 32,
//! so that neighbours don't look alike, no table is needed, and every single wrong character is found.

use std::fmt;

const BITS: u32 = 35;
const MASK: u64 = (1 << BITS) - 1;
const FIRST: u64 = 0x2_545F_491D;
const SECOND: u64 = 0x1_B873_5935;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS: usize = 7;

/// The receipt code of a gift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GiftCode(u64);

/// Why a text is not a receipt code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// Not eight characters of the alphabet.
    Shape,
    /// Eight characters whose check character does not fit: a slip of typing.
    Check,
}

impl GiftCode {
    /// The code of the gift recorded as entry `seq`; none at or above 2^35.
    #[must_use]
    pub fn of_seq(seq: u64) -> Option<Self> {
        (seq <= MASK).then_some(Self(seq))
    }

    /// The `seq` of the gift's entry.
    #[must_use]
    pub fn seq(self) -> u64 {
        self.0
    }

    /// Reads a code as people type it: lower case, O for 0, I and L for 1, hyphens and the leading `G` optional.
    ///
    /// # Errors
    /// [`CodeFault::Check`] for a code with a wrong character, [`CodeFault::Shape`] for anything else.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        let digits = digits_of(text).ok_or(CodeFault::Shape)?;
        let (value, check) = digits.split_at(DIGITS);
        if check.first() != Some(&check_digit(value)) {
            return Err(CodeFault::Check);
        }
        let mixed = value.iter().fold(0_u64, |sum, digit| (sum << 5) | u64::from(*digit));
        Ok(Self(unmix(mixed)))
    }

    /// How many characters of a code a text has, the leading `G-` not counted; none where something else is among them.
    #[must_use]
    pub fn characters(text: &str) -> Option<usize> {
        digits_typed(text).map(|digits| digits.len())
    }

    /// The valid codes that a slip of typing made this text of: one character wrong, left out or too many, or two
    /// neighbours swapped. There are few, because of 32 texts only one has a check character that fits.
    #[must_use]
    pub fn one_slip_away(text: &str) -> Vec<Self> {
        let Some(typed) = digits_typed(text) else { return Vec::new() };
        let mut near = slips_of(&typed);
        // Of eight that begin with G, that may be the G before a code of which one is left out.
        if let Some((first, rest)) = typed.split_first()
            && rest.len() == DIGITS
            && symbol(*first) == 'G'
        {
            near.extend(slips_of(rest));
        }
        let spelled = near.iter().map(|digits| digits.iter().map(|digit| symbol(*digit)).collect::<String>());
        let mut codes: Vec<Self> = spelled.filter_map(|spelled| Self::parse(&spelled).ok()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

/// What is one slip away from some digits and has the length of a code, valid or not; nothing for more slips than one.
fn slips_of(typed: &[u8]) -> Vec<Vec<u8>> {
    let whole = DIGITS.saturating_add(1);
    if !(DIGITS..=whole.saturating_add(1)).contains(&typed.len()) {
        return Vec::new();
    }
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut digits = typed.to_vec();
        change(&mut digits);
        digits
    };
    let mut near = Vec::new();
    for place in 0..=typed.len() {
        for digit in 0..32_u8 {
            near.push(changed(&|digits: &mut Vec<u8>| {
                if typed.len() < whole {
                    digits.insert(place, digit);
                } else if let Some(slot) = digits.get_mut(place) {
                    *slot = digit;
                }
            }));
        }
        let next = place.saturating_add(1);
        if next < typed.len() {
            near.push(changed(&|digits: &mut Vec<u8>| digits.swap(place, next)));
        }
        if typed.len() > whole && place < typed.len() {
            near.push(changed(&|digits: &mut Vec<u8>| {
                digits.remove(place);
            }));
        }
    }
    near.retain(|digits| digits.len() == whole);
    near
}

impl fmt::Display for GiftCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mixed = mix(self.0);
        let mut digits = Vec::with_capacity(8);
        for place in (0..DIGITS).rev() {
            let shift = u32::try_from(place).unwrap_or_default().saturating_mul(5);
            digits.push(u8::try_from((mixed >> shift) & 31).unwrap_or_default());
        }
        digits.push(check_digit(&digits));
        let text: String = digits.iter().map(|digit| symbol(*digit)).collect();
        let (left, right) = text.split_at(4);
        write!(f, "G-{left}-{right}")
    }
}

fn mix(seq: u64) -> u64 {
    let n = seq.wrapping_mul(FIRST) & MASK;
    let n = n ^ (n >> 18);
    let n = n.wrapping_mul(SECOND) & MASK;
    n ^ (n >> 18)
}

/// Undoes [`mix`]: `n ^ (n >> 18)` is its own inverse on 35 bits, and odd factors have inverses modulo 2^35.
fn unmix(code: u64) -> u64 {
    let n = code ^ (code >> 18);
    let n = n.wrapping_mul(inverse(SECOND)) & MASK;
    let n = n ^ (n >> 18);
    n.wrapping_mul(inverse(FIRST)) & MASK
}

/// The inverse of an odd number modulo 2^64, by Newton's iteration: each step doubles the bits that are right.
const fn inverse(odd: u64) -> u64 {
    let mut guess = odd;
    while odd.wrapping_mul(guess) != 1 {
        guess = guess.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(guess)));
    }
    guess
}

fn symbol(digit: u8) -> char {
    ALPHABET.get(usize::from(digit)).map_or('0', |byte| char::from(*byte))
}

fn digits_of(text: &str) -> Option<Vec<u8>> {
    digits_typed(text).filter(|digits| digits.len() == DIGITS.saturating_add(1))
}

/// The digits that were typed, however many. A `G` with a hyphen or a space behind it is the one before the code; one
/// without is if a whole code follows it.
fn digits_typed(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let behind = text.strip_prefix(['G', 'g']).filter(|rest| rest.starts_with(['-', ' ']));
    let plain = behind.unwrap_or(text).chars().filter(|letter| !matches!(letter, '-' | ' '));
    let mut letters: String = plain.map(|letter| letter.to_ascii_uppercase()).collect();
    if behind.is_none() && letters.chars().count() == DIGITS.saturating_add(2) && letters.starts_with('G') {
        letters.remove(0);
    }
    letters.bytes().map(digit_of).collect()
}

fn digit_of(letter: u8) -> Option<u8> {
    let letter = match letter {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.iter().position(|known| *known == letter).and_then(|place| u8::try_from(place).ok())
}

/// Luhn modulo 32: from the right, every second digit doubled, the base-32 digits of each product added.
fn check_digit(digits: &[u8]) -> u8 {
    let mut sum = 0_u32;
    for (place, digit) in digits.iter().rev().enumerate() {
        let factor = if place % 2 == 0 { 2 } else { 1 };
        let product = u32::from(*digit).saturating_mul(factor);
        sum = sum.saturating_add(product / 32).saturating_add(product % 32);
    }
    u8::try_from(32_u32.saturating_sub(sum % 32) % 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_known_codes_of_the_design_are_met() {
        let known = [
            (1, "G-79XC-Z77E"),
            (2, "G-NG1W-CAY8"),
            (41, "G-48KA-6KMQ"),
            (123_456, "G-GBZ9-8ABW"),
            (1_000_000_000, "G-8NCP-GMT3"),
            (MASK, "G-27F6-GQV2"),
        ];
        for (seq, code) in known {
            assert_eq!(GiftCode::of_seq(seq).expect("in range").to_string(), code);
            assert_eq!(GiftCode::parse(code).map(GiftCode::seq), Ok(seq));
        }
        assert_eq!(GiftCode::of_seq(1 << 35), None);
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["g-48ka-6kmq", "48KA6KMQ", "g48ka6kmq", " 48KA 6KMQ", "G-48KA-6KMQ"] {
            assert_eq!(GiftCode::parse(typed).map(GiftCode::seq), Ok(41), "{typed}");
        }
        assert_eq!(GiftCode::parse("48KA-6KM"), Err(CodeFault::Shape));
        assert_eq!(GiftCode::parse("48KA-6KMU"), Err(CodeFault::Shape));
        assert_eq!(GiftCode::parse("帐"), Err(CodeFault::Shape));
    }

    #[test]
    fn a_character_left_out_is_told_and_found() {
        let code = GiftCode::parse("G-48KA-6KMQ").expect("a code");
        for typed in ["G-48KA-6KQ", "g 48ka 6kq", "G48KA6KQ", "48KA6KQ"] {
            assert!(GiftCode::one_slip_away(typed).contains(&code), "{typed}");
            assert!(GiftCode::one_slip_away(typed).len() <= 40, "{typed}");
        }
        // With its G, seven are seven, even where those eight letters together could be another code.
        assert_eq!(GiftCode::parse("G-48KA-6KQ"), Err(CodeFault::Shape));
        assert_eq!(GiftCode::characters("G-48KA-6KQ"), Some(7));
        assert_eq!(GiftCode::characters("G-48KA-6KMQQ"), Some(9));
        assert!(GiftCode::one_slip_away("G-48KA-6KMQQ").contains(&code));
        assert_eq!(GiftCode::characters("G-48KA-6KMU"), None);
        assert!(GiftCode::one_slip_away("").is_empty() && GiftCode::one_slip_away("48").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn a_code_reads_back_and_every_single_slip_is_found(seq in 0..=MASK, place in 0_usize..8, other in 0_u8..32) {
            let code = GiftCode::of_seq(seq).expect("in range");
            let text = code.to_string();
            proptest::prop_assert_eq!(GiftCode::parse(&text), Ok(code));
            let mut digits = digits_of(&text).expect("a code");
            if digits[place] != other {
                digits[place] = other;
                let slipped: String = digits.iter().map(|digit| symbol(*digit)).collect();
                proptest::prop_assert_eq!(GiftCode::parse(&slipped), Err(CodeFault::Check));
                proptest::prop_assert!(GiftCode::one_slip_away(&slipped).contains(&code));
            }
        }
    }
}
