//! Letters to donors.

use ledger::refusal::Lang;
use ledger::value::Date;

use crate::words::{date, pick};

/// The subject of a receipt.
#[must_use]
pub fn receipt_subject(lang: Lang, code: &str, what: &str) -> String {
    pick(lang, format!("Receipt {code}: {what}"), format!("收据 {code}：{what}"))
}

/// That a gift arrived.
#[must_use]
pub fn receipt(lang: Lang, code: &str, what: &str, fund: &str, day: &str) -> String {
    pick(
        lang,
        format!("Thank you. Your gift of {what} for “{fund}” arrived on {day}.\n\nYour receipt code is {code}."),
        format!("感谢您。您为“{fund}”捐赠的{what}已于{day}收到。\n\n您的收据编号是 {code}。"),
    )
}

/// The subject of a notice.
#[must_use]
pub fn notice_subject(lang: Lang, code: &str, what: &str) -> String {
    pick(lang, format!("{what} of your gift {code}"), format!("您的捐赠 {code}：其中 {what}"))
}

/// What became of a part of a gift.
#[must_use]
pub fn notice(lang: Lang, code: &str, what: &str, end: &str, evidence: &str) -> String {
    pick(
        lang,
        format!("{what} of your gift {code} {end}.\n\nThe record of it, with its evidence:\n{evidence}"),
        format!("您的捐赠 {code} 中的 {what} {end}。\n\n相关记录与凭据：\n{evidence}"),
    )
}

/// What became: goods handed out.
#[must_use]
pub fn handed_out(lang: Lang, place: &str, on: Date) -> String {
    let day = date(lang, on);
    pick(lang, format!("was handed out as goods {place} on {day}"), format!("已于{day}{place}以物资形式发放"))
}

/// What became: money paid out to people.
#[must_use]
pub fn paid_out(lang: Lang, place: &str, on: Date) -> String {
    let day = date(lang, on);
    pick(lang, format!("was paid out to people {place} on {day}"), format!("已于{day}{place}以现金形式发放"))
}

/// What became: spent on the work.
#[must_use]
pub fn spent(lang: Lang, category: &str, on: Date) -> String {
    let day = date(lang, on);
    pick(lang, format!("was spent on the work ({category}) on {day}"), format!("已于{day}用于工作支出（{category}）"))
}

/// Before the address of the gift's page.
#[must_use]
pub fn see(lang: Lang) -> &'static str {
    pick(lang, "See what becomes of it, to the cent:", "查看每一分的去向：")
}

/// Before the address that stops all further mail.
#[must_use]
pub fn stop(lang: Lang) -> &'static str {
    pick(lang, "No more mail about this gift, with one press:", "一键停止接收此捐赠的邮件：")
}

/// The subject of the letter that asks.
#[must_use]
pub fn question_subject(lang: Lang, code: &str) -> String {
    pick(lang, format!("Do you want to follow the gift {code}?"), format!("您要关注捐赠 {code} 吗？"))
}

/// Whether its reader wants to follow a gift.
#[must_use]
pub fn question(lang: Lang, code: &str) -> String {
    pick(
        lang,
        format!(
            "Somebody, probably you, asked on our site to hear by mail what becomes of the gift {code}.\n\n\
             If it was not you, do nothing: no more letters come."
        ),
        format!(
            "有人（我们认为是您）在本站请求通过邮件了解捐赠 {code} 的去向。\n\n如果不是您本人，请忽略此邮件：不会再有来信。"
        ),
    )
}

/// Before the address that says yes.
#[must_use]
pub fn yes(lang: Lang) -> &'static str {
    pick(lang, "To follow it, open this page and press:", "如需关注，请打开此页面并确认：")
}

/// Before the address of the gift's page, in a letter that asks.
#[must_use]
pub fn the_gift(lang: Lang) -> &'static str {
    pick(lang, "The gift:", "该捐赠：")
}
