//! The time line: below, what came in (up) and went out (down) in each step; above, what lay in hand at its end.

use leptos::prelude::*;

use super::axis::{Axis, short_money};
use super::figure::{Around, figure};
use super::svg::{Form, Svg, Title};
use crate::page::parts::table;
use crate::view::{Step, TimeLine, TimeStep};
use crate::words::{self, Lang, Words};

/// The measures of one form, in pixels.
struct Measures {
    width: u64,
    /// Where the steps begin: left of it stand the axis labels.
    left: u64,
    /// The height of the upper and of the lower panel.
    panels: (u64, u64),
    /// The least distance between two labels of the time axis.
    label_distance: u64,
}

const WIDE: Measures = Measures { width: 960, left: 76, panels: (120, 190), label_distance: 84 };
const NARROW: Measures = Measures { width: 340, left: 56, panels: (90, 150), label_distance: 72 };
/// The same where days have their years.
const YEAR_DISTANCE: u64 = 104;
/// Room above each panel for its heading.
const HEAD: u64 = 36;
/// Room below for the time axis.
const FOOT: u64 = 26;
/// How many parts an axis has, about.
const TICKS: u64 = 3;

/// The time line as a figure, with its table.
#[must_use]
pub fn timeline(line: &TimeLine, say: &'static Words) -> AnyView {
    if line.steps.is_empty() {
        return view! { <p class="empty">{say.no_steps}</p> }.into_any();
    }
    let drawings = [drawn(line, Form::Wide, say), drawn(line, Form::Narrow, say)];
    let caption = description(line, say);
    figure(Around { name: "timeline", drawings, caption, open: false, twin: twin(line, say) }, say)
}

fn description(line: &TimeLine, say: &'static Words) -> String {
    let (Some(first), Some(last)) = (line.steps.first(), line.steps.last()) else { return String::new() };
    let (from, to) = (words::date(say.lang, first.from), words::date(say.lang, last.to));
    let left = words::money(last.in_hand, line.currency);
    match say.lang {
        Lang::En => format!("{from} to {to}, in steps of {}; {left} in hand at the end.", length(line.step, say.lang)),
        Lang::Zh => format!("{from}至{to}，以{}为单位；期末结存 {left}。", length(line.step, say.lang)),
    }
}

fn length(step: Step, lang: Lang) -> &'static str {
    match step {
        Step::Day => words::pick(lang, "a day", "日"),
        Step::Week => words::pick(lang, "a week", "周"),
        Step::Month => words::pick(lang, "a month", "月"),
        Step::Quarter => words::pick(lang, "a quarter", "季度"),
        Step::Year => words::pick(lang, "a year", "年"),
    }
}

/// Where things stand in one form.
struct Plan<'a> {
    line: &'a TimeLine,
    measures: Measures,
    /// The axis of the upper panel.
    upper: Axis,
    /// The axes of what came in and what went out: one scale, so that both can be compared.
    lower: Axis,
    /// The zero line of the lower panel.
    zero: u64,
    /// The pixels that one unit of the lower scale's whole has.
    lower_height: u64,
}

fn plan(line: &TimeLine, measures: Measures) -> Plan<'_> {
    let largest = |of: fn(&TimeStep) -> u64| line.steps.iter().map(of).max().unwrap_or(0);
    let up = largest(|step| step.received);
    let down = largest(|step| step.handed_out.saturating_add(step.costs));
    let upper = Axis::up_to(largest(|step| step.in_hand), TICKS);
    let lower = Axis::up_to(up.max(down), TICKS);
    // Each side takes the room it needs, in whole ticks.
    let (above, below) = (lower.ticks_for(up), lower.ticks_for(down));
    let lower_height = (measures.panels.1 * lower.count()).checked_div((above + below).max(1)).unwrap_or(0);
    let top = HEAD + measures.panels.0 + HEAD;
    let zero = top + (lower_height * above).checked_div(lower.count()).unwrap_or(0);
    Plan { line, measures, upper, lower, zero, lower_height }
}

impl Plan<'_> {
    /// The left edge of a step, by its number.
    fn x(&self, step: usize) -> u64 {
        let count = u64::try_from(self.line.steps.len()).unwrap_or(1).max(1);
        let step = u64::try_from(step).unwrap_or(0);
        self.measures.left + (self.measures.width - self.measures.left) * step / count
    }

    fn lower(&self, amount: u64) -> u64 {
        self.lower.at(amount, self.lower_height)
    }

    fn bottom(&self) -> u64 {
        HEAD + self.measures.panels.0 + HEAD + self.measures.panels.1
    }
}

fn drawn(line: &TimeLine, form: Form, say: &'static Words) -> String {
    let measures = if form == Form::Wide { WIDE } else { NARROW };
    let plan = plan(line, measures);
    let described = description(line, say);
    let title = Title { name: "timeline", title: say.over_time, description: &described };
    let mut svg = Svg::open(&title, form, plan.measures.width, plan.bottom() + FOOT);
    grid(&mut svg, &plan, say);
    svg.path("area", &area(&plan));
    svg.path("edge", &edge(&plan));
    bars(&mut svg, &plan);
    dates(&mut svg, &plan, say.lang);
    for (number, step) in line.steps.iter().enumerate() {
        hit(&mut svg, &plan, number, step, say);
    }
    svg.close()
}

/// Headings, axis lines and their labels.
fn grid(svg: &mut Svg, plan: &Plan<'_>, say: &'static Words) {
    let Measures { width, left, panels, .. } = plan.measures;
    svg.text("head", left, HEAD - 12, "start", say.in_hand);
    let base = HEAD + panels.0;
    for tick in plan.upper.ticks() {
        let y = base - plan.upper.at(tick, panels.0);
        rule(svg, (left, width), y, tick == 0);
        svg.text("tick", left - 8, y + 4, "end", &short_money(say.lang, tick, plan.line.currency));
    }
    let head = format!("{} ↑  {} · {} ↓", say.received, say.handed_out, say.costs);
    svg.text("head", left, base + HEAD - 10, "start", &head);
    let (above, below) = (plan.zero - (base + HEAD), plan.bottom() - plan.zero);
    for tick in plan.lower.ticks() {
        let (length, label) = (plan.lower(tick), short_money(say.lang, tick, plan.line.currency));
        // Whole ticks fill each side but for a pixel of rounding.
        for (fits, y) in [
            (length <= above + 1, plan.zero.saturating_sub(length)),
            (tick > 0 && length <= below + 1, plan.zero + length),
        ] {
            if fits {
                rule(svg, (left, width), y, tick == 0);
                svg.text("tick", left - 8, y + 4, "end", &label);
            }
        }
    }
}

fn rule(svg: &mut Svg, (left, right): (u64, u64), y: u64, base: bool) {
    svg.path(if base { "base" } else { "rule" }, &format!("M{left} {y}H{right}"));
}

/// The outline of what lay in hand: a stair, because it is known at the end of each step only.
fn edge(plan: &Plan<'_>) -> String {
    let base = HEAD + plan.measures.panels.0;
    let mut d = String::new();
    for (number, step) in plan.line.steps.iter().enumerate() {
        let y = base - plan.upper.at(step.in_hand, plan.measures.panels.0);
        let (from, to) = (plan.x(number), plan.x(number + 1));
        d.push_str(&if number == 0 { format!("M{from} {y}H{to}") } else { format!("V{y}H{to}") });
    }
    d
}

fn area(plan: &Plan<'_>) -> String {
    let base = HEAD + plan.measures.panels.0;
    format!("{}V{base}H{}Z", edge(plan), plan.measures.left)
}

/// What came in stands on the zero line; what went out hangs from it, costs below what reached people.
fn bars(svg: &mut Svg, plan: &Plan<'_>) {
    let [mut received, mut reached, mut costs] = [const { String::new() }; 3];
    for (number, step) in plan.line.steps.iter().enumerate() {
        let (from, to) = (plan.x(number), plan.x(number + 1));
        let width = (to - from).saturating_sub(if to - from > 4 { 2 } else { 0 }).max(1);
        let (up, out) = (plan.lower(step.received), plan.lower(step.handed_out));
        let all = plan.lower(step.handed_out.saturating_add(step.costs));
        bar(&mut received, from, plan.zero - up, width, up);
        bar(&mut reached, from, plan.zero, width, out);
        bar(&mut costs, from, plan.zero + out, width, all - out);
    }
    svg.path("bar source", &received);
    svg.path("bar reached", &reached);
    svg.path("bar cost", &costs);
    let grain = format!("<path d=\"{costs}\" fill=\"url(#{}-cost)\"/>", svg.id);
    svg.raw(&grain);
}

fn bar(d: &mut String, x: u64, y: u64, width: u64, height: u64) {
    if height > 0 {
        d.push_str(&format!("M{x} {y}h{width}v{height}h-{width}z"));
    }
}

/// Labels of the time axis, as many as have room.
fn dates(svg: &mut Svg, plan: &Plan<'_>, lang: Lang) {
    let years = spans_years(plan.line);
    let distance = if years { YEAR_DISTANCE } else { plan.measures.label_distance };
    let mut free = 0;
    for (number, step) in plan.line.steps.iter().enumerate() {
        let x = plan.x(number);
        if x < free || x + distance * 3 / 4 > plan.measures.width {
            continue;
        }
        svg.path("base", &format!("M{x} {}v4", plan.bottom()));
        svg.text("tick", x, plan.bottom() + 18, "start", &short_period(lang, plan.line.step, step, years));
        free = x + distance;
    }
}

/// An invisible part over a step, which says all of it.
fn hit(svg: &mut Svg, plan: &Plan<'_>, number: usize, step: &TimeStep, say: &'static Words) {
    let money = |minor| words::money(minor, plan.line.currency);
    let parts = [
        (say.received, step.received),
        (say.handed_out, step.handed_out),
        (say.costs, step.costs),
        (say.in_hand_then, step.in_hand),
    ];
    // What did not happen is not said; what is in hand always is.
    let said = parts.iter().filter(|(name, minor)| *minor != 0 || *name == say.in_hand_then);
    let parts: Vec<String> = said.map(|(name, minor)| format!("{name} {}", money(*minor))).collect();
    let colon = words::pick(say.lang, ": ", "：");
    let says = format!("{}{colon}{}", period(say.lang, plan.line.step, step), parts.join("; "));
    let (from, to) = (plan.x(number), plan.x(number + 1));
    svg.part(&says, None, |svg| {
        svg.path("hit", &format!("M{from} {HEAD}H{to}V{}H{from}Z", plan.bottom()));
    });
}

fn twin(line: &TimeLine, say: &'static Words) -> AnyView {
    let money = |minor| words::money(minor, line.currency).into_any();
    let rows = line.steps.iter().map(|step| {
        let name = period(say.lang, line.step, step).into_any();
        vec![name, money(step.received), money(step.handed_out), money(step.costs), money(step.in_hand)]
    });
    let heads = [say.period, say.received, say.handed_out, say.costs, say.in_hand_then];
    table(say.over_time, &heads, &[1, 2, 3, 4], rows.collect())
}

/// A step's name: a day, a month, a quarter, a year, or its first and last day.
fn period(lang: Lang, length: Step, step: &TimeStep) -> String {
    let (year, month, _) = step.from.parts();
    match length {
        Step::Day => words::date(lang, step.from),
        Step::Week => format!("{} – {}", words::date(lang, step.from), words::date(lang, step.to)),
        Step::Month => words::month(lang, step.from),
        Step::Quarter => {
            let quarter = month.div_ceil(3);
            words::pick(lang, format!("Q{quarter} {year}"), format!("{year}年第{quarter}季度"))
        }
        Step::Year => words::pick(lang, year.to_string(), format!("{year}年")),
    }
}

/// Whether days must have their years: the first and the last step are of different ones.
fn spans_years(line: &TimeLine) -> bool {
    let year = |step: Option<&TimeStep>| step.map(|step| step.from.parts().0);
    matches!(line.step, Step::Day | Step::Week) && year(line.steps.first()) != year(line.steps.last())
}

/// The same for the time axis, where there is little room.
fn short_period(lang: Lang, length: Step, step: &TimeStep, years: bool) -> String {
    match length {
        Step::Day | Step::Week if years => words::short_date(lang, step.from),
        Step::Day | Step::Week => words::short_day(lang, step.from),
        Step::Month => words::short_month(lang, step.from),
        Step::Quarter | Step::Year => period(lang, length, step),
    }
}

#[cfg(test)]
mod tests {
    use ledger::value::{Currency, Date};

    use super::*;

    fn line(count: u16) -> TimeLine {
        let step = |number: u16| TimeStep {
            from: Date::new(2_020 + number / 12, u8::try_from(number % 12 + 1).expect("a month"), 1).expect("a day"),
            to: Date::new(2_020 + number / 12, u8::try_from(number % 12 + 1).expect("a month"), 28).expect("a day"),
            received: u64::from(number) * 1_000,
            handed_out: 700 * u64::from(number),
            costs: 50,
            in_hand: u64::from(number) * 12_345,
        };
        let currency = Currency::new("CNY").expect("a currency");
        TimeLine { currency, step: Step::Month, steps: (0..count).map(step).collect() }
    }

    #[test]
    fn bars_and_area_stay_within_their_panels() {
        for count in [1, 2, 60] {
            let line = line(count);
            for measures in [WIDE, NARROW] {
                let plan = plan(&line, measures);
                let top = HEAD + plan.measures.panels.0 + HEAD;
                for step in &line.steps {
                    assert!(plan.zero - plan.lower(step.received) >= top);
                    assert!(plan.zero + plan.lower(step.handed_out + step.costs) <= plan.bottom() + 1);
                    assert!(plan.upper.at(step.in_hand, plan.measures.panels.0) <= plan.measures.panels.0);
                }
                assert_eq!(plan.x(usize::from(count)), plan.measures.width);
            }
        }
    }

    #[test]
    fn days_of_more_than_one_year_have_their_years() {
        let week = |year, month, day| {
            let from = Date::new(year, month, day).expect("a day");
            TimeStep { from, to: from, received: 1, handed_out: 0, costs: 0, in_hand: 1 }
        };
        let mut line = TimeLine { step: Step::Week, steps: vec![week(2024, 12, 14), week(2026, 12, 27)], ..line(1) };
        let drawn = |line: &TimeLine, lang| super::drawn(line, Form::Wide, Words::of(lang));
        assert!(drawn(&line, Lang::En).contains(">14 Dec 2024</text>"), "{}", drawn(&line, Lang::En));
        assert!(drawn(&line, Lang::Zh).contains(">2026年12月27日</text>"));
        line.steps.remove(0);
        assert!(drawn(&line, Lang::En).contains(">27 Dec</text>"));
    }

    #[test]
    fn every_step_says_its_figures() {
        let drawn = drawn(&line(3), Form::Wide, Words::of(Lang::En));
        assert!(drawn.contains("<title>March 2020: Received ¥20.00; Reached people ¥14.00;"), "{drawn}");
        let chinese = super::drawn(&line(3), Form::Narrow, Words::of(Lang::Zh));
        assert!(chinese.contains("2020年3月：收到 ¥20.00"), "{chinese}");
        assert!(!drawn.contains("style"));
    }
}
