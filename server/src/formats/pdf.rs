//! PDF: the report as pages to print and to hand on, tagged for those who listen.
//!
//! It has what the HTML has, but the rows: the table of them is a file of its own, and the report says where.

use app::report;
use app::report::pictures::{self, Drawing, Medium};
use app::view::Report;
use app::words::{self, Lang, ReportWords, Words};

use crate::desk::paper::qr;
use crate::typeset::{self, Block, Body, Column, Document, Figure, Style, Table, TypesetError, Width};

/// Its media type.
pub const MEDIA_TYPE: &str = "application/pdf";

/// The picture of the address, in millimetres.
const CODE_MM: f32 = 34.0;

/// The file.
///
/// # Errors
/// [`TypesetError`].
pub fn document(model: &Report, lang: Lang) -> Result<Vec<u8>, TypesetError> {
    let say = ReportWords::of(lang);
    let address = model.file("report.html");
    let mut blocks = head(model, lang, say, &address);
    blocks.extend(sums(model, lang, say));
    blocks.extend(ends(model, lang, say));
    blocks.extend(sources(model, lang, say));
    blocks.extend(reached(model, lang, say));
    blocks.extend(accounts(model, lang, say));
    blocks.extend(section(say.rows, vec![Block::Link(Style::Body, model.file("report.csv"))]));
    blocks.extend(foot(model, lang, say));
    typeset::pdf(&Document {
        title: report::title(model, lang),
        lang,
        ident: address,
        foot: Some([Words::of(lang).site_name.to_owned(), model.head.chars().take(16).collect()]),
        body: Body::Flow(blocks),
    })
}

fn head(model: &Report, lang: Lang, say: &'static ReportWords, address: &str) -> Vec<Block> {
    let mut facts = report::asked(model, lang);
    if facts.is_empty() {
        facts.push((say.question.to_owned(), say.everything.to_owned()));
    }
    let moment = model.at.to_string();
    facts.push((say.made_from.to_owned(), words::made_from(lang, &words::count(model.size), &moment)));
    facts.push((format!("{} (SHA3-256)", say.head), model.head.clone()));
    let words = vec![Block::Heading(1, report::title(model, lang)), Block::Facts(facts)];
    if model.code.is_empty() {
        return words;
    }
    let code = Figure { svg: qr::svg_of(&model.code), alt: address.to_owned(), width_mm: None };
    let picture = vec![Block::Figure(code), Block::Link(Style::Small, address.to_owned())];
    vec![Block::Beside(words, picture, CODE_MM)]
}

fn sums(model: &Report, lang: Lang, say: &'static ReportWords) -> Vec<Block> {
    if model.totals.is_empty() {
        return section(say.totals, vec![paragraph(say.no_rows)]);
    }
    let heads = [
        text(say.counted),
        number(&format!("+ {}", say.all_in)),
        number(&format!("− {}", say.all_out)),
        number(&format!("= {}", say.closing)),
        fit(say.check),
    ];
    let mut columns = heads.to_vec();
    columns.insert(1, number(say.opening));
    let total = |total: &app::view::TotalLine| {
        let (balance, sum) = (words::balance, words::measured);
        vec![
            words::measure(&total.measure),
            balance(lang, total.opening, &total.measure),
            sum(lang, total.all_in, &total.measure),
            sum(lang, total.all_out, &total.measure),
            balance(lang, total.closing, &total.measure),
            report::check(total, say),
        ]
    };
    let totals = table(say.totals_caption, columns, model.totals.iter().map(total).collect());
    let mut blocks = section(say.totals, vec![note(say.totals_caption), totals]);
    let flow = |flow: &app::view::FlowLine| {
        vec![
            words::event(lang, flow.kind).to_owned(),
            words::direction(lang, flow.direction).to_owned(),
            words::measure(&flow.measure),
            words::count(flow.rows),
            words::measured(lang, flow.units, &flow.measure),
        ]
    };
    if !model.flows.is_empty() {
        let columns =
            vec![fit(say.kind), fit(say.direction), text(say.counted), number(say.entries), number(say.amount)];
        let flows = table(say.flows_caption, columns, model.flows.iter().map(flow).collect());
        blocks.extend(section(say.flows, vec![note(say.flows_caption), flows]));
    }
    blocks
}

fn ends(model: &Report, lang: Lang, say: &'static ReportWords) -> Vec<Block> {
    let Some(followed) = &model.followed else { return vec![note(say.not_followed)] };
    if followed.ends.is_empty() {
        return Vec::new();
    }
    let picture = |(title, svg): (String, String)| {
        let alt = words::told(lang, say.ends, &title);
        [Block::Paragraph(Style::Head, title), Block::Figure(Figure { svg, alt, width_mm: None })]
    };
    let flows = pictures::flows(model, lang, Medium::Paper).into_iter().flat_map(|one| flow(one, lang, say));
    let bars = report::bars(model, lang).into_iter().flat_map(picture);
    let mut blocks = section(say.ends, flows.chain(bars).collect());
    let line = |end: &app::view::EndLine| {
        let amount = words::measured(lang, end.units, &end.measure);
        vec![words::measure(&end.measure), words::kind(lang, end.kind).to_owned(), amount]
    };
    let mut rows: Vec<_> = followed.ends.iter().map(line).collect();
    rows.extend(model.totals.iter().filter(|total| total.from_elsewhere > 0).map(|total| {
        let amount = words::measured(lang, total.from_elsewhere, &total.measure);
        vec![words::measure(&total.measure), say.ends_sum.to_owned(), amount]
    }));
    let columns = vec![text(say.counted), text(say.end), number(say.amount)];
    blocks.extend([note(say.ends_caption), table(say.ends_caption, columns, rows)]);
    blocks
}

/// A flow, with the table that says the same.
fn flow(drawing: Drawing, lang: Lang, say: &'static ReportWords) -> Vec<Block> {
    let Drawing { title, alt, wide, rows, .. } = drawing;
    let rows = rows.into_iter().map(|(through, end, amount)| vec![through, end, amount]).collect();
    let columns = vec![text(Words::of(lang).through), text(say.end), number(say.amount)];
    let twin = table(&title, columns, rows);
    vec![
        Block::Paragraph(Style::Head, title),
        Block::Figure(Figure { svg: wide, alt, width_mm: None }),
        twin,
        Block::Space(2.0),
    ]
}

fn sources(model: &Report, lang: Lang, say: &'static ReportWords) -> Vec<Block> {
    let Some(followed) = model.followed.as_ref().filter(|followed| !followed.sources.is_empty()) else {
        return Vec::new();
    };
    let all = |line: &app::view::SourcesLine| {
        let amount = words::measured(lang, line.units, &line.measure);
        vec![words::measure(&line.measure), words::count(line.gifts), amount]
    };
    let columns = vec![text(say.counted), number(say.gifts), number(say.amount)];
    let sums = table(say.sources_caption, columns, followed.sources.iter().map(all).collect());
    let one = |line: &app::view::SourceLine| {
        let gift = format!("{}{}", line.code, words::own_mark(lang, line.own));
        vec![gift, words::measured(lang, line.units, &line.measure)]
    };
    let largest = followed.largest.iter().map(one).collect();
    let largest = table(say.largest_caption, vec![text(say.gift), number(say.amount)], largest);
    section(say.sources, vec![note(say.sources_caption), sums, note(say.largest_caption), largest])
}

fn reached(model: &Report, lang: Lang, say: &'static ReportWords) -> Vec<Block> {
    if model.reached.is_empty() {
        return Vec::new();
    }
    let line = |line: &app::view::ReachedLine| {
        let few = || (say.under_5.to_owned(), say.under_5.to_owned());
        let counted = |(homes, heads)| (words::count(homes), words::count(heads));
        let (homes, heads) = line.people.map_or_else(few, counted);
        vec![words::place(lang, &line.place), line.day.to_string(), words::count(line.handouts), homes, heads]
    };
    let mut rows: Vec<_> = model.reached.iter().map(line).collect();
    let (homes, heads) = model.reached_total;
    let name = if model.reached_few > 0 { say.reached_sum } else { say.totals_row };
    rows.push(vec![name.to_owned(), String::new(), String::new(), words::count(homes), words::count(heads)]);
    let columns =
        vec![text(say.place), fit(say.date), number(say.handouts), number(say.households), number(say.people)];
    let map = pictures::places(model, lang, Medium::Paper).into_iter().flat_map(|drawing| {
        let credit = note(Words::of(lang).outlines_note);
        [Block::Figure(Figure { svg: drawing.wide, alt: drawing.alt, width_mm: None }), credit]
    });
    let twin = [note(say.reached_caption), table(say.reached_caption, columns, rows)];
    section(say.reached, map.chain(twin).collect())
}

fn accounts(model: &Report, lang: Lang, say: &'static ReportWords) -> Vec<Block> {
    let line = |line: &app::view::AccountLine| {
        let sum = |units| words::measured(lang, units, &line.measure);
        let balance = |units| words::balance(lang, units, &line.measure);
        vec![
            words::pool(lang, &line.pool),
            balance(line.opening),
            sum(line.asked_in),
            sum(line.other_in),
            sum(line.asked_out),
            sum(line.other_out),
            balance(line.closing),
        ]
    };
    let heads = [say.opening, say.asked_in, say.other_in, say.asked_out, say.other_out, say.closing];
    let columns = std::iter::once(text(say.pool)).chain(heads.map(number)).collect();
    let rows: Vec<_> = model.accounts.iter().map(line).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![note(say.accounts_caption), table(say.accounts_caption, columns, rows)];
    blocks.extend(report::accounts_note(model, lang).map(|said| note(&said)));
    section(say.accounts, blocks)
}

fn foot(model: &Report, lang: Lang, say: &'static ReportWords) -> Vec<Block> {
    let mut blocks = section(say.rules, report::rules(lang).map(paragraph).to_vec());
    let cite = Block::Paragraph(Style::Body, report::citation(model, lang));
    blocks.extend(section(say.cite, vec![cite, paragraph(say.frozen_text)]));
    let bundle = Block::Link(Style::Body, model.file("report.bundle.json"));
    blocks.extend(section(say.prove, vec![paragraph(say.prove_text), bundle]));
    blocks
}

fn section(heading: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut all = vec![Block::Space(4.0), Block::Heading(2, heading.to_owned())];
    all.extend(blocks);
    all
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(Style::Body, words.to_owned())
}

fn note(words: &str) -> Block {
    Block::Paragraph(Style::Note, words.to_owned())
}

fn table(summary: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Block {
    Block::Table(Table { summary: summary.to_owned(), columns, rows, has_row_heads: true, by_hand_mm: None })
}

fn text(head: &str) -> Column {
    Column { head: head.to_owned(), width: Width::Share(1.0), is_number: false }
}

fn fit(head: &str) -> Column {
    Column { head: head.to_owned(), width: Width::Fit, is_number: false }
}

fn number(head: &str) -> Column {
    Column { head: head.to_owned(), width: Width::Fit, is_number: true }
}
