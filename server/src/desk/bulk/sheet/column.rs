//! The columns of each kind of sheet.

use ledger::Lang;

/// What a sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Gifts of money.
    Gifts,
    /// Goods handed out.
    Handouts,
    /// What somebody counted on the shelves.
    Counts,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in the code, and the field of the event where there is one.
    pub name: &'static str,
    /// Its heading in English.
    pub english: &'static str,
    /// Its heading in Chinese.
    pub chinese: &'static str,
    /// Whether each row must have it.
    pub needed: bool,
    /// What a row may look like, for the template.
    pub example: &'static str,
    /// What belongs there, in English.
    pub help: &'static str,
    /// What belongs there, in Chinese.
    pub help_chinese: &'static str,
}

macro_rules! columns {
    ($($name:literal, $english:literal, $chinese:literal, $needed:literal, $example:literal, $help:literal, $help_chinese:literal;)+) => {
        &[$(Column { name: $name, english: $english, chinese: $chinese, needed: $needed, example: $example, help: $help, help_chinese: $help_chinese }),+]
    };
}

const GIFTS: &[Column] = columns! {
    "fund", "Fund", "基金", true, "flood-2026", "The fund’s id or its whole title.", "基金编号或完整名称。";
    "project", "Project", "项目", false, "", "A project of that fund, if the donor chose one.", "捐赠人指定的该基金项目。";
    "amount", "Amount", "金额", true, "500.00", "In the fund’s currency.", "以基金货币计。";
    "received_on", "Received on", "收到日期", true, "2026-03-01", "The day the money arrived.", "款项到账日期。";
    "method", "Method", "方式", true, "bank_transfer", "bank_transfer, cash, card, cheque, alipay, wechat_pay or other.", "银行转账、现金、银行卡、支票、支付宝、微信支付或其他。";
    "donor", "Public name", "公开署名", false, "", "Only what the donor wants everyone to read; else leave it empty.", "仅填写捐赠人愿意公开的署名，否则留空。";
    "reference", "Your reference", "参考号", false, "R-0001", "Your own number for the gift, another for each, so that the same sheet twice makes no second entry. Not published.", "贵方的编号，每笔各异，用于避免重复登记。不公开。";
    "email", "E-mail for the receipt", "收据邮箱", false, "", "Kept privately, only to send the receipt.", "仅用于发送收据，不公开。";
};

const HANDOUTS: &[Column] = columns! {
    "id", "Hand-out", "发放编号", false, "yingxiu-1", "One id for all rows of one hand-out. Empty: each row is one.", "同一次发放的各行用同一编号；留空则每行为一次发放。";
    "site", "Site", "地点编号", true, "yingxiu-school", "Where the goods were: the site’s id or name.", "物资所在地点的编号或名称。";
    "lot", "Lot", "批次", true, "tents-0412", "The lot on the box.", "箱上的批次编号。";
    "quantity", "Quantity", "数量", true, "40", "In the item’s own unit.", "以物资的基本单位计。";
    "distributed_on", "Handed out on", "发放日期", true, "2026-03-03", "The day.", "发放当天。";
    "country", "Country", "国家", false, "CN", "Its name in English or Chinese, or its two letters (ISO 3166-1). Empty: where the site is.", "中文或英文名称，或两位字母代码（ISO 3166-1）。留空则取该地点的位置。";
    "admin1", "Province", "省份", false, "CN-SC", "ISO 3166-2.", "ISO 3166-2 代码。";
    "place", "Town or village", "乡镇或村", false, "Yingxiu", "Never an address.", "不得填写具体地址。";
    "households", "Households", "户数", true, "40", "How many.", "多少户。";
    "people", "People", "人数", true, "163", "How many, at least as many as households.", "人数，不少于户数。";
    "project", "Project", "项目", false, "", "The project’s id.", "项目编号。";
};

const COUNTS: &[Column] = columns! {
    "site", "Site", "地点编号", true, "chengdu", "The site’s id or name.", "地点的编号或名称。";
    "lot", "Lot", "批次", true, "tents-0412", "The lot on the box.", "箱上的批次编号。";
    "counted", "Counted", "实盘数量", true, "198", "What is really there; 0 if nothing is.", "实际数量；没有则填 0。";
    "counted_on", "Counted on", "盘点日期", true, "2026-03-31", "The day.", "盘点当天。";
    "reason", "Reason", "原因", false, "damaged", "Where fewer are there than booked: lost, damaged, expired or stolen. Where more: there again, miscounted, never booked or unknown.", "少于账面时：遗失、损坏、过期或被盗；多于账面时：失而复得、先前点错、漏登入库或原因不明。";
    "note", "Note", "说明", false, "", "Public. Never about a person.", "公开内容，不得涉及个人。";
};

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Gifts, Self::Handouts, Self::Counts];

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gifts => "gifts",
            Self::Handouts => "handouts",
            Self::Counts => "counts",
        }
    }

    /// The kind that an address names.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Its columns, in the order of the template.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Gifts => GIFTS,
            Self::Handouts => HANDOUTS,
            Self::Counts => COUNTS,
        }
    }

    /// The column that a heading names, in either language or by the name in the code.
    #[must_use]
    pub fn column(self, heading: &str) -> Option<&'static Column> {
        let plain = |text: &str| -> String {
            text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let heading = plain(heading);
        self.columns()
            .iter()
            .find(|column| [column.name, column.english, column.chinese].iter().any(|known| plain(known) == heading))
    }
}

impl Column {
    /// Its heading.
    #[must_use]
    pub fn heading(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.english,
            Lang::Zh => self.chinese,
        }
    }

    /// What belongs there.
    #[must_use]
    pub fn help(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.help,
            Lang::Zh => self.help_chinese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_in_both_languages_and_no_two_are_alike() {
        for kind in Kind::ALL {
            for column in kind.columns() {
                for heading in [column.name, column.english, column.chinese] {
                    assert_eq!(kind.column(heading), Some(column), "{heading}");
                    assert_eq!(kind.column(&format!(" {} * ", heading.to_uppercase())), Some(column), "{heading}");
                }
            }
            assert_eq!(kind.column("Name of the recipient"), None);
        }
    }
}
