//! A session that ended while a form was open: which page to come back to after the log-in, and with what.
//!
//! What was typed goes along in the address of the form, which fills itself in from there; nothing is recorded on the way.
//! Only the forms of `record` ask for that: what stands in them is to be public anyway.

use app::page::encode;
use app::view::desk::Done;

use super::visit::Pairs;

/// The step of a form that comes back after a log-in.
pub(super) const RESUMED: &str = "resumed";

/// The longest address, encoded once more behind `next=`: web servers in front of this one take 8 KB.
const LONGEST: usize = 7_000;

/// Where somebody goes on after the log-in, with as much of what they typed as an address holds.
pub(super) fn next(path: &str, typed: &Pairs) -> String {
    let mut next = page_of(path);
    let mut left = LONGEST.saturating_sub(next.len());
    let mut kept = Pairs::new();
    for (name, value) in typed {
        let is_own = matches!(name.as_str(), "step" | "done");
        if is_own || value.is_empty() || name.len() + value.len() > left {
            continue;
        }
        let size = encode(&encode(name)).len() + encode(&encode(value)).len() + "%3D%26".len();
        if size <= left {
            left -= size;
            kept.push((name.clone(), value.clone()));
        }
    }
    if !kept.is_empty() {
        kept.push(("step".to_owned(), RESUMED.to_owned()));
        kept.push(("done".to_owned(), Done::Resumed.word().to_owned()));
        let pairs: Vec<String> =
            kept.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        next = format!("{next}?{}", pairs.join("&"));
    }
    next
}

/// The page on which a form stands: some are sent to addresses that show nothing.
pub(super) fn page_of(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["desk", "waiting", "limits", ..] => "/desk/waiting".to_owned(),
        ["desk", "tokens", ..] => "/desk/people".to_owned(),
        ["desk", tab @ ("account" | "sheets"), _, ..] => format!("/desk/{tab}"),
        ["desk", "bank", "statements", ..] => path.to_owned(),
        ["desk", tab @ ("waiting" | "people" | "webhooks" | "bank"), id, _, ..] => format!("/desk/{tab}/{id}"),
        ["desk", "papers", "receipts", code, "mail"] => format!("/desk/papers/receipts/{code}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_leads_back_to_a_page() {
        let rows = [
            ("/desk/waiting/7/refuse", "/desk/waiting/7"),
            ("/desk/waiting/limits/agree", "/desk/waiting"),
            ("/desk/account/password", "/desk/account"),
            ("/desk/people/3/sessions/ab/end", "/desk/people/3"),
            ("/desk/people", "/desk/people"),
            ("/desk/tokens/3/revoke", "/desk/people"),
            ("/desk/bank/2/mapping", "/desk/bank/2"),
            ("/desk/bank/statements/2", "/desk/bank/statements/2"),
            ("/desk/sheets/4", "/desk/sheets"),
            ("/desk/webhooks/1/deliveries/2/again", "/desk/webhooks/1"),
            ("/desk/papers/receipts/G-48KA-6KMQ/mail", "/desk/papers/receipts/G-48KA-6KMQ"),
            ("/desk/record/expense_paid?fund=a", "/desk/record/expense_paid"),
        ];
        for (path, page) in rows {
            assert_eq!(next(path, &Pairs::new()), page, "{path}");
        }
    }

    #[test]
    fn what_was_typed_goes_along_as_far_as_an_address_holds_it() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed =
            vec![pair("amount", "1 & 2"), pair("note", &"帐".repeat(3_000)), pair("step", "save"), pair("b", "c")];
        let kept = next("/desk/record/expense_paid", &typed);
        assert_eq!(kept, "/desk/record/expense_paid?amount=1%20%26%202&b=c&step=resumed&done=resumed");
        assert_eq!(super::super::gate::next(&kept), kept);
        let many: Pairs = (0..900).map(|line| pair(&format!("lines.{line}.lot"), "帐篷")).collect();
        assert!(encode(&next("/desk/record/expense_paid", &many)).len() < LONGEST + 200);
    }
}
