//! The map of places: a dot for each, its area in proportion to what was handed out there, over outlines.

use leptos::prelude::*;

use super::figure::{Around, figure};
use super::outlines::{COUNTRIES, Outline, PROVINCES};
use super::projection::{AROUND, Frame, View};
use super::svg::{Form, Svg, Title, label_width};
use crate::page::parts::{people, table};
use crate::view::{PlaceLine, Places};
use crate::words::{self, Lang, Words};

/// The largest dot's radius, wide and narrow.
const LARGEST_DOT: [u64; 2] = [26, 16];
/// The smallest that can be seen and hit.
const SMALLEST_DOT: u64 = 4;
/// At most so many labels.
const LABELS_LIMIT: [usize; 2] = [14, 6];
/// More degrees than this, in hundredths, show countries only.
const PROVINCES_UP_TO: i64 = 2_500;
/// A map shows the first of these from north to south, in hundredths of a degree, that has enough outlines in it to tell
/// where it is: 7 degrees are about 780 km, most of a province around its middle.
const LEAST: [i64; 5] = [700, 1_000, 1_400, 2_200, 3_500];
/// So many points of outlines tell where a map is.
const TELLING: usize = 60;
/// More countries than this are not named on a map.
const NAMED_COUNTRIES: usize = 3;

/// The places as a map, with their table.
#[must_use]
pub fn places(places: &Places, say: &'static Words) -> AnyView {
    if places.lines.is_empty() {
        return view! { <p class="empty">{say.no_handouts}</p> }.into_any();
    }
    let drawings = [drawn(places, Form::Wide, say), drawn(places, Form::Narrow, say)];
    let caption = format!("{} {}", say.map_caption, say.outlines_note);
    let twin = view! { {twin(places, say)}{remainder(places, say)} }.into_any();
    figure(Around { name: "places", drawings, caption, open: true, twin }, say)
}

/// The map alone, wide and narrow; empty where no place has coordinates. Its twin is the table that it stands above.
pub(crate) fn map(places: &Places, lang: Lang) -> [String; 2] {
    let say = Words::of(lang);
    [drawn(places, Form::Wide, say), drawn(places, Form::Narrow, say)]
}

/// What a dot's area stands for: what was handed out, or how often where money can't be compared.
fn weight(places: &Places, line: &PlaceLine) -> u64 {
    if places.currency.is_some() { line.amount } else { line.handouts }
}

fn drawn(places: &Places, form: Form, say: &'static Words) -> String {
    let on_map: Vec<(&PlaceLine, (i64, i64))> =
        places.lines.iter().filter_map(|line| line.at.map(|at| (line, at))).collect();
    let points: Vec<(i64, i64)> = on_map.iter().map(|(_, at)| *at).collect();
    let size = if form == Form::Wide { (960, 460) } else { (340, 300) };
    let Some(ground) = ground(&points, size) else { return String::new() };
    let lines: Vec<&PlaceLine> = on_map.iter().map(|(line, _)| *line).collect();
    let region = region(&lines, say.lang);
    let described = description(places, on_map.len(), region.as_deref(), say);
    let title = Title { name: "places", title: say.places_title, description: &described };
    let mut svg = Svg::open(&title, form, u64::from(size.0), u64::from(size.1));
    svg.path("outline", &ground.countries);
    if !ground.provinces.is_empty() {
        svg.path("outline inner", &ground.provinces);
    }
    let view = ground.view;
    let largest = on_map.iter().map(|(line, _)| weight(places, line)).max().unwrap_or(0);
    let dots: Vec<Dot<'_>> = on_map
        .iter()
        .map(|(line, at)| Dot { line, at: view.place(*at), radius: radius(weight(places, line), largest, form) })
        .collect();
    for dot in &dots {
        dot.draw(&mut svg, places, say);
    }
    let mut taken = Frame::default();
    if let Some(region) = &region {
        let width = i64::try_from(label_width(region)).unwrap_or(0);
        taken.take([0, 0, 14 + width, 26]);
        svg.text("head", 10, 18, "start", region);
    }
    label(&mut svg, &dots, &mut taken, form, size, say.lang);
    svg.close()
}

/// What lies under the dots.
struct Ground {
    view: View,
    countries: String,
    /// Empty where the map shows too much for them.
    provinces: String,
}

/// The map over the points, wide enough that its outlines tell where it is; none without a point.
fn ground(points: &[(i64, i64)], size: (u32, u32)) -> Option<Ground> {
    let mut widest = None;
    for least in LEAST {
        let view = View::over(points, size, least)?;
        let (countries, mut seen) = outlines(&COUNTRIES, &view);
        let mut provinces = String::new();
        if view.degrees() <= PROVINCES_UP_TO {
            let (inner, of_inner) = outlines(&PROVINCES, &view);
            provinces = inner;
            seen += of_inner;
        }
        widest = Some(Ground { view, countries, provinces });
        if seen >= TELLING {
            break;
        }
    }
    widest
}

/// The name of what the map shows: the province that all places lie in, or else their country, or their few countries.
fn region(lines: &[&PlaceLine], lang: Lang) -> Option<String> {
    let mut countries: Vec<&str> = lines.iter().map(|line| line.place.country.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    if countries.len() > NAMED_COUNTRIES || countries.iter().any(|code| code.is_empty()) {
        return None;
    }
    let names: Vec<String> = countries.iter().map(|code| words::country(lang, code)).collect();
    let names = names.join(words::pick(lang, ", ", "、"));
    let first = lines.first().and_then(|line| line.admin1.as_deref());
    let shared = first.filter(|code| lines.iter().all(|line| line.admin1.as_deref() == Some(*code)));
    Some(match shared.and_then(|code| words::province(lang, code)) {
        Some(province) if lang == Lang::Zh && province.is_ascii() => format!("{names} {province}"),
        Some(province) => words::pick(lang, format!("{province}, {names}"), format!("{names}{province}")),
        None => names,
    })
}

fn description(places: &Places, on_map: usize, region: Option<&str>, say: &'static Words) -> String {
    let region = region.map(|region| format!("{region}{}", words::pick(say.lang, ". ", "。"))).unwrap_or_default();
    let (shown, total) = (words::count(u64::try_from(on_map).unwrap_or(0)), words::count(places.total));
    match say.lang {
        Lang::En => {
            format!("{region}{shown} of {total} places on a map; all that is known of each stands in the table.")
        }
        Lang::Zh => format!("{region}地图显示 {total} 处地点中的 {shown} 处；各处详情见表格。"),
    }
}

/// Outlines as one path, cut to the frame and without points closer than two pixels; and of how many points it is.
fn outlines(lines: &[Outline], view: &View) -> (String, usize) {
    let (mut d, mut points) = (String::new(), 0_usize);
    for line in lines {
        for east_by in AROUND.into_iter().filter(|east_by| line.meets(view.bounds(), *east_by)) {
            for run in view.runs(&line.points, east_by) {
                points += run.len();
                let mut last: Option<(i64, i64)> = None;
                for (x, y) in run {
                    match last {
                        None => d.push_str(&format!("M{x} {y}l")),
                        Some((from_x, from_y)) => d.push_str(&format!("{} {} ", x - from_x, y - from_y)),
                    }
                    last = Some((x, y));
                }
            }
        }
    }
    (d, points)
}

/// The radius whose square is in proportion.
fn radius(weight: u64, largest: u64, form: Form) -> u64 {
    let most = LARGEST_DOT[usize::from(form == Form::Narrow)];
    let square = (u128::from(weight) * u128::from(most * most)).checked_div(u128::from(largest)).unwrap_or(0);
    u64::try_from(square.isqrt()).unwrap_or(most).max(SMALLEST_DOT)
}

/// A place on the drawing.
struct Dot<'a> {
    line: &'a PlaceLine,
    at: (i64, i64),
    radius: u64,
}

impl Dot<'_> {
    fn draw(&self, svg: &mut Svg, places: &Places, say: &'static Words) {
        let line = self.line;
        let value = places.currency.map(|currency| words::money(line.amount, currency));
        let count = words::count(line.handouts);
        let handouts = match say.lang {
            Lang::En if line.handouts == 1 => "1 hand-out".to_owned(),
            Lang::En => format!("{count} hand-outs"),
            Lang::Zh => format!("发放 {count} 次"),
        };
        // Of nobody nothing is said: in a report they may be too few to be told.
        let counted = line.households > 0 || line.people > 0;
        let reached = counted.then(|| people(say.lang, line.households, line.people));
        let facts: Vec<String> = value.into_iter().chain([handouts]).chain(reached).collect();
        let says = format!(
            "{}{}{}",
            words::place(say.lang, &line.place),
            words::pick(say.lang, ": ", "："),
            facts.join(words::pick(say.lang, ", ", "，"))
        );
        let ((x, y), radius) = (self.at, self.radius);
        svg.part(&says, line.href.as_deref(), |svg| {
            svg.raw(&format!("<circle class=\"dot reached\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
        });
    }
}

/// Names beside the largest dots, where no other name stands.
fn label(svg: &mut Svg, dots: &[Dot<'_>], taken: &mut Frame, form: Form, size: (u32, u32), lang: Lang) {
    for dot in dots.iter().take(LABELS_LIMIT[usize::from(form == Form::Narrow)]) {
        let name =
            words::place_name(lang, &dot.line.place).map_or_else(|| words::place(lang, &dot.line.place), str::to_owned);
        let width = i64::try_from(label_width(&name)).unwrap_or(0);
        let (x, y) = dot.at;
        let gap = i64::try_from(dot.radius).unwrap_or(0) + 5;
        // Right of the dot, or left of it where the map ends.
        for (from, anchor, at) in [(x + gap, "start", x + gap), (x - gap - width, "end", x - gap)] {
            let fits = from >= 0 && from + width <= i64::from(size.0);
            if fits && taken.take([from, y - 8, from + width, y + 8]) {
                let (at, base) = (u64::try_from(at).unwrap_or(0), u64::try_from(y + 4).unwrap_or(0));
                svg.text("label", at, base, anchor, &name);
                break;
            }
        }
    }
}

/// The table is of the largest places only where there are many.
fn remainder(places: &Places, say: &'static Words) -> Option<AnyView> {
    let shown = u64::try_from(places.lines.len()).unwrap_or(u64::MAX);
    let left = places.total.checked_sub(shown).filter(|left| *left > 0)?;
    let left = words::count(left);
    let text = match say.lang {
        Lang::En => format!("{left} smaller places are not listed here."),
        Lang::Zh => format!("另有 {left} 处较小的地点未列出。"),
    };
    Some(view! { <p class="more">{text}</p> }.into_any())
}

fn twin(places: &Places, say: &'static Words) -> AnyView {
    let name = |line: &PlaceLine| {
        let name = words::place(say.lang, &line.place);
        match line.href.clone() {
            Some(href) => view! { <a href=href>{name}</a> }.into_any(),
            None => name.into_any(),
        }
    };
    let rows = places.lines.iter().map(|line| {
        let value = places.currency.map_or_else(|| "–".to_owned(), |currency| words::money(line.amount, currency));
        let counts = [line.handouts, line.households, line.people].map(|number| words::count(number).into_any());
        [name(line), value.into_any()].into_iter().chain(counts).collect()
    });
    let heads = [say.place, say.value, say.handouts, say.households, say.people];
    table(say.places_title, &heads, &[1, 2, 3, 4], rows.collect())
}

#[cfg(test)]
mod tests {
    use ledger::value::Currency;

    use super::*;
    use crate::view::PlaceName;

    fn line(name: &str, at: Option<(i64, i64)>, amount: u64) -> PlaceLine {
        let place = PlaceName { name: Some(name.to_owned()), country: "CN".into() };
        PlaceLine { place, admin1: None, at, amount, handouts: 1, households: 2, people: 7, href: None }
    }

    fn sichuan() -> Places {
        let lines = vec![
            line("Chengdu", Some((3_057, 10_407)), 90_000),
            line("Yingxiu", Some((3_106, 10_349)), 10_000),
            line("Somewhere", None, 5),
        ];
        Places { currency: Currency::new("CNY"), lines, total: 3 }
    }

    #[test]
    fn places_with_coordinates_are_dots_over_outlines() {
        for form in [Form::Wide, Form::Narrow] {
            let drawn = drawn(&sichuan(), form, Words::of(Lang::En));
            assert_eq!(drawn.matches("<circle").count(), 2, "{drawn}");
            assert!(drawn.contains("<title>Chengdu (China): ¥900.00, 1 hand-out, 2 households, 7 people</title>"));
            assert!(drawn.contains("class=\"outline inner\" d=\"M"), "{drawn}");
            assert!(drawn.len() < 30_000, "{}", drawn.len());
        }
    }

    /// The lengths of the outlines' straight pieces across, in pixels.
    fn across(drawn: &str) -> Vec<i64> {
        let paths = drawn.split("class=\"outline").skip(1).filter_map(|rest| rest.split('"').nth(2));
        let runs = paths.flat_map(|d| d.split('M').skip(1)).filter_map(|run| run.split('l').nth(1));
        let numbers = runs.flat_map(|steps| {
            let steps: Vec<i64> = steps.split_whitespace().map(|step| step.parse().expect("a number")).collect();
            steps.chunks(2).map(|step| step[0].abs()).collect::<Vec<_>>()
        });
        numbers.collect()
    }

    #[test]
    fn no_outline_runs_across_a_map_of_the_world() {
        let mut lines = vec![
            line("Chengdu", Some((3_057, 10_407)), 90_000),
            line("Diffa", Some((1_331, 1_261)), 10_000),
            line("Port-au-Prince", Some((1_854, -7_234)), 10_000),
            line("Suva", Some((-1_814, 17_844)), 10_000),
            line("Moscow", Some((5_575, 3_762)), 10_000),
        ];
        for (line, country) in lines.iter_mut().zip(["CN", "NE", "HT", "FJ", "RU"]) {
            line.place.country = country.into();
        }
        let world = Places { lines, total: 5, ..sichuan() };
        for form in [Form::Wide, Form::Narrow] {
            let drawn = drawn(&world, form, Words::of(Lang::En));
            let pieces = across(&drawn);
            assert!(pieces.len() > 200, "{}", pieces.len());
            assert!(pieces.iter().all(|piece| *piece < 200), "{:?}", pieces.iter().max());
            assert!(!drawn.contains("class=\"head\""), "too many countries to name");
        }
    }

    #[test]
    fn a_few_villages_are_shown_in_their_province_which_is_named() {
        let lines =
            vec![line("Yingxiu", Some((3_106, 10_349)), 90_000), line("Weizhou", Some((3_148, 10_359)), 10_000)];
        let mut wenchuan = Places { lines, total: 2, ..sichuan() };
        for line in &mut wenchuan.lines {
            line.admin1 = Some("CN-SC".into());
        }
        for form in [Form::Wide, Form::Narrow] {
            let drawn = drawn(&wenchuan, form, Words::of(Lang::En));
            assert!(across(&drawn).len() >= TELLING / 2, "{drawn}");
            assert!(drawn.contains(">Sichuan, China</text>"), "{drawn}");
        }
        assert!(drawn(&wenchuan, Form::Narrow, Words::of(Lang::Zh)).contains(">中国四川</text>"));
        assert!(drawn(&sichuan(), Form::Wide, Words::of(Lang::En)).contains(">China</text>"));
    }

    #[test]
    fn places_without_coordinates_give_a_table_alone() {
        let places = Places { lines: vec![line("Somewhere", None, 5)], ..sichuan() };
        assert_eq!(drawn(&places, Form::Wide, Words::of(Lang::Zh)), "");
    }

    #[test]
    fn the_area_of_a_dot_is_in_proportion() {
        assert_eq!((radius(400, 400, Form::Wide), radius(100, 400, Form::Wide)), (26, 13));
        assert_eq!(radius(1, u64::MAX, Form::Narrow), SMALLEST_DOT);
    }
}
