//! Sheets of cells of one size: labels.

use krilla::tagging::Tag;

use super::setter::{Set, Setter};
use super::{Cells, MM, TypesetError};

/// Sets the blocks of each cell where it is.
#[allow(clippy::cast_precision_loss)] // Places on a sheet: a few dozen.
pub(super) fn set(cells: &Cells) -> Result<Set, TypesetError> {
    let (columns, on_sheet) = (cells.columns.max(1), (cells.columns * cells.rows).max(1));
    let mut setter = Setter::new([0.0, 0.0], 0.0, 0.0);
    for (nth, blocks) in cells.cells.iter().enumerate() {
        let place = nth + cells.skip.min(on_sheet - 1);
        let (sheet, place) = (place / on_sheet, place % on_sheet);
        while setter.page() < sheet {
            setter.new_page();
        }
        let left = cells.corner_mm[0] + cells.pitch_mm * (place % columns) as f32;
        let top = cells.corner_mm[1] + cells.size_mm[1] * (place / columns) as f32;
        let inset = cells.inset_mm;
        let across = [left + inset, left + cells.size_mm[0] - inset].map(|edge| edge * MM);
        let down = [top + inset, top + cells.size_mm[1] - inset].map(|edge| edge * MM);
        setter.confine(across, down);
        let before = setter.open(Tag::Section);
        setter.blocks(blocks)?;
        setter.close(before);
    }
    Ok(setter.set)
}
