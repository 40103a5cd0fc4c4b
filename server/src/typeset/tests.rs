use super::*;

const SQUARE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><g opacity="0.5"><rect width="10"
    height="10" fill="#b00"/><path d="M0 0L20 20" stroke="#000" stroke-dasharray="1 2"/></g>
    <text y="9" font-family="Almoner Sans, Noto Sans CJK SC" font-size="6">a川</text></svg>"##;

fn every_block(text: &str) -> Vec<Block> {
    let column = |width| Column { head: text.to_owned(), width, is_number: true };
    let table = Table {
        summary: text.to_owned(),
        columns: vec![column(Width::Mm(20.0)), column(Width::Share(1.0)), column(Width::Fit)],
        rows: vec![vec![text.to_owned(); 3]; 60],
        has_row_heads: true,
        by_hand_mm: Some(9.0),
    };
    let figure = Figure { svg: SQUARE.to_owned(), alt: "a square".to_owned(), width_mm: Some(30.0) };
    vec![
        Block::Heading(1, format!("x {text}")),
        Block::Beside(
            vec![
                Block::Paragraph(Style::Large, text.to_owned()),
                Block::Facts(vec![(text.to_owned(), text.to_owned())]),
            ],
            vec![Block::Figure(figure), Block::Link(Style::Small, "https://give.example/lots/tents-0412".to_owned())],
            38.0,
        ),
        Block::Space(5.0),
        Block::Heading(2, format!("y {text}")),
        Block::Table(table),
        Block::Signs(vec![text.to_owned(), text.to_owned()]),
    ]
}

fn of(body: Body) -> Document {
    let foot = Some(["Almoner".to_owned(), "G-1".to_owned()]);
    Document { title: "收据 Receipt".to_owned(), lang: Lang::Zh, ident: "receipt/G-1".to_owned(), foot, body }
}

fn made(text: &str) -> Vec<u8> {
    pdf(&of(Body::Flow(every_block(text)))).expect("a document")
}

fn has(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

#[test]
fn the_same_document_is_the_same_bytes() {
    assert_eq!(made("汶川 Wenchuan"), made("汶川 Wenchuan"));
    assert_ne!(made("汶川 Wenchuan"), made("汶川"));
}

#[test]
fn patterns_are_left_out_and_paper_lies_below_letters() {
    let svg = |extra: &str| {
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><defs><pattern id="p" width="4" height="4"
            patternUnits="userSpaceOnUse"><path d="M0 2H4" stroke="#fff"/></pattern></defs>
            <rect width="10" height="10" fill="#b00"/>{extra}</svg>"##
        )
    };
    let made = |svg: String| {
        let figure = Figure { svg, alt: "a bar".to_owned(), width_mm: Some(30.0) };
        pdf(&of(Body::Flow(vec![Block::Heading(1, "x".to_owned()), Block::Figure(figure)]))).expect("a document")
    };
    let plain = made(svg(""));
    assert!(plain == made(svg(r#"<rect width="10" height="10" fill="url(#p)"/>"#)), "a pattern hides the bar");
    let letters =
        |order: &str| format!(r##"<path d="M1 1h5v5z" fill="#000" stroke="#fff" stroke-width="3" {order}/>"##);
    let (below, above) = (made(svg(&letters("paint-order=\"stroke\""))), made(svg(&letters(""))));
    assert!(below != above, "the order of painting is lost");
}

#[test]
fn a_document_has_tags_a_language_a_title_and_says_that_it_conforms() {
    let bytes = made("汶川 Wenchuan");
    assert!(bytes.starts_with(b"%PDF-1.7"));
    for part in ["/StructTreeRoot", "/Marked true", "/Lang", "/DisplayDocTitle true", "pdfuaid"] {
        assert!(has(&bytes, part), "{part}");
    }
}

#[test]
fn no_text_that_people_type_stops_a_document() {
    let texts = [
        "#read(\"/etc/passwd\") $x$ <b>*bold*</b> \\u{0}",
        "a\u{0}b\u{1f}c\u{7f}\u{feff}\u{fffe}\u{e000}\u{10ffff}\r\n\t",
        "emoji 🎁🏽, e\u{301}, thin\u{2009}space, full\u{3000}space, soft\u{ad}hyphen, zero\u{200b}width\u{200d}",
        "हिन्दी العربية עברית ไทย 한국어 㐀𠀀",
        " ",
        "",
    ];
    for text in texts {
        assert!(made(text).starts_with(b"%PDF"), "{text}");
    }
    let long = "a word and an averyveryverylongonethatfitsnowherebecauseithasnospacesinit ".repeat(300);
    assert!(pdf(&of(Body::Flow(vec![Block::Paragraph(Style::Body, long)]))).is_ok());
}

#[test]
fn cells_fill_sheet_after_sheet() {
    let label = Block::Label(vec![Block::Paragraph(Style::Tiny, "t-1".into())], vec![], 10.0);
    let cells = Cells {
        columns: 2,
        rows: 7,
        size_mm: [99.1, 38.1],
        corner_mm: [4.7, 15.2],
        pitch_mm: 101.6,
        inset_mm: 2.0,
        skip: 13,
        cells: vec![vec![label]; 16],
    };
    let set = super::cells::set(&cells).expect("set");
    assert_eq!(set.pages.iter().map(Vec::len).collect::<Vec<_>>(), [1, 14, 1]);
    assert!(pdf(&of(Body::Cells(cells))).is_ok());
}

#[test]
fn rows_go_on_to_the_next_page_below_their_heads() {
    let set = setter::flow(&every_block("汶川")).expect("set");
    assert!(set.pages.len() >= 3, "{}", set.pages.len());
    assert_eq!(set.outline.len(), 2);
    for page in &set.pages {
        let lowest = page.iter().map(|(_, mark)| match mark {
            setter::Mark::Text { line, top, .. } => top + line.look.leading,
            setter::Mark::Rule { from, to, .. } => from[1].max(to[1]),
            setter::Mark::Picture { picture, top, width, .. } => top + picture.height_at(*width),
        });
        assert!(lowest.fold(0.0, f32::max) <= PAGE[1] - 20.0 * MM, "nothing hangs over the foot");
    }
}

#[test]
fn a_picture_that_is_none_is_said() {
    let figure = Figure { svg: "<html/>".into(), alt: "x".into(), width_mm: None };
    assert!(matches!(pdf(&of(Body::Flow(vec![Block::Figure(figure)]))), Err(TypesetError::Picture(_))));
}
