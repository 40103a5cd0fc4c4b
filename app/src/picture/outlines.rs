//! Outlines of countries and of their provinces, from Natural Earth, which is in the public domain; `outlines/make.mjs`
//! made the two files. They lie in the server and are cut to what a map shows. They are lines of one kind, whatever
//! they part: they are there for orientation and take no position on borders.

use std::sync::LazyLock;

/// A line, in hundredths of a degree: longitude, latitude.
pub(super) struct Outline {
    /// West, south, east, north.
    bounds: [i64; 4],
    /// Its points.
    pub(super) points: Vec<(i64, i64)>,
}

impl Outline {
    fn of(points: Vec<(i64, i64)>) -> Self {
        let mut bounds = [i64::MAX, i64::MAX, i64::MIN, i64::MIN];
        for (x, y) in &points {
            let [west, south, east, north] = bounds;
            bounds = [west.min(*x), south.min(*y), east.max(*x), north.max(*y)];
        }
        Self { bounds, points }
    }

    /// Whether it may be seen in a frame of west, south, east and north when moved east by so much.
    pub(super) fn meets(&self, frame: [i64; 4], east_by: i64) -> bool {
        let ([west, south, east, north], [left, low, right, high]) = (self.bounds, frame);
        west + east_by <= right && east + east_by >= left && south <= high && north >= low
    }
}

/// Borders and coasts of countries.
pub(super) static COUNTRIES: LazyLock<Vec<Outline>> =
    LazyLock::new(|| decode(include_bytes!("outlines/countries.bin")));

/// Borders between the provinces of a country.
pub(super) static PROVINCES: LazyLock<Vec<Outline>> =
    LazyLock::new(|| decode(include_bytes!("outlines/provinces.bin")));

/// Reads lines until the bytes end; what is cut off is left out.
fn decode(bytes: &[u8]) -> Vec<Outline> {
    let mut bytes = bytes.iter().copied();
    let mut lines = Vec::new();
    while let Some(line) = line(&mut bytes) {
        lines.extend(cut(line).into_iter().map(Outline::of));
    }
    lines
}

fn line(bytes: &mut impl Iterator<Item = u8>) -> Option<Vec<(i64, i64)>> {
    let count = number(bytes)?;
    let (mut x, mut y) = (0, 0);
    let mut points = Vec::new();
    for _ in 0..count {
        x += signed(number(bytes)?);
        y += signed(number(bytes)?);
        points.push((x, y));
    }
    Some(points)
}

/// The antimeridian, east of Greenwich.
const EDGE: i64 = 18_000;

/// A line in the parts that do not cross the antimeridian: a step of more than half the globe is a short one across it.
fn cut(points: Vec<(i64, i64)>) -> Vec<Vec<(i64, i64)>> {
    let mut parts = Vec::new();
    let mut part: Vec<(i64, i64)> = Vec::new();
    for point in points {
        if let Some(last) = part.last().copied()
            && (point.0 - last.0).abs() > EDGE
        {
            let (edge, lat) = crossing(last, point);
            part.push((edge, lat));
            parts.push(std::mem::replace(&mut part, vec![(-edge, lat)]));
        }
        part.push(point);
    }
    parts.push(part);
    parts.iter_mut().for_each(Vec::dedup);
    parts.retain(|part| part.len() > 1);
    parts
}

/// Where a step reaches the antimeridian, on the side that it comes from.
fn crossing(from: (i64, i64), to: (i64, i64)) -> (i64, i64) {
    let edge = if from.0 > 0 { EDGE } else { -EDGE };
    let (before, behind) = ((edge - from.0).abs(), (to.0 + edge).abs());
    let risen = ((to.1 - from.1) * before).checked_div(before + behind).unwrap_or(0);
    (edge, from.1 + risen)
}

/// A number in groups of seven bits, the lowest first.
fn number(bytes: &mut impl Iterator<Item = u8>) -> Option<i64> {
    let mut value = 0;
    for shift in (0..35).step_by(7) {
        let byte = bytes.next()?;
        value |= i64::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return Some(value);
        }
    }
    None
}

/// Even numbers are positive, odd ones negative.
fn signed(number: i64) -> i64 {
    if number % 2 == 0 { number / 2 } else { -(number / 2) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_whole_and_lie_on_the_globe() {
        for (lines, least) in [(&*COUNTRIES, 1_000), (&*PROVINCES, 5_000)] {
            assert!(lines.len() > least, "{}", lines.len());
            for line in lines {
                assert!(line.points.len() > 1);
                let [west, south, east, north] = line.bounds;
                assert!(west >= -18_100 && east <= 18_100 && south >= -9_000 && north <= 9_000, "{:?}", line.bounds);
            }
        }
    }

    #[test]
    fn no_line_runs_across_the_whole_map() {
        for line in COUNTRIES.iter().chain(&*PROVINCES) {
            for pair in line.points.windows(2) {
                assert!((pair[0].0 - pair[1].0).abs() <= EDGE, "{pair:?}");
            }
        }
    }

    #[test]
    fn a_line_over_the_antimeridian_is_cut_there() {
        let line = vec![(17_900, 100), (-17_900, 300), (-17_800, 300)];
        assert_eq!(
            cut(line),
            [vec![(17_900, 100), (18_000, 200)], vec![(-18_000, 200), (-17_900, 300), (-17_800, 300)]]
        );
        assert_eq!(cut(vec![(-18_000, 5), (17_990, 5)]), [vec![(18_000, 5), (17_990, 5)]]);
        assert_eq!(cut(vec![(1, 2), (3, 4)]), [vec![(1, 2), (3, 4)]]);
    }

    #[test]
    fn sichuan_has_neighbours_and_the_open_sea_has_none() {
        let sichuan = [10_000, 2_800, 10_600, 3_300];
        assert!(PROVINCES.iter().any(|line| line.meets(sichuan, 0)));
        let sea = [-3_000, -3_000, -2_900, -2_900];
        assert!(!COUNTRIES.iter().chain(&*PROVINCES).any(|line| line.meets(sea, 0)));
    }
}
