//! One style sheet from many: `style/order.txt` names them, a line each, in the order in which they apply.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::files::Files;
use crate::Outcome;

/// What a style sheet writes before the name of a file of ours.
const URL: &str = "url(\"";

/// Joins the files that the order names. A file that is named and missing, or there and not named, is an error: either
/// would be a style that silently does not apply.
pub(super) fn concatenate(folder: &Path) -> Outcome<Vec<u8>> {
    let order = folder.join("order.txt");
    let order = fs::read_to_string(&order).map_err(|error| format!("cannot read {}: {error}", order.display()))?;
    let names: Vec<&str> =
        order.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let unnamed = sheets(folder)?.into_iter().find(|sheet| !names.contains(&sheet.as_str()));
    if let Some(sheet) = unnamed {
        return Err(format!("style/{sheet} is not in style/order.txt: add it where it applies, or remove it").into());
    }
    let mut joined = Vec::new();
    for name in names {
        let sheet = fs::read(folder.join(name));
        joined.extend(sheet.map_err(|error| format!("style/order.txt names {name}, which cannot be read: {error}"))?);
        joined.push(b'\n');
    }
    Ok(joined)
}

/// Puts the hash of each file that a style sheet names into its address, as the server does for what pages name: the
/// first eight bytes of its SHA-256. A file that the site has not is an error.
pub(super) fn address(sheet: &str, files: &Files) -> Outcome<String> {
    let mut pieces = sheet.split(URL);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('"').ok_or("a style sheet has a url without an end")?;
        let bytes = files.get(name).ok_or_else(|| format!("a style sheet names `{name}`, which public/ has not"))?;
        let hash: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        out.push_str(&format!("{URL}/assets/{hash}/{name}\"{rest}"));
    }
    Ok(out)
}

fn sheets(folder: &Path) -> Outcome<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        found.extend(name.to_str().filter(|name| name.ends_with(".css")).map(str::to_owned));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Files, address, concatenate};

    #[test]
    fn files_are_named_with_their_hash_and_must_be_there() {
        let mut files = Files::default();
        files.add("fonts/a.woff2", b"abc".to_vec()).expect("a new name");
        let sheet = "a { src: url(\"fonts/a.woff2\") }";
        // The SHA-256 of "abc" is the first example of FIPS 180-4.
        assert_eq!(
            address(sheet, &files).expect("known"),
            "a { src: url(\"/assets/ba7816bf8f01cfea/fonts/a.woff2\") }"
        );
        assert!(address("b { src: url(\"gone\") }", &files).expect_err("a gap").to_string().contains("gone"));
    }

    #[test]
    fn sheets_are_joined_in_order_and_none_is_forgotten() {
        let folder = std::env::temp_dir().join(format!("xtask-{}-style", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
        write("page.css", "p{}");
        write("base.css", "b{}");
        write("order.txt", "# widest first\nbase.css\n\npage.css\n");
        assert_eq!(concatenate(&folder).expect("joined"), b"b{}\np{}\n");
        write("stray.css", "");
        assert!(concatenate(&folder).expect_err("a stray").to_string().contains("stray.css"));
        write("order.txt", "base.css\npage.css\nstray.css\ngone.css\n");
        assert!(concatenate(&folder).expect_err("a gap").to_string().contains("gone.css"));
        fs::remove_dir_all(folder).expect("removed");
    }
}
