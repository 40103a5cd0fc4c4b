//! Typesetting: blocks of text, tables and pictures, to the bytes of a PDF.
//!
//! A general room: it knows nothing of receipts or reports. Whoever wants a document says what is in it, in the order in
//! which it is read; here it is broken into lines and pages. The same document makes the same bytes: there is no clock and
//! no random number, and a font of the machine is looked at only for a character that those inside the binary lack.
//!
//! Documents are PDF 1.7 and conform to PDF/UA-1 (ISO 14289-1): every text has its place in a tree of headings, paragraphs,
//! tables, links and figures for those who listen; no picture is without words.
//!
//! - `fonts`: what letters are drawn with; `text`: from text to lines
//! - `setter`: from blocks to marks on pages; `tables`: rows and columns; `cells`: sheets of labels
//! - `press`: from marks to the file; `picture`: drawings in it
//!
//! Not done: writing from right to left beside writing from left to right in one line (each keeps its own order), and
//! hyphenation.
#![allow(clippy::float_arithmetic)] // Lengths on paper: nobody's money.

mod cells;
mod fonts;
mod picture;
mod press;
mod setter;
mod tables;
mod text;

use ledger::Lang;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What readers show in the bar of their window.
    pub title: String,
    /// The language of its text.
    pub lang: Lang,
    /// What the document is, in a word that never changes for it, as a receipt's code: its hash is the file's identity.
    pub ident: String,
    /// What stands at the foot of every page: at its left and in its middle; the page's number stands at its right.
    pub foot: Option<[String; 2]>,
    /// What is in it.
    pub body: Body,
}

/// What is in a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Blocks one below the other, on as many pages of A4 as they need.
    Flow(Vec<Block>),
    /// Cells of one size, each with blocks that fit into it; what does not is cut off by nobody.
    Cells(Cells),
}

/// Cells side by side and one below the other, on sheets of A4. Lengths in millimetres.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Cells in a row.
    pub columns: usize,
    /// Rows on a sheet.
    pub rows: usize,
    /// The size of a cell.
    pub size_mm: [f32; 2],
    /// From the corner of the sheet to the first cell.
    pub corner_mm: [f32; 2],
    /// From the left of one cell to that of the next.
    pub pitch_mm: f32,
    /// From the edge of a cell to what is in it.
    pub inset_mm: f32,
    /// Cells of the first sheet that are used up.
    pub skip: usize,
    /// What is in each.
    pub cells: Vec<Vec<Block>>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading, of level 1 to 6: it stays with what follows, and stands in the document's outline.
    Heading(u16, String),
    /// A paragraph; `\n` breaks a line.
    Paragraph(Style, String),
    /// A paragraph that leads to an address.
    Link(Style, String),
    /// Terms with their values.
    Facts(Vec<(String, String)>),
    /// Rows and columns.
    Table(Table),
    /// A drawing.
    Figure(Figure),
    /// Blocks with others at their right, so many millimetres wide. Both fit on one page.
    Beside(Vec<Block>, Vec<Block>, f32),
    /// As [`Block::Beside`], with the narrow part at the left and both centred between top and bottom.
    Label(Vec<Block>, Vec<Block>, f32),
    /// Lines to be signed, side by side, at the foot of the page.
    Signs(Vec<String>),
    /// So many millimetres of nothing.
    Space(f32),
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Sans, 10.5 points.
    Body,
    /// As the body, heavier.
    Strong,
    /// A number or a name that matters: serif, 15 points.
    Large,
    /// What explains: 9 points, grey.
    Note,
    /// What heads a column: 9 points, heavier.
    Head,
    /// 7.5 points.
    Small,
    /// As on a label of a centimetre's height: 4.5 points, heavier.
    Tiny,
    /// A heading of this level.
    Heading(u16),
}

/// Rows and columns; a row is never broken, and the heads are repeated on every page.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What those who listen hear first.
    pub summary: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The cells of each row; as many as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Whether the first cell of a row is its head.
    pub has_row_heads: bool,
    /// The least height of a row in millimetres, with lines around every cell: to be filled in by hand.
    pub by_hand_mm: Option<f32>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// How wide it is.
    pub width: Width,
    /// Whether its cells are numbers: they stand at the right.
    pub is_number: bool,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// So many millimetres.
    Mm(f32),
    /// This share of what the others leave.
    Share(f32),
    /// As its widest cell, as far as there is room.
    Fit,
}

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// SVG. What it says in letters is drawn with the fonts inside the binary, by their names as on the cards.
    pub svg: String,
    /// What it shows, in words.
    pub alt: String,
    /// How wide it is; none: as what it stands in.
    pub width_mm: Option<f32>,
}

/// Why there is no document: a fault in what was asked for, never in what people typed.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// A picture is no SVG.
    #[error("a picture could not be read: {0}")]
    Picture(String),
    /// It can't be written as a PDF that everybody can read.
    #[error("the document could not be written: {0}")]
    Pdf(String),
}

/// The PDF of a document.
///
/// Takes some milliseconds a page: call it where a thread may wait.
///
/// # Errors
/// [`TypesetError`].
pub fn pdf(document: &Document) -> Result<Vec<u8>, TypesetError> {
    let set = match &document.body {
        Body::Flow(blocks) => setter::flow(blocks)?,
        Body::Cells(cells) => cells::set(cells)?,
    };
    press::print(document, set)
}

/// Millimetres from tenths of them, as makers of paper give lengths.
#[must_use]
pub fn tenths(tenths: u32) -> f32 {
    f32::from(u16::try_from(tenths).unwrap_or(u16::MAX)) / 10.0
}

/// A millimetre in points.
const MM: f32 = 72.0 / 25.4;

/// A4 in points.
const PAGE: [f32; 2] = [210.0 * MM, 297.0 * MM];

#[cfg(test)]
mod tests;
