//! Cards: the picture of a fund or a gift that stands beside a link to it. `app` draws it, here it becomes points, with
//! fonts from inside the binary: what the machine has installed does not change it.

use std::sync::{Arc, LazyLock};

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Group, Node, Options, Tree, fontdb};

use app::picture::{CARD, card};
use app::view::{Page, Refused};
use app::words::Words;
use ledger::code::GiftCode;

use super::Site;
use super::show::{Made, Setting, serve};
use super::versions::Concern;
use crate::pages::{self, GiftQuery, Lookup};
use crate::store::Stored;

/// The media type of a card.
pub const PNG: &str = "image/png";

/// Latin letters as on the pages, and the 6,763 characters of GB 2312 with their punctuation. `server/fonts/README.md`
/// says where they come from.
const FONTS: [&[u8]; 4] = [
    include_bytes!("../../fonts/serif-600.ttf"),
    include_bytes!("../../fonts/sans-400.ttf"),
    include_bytes!("../../fonts/sans-600.ttf"),
    include_bytes!("../../fonts/hanzi-400.otf"),
];

/// A fund's card.
pub async fn fund(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    let concern = Concern::Fund(id.clone());
    serve(&request, &site, concern, move |lookup, setting| Ok(made(&pages::fund(lookup, &id)?, setting))).await
}

/// A gift's card.
pub async fn gift(request: HttpRequest, site: Data<Site>, typed: Path<String>) -> HttpResponse {
    let concern = GiftCode::parse(&typed).map_or(Concern::Log, |code| Concern::Gift(code.seq()));
    let page = move |lookup: &mut Lookup<'_>| -> Stored<Page> { pages::gift(lookup, &typed, &GiftQuery::default()) };
    serve(&request, &site, concern, move |lookup, setting| Ok(made(&page(lookup)?, setting))).await
}

fn made(page: &Page, setting: &Setting<'_>) -> Made {
    match picture(page, Words::of(setting.reader.lang)) {
        Some(body) => Made { status: 200, media_type: PNG, body },
        None => setting.document(&Page::Refused(Refused::NotFound), None),
    }
}

/// A name of which a letter is in no font of ours is left out: figures alone say more than figures beside empty boxes.
fn picture(page: &Page, say: &'static Words) -> Option<Vec<u8>> {
    let tree = laid_out(&card(page, true, say)?)?;
    if is_whole(tree.root()) {
        return points(&tree);
    }
    points(&laid_out(&card(page, false, say)?)?)
}

fn laid_out(drawing: &str) -> Option<Tree> {
    static FAMILIES: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut database = fontdb::Database::new();
        for font in FONTS {
            database.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        Arc::new(database)
    });
    let options = Options { fontdb: Arc::clone(&FAMILIES), ..Options::default() };
    Tree::from_str(drawing, &options).inspect_err(|error| tracing::error!(%error, "a card could not be read")).ok()
}

/// Whether every letter has a shape; shape 0 stands for none.
fn is_whole(group: &Group) -> bool {
    group.children().iter().all(|node| match node {
        Node::Text(text) => {
            text.layouted().iter().flat_map(|span| &span.positioned_glyphs).all(|glyph| glyph.id.0 != 0)
        }
        Node::Group(group) => is_whole(group),
        Node::Path(_) | Node::Image(_) => true,
    })
}

/// No picture of ours is larger, drawn twice as large as it is shown; one that were would fill the memory.
const SIDE_LIMIT: u32 = 4_096;

/// A picture's file as points, twice as large as on the page, so that it is sharp on paper.
pub(super) fn png(drawing: &str) -> Option<Vec<u8>> {
    let tree = laid_out(&drawing.replace("'Source Sans 3'", "'Almoner Sans'"))?;
    let size = tree.size().to_int_size();
    let doubled = [size.width(), size.height()].map(|side| side.saturating_mul(2));
    let (scale, [width, height]) = match doubled {
        sides if sides.iter().all(|side| *side <= SIDE_LIMIT) => (2.0, sides),
        _ => (1.0, [size.width(), size.height()]),
    };
    let mut pixmap = Pixmap::new(width, height)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

fn points(tree: &Tree) -> Option<Vec<u8>> {
    let [width, height] = [CARD.0, CARD.1].map(|length| u32::try_from(length).unwrap_or(0));
    let mut pixmap = Pixmap::new(width, height)?;
    resvg::render(tree, Transform::identity(), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(family: &str, text: &str) -> Tree {
        let (width, height) = CARD;
        laid_out(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
             <text y=\"90\" font-family=\"{family}\" font-weight=\"600\" font-size=\"60\">{text}</text></svg>"
        ))
        .expect("a drawing")
    }

    #[test]
    fn latin_and_chinese_have_shapes_and_what_has_none_is_known() {
        for family in ["Almoner Serif, Noto Sans CJK SC", "Almoner Sans, Noto Sans CJK SC"] {
            let tree = written(family, "Flood 2026: ¥1,234.00 · 汶川安居基金，已送达。");
            assert!(tree.root().has_children() && is_whole(tree.root()), "{family}");
            assert!(!is_whole(written(family, "กองทุน").root()), "{family}");
        }
    }

    #[test]
    fn a_picture_is_drawn_twice_as_large_with_letters_that_are_there() {
        let drawing = |text: &str| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"132\" height=\"62\" viewBox=\"-16 -16 132 62\" \
                 font-family=\"'Source Sans 3', 'Noto Sans CJK SC', sans-serif\"><text y=\"20\">{text}</text></svg>"
            )
        };
        let png = png(&drawing("Flood 基金")).expect("a picture");
        assert_eq!(png[16..24], [0, 0, 1, 8, 0, 0, 0, 124], "264 by 124");
        assert_ne!(png, super::png(&drawing("")).expect("a picture"), "letters are drawn");
    }

    #[test]
    fn a_card_has_the_size_that_previews_ask_for() {
        let png = points(&written("Almoner Serif", "Almoner")).expect("a picture");
        assert!(png.starts_with(b"\x89PNG"));
        assert_eq!(png[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200 by 630");
    }
}
