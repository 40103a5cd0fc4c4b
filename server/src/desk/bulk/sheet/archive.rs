//! Whether a workbook is modest once it is unpacked: a few kilobytes of ZIP hold gigabytes of zeros, and whoever reads a
//! workbook takes its parts into memory whole.
//!
//! Every part is unpacked once and thrown away, wherever one begins and whatever the archive's directory says of it.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// What stands before each part (PKWARE's APPNOTE, 4.3.7).
const PART: &[u8] = b"PK\x03\x04";

/// What stands there is so long, with the lengths of a name and of more behind it at these places.
const HEADER_BYTES: usize = 30;
const LENGTHS: [usize; 2] = [26, 28];

/// A workbook has some twenty parts, and one more for each picture.
const PARTS_LIMIT: usize = 1_000;

/// All parts together: eight times what a file may be, which is what spreadsheets shrink to.
const UNPACKED_LIMIT: usize = 8 * super::FILE_BYTES_LIMIT;

/// Texts that a workbook says it has, in figures: room is made for so many before the first is read.
const TEXTS_FIGURES: usize = 7;

/// Whether all that is in an archive can be read.
pub(super) fn is_modest(archive: &[u8]) -> bool {
    is_within(archive, UNPACKED_LIMIT)
}

fn is_within(archive: &[u8], limit: usize) -> bool {
    if promises_too_much(archive) {
        return false;
    }
    let mut left = limit;
    for (nth, start) in places(archive, PART).enumerate() {
        if nth >= PARTS_LIMIT {
            return false;
        }
        let Some(packed) = contents(archive, start) else { continue };
        let most = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
        let mut unpacked = Vec::new();
        // What breaks off, or was never packed, counts as far as it goes.
        let _ = DeflateDecoder::new(packed).take(most).read_to_end(&mut unpacked);
        if unpacked.len() > left || promises_too_much(&unpacked) {
            return false;
        }
        left = left.saturating_sub(unpacked.len());
    }
    true
}

/// Where some bytes stand in others.
fn places<'b>(bytes: &'b [u8], wanted: &'static [u8]) -> impl Iterator<Item = usize> + 'b {
    bytes.windows(wanted.len()).enumerate().filter(move |(_, window)| *window == wanted).map(|(place, _)| place)
}

/// What stands behind the head of a part, to the archive's end: packed bytes say themselves where they end.
fn contents(archive: &[u8], start: usize) -> Option<&[u8]> {
    let part = archive.get(start..)?;
    let mut behind = HEADER_BYTES;
    for place in LENGTHS {
        let length: [u8; 2] = part.get(place..place.checked_add(2)?)?.try_into().ok()?;
        behind = behind.checked_add(usize::from(u16::from_le_bytes(length)))?;
    }
    part.get(behind..)
}

/// Whether a workbook says that it has more texts than any that is read.
fn promises_too_much(text: &[u8]) -> bool {
    const NAME: &[u8] = b"uniqueCount";
    places(text, NAME).any(|place| {
        let behind = text.get(place.saturating_add(NAME.len())..).unwrap_or_default();
        let said = behind.iter().skip_while(|byte| b" \t\r\n='\"".contains(byte));
        said.take_while(|byte| byte.is_ascii_digit()).count() > TEXTS_FIGURES
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::*;

    fn archive(contents: &[u8]) -> Vec<u8> {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(contents).expect("packed");
        [PART, &[0; HEADER_BYTES - 4], &packer.finish().expect("packed")].concat()
    }

    #[test]
    fn what_unpacks_to_more_than_can_be_read_is_known_before_it_is() {
        const LIMIT: usize = 1 << 20;
        let bomb = archive(&vec![b' '; LIMIT + 1]);
        assert!(bomb.len() < LIMIT / 50, "small enough to be taken: {}", bomb.len());
        assert!(!is_within(&bomb, LIMIT) && is_within(&bomb, LIMIT + 1));
        let half = archive(&vec![b' '; LIMIT / 2 + 1]);
        assert!(is_within(&half, LIMIT));
        assert!(!is_within(&[half.as_slice(), &half].concat(), LIMIT), "all parts together");
        assert!(is_modest(b"PK\x03\x04 not really"));
    }

    #[test]
    fn a_promise_of_endless_texts_is_not_believed() {
        let sst = |count: &str| archive(format!("<sst count=\"3\" uniqueCount = \"{count}\">").as_bytes());
        assert!(is_modest(&sst("4000")));
        assert!(!is_modest(&sst("99999999999")));
    }
}
