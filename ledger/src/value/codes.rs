//! Codes of ISO 4217 (currencies, with the digits of their minor unit) and ISO 3166-1 (countries).

use std::fmt;

use super::{Datum, text_of};
use crate::json::{self, Value};
use crate::refusal::{Refusal, Rule};

/// Currencies whose minor unit is a hundredth.
const TWO_DIGITS: &str = "\
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD \
    CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
    GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL \
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK \
    PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
    TMT TOP TRY TTD TWD TZS UAH USD USN UZS VES VED WST XCD XCG YER ZAR ZMW ZWG";
/// Currencies without a minor unit.
const NO_DIGITS: &str = "\
    BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
/// Currencies whose minor unit is a thousandth.
const THREE_DIGITS: &str = "BHD IQD JOD KWD LYD OMR TND";
/// Units of account with four digits.
const FOUR_DIGITS: &str = "CLF UYW";

const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE \
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM \
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC \
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA \
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO \
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency, if the standard has it.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        exponent_of(code).and_then(|_| code.as_bytes().try_into().ok()).map(Self)
    }

    /// Its code in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The sign that stands before its amounts. `¥` is the renminbi, the yen is `JP¥`; none where no sign is known everywhere.
    #[must_use]
    pub fn sign(&self) -> Option<&'static str> {
        Some(match self.as_str() {
            "CNY" => "¥",
            "JPY" => "JP¥",
            "USD" => "US$",
            "EUR" => "€",
            "GBP" => "£",
            "HKD" => "HK$",
            "TWD" => "NT$",
            "AUD" => "A$",
            "CAD" => "CA$",
            "NZD" => "NZ$",
            "KRW" => "₩",
            "INR" => "₹",
            "ILS" => "₪",
            "VND" => "₫",
            _ => return None,
        })
    }

    /// How many digits of an amount are behind the point: JPY 0, CNY 2, KWD 3.
    #[must_use]
    pub fn exponent(&self) -> u32 {
        exponent_of(self.as_str()).unwrap_or(2)
    }
}

fn exponent_of(code: &str) -> Option<u32> {
    let lists = [(TWO_DIGITS, 2), (NO_DIGITS, 0), (THREE_DIGITS, 3), (FOUR_DIGITS, 4)];
    lists.iter().find(|(list, _)| holds(list, code, 3)).map(|(_, digits)| *digits)
}

/// Whether a list of codes, each of `width` letters and a space apart, has this one.
fn holds(list: &str, code: &str, width: usize) -> bool {
    code.len() == width
        && list.as_bytes().chunks(width.saturating_add(1)).any(|entry| entry.starts_with(code.as_bytes()))
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Datum for Currency {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::new(text_of(value, field)?).ok_or_else(|| Refusal::new(field, Rule::Currency))
    }

    fn write(&self, out: &mut String) {
        json::write_text(out, self.as_str());
    }
}

/// A country of ISO 3166-1, two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The country, if the standard has it.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        if holds(COUNTRIES, code, 2) { code.as_bytes().try_into().ok().map(Self) } else { None }
    }

    /// Its code in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Datum for Country {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::new(text_of(value, field)?).ok_or_else(|| Refusal::new(field, Rule::Country))
    }

    fn write(&self, out: &mut String) {
        json::write_text(out, self.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn minor_units_follow_the_standard() {
        let digits = |code| Currency::new(code).map(|currency| currency.exponent());
        assert_eq!([digits("CNY"), digits("JPY"), digits("KWD"), digits("CLF")], [Some(2), Some(0), Some(3), Some(4)]);
        for code in ["cny", "AED ", "ED ", "XXX", "", "元"] {
            assert_eq!(digits(code), None, "{code}");
        }
    }

    #[test]
    fn countries_are_two_capitals_of_the_list() {
        assert!(Country::new("CN").is_some() && Country::new("ZW").is_some());
        assert!(Country::new("cn").is_none() && Country::new("XX").is_none() && Country::new("D ").is_none());
    }
}
