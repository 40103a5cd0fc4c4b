//! From text to lines: which font draws which letters, how wide they are, and where a line may end (UAX #14).

use std::ops::Range;

use harfrust::{ShapeOptions, UnicodeBuffer};
use krilla::text::{GlyphId, KrillaGlyph};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::Style;
use super::fonts::{Face, Family, face_for};

/// How a style is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) family: Family,
    /// In points.
    pub(super) size: f32,
    /// From one line to the next, in points.
    pub(super) leading: f32,
    /// 0 is black.
    pub(super) grey: u8,
}

impl Style {
    pub(super) fn look(self) -> Look {
        let look = |family, size: f32, grey| Look { family, size, leading: size * 1.35, grey };
        match self {
            Self::Body => look(Family::Sans, 10.5, 0),
            Self::Strong => look(Family::Bold, 10.5, 0),
            Self::Large => look(Family::Serif, 15.0, 0),
            Self::Note => look(Family::Sans, 9.0, 80),
            Self::Head => look(Family::Bold, 9.0, 0),
            Self::Small => look(Family::Sans, 7.5, 0),
            Self::Tiny => look(Family::Bold, 4.5, 0),
            Self::Heading(1) => look(Family::Serif, 20.0, 0),
            Self::Heading(2) => look(Family::Serif, 14.0, 0),
            Self::Heading(_) => look(Family::Bold, 11.0, 0),
        }
    }
}

/// Letters of one font.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) face: Face,
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// In points.
    pub(super) width: f32,
}

/// A line of text.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    pub(super) look: Look,
    /// Without the spaces at its end, in points.
    pub(super) width: f32,
}

/// Lines that are no wider than this, in points; at least one.
pub(super) fn lines(text: &str, style: Style, width: f32) -> Vec<Line> {
    let (look, text) = (style.look(), clean(text));
    // Pieces may be a hair wider than the whole: letters stand closer to each other than to an edge.
    if !text.contains('\n') && measure(&text, look) <= width {
        return vec![line(&text, look)];
    }
    let (mut found, mut start, mut end, mut so_far) = (Vec::new(), 0, 0, 0.0_f32);
    let mut push = |range: Range<usize>| found.push(line(text.get(range).unwrap_or_default(), look));
    for (place, kind) in linebreaks(&text) {
        let piece = text.get(end..place).unwrap_or_default().trim_end_matches('\n');
        let (bare, whole) = (measure(piece.trim_end(), look), measure(piece, look));
        if end > start && so_far + bare > width {
            push(start..end);
            (start, so_far) = (end, 0.0);
        }
        if bare > width {
            // Wider than a whole line, as an address: it is broken anywhere.
            for (at, letter) in piece.char_indices() {
                let wide = measure(letter.encode_utf8(&mut [0; 4]), look);
                if so_far + wide > width && end + at > start {
                    push(start..end + at);
                    (start, so_far) = (end + at, 0.0);
                }
                so_far += wide;
            }
        } else {
            so_far += whole;
        }
        end = place;
        if kind == BreakOpportunity::Mandatory && place < text.len() {
            push(start..end);
            (start, so_far) = (end, 0.0);
        }
    }
    push(start..text.len());
    found
}

/// How wide a text is if it is not broken, in points.
pub(super) fn measure(text: &str, look: Look) -> f32 {
    runs(text, look).iter().map(|run| run.width).sum()
}

fn line(text: &str, look: Look) -> Line {
    let text = text.trim_end_matches('\n');
    Line { runs: runs(text, look), look, width: measure(text.trim_end(), look) }
}

fn runs(text: &str, look: Look) -> Vec<Run> {
    let mut parts: Vec<(Face, String)> = Vec::new();
    for letter in text.chars() {
        let (face, letter) = face_for(look.family, letter);
        match parts.last_mut() {
            Some((last, text)) if last.is(&face) => text.push(letter),
            _ => parts.push((face, letter.to_string())),
        }
    }
    parts.into_iter().map(|(face, text)| shaped(face, text, look.size)).collect()
}

#[allow(clippy::cast_precision_loss)] // Units of a font: far below 2^23.
fn shaped(face: Face, text: String, size: f32) -> Run {
    let read = face.read();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text);
    buffer.guess_segment_properties();
    let shaped = face.shaper().shaper(&read).build().shape(buffer, ShapeOptions::new());
    let em = |units: i32| units as f32 / face.units_per_em();
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    // A cluster ends where the next one begins, whichever way it is written.
    let end_of = |start: usize| {
        let next = starts.partition_point(|other| *other <= start);
        starts.get(next).copied().unwrap_or(text.len())
    };
    let mut glyphs = Vec::with_capacity(starts.len());
    for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let start = info.cluster as usize;
        glyphs.push(KrillaGlyph::new(
            GlyphId::new(info.glyph_id),
            em(place.x_advance),
            em(place.x_offset),
            em(place.y_offset),
            em(place.y_advance),
            start..end_of(start),
            None,
        ));
    }
    let width = shaped.glyph_positions().iter().map(|place| em(place.x_advance) * size).sum();
    Run { face, text, glyphs, width }
}

/// Text without what has no shape: controls, marks of direction and joining, variation selectors. Every kind of space is
/// one that fonts have.
fn clean(text: &str) -> String {
    let is_shapeless = |letter: char| {
        matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..)
    };
    let shape = |letter: char| match letter {
        '\n' => Some('\n'),
        '\u{a0}' | '\u{3000}' => Some(letter),
        _ if letter.is_whitespace() => Some(' '),
        _ if letter.is_control() || is_shapeless(letter) => None,
        _ => Some(letter),
    };
    text.chars().filter_map(shape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, width: f32) -> Vec<String> {
        let text_of = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
        lines(text, Style::Body, width).iter().map(text_of).collect()
    }

    #[test]
    fn lines_end_at_words_in_one_script_and_almost_anywhere_in_the_other() {
        assert_eq!(texts("Rice for the school at Yingxiu", 90.0), ["Rice for the school ", "at Yingxiu"]);
        assert_eq!(texts("汶川安居基金，已送达。", 64.0), ["汶川安居基", "金，已送达。"]);
        assert_eq!(texts("one\n\ntwo", 200.0), ["one", "", "two"]);
        assert_eq!(texts("", 200.0), [""]);
    }

    #[test]
    fn no_line_is_wider_than_asked_and_nothing_is_lost() {
        let text = "https://give.example/entries/0123456789abcdef and 12,300.00 left 汶川县映秀镇渔子溪村 in Food.";
        for width in [30.0, 60.0, 100.0, 400.0] {
            let set = lines(text, Style::Body, width);
            assert!(set.iter().all(|line| line.width <= width + 0.01), "{width}");
            assert_eq!(texts(text, width).concat(), text, "{width}");
        }
    }

    #[test]
    fn what_has_no_shape_is_left_out_and_what_no_font_has_is_said() {
        assert_eq!(clean("a\u{0}b\u{200b}\u{feff}\tc\u{2009}d\r\n"), "ab c d \n");
        assert_eq!(texts("\u{10ffff}", 100.0), [""]);
    }
}
