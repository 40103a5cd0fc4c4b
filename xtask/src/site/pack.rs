//! Compressed files beside the plain ones, made once by the build and sent as they are: nothing is compressed for a
//! request.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::files::Files;
use crate::Outcome;

/// Endings of what gets smaller; pictures and fonts are compressed already.
const PACKED: [&str; 4] = ["css", "js", "svg", "wasm"];

/// Adds `.br` and `.gz` to each file that gets smaller by it.
pub(super) fn pack(files: &mut Files) -> Outcome<()> {
    let worth = |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| PACKED.contains(&ending));
    let plain: Vec<(String, Vec<u8>)> =
        files.iter().filter(|(path, _)| worth(path)).map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    for (path, bytes) in plain {
        for (ending, packed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
            if packed.len() < bytes.len() {
                files.add(&format!("{path}.{ending}"), packed)?;
            }
        }
    }
    Ok(())
}

/// As small as it gets: quality 11, a window that holds every file whole.
fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = Vec::new();
    brotli::CompressorReader::new(bytes, 4_096, 11, 22).read_to_end(&mut packed)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gets_smaller_is_packed_and_the_same_bytes_each_time() {
        let made = || {
            let mut files = Files::default();
            files.add("almoner.css", ".a { color: red; }\n".repeat(100).into_bytes()).expect("a new name");
            files.add("tiny.js", b"1".to_vec()).expect("a new name");
            files.add("card.png", vec![0; 4_000]).expect("a new name");
            pack(&mut files).expect("packed");
            files.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect::<Vec<_>>()
        };
        let names: Vec<String> = made().into_iter().map(|(path, _)| path).collect();
        assert_eq!(names, ["almoner.css", "almoner.css.br", "almoner.css.gz", "card.png", "tiny.js"]);
        assert_eq!(made(), made());
    }
}
