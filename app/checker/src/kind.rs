//! What a file is: its own first bytes say so, never its name alone.

/// A file that this site gives out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Some entries, one proof, and a claim: `.bundle.json`.
    Bundle,
    /// A gift's page, kept: `.html` with a bundle in it.
    Copy,
    /// One entry's inclusion: `.tlog-proof`.
    Proof,
    /// The whole log, an entry a line: `.ndjson`.
    Export,
    /// The whole log, read from its own address.
    Log,
    /// One entry's bytes.
    Entry,
    /// A signed checkpoint.
    Checkpoint,
    /// Whom a verifier believes.
    Policy,
}

/// So many bytes are enough to tell: an entry is no longer, and a second line of an export lies behind the first.
pub const HEAD_BYTES: usize = ledger::entry::ENTRY_BYTES_LIMIT + 64;

/// What the bundle in a saved copy stands between.
const COPY_OPEN: &str = "<script type=\"application/json\" id=\"bundle\">";
const COPY_CLOSE: &str = "</script>";

impl Kind {
    /// Looks at a file's first [`HEAD_BYTES`]. An export of one entry is told from that entry by its name alone.
    #[must_use]
    pub fn of(head: &[u8], name: &str) -> Option<Self> {
        let text = lossless(head);
        let text = text.trim_start_matches('\u{feff}');
        if text.starts_with("c2sp.org/tlog-proof@") {
            return Some(Self::Proof);
        }
        if text.starts_with('{') {
            return Some(Self::of_json(text, name));
        }
        if text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            return Some(Self::Copy);
        }
        if text.contains("\n\n\u{2014} ") {
            return Some(Self::Checkpoint);
        }
        let first_word = |line: &str| line.split_whitespace().next().map(str::to_owned);
        let words: Vec<String> = text.lines().filter_map(first_word).filter(|word| !word.starts_with('#')).collect();
        let is_policy =
            words.first().is_some_and(|word| ["log", "witness", "group", "quorum"].contains(&word.as_str()));
        is_policy.then_some(Self::Policy)
    }

    fn of_json(text: &str, name: &str) -> Self {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        match first.starts_with("{\"actor\":") {
            true if !rest.trim().is_empty() || name.ends_with(".ndjson") => Self::Export,
            true => Self::Entry,
            false => Self::Bundle,
        }
    }

    /// The word that a browser is told.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Bundle => "bundle",
            Self::Copy => "copy",
            Self::Proof => "proof",
            Self::Export => "export",
            Self::Log => "log",
            Self::Entry => "entry",
            Self::Checkpoint => "checkpoint",
            Self::Policy => "policy",
        }
    }
}

/// As much of it as is UTF-8: the last letter may have been cut in two.
fn lossless(head: &[u8]) -> &str {
    match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => head.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or(""),
    }
}

/// The bundle inside a saved copy.
#[must_use]
pub fn bundle_in_copy(html: &str) -> Option<&str> {
    let (_, after) = html.split_once(COPY_OPEN)?;
    after.split_once(COPY_CLOSE).map(|(bundle, _)| bundle)
}

#[cfg(test)]
mod tests {
    use super::{Kind, bundle_in_copy};

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let cases: &[(&str, &str, Option<Kind>)] = &[
            ("{\"checkpoint\":\"…", "a.json", Some(Kind::Bundle)),
            ("c2sp.org/tlog-proof@v1\nindex 3\n", "proof.txt", Some(Kind::Proof)),
            ("{\"actor\":\"a/b\"}\n{\"actor\":\"a/b\"}\n", "log", Some(Kind::Export)),
            ("{\"actor\":\"a/b\"}\n", "log.ndjson", Some(Kind::Export)),
            ("{\"actor\":\"a/b\"}\n", "41.json", Some(Kind::Entry)),
            ("give.example/log\n5\nAAAA\n\n\u{2014} give.example/log AAAA\n", "checkpoint", Some(Kind::Checkpoint)),
            ("# ours\nlog give.example/log+ab+cd\nquorum none\n", "policy.txt", Some(Kind::Policy)),
            ("<!doctype html>\n<html>", "copy.html", Some(Kind::Copy)),
            ("%PDF-1.7", "bundle.json", None),
            ("", "bundle.json", None),
        ];
        for (head, name, kind) in cases {
            assert_eq!(Kind::of(head.as_bytes(), name), *kind, "{head}");
        }
        assert_eq!(Kind::of(b"{\"actor\":\"\xe5\x96", "x"), Some(Kind::Entry), "a letter cut in two");
    }

    #[test]
    fn the_bundle_in_a_copy_is_found() {
        let html = "<!doctype html><script type=\"application/json\" id=\"bundle\">{}</script><script>1</script>";
        assert_eq!(bundle_in_copy(html), Some("{}"));
        assert_eq!(bundle_in_copy("<!doctype html>"), None);
    }
}
