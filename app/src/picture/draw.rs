//! SVG from a layout.

use std::fmt::Write as _;

use super::layout::{BAR, Flow, Node, Ribbon, Side, WIDTH};
use crate::view::{EndKind, Group};

/// How many letters fit between two columns.
const ROOM: usize = 20;
/// How many letters fit right of the last column.
const END_ROOM: usize = 24;

/// What a picture says besides its amounts; all of it in one language.
pub struct Captions<'a> {
    /// Unique on the page; prefix of the ids within.
    pub id: &'a str,
    /// What the picture shows, in a few words.
    pub title: &'a str,
    /// What it shows in a sentence or two, with the main figures.
    pub description: &'a str,
    /// The labels of the sources, by their index.
    pub sources: &'a [String],
    /// The label of what was folded together.
    pub others: &'a str,
    /// The label of an end.
    pub end: &'a dyn Fn(EndKind) -> String,
    /// The address behind an end.
    pub end_link: &'a dyn Fn(EndKind) -> Option<String>,
    /// An amount in words.
    pub amount: &'a dyn Fn(u64) -> String,
}

/// Draws a layout as one `<svg>`; nothing for an empty one.
#[must_use]
pub fn draw(flow: &Flow, say: &Captions<'_>) -> String {
    if flow.nodes.is_empty() {
        return String::new();
    }
    let mut out = String::with_capacity(8_192);
    let id = escape(say.id);
    let _ = write!(
        out,
        "<svg class=\"flow\" role=\"group\" aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {WIDTH} {}\" \
         xmlns=\"http://www.w3.org/2000/svg\"><title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        flow.height,
        escape(say.title),
        escape(say.description),
    );
    patterns(&mut out, &id);
    for band in &flow.ribbons {
        ribbon(&mut out, band);
    }
    for node in &flow.nodes {
        bar(&mut out, node, say, &id);
    }
    out.push_str("</svg>");
    out
}

/// One pattern a group, laid over its colour, so that no group is told by colour alone.
fn patterns(out: &mut String, id: &str) {
    let shapes = [
        (Group::Held, "<circle cx=\"2\" cy=\"2\" r=\"1\"/>"),
        (Group::Cost, "<path d=\"M0 2H4\"/>"),
        (Group::Lost, "<path d=\"M-1 5L5 -1M-1 1L1 -1M3 5L5 3\"/>"),
    ];
    out.push_str("<defs>");
    for (group, shape) in shapes {
        let class = group.class();
        let _ = write!(
            out,
            "<pattern id=\"{id}-{class}\" class=\"grain\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">{shape}</pattern>"
        );
    }
    out.push_str("</defs>");
}

fn ribbon(out: &mut String, band: &Ribbon) {
    let ((x0, y0), (x1, y1)) = (band.from, band.to);
    let middle = x0.midpoint(x1);
    let (low0, low1) = (y0 + band.height, y1 + band.height);
    let class = band.kind.map_or("source", |kind| kind.group().class());
    let _ = write!(
        out,
        "<path class=\"ribbon {class}\" d=\"M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}V{low1}C{middle} {low1} {middle} {low0} {x0} {low0}Z\"/>"
    );
}

fn bar(out: &mut String, node: &Node, say: &Captions<'_>, id: &str) {
    let (class, label, link) = match &node.side {
        Side::Source(index) => ("source", say.sources.get(*index).cloned().unwrap_or_default(), None),
        Side::Through(through) => ("through", through.clone().unwrap_or_else(|| say.others.to_owned()), None),
        Side::End(kind) => (kind.group().class(), (say.end)(*kind), (say.end_link)(*kind)),
    };
    let room = if matches!(node.side, Side::End(_)) { END_ROOM } else { ROOM };
    if let Some(link) = &link {
        let _ = write!(out, "<a href=\"{}\">", escape(link));
    }
    let Node { x, y, height, .. } = node;
    let _ = write!(out, "<rect class=\"bar {class}\" x=\"{x}\" y=\"{y}\" width=\"{BAR}\" height=\"{height}\"/>");
    if matches!(class, "held" | "cost" | "lost") {
        let _ =
            write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{BAR}\" height=\"{height}\" fill=\"url(#{id}-{class})\"/>");
    }
    // The middle of the bar, but never so high that the label of a thin bar meets the one above.
    let (tx, ty) = (x + BAR + 8, y + height / 2);
    let _ = write!(
        out,
        "<text class=\"label\" x=\"{tx}\" y=\"{}\">{}</text><text class=\"amount\" x=\"{tx}\" y=\"{}\">{}</text>",
        ty.saturating_sub(3),
        escape(&shorten(&label, room)),
        ty + 13,
        escape(&(say.amount)(node.amount)),
    );
    if link.is_some() {
        out.push_str("</a>");
    }
}

/// A label cut to `room`; wide characters count twice.
fn shorten(label: &str, room: usize) -> String {
    let width = |letter: char| if u32::from(letter) >= 0x1100 { 2 } else { 1 };
    if label.chars().map(width).sum::<usize>() <= room {
        return label.to_owned();
    }
    let mut used = 0;
    let mut out: String = label
        .chars()
        .take_while(|letter| {
            used += width(*letter);
            used < room
        })
        .collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// Text for SVG content and attributes; control characters, which XML can't hold, are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::layout::{Row, layout};
    use super::*;

    fn drawn() -> String {
        let rows = [
            Row { through: "Tents <b>".into(), kind: EndKind::Distributed, amount: 70 },
            Row { through: "Tents <b>".into(), kind: EndKind::Lost, amount: 30 },
        ];
        let captions = Captions {
            id: "flow",
            title: "Where it went",
            description: "70 of 100 handed out",
            sources: &["Gifts".to_owned()],
            others: "others",
            end: &|kind| kind.word().to_owned(),
            end_link: &|kind| Some(format!("/entries?a=b&kind={}", kind.word())),
            amount: &|amount| amount.to_string(),
        };
        draw(&layout(&[100], &rows), &captions)
    }

    #[test]
    fn a_picture_is_well_formed_escaped_and_without_style_of_its_own() {
        let svg = drawn();
        assert!(svg.contains("Tents &lt;b&gt;") && svg.contains("?a=b&amp;kind=lost"), "{svg}");
        assert!(!svg.contains("style") && !svg.contains("<script"), "{svg}");
        assert!(svg.contains("role=\"group\"") && svg.contains("<title id=\"flow-title\">"), "{svg}");
        assert_eq!(svg, drawn());
    }

    #[test]
    fn long_labels_are_cut_between_letters() {
        assert_eq!(shorten("short", 24), "short");
        assert_eq!(shorten("a very long label that goes on", 24), "a very long label that…");
        assert_eq!(shorten("很长很长很长很长很长很长很长的名字", 24), "很长很长很长很长很长很…");
    }
}
