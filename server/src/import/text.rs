//! Narratives: which language, how long, and what must not be kept.

use ledger::value::{Line, Prose};
use roxmltree::Node;

use super::source::{Gaps, is_iati};
use super::unused::Reason;

/// What [`Line`] holds, in characters.
const LINE_LIMIT: usize = 200;
/// What [`Prose`] holds, in characters.
const PROSE_LIMIT: usize = 2_000;
/// A text is not cut to less than this, in characters: it would say nothing.
const SHORTEST_CUT: usize = 20;
/// Stands where an e-mail address stood.
const REDACTED: &str = "[e-mail]";

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The text of an element: its English narrative, else its first. The others are listed as unused.
pub(super) fn narrative(node: Node<'_, '_>, gaps: &mut Gaps<'_>) -> Option<String> {
    let mut chosen: Option<(Node<'_, '_>, String)> = None;
    for narrative in node.children().filter(|child| is_iati(*child) && child.tag_name().name() == "narrative") {
        let text = clean(&all_text(narrative));
        if text.is_empty() {
            gaps.add(narrative, Reason::Empty);
            continue;
        }
        match &chosen {
            Some((other, _)) if is_english(*other) || !is_english(narrative) => {
                gaps.add(narrative, Reason::OtherLanguage);
            }
            Some((other, _)) => {
                gaps.add(*other, Reason::OtherLanguage);
                chosen = Some((narrative, text));
            }
            None => chosen = Some((narrative, text)),
        }
    }
    let (narrative, text) = chosen?;
    let kept = without_addresses(&text);
    if kept != text {
        gaps.add(narrative, Reason::PersonalData);
    }
    Some(kept)
}

fn all_text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect()
}

/// `EN`, `eng`, `en-GB`: the element's own language, else that of what it stands in.
fn is_english(node: Node<'_, '_>) -> bool {
    let lang = node.ancestors().find_map(|ancestor| ancestor.attribute((XML, "lang"))).unwrap_or_default();
    let primary = lang.trim().split('-').next().unwrap_or_default();
    primary.eq_ignore_ascii_case("en") || primary.eq_ignore_ascii_case("eng")
}

/// Control characters become spaces, spaces are joined, line breaks stay.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let before = out.len();
        for word in line.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
            if !word.is_empty() {
                if out.len() > before {
                    out.push(' ');
                }
                out.push_str(word);
            }
        }
        out.push('\n');
    }
    out.trim().to_owned()
}

/// The text with each e-mail address put out of sight. Cheap on purpose: a word with an `@` inside and a dot after it.
pub(super) fn without_addresses(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    text.split_inclusive([' ', '\n'])
        .map(|word| {
            let bare = word.trim_end();
            let space = word.get(bare.len()..).unwrap_or_default();
            if is_address(bare) { format!("{REDACTED}{space}") } else { word.to_owned() }
        })
        .collect()
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// One line, cut with a mark where it is too long.
pub(super) fn line(node: Node<'_, '_>, text: &str, gaps: &mut Gaps<'_>) -> Option<Line> {
    let text = text.replace('\n', " ");
    Line::new(&fit(node, &text, LINE_LIMIT, gaps)).ok()
}

/// A text of several paragraphs, each from its element; one that repeats another is left out.
pub(super) fn prose(parts: &[(Node<'_, '_>, String)], gaps: &mut Gaps<'_>) -> Option<Prose> {
    let mut out = String::new();
    for (place, (node, text)) in parts.iter().enumerate() {
        if parts.iter().take(place).any(|(_, earlier)| earlier == text) {
            gaps.add(*node, Reason::Repeated);
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        let room = PROSE_LIMIT.saturating_sub(out.chars().count());
        out.push_str(&fit(*node, text, room, gaps));
    }
    Prose::new(out.trim()).ok()
}

/// As much of a text as there is room for, in characters; says so where it is not all.
fn fit(node: Node<'_, '_>, text: &str, room: usize, gaps: &mut Gaps<'_>) -> String {
    let given = text.chars().count();
    if given <= room {
        return text.to_owned();
    }
    let kept = if room < SHORTEST_CUT { 0 } else { room - 1 };
    gaps.add(node, Reason::Truncated { kept, given });
    let mut out: String = text.chars().take(kept).collect();
    if kept > 0 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_spaces_are_cleaned() {
        assert_eq!(clean("  a\u{7} b\t\tc \r\n\n  d\u{a0}e "), "a b c\n\nd e");
        assert_eq!(clean(" \n\t "), "");
    }

    #[test]
    fn e_mail_addresses_are_put_out_of_sight() {
        assert_eq!(without_addresses("write to <mo.li@aid.example.org>, or G@W\nnow"), "write to [e-mail] or G@W\nnow");
        assert_eq!(without_addresses("nothing here"), "nothing here");
    }
}
