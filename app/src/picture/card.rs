//! The card of a fund or a gift: what stands beside a link to its page wherever that is shared.
//!
//! It is drawn without a browser, so it has no style sheet, only attributes: the colours of `style/tokens.css` on its
//! light paper, and families that the server brings along as files. The widths of letters are not known here; they are
//! counted on the wide side, so that a line may end early but never runs out of the card.

use std::fmt::Write as _;

use super::standalone::token;
use super::svg::{escape, wide};
use crate::view::{EndKind, Fund, Gift, Group, Page};
use crate::words::{self, Words};

/// The size that previews ask for.
pub const CARD: (u64, u64) = (1_200, 630);

const EDGE: u64 = 80;
const INNER: u64 = CARD.0 - 2 * EDGE;
/// The bar of shares: where it begins, how high it is, what is between two parts.
const BAR: (u64, u64, u64) = (444, 40, 4);

const SERIF: &str = "Almoner Serif, Noto Sans CJK SC";
/// Letters of pictures that are drawn here and not by a browser.
pub(crate) const SANS: &str = "Almoner Sans, Noto Sans CJK SC";

/// The card of a page; none for a page that has none. Without names it says only what is ours to say: the words of the
/// catalogue and figures, for which the server has every letter.
#[must_use]
pub fn card(page: &Page, names: bool, say: &'static Words) -> Option<String> {
    match page {
        Page::Fund(fund) => Some(of_fund(fund, names, say)),
        Page::Gift(gift) => Some(of_gift(gift, names, say)),
        _ => None,
    }
}

fn of_fund(fund: &Fund, names: bool, say: &'static Words) -> String {
    let (title, kicker) =
        if names { (fund.fund.name.as_str(), fund.steward.name.as_str()) } else { (say.site_motto, "") };
    let parts: Vec<(Group, u64)> = EndKind::ALL.iter().map(|kind| (kind.group(), fund.figures.at(*kind))).collect();
    let sentence = crate::page::fund_sentence(fund, say.lang);
    drawn(&Said { kicker, title, sentence: &sentence }, &parts, &|sum| words::money(sum, fund.currency), say)
}

fn of_gift(gift: &Gift, names: bool, say: &'static Words) -> String {
    let kicker = if names { gift.fund.name.as_str() } else { say.gift };
    let parts: Vec<(Group, u64)> = gift.ends.iter().map(|end| (end.kind().group(), end.amount)).collect();
    let sentence = crate::page::gift_sentence(gift, say.lang);
    let amount = |sum| words::amount(say.lang, sum, &gift.unit);
    drawn(&Said { kicker, title: &gift.code, sentence: &sentence }, &parts, &amount, say)
}

/// What a card says in words.
struct Said<'a> {
    kicker: &'a str,
    title: &'a str,
    sentence: &'a str,
}

fn drawn(said: &Said<'_>, parts: &[(Group, u64)], amount: &dyn Fn(u64) -> String, say: &'static Words) -> String {
    let (width, height) = CARD;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">{PATTERNS}<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
        token("paper")
    );
    let head = Line { y: 98, size: 34, family: SERIF, weight: 600, fill: "ink" };
    line(&mut out, &head, say.site_name);
    let beside = EDGE + 24 + width_of(say.site_name, 34);
    line_at(&mut out, beside, &Line { family: SANS, weight: 400, fill: "soft", ..head }, say.site_name_other);
    let _ = write!(out, "<path d=\"M{EDGE} 124H{}\" stroke=\"{}\" stroke-width=\"2\"/>", EDGE + INNER, token("ink"));
    let small = Line { y: 180, size: 28, family: SANS, weight: 400, fill: "soft" };
    line(&mut out, &small, &fitted(said.kicker, 28, 1).concat());
    // A short title is written large, a long one in two lines.
    let size = if width_of(said.title, 68) <= INNER { 68 } else { 52 };
    let titles = fitted(said.title, size, 2);
    let mut y = if titles.len() == 1 { 256 } else { 240 };
    for title in &titles {
        line(&mut out, &Line { y, size, family: SERIF, weight: 600, fill: "ink" }, title);
        y += size + 8;
    }
    y += if titles.len() == 1 { 0 } else { 4 };
    for sentence in fitted(said.sentence, 32, if titles.len() == 1 { 3 } else { 2 }) {
        line(&mut out, &Line { y: y - 10, size: 32, family: SANS, weight: 400, fill: "ink" }, &sentence);
        y += 42;
    }
    shares(&mut out, parts, amount, say);
    out.push_str("</svg>");
    out
}

/// The same patterns as in the other pictures: no part is told by its colour alone.
const PATTERNS: &str = "<defs>\
    <pattern id=\"held\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><circle cx=\"4\" cy=\"4\" r=\"1.6\" \
    fill=\"#fcfbf8\"/></pattern>\
    <pattern id=\"cost\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 4H8\" stroke=\"#fcfbf8\" \
    stroke-width=\"1.6\"/></pattern>\
    <pattern id=\"lost\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><path d=\"M-2 10L10 -2M-2 2L2 -2M6 10\
    L10 6\" stroke=\"#fcfbf8\" stroke-width=\"1.6\"/></pattern></defs>";

fn pattern(group: Group) -> Option<&'static str> {
    match group {
        Group::Held => Some("held"),
        Group::Cost => Some("cost"),
        Group::Lost => Some("lost"),
        Group::Reached | Group::Returned => None,
    }
}

/// A bar of what became of the whole, and under it what each part of it is.
fn shares(out: &mut String, parts: &[(Group, u64)], amount: &dyn Fn(u64) -> String, say: &'static Words) {
    let (top, height, gap) = BAR;
    // Where there is no room to name all, what went on to others is what goes unnamed, and never what was lost.
    let groups = [Group::Reached, Group::Held, Group::Cost, Group::Lost, Group::Returned];
    let sum =
        |group| parts.iter().filter(|(other, _)| *other == group).fold(0_u64, |sum, part| sum.saturating_add(part.1));
    let shown: Vec<(Group, u64)> =
        groups.map(|group| (group, sum(group))).into_iter().filter(|part| part.1 > 0).collect();
    let whole: u128 = shown.iter().map(|(_, sum)| u128::from(*sum)).sum();
    let room = INNER.saturating_sub(gap * (shown.len() as u64).saturating_sub(1));
    // The smallest part can still be seen, and the largest gives what that takes.
    let wanted = |sum: u64| u64::try_from(u128::from(room) * u128::from(sum) / whole.max(1)).unwrap_or(room).max(6);
    let over = shown.iter().map(|(_, sum)| wanted(*sum)).sum::<u64>().saturating_sub(room);
    let largest = shown.iter().map(|(_, sum)| *sum).max().unwrap_or(0);
    let (mut x, mut given) = (EDGE, false);
    for (group, sum) in &shown {
        let mut width = wanted(*sum);
        if *sum == largest && !given {
            width -= over.min(width);
            given = true;
        }
        let place = format!("x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"");
        let _ = write!(out, "<rect {place} fill=\"{}\"/>", token(&format!("fill-{}", group.class())));
        if let Some(pattern) = pattern(*group) {
            let _ = write!(out, "<rect {place} fill=\"url(#{pattern})\"/>");
        }
        x += width + gap;
    }
    let mut x = EDGE;
    for (group, sum) in shown.iter().take(4) {
        let (label, amount) = (group_word(*group, say), amount(*sum));
        let column = width_of(&label, 26).max(width_of(&amount, 32)) + 40;
        if x + column > EDGE + INNER + 40 {
            break;
        }
        line_at(out, x, &Line { y: 528, size: 26, family: SANS, weight: 400, fill: group.class() }, &label);
        line_at(out, x, &Line { y: 570, size: 32, family: SANS, weight: 600, fill: "ink" }, &amount);
        x += column;
    }
}

fn group_word(group: Group, say: &'static Words) -> String {
    let word = match group {
        Group::Reached => say.handed_out,
        Group::Held => say.in_hand,
        Group::Cost => say.costs,
        Group::Returned => words::kind(say.lang, EndKind::TransferredOut),
        Group::Lost => words::kind(say.lang, EndKind::Lost),
    };
    word.to_owned()
}

/// How a line is written.
#[derive(Clone, Copy)]
struct Line {
    y: u64,
    size: u64,
    family: &'static str,
    weight: u16,
    fill: &'static str,
}

fn line(out: &mut String, how: &Line, text: &str) {
    line_at(out, EDGE, how, text);
}

fn line_at(out: &mut String, x: u64, how: &Line, text: &str) {
    if text.is_empty() {
        return;
    }
    let Line { y, size, family, weight, fill } = how;
    let _ = write!(
        out,
        "<text x=\"{x}\" y=\"{y}\" font-family=\"{family}\" font-weight=\"{weight}\" font-size=\"{size}\" \
         fill=\"{}\">{}</text>",
        token(fill),
        escape(text)
    );
}

/// At least the width of a text, in pixels at a size.
fn width_of(text: &str, size: u64) -> u64 {
    let hundredths: u64 = text.chars().map(hundredths_of).sum();
    hundredths * size / 100
}

fn hundredths_of(letter: char) -> u64 {
    match letter {
        letter if wide(letter) => 100,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 88,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | ' ' | '\u{a0}' | '(' | ')' => {
            34
        }
        letter if letter.is_uppercase() => 68,
        _ => 56,
    }
}

/// A text in so many lines at most; what has no room is cut, and that it was is shown.
fn fitted(text: &str, size: u64, lines_limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let last = lines.len() + 1 == lines_limit;
        if width_of(rest, size) <= INNER {
            lines.push(rest.to_owned());
            break;
        }
        let room = if last { INNER.saturating_sub(size) } else { INNER };
        let cut = cut_at(rest, size, room);
        let (first, behind) = rest.split_at(cut);
        lines.push(format!("{}{}", first.trim_end(), if last { "…" } else { "" }));
        if last {
            break;
        }
        rest = behind.trim_start();
    }
    lines
}

/// Where a line that is too long ends: between words, or between Chinese characters, but not before a mark that ends a
/// clause.
fn cut_at(text: &str, size: u64, room: u64) -> usize {
    let (mut used, mut best, mut fits) = (0, 0, text.len());
    for (place, letter) in text.char_indices() {
        if letter == ' ' || wide(letter) && !"，。、；：）”".contains(letter) {
            best = place;
        }
        used += hundredths_of(letter) * size;
        if used > room * 100 {
            fits = place;
            break;
        }
    }
    if best == 0 { fits.max(text.chars().next().map_or(0, char::len_utf8)) } else { best }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;
    use crate::words::Lang;

    #[test]
    fn a_card_says_whose_it_is_and_what_became_of_it() {
        let page = Page::Fund(Box::new(sample::fund()));
        let named = card(&page, true, Words::of(Lang::En)).expect("a card");
        assert!(named.contains(&escape(&sample::fund().fund.name)), "{named}");
        let bare = card(&page, false, Words::of(Lang::Zh)).expect("a card");
        assert!(bare.contains("每一笔捐赠的去向") && !bare.contains(&escape(&sample::fund().fund.name)), "{bare}");
        let gift = Page::Gift(Box::new(sample::gift()));
        let drawn = card(&gift, true, Words::of(Lang::En)).expect("a card");
        assert!(drawn.contains("G-48KA-6KMQ") && drawn.contains("¥321.00"), "{drawn}");
        assert_eq!(card(&Page::Method, true, Words::of(Lang::En)), None);
    }

    #[test]
    fn no_line_runs_out_of_the_card_and_no_letter_is_lost_before_the_cut() {
        for text in [
            "An appeal for the people of the upper valley after the flood of the summer",
            "为上游山谷夏季洪水受灾群众发起的募捐活动，用于住房、粮食与卫生",
            "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente",
        ] {
            let lines = fitted(&text.repeat(4), 52, 2);
            assert_eq!(lines.len(), 2);
            assert!(lines.iter().all(|line| width_of(line, 52) <= INNER), "{lines:?}");
            assert!(lines[1].ends_with('…') && text.repeat(4).starts_with(&lines[0]), "{lines:?}");
        }
        assert_eq!(fitted("short", 52, 2), ["short"]);
    }

    #[test]
    fn the_bar_is_as_wide_as_the_card_allows() {
        let mut out = String::new();
        let parts = [(Group::Reached, u64::MAX / 2), (Group::Lost, 1), (Group::Held, 1_000)];
        shares(&mut out, &parts, &|sum| sum.to_string(), Words::of(Lang::En));
        let ends = out.split("<rect x=\"").skip(1).filter_map(|rect| {
            let x: u64 = rect.split('"').next()?.parse().ok()?;
            let width: u64 = rect.split("width=\"").nth(1)?.split('"').next()?.parse().ok()?;
            Some(x + width)
        });
        assert_eq!(ends.max(), Some(EDGE + INNER), "{out}");
    }
}
