//! One style sheet from many: `style/order.txt` names them, a line each, in the order in which they apply.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::Outcome;

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

    use super::concatenate;

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
