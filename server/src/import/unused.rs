//! What of a file could not be used, and why: the list that makes an import honest.

use std::fmt;

use ledger::Lang;

use super::amount::AmountFault;

/// An element that could not be used, or not whole. Listed once, at its top: what is inside goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    /// The line of its start tag, from 1.
    pub line: u32,
    /// The names from the activity down, as `iati-activity/transaction/value`.
    pub element: String,
    /// Why.
    pub reason: Reason,
}

/// Why an element could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A person's data, which is never in an entry. Of a text, the e-mail addresses were left out.
    PersonalData,
    /// A plan or a promise: no money moved.
    Plan,
    /// The ledger has no field for it.
    NoField,
    /// Not in IATI's own namespace.
    Foreign,
    /// A type of transaction that the ledger can't follow.
    TransactionType {
        /// IATI's code.
        code: String,
    },
    /// The same text in another language was used.
    OtherLanguage,
    /// Nothing in it.
    Empty,
    /// Another one was used.
    Repeated,
    /// Only the beginning was used.
    Truncated {
        /// In characters.
        kept: usize,
        /// In characters.
        given: usize,
    },
    /// What it must have is not there.
    Missing {
        /// The element or attribute.
        what: &'static str,
    },
    /// Not a day of the calendar.
    Date {
        /// What the file says.
        given: String,
    },
    /// Not a currency of ISO 4217.
    Currency {
        /// What the file says.
        given: String,
    },
    /// Not an amount that the ledger can hold.
    Amount(AmountFault),
    /// Not a country of ISO 3166-1.
    Country {
        /// What the file says.
        given: String,
    },
    /// Neither name nor identifier.
    Nameless,
    /// Goods or services: the file gives them a value, and says neither what nor how many.
    InKind,
    /// The activity is the reporting organisation's, but this names another.
    OtherOrganisation,
}

impl Reason {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PersonalData => "personal_data",
            Self::Plan => "plan",
            Self::NoField => "no_field",
            Self::Foreign => "foreign",
            Self::TransactionType { .. } => "transaction_type",
            Self::OtherLanguage => "other_language",
            Self::Empty => "empty",
            Self::Repeated => "repeated",
            Self::Truncated { .. } => "truncated",
            Self::Missing { .. } => "missing",
            Self::Date { .. } => "date",
            Self::Currency { .. } => "currency",
            Self::Amount(fault) => fault.code(),
            Self::Country { .. } => "country",
            Self::Nameless => "nameless",
            Self::InKind => "in_kind",
            Self::OtherOrganisation => "other_organisation",
        }
    }

    /// The sentence for a reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.in_english(),
            Lang::Zh => self.in_chinese(),
        }
    }

    fn in_english(&self) -> String {
        let fixed = match self {
            Self::PersonalData => "personal data is never in an entry",
            Self::Plan => "a plan or a promise: no money moved",
            Self::NoField => "the ledger has no field for it",
            Self::Foreign => "not an element of IATI",
            Self::OtherLanguage => "the text was taken in another language",
            Self::Empty => "empty",
            Self::Repeated => "another one was used",
            Self::Nameless => "has neither a name nor an identifier",
            Self::InKind => "given in kind: the file says neither what nor how many",
            Self::OtherOrganisation => "names another organisation than the one that reports",
            Self::Amount(fault) => return fault.say(Lang::En),
            Self::TransactionType { code } => return format!("transaction type {code} can't be followed here"),
            Self::Truncated { kept, given } => return format!("the first {kept} of {given} characters were used"),
            Self::Missing { what } => return format!("{what} is missing"),
            Self::Date { given } => return format!("“{given}” is no date"),
            Self::Currency { given } => return format!("“{given}” is no currency of ISO 4217"),
            Self::Country { given } => return format!("“{given}” is no country of ISO 3166-1"),
        };
        fixed.to_owned()
    }

    fn in_chinese(&self) -> String {
        let fixed = match self {
            Self::PersonalData => "个人信息从不写入账目",
            Self::Plan => "只是计划或承诺，没有资金流动",
            Self::NoField => "账本没有对应的栏目",
            Self::Foreign => "不是 IATI 的元素",
            Self::OtherLanguage => "已采用另一种语言的文本",
            Self::Empty => "内容为空",
            Self::Repeated => "已采用另一处",
            Self::Nameless => "既没有名称也没有标识",
            Self::InKind => "实物捐赠：文件既未说明内容，也未说明数量",
            Self::OtherOrganisation => "所指机构不是报告机构",
            Self::Amount(fault) => return fault.say(Lang::Zh),
            Self::TransactionType { code } => return format!("交易类型 {code} 在这里无法追踪"),
            Self::Truncated { kept, given } => return format!("共 {given} 个字符，采用了前 {kept} 个"),
            Self::Missing { what } => return format!("缺少 {what}"),
            Self::Date { given } => return format!("“{given}”不是日期"),
            Self::Currency { given } => return format!("“{given}”不是 ISO 4217 货币"),
            Self::Country { given } => return format!("“{given}”不是 ISO 3166-1 国家或地区"),
        };
        fixed.to_owned()
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}
