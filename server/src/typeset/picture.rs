//! Drawings: SVG to paths. Letters in it become paths too: what a figure says to those who listen is its text.

use std::sync::{Arc, LazyLock};

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use resvg::tiny_skia::PathSegment;
use resvg::usvg::{self, Node, Options, Tree, fontdb};

use super::TypesetError;
use super::fonts::FILES;

/// A drawing, read.
pub(super) struct Picture(Box<Tree>);

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in FILES {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    Options { fontdb: Arc::new(fonts), ..Options::default() }
});

impl Picture {
    pub(super) fn read(svg: &str) -> Result<Self, TypesetError> {
        let read = Tree::from_str(svg, &OPTIONS).map_err(|error| TypesetError::Picture(error.to_string()))?;
        Ok(Self(Box::new(read)))
    }

    /// How high it is at this width, in points.
    pub(super) fn height_at(&self, width: f32) -> f32 {
        width * self.0.size().height() / self.0.size().width()
    }

    pub(super) fn draw(&self, surface: &mut Surface<'_>, left: f32, top: f32, width: f32) {
        let scale = width / self.0.size().width();
        surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, left, top));
        draw(surface, self.0.root());
        surface.pop();
    }
}

fn draw(surface: &mut Surface<'_>, group: &usvg::Group) {
    let opacity = NormalizedF32::new(group.opacity().get()).unwrap_or(NormalizedF32::ONE);
    surface.push_transform(&transform(group.transform()));
    surface.push_opacity(opacity);
    for node in group.children() {
        match node {
            Node::Group(group) => draw(surface, group),
            Node::Path(path) if path.is_visible() => draw_path(surface, path),
            Node::Text(text) => draw(surface, text.flattened()),
            // Pictures of points are in no drawing of ours.
            Node::Path(_) | Node::Image(_) => {}
        }
    }
    surface.pop();
    surface.pop();
}

fn transform(from: usvg::Transform) -> Transform {
    Transform::from_row(from.sx, from.ky, from.kx, from.sy, from.tx, from.ty)
}

fn draw_path(surface: &mut Surface<'_>, path: &usvg::Path) {
    let Some(outline) = outline(path.data()) else { return };
    let opacity = |opacity: usvg::Opacity| NormalizedF32::new(opacity.get()).unwrap_or(NormalizedF32::ONE);
    let fill = path.fill().and_then(|fill| {
        Some(Fill {
            paint: color(fill.paint())?.into(),
            opacity: opacity(fill.opacity()),
            rule: match fill.rule() {
                usvg::FillRule::NonZero => FillRule::NonZero,
                usvg::FillRule::EvenOdd => FillRule::EvenOdd,
            },
        })
    });
    let stroke = path.stroke().and_then(|stroke| {
        Some(Stroke {
            paint: color(stroke.paint())?.into(),
            width: stroke.width().get(),
            miter_limit: stroke.miterlimit().get(),
            line_cap: match stroke.linecap() {
                usvg::LineCap::Butt => LineCap::Butt,
                usvg::LineCap::Round => LineCap::Round,
                usvg::LineCap::Square => LineCap::Square,
            },
            line_join: match stroke.linejoin() {
                usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoin::Miter,
                usvg::LineJoin::Round => LineJoin::Round,
                usvg::LineJoin::Bevel => LineJoin::Bevel,
            },
            opacity: opacity(stroke.opacity()),
            dash: stroke.dasharray().map(|array| StrokeDash { array: array.to_vec(), offset: stroke.dashoffset() }),
        })
    });
    // Paper around letters lies below them.
    let below = stroke.is_some() && fill.is_some() && path.paint_order() == usvg::PaintOrder::StrokeAndFill;
    let layers = if below { vec![(None, stroke), (fill, None)] } else { vec![(fill, stroke)] };
    for (fill, stroke) in layers.into_iter().filter(|(fill, stroke)| fill.is_some() || stroke.is_some()) {
        surface.set_fill(fill);
        surface.set_stroke(stroke);
        surface.draw_path(&outline);
        surface.set_stroke(None);
    }
}

/// One colour: where a paint has several, its first. None of a pattern: ours lie over a colour, which says the same.
fn color(paint: &usvg::Paint) -> Option<rgb::Color> {
    let of = |color: usvg::Color| rgb::Color::new(color.red, color.green, color.blue);
    let first = |stops: &[usvg::Stop]| stops.first().map_or(rgb::Color::new(0, 0, 0), |stop| of(stop.color()));
    match paint {
        usvg::Paint::Color(color) => Some(of(*color)),
        usvg::Paint::LinearGradient(gradient) => Some(first(gradient.stops())),
        usvg::Paint::RadialGradient(gradient) => Some(first(gradient.stops())),
        usvg::Paint::Pattern(_) => None,
    }
}

fn outline(path: &resvg::tiny_skia::Path) -> Option<Path> {
    let mut outline = PathBuilder::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => outline.move_to(to.x, to.y),
            PathSegment::LineTo(to) => outline.line_to(to.x, to.y),
            PathSegment::QuadTo(by, to) => outline.quad_to(by.x, by.y, to.x, to.y),
            PathSegment::CubicTo(by, and, to) => outline.cubic_to(by.x, by.y, and.x, and.y, to.x, to.y),
            PathSegment::Close => outline.close(),
        }
    }
    outline.finish()
}
