//! A file that somebody brings, and what they say of it.

use actix_multipart::Multipart;
use futures_util::StreamExt as _;

use crate::desk::visit::Pairs;

/// A form with one file.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// What the file is called where it comes from.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The other fields.
    pub fields: Pairs,
}

/// Reads the form; none if it is none. How long it may be was seen to when it was received.
pub async fn read(mut form: Multipart) -> Option<Upload> {
    let mut upload = Upload::default();
    while let Some(field) = form.next().await {
        let mut field = field.ok()?;
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.content_disposition().and_then(|said| said.get_filename().map(str::to_owned));
        let mut bytes = Vec::new();
        while let Some(chunk) = field.next().await {
            bytes.extend_from_slice(&chunk.ok()?);
        }
        match file {
            Some(file) if name == "file" => {
                upload.name = file.chars().filter(|letter| !letter.is_control()).take(120).collect();
                upload.bytes = bytes;
            }
            _ => upload.fields.push((name, String::from_utf8(bytes).ok()?)),
        }
    }
    Some(upload)
}
