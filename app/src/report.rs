//! A frozen report as a document of its own: the same bytes for ever, so it names no file of a build but one style sheet
//! whose address never changes its content.
//!
//! What may change (whether newer figures exist) is a picture that the document points at.

use askama::Template;

use pictures::{Drawing, Medium};

use crate::picture::SANS;
use crate::view::{AskedLine, EndLine, FlowLine, Measure, PlaceName, Report, RowLine, SourceLine, TotalLine};
use crate::words::{self, Lang, ReportWords, Words};

pub mod pictures;

/// The style sheet of documents of this form. Another form has another address.
pub const STYLE: &str = include_str!("../templates/report-1.css");

/// Where it lies.
pub const STYLE_ADDRESS: &str = "/reports/style-1.css";

/// The files that a report is given out as, each with its name.
pub const FILES: &[(&str, &str)] = &[
    ("report.html", "HTML"),
    ("report.pdf", "PDF"),
    ("report.xlsx", "XLSX"),
    ("report.csv", "CSV"),
    ("people.csv", "CSV (people)"),
    ("datapackage.json", "Data Package (Frictionless)"),
    ("report.json", "JSON"),
    ("report.bundle.json", "Bundle"),
    ("iati.xml", "IATI 2.03"),
    ("360giving.json", "360Giving 1.4"),
    ("hxl.csv", "HXL"),
    ("epcis.jsonld", "GS1 EPCIS 2.0"),
    ("ocds.json", "OCDS"),
];

/// Lines of a table that stands open: a longer one is opened by whoever wants it.
const SHORT: usize = 12;

/// Width of the bars of pictures, in the picture's own units.
const BAR: u64 = 480;

#[derive(Template)]
#[template(path = "report.html")]
struct Document<'a> {
    report: &'a Report,
    say: &'static ReportWords,
    site: &'static Words,
    style: &'static str,
}

/// The whole document, in one language.
///
/// # Errors
/// The template's own, which an allocation that fails would be.
pub fn document(report: &Report, lang: Lang) -> Result<String, askama::Error> {
    Document { report, say: ReportWords::of(lang), site: Words::of(lang), style: STYLE_ADDRESS }.render()
}

#[derive(Template)]
#[template(path = "report_figures.html")]
struct Figures<'a> {
    report: &'a Report,
    say: &'static ReportWords,
}

/// What stands between head and foot of the document: on the page that previews it, too.
///
/// # Errors
/// As [`document`].
pub fn figures(report: &Report, lang: Lang) -> Result<String, askama::Error> {
    Figures { report, say: ReportWords::of(lang) }.render()
}

/// The report's name, or what it is.
#[must_use]
pub fn title(report: &Report, lang: Lang) -> String {
    let say = ReportWords::of(lang);
    match (&report.name, report.asked.as_slice()) {
        (Some(name), _) => name.clone(),
        (None, []) => format!("{}{}{}", say.trace_report, colon(lang), say.everything),
        (None, asked) => {
            let values: Vec<String> = asked.iter().map(|line| asked_value(lang, line)).collect();
            format!("{}{}{}", say.trace_report, colon(lang), values.join(words::pick(lang, ", ", "，")))
        }
    }
}

/// How the report is cited.
#[must_use]
pub fn citation(report: &Report, lang: Lang) -> String {
    let day = report.at.date().map(|day| day.to_string()).unwrap_or_default();
    let (title, size) = (title(report, lang), words::count(report.size));
    words::citation(lang, &title, &report.host, &day, &size, &report.head, &report.file("report.html"))
}

/// What it is made by, a sentence a rule.
#[must_use]
pub fn rules(lang: Lang) -> [&'static str; 5] {
    let say = ReportWords::of(lang);
    [say.rule_sum, say.rule_day, say.rule_reversed, say.rule_follow, say.rule_people]
}

/// What was asked, in one line.
#[must_use]
pub fn question(report: &Report, lang: Lang) -> String {
    let asked = asked(report, lang);
    if asked.is_empty() {
        return ReportWords::of(lang).everything.to_owned();
    }
    let lines: Vec<String> = asked.iter().map(|(name, value)| format!("{name}{}{value}", colon(lang))).collect();
    lines.join(words::pick(lang, "; ", "；"))
}

/// The sums in one sentence.
#[must_use]
pub fn sums(report: &Report, lang: Lang) -> String {
    let sum = |total: &TotalLine| {
        let balance = |units| words::balance(lang, units, &total.measure);
        let amount = |units| words::measured(lang, units, &total.measure);
        format!(
            "{}{}{} + {} − {} = {}",
            words::measure(&total.measure),
            colon(lang),
            balance(total.opening),
            amount(total.all_in),
            amount(total.all_out),
            balance(total.closing)
        )
    };
    let sums: Vec<String> = report.totals.iter().take(4).map(sum).collect();
    if sums.is_empty() { ReportWords::of(lang).no_rows.to_owned() } else { sums.join(words::pick(lang, "; ", "；")) }
}

/// What a sum counts, as the ledger calls it: a currency's code, an item's id. Neither has a letter that needs escaping.
fn unit(measure: &Measure) -> &str {
    match measure {
        Measure::Money(currency) => currency.as_str(),
        Measure::Goods { item, .. } => &item.id,
    }
}

fn colon(lang: Lang) -> &'static str {
    words::pick(lang, ": ", "：")
}

/// A filter's value in words.
#[must_use]
pub fn asked_value(lang: Lang, line: &AskedLine) -> String {
    match line.name {
        "kind" => {
            let name = |word: &str| {
                let kind = ledger::EventType::ALL.iter().copied().find(|kind| kind.word() == word);
                kind.map_or_else(|| word.to_owned(), |kind| words::event(lang, kind).to_owned())
            };
            line.value.split(',').map(name).collect::<Vec<_>>().join(words::pick(lang, ", ", "、"))
        }
        // What is no part of a country by any list is a country, or stays the code that was asked for.
        "place" => words::province(lang, &line.value).map_or_else(|| words::country(lang, &line.value), str::to_owned),
        "from" => words::pick(lang, format!("from {}", line.value), format!("自 {}", line.value)),
        "to" => words::pick(lang, format!("to {}", line.value), format!("至 {}", line.value)),
        _ => line.value.clone(),
    }
}

/// A bar of a picture: what it says, and how wide it is.
struct Bar {
    label: String,
    amount: String,
    class: &'static str,
    y: usize,
    width: u64,
}

/// Bars of the ends of one unit.
struct Picture {
    title: String,
    bars: Vec<Bar>,
    height: usize,
}

/// What templates say; both have these words.
trait Says {
    fn report(&self) -> &Report;
    fn lang(&self) -> Lang;

    /// Whether rows carry their figures as numbers, too, for the check of the page. A frozen copy runs nothing.
    fn is_marked(&self) -> bool {
        false
    }

    fn total_mark(&self, total: &TotalLine) -> String {
        let TotalLine { measure, opening, all_in, all_out, closing, .. } = total;
        let unit = unit(measure);
        let mark = || format!(" data-total=\"{unit} {opening} {all_in} {all_out} {closing}\"");
        if self.is_marked() { mark() } else { String::new() }
    }

    fn end_mark(&self, end: &EndLine) -> String {
        let mark = || format!(" data-end=\"{} {} {}\"", unit(&end.measure), end.kind.word(), end.units);
        if self.is_marked() { mark() } else { String::new() }
    }

    fn title(&self) -> String {
        title(self.report(), self.lang())
    }

    fn citation(&self) -> String {
        citation(self.report(), self.lang())
    }

    fn made_from(&self) -> String {
        let report = self.report();
        words::made_from(self.lang(), &words::count(report.size), &report.at.to_string())
    }

    fn asked_name(&self, line: &AskedLine) -> &'static str {
        words::filter(self.lang(), line.name)
    }

    /// Beside its name, a day needs no word before it.
    fn asked_value(&self, line: &AskedLine) -> String {
        if matches!(line.name, "from" | "to") { line.value.clone() } else { asked_value(self.lang(), line) }
    }

    fn balance(&self, units: &i64, measure: &Measure) -> String {
        words::balance(self.lang(), *units, measure)
    }

    fn measured(&self, units: &u64, measure: &Measure) -> String {
        words::measured(self.lang(), *units, measure)
    }

    fn measure(&self, measure: &Measure) -> String {
        words::measure(measure)
    }

    fn pool(&self, pool: &crate::view::PoolWords) -> String {
        words::pool(self.lang(), pool)
    }

    fn check(&self, total: &TotalLine) -> String {
        check(total, ReportWords::of(self.lang()))
    }

    fn event(&self, line: &FlowLine) -> &'static str {
        words::event(self.lang(), line.kind)
    }

    fn row_event(&self, line: &RowLine) -> &'static str {
        words::event(self.lang(), line.kind)
    }

    fn direction(&self, direction: &ledger::report::Direction) -> &'static str {
        words::direction(self.lang(), *direction)
    }

    fn end(&self, line: &EndLine) -> &'static str {
        words::kind(self.lang(), line.kind)
    }

    fn own_mark(&self, line: &SourceLine) -> &'static str {
        words::own_mark(self.lang(), line.own)
    }

    fn place(&self, place: &PlaceName) -> String {
        words::place(self.lang(), place)
    }

    fn count(&self, number: &u64) -> String {
        words::count(*number)
    }

    fn rows_note(&self) -> Option<String> {
        let report = self.report();
        let shown = report.rows.len() as u64;
        (shown < report.rows_total).then(|| words::first_of(self.lang(), shown, report.rows_total))
    }

    fn accounts_note(&self) -> Option<String> {
        accounts_note(self.report(), self.lang())
    }

    fn flow_drawings(&self) -> Vec<Drawing> {
        pictures::flows(self.report(), self.lang(), Medium::Page)
    }

    fn map_drawing(&self) -> Option<Drawing> {
        pictures::places(self.report(), self.lang(), Medium::Page)
    }

    fn site(&self) -> &'static Words {
        Words::of(self.lang())
    }

    fn has_few_accounts(&self) -> bool {
        self.report().accounts.len() <= SHORT
    }

    fn has_few_rows(&self) -> bool {
        self.report().rows.len() <= SHORT
    }

    fn has_few_cells(&self) -> bool {
        self.report().reached.len() <= SHORT
    }

    /// Ends by unit, of those that no flow is drawn of: the largest bar is as wide as there is room.
    fn pictures(&self) -> Vec<Picture> {
        let mut pictures: Vec<(&Measure, Vec<&EndLine>)> = Vec::new();
        let drawn: Vec<&Measure> = pictures::drawn(self.report()).collect();
        let ends = self.report().followed.iter().flat_map(|followed| &followed.ends);
        for line in ends.filter(|line| !drawn.contains(&&line.measure)) {
            match pictures.iter_mut().find(|(measure, _)| **measure == line.measure) {
                Some((_, lines)) => lines.push(line),
                None => pictures.push((&line.measure, vec![line])),
            }
        }
        let picture = |(measure, lines): (&Measure, Vec<&EndLine>)| {
            let most = lines.iter().map(|line| line.units).max().unwrap_or(1).max(1);
            let bar = |(place, line): (usize, &&EndLine)| Bar {
                label: words::kind(self.lang(), line.kind).to_owned(),
                amount: words::measured(self.lang(), line.units, measure),
                class: line.kind.group().class(),
                y: place * 34,
                width: u64::try_from(u128::from(line.units) * u128::from(BAR) / u128::from(most)).unwrap_or(BAR).max(1),
            };
            Picture {
                title: words::measure(measure),
                height: lines.len() * 34,
                bars: lines.iter().enumerate().map(bar).collect(),
            }
        };
        pictures.into_iter().map(picture).collect()
    }

    /// The address as one path of black squares.
    fn code_path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.report().code.iter().enumerate() {
            for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
                path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
            }
        }
        path
    }

    fn code_side(&self) -> usize {
        self.report().code.len() + 8
    }
}

impl Says for Document<'_> {
    fn report(&self) -> &Report {
        self.report
    }
    fn lang(&self) -> Lang {
        self.say.lang
    }
}

impl Says for Figures<'_> {
    fn report(&self) -> &Report {
        self.report
    }
    fn is_marked(&self) -> bool {
        true
    }
    fn lang(&self) -> Lang {
        self.say.lang
    }
}

/// The pictures of what became of what came in, one a unit: what it is of, and the drawing. They name fonts and colours
/// themselves, for where no style sheet is.
#[must_use]
pub fn bars(report: &Report, lang: Lang) -> Vec<(String, String)> {
    let figures = Figures { report, say: ReportWords::of(lang) };
    let drawing = |picture: Picture| {
        let mut drawn = String::new();
        for Bar { label, amount, class, y, width } in &picture.bars {
            let colour = match *class {
                "reached" => "#23663f",
                "cost" | "returned" => "#78716c",
                "lost" => "#a3231b",
                _ => "#9a6700",
            };
            let (top, base, below) = (y + 4, y + 16, y + 31);
            let (label, amount) = (escape(label), escape(amount));
            drawn.push_str(&format!(
                "<rect x='230' y='{top}' width='{width}' height='14' fill='{colour}'/>\
                 <text x='222' y='{base}' text-anchor='end' font-size='13' fill='#1c1917'>{label}</text>\
                 <text x='234' y='{below}' font-size='12' fill='#57534e'>{amount}</text>"
            ));
        }
        let height = picture.height;
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 {height}' font-family='{SANS}'>{drawn}</svg>"
        );
        (picture.title, svg)
    };
    figures.pictures().into_iter().map(drawing).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Each filter that was set, with what was chosen.
#[must_use]
pub fn asked(report: &Report, lang: Lang) -> Vec<(String, String)> {
    let figures = Figures { report, say: ReportWords::of(lang) };
    report.asked.iter().map(|line| (figures.asked_name(line).to_owned(), figures.asked_value(line))).collect()
}

/// Whether opening, in and out give the closing balance, as a sign and a word.
#[must_use]
pub fn check(total: &TotalLine, say: &'static ReportWords) -> String {
    if holds(total) { format!("✓ {}", say.check_holds) } else { format!("✗ {}", say.check_fails) }
}

fn holds(total: &TotalLine) -> bool {
    let (came, went) = (i128::from(total.all_in), i128::from(total.all_out));
    i128::from(total.opening) + came - went == i128::from(total.closing)
}

/// That only the first of the accounts are shown, where that is so.
#[must_use]
pub fn accounts_note(report: &Report, lang: Lang) -> Option<String> {
    let shown = report.accounts.len() as u64;
    (shown < report.accounts_total).then(|| words::first_of(lang, shown, report.accounts_total))
}

/// The picture beside a frozen report that says whether newer figures exist.
#[must_use]
pub fn newer_svg(lang: Lang, entries: u64, since: u64) -> String {
    let words = words::newer(lang, entries, since);
    let width = words.chars().map(|letter| if letter.is_ascii() { 8 } else { 15 }).sum::<usize>() + 28;
    let (colour, mark) = match entries {
        0 => ("#23663f", "<path d='M5 10l4 5l6-9' fill='none' stroke-width='2'/>"),
        _ => (
            "#8a5a00",
            "<circle cx='10' cy='10' r='7' fill='none' stroke-width='2'/><path d='M10 6v5M10 13v1.5' stroke-width='2'/>",
        ),
    };
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='20' viewBox='0 0 {width} 20' role='img'>\
         <title>{words}</title><rect width='{width}' height='20' fill='#fff'/><g stroke='{colour}'>{mark}</g>\
         <text x='24' y='15' font-family='system-ui,sans-serif' font-size='14' fill='{colour}'>{words}</text></svg>"
    )
}

#[cfg(test)]
mod tests;
