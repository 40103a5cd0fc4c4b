//! Words of an event that look like something private: whoever records is asked, for what is public stays so.

use serde_json::Value;

use ledger::event::Event;

use super::description::{Kind, describe};
use super::facts::Fact;

/// Free text in which people write about people.
const FREE: [&str; 8] = ["donor", "note", "payee", "carrier", "condition", "reason", "name", "title"];

/// As many figures as the shortest telephone number: prices and years have fewer.
const IN_ONE: usize = 7;

/// As many where spaces or hyphens stand between them: a day has one less.
const IN_GROUPS: usize = 9;

/// The fields of an event that seem to hold a telephone number, an e-mail address or the number of a card.
pub(super) fn found(event: &Event) -> Vec<Fact> {
    let json: Value = serde_json::from_str(&event.to_json()).unwrap_or_default();
    let free = |kind: Kind| matches!(kind, Kind::Line | Kind::Prose);
    describe(event.event_type())
        .into_iter()
        .filter(|field| free(field.kind) && FREE.contains(&field.key))
        .filter_map(|field| {
            let text = json.get(field.key)?.as_str()?;
            is_personal(text).then(|| (vec![field.key], text.to_owned()))
        })
        .collect()
}

fn is_personal(text: &str) -> bool {
    has_number(text) || text.split(char::is_whitespace).any(is_mail)
}

fn is_mail(word: &str) -> bool {
    let is_part = |part: &str| part.chars().any(char::is_alphanumeric);
    word.replace('＠', "@").split_once('@').is_some_and(|(name, host)| {
        is_part(name) && host.split_once('.').is_some_and(|(host, end)| is_part(host) && is_part(end))
    })
}

/// Whether so many figures stand together.
fn has_number(text: &str) -> bool {
    let (mut together, mut grouped) = (0_usize, 0_usize);
    for letter in text.chars() {
        if letter.is_ascii_digit() || ('０'..='９').contains(&letter) {
            together = together.saturating_add(1);
            grouped = grouped.saturating_add(1);
        } else {
            together = 0;
            // Numbers are written in groups, and so are lists of them: those have a comma.
            if !matches!(letter, ' ' | '-' | '(' | ')' | '/' | '－' | '\u{2010}'..='\u{2013}') {
                grouped = 0;
            }
        }
        if together >= IN_ONE || grouped >= IN_GROUPS {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_of_people_are_noticed() {
        let private = [
            "王小明 13812345678",
            "call 138 1234 5678",
            "+86 138-1234-5678",
            "１３８１２３４５６７８",
            "11010519491231002X",
            "write to mei@example.org.",
        ];
        for text in private {
            assert!(is_personal(text), "{text}");
        }
        let public = [
            "",
            "A friend of Yunnan",
            "Corrects #41204",
            "Invoice 2026-118",
            "2026-11-20, 12,300.00 CNY",
            "4 tents @ 120.00",
            "Paid on 2026-11-20",
            "400 tents, 1,200 blankets",
        ];
        for text in public {
            assert!(!is_personal(text), "{text}");
        }
    }
}
