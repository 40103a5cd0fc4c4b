//! What the ledger refuses, in the words of whoever fills in a form: the open interface has the ledger's own.

use ledger::event::EventType;
use ledger::refusal::{Lang, Refusal, Rule, Unit};
use ledger::value::Date;

use super::label;
use crate::view::desk::Told;
use crate::words::{amount, count, date, money, pick, subject, told};

/// A refusal: at which field, where it does not stand beside it, and why.
#[must_use]
pub fn refused(lang: Lang, refusal: &Told) -> String {
    let telling = Telling { told: refusal, lang };
    let said = match lang {
        Lang::En => telling.english(),
        Lang::Zh => telling.chinese(),
    };
    // What no form can bring about is said as programs hear it.
    let said = said.unwrap_or_else(|| Refusal::new("", refusal.refusal.rule.clone()).say(lang));
    at(lang, refusal, said)
}

/// As [`refused`], where words are typed and not chosen: in cells of a sheet, and beside the lines of a statement.
#[must_use]
pub fn refused_in_bulk(lang: Lang, refusal: &Told) -> String {
    let said = match &refusal.refusal.rule {
        Rule::Term => pick(
            lang,
            "Use small Latin letters and digits, as in cash, bank transfer or vehicle hire.",
            "请使用小写拉丁字母和数字，例如 cash、bank transfer、vehicle hire。",
        ),
        Rule::Country => {
            pick(lang, "Write the country’s two letters, as in CN.", "请填写国家或地区的两位字母代码，例如 CN。")
        }
        _ => return refused(lang, refusal),
    };
    at(lang, refusal, said.to_owned())
}

/// What is said, behind the name of its field where it does not stand beside it.
fn at(lang: Lang, refusal: &Told, said: String) -> String {
    match refusal.refusal.field.as_str() {
        "" => said,
        _ if refusal.is_beside => said,
        field => told(lang, &at_field(lang, refusal.event, field), &said),
    }
}

/// A field by its path: `lines[0].quantity` and `lines.0.quantity` are "Row 1, quantity".
#[must_use]
pub fn at_field(lang: Lang, event: EventType, path: &str) -> String {
    let path = path.replace('[', ".").replace(']', "");
    // Only a purchase has two lists; in others a row needs no further name.
    let named =
        |key: &str| event == EventType::PurchaseMade || !matches!(key, "lines" | "sources" | "inputs" | "budget");
    let parts: Vec<&str> = path.split('.').collect();
    let has_row = parts.iter().any(|part| part.parse::<usize>().is_ok());
    let said = parts.into_iter().filter_map(|part| match (part.parse::<usize>(), lang) {
        (Ok(row), Lang::En) => Some(format!("Row {}", row.saturating_add(1))),
        (Ok(row), Lang::Zh) => Some(format!("第 {} 行", row.saturating_add(1))),
        (Err(_), _) => (named(part) || !has_row).then(|| label(lang, event, part)),
    });
    let said: Vec<String> = said.enumerate().map(|(at, part)| if at == 0 { part } else { small(&part) }).collect();
    said.join(match lang {
        Lang::En => ", ",
        Lang::Zh => "，",
    })
}

/// Within a sentence, words begin small.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

struct Telling<'a> {
    told: &'a Told,
    lang: Lang,
}

impl Telling<'_> {
    /// What people call what the rule calls so.
    fn name<'s>(&'s self, id: &'s str) -> &'s str {
        self.told.names.get(id).map_or(id, String::as_str)
    }

    fn amount(&self, number: u64, unit: Unit) -> String {
        match (unit, &self.told.unit) {
            (Unit::Money(currency), _) => money(number, currency),
            (Unit::Goods, Some(unit)) => amount(self.lang, number, unit),
            (Unit::Goods, None) => count(number),
        }
    }

    fn day(&self, text: &str) -> String {
        Date::parse(text).map_or_else(|| text.to_owned(), |day| date(self.lang, day))
    }

    /// Bounds of a number; of degrees the ledger counts hundredths.
    fn bound(&self, number: i64) -> String {
        let field = self.told.refusal.field.rsplit('.').next().unwrap_or_default();
        let number = if matches!(field, "lat" | "lon") { number / 100 } else { number };
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}", count(number.unsigned_abs()))
    }

    #[allow(clippy::too_many_lines)] // A table: one line a rule.
    fn english(&self) -> Option<String> {
        let name = |id| self.name(id);
        Some(match &self.told.refusal.rule {
            Rule::Missing => "Fill this in.".into(),
            Rule::Negative => "It cannot be less than nothing.".into(),
            Rule::OutOfRange { min: 1, given: 0, .. } => "It must be more than nothing.".into(),
            Rule::OutOfRange { min, max, .. } => {
                format!("It must be from {} to {}.", self.bound(*min), self.bound(*max))
            }
            Rule::ListLength { max } => format!("One row at least, and {} at most.", limit(*max)),
            Rule::Slug => "Use up to 64 small letters (a–z), digits and hyphens, as in tents-0412.".into(),
            Rule::TextLength { max } => format!("Use 1 to {} characters.", limit(*max)),
            Rule::ControlCharacter => "It has a character that cannot be kept. Type it anew.".into(),
            Rule::Currency => "Write the currency’s three letters, as in CNY.".into(),
            Rule::Country | Rule::OneOf { .. } | Rule::Term | Rule::Pool => "Choose one from the list.".into(),
            Rule::Admin1 => "Write the region’s code in that country, as in CN-SC for Sichuan.".into(),
            Rule::Date => "There is no such day.".into(),
            Rule::Taken { kind, id } => {
                format!("There is a {} {id} already. Choose another id, or leave it empty.", subject(self.lang, *kind))
            }
            Rule::Unknown { kind, id } => format!("There is no {} {id}.", subject(self.lang, *kind)),
            Rule::NotAGift { .. } => "No gift of money has this code.".into(),
            Rule::GiftReversed { .. } => "This gift was taken back.".into(),
            Rule::FundClosed { fund } => format!("The fund {} is closed.", name(fund)),
            Rule::StillHeld { pool, units, unit } => format!(
                "There is still {} in {}. Choose a fund that takes over what is left, or spend it first.",
                self.amount(*units, *unit),
                name(pool)
            ),
            Rule::CurrencyMismatch { expected, given } => format!("It must be in {expected}, not in {given}."),
            Rule::Short { pool, have, want, unit } => {
                format!("{}: {} there, {} asked for.", name(pool), self.amount(*have, *unit), self.amount(*want, *unit))
            }
            Rule::GiftSpent { have, want, unit, .. } => format!(
                "Of this gift {} is unspent, {} is asked for. The rest is the organisation’s to pay from other money.",
                self.amount(*have, *unit),
                self.amount(*want, *unit)
            ),
            Rule::SumsDiffer { sources, costs, unit } => format!(
                "The money adds up to {}, what was bought to {}. They must be equal.",
                self.amount(*sources, *unit),
                self.amount(*costs, *unit)
            ),
            Rule::OtherFund { project, fund } => {
                format!("The project {} belongs to the fund {}.", name(project), name(fund))
            }
            Rule::ReasonNeeded => "Say why the money goes to another fund.".into(),
            Rule::SamePool => "Choose another place than the one that the money leaves.".into(),
            Rule::CreditedNeeded { from, to } => {
                format!("It leaves in {from} and arrives in {to}: say what arrived, too.")
            }
            Rule::CreditedNotNeeded { currency } => format!("Both are in {currency}: leave this empty."),
            Rule::NotCash => "Choose money, not goods.".into(),
            Rule::NotASupplier { site } => format!("{} is no supplier.", name(site)),
            Rule::NotASite { waybill } => format!("{} is on the road: choose a site.", name(waybill)),
            Rule::Expired { lot, expires_on } => format!("{} expired on {}.", name(lot), self.day(expires_on)),
            Rule::NothingFree { pool } => format!("{}: nothing is left there.", name(pool)),
            Rule::MoreHouseholds { households, people } => {
                format!("{} households cannot be more than {} people.", count(*households), count(*people))
            }
            Rule::NoEntry { seq } => format!("There is no entry #{seq}."),
            Rule::AlreadyReversed { seq, by } => format!("Entry #{seq} was reversed already, by entry #{by}."),
            Rule::NothingToReverse { seq } => {
                format!(
                    "Entry #{seq} moved no money and no goods: there is nothing to reverse. Attach a document that sets it right."
                )
            }
            Rule::InTheWay { by } => format!("Entry #{by} used what this one brought: reverse that one first."),
            Rule::KeyReused { .. } => "This form was sent before, with something else in it. Begin a new one.".into(),
            Rule::TooFragmented { .. } => "What it takes lies in too many pieces. Record it in parts.".into(),
            Rule::PoolFull { pool } => format!("{}: so much cannot be counted there.", name(pool)),
            Rule::TooBig => "The number is too large.".into(),
            Rule::GiftCode => "Write the code as on the receipt: G- and eight characters.".into(),
            _ => return None,
        })
    }

    #[allow(clippy::too_many_lines)] // A table: one line a rule.
    fn chinese(&self) -> Option<String> {
        let name = |id| self.name(id);
        Some(match &self.told.refusal.rule {
            Rule::Missing => "请填写此项。".into(),
            Rule::Negative => "不能小于零。".into(),
            Rule::OutOfRange { min: 1, given: 0, .. } => "必须大于零。".into(),
            Rule::OutOfRange { min, max, .. } => format!("必须在 {} 到 {} 之间。", self.bound(*min), self.bound(*max)),
            Rule::ListLength { max } => format!("至少一行，最多 {} 行。", limit(*max)),
            Rule::Slug => "请使用不超过 64 个小写字母（a–z）、数字和连字符，例如 tents-0412。".into(),
            Rule::TextLength { max } => format!("请填写 1 到 {} 个字符。", limit(*max)),
            Rule::ControlCharacter => "其中含有无法保存的字符，请重新输入。".into(),
            Rule::Currency => "请填写三个字母的货币代码，例如 CNY。".into(),
            Rule::Country | Rule::OneOf { .. } | Rule::Term | Rule::Pool => "请从列表中选择一项。".into(),
            Rule::Admin1 => "请填写该国的地区代码，例如四川为 CN-SC。".into(),
            Rule::Date => "没有这一天。".into(),
            Rule::Taken { kind, id } => {
                format!("已有{} {id}。请换一个编号，或留空自动生成。", subject(self.lang, *kind))
            }
            Rule::Unknown { kind, id } => format!("没有{} {id}。", subject(self.lang, *kind)),
            Rule::NotAGift { .. } => "没有使用此编号的捐款。".into(),
            Rule::GiftReversed { .. } => "这笔捐赠已被撤销。".into(),
            Rule::FundClosed { fund } => format!("基金“{}”已关闭。", name(fund)),
            Rule::StillHeld { pool, units, unit } => {
                format!("{} 仍有 {}。请选择接收结余的基金，或先用完。", name(pool), self.amount(*units, *unit))
            }
            Rule::CurrencyMismatch { expected, given } => format!("币种必须是 {expected}，而不是 {given}。"),
            Rule::Short { pool, have, want, unit } => {
                format!("{}：现有 {}，需要 {}。", name(pool), self.amount(*have, *unit), self.amount(*want, *unit))
            }
            Rule::GiftSpent { have, want, unit, .. } => format!(
                "这笔捐赠尚有 {} 未使用，需要 {}。其余应由机构用其他资金支付。",
                self.amount(*have, *unit),
                self.amount(*want, *unit)
            ),
            Rule::SumsDiffer { sources, costs, unit } => format!(
                "资金合计 {}，采购合计 {}，两者必须相等。",
                self.amount(*sources, *unit),
                self.amount(*costs, *unit)
            ),
            Rule::OtherFund { project, fund } => format!("项目“{}”属于基金“{}”。", name(project), name(fund)),
            Rule::ReasonNeeded => "请说明款项为何转入另一基金。".into(),
            Rule::SamePool => "转入与转出不能是同一处。".into(),
            Rule::CreditedNeeded { from, to } => format!("转出币种为 {from}，到账币种为 {to}：请同时填写到账金额。"),
            Rule::CreditedNotNeeded { currency } => format!("两者币种都是 {currency}：请将此项留空。"),
            Rule::NotCash => "请选择款项，而不是物资。".into(),
            Rule::NotASupplier { site } => format!("“{}”不是供应商。", name(site)),
            Rule::NotASite { waybill } => format!("{} 仍在途中：请选择地点。", name(waybill)),
            Rule::Expired { lot, expires_on } => format!("{} 已于{}过期。", name(lot), self.day(expires_on)),
            Rule::NothingFree { pool } => format!("{}：已无结存。", name(pool)),
            Rule::MoreHouseholds { households, people } => {
                format!("{} 户不可能多于 {} 人。", count(*households), count(*people))
            }
            Rule::NoEntry { seq } => format!("没有记录 #{seq}。"),
            Rule::AlreadyReversed { seq, by } => format!("记录 #{seq} 已被记录 #{by} 撤销。"),
            Rule::NothingToReverse { seq } => {
                format!("记录 #{seq} 没有移动款项或物资，无可撤销。可附加文件加以说明。")
            }
            Rule::InTheWay { by } => format!("记录 #{by} 使用了此记录带来的款物：请先撤销那一条。"),
            Rule::KeyReused { .. } => "此表单先前已提交过其他内容，请重新填写。".into(),
            Rule::TooFragmented { .. } => "所取款物过于零散，请分几次记录。".into(),
            Rule::PoolFull { pool } => format!("{}：数量过大，无法计入。", name(pool)),
            Rule::TooBig => "数字过大。".into(),
            Rule::GiftCode => "请按收据填写编号：G- 加八个字符。".into(),
            _ => return None,
        })
    }
}

fn limit(number: usize) -> String {
    count(u64::try_from(number).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use ledger::value::Currency;

    use super::*;
    use crate::view;

    fn told_of(field: &str, rule: Rule) -> Told {
        Told::new(EventType::GoodsDispatched, Refusal::new(field, rule))
    }

    #[test]
    fn a_row_and_its_field_are_said_as_people_count() {
        let say = |event, path| (at_field(Lang::En, event, path), at_field(Lang::Zh, event, path));
        assert_eq!(
            say(EventType::GoodsDispatched, "lines[0].quantity"),
            ("Row 1, quantity".into(), "第 1 行，数量".into())
        );
        let (english, chinese) = say(EventType::PurchaseMade, "sources.1.amount");
        assert_eq!((english.as_str(), chinese.as_str()), ("Paid from, row 2, amount", "资金来源，第 2 行，金额"));
        assert_eq!(say(EventType::GoodsDispatched, "lines").0, "What is on the lorry");
    }

    #[test]
    fn pools_are_called_by_name_and_money_is_written_as_people_do() {
        let cny = Currency::new("CNY").expect("a currency");
        let short = Rule::Short { pool: "cash/food".into(), have: 1_230, want: 5_000, unit: Unit::Money(cny) };
        let mut told = told_of("sources[0].amount", short);
        told.names.insert("cash/food".into(), "Food".into());
        assert_eq!(refused(Lang::En, &told), "Row 1, amount: Food: ¥12.30 there, ¥50.00 asked for.");
        told.is_beside = true;
        assert_eq!(refused(Lang::Zh, &told), "Food：现有 ¥12.30，需要 ¥50.00。");
        let short = Rule::Short { pool: "lot/t@s".into(), have: 1, want: 40, unit: Unit::Goods };
        let mut told = told_of("", short);
        told.unit = Some(view::Unit::Goods("tent".into()));
        told.names.insert("lot/t@s".into(), "Tents (t) at Chengdu".into());
        let said = refused(Lang::En, &told).replace('\u{a0}', " ");
        assert_eq!(said, "Tents (t) at Chengdu: 1 tent there, 40 tents asked for.");
    }

    #[test]
    fn degrees_are_bounded_in_degrees() {
        let rule = || Rule::OutOfRange { min: -9_000, max: 9_000, given: 9_100 };
        assert_eq!(
            refused(Lang::En, &Told { is_beside: true, ..told_of("place.lat", rule()) }),
            "It must be from -90 to 90."
        );
        let none = Rule::OutOfRange { min: 1, max: 9, given: 0 };
        assert_eq!(refused(Lang::Zh, &told_of("", none)), "必须大于零。");
    }

    #[test]
    fn where_words_are_typed_there_is_no_list_to_choose_from() {
        let beside = Told { is_beside: true, ..told_of("method", Rule::Term) };
        assert_eq!(refused(Lang::En, &beside), "Choose one from the list.");
        assert!(refused_in_bulk(Lang::En, &beside).starts_with("Use small Latin letters"));
        let short = told_of("", Rule::TooBig);
        assert_eq!(refused_in_bulk(Lang::Zh, &short), refused(Lang::Zh, &short));
    }
}
