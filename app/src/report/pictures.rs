//! The pictures of a report: by way of which pools things went where, and the places that were reached. They are drawn as on
//! the pages of funds, and name their colours and fonts themselves: a frozen document has no style sheet of a build, a PDF
//! has none at all.

use ledger::report::Direction;

use crate::picture::{Captions, Line, PAGE_FONT, Row, SANS, Through, draw, dressed, layout, map};
use crate::view::{EndKind, FlowLine, FollowedLines, Measure, Report};
use crate::words::{self, Lang, ReportWords, Words};

/// Flows that are drawn, one for each currency or kind of goods: the tables have the rest.
pub const FLOWS: usize = 4;

/// Where a picture is to stand: it decides the fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A page: the fonts of the reader's machine.
    Page,
    /// Paper: those inside the server.
    Paper,
}

impl Medium {
    fn font(self) -> &'static str {
        match self {
            Self::Page => PAGE_FONT,
            Self::Paper => SANS,
        }
    }
}

/// A picture with what says the same in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// What it is of.
    pub title: String,
    /// What it shows, in a sentence.
    pub alt: String,
    /// For pages and paper.
    pub wide: String,
    /// For telephones.
    pub narrow: String,
    /// The same as a table: by way of what, to where, how much. None of a map: the table of people is its twin.
    pub rows: Vec<(String, String, String)>,
}

/// What flows are drawn of.
pub(super) fn drawn(report: &Report) -> impl Iterator<Item = &Measure> {
    report.totals.iter().filter(|total| total.from_elsewhere > 0).map(|total| &total.measure).take(FLOWS)
}

/// The flows, one for each of the first units of which something came in and was followed.
#[must_use]
pub fn flows(report: &Report, lang: Lang, medium: Medium) -> Vec<Drawing> {
    let Some(followed) = &report.followed else { return Vec::new() };
    let drawing = |(place, measure): (usize, &Measure)| {
        let lines: Vec<&FlowLine> = report.flows.iter().filter(|line| &line.measure == measure).collect();
        flow(&format!("flow-{place}"), measure, &lines, followed, (lang, medium))
    };
    drawn(report).enumerate().filter_map(drawing).collect()
}

fn flow(
    id: &str,
    measure: &Measure,
    lines: &[&FlowLine],
    followed: &FollowedLines,
    (lang, medium): (Lang, Medium),
) -> Option<Drawing> {
    let (say, site) = (ReportWords::of(lang), Words::of(lang));
    let came = lines.iter().filter(|line| line.direction == Direction::In && line.units > line.within);
    let (names, amounts): (Vec<String>, Vec<u64>) =
        came.map(|line| (words::event(lang, line.kind).to_owned(), line.units.saturating_sub(line.within))).unzip();
    let paths = followed.paths.iter().filter(|path| &path.measure == measure);
    let row = |path: &crate::view::PathLine| Row {
        by: [Through { label: words::pool(lang, &path.pool), href: None }],
        kind: path.kind,
        amount: path.units,
    };
    let rows: Vec<Row<1>> = paths.map(row).collect();
    let flow = layout(&amounts, &rows);
    let title = words::told(lang, say.ends, &words::measure(measure));
    let amount = |units: u64| words::measured(lang, units, measure);
    let alt = sentence(lang, &title, measure, &followed.ends, &amount);
    let captions = Captions {
        id,
        title: &title,
        description: &alt,
        from: site.from,
        by: [site.through],
        became: site.became,
        sources: &names,
        source_link: &|_| None,
        others: site.others,
        end: &|kind| words::kind(lang, kind).to_owned(),
        end_link: &|_| None,
        table_link: "#",
        amount: &amount,
    };
    let [wide, narrow] = draw(&flow, &captions);
    Some(Drawing {
        wide: dressed(&wide, id, medium.font())?,
        narrow: dressed(&narrow, id, medium.font())?,
        rows: table(&amounts, &rows, lang, &amount),
        title,
        alt,
    })
}

/// The rows beside a flow, whatever they came from: reports list that by itself.
fn table(
    amounts: &[u64],
    rows: &[Row<1>],
    lang: Lang,
    amount: &dyn Fn(u64) -> String,
) -> Vec<(String, String, String)> {
    let whole = amounts.iter().copied().fold(0, u64::saturating_add);
    let others = Words::of(lang).others;
    let line = |line: Line<1>| {
        let [through] = line.by;
        let through = through.map_or_else(|| others.to_owned(), |through| through.label);
        (through, words::kind(lang, line.kind).to_owned(), amount(line.amount))
    };
    layout(&[whole], rows).table.into_iter().map(line).collect()
}

/// The ends in one sentence, for those who hear a picture.
fn sentence(
    lang: Lang,
    title: &str,
    measure: &Measure,
    ends: &[crate::view::EndLine],
    amount: &dyn Fn(u64) -> String,
) -> String {
    let one = |kind: EndKind, units: u64| words::told(lang, words::kind(lang, kind), &amount(units));
    let ends = ends.iter().filter(|end| &end.measure == measure).map(|end| one(end.kind, end.units));
    let ends = ends.collect::<Vec<_>>().join(words::pick(lang, "; ", "；"));
    format!("{title}{}{ends}", words::pick(lang, " – ", "——"))
}

/// The map of the places that were reached; none where no place has coordinates.
#[must_use]
pub fn places(report: &Report, lang: Lang, medium: Medium) -> Option<Drawing> {
    let say = ReportWords::of(lang);
    let [wide, narrow] = map(&report.places, lang);
    Some(Drawing {
        title: say.reached.to_owned(),
        alt: words::told(lang, say.reached, say.map_alt),
        wide: dressed(&wide, "places", medium.font())?,
        narrow: dressed(&narrow, "places", medium.font())?,
        rows: Vec::new(),
    })
}
