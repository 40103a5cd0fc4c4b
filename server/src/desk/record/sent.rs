//! A form as it was sent: fields, and files where it carries some.

use actix_multipart::Multipart;
use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// What it was called.
    pub(super) name: String,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

/// Fields by name, and files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) pairs: Vec<(String, String)>,
    pub(super) files: Vec<File>,
}

/// A form holds at most so many parts.
const PARTS: usize = 1_000;

/// The longest name of a file that is kept.
const NAME_CHARS: usize = 120;

/// Reads a form; none where it is none.
pub(super) async fn read(request: &HttpRequest, body: Bytes) -> Option<Sent> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let pairs = serde_urlencoded::from_bytes(&body).ok()?;
        return Some(Sent { pairs, files: Vec::new() });
    }
    let stream = stream::once(async move { Ok::<_, actix_web::error::PayloadError>(body) });
    let mut parts = Multipart::new(request.headers(), stream);
    let mut sent = Sent::default();
    while let Some(mut part) = parts.try_next().await.ok()? {
        if sent.pairs.len() + sent.files.len() >= PARTS {
            return None;
        }
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.content_disposition().and_then(|how| how.get_filename()).map(file_name);
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            bytes.extend_from_slice(&chunk.ok()?);
        }
        match file {
            // A file field that was left empty comes as a file without a name.
            Some(name) if name.is_empty() || bytes.is_empty() => {}
            Some(name) => sent.files.push(File { name, bytes }),
            None => sent.pairs.push((name, String::from_utf8(bytes).ok()?)),
        }
    }
    Some(sent)
}

/// The last part of a path, as some browsers send it, in one line.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[actix_web::test]
    async fn both_kinds_of_forms_are_read() {
        let plain = TestRequest::post().insert_header(("Content-Type", "application/x-www-form-urlencoded"));
        let sent = read(&plain.to_http_request(), Bytes::from_static(b"a=1&b=%E5%B8%90+x")).await.expect("a form");
        assert_eq!(sent.pairs, [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "帐 x".to_owned())]);
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
            --x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"dir/in voice.pdf\"\r\n\
            Content-Type: application/pdf\r\n\r\n%PDF-1\r\n\
            --x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--x--\r\n";
        let carrying = TestRequest::post().insert_header(("Content-Type", "multipart/form-data; boundary=x"));
        let sent = read(&carrying.to_http_request(), Bytes::from(body)).await.expect("a form");
        assert_eq!(sent.pairs, [("a".to_owned(), "1".to_owned())]);
        assert_eq!(sent.files, [File { name: "in voice.pdf".into(), bytes: b"%PDF-1".to_vec() }]);
    }

    #[actix_web::test]
    async fn a_broken_form_is_none() {
        let carrying = TestRequest::post().insert_header(("Content-Type", "multipart/form-data; boundary=x"));
        assert_eq!(read(&carrying.to_http_request(), Bytes::from_static(b"--x\r\nnothing")).await, None);
    }
}
