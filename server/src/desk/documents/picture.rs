//! Pictures without what they tell besides: where, when, with which camera, by whom. Of a photograph's EXIF only the
//! orientation stays, without which it would lie on its side.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF as _};

/// Parts of a PNG that are the picture; all others are about it.
const PNG_CHUNKS: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"acTL",
    b"fcTL", b"fdAT",
];

/// The tag of a picture's orientation.
const ORIENTATION: u16 = 0x0112;

pub(super) fn strip_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut picture = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    picture.dimensions()?;
    let orientation = picture.exif().and_then(|exif| orientation(&exif)).filter(|orientation| *orientation != 1);
    // What is left of the applications' own parts: the frame of the file, and how Adobe coded colours.
    let keeps = |segment: &JpegSegment| match segment.marker() {
        markers::APP0 => segment.contents().starts_with(JFIF),
        markers::APP14 => true,
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    };
    picture.segments_mut().retain(keeps);
    for segment in picture.segments_mut().iter_mut().filter(|segment| segment.marker() == markers::APP0) {
        *segment = JpegSegment::new_with_contents(markers::APP0, without_thumbnail(segment.contents()));
    }
    if let Some(orientation) = orientation {
        picture.set_exif(Some(exif_with(orientation)));
    }
    until_its_end(&picture.encoder().bytes())
}

/// What the frame of a file begins with.
const JFIF: &[u8] = b"JFIF\0";

/// The frame without the small picture in it: version, unit and density stay.
fn without_thumbnail(frame: &[u8]) -> Bytes {
    let mut frame = frame.get(..12).unwrap_or(frame).to_vec();
    frame.resize(14, 0);
    frame.into()
}

/// A JPEG from its first byte to its end, and nothing behind: telephones append a second picture with EXIF of its own, or a
/// film. What stands between scans is the picture's or goes, too. None where the bytes break off inside a part.
fn until_its_end(bytes: &[u8]) -> Option<Vec<u8>> {
    let (start, mut rest) = bytes.split_at_checked(2)?;
    let mut out = start.to_vec();
    let mut in_scans = false;
    loop {
        // The marker, behind any number of bytes that fill up.
        let [0xff, marker, behind @ ..] = rest else { return None };
        match *marker {
            0xff => rest = rest.get(1..)?,
            markers::EOI => {
                out.extend([0xff, markers::EOI]);
                return Some(out);
            }
            _ => {
                let length = usize::from(u16::from_be_bytes(*behind.first_chunk::<2>()?));
                let (segment, next) = rest.split_at_checked(length.checked_add(2)?)?;
                let is_about = matches!(*marker, markers::APP0..=markers::APP15 | markers::COM);
                if !(in_scans && is_about) {
                    out.extend_from_slice(segment);
                }
                rest = next;
                if *marker == markers::SOS {
                    in_scans = true;
                    let scan = scan_length(rest);
                    out.extend_from_slice(rest.get(..scan)?);
                    rest = rest.get(scan..)?;
                    if rest.is_empty() {
                        // Broken off in its last lines: still a picture.
                        out.extend([0xff, markers::EOI]);
                        return Some(out);
                    }
                }
            }
        }
    }
}

/// How many bytes of a scan come before the next marker: zeros are stuffed behind a byte of ones, and restarts are inside.
fn scan_length(bytes: &[u8]) -> usize {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7);
    bytes.windows(2).position(is_marker).unwrap_or(bytes.len())
}

pub(super) fn strip_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut picture = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    picture.dimensions()?;
    // What broke off between two parts has no last one.
    picture.chunk_by_type(*b"IEND")?;
    picture.chunks_mut().retain(|chunk| PNG_CHUNKS.contains(&&chunk.kind()));
    Some(picture.encoder().bytes().to_vec())
}

pub(super) fn strip_webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut picture = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    picture.dimensions()?;
    let known = [*b"VP8 ", *b"VP8L", *b"VP8X", *b"ALPH", *b"ANIM", *b"ANMF"];
    picture.chunks_mut().retain(|chunk| known.contains(&chunk.id()));
    for chunk in picture.chunks_mut().iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        let Some(mut flags) = chunk.content().data().map(|data| data.to_vec()) else { continue };
        if let Some(first) = flags.first_mut() {
            // No profile, no EXIF, no XMP any more.
            *first &= !(0x20 | 0x08 | 0x04);
        }
        *chunk = RiffChunk::new(*b"VP8X", RiffContent::Data(flags.into()));
    }
    Some(picture.encoder().bytes().to_vec())
}

/// The orientation that an EXIF block says.
fn orientation(exif: &[u8]) -> Option<u8> {
    let little = match exif.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let pair: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four: [u8; 4] = exif.get(4..8)?.try_into().ok()?;
    let first = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    let first = usize::try_from(first).ok()?;
    let count = usize::from(short(first)?);
    let entry = |number: usize| first.checked_add(2)?.checked_add(number.checked_mul(12)?);
    let at = (0..count).filter_map(entry).find(|at| short(*at) == Some(ORIENTATION))?;
    u8::try_from(short(at.checked_add(8)?)?).ok().filter(|value| (1..=8).contains(value))
}

/// An EXIF block that says an orientation and nothing else.
fn exif_with(orientation: u8) -> Bytes {
    let mut exif = b"II\x2a\x00\x08\x00\x00\x00\x01\x00".to_vec();
    exif.extend(ORIENTATION.to_le_bytes());
    // A short, one of them.
    exif.extend([3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    // No further directory.
    exif.extend([0, 0, 0, 0]);
    exif.into()
}

#[cfg(test)]
mod tests {
    use img_parts::png::PngChunk;

    use super::*;

    /// The smallest grey JPEG, with EXIF (a place in it), a comment, and Photoshop's part.
    fn photograph(orientation: u8) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        let mut segment = |marker: u8, contents: &[u8]| {
            bytes.extend([0xff, marker]);
            bytes.extend(u16::try_from(contents.len() + 2).expect("short").to_be_bytes());
            bytes.extend(contents);
        };
        let exif = exif_with(orientation);
        segment(0xe1, &[b"Exif\0\0", exif.as_ref(), b"GPS 30.65N 104.06E Canon"].concat());
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>creator</x:xmpmeta>");
        segment(0xed, b"Photoshop 3.0\0caption");
        segment(0xfe, b"taken at home");
        segment(0xdb, &[&[0][..], &[16; 64]].concat());
        segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
        segment(0xc4, &[&[0_u8][..], &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &[0]].concat());
        segment(0xda, &[1, 1, 0, 0, 63, 0]);
        bytes.extend([0x3f, 0xff, 0xd9]);
        bytes
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn a_photograph_tells_nothing_but_how_it_is_held() {
        let stripped = strip_jpeg(&photograph(6)).expect("a picture");
        for told in ["GPS", "104.06E", "Canon", "creator", "caption", "home", "Photoshop"] {
            assert!(holds(&photograph(6), told) && !holds(&stripped, told), "{told}");
        }
        let picture = Jpeg::from_bytes(stripped.clone().into()).expect("a picture");
        assert_eq!(picture.exif().and_then(|exif| orientation(&exif)), Some(6));
        assert_eq!(picture.dimensions(), Some((8, 8)));
        assert_eq!(strip_jpeg(&stripped), Some(stripped), "twice is once");
        let upright = strip_jpeg(&photograph(1)).expect("a picture");
        assert!(!holds(&upright, "Exif"));
    }

    #[test]
    fn what_stands_behind_a_photograph_or_between_its_scans_is_cut_off() {
        let once = strip_jpeg(&photograph(6)).expect("a picture");
        // A second picture, as telephones append it, and a film.
        let appended = [&photograph(1)[..], &photograph(3), b"ftypmp42 moov 30.65N"].concat();
        let stripped = strip_jpeg(&appended).expect("a picture");
        assert_eq!(stripped, strip_jpeg(&photograph(1)).expect("a picture"));
        // A remark between the scan and the end, with stuffed zeros and a restart in the scan.
        let body = once.strip_suffix(&[0x3f, 0xff, 0xd9]).expect("the end");
        let with_remark =
            [body, &[0x3f, 0xff, 0x00, 0xff, 0xd0, 0x11, 0xff, 0xfe, 0, 6], b"home", &[0xff, 0xd9]].concat();
        let stripped = strip_jpeg(&with_remark).expect("a picture");
        assert_eq!(stripped, [body, &[0x3f, 0xff, 0x00, 0xff, 0xd0, 0x11, 0xff, 0xd9]].concat());
        // The frame's small picture.
        let frame = [&[0xff, 0xe0, 0, 19][..], JFIF, &[1, 2, 0, 0, 1, 0, 1, 1, 1], b"RGB"].concat();
        let framed = [&once[..2], &frame, &once[2..]].concat();
        let stripped = strip_jpeg(&framed).expect("a picture");
        assert!(holds(&framed, "RGB") && !holds(&stripped, "RGB") && holds(&stripped, "JFIF"));
    }

    #[test]
    fn a_webp_keeps_only_its_picture() {
        let mut body = b"WEBP".to_vec();
        for (kind, contents) in [
            (b"VP8X", &[0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0][..]),
            (b"VP8L", &[0x2f, 0, 0, 0, 0, 0]),
            (b"EXIF", b"II GPS"),
            (b"XMP ", b"creator!"),
        ] {
            body.extend(kind);
            body.extend(u32::try_from(contents.len()).expect("short").to_le_bytes());
            body.extend(contents);
        }
        let bytes = [&b"RIFF"[..], &u32::try_from(body.len()).expect("short").to_le_bytes(), &body].concat();
        let stripped = strip_webp(&bytes).expect("a picture");
        assert!(holds(&bytes, "GPS") && !holds(&stripped, "GPS") && !holds(&stripped, "creator"));
        let flags = stripped.windows(4).position(|window| window == b"VP8X").expect("its head") + 8;
        assert_eq!(stripped[flags], 0, "no longer said to have EXIF and XMP");
        assert!(holds(&stripped, "VP8L"));
    }

    #[test]
    fn a_png_keeps_only_its_picture() {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, contents) in [
            (*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0][..]),
            (*b"tEXt", b"Author\0Mei"),
            (*b"eXIf", b"II GPS"),
            (*b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 2, 0, 1]),
            (*b"IEND", b""),
        ] {
            bytes.extend(PngChunk::new(kind, Bytes::copy_from_slice(contents)).encoder().bytes());
        }
        let stripped = strip_png(&bytes).expect("a picture");
        assert!(holds(&bytes, "Mei") && !holds(&stripped, "Mei") && !holds(&stripped, "GPS"));
        assert!(holds(&stripped, "IDAT"));
    }

    #[test]
    fn an_orientation_is_read_in_both_byte_orders_and_nonsense_is_none() {
        assert_eq!(orientation(&exif_with(8)), Some(8));
        let big = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00";
        assert_eq!(orientation(big), Some(3));
        for bad in [&b""[..], b"II*\0", b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff", &exif_with(9)] {
            assert_eq!(orientation(bad), None, "{bad:?}");
        }
    }
}
