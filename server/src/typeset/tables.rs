//! Rows and columns: how wide each column is, which rows fit on a page, and the heads on every page.

use krilla::tagging::{TableHeaderScope, Tag, TagKind};

use super::setter::{Mark, Setter};
use super::text::{Line, lines, measure};
use super::{Column, MM, Style, Table, Width};

/// Around what is in a cell: at the sides, above and below.
const PADDING: [f32; 2] = [4.0, 3.5];

/// How dark the lines between rows are.
const RULE_GREY: u8 = 150;

pub(super) fn set(setter: &mut Setter, table: &Table) {
    let edges = edges(table, setter.across);
    let heads: Vec<&str> = table.columns.iter().map(|column| column.head.as_str()).collect();
    let before = setter.open(Tag::Table.with_summary(Some(table.summary.clone())));
    let head = setter.open(Tag::THead);
    let shape = Shape { table, edges: &edges };
    shape.row(setter, &heads, Kind::Heads);
    setter.close(head);
    let body = setter.open(Tag::TBody);
    for row in &table.rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        if !setter.has_room(shape.height(&shape.lines(&cells, Kind::Row), Kind::Row)) {
            setter.new_page();
            shape.row(setter, &heads, Kind::HeadsAgain);
        }
        shape.row(setter, &cells, Kind::Row);
    }
    setter.close(body);
    setter.close(before);
    setter.top += 6.0;
}

/// The left edge of each column, and the right one of the last.
fn edges(table: &Table, across: [f32; 2]) -> Vec<f32> {
    let whole = across[1] - across[0];
    let natural = |place: usize, column: &Column| {
        let head = measure(&column.head, Style::Head.look());
        let cells = table.rows.iter().filter_map(|row| row.get(place));
        cells.map(|cell| measure(cell, Style::Body.look())).fold(head, f32::max) + PADDING[0] * 2.0 + 0.1
    };
    let firm: Vec<Option<f32>> = table
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| match column.width {
            Width::Mm(width) => Some(width * MM),
            Width::Fit => Some(natural(place, column)),
            Width::Share(_) => None,
        })
        .collect();
    let taken: f32 = firm.iter().flatten().sum();
    let shares: f32 = table.columns.iter().map(share).sum();
    // What shares the rest gets a quarter of the whole at least; the others give way.
    let least = if shares > 0.0 { whole * 0.25 } else { 0.0 };
    let squeeze = if taken > whole - least { (whole - least) / taken } else { 1.0 };
    let rest = whole - taken * squeeze;
    let mut edges = vec![across[0]];
    for (column, firm) in table.columns.iter().zip(firm) {
        let width = firm.map_or(rest * share(column) / shares.max(f32::MIN_POSITIVE), |width| width * squeeze);
        edges.push(edges.last().copied().unwrap_or_default() + width);
    }
    edges
}

fn share(column: &Column) -> f32 {
    match column.width {
        Width::Share(share) => share,
        Width::Mm(_) | Width::Fit => 0.0,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heads,
    /// On a page that the table goes on to: they were read before.
    HeadsAgain,
    Row,
}

struct Shape<'a> {
    table: &'a Table,
    edges: &'a [f32],
}

impl Shape<'_> {
    fn lines(&self, cells: &[&str], kind: Kind) -> Vec<Vec<Line>> {
        let style = if kind == Kind::Row { Style::Body } else { Style::Head };
        let widths = self.edges.windows(2).map(|edge| edge[1] - edge[0] - PADDING[0] * 2.0);
        cells.iter().zip(widths).map(|(cell, width)| lines(cell, style, width.max(1.0))).collect()
    }

    #[allow(clippy::cast_precision_loss)] // Lines of one cell.
    fn height(&self, cells: &[Vec<Line>], kind: Kind) -> f32 {
        let tall = |set: &Vec<Line>| set.first().map_or(0.0, |line| line.look.leading) * set.len() as f32;
        let height = cells.iter().map(tall).fold(0.0, f32::max) + PADDING[1] * 2.0;
        match self.table.by_hand_mm {
            Some(least) if kind == Kind::Row => height.max(least * MM),
            _ => height,
        }
    }

    fn row(&self, setter: &mut Setter, cells: &[&str], kind: Kind) {
        let set = self.lines(cells, kind);
        let (height, top) = (self.height(&set, kind), setter.top);
        let row = (kind != Kind::HeadsAgain).then(|| setter.open(Tag::TR));
        for (place, cell) in set.into_iter().enumerate() {
            let (Some(left), Some(right)) = (self.edges.get(place), self.edges.get(place + 1)) else { continue };
            let cell_tag = (kind != Kind::HeadsAgain).then(|| setter.open(self.tag(place, kind)));
            let leaf = cell_tag.map(|_| setter.leaf());
            let mut line_top = top + PADDING[1];
            for line in cell {
                let is_number = self.table.columns.get(place).is_some_and(|column| column.is_number);
                let left = if is_number { right - PADDING[0] - line.width } else { left + PADDING[0] };
                let leading = line.look.leading;
                setter.mark(leaf, Mark::Text { line, left, top: line_top, leads_to: None });
                line_top += leading;
            }
            if let Some(before) = cell_tag {
                setter.close(before);
            }
        }
        if let Some(before) = row {
            setter.close(before);
        }
        setter.top += height;
        self.rules(setter, [top, setter.top], kind);
    }

    fn rules(&self, setter: &mut Setter, [top, bottom]: [f32; 2], kind: Kind) {
        let (Some(left), Some(right)) = (self.edges.first().copied(), self.edges.last().copied()) else { return };
        if self.table.by_hand_mm.is_some() {
            for edge in self.edges {
                setter.rule([*edge, top], [*edge, bottom], 0.4, RULE_GREY);
            }
            setter.rule([left, top], [right, top], 0.4, RULE_GREY);
        }
        match kind {
            Kind::Row => setter.rule([left, bottom], [right, bottom], 0.4, RULE_GREY),
            Kind::Heads | Kind::HeadsAgain => setter.rule([left, bottom], [right, bottom], 0.8, 0),
        }
    }

    fn tag(&self, place: usize, kind: Kind) -> TagKind {
        match kind {
            Kind::Heads | Kind::HeadsAgain => Tag::TH(TableHeaderScope::Column).into(),
            Kind::Row if place == 0 && self.table.has_row_heads => Tag::TH(TableHeaderScope::Row).into(),
            Kind::Row => Tag::TD.into(),
        }
    }
}
