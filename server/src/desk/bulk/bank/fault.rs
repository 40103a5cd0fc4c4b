//! Why a bank's file is refused: the line, the field, the rule.

use ledger::Lang;

use crate::import::AmountFault;

/// Why nothing of a file was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Longer than [`super::FILE_BYTES_LIMIT`].
    TooLong,
    /// More lines than [`super::LINES_LIMIT`].
    TooManyLines,
    /// Not UTF-8, and not one of the other encodings that banks use; or a PDF, a picture, a workbook.
    NotText,
    /// Not well-formed XML, or with a document type definition.
    NotXml {
        /// From 1.
        line: u32,
        /// The reader's own words, in English.
        fault: String,
    },
    /// Some other XML.
    NotStatement {
        /// What the namespace, else the root is.
        given: String,
    },
    /// A statement of another account than the one it was brought to.
    OtherAccount {
        /// The file's, masked, with its currency.
        given: String,
        /// The one it was brought to.
        account: String,
    },
    /// A statement without a statement in it, or a table without rows.
    Empty,
    /// What the mapping names is not in the heading of the table.
    NoColumn {
        /// The column's heading.
        heading: String,
    },
    /// Lines that break a rule: all of them.
    Lines(Vec<Fault>),
}

/// One fault of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the file, from 1.
    pub line: u32,
    /// The field as the file calls it: `Ntry/Amt`, or a heading.
    pub field: String,
    /// The rule.
    pub why: Why,
}

/// A rule that a line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The amount.
    Amount(AmountFault),
    /// No date, or one that no calendar has.
    Date {
        /// What is there.
        given: String,
    },
    /// A currency that ISO 4217 does not have.
    Currency {
        /// What is there.
        given: String,
    },
    /// Another currency than the account's.
    OtherCurrency {
        /// The account's.
        account: String,
        /// The line's.
        given: String,
    },
    /// Neither credit nor debit, or both.
    Direction,
    /// Nothing is there.
    Missing,
}

impl Fault {
    /// A fault of a line.
    pub(super) fn new(line: u32, field: &str, why: Why) -> Self {
        Self { line, field: field.to_owned(), why }
    }

    /// The sentence for a reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let (line, field, why) = (self.line, &self.field, self.why.say(lang));
        match lang {
            Lang::En => format!("Line {line}, {field}: {why}"),
            Lang::Zh => format!("第 {line} 行，{field}：{why}"),
        }
    }
}

impl Why {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Amount(fault), lang) => fault.say(lang),
            (Self::Date { given }, Lang::En) => format!("“{given}” is no date in the order given"),
            (Self::Date { given }, Lang::Zh) => format!("“{given}”不是所选顺序的日期"),
            (Self::Currency { given }, Lang::En) => format!("“{given}” is no currency of ISO 4217"),
            (Self::Currency { given }, Lang::Zh) => format!("“{given}”不是 ISO 4217 的货币"),
            (Self::OtherCurrency { account, given }, Lang::En) => {
                format!("in {given}, but the account is kept in {account}")
            }
            (Self::OtherCurrency { account, given }, Lang::Zh) => format!("货币为 {given}，而账户为 {account}"),
            (Self::Direction, Lang::En) => "it does not say whether it is a credit or a debit".into(),
            (Self::Direction, Lang::Zh) => "没有说明是贷方还是借方".into(),
            (Self::Missing, Lang::En) => "nothing is there".into(),
            (Self::Missing, Lang::Zh) => "缺少内容".into(),
        }
    }
}

impl Refused {
    /// The sentences for a reader: one, or one a line.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<String> {
        let one = |english: String, chinese: String| match lang {
            Lang::En => vec![format!("{english} Nothing was taken from the file.")],
            Lang::Zh => vec![format!("{chinese}没有从该文件读入任何内容。")],
        };
        let (bytes, lines) = (super::FILE_BYTES_LIMIT / 1024 / 1024, super::LINES_LIMIT);
        match self {
            Self::TooLong => one(format!("The file is longer than {bytes} MB."), format!("文件超过 {bytes} MB。")),
            Self::TooManyLines => {
                one(format!("The file has more than {lines} lines."), format!("文件超过 {lines} 行。"))
            }
            Self::NotText => one(
                "The file is neither camt.053 (XML) nor a CSV table: a PDF, a picture or a workbook can’t be read here. Ask the bank for one of the two.".into(),
                "文件既不是 camt.053（XML）也不是 CSV 表格：此处无法读取 PDF、图片或工作簿。请向银行索取上述格式之一。".into(),
            ),
            Self::NotXml { line, fault } => one(
                format!("Not readable as XML at line {line}: {fault}."),
                format!("第 {line} 行不是可读的 XML：{fault}。"),
            ),
            Self::NotStatement { given } => one(
                format!("“{given}” is no bank statement that can be read: camt.053 of version 2 or 8, or a CSV table."),
                format!("“{given}”不是可读取的银行对账单：需要 camt.053 第 2 或第 8 版，或 CSV 表格。"),
            ),
            Self::OtherAccount { given, account } => one(
                format!("The statement is of the account {given}; this is {account}."),
                format!("该对账单属于账户 {given}；当前账户为 {account}。"),
            ),
            Self::Empty => one("There is no booked line in the file.".into(), "文件中没有已入账的行。".into()),
            Self::NoColumn { heading } => {
                one(format!("There is no column “{heading}” in the table."), format!("表格中没有“{heading}”列。"))
            }
            Self::Lines(faults) => faults.iter().map(|fault| fault.say(lang)).collect(),
        }
    }
}
