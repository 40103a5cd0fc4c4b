//! What every drawing is written with: its frame, its texts, its parts.
//!
//! A drawing has classes and plain attributes only, so that a page may forbid style within itself. Each part that says
//! something is a group whose `<title>` says it: browsers show it under the pointer, screen readers read it, and
//! `public/start.js` shows it at a touch.

use std::fmt::Write as _;

use super::graph::Graph;
use crate::view::Group;

/// A drawing for wide pages and its counterpart for narrow ones; the style sheet shows one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// From about 640 pixels.
    Wide,
    /// For a telephone.
    Narrow,
}

impl Form {
    fn word(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// What a drawing is called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Title<'a> {
    /// `flow`, `path`, `timeline` or `places`: unique on its page.
    pub(super) name: &'a str,
    /// What it shows, in a few words.
    pub(super) title: &'a str,
    /// What it shows in a sentence or two.
    pub(super) description: &'a str,
}

/// An SVG document being written.
pub(super) struct Svg {
    out: String,
    /// The prefix of all ids within.
    pub(super) id: String,
}

impl Svg {
    /// Begins a drawing.
    pub(super) fn open(title: &Title<'_>, form: Form, width: u64, height: u64) -> Self {
        let name = escape(title.name);
        let id = format!("{name}-{}", form.word());
        let mut out = String::with_capacity(8_192);
        let _ = write!(
            out,
            "<svg class=\"drawing {name}\" role=\"group\" aria-labelledby=\"{id}-title {id}-desc\" \
             viewBox=\"0 0 {width} {height}\" xmlns=\"http://www.w3.org/2000/svg\"><title id=\"{id}-title\">{}</title>\
             <desc id=\"{id}-desc\">{}</desc>",
            escape(title.title),
            escape(title.description),
        );
        Self { out, id }
    }

    /// Ends it.
    pub(super) fn close(mut self) -> String {
        self.patterns();
        self.raw("</svg>");
        self.out
    }

    /// Adds markup as it is.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// One pattern a group, laid over its colour, so that no group is told by colour alone: those that were laid somewhere.
    fn patterns(&mut self) {
        let shapes = [
            (Group::Held, "<circle cx=\"2\" cy=\"2\" r=\"1\" stroke=\"none\"/>"),
            (Group::Cost, "<path d=\"M0 2H4\"/>"),
            (Group::Lost, "<path d=\"M-1 5L5 -1M-1 1L1 -1M3 5L5 3\"/>"),
        ];
        for (group, shape) in shapes {
            let (id, class) = (&self.id, group.class());
            if !self.out.contains(&format!("url(#{id}-{class})")) {
                continue;
            }
            let _ = write!(
                self.out,
                "<defs><pattern id=\"{id}-{class}\" class=\"grain\" width=\"4\" height=\"4\" \
                 patternUnits=\"userSpaceOnUse\">{shape}</pattern></defs>"
            );
        }
    }

    /// A part that says something, and leads somewhere if it has an address.
    pub(super) fn part(&mut self, says: &str, href: Option<&str>, draw: impl FnOnce(&mut Self)) {
        match href {
            Some(href) => {
                let _ = write!(self.out, "<a class=\"part\" href=\"{}\">", escape(href));
            }
            None => self.raw("<g class=\"part\">"),
        }
        let _ = write!(self.out, "<title>{}</title>", escape(says));
        draw(self);
        self.raw(if href.is_some() { "</a>" } else { "</g>" });
    }

    /// A rectangle, with the pattern of its tone over it.
    pub(super) fn bar(&mut self, tone: &str, x: u64, y: u64, width: u64, height: u64) {
        let place = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
        let _ = write!(self.out, "<rect class=\"bar {tone}\" {place}/>");
        if matches!(tone, "held" | "cost" | "lost") {
            let _ = write!(self.out, "<rect {place} fill=\"url(#{}-{tone})\"/>", self.id);
        }
    }

    /// A band of a graph, which says from where to where it leads and how much it carries.
    pub(super) fn ribbon(&mut self, graph: &Graph, passage: usize, d: &str, amount: &dyn Fn(u64) -> String) {
        let Some(passage) = graph.passages.get(passage) else { return };
        let label = |station: usize| graph.stations.get(station).map_or("", |station| station.label.as_str());
        let says = format!("{} → {}: {}", label(passage.from), label(passage.to), amount(passage.amount));
        let (tone, says) = (passage.tone, escape(&says));
        let _ = write!(self.out, "<path class=\"ribbon {tone}\" d=\"{d}\"><title>{says}</title></path>");
    }

    /// A line of text; `anchor` is `start`, `middle` or `end`.
    pub(super) fn text(&mut self, class: &str, x: u64, y: u64, anchor: &str, text: &str) {
        let anchor = if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
        let _ = write!(self.out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{}</text>", escape(text));
    }

    /// A path.
    pub(super) fn path(&mut self, class: &str, d: &str) {
        let _ = write!(self.out, "<path class=\"{class}\" d=\"{d}\"/>");
    }
}

/// How many pixels a label takes, near enough: wide characters are square.
pub(super) fn label_width(label: &str) -> u64 {
    label.chars().map(|letter| if wide(letter) { 13 } else { 7 }).sum()
}

pub(super) fn wide(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}') || letter >= '\u{2e80}'
}

/// A label cut to so many pixels.
pub(super) fn shorten(label: &str, room: u64) -> String {
    if label_width(label) <= room {
        return label.to_owned();
    }
    let mut used = label_width("…");
    let fits = |letter: &char| {
        used += if wide(*letter) { 13 } else { 7 };
        used <= room
    };
    let mut out: String = label.chars().take_while(fits).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// A label in at most two lines of so many pixels; Chinese breaks anywhere, other text between words.
pub(super) fn wrap(label: &str, room: u64) -> Vec<String> {
    if label_width(label) <= room {
        return vec![label.to_owned()];
    }
    let mut width = 0;
    let mut fits = 0;
    for (place, letter) in label.char_indices() {
        if letter == ' ' || wide(letter) {
            fits = place;
        }
        width += if wide(letter) { 13 } else { 7 };
        if width > room {
            break;
        }
    }
    match label.split_at_checked(fits).filter(|(first, _)| !first.is_empty()) {
        Some((first, rest)) => vec![first.trim_end().to_owned(), shorten(rest.trim_start(), room)],
        None => vec![shorten(label, room)],
    }
}

/// Text for SVG content and attributes; control characters, which XML can't hold, are left out.
pub(super) fn escape(text: &str) -> String {
    let special = |letter: char| matches!(letter, '&' | '<' | '>' | '"') || letter.is_control();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find(special) {
        let (plain, behind) = rest.split_at(place);
        out.push_str(plain);
        let mut letters = behind.chars();
        out.push_str(match letters.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => "",
        });
        rest = letters.as_str();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_are_cut_between_letters() {
        assert_eq!(shorten("short", 140), "short");
        assert_eq!(shorten("a very long label that goes on", 168), "a very long label that…");
        assert_eq!(shorten("很长很长很长很长很长很长很长的名字", 120), "很长很长很长很长…");
    }

    #[test]
    fn labels_break_between_words_once() {
        assert_eq!(wrap("short", 100), ["short"]);
        assert_eq!(wrap("Sichuan earthquake 2026", 112), ["Sichuan", "earthquake 2026"]);
        assert_eq!(wrap("Donaudampfschifffahrt", 70), ["Donaudamp…"]);
        assert_eq!(wrap("四川地震紧急救援基金会项目", 60), ["四川地震", "紧急救援…"]);
        assert_eq!(wrap("one two three four five six", 60), ["one two", "three f…"]);
    }

    #[test]
    fn what_people_wrote_can_not_end_a_drawing() {
        let title = Title { name: "flow", title: "<a>", description: "\"b\" & c" };
        let mut svg = Svg::open(&title, Form::Wide, 10, 10);
        svg.part("</g>", Some("/x?a=b&c=\"d"), |svg| svg.text("label", 1, 2, "end", "</svg>"));
        let drawn = svg.close();
        assert_eq!(drawn.matches("</svg>").count(), 1, "{drawn}");
        assert!(drawn.contains("/x?a=b&amp;c=&quot;d") && drawn.contains("&lt;/g&gt;"), "{drawn}");
    }
}
