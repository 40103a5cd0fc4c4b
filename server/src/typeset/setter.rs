//! From blocks to marks on pages, and to the tree of what they are.

use krilla::tagging::{ListNumbering, Tag, TagKind};

use super::picture::Picture;
use super::text::{Line, lines, measure};
use super::{Block, Figure, MM, PAGE, Style, TypesetError, tables};

/// What is drawn at one place. Places are in points from the top left corner of the page.
pub(super) enum Mark {
    /// A line of text from here; where it leads, if anywhere. `top` is that of its line.
    Text { line: Line, left: f32, top: f32, leads_to: Option<String> },
    /// From here to there, so wide and so grey.
    Rule { from: [f32; 2], to: [f32; 2], width: f32, grey: u8 },
    /// A drawing, so wide.
    Picture { picture: Picture, left: f32, top: f32, width: f32 },
}

impl Mark {
    fn lower(&mut self, by: f32) {
        match self {
            Self::Text { top, .. } | Self::Picture { top, .. } => *top += by,
            Self::Rule { from, to, .. } => {
                from[1] += by;
                to[1] += by;
            }
        }
    }
}

/// A part of the tree: another part, or marks that are read.
pub(super) enum Child {
    Group(usize),
    Leaf(usize),
}

/// A part of the tree.
pub(super) struct Group {
    pub(super) tag: TagKind,
    pub(super) children: Vec<Child>,
}

/// A heading: its level, its words, its page and how far down.
pub(super) struct Entry {
    pub(super) level: u16,
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) top: f32,
}

/// All that is on the pages.
pub(super) struct Set {
    /// Marks by page, each with its leaf; without one it is decoration.
    pub(super) pages: Vec<Vec<(Option<usize>, Mark)>>,
    /// The first is the whole document.
    pub(super) groups: Vec<Group>,
    pub(super) leaves: usize,
    pub(super) outline: Vec<Entry>,
}

/// The margins of a page that text flows on: left and right, top, bottom.
const MARGINS: [f32; 3] = [20.0 * MM, 18.0 * MM, 22.0 * MM];

/// Between two blocks.
const GAP: f32 = 6.0;

/// Between columns of blocks.
const GUTTER: f32 = 8.0 * MM;

/// Sets blocks one below the other.
pub(super) fn flow(blocks: &[Block]) -> Result<Set, TypesetError> {
    let [side, top, bottom] = MARGINS;
    let mut setter = Setter::new([side, PAGE[0] - side], top, PAGE[1] - bottom);
    setter.blocks(blocks)?;
    Ok(setter.set)
}

/// Where the next block goes.
pub(super) struct Setter {
    pub(super) set: Set,
    /// The group that the next part belongs to.
    open: usize,
    /// From where to where across.
    pub(super) across: [f32; 2],
    /// The next block begins here.
    pub(super) top: f32,
    first_top: f32,
    bottom: f32,
    is_confined: bool,
}

impl Setter {
    pub(super) fn new(across: [f32; 2], top: f32, bottom: f32) -> Self {
        let root = Group { tag: Tag::Div.into(), children: Vec::new() };
        let set = Set { pages: vec![Vec::new()], groups: vec![root], leaves: 0, outline: Vec::new() };
        Self { set, open: 0, across, top, first_top: top, bottom, is_confined: false }
    }

    /// From here on, until it is said anew, everything stands between these edges of one page.
    pub(super) fn confine(&mut self, across: [f32; 2], [top, bottom]: [f32; 2]) {
        (self.across, self.top, self.first_top, self.bottom) = (across, top, top, bottom);
        self.is_confined = true;
    }

    pub(super) fn width(&self) -> f32 {
        self.across[1] - self.across[0]
    }

    pub(super) fn page(&self) -> usize {
        self.set.pages.len() - 1
    }

    /// Whether so much fits below what is there.
    pub(super) fn has_room(&self, height: f32) -> bool {
        self.is_confined || self.top + height <= self.bottom || self.top <= self.first_top
    }

    pub(super) fn new_page(&mut self) {
        self.set.pages.push(Vec::new());
        self.top = self.first_top;
    }

    /// Opens a part of the tree; [`Setter::close`] takes what this gives.
    pub(super) fn open(&mut self, tag: impl Into<TagKind>) -> usize {
        let (before, group) = (self.open, self.set.groups.len());
        self.set.groups.push(Group { tag: tag.into(), children: Vec::new() });
        self.set.groups[before].children.push(Child::Group(group));
        self.open = group;
        before
    }

    pub(super) fn close(&mut self, before: usize) {
        self.open = before;
    }

    /// A leaf of the open part.
    pub(super) fn leaf(&mut self) -> usize {
        let leaf = self.set.leaves;
        self.set.leaves += 1;
        self.set.groups[self.open].children.push(Child::Leaf(leaf));
        leaf
    }

    pub(super) fn mark(&mut self, leaf: Option<usize>, mark: Mark) {
        if let Some(page) = self.set.pages.last_mut() {
            page.push((leaf, mark));
        }
    }

    pub(super) fn rule(&mut self, from: [f32; 2], to: [f32; 2], width: f32, grey: u8) {
        self.mark(None, Mark::Rule { from, to, width, grey });
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) -> Result<(), TypesetError> {
        blocks.iter().try_for_each(|block| self.block(block))
    }

    fn block(&mut self, block: &Block) -> Result<(), TypesetError> {
        match block {
            Block::Heading(level, text) => self.heading(*level, text),
            Block::Paragraph(style, text) => self.paragraph(Tag::P, *style, text, None),
            Block::Link(style, address) => {
                let before = self.open(Tag::P);
                self.paragraph(Tag::Link, *style, address, Some(address));
                self.close(before);
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => tables::set(self, table),
            Block::Figure(figure) => return self.figure(figure),
            Block::Beside(main, narrow, width) => {
                let edge = self.across[1] - width * MM;
                return self.beside([(main, [self.across[0], edge - GUTTER]), (narrow, [edge, self.across[1]])], false);
            }
            Block::Label(narrow, main, width) => {
                let edge = self.across[0] + width * MM;
                let gap = (width * MM / 12.0).max(1.5);
                return self.beside([(narrow, [self.across[0], edge]), (main, [edge + gap, self.across[1]])], true);
            }
            Block::Signs(signs) => self.signs(signs),
            Block::Space(height) => self.top += height * MM,
        }
        Ok(())
    }

    fn heading(&mut self, level: u16, text: &str) {
        let look = Style::Heading(level).look();
        // A heading does not stand alone at the foot of a page.
        if !self.has_room(look.leading * 4.0) {
            self.new_page();
        }
        if self.top > self.first_top {
            self.top += look.size * 0.5;
        }
        let (page, top) = (self.page(), self.top);
        self.set.outline.push(Entry { level, text: text.to_owned(), page, top });
        let level = std::num::NonZeroU16::new(level).unwrap_or(std::num::NonZeroU16::MIN);
        self.paragraph(Tag::Hn(level, Some(text.to_owned())), Style::Heading(level.get()), text, None);
    }

    fn paragraph(&mut self, tag: impl Into<TagKind>, style: Style, text: &str, leads_to: Option<&str>) {
        let before = self.open(tag);
        let leaf = self.leaf();
        for line in lines(text, style, self.width()) {
            let leading = line.look.leading;
            if !self.has_room(leading) {
                self.new_page();
            }
            let leads_to = leads_to.map(str::to_owned);
            self.mark(Some(leaf), Mark::Text { line, left: self.across[0], top: self.top, leads_to });
            self.top += leading;
        }
        self.close(before);
        self.top += style.look().size.min(GAP * 2.0) * 0.35;
    }

    /// Terms at the left, values at the right: a list of labels and bodies.
    fn facts(&mut self, facts: &[(String, String)]) {
        let widest = facts.iter().map(|(term, _)| measure(term, Style::Note.look())).fold(0.0, f32::max);
        let term_width = widest.min(self.width() * 0.4);
        let list = self.open(Tag::L(ListNumbering::None));
        for (term, value) in facts {
            let terms = lines(term, Style::Note, term_width + 0.1);
            let values = lines(value, Style::Body, self.width() - term_width - 4.0 * MM);
            let leading = Style::Body.look().leading;
            #[allow(clippy::cast_precision_loss)] // A handful of lines.
            let height = leading * terms.len().max(values.len()) as f32 + GAP * 0.6;
            if !self.has_room(height) {
                self.new_page();
            }
            let item = self.open(Tag::LI);
            for (tag, set, left) in [
                (TagKind::from(Tag::Lbl), terms, self.across[0]),
                (TagKind::from(Tag::LBody), values, self.across[0] + term_width + 4.0 * MM),
            ] {
                let before = self.open(tag);
                let leaf = self.leaf();
                let mut top = self.top;
                for line in set {
                    self.mark(Some(leaf), Mark::Text { line, left, top, leads_to: None });
                    top += leading;
                }
                self.close(before);
            }
            self.close(item);
            self.top += height;
        }
        self.close(list);
        self.top += GAP;
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), TypesetError> {
        let picture = Picture::read(&figure.svg)?;
        let width = figure.width_mm.map_or(self.width(), |width| (width * MM).min(self.width()));
        let height = picture.height_at(width);
        if !self.has_room(height) {
            self.new_page();
        }
        let before = self.open(Tag::Figure(Some(figure.alt.clone())));
        let leaf = self.leaf();
        self.mark(Some(leaf), Mark::Picture { picture, left: self.across[0], top: self.top, width });
        self.close(before);
        self.top += height + GAP;
        Ok(())
    }

    /// Two columns that begin at the same height, or are centred between top and bottom.
    fn beside(&mut self, columns: [(&Vec<Block>, [f32; 2]); 2], is_centred: bool) -> Result<(), TypesetError> {
        let (across, top, mut lowest) = (self.across, self.top, self.top);
        for (blocks, column) in columns {
            (self.across, self.top) = (column, top);
            let first = self.set.pages.last().map_or(0, Vec::len);
            self.blocks(blocks)?;
            lowest = lowest.max(self.top);
            let by = (self.bottom - self.top) / 2.0;
            if is_centred && let Some(page) = self.set.pages.last_mut() {
                page.iter_mut().skip(first).for_each(|(_, mark)| mark.lower(by));
            }
        }
        (self.across, self.top) = (across, lowest);
        Ok(())
    }

    /// Lines to sign on, at the foot of the page that is.
    fn signs(&mut self, signs: &[String]) {
        let height = Style::Note.look().leading * 2.0;
        if !self.has_room(height + 14.0 * MM) {
            self.new_page();
        }
        self.top = self.bottom - height;
        let gaps = GUTTER * 0.75;
        #[allow(clippy::cast_precision_loss)] // Two or three.
        let each = (self.width() + gaps) / signs.len().max(1) as f32;
        let (across, top) = (self.across, self.top);
        let mut left = across[0];
        for sign in signs {
            self.across = [left, left + each - gaps];
            self.top = top;
            self.rule([left, top - 2.0], [self.across[1], top - 2.0], 0.5, 0);
            self.paragraph(Tag::P, Style::Note, sign, None);
            left += each;
        }
        (self.across, self.top) = (across, self.bottom);
    }
}
