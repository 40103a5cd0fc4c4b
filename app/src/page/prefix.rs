//! Links that keep the language of an address: on `/zh/…` every link of ours leads to `/zh/…`.

/// Puts a prefix before the paths that links and forms lead to. Text is left alone, whatever it says: only what stands
/// inside a tag is looked at, where the renderer has escaped `<` and `>`.
pub(super) fn put(prefix: &str, html: &str) -> String {
    if prefix.is_empty() {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut pieces = html.split('<');
    out.extend(pieces.next());
    for piece in pieces {
        out.push('<');
        let (tag, text) = piece.split_at(piece.find('>').unwrap_or(piece.len()));
        let attribute = match tag.split(' ').next() {
            Some("a") => " href=\"/",
            Some("form") => " action=\"/",
            _ => "",
        };
        match tag.split_once(attribute).filter(|(_, rest)| !attribute.is_empty() && is_ours(rest)) {
            Some((before, rest)) => {
                out.extend([before, attribute.trim_end_matches('/'), prefix, "/", rest]);
            }
            None => out.push_str(tag),
        }
        out.push_str(text);
    }
    out
}

/// Files, programs' addresses and addresses that say their language already are the same for everybody.
fn is_ours(path: &str) -> bool {
    !["assets/", "api", "en/", "zh/", "/"].iter().any(|start| path.starts_with(start))
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
