//! What is wrong with a sheet: as a whole, or row by row.

use app::view::desk::Told;
use ledger::event::EventType;
use ledger::value::Date;
use ledger::{Lang, Refusal};

use super::column::{Column, Kind};
use super::looks::Looks;
use crate::desk::record::METHODS;
use crate::import::AmountFault;

/// Why nothing of a sheet was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// More bytes or rows than a sheet may have.
    TooLong,
    /// An archive that is no workbook, or a damaged one; a table of text that breaks off in a cell.
    Unreadable,
    /// Something else than a table.
    Looks {
        /// What it is.
        looks: Looks,
        /// Whether its name says that it is a workbook.
        named_workbook: bool,
    },
    /// XLS, or a password is on it.
    OldFormat,
    /// No row below the headings.
    Empty,
    /// Headings that no column has, or that stand twice.
    UnknownHeadings(Vec<String>),
    /// Columns that must be there.
    MissingColumns(Vec<&'static Column>),
    /// Rows that break a rule: all of them.
    Rows(Vec<Fault>),
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row, as the spreadsheet program numbers it.
    pub row: u32,
    /// The column; none for the row as a whole.
    pub column: Option<&'static Column>,
    /// The rule.
    pub why: Why,
}

/// A rule that a row breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Nothing is there.
    Missing,
    /// The amount.
    Amount(AmountFault),
    /// No date in the order given.
    Date(String),
    /// No whole number.
    Whole(String),
    /// A formula's error and the like.
    Unusable(String),
    /// Nothing has this id or name.
    Unknown(String),
    /// Several have this name.
    Ambiguous(String),
    /// The rows of one hand-out differ here.
    Differs {
        /// The first row of it.
        first_row: u32,
    },
    /// The same lot at the same site twice.
    Twice {
        /// The other row.
        first_row: u32,
    },
    /// Fewer were counted than are booked, and it is not said why.
    ReasonMissing {
        /// How many are missing.
        missing: u64,
    },
    /// More were counted than are booked, and it is not said why.
    FoundReasonMissing {
        /// How many are there that are in no book.
        found: u64,
    },
    /// A reason for fewer where there are more, or the other way round.
    OtherReason(String),
    /// No way in which gifts come.
    Method(String),
    /// No address of mail.
    Email(String),
    /// A day that is still to come, though something happened on it.
    Ahead(Date),
    /// A reference that another row of the sheet has, too.
    SameReference {
        /// What it is.
        reference: String,
        /// The other row.
        first_row: u32,
    },
    /// The reference, or the id, is that of an entry that says something else.
    RecordedOtherwise {
        /// The entry.
        seq: u64,
    },
    /// The books of a lot changed since its count was looked at.
    BooksChanged {
        /// How many are booked now.
        booked: u64,
    },
    /// A loss of this lot waits for a second person, and it is not said whether this is another.
    LossWaits {
        /// How many wait.
        quantity: u64,
    },
    /// No country has this name or code.
    Country(String),
    /// No country is given, and the site has no place from which to take one.
    NoPlace,
    /// What the ledger says.
    Ledger(Box<Told>),
}

/// What is wrong with a row, gathered column by column.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// What was read; a fault is kept.
    pub(super) fn take<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(fault) => {
                self.0.push(fault);
                None
            }
        }
    }

    pub(super) fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_vec(self) -> Vec<Fault> {
        self.0
    }
}

impl Fault {
    /// What the ledger says of the event that a row becomes, at the column that it is about. Names for what it speaks of
    /// can be added as the forms do.
    #[must_use]
    pub fn of_ledger(kind: Kind, row: u32, event: EventType, refusal: Refusal) -> Self {
        let name = column_name(&refusal.field);
        let column = kind.columns().iter().find(|column| column.name == name);
        let told = Told { is_beside: column.is_some(), ..Told::new(event, refusal) };
        Self { row, column, why: Why::Ledger(Box::new(told)) }
    }

    /// The sentence for a reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let (row, why) = (self.row, self.why.say(lang));
        match (self.column.map(|column| column.heading(lang)), lang) {
            (Some(heading), Lang::En) => format!("Row {row}, {heading}: {why}"),
            (Some(heading), Lang::Zh) => format!("第 {row} 行，{heading}：{why}"),
            (None, Lang::En) => format!("Row {row}: {why}"),
            (None, Lang::Zh) => format!("第 {row} 行：{why}"),
        }
    }
}

/// What the column of a field is called: `quantity` for `lines[2].quantity`.
fn column_name(field: &str) -> &str {
    if field == "place.name" {
        return "place";
    }
    match field.rsplit(['.', ']']).next().unwrap_or_default() {
        "" => field.split('[').next().unwrap_or_default(),
        name => name,
    }
}

impl Why {
    /// The rule for a reader, as a sentence of its own.
    #[must_use]
    pub fn said(&self, lang: Lang) -> String {
        self.say(lang)
    }

    fn say(&self, lang: Lang) -> String {
        let pick = |english: String, chinese: String| match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        };
        match self {
            Self::Missing => pick("nothing is there".into(), "缺少内容".into()),
            Self::Amount(fault) => fault.say(lang),
            Self::Date(given) => {
                pick(format!("“{given}” is no date in the order given"), format!("“{given}”不是所选顺序的日期"))
            }
            Self::Whole(given) => pick(format!("“{given}” is no whole number"), format!("“{given}”不是整数")),
            Self::Unusable(given) => pick(format!("“{given}” can’t be used"), format!("“{given}”无法使用")),
            Self::Unknown(given) => pick(format!("nothing is called “{given}”"), format!("没有名为“{given}”的项")),
            Self::Ambiguous(given) => {
                pick(format!("several are called “{given}”: give the id"), format!("有多个“{given}”：请填写编号"))
            }
            Self::Differs { first_row } => pick(
                format!("not as in row {first_row} of the same hand-out"),
                format!("与同一次发放的第 {first_row} 行不同"),
            ),
            Self::Twice { first_row } => {
                pick(format!("already counted in row {first_row}"), format!("第 {first_row} 行已盘点"))
            }
            Self::ReasonMissing { missing } => {
                pick(format!("{missing} fewer than booked: say why"), format!("比账面少 {missing}：请注明原因"))
            }
            Self::FoundReasonMissing { found } => {
                pick(format!("{found} more than booked: say why"), format!("比账面多 {found}：请注明原因"))
            }
            Self::OtherReason(given) => pick(
                format!("“{given}” does not explain this difference: fewer and more have reasons of their own"),
                format!("“{given}”不能说明此差异：盘亏与盘盈各有原因"),
            ),
            Self::Ahead(day) => pick(
                format!("{} is still to come: give the day on which it happened", app::words::date(lang, *day)),
                format!("{}尚未到来：请填写实际发生的日期", app::words::date(lang, *day)),
            ),
            Self::SameReference { reference, first_row } => pick(
                format!("“{reference}” stands in row {first_row}, too: each gift has a reference of its own"),
                format!("“{reference}”与第 {first_row} 行重复：每笔捐款须有各自的参考号"),
            ),
            Self::RecordedOtherwise { seq } => pick(
                format!("recorded before as entry #{seq}, which says something else: correct that entry instead"),
                format!("此前已登记为记录 #{seq}，但内容不同：请更正该记录"),
            ),
            Self::BooksChanged { booked } => pick(
                format!("the books changed since you looked, {booked} are booked now: bring the sheet in again"),
                format!("查看之后账面已变动，现为 {booked}：请重新导入表格"),
            ),
            Self::LossWaits { quantity } => pick(
                format!("{quantity} wait already to be booked as lost: say whether others are missing"),
                format!("已有 {quantity} 的损失等待审批：请说明是否为另外的缺失"),
            ),
            Self::Country(given) => pick(
                format!("“{given}” is no country: write its name in English or Chinese, or its two letters"),
                format!("“{given}”不是国家或地区：请填写中文或英文名称，或两位字母代码"),
            ),
            Self::NoPlace => pick(
                "the site has no place of its own: say the country".into(),
                "该地点没有登记位置：请填写国家".into(),
            ),
            Self::Method(given) => {
                let known: Vec<String> = METHODS.iter().map(|word| app::words::term(lang, word)).collect();
                pick(
                    format!("“{given}” is none of: {}", known.join(", ")),
                    format!("“{given}”不在可选方式之列：{}", known.join("、")),
                )
            }
            Self::Email(given) => pick(format!("“{given}” is no e-mail address"), format!("“{given}”不是邮箱地址")),
            Self::Ledger(told) => app::words::desk::refused_in_bulk(lang, told),
        }
    }
}

impl Refused {
    /// The sentences for a reader: one, or one a row.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<String> {
        let one = |english: String, chinese: String| match lang {
            Lang::En => vec![format!("{english} Nothing was taken from the file.")],
            Lang::Zh => vec![format!("{chinese}没有从该文件读入任何内容。")],
        };
        match self {
            Self::TooLong => {
                let rows = super::ROWS_LIMIT;
                one(
                    format!("The sheet has more than {rows} rows, or more than 8 MB."),
                    format!("表格超过 {rows} 行或 8 MB。"),
                )
            }
            Self::Unreadable => {
                one(
                    "The file is damaged or cut short, or is no workbook: ODS and DOCX can’t be read. Save it as XLSX or CSV.".into(),
                    "文件已损坏、不完整，或不是工作簿（无法读取 ODS 和 DOCX）：请另存为 XLSX 或 CSV。".into(),
                )
            }
            Self::Looks { looks, named_workbook } => vec![looks.say(*named_workbook, lang)],
            Self::OldFormat => one(
                "The file is in the old XLS format, or has a password: save it as XLSX without one.".into(),
                "文件为旧的 XLS 格式或带有密码：请另存为无密码的 XLSX。".into(),
            ),
            Self::Empty => one("There is no row below the headings.".into(), "标题行以下没有数据。".into()),
            Self::UnknownHeadings(headings) => {
                let all = headings.join("”, “");
                one(
                    format!(
                        "These columns are not known, or stand twice: “{all}”. Take them out: names and other personal details must not be sent."
                    ),
                    format!("以下列未知或重复：“{all}”。请删除：不得提交姓名等个人信息。"),
                )
            }
            Self::MissingColumns(columns) => {
                let all: Vec<&str> = columns.iter().map(|column| column.heading(lang)).collect();
                let all = all.join("”, “");
                one(format!("These columns are missing: “{all}”."), format!("缺少以下列：“{all}”。"))
            }
            Self::Rows(faults) => faults.iter().map(|fault| fault.say(lang)).collect(),
        }
    }
}
