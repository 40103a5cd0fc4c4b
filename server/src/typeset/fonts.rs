//! What letters are drawn with: the fonts inside the binary, and those of the machine where they don't suffice.
//!
//! Inside are Latin in serif and sans, and the 6,763 Chinese characters of GB 2312: enough for almost any text, not for every
//! name. Another character is drawn with the first font of the machine that has it, and as `?` where none has: PDF/UA
//! forbids a hole.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use harfrust::ShaperData;
use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::{FileRef, TableProvider as _};
use skrifa::{FontRef, MetadataProvider as _};

/// A font, ready to shape text and to be put into a file. Clones are cheap.
#[derive(Clone)]
pub(super) struct Face(Arc<Inner>);

struct Inner {
    bytes: Bytes,
    index: u32,
    shaper: ShaperData,
    font: Font,
    units_per_em: f32,
}

#[derive(Clone)]
enum Bytes {
    Ours(&'static [u8]),
    Machine(Arc<Vec<u8>>),
}

impl Bytes {
    fn get(&self) -> &[u8] {
        match self {
            Self::Ours(bytes) => bytes,
            Self::Machine(bytes) => bytes,
        }
    }
}

impl Face {
    /// None where it is no font that can be drawn.
    fn new(bytes: Bytes, index: u32) -> Option<Self> {
        let read = FontRef::from_index(bytes.get(), index).ok()?;
        // A font of bitmaps alone would leave a hole.
        read.outline_glyphs().format()?;
        let units_per_em = f32::from(read.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        let shaper = ShaperData::new(&read);
        let font = match &bytes {
            Bytes::Ours(bytes) => Font::new((*bytes).into(), index),
            Bytes::Machine(bytes) => Font::new(Arc::clone(bytes).into(), index),
        }?;
        Some(Self(Arc::new(Inner { bytes, index, shaper, font, units_per_em })))
    }

    pub(super) fn read(&self) -> FontRef<'_> {
        FontRef::from_index(self.0.bytes.get(), self.0.index).expect("it was read before")
    }

    pub(super) fn shaper(&self) -> &ShaperData {
        &self.0.shaper
    }

    pub(super) fn font(&self) -> Font {
        self.0.font.clone()
    }

    pub(super) fn units_per_em(&self) -> f32 {
        self.0.units_per_em
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn has(&self, letter: char) -> bool {
        self.read().charmap().map(letter).is_some_and(|glyph| glyph.to_u32() != 0)
    }
}

/// Which of ours a style asks for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Sans,
    Bold,
    Serif,
}

/// The files inside the binary: [`Family`] by its place, then Chinese.
pub(super) const FILES: [&[u8]; 4] = [
    include_bytes!("../../fonts/sans-400.ttf"),
    include_bytes!("../../fonts/sans-600.ttf"),
    include_bytes!("../../fonts/serif-600.ttf"),
    include_bytes!("../../fonts/hanzi-400.otf"),
];

static OURS: LazyLock<Vec<Face>> = LazyLock::new(|| {
    FILES.into_iter().map(|file| Face::new(Bytes::Ours(file), 0).expect("a font inside the binary")).collect()
});

/// The font for a letter, and the letter itself or what stands in its place.
pub(super) fn face_for(family: Family, letter: char) -> (Face, char) {
    let first = &OURS[family as usize];
    if let Some(face) = std::iter::once(first).chain(OURS.iter()).find(|face| face.has(letter)) {
        return (face.clone(), letter);
    }
    match of_machine(letter) {
        Some(face) => (face, letter),
        None => (first.clone(), '?'),
    }
}

/// A font of the machine: what it has is known, what is in it is read when a document needs it.
struct Known {
    file: PathBuf,
    index: u32,
    /// From the first to the last letter, in order.
    letters: Vec<(u32, u32)>,
    face: OnceLock<Option<Face>>,
}

/// A font that is installed later is seen after a restart.
static MACHINE: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let mut files: Vec<PathBuf> = FOLDERS.iter().flat_map(|folder| files_under(Path::new(folder), DEPTH)).collect();
    // So that one machine always chooses alike.
    files.sort();
    files.iter().flat_map(|file| known(file)).collect()
});

/// Where a machine keeps fonts (fontconfig's usual folders).
const FOLDERS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

/// Folders in folders are followed so far.
const DEPTH: usize = 8;

fn files_under(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let is_font = ["ttf", "otf", "ttc"].iter().any(|kind| path.extension().is_some_and(|end| end == *kind));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth > 0 => files.extend(files_under(&path, depth - 1)),
            Ok(kind) if kind.is_file() && is_font => files.push(path),
            _ => {}
        }
    }
    files
}

/// A font whose makers let nobody put it into a file (OpenType, `OS/2`, `fsType`).
const RESTRICTED: u16 = 0x0002;

fn known(file: &Path) -> Vec<Known> {
    let Ok(bytes) = std::fs::read(file) else { return Vec::new() };
    let fonts: Vec<FontRef<'_>> = match FileRef::new(&bytes) {
        Ok(FileRef::Font(font)) => vec![font],
        Ok(FileRef::Collection(fonts)) => fonts.iter().flatten().collect(),
        Err(_) => Vec::new(),
    };
    let mut found = Vec::new();
    for (index, font) in (0..).zip(fonts) {
        let is_restricted = font.os2().is_ok_and(|table| table.fs_type() & RESTRICTED != 0);
        if is_restricted || font.outline_glyphs().format().is_none() {
            continue;
        }
        let mut letters: Vec<(u32, u32)> = Vec::new();
        let mut all: Vec<u32> = font.charmap().mappings().map(|(letter, _)| letter).collect();
        all.sort_unstable();
        for letter in all {
            match letters.last_mut() {
                Some((_, last)) if letter <= last.saturating_add(1) => *last = letter,
                _ => letters.push((letter, letter)),
            }
        }
        found.push(Known { file: file.to_owned(), index, letters, face: OnceLock::new() });
    }
    found
}

fn of_machine(letter: char) -> Option<Face> {
    let wanted = u32::from(letter);
    let has = |known: &&Known| {
        let behind = known.letters.partition_point(|(first, _)| *first <= wanted);
        behind.checked_sub(1).is_some_and(|place| known.letters[place].1 >= wanted)
    };
    let face = |known: &Known| {
        let read = || Face::new(Bytes::Machine(Arc::new(std::fs::read(&known.file).ok()?)), known.index);
        known.face.get_or_init(read).clone().filter(|face| face.has(letter))
    };
    MACHINE.iter().filter(has).find_map(face)
}
