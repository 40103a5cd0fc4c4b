//! `/method`: the rule by which gifts are traced, in words and with the worked example of the ledger's design.

use leptos::prelude::*;

use super::parts::{section, table};
use super::{Body, Place};
use crate::words::{ReportWords, Words, pick};

pub(super) fn method(say: &'static Words) -> Body {
    let steps = [say.method_queue, say.method_first_in, say.method_shares, say.method_ends, say.method_sealed];
    let steps: Vec<_> = steps.map(|step| view! { <li>{step}</li> }).into_iter().collect();
    let row =
        |gift: &'static str, handed_out: &'static str, lost: &'static str, stock: &'static str, left: &'static str| {
            [gift, handed_out, lost, stock, left].map(IntoAny::into_any).into_iter().collect::<Vec<_>>()
        };
    let lang = say.lang;
    let own = ReportWords::of(lang);
    let rows = vec![
        row(pick(lang, "Gift A, ¥100.00", "捐款 A，¥100.00"), "¥51.42", "¥34.29", "¥14.29", "–"),
        row(pick(lang, "Gift B, ¥50.00", "捐款 B，¥50.00"), "–", "–", "¥20.00", "¥30.00"),
    ];
    let heads = [
        say.gift,
        pick(lang, "3 tents handed out", "发放 3 顶"),
        pick(lang, "2 tents lost", "损失 2 顶"),
        pick(lang, "2 tents in stock", "库存 2 顶"),
        pick(lang, "Not yet spent", "尚未使用"),
    ];
    let main = view! {
        <h1>{say.nav_method}</h1>
        <p class="lead">{say.rule_line}</p>
        {section("rule", say.the_rule, view! { <ol class="steps">{steps}</ol> })}
        {section("example", say.example, view! {
            <p class="prose">{say.example_text}</p>{table(say.example, &heads, &[1, 2, 3, 4], rows)} })}
        {section("reports", own.reports, view! {
            <ul class="steps"><li>{own.rule_sum}</li><li>{own.rule_day}</li><li>{own.rule_reversed}</li><li>{own.rule_people}</li></ul>
            <p class="prose"><a href="/reports">{own.make}</a></p> })}
        {section("limits", say.limits, view! { <p class="prose">{say.limits_text}</p> })}
    }
    .into_any();
    Body {
        title: say.nav_method.to_owned(),
        description: say.rule_line.to_owned(),
        place: Place::Method,
        indexed: true,
        main,
    }
}
