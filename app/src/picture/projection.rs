//! From degrees to pixels by whole numbers: a plane chart whose degrees of longitude are shortened for the middle
//! latitude, true enough for a country and readable for a world.

/// A part of the globe on a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    width: i64,
    height: i64,
    /// West, south, east, north, in hundredths of a degree.
    bounds: [i64; 4],
}

/// All around the globe, in hundredths of a degree.
const TURN: i64 = 36_000;
/// How far east lines are moved to be seen on a map whose middle is elsewhere: not, or once around either way.
pub(super) const AROUND: [i64; 3] = [0, -TURN, TURN];
/// Room around the places, in hundredths of what they take.
const MARGIN: i64 = 18;
/// Points of an outline closer than this are one.
const NEAR: i64 = 2;

impl View {
    /// The view over points of latitude and longitude on a drawing of that size, at least so many hundredths of a degree
    /// from north to south; none without a point.
    pub(super) fn over(points: &[(i64, i64)], (width, height): (u32, u32), least: i64) -> Option<Self> {
        let (width, height) = (i64::from(width), i64::from(height));
        let south = points.iter().map(|point| point.0).min()?;
        let north = points.iter().map(|point| point.0).max()?;
        let (west, east) = reach(points)?;
        let (middle_lat, middle_lon) = (south.midpoint(north), west.midpoint(east));
        let cosine = cosine(middle_lat);
        let roomy = |span: i64| span + span * 2 * MARGIN / 100;
        let tall = roomy(north - south).max(least);
        let broad = roomy(east - west).max(least);
        // The drawing's shape decides which of the two is widened.
        let tall = tall.max(broad * cosine * height / (width * 1_000));
        let broad = tall * width * 1_000 / (height * cosine);
        let bounds = [middle_lon - broad / 2, middle_lat - tall / 2, middle_lon + broad / 2, middle_lat + tall / 2];
        Some(Self { width, height, bounds })
    }

    /// West, south, east, north, in hundredths of a degree.
    pub(super) fn bounds(&self) -> [i64; 4] {
        self.bounds
    }

    /// How many hundredths of a degree it shows from north to south.
    pub(super) fn degrees(&self) -> i64 {
        let [_, south, _, north] = self.bounds;
        north - south
    }

    /// The pixel of a latitude and longitude, on whichever side of the antimeridian the map shows it.
    pub(super) fn place(&self, (lat, lon): (i64, i64)) -> (i64, i64) {
        let [west, _, east, _] = self.bounds;
        let left = west.midpoint(east) - TURN / 2;
        self.pixel((lat, left + (lon - left).rem_euclid(TURN)))
    }

    fn pixel(&self, (lat, lon): (i64, i64)) -> (i64, i64) {
        let [west, south, east, north] = self.bounds;
        let x = ((lon - west) * self.width).checked_div(east - west).unwrap_or(0);
        let y = ((north - lat) * self.height).checked_div(north - south).unwrap_or(0);
        (x, y)
    }

    /// The parts of a line of longitudes and latitudes, moved east by so much, that can be seen, in pixels; each runs on
    /// to the first point outside, so that no border ends before the edge.
    pub(super) fn runs(&self, points: &[(i64, i64)], east_by: i64) -> Vec<Vec<(i64, i64)>> {
        let placed: Vec<(i64, i64)> = points.iter().map(|(lon, lat)| self.pixel((*lat, *lon + east_by))).collect();
        let seen = |point: &(i64, i64)| self.sees(*point);
        let mut runs: Vec<Vec<(i64, i64)>> = Vec::new();
        let mut open = false;
        for pair in placed.windows(2) {
            let [from, to] = pair else { continue };
            if !seen(from) && !seen(to) {
                open = false;
                continue;
            }
            if !open {
                runs.push(vec![self.near(*from)]);
                open = true;
            }
            if let Some(run) = runs.last_mut() {
                let far = run.last().is_none_or(|last| (last.0 - to.0).abs() + (last.1 - to.1).abs() >= NEAR * 2);
                if far || !seen(to) {
                    run.push(self.near(*to));
                }
            }
        }
        runs.retain(|run| run.len() > 1);
        runs
    }

    fn sees(&self, (x, y): (i64, i64)) -> bool {
        (0..=self.width).contains(&x) && (0..=self.height).contains(&y)
    }

    /// A point outside, moved to within a drawing's size of the edge, so that no number is longer than it need be.
    fn near(&self, (x, y): (i64, i64)) -> (i64, i64) {
        (x.clamp(-self.width, 2 * self.width), y.clamp(-self.height, 2 * self.height))
    }
}

/// The shortest way from west to east that passes all longitudes: it leaves out the widest gap between two of them. Its
/// east end lies beyond 180° where it crosses the antimeridian.
fn reach(points: &[(i64, i64)]) -> Option<(i64, i64)> {
    let mut longitudes: Vec<i64> = points.iter().map(|point| point.1).collect();
    longitudes.sort_unstable();
    let (west, east) = (*longitudes.first()?, *longitudes.last()?);
    let mut widest = (west + TURN - east, (west, east));
    for pair in longitudes.windows(2) {
        if let [left, right] = pair
            && right - left > widest.0
        {
            widest = (right - left, (*right, *left + TURN));
        }
    }
    Some(widest.1)
}

/// The cosine of a latitude in hundredths of a degree, in thousandths, at least a tenth: Bhaskara's formula, off by less
/// than two thousandths.
fn cosine(lat: i64) -> i64 {
    let degrees = lat / 100;
    let square = degrees * degrees;
    (1_000 * (32_400 - 4 * square)).checked_div(32_400 + square).unwrap_or(1_000).max(100)
}

/// Rectangles that are taken, none over another.
#[derive(Debug, Default)]
pub(super) struct Frame {
    taken: Vec<[i64; 4]>,
}

impl Frame {
    /// Takes a rectangle of left, top, right and bottom if it is free.
    pub(super) fn take(&mut self, one: [i64; 4]) -> bool {
        let [left, top, right, bottom] = one;
        let free = self.taken.iter().all(|[other_left, other_top, other_right, other_bottom]| {
            left >= *other_right || right <= *other_left || top >= *other_bottom || bottom <= *other_top
        });
        if free {
            self.taken.push(one);
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: i64 = 300;

    #[test]
    fn all_points_are_seen_and_north_is_up() {
        let points = [(3_057, 10_407), (2_868, 11_586), (1_200, 852)];
        for size in [(960, 460), (340, 300)] {
            let view = View::over(&points, size, LEAST).expect("a view");
            for point in points {
                assert!(view.sees(view.place(point)), "{point:?}");
            }
            assert!(view.place(points[0]).1 < view.place(points[2]).1);
        }
        assert_eq!(View::over(&[], (1, 1), LEAST), None);
    }

    #[test]
    fn one_place_has_its_surroundings() {
        let view = View::over(&[(3_057, 10_407)], (960, 460), LEAST).expect("a view");
        assert!(view.degrees() >= LEAST);
        assert_eq!(view.place((3_057, 10_407)), (480, 230));
    }

    #[test]
    fn places_on_both_sides_of_the_antimeridian_are_near_each_other() {
        // Suva, and Apia across the line.
        let points = [(-1_814, 17_844), (-1_383, -17_177)];
        let view = View::over(&points, (960, 460), LEAST).expect("a view");
        let [west, _, east, _] = view.bounds();
        assert!(east - west < 6_000, "{:?}", view.bounds());
        for point in points {
            assert!(view.sees(view.place(point)), "{point:?}");
        }
        assert!(view.place(points[0]).0 < view.place(points[1]).0, "Suva lies in the west");
        // A line at 179° W is seen where it was moved once around.
        let line = [(-17_900, -1_900), (-17_900, -1_300)];
        assert!(view.runs(&line, 0).is_empty());
        assert_eq!(view.runs(&line, TURN).len(), 1);
    }

    #[test]
    fn a_map_of_the_world_has_greenwich_in_its_middle() {
        let world = [(3_057, 10_407), (1_331, 1_261), (1_854, -7_234), (-1_814, 17_844), (5_575, 3_762)];
        assert_eq!(reach(&world), Some((-7_234, 17_844)));
        let view = View::over(&world, (960, 460), LEAST).expect("a view");
        assert!(world.iter().all(|point| view.sees(view.place(*point))));
    }

    #[test]
    fn the_cosine_is_near() {
        for (lat, true_cosine) in [(0, 1_000), (3_000, 866), (6_000, 500), (-4_500, 707)] {
            assert!((cosine(lat) - true_cosine).abs() <= 2, "{lat}");
        }
    }

    #[test]
    fn a_line_is_cut_to_what_is_seen() {
        let view = View::over(&[(0, 0), (1_000, 1_000)], (1_000, 1_000), LEAST).expect("a view");
        let line = [(-9_000, 500), (-8_000, 500), (500, 500), (600, 500), (9_000, 500), (9_500, 500)];
        let runs = view.runs(&line, 0);
        assert_eq!(runs.len(), 1);
        assert_eq!(runs.first().map(Vec::len), Some(4));
    }

    #[test]
    fn rectangles_do_not_overlap() {
        let mut frame = Frame::default();
        assert!(frame.take([0, 0, 10, 10]) && !frame.take([5, 5, 15, 15]) && frame.take([10, 0, 20, 10]));
    }
}
