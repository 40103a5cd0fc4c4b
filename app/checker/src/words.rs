//! Every sentence of a check, in English and in Chinese as written in China: the names of the steps here, what they say in
//! `steps`, what of a report's page differs in `totals`, and what the whole shows in `verdict`.

use ledger::refusal::Lang;
use ledger::value::{Currency, Date};

use crate::report::State;

mod steps;
mod totals;
mod verdict;

pub use steps::*;
pub(crate) use totals::*;
pub use verdict::*;

/// What a step looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepName {
    /// Whether the file can be read at all.
    Form,
    /// Whose key the log's is said to be.
    Key,
    /// The log's signature.
    Note,
    /// Who cosigned.
    Witnesses,
    /// That the log only grew since it was looked at last.
    Growth,
    /// That the entries are in the log.
    Inclusion,
    /// Numbers and links of a whole log.
    Chain,
    /// That a whole log is the one that was signed.
    Root,
    /// That every tile is the tree's.
    Tiles,
    /// That every entry follows from the rules.
    Rules,
    /// That the figures follow from the entries.
    Figures,
    /// That the page shows those figures.
    Page,
    /// An entry's own hash.
    Hash,
    /// That others say when the checkpoint was there.
    Stamps,
}

/// Text in one of two languages: the compiler asks for both.
pub fn pick<T>(lang: Lang, english: T, chinese: T) -> T {
    match lang {
        Lang::En => english,
        Lang::Zh => chinese,
    }
}

impl StepName {
    /// A stable word for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Key => "key",
            Self::Note => "note",
            Self::Witnesses => "witnesses",
            Self::Growth => "growth",
            Self::Inclusion => "inclusion",
            Self::Chain => "chain",
            Self::Root => "root",
            Self::Tiles => "tiles",
            Self::Rules => "rules",
            Self::Figures => "figures",
            Self::Page => "page",
            Self::Hash => "hash",
            Self::Stamps => "stamps",
        }
    }

    /// Its heading.
    #[must_use]
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Form => pick(lang, "The file itself", "文件本身"),
            Self::Key => pick(lang, "Whose key", "谁的密钥"),
            Self::Note => pick(lang, "The log’s signature", "账簿的签名"),
            Self::Witnesses => pick(lang, "Witnesses", "见证方"),
            Self::Growth => pick(lang, "Only ever longer", "只增不改"),
            Self::Inclusion => pick(lang, "In the log", "在账簿中"),
            Self::Chain => pick(lang, "The chain", "链条"),
            Self::Root => pick(lang, "The whole log", "整本账簿"),
            Self::Tiles => pick(lang, "Every tile", "每块瓦片"),
            Self::Rules => pick(lang, "The ledger’s rules", "记账规则"),
            Self::Figures => pick(lang, "The figures", "数字"),
            Self::Page => pick(lang, "This page", "本页"),
            Self::Hash => pick(lang, "The hash of the bytes", "字节的哈希"),
            Self::Stamps => pick(lang, "Time stamps", "时间戳"),
        }
    }
}

/// How a step ended, in a word.
#[must_use]
pub fn state(lang: Lang, state: State) -> &'static str {
    match state {
        State::Holds => pick(lang, "holds", "成立"),
        State::Noted => pick(lang, "note", "注意"),
        State::Open => pick(lang, "not checked", "未核对"),
        State::Fails => pick(lang, "fails", "不成立"),
    }
}

/// A fault's words as a sentence. A path at its beginning stays as it is.
#[must_use]
pub fn sentence(lang: Lang, words: &str) -> String {
    if words.split(' ').next().is_some_and(|first| first.contains(['.', '/'])) {
        return format!("{words}{}", pick(lang, ".", "。"));
    }
    let mut letters = words.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}{}", letters.as_str(), pick(lang, ".", "。"))
}

/// A number as people read it: `1,234,567`.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount as pages write it: `¥300.00`; of goods the number alone.
pub(crate) fn amount(minor: u64, currency: Option<Currency>) -> String {
    let Some(currency) = currency else { return count(minor) };
    let digits = currency.exponent();
    let unit = 10_u64.pow(digits);
    let sign = currency.sign().map_or_else(|| format!("{currency}\u{a0}"), str::to_owned);
    let whole = count(minor / unit);
    match usize::try_from(digits).unwrap_or(0) {
        0 => format!("{sign}{whole}"),
        width => format!("{sign}{whole}.{:0width$}", minor % unit),
    }
}

/// A day as pages write it: `3 March 2026`, `2026年3月3日`.
pub(crate) fn day(lang: Lang, day: Date) -> String {
    let name = day.month_in_english();
    let (year, month, day) = day.parts();
    pick(lang, format!("{day} {name} {year}"), format!("{year}年{month}月{day}日"))
}
