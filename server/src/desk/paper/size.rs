//! Sheets of labels on A4, as their makers give them: lengths in tenths of a millimetre.

/// A sheet of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The word in addresses.
    pub word: &'static str,
    /// What is on the packet.
    pub name: &'static str,
    /// Labels side by side.
    pub columns: u32,
    /// Labels one below the other.
    pub rows: u32,
    /// The width of a label.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// From the edge of the paper to the first label.
    pub left: u32,
    /// From the top of the paper to the first label.
    pub top: u32,
    /// From the left of one label to that of the next.
    pub pitch: u32,
}

/// The sheets that there are.
pub const SIZES: [Size; 4] = [
    Size {
        word: "l7163",
        name: "Avery L7163, A4 2 × 7 (99.1 × 38.1 mm)",
        columns: 2,
        rows: 7,
        width: 991,
        height: 381,
        left: 47,
        top: 152,
        pitch: 1_016,
    },
    Size {
        word: "l7165",
        name: "Avery L7165, A4 2 × 4 (99.1 × 67.7 mm)",
        columns: 2,
        rows: 4,
        width: 991,
        height: 677,
        left: 47,
        top: 131,
        pitch: 1_016,
    },
    Size {
        word: "l7160",
        name: "Avery L7160, A4 3 × 7 (63.5 × 38.1 mm)",
        columns: 3,
        rows: 7,
        width: 635,
        height: 381,
        left: 72,
        top: 152,
        pitch: 660,
    },
    Size {
        word: "l4731",
        name: "Avery L4731, A4 7 × 27 (25.4 × 10 mm)",
        columns: 7,
        rows: 27,
        width: 254,
        height: 100,
        left: 86,
        top: 135,
        pitch: 279,
    },
];

impl Size {
    /// The sheet of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<&'static Self> {
        SIZES.iter().find(|size| size.word == word)
    }

    /// Labels on one sheet.
    #[must_use]
    pub fn labels(&self) -> u32 {
        self.columns * self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_fits_on_a4_with_as_much_paper_on_either_side() {
        for size in SIZES {
            let across = size.left + size.pitch * (size.columns - 1) + size.width;
            let down = size.top + size.height * size.rows;
            assert!(across <= 2_100 && down <= 2_970, "{}", size.name);
            assert!((2_100 - across).abs_diff(size.left) <= 5, "{}: {} at the right", size.name, 2_100 - across);
            assert!((2_970 - down).abs_diff(size.top) <= 5, "{}: {} at the bottom", size.name, 2_970 - down);
            assert!(size.pitch >= size.width);
        }
    }
}
