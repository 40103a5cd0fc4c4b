//! Chinese sentences have Chinese marks: a half-width colon or comma with a space behind it is a slip.

use std::path::Path;

/// Whether a colon or comma of Latin type stands behind a Chinese word or a figure, with a space or nothing behind it.
fn slips(text: &str) -> bool {
    let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    let letters: Vec<char> = text.chars().chain([' ']).collect();
    text.chars().any(is_chinese)
        && letters.windows(3).any(|three| match three {
            [before, ':' | ',' | ';', ' '] => is_chinese(*before) || matches!(before, '）' | '”' | '}'),
            _ => false,
        })
}

fn read(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).expect("a file");
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let texts = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
            found.extend(texts.filter(|text| slips(text)).map(str::to_owned));
        }
    }
}

/// The files of a folder, and of those below it.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).expect("a file")));
        }
    }
}

/// Pages put words and names beside each other: the mark between them is one of the catalogue, in the reader's language.
#[test]
fn pages_have_no_marks_of_their_own_between_words() {
    let marks = ["}\": \"{", "}\", \"{", "}\"; \"{", "format!(\"{}: {}\"", "format!(\"{}, {}\""];
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page"), &mut found);
    found.retain(|(_, text)| marks.iter().any(|mark| text.contains(mark)));
    assert!(found.is_empty(), "{:?}", found.iter().map(|(path, _)| path).collect::<Vec<_>>());
}

#[test]
fn chinese_has_no_half_width_marks() {
    assert!(slips("已记录: {event}") && slips("取而代之的有效收据: ") && !slips("已记录：{event}"));
    let mut found = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words"), &mut found);
    found.retain(|text| !matches!(text.as_str(), "已记录: {event}" | "取而代之的有效收据: "));
    assert!(found.is_empty(), "{found:?}");
}
