//! Words for what a second person decided.

use ledger::refusal::Lang;

/// Who refused a draft, and why.
#[must_use]
pub fn refused_by(lang: Lang, who: &str, why: &str) -> String {
    match lang {
        Lang::En => format!("Refused by {who}: {why}"),
        Lang::Zh => format!("{who} 拒绝，原因：{why}"),
    }
}
