//! Links that keep the language of an address: on `/zh/…` every link of ours leads to `/zh/…`.

use memchr::{memmem, memrchr2};

/// Puts a prefix before the paths that links and forms lead to. Text is left alone, whatever it says: only what stands
/// inside a tag is looked at, where the renderer has escaped `<` and `>`. Every page goes through here, so it looks for
/// what may be a path and never at each tag.
pub(super) fn put(prefix: &str, html: &str) -> String {
    if prefix.is_empty() {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut copied = 0;
    for place in memmem::find_iter(html.as_bytes(), "=\"/") {
        let path = place.saturating_add("=\"".len());
        let (before, behind) = (html.get(..place).unwrap_or_default(), html.get(path..).unwrap_or_default());
        if is_followed(before) && is_ours(behind.strip_prefix('/').unwrap_or_default()) {
            out.extend([html.get(copied..path).unwrap_or_default(), prefix]);
            copied = path;
        }
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    out
}

/// Whether this ends with the name of an attribute that a link or a form is followed by.
fn is_followed(before: &str) -> bool {
    let tag = match memrchr2(b'<', b'>', before.as_bytes()) {
        Some(start) => before.get(start..).unwrap_or_default(),
        None => return false,
    };
    tag.starts_with("<a ") && tag.ends_with(" href") || tag.starts_with("<form ") && tag.ends_with(" action")
}

/// Files, programs' addresses and addresses that say their language already are the same for everybody.
fn is_ours(path: &str) -> bool {
    let file = path.split('"').next().unwrap_or_default();
    if file.starts_with("log/") || [".json", ".tlog-proof"].iter().any(|ending| file.ends_with(ending)) {
        return false;
    }
    !["assets/", "api/", "en/", "zh/", "/"].iter().any(|start| path.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn links_are_prefixed_and_nothing_else() {
        let html = "<a class=\"x\" href=\"/\">href=\"/a <b>5 > 3</b></a><link href=\"/assets/x.css\"><form action=\"/search\">\
            <a href=\"/en/funds\"></a><a href=\"#top\"></a><a href=\"/api/v1\"></a><a href=\"/funds/a?b\" title=\"c\"></a>";
        let prefixed = "<a class=\"x\" href=\"/zh/\">href=\"/a <b>5 > 3</b></a><link href=\"/assets/x.css\">\
            <form action=\"/zh/search\"><a href=\"/en/funds\"></a><a href=\"#top\"></a><a href=\"/api/v1\"></a>\
            <a href=\"/zh/funds/a?b\" title=\"c\"></a>";
        assert_eq!(put("/zh", html), prefixed);
        assert_eq!(put("", html), html);
    }
}
