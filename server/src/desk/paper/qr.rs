//! Pictures that a telephone reads (ISO/IEC 18004).

use qrcode::{Color, EcLevel, QrCode};

/// The rows of a picture that says `text`, dark or not; nothing where it is too long for any.
///
/// A quarter of it may be dirty or torn: boxes travel.
#[must_use]
pub fn rows(text: &str) -> Vec<Vec<bool>> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::Q) else { return Vec::new() };
    let colors = code.to_colors();
    colors.chunks(code.width()).map(|row| row.iter().map(|color| *color == Color::Dark).collect()).collect()
}

/// The same as a picture of its own, with the quiet zone of four modules that readers need.
#[must_use]
pub fn svg_of(rows: &[Vec<bool>]) -> String {
    let side = rows.len() + 8;
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_square_and_has_its_three_eyes() {
        let rows = rows("https://give.example/lots/tents-0412");
        assert!(rows.len() >= 21 && rows.iter().all(|row| row.len() == rows.len()));
        let eye = |y: usize, x: usize| (0..7).all(|i| rows[y][x + i] && rows[y + 6][x + i] && rows[y + i][x]);
        let far = rows.len() - 7;
        assert!(eye(0, 0) && eye(0, far) && eye(far, 0));
        assert!(!(0..7).all(|i| rows[far][far + i]), "there is no fourth");
        assert_eq!(super::rows(&"x".repeat(5_000)), Vec::<Vec<bool>>::new());
    }
}
