//! Why a file as a whole can't be imported.

use std::fmt;

use ledger::Lang;

/// Why a file as a whole can't be imported; nothing of it was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportError {
    /// The file is longer than [`super::FILE_BYTES_LIMIT`].
    TooLong {
        /// In bytes.
        limit: usize,
        /// In bytes.
        given: usize,
    },
    /// The file is not well-formed XML, or has a document type definition.
    NotXml {
        /// From 1.
        line: u32,
        /// From 1, in characters.
        column: u32,
        /// The reader's own words, in English.
        fault: String,
    },
    /// The root is not `iati-activities`.
    NotActivities {
        /// What it is.
        root: String,
    },
    /// Not JSON.
    NotJson {
        /// The reader's own words, in English.
        fault: String,
    },
    /// JSON without a list of grants.
    NotGrants,
    /// Not CSV.
    NotCsv {
        /// The reader's own words, in English.
        fault: String,
    },
    /// A table without a column that flows have.
    NotFlows {
        /// The column.
        missing: String,
    },
    /// None of [`super::VERSIONS`].
    Version {
        /// What the file says; empty if nothing.
        given: String,
    },
}

impl ImportError {
    pub(super) fn not_xml(stop: &roxmltree::Error) -> Self {
        let place = stop.pos();
        Self::NotXml { line: place.row, column: place.col, fault: stop.to_string() }
    }

    pub(super) fn not_json(fault: &serde_json::Error) -> Self {
        Self::NotJson { fault: fault.to_string() }
    }

    pub(super) fn not_csv(fault: &csv::Error) -> Self {
        Self::NotCsv { fault: fault.to_string() }
    }

    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too_long",
            Self::NotXml { .. } => "not_xml",
            Self::NotActivities { .. } => "not_iati_activities",
            Self::NotJson { .. } => "not_json",
            Self::NotGrants => "not_360giving_grants",
            Self::NotCsv { .. } => "not_csv",
            Self::NotFlows { .. } => "not_fts_flows",
            Self::Version { .. } => "iati_version",
        }
    }

    /// The sentence for a reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let versions = super::VERSIONS.join(", ");
        match (self, lang) {
            (Self::TooLong { limit, given }, Lang::En) => {
                format!("The file has {given} bytes; the most is {limit}. Nothing was imported. Split it by activity.")
            }
            (Self::TooLong { limit, given }, Lang::Zh) => {
                format!("文件有 {given} 字节，上限是 {limit}。什么也没有导入。请按活动拆分。")
            }
            (Self::NotXml { line, column, fault }, Lang::En) => {
                format!("Not readable as XML at line {line}, column {column}: {fault}. Nothing was imported.")
            }
            (Self::NotXml { line, column, fault }, Lang::Zh) => {
                format!("第 {line} 行第 {column} 列不是可读的 XML：{fault}。什么也没有导入。")
            }
            (Self::NotActivities { root }, Lang::En) => {
                format!(
                    "Not an IATI activity file: it begins with <{root}>, not <iati-activities>. Nothing was imported."
                )
            }
            (Self::NotActivities { root }, Lang::Zh) => {
                format!("不是 IATI 活动文件：开头是 <{root}>，不是 <iati-activities>。什么也没有导入。")
            }
            (Self::NotJson { fault }, Lang::En) => format!("not JSON: {fault}"),
            (Self::NotJson { fault }, Lang::Zh) => format!("不是 JSON：{fault}"),
            (Self::NotGrants, Lang::En) => "not a package of 360Giving: it has no list of grants".to_owned(),
            (Self::NotGrants, Lang::Zh) => "不是 360Giving 数据包：没有 grants 列表".to_owned(),
            (Self::NotCsv { fault }, Lang::En) => format!("not CSV: {fault}"),
            (Self::NotCsv { fault }, Lang::Zh) => format!("不是 CSV：{fault}"),
            (Self::NotFlows { missing }, Lang::En) => format!("not a table of flows: the column {missing} is missing"),
            (Self::NotFlows { missing }, Lang::Zh) => format!("不是资金流表：缺少列 {missing}"),
            (Self::Version { given }, Lang::En) if given.is_empty() => {
                format!("The file says no IATI version; {versions} can be read. Nothing was imported.")
            }
            (Self::Version { given }, Lang::En) => {
                format!("IATI version {given} can't be read; {versions} can. Nothing was imported.")
            }
            (Self::Version { given }, Lang::Zh) if given.is_empty() => {
                format!("文件没有注明 IATI 版本；可以读取 {versions}。什么也没有导入。")
            }
            (Self::Version { given }, Lang::Zh) => {
                format!("不能读取 IATI {given} 版；可以读取 {versions}。什么也没有导入。")
            }
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for ImportError {}
