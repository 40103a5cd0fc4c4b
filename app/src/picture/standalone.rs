//! A picture as a file of its own: the drawing that stands on the page, on paper, with its colours written out.
//!
//! The file has no style sheet, only attributes: every program that shows SVG shows it alike, and no policy against
//! inline style concerns it. Colours are those of `style/tokens.css` in its light scheme.

use std::fmt::Write as _;

const TOKENS: &str = include_str!("../../../style/tokens.css");
/// The fonts of the pages, or what is like them where they are not.
pub(crate) const PAGE_FONT: &str =
    "'Source Sans 3', 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
/// Paper around the drawing.
const MARGIN: u64 = 16;

/// Cuts the picture of a name (`flow`, `timeline`, `places`, `path`) out of the page it stands on, so that the file can
/// not differ from what is shown; none where the page has no such picture.
#[must_use]
pub fn standalone(page: &str, name: &str) -> Option<String> {
    Some(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", dressed(page, name, PAGE_FONT)?))
}

/// The same without what heads a file, as it may stand in another document, in letters of these fonts.
pub(crate) fn dressed(page: &str, name: &str, font: &str) -> Option<String> {
    let start = page.find(&format!("<svg class=\"drawing {name}\""))?;
    let (drawing, _) = page.get(start..)?.split_once("</svg>")?;
    let (open, content) = drawing.split_once('>')?;
    let (_, size) = open.split_once("viewBox=\"0 0 ")?;
    let (width, rest) = size.split_once(' ')?;
    let (height, _) = rest.split_once('"')?;
    let (_, labelled) = open.split_once("aria-labelledby=\"")?;
    let (labelled, _) = labelled.split_once('"')?;
    Some(document(content, width.parse().ok()?, height.parse().ok()?, (labelled, font)))
}

fn document(content: &str, width: u64, height: u64, (labelled, font): (&str, &str)) -> String {
    let (full_width, full_height) = (width + 2 * MARGIN, height + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{labelled}\" \
         width=\"{full_width}\" height=\"{full_height}\" viewBox=\"-{MARGIN} -{MARGIN} {full_width} {full_height}\" \
         font-family=\"{font}\"><rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{full_width}\" \
         height=\"{full_height}\" fill=\"{}\"/>",
        token("paper")
    );
    let mut rest = content;
    while let Some((before, after)) = rest.split_once("class=\"") {
        let (classes, after) = after.split_once('"').unwrap_or((after, ""));
        let _ = write!(out, "{before}{}", dress(classes));
        rest = after;
    }
    // The page's fragments and addresses lead nowhere in a file.
    let linked = format!("{out}{rest}</svg>");
    unlinked(&linked)
}

/// Links become groups.
fn unlinked(drawing: &str) -> String {
    let mut out = String::with_capacity(drawing.len());
    let mut rest = drawing;
    while let Some((before, after)) = rest.split_once("<a ") {
        let (_, after) = after.split_once('>').unwrap_or(("", after));
        let _ = write!(out, "{before}<g>");
        rest = after;
    }
    out.push_str(rest);
    out.replace("</a>", "</g>")
}

/// What `style/pictures.css` says of an element's classes, as attributes.
fn dress(classes: &str) -> String {
    let mut words = classes.split(' ');
    let (what, tone) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let fill = token(&format!("fill-{tone}"));
    match what {
        "ribbon" if tone == "source" => format!("fill=\"{}\" fill-opacity=\".65\"", token("band-source")),
        "ribbon" => format!("fill=\"{fill}\" fill-opacity=\".32\""),
        "bar" => format!("fill=\"{fill}\""),
        "dot" => format!("fill=\"{fill}\" fill-opacity=\".55\" stroke=\"{fill}\" stroke-width=\"1.5\""),
        "grain" => format!("fill=\"{0}\" stroke=\"{0}\" stroke-width=\"1\"", token("paper")),
        "area" => format!("fill=\"{}\" fill-opacity=\".3\"", token("fill-held")),
        "edge" => format!("fill=\"none\" stroke=\"{}\" stroke-width=\"2\"", token("fill-held")),
        "label" => format!("fill=\"{}\" font-size=\"13\" font-weight=\"600\" {}", token("ink"), halo()),
        "amount" => format!("fill=\"{}\" font-size=\"12\" {}", token("soft"), halo()),
        "tick" | "head" => format!("fill=\"{}\" font-size=\"12\"", token("soft")),
        "rule" | "leader" => format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1\"", token("hair")),
        "base" => format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1\"", token("soft")),
        "outline" => format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1\"", token("outline")),
        "hit" => "fill=\"none\" pointer-events=\"all\"".to_owned(),
        _ => String::new(),
    }
}

/// Paper around letters that stand on a ribbon.
fn halo() -> String {
    format!(
        "paint-order=\"stroke\" stroke=\"{}\" stroke-width=\"3\" stroke-opacity=\".75\" stroke-linejoin=\"round\"",
        token("paper")
    )
}

/// A colour of the light scheme; ink where there is none of that name.
pub(super) fn token(name: &str) -> &'static str {
    let value = |name: &str| {
        let (_, after) = TOKENS.split_once(&format!("\t--{name}: "))?;
        after.split_once(';').map(|(value, _)| value)
    };
    value(name).or_else(|| value("ink")).unwrap_or("#000")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Page, sample};
    use crate::words::Lang;

    #[test]
    fn the_picture_of_a_page_stands_alone() {
        let page = crate::page::render(&Page::Fund(Box::new(sample::fund())), &sample::frame(Lang::En, "/funds/f"));
        let svg = standalone(&page, "flow").expect("a flow");
        assert!(svg.starts_with("<?xml") && svg.ends_with("</svg>\n"), "{svg}");
        assert!(!svg.contains("class=") && !svg.contains("<a ") && !svg.contains("href"), "{svg}");
        assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
        assert!(svg.contains("fill=\"#2f8a5c\""), "{svg}");
        assert_eq!(standalone(&page, "path"), None);
    }

    #[test]
    fn every_colour_it_needs_is_a_token() {
        for name in ["paper", "ink", "soft", "hair", "outline", "band-source", "fill-source", "fill-reached"] {
            assert!(TOKENS.contains(&format!("\t--{name}: #")), "{name}");
        }
    }
}
