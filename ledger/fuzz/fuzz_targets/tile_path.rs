//! There is one way to write each path, and bundles of entries are read back as written.
#![no_main]

use ledger::log::tile::{Resource, from_bytes, from_entry_bundle, to_entry_bundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|given: (&str, &[u8], u16)| {
    let (path, bytes, width) = given;
    if let Some(resource) = Resource::parse(path) {
        assert_eq!(resource.to_string(), path);
    }
    let width = width % 257;
    let _ = from_bytes(bytes, width);
    if let Ok(entries) = from_entry_bundle(bytes, width) {
        let texts: Option<Vec<&str>> = entries.iter().map(|entry| std::str::from_utf8(entry).ok()).collect();
        if let Some(texts) = texts {
            assert_eq!(to_entry_bundle(texts), bytes);
        }
    }
});
