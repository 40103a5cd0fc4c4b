//! What holds for every flow: nothing is lost on the way, and nothing lies outside or on top of another.

use super::*;
use crate::picture::svg::label_width;

fn through(label: &str) -> Through {
    Through { label: label.to_owned(), href: Some(format!("/entries?item={}", label.len())) }
}

/// Numbers without a pattern, the same at every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Rows of so many projects and items, of amounts from a cent to a fortune.
fn random(seed: u64, projects: u64, items: u64) -> Vec<Row<2>> {
    let mut numbers = Numbers(seed);
    let count = 1 + numbers.below(projects * items * 3);
    let row = |_| {
        let project = numbers.below(projects);
        let item = numbers.below(items);
        let kind = EndKind::ALL[usize::try_from(numbers.below(12)).expect("few")];
        let scale = [1, 100, 1_000_000, 10_000_000_000][usize::try_from(numbers.below(4)).expect("few")];
        let more = if item.is_multiple_of(3) { " of a name that takes two lines" } else { "" };
        let by = [through(&format!("Project {project}")), through(&format!("救灾物资 item number {item}{more}"))];
        Row { by, kind, amount: numbers.below(97) * scale }
    };
    let mut rows: Vec<Row<2>> = (0..count).map(row).collect();
    rows.push(Row { by: [through("Project 0"), through("Money")], kind: EndKind::Unspent, amount: 1 });
    rows
}

/// Sources that add up to rows: one, or two of which one may be small.
fn sources(seed: u64, rows: &[Row<2>]) -> Vec<u64> {
    let total: u64 = rows.iter().map(|row| row.amount).sum();
    let mut numbers = Numbers(seed ^ 0x5eed);
    let second = total / (1 + numbers.below(1_000));
    match seed % 3 {
        0 => vec![total],
        1 => vec![total - second, second],
        _ => vec![0, total],
    }
}

fn worlds() -> impl Iterator<Item = (Vec<u64>, Vec<Row<2>>)> {
    let sizes = [(1, 1), (1, 30), (3, 9), (25, 2), (20, 40)];
    (0..60_u64).map(move |seed| {
        let (projects, items) = sizes[usize::try_from(seed).expect("few") % sizes.len()];
        let rows = random(seed, projects, items);
        (sources(seed, &rows), rows)
    })
}

fn names() -> Vec<String> {
    ["Gifts", "From other funds", "From afar"].map(str::to_owned).to_vec()
}

fn captions<'a, const N: usize>(
    by: [&'a str; N],
    sources: &'a [String],
    amount: &'a dyn Fn(u64) -> String,
) -> Captions<'a, N> {
    Captions {
        id: "flow",
        title: "Where it went",
        description: "70 of 100 handed out",
        from: "From",
        by,
        became: "What became of it",
        sources,
        source_link: &|_| Some("/gifts".to_owned()),
        others: "All others",
        end: &|kind| kind.word().to_owned(),
        end_link: &|kind| Some(format!("/entries?a=b&kind={}", kind.word())),
        table_link: "#flow-table",
        amount,
    }
}

const BY: [&str; 2] = ["Project", "Goods or money"];

fn graph_of(sources: &[u64], rows: &[Row<2>]) -> Graph {
    graph(&layout(sources, rows), &captions(BY, &names(), &|amount| amount.to_string()))
}

fn summed<K: Ord>(amounts: impl Iterator<Item = (K, u64)>) -> BTreeMap<K, u64> {
    let mut sums = BTreeMap::new();
    for (key, amount) in amounts.filter(|(_, amount)| *amount > 0) {
        *sums.entry(key).or_default() += amount;
    }
    sums
}

#[test]
fn what_comes_into_a_station_leaves_it_and_is_what_it_says() {
    for (sources, rows) in worlds() {
        let graph = graph_of(&sources, &rows);
        for (index, station) in graph.stations.iter().enumerate() {
            let came: u64 = graph.passages.iter().filter(|band| band.to == index).map(|band| band.amount).sum();
            let left: u64 = graph.passages.iter().filter(|band| band.from == index).map(|band| band.amount).sum();
            assert!(station.column == 0 || came == station.amount, "{came} came to {station:?}");
            assert!(station.column == 3 || left == station.amount, "{left} left {station:?}");
        }
        for band in &graph.passages {
            let column = |index: usize| graph.stations[index].column;
            assert_eq!(column(band.from) + 1, column(band.to), "{band:?}");
        }
    }
}

#[test]
fn picture_and_table_add_up_to_the_figures_of_the_fund() {
    for (sources, rows) in worlds() {
        let flow = layout(&sources, &rows);
        let ends = summed(rows.iter().map(|row| (row.kind, row.amount)));
        let given = summed(sources.iter().copied().enumerate());
        for lines in [&flow.shown, &flow.table] {
            assert_eq!(summed(lines.iter().map(|line| (line.kind, line.amount))), ends);
            assert_eq!(summed(lines.iter().map(|line| (line.source, line.amount))), given);
        }
        // What both name is the same in both, source by source.
        for column in 0..2 {
            let by = |line: &Line<2>| (line.source, line.by[column].clone());
            let table = summed(flow.table.iter().map(|line| (by(line), line.amount)));
            let shown = summed(flow.shown.iter().map(|line| (by(line), line.amount)));
            let both = shown.iter().filter(|((_, name), _)| name.is_some()).filter(|(key, _)| table.contains_key(*key));
            for (key, amount) in both {
                assert_eq!(table.get(key), Some(amount), "{key:?}");
            }
        }
    }
}

#[test]
fn many_projects_of_many_goods_still_give_a_countable_picture_and_table() {
    for (sources, rows) in worlds() {
        let flow = layout(&sources, &rows);
        let graph = graph_of(&sources, &rows);
        assert!(graph.passages.len() <= RIBBONS_LIMIT, "{}", graph.passages.len());
        assert!(flow.table.len() <= TABLE_LIMIT, "{}", flow.table.len());
        for column in 1..3 {
            let count = graph.stations.iter().filter(|station| station.column == column).count();
            assert!((1..=MIDDLE_LIMIT + 1).contains(&count), "{count} in column {column}");
        }
    }
}

#[test]
fn what_is_folded_leads_to_the_table_and_is_never_one_alone() {
    let row = |item: u64| Row { by: [through(&format!("item {item}"))], kind: EndKind::InStock, amount: 100 - item };
    let total = |rows: &[Row<1>]| rows.iter().map(|row| row.amount).sum::<u64>();
    let others = |count: u64| {
        let rows: Vec<Row<1>> = (0..count).map(row).collect();
        let flow = layout(&[total(&rows)], &rows);
        let sources = names();
        let graph = graph(&flow, &captions(["Goods"], &sources, &|amount| amount.to_string()));
        graph.stations.into_iter().find(|station| station.label == "All others")
    };
    assert_eq!(others(8), None, "eight names take as many places as seven and the others");
    let folded = others(60).expect("a station");
    assert_eq!(folded.href.as_deref(), Some("#flow-table"));
    assert_eq!(folded.amount, (7..60).map(|item| 100 - item).sum::<u64>());
}

#[test]
fn the_order_of_rows_does_not_matter() {
    for (sources, mut rows) in worlds() {
        let flow = layout(&sources, &rows);
        rows.reverse();
        assert_eq!(flow, layout(&sources, &rows));
    }
}

#[test]
fn a_flow_without_projects_has_three_columns() {
    let rows = [
        Row { by: [through("Tents")], kind: EndKind::Distributed, amount: 70 },
        Row { by: [through("Tents")], kind: EndKind::Lost, amount: 30 },
    ];
    let sources = names();
    let graph = graph(&layout(&[60, 40], &rows), &captions(["Goods"], &sources, &|amount| amount.to_string()));
    assert_eq!(graph.heads, ["From", "Goods", "What became of it"]);
    assert_eq!(graph.stations.iter().map(|station| station.column).collect::<Vec<_>>(), [0, 0, 1, 2, 2]);
}

#[test]
fn each_of_several_sources_gives_what_is_its_own_and_feeds_every_end() {
    for (_, rows) in worlds() {
        let rows: Vec<Row<1>> =
            rows.into_iter().map(|Row { by: [_, goods], kind, amount }| Row { by: [goods], kind, amount }).collect();
        let total: u64 = rows.iter().map(|row| row.amount).sum();
        let sources = [total / 3, 0, total / 7, 1, total - total / 3 - total / 7 - 1];
        let flow = layout(&sources, &rows);
        let given = summed(flow.shown.iter().map(|line| (line.source, line.amount)));
        assert_eq!(given, summed(sources.iter().copied().enumerate()));
        // A third of the whole is a third of each part, but for the rounding at both of its edges, which each cell of the
        // part may have.
        for (kind, amount) in summed(rows.iter().map(|row| (row.kind, row.amount))) {
            let lines = flow.shown.iter().filter(|line| line.kind == kind && line.source == 0);
            let part: u64 = lines.map(|line| line.amount).sum();
            let cells = u64::try_from(rows.iter().filter(|row| row.kind == kind).count()).expect("few");
            assert!(part.abs_diff(amount / 3) <= 2 * cells + 2, "{part} of {amount}");
        }
    }
}

#[test]
fn nothing_gives_nothing() {
    let empty = layout::<2>(&[], &[]);
    assert_eq!(empty, Flow::default());
    assert_eq!(draw(&empty, &captions(BY, &names(), &|amount| amount.to_string())), ["", ""]);
}

#[test]
fn a_picture_is_escaped_and_without_style_of_its_own() {
    let row = |kind, amount| Row { by: [through("Shelter & warmth"), through("Tents <b>")], kind, amount };
    let rows = [row(EndKind::Distributed, 70), row(EndKind::Lost, 30)];
    let sources = names();
    let amount = |amount: u64| amount.to_string();
    let drawn = draw(&layout(&[100], &rows), &captions(BY, &sources, &amount));
    for svg in &drawn {
        assert!(svg.contains("Tents &lt;b&gt;") && svg.contains("?a=b&amp;kind=lost"), "{svg}");
        assert!(svg.contains("<title>Shelter &amp; warmth → Tents &lt;b&gt;: 100</title>"), "{svg}");
        assert!(!svg.contains("style") && !svg.contains("<script"), "{svg}");
        assert!(svg.contains("role=\"group\"") && svg.contains("-title\">Where it went</title>"), "{svg}");
    }
    assert_eq!(drawn, draw(&layout(&[100], &rows), &captions(BY, &sources, &amount)));
}

/// A rectangle: left, top, right, bottom.
type Rect = [u64; 4];

/// What a drawing takes: its size, its texts with where they lie, its bars.
struct Lies {
    size: (u64, u64),
    texts: Vec<(String, Rect)>,
    bars: Vec<Rect>,
}

/// The value of an attribute of the element that a piece of markup begins with.
fn attribute(markup: &str, name: &str) -> u64 {
    let rest = markup.split(&format!(" {name}=\"")).nth(1).unwrap_or_else(|| panic!("{name} in {markup}"));
    rest.split('"').next().and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{name} in {markup}"))
}

fn lies(svg: &str) -> Lies {
    let view = svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split('"').next()).expect("a view box");
    let (width, height) = view.split_once(' ').expect("a size");
    let size = (width.parse().expect("a width"), height.parse().expect("a height"));
    let text = |markup: &str| {
        let text = markup.split(['<', '>']).nth(1).expect("a text").to_owned();
        let (x, base) = (attribute(markup, "x"), attribute(markup, "y"));
        let lies = [x, base.saturating_sub(10), x + label_width(&text), base + 3];
        (text, lies)
    };
    let bar = |markup: &str| {
        let (x, y) = (attribute(markup, "x"), attribute(markup, "y"));
        [x, y, x + attribute(markup, "width"), y + attribute(markup, "height")]
    };
    let bars = svg.split("<rect").skip(1).filter(|markup| markup.starts_with(" class=\"bar ")).map(bar).collect();
    Lies { size, texts: svg.split("<text").skip(1).map(text).collect(), bars }
}

fn meet(one: &Rect, other: &Rect) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

#[test]
fn everything_lies_within_the_drawing_and_no_label_on_another() {
    let sources_names = names();
    let amount = |minor: u64| format!("¥{}.{:02}", minor / 100, minor % 100);
    for (sources, rows) in worlds() {
        let drawings = draw(&layout(&sources, &rows), &captions(BY, &sources_names, &amount));
        for svg in &drawings {
            let Lies { size: (width, height), texts, bars } = lies(svg);
            assert!(width <= 960 && !texts.is_empty() && !bars.is_empty());
            for [left, top, right, bottom] in texts.iter().map(|(_, lies)| lies).chain(&bars) {
                assert!(left < right && top < bottom, "{left} {top} {right} {bottom}");
                assert!(*right <= width && *bottom <= height, "{right} {bottom} in {width} {height}");
            }
            for (place, (text, lies)) in texts.iter().enumerate() {
                let on = texts.iter().skip(place + 1).find(|(_, other)| meet(lies, other));
                assert_eq!(on, None, "on {text} {lies:?}");
                assert!(!bars.iter().any(|bar| meet(lies, bar)), "a bar on {text} {lies:?}");
            }
        }
    }
}

#[test]
fn the_columns_stand_in_order_across_the_page_and_down_the_telephone() {
    let (sources, rows) = worlds().nth(2).expect("a world");
    let amount = |amount: u64| amount.to_string();
    let [wide, narrow] = draw(&layout(&sources, &rows), &captions(BY, &names(), &amount));
    let heads = ["From", "Project", "Goods or money", "What became of it"];
    let place = |svg: &str, head: &str, side: usize| {
        let found = lies(svg).texts.into_iter().find(|(text, _)| text == head);
        found.unwrap_or_else(|| panic!("no {head}")).1[side]
    };
    assert!(heads.map(|head| place(&wide, head, 0)).is_sorted_by(|one, next| one < next));
    assert!(heads.map(|head| place(&narrow, head, 1)).is_sorted_by(|one, next| one < next));
    assert_eq!(lies(&narrow).size.0, 340, "a telephone of 360 pixels shows all of it");
    // Every station stands in the column of its head: the drawing has four places for bars, and no others.
    let mut lefts: Vec<u64> = lies(&wide).bars.iter().map(|bar| bar[0]).collect();
    lefts.sort_unstable();
    lefts.dedup();
    assert_eq!(lefts, heads.map(|head| place(&wide, head, 0)));
}
