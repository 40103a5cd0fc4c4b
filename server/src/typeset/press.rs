//! From marks to the file: pages are drawn in order, and every mark finds its place in the tree.

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TagGroup, TagTree};
use krilla::{Document as File, SerializeSettings};

use super::setter::{Child, Entry, Mark, Set};
use super::text::{Line, Look, lines};
use super::{Document, MM, PAGE, Style, TypesetError};

/// How far the foot of a page is from its edge.
const FOOT: f32 = 12.0 * MM;

pub(super) fn print(document: &Document, set: Set) -> Result<Vec<u8>, TypesetError> {
    let mut file = File::new_with(settings()?);
    let language = app::words::tag(document.lang);
    let mut places: Vec<Vec<Identifier>> = vec![Vec::new(); set.leaves];
    let Set { pages, groups, outline, .. } = set;
    let total = pages.len();
    for (number, marks) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE[0], PAGE[1]).ok_or_else(|| TypesetError::Pdf("no page".into()))?;
        let mut page = file.start_page_with(size);
        let mut surface = page.surface();
        for (leaf, mark) in marks {
            let place = draw(&mut surface, mark, leaf.is_some());
            if let Some(places) = leaf.and_then(|leaf| places.get_mut(leaf)) {
                places.push(place);
            }
        }
        if let Some(foot) = &document.foot {
            draw_foot(&mut surface, foot, &format!("{} / {total}", number + 1));
        }
        surface.finish();
        for (leaf, mark) in marks {
            let places = leaf.and_then(|leaf| places.get_mut(leaf));
            if let (Some(places), Some(link)) = (places, link(mark)) {
                places.push(page.add_tagged_annotation(link));
            }
        }
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    for child in tree_of(&groups, &places, 0) {
        tree.push(child);
    }
    file.set_tag_tree(tree);
    file.set_outline(outline_of(&outline, &document.title));
    let metadata = Metadata::new().title(document.title.clone()).language(language.to_owned());
    file.set_metadata(metadata.creator("Almoner".to_owned()).document_id(document.ident.clone()));
    file.finish().map_err(|error| TypesetError::Pdf(format!("{error}: {error:?}")))
}

fn settings() -> Result<SerializeSettings, TypesetError> {
    let configuration = ConfigurationBuilder::new().with_version(PdfVersion::Pdf17);
    let configuration = configuration.with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|error| TypesetError::Pdf(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn grey(level: u8) -> rgb::Color {
    rgb::Color::new(level, level, level)
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, is_read: bool) -> Identifier {
    let tag = match mark {
        _ if !is_read => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        Mark::Text { .. } => ContentTag::Span(SpanTag::empty()),
        Mark::Rule { .. } | Mark::Picture { .. } => ContentTag::Other,
    };
    let place = surface.start_tagged(tag);
    match mark {
        Mark::Text { line, left, top, .. } => draw_line(surface, line, *left, *top),
        Mark::Rule { from, to, width, grey: level } => {
            let mut path = PathBuilder::new();
            path.move_to(from[0], from[1]);
            path.line_to(to[0], to[1]);
            if let Some(path) = path.finish() {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke { paint: grey(*level).into(), width: *width, ..Stroke::default() }));
                surface.draw_path(&path);
                surface.set_stroke(None);
            }
        }
        Mark::Picture { picture, left, top, width } => picture.draw(surface, *left, *top, *width),
    }
    surface.end_tagged();
    place
}

/// From the top of a line to the line that letters stand on.
fn baseline(look: Look) -> f32 {
    look.leading * 0.76
}

fn draw_line(surface: &mut Surface<'_>, line: &Line, left: f32, top: f32) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: grey(line.look.grey).into(), ..Fill::default() }));
    let mut x = left;
    for run in &line.runs {
        let from = Point::from_xy(x, top + baseline(line.look));
        surface.draw_glyphs(from, &run.glyphs, run.face.font(), &run.text, line.look.size, false);
        x += run.width;
    }
}

fn draw_foot(surface: &mut Surface<'_>, [left, middle]: &[String; 2], number: &str) {
    let top = PAGE[1] - FOOT - Style::Small.look().leading;
    for (text, share) in [(left.as_str(), 0.0), (middle.as_str(), 0.5), (number, 1.0)] {
        let Some(line) = lines(text, Style::Small, PAGE[0]).into_iter().next() else { continue };
        let across = 20.0 * MM + (PAGE[0] - 40.0 * MM - line.width) * share;
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        draw_line(surface, &line, across, top);
        surface.end_tagged();
    }
}

fn link(mark: &Mark) -> Option<Annotation> {
    let Mark::Text { line, left, top, leads_to: Some(address) } = mark else { return None };
    let area = Rect::from_xywh(*left, *top, line.width.max(1.0), line.look.leading)?;
    let target = Target::Action(Action::Link(LinkAction::new(address.clone())));
    Some(Annotation::new_link(LinkAnnotation::new(area, target), Some(address.clone())))
}

/// What stands in a part of the tree; parts in which nothing was drawn are left out.
fn tree_of(groups: &[super::setter::Group], places: &[Vec<Identifier>], group: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    for child in groups.get(group).map_or(&[][..], |group| &group.children) {
        match child {
            Child::Leaf(leaf) => nodes.extend(places.get(*leaf).into_iter().flatten().map(|place| Node::Leaf(*place))),
            Child::Group(inner) => {
                let Some(known) = groups.get(*inner) else { continue };
                let children = tree_of(groups, places, *inner);
                if !children.is_empty() {
                    nodes.push(Node::Group(TagGroup::with_children(known.tag.clone(), children)));
                }
            }
        }
    }
    nodes
}

/// The headings; where there is none, the title.
fn outline_of(entries: &[Entry], title: &str) -> Outline {
    let mut outline = Outline::new();
    let node = |entry: &Entry| {
        OutlineNode::new(entry.text.clone(), XyzDestination::new(entry.page, Point::from_xy(0.0, entry.top)))
    };
    let mut entries = entries.iter().peekable();
    if entries.peek().is_none() {
        outline.push_child(OutlineNode::new(title.to_owned(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    }
    while let Some(entry) = entries.next() {
        let mut chapter = node(entry);
        while let Some(section) = entries.next_if(|next| next.level > entry.level) {
            chapter.push_child(node(section));
        }
        outline.push_child(chapter);
    }
    outline
}
