//! Labels and papers as PDF: what stands in a document, and the answer.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use app::view::desk::{Label, Paper, PaperKind};
use app::words::Words;
use app::words::desk::{self as say, BulkWords};

use super::qr;
use super::size::Size;
use crate::desk::visit::{Answered, Visit};
use crate::store::StoreError;
use crate::typeset::{self, Block, Body, Cells, Column, Document, Figure, Style, Table, Width, tenths};

/// Labels lower than this, in tenths of a millimetre, have room for the picture and the id alone.
const LOW: u32 = 150;

/// Sheets of labels, the first `skip` of them used already.
pub(super) async fn labels(visit: &Visit, labels: &[Label], size: &Size, skip: u32) -> Answered {
    let cells = Cells {
        columns: count(size.columns),
        rows: count(size.rows),
        size_mm: [tenths(size.width), tenths(size.height)],
        corner_mm: [tenths(size.left), tenths(size.top)],
        pitch_mm: tenths(size.pitch),
        inset_mm: if size.height < LOW { 0.4 } else { 2.0 },
        skip: count(skip),
        cells: labels.iter().map(|one| vec![label(one, size)]).collect(),
    };
    let title = BulkWords::of(visit.lang()).labels.to_owned();
    let document = Document { title, lang: visit.lang(), ident: "labels".into(), foot: None, body: Body::Cells(cells) };
    file(visit, document, "labels").await
}

fn label(label: &Label, size: &Size) -> Block {
    let side = if size.height < LOW { size.height - 8 } else { (size.height - 40).min(size.width * 9 / 20).min(420) };
    let figure = Figure { svg: qr::svg_of(&label.code), alt: label.id.clone(), width_mm: None };
    let words = if size.height < LOW {
        vec![Block::Paragraph(Style::Tiny, label.id.clone())]
    } else {
        let mut words = vec![
            Block::Paragraph(Style::Head, label.id.clone()),
            Block::Paragraph(Style::Heading(3), label.title.clone()),
        ];
        words.extend(label.lines.iter().map(|line| Block::Paragraph(Style::Small, line.clone())));
        words
    };
    Block::Label(vec![Block::Figure(figure)], words, tenths(side))
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The picture of a paper, in millimetres.
const PICTURE_MM: f32 = 36.0;

/// A row that is filled in by hand.
const BY_HAND_MM: f32 = 9.0;

/// A waybill, a receipt, the list of a hand-out.
pub(super) async fn paper(visit: &Visit, paper: &Paper) -> Answered {
    let lang = visit.lang();
    let words = BulkWords::of(lang);
    let title = say::paper(lang, paper.kind).to_owned();
    let head = vec![
        Block::Heading(1, title.clone()),
        Block::Paragraph(Style::Large, paper.id.clone()),
        Block::Space(3.0),
        Block::Facts(paper.facts.clone()),
    ];
    let svg = qr::svg_of(&paper.code);
    let picture = vec![
        Block::Figure(Figure { svg, alt: paper.address.clone(), width_mm: None }),
        Block::Paragraph(Style::Small, words.scan.to_owned()),
        Block::Link(Style::Small, paper.address.clone()),
    ];
    let mut blocks = vec![Block::Beside(head, picture, PICTURE_MM)];
    if !paper.lines.is_empty() {
        blocks.extend([Block::Space(4.0), Block::Table(goods(paper, words))]);
    }
    if paper.blank_rows > 0 {
        let note = Block::Paragraph(Style::Note, words.list_note.to_owned());
        blocks.extend([Block::Space(4.0), note, Block::Table(by_hand(paper.blank_rows, words))]);
    }
    if paper.kind == PaperKind::Waybill {
        let signs = [words.signed_sent, words.signed_carried, words.signed_received];
        blocks.push(Block::Signs(signs.map(str::to_owned).to_vec()));
    }
    let foot = Some([Words::of(lang).site_name.to_owned(), paper.id.clone()]);
    let document = Document { title, lang, ident: paper.id.clone(), foot, body: Body::Flow(blocks) };
    file(visit, document, &paper.id).await
}

fn column(head: &str, width: Width, is_number: bool) -> Column {
    Column { head: head.to_owned(), width, is_number }
}

fn goods(paper: &Paper, words: &'static BulkWords) -> Table {
    Table {
        summary: words.goods.to_owned(),
        columns: vec![
            column(words.lot, Width::Fit, false),
            column(words.goods, Width::Share(1.0), false),
            column(words.quantity, Width::Fit, true),
        ],
        rows: paper.lines.iter().map(|(id, name, much)| vec![id.clone(), name.clone(), much.clone()]).collect(),
        has_row_heads: true,
        by_hand_mm: None,
    }
}

fn by_hand(rows: u32, words: &'static BulkWords) -> Table {
    let empty = || ["", "", ""].map(str::to_owned);
    Table {
        summary: words.handouts.to_owned(),
        columns: vec![
            column(words.list_row, Width::Mm(14.0), false),
            column(words.list_household, Width::Share(1.0), false),
            column(words.list_people, Width::Mm(24.0), false),
            column(words.list_sign, Width::Share(1.0), false),
        ],
        rows: (1..=rows).map(|row| [vec![row.to_string()], empty().to_vec()].concat()).collect(),
        has_row_heads: true,
        by_hand_mm: Some(BY_HAND_MM),
    }
}

/// A PDF, made on a thread that may wait.
async fn file(visit: &Visit, document: Document, name: &str) -> Answered {
    let made = actix_web::web::block(move || typeset::pdf(&document)).await;
    let failed = |reason: &dyn std::fmt::Display| visit.failed(&StoreError::Database(reason.to_string()));
    let bytes = made.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/pdf"))
        .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes))
}
