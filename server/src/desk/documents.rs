//! Documents: invoices, reports, pictures. A file is kept under the SHA3-256 of its bytes, which is what an entry names.
//!
//! Only files of a few types are taken, whatever they are called; pictures lose what tells where, when and with what
//! they were taken ([`picture`]). They are served from a sandbox where nothing runs, to the public once an entry names
//! them, before that to staff.

use std::path::{Path, PathBuf};

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, block};
use actix_web::{HttpRequest, HttpResponse};

use app::view::{Page, Refused};
use ledger::Hash;
use ledger::event::Event;

use super::visit;
use crate::http::Site;
use crate::http::show::show_once;
use crate::private::documents::{self, DocumentRow};
use crate::store::derive::documents_of;
use crate::store::{StoreError, Stored};

mod picture;

/// The longest file: a phone's photograph or a scanned report.
pub const FILE_BYTES: usize = 10 * 1024 * 1024;

/// A folder with files in it.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// What kind of file it is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Pdf,
    Jpeg,
    Png,
    WebP,
}

impl Type {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// What a file is that was not brought here, but is named by an entry: its first bytes say so. `said` is what the entry says,
/// which is believed of plain text alone, where nothing can run.
pub(crate) fn media_type(bytes: &[u8], said: &str) -> &'static str {
    match Type::of(bytes) {
        Some(found) => found.media_type(),
        None if said == "text/plain" && std::str::from_utf8(bytes).is_ok() => "text/plain",
        None => "application/octet-stream",
    }
}

/// A file that may be kept: stripped, and named by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// SHA3-256 of what is kept, in hex.
    pub sha3: String,
    /// As found in it.
    pub media_type: &'static str,
    /// What is kept.
    pub bytes: Vec<u8>,
}

/// Looks at a file and strips it; none where it is of no type that is kept, or broken.
#[must_use]
pub fn accept(bytes: &[u8]) -> Option<Accepted> {
    let found = Type::of(bytes)?;
    let bytes = match found {
        Type::Pdf => Some(bytes).filter(|bytes| is_whole_pdf(bytes))?.to_vec(),
        Type::Jpeg => picture::strip_jpeg(bytes)?,
        Type::Png => picture::strip_png(bytes)?,
        Type::WebP => picture::strip_webp(bytes)?,
    };
    Some(Accepted { sha3: Hash::of(&bytes).to_string(), media_type: found.media_type(), bytes })
}

/// How far from a PDF's end its mark may stand: what comes behind it is ignored, by ISO 32000 and by those who read it.
const PDF_END: usize = 1_024;

/// Whether a PDF reaches its end; an upload that broke off does not.
fn is_whole_pdf(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"%%EOF";
    let end = bytes.get(bytes.len().saturating_sub(PDF_END)..).unwrap_or_default();
    end.windows(MARK.len()).any(|window| window == MARK)
}

impl Folder {
    /// A folder, made where there is none.
    ///
    /// # Errors
    /// The system's own.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(path)?;
        Ok(Self(path.to_owned()))
    }

    /// The file of that hash.
    fn path(&self, sha3: &str) -> PathBuf {
        self.0.join(sha3.get(..2).unwrap_or("00")).join(sha3)
    }

    /// Keeps a file, durably; one that is there already is the same.
    ///
    /// # Errors
    /// The system's own.
    pub fn keep(&self, file: &Accepted) -> std::io::Result<()> {
        use std::io::Write as _;
        let path = self.path(&file.sha3);
        if path.exists() {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.0);
        std::fs::create_dir_all(folder)?;
        let part = folder.join(format!("{}.{}.part", file.sha3, uuid::Uuid::now_v7()));
        let mut out = std::fs::File::create(&part)?;
        out.write_all(&file.bytes)?;
        out.sync_all()?;
        std::fs::rename(&part, &path)?;
        std::fs::File::open(folder)?.sync_all()
    }

    fn read(&self, sha3: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.path(sha3))
    }
}

/// Texts are in UTF-8, and say so.
const TEXT: &str = "text/plain; charset=utf-8";

/// What runs in a document's own page: nothing.
const SANDBOX: &str = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'";

/// `/documents/HASH`
pub(super) async fn serve(request: HttpRequest, site: Data<Site>, sha3: actix_web::web::Path<String>) -> HttpResponse {
    let nothing = || HttpResponse::NotFound().insert_header((header::CACHE_CONTROL, "no-store")).finish();
    let is_hash = sha3.len() == 64 && sha3.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let Some(folder) = site.documents.clone().filter(|_| is_hash) else { return nothing() };
    let wanted = sha3.clone();
    let row: Stored<Option<DocumentRow>> = site.private.run(move |db| documents::find(db, &wanted)).await;
    let Ok(Some(row)) = row else {
        return match site.known.is_lacking(&sha3) {
            true => show_once(&request, &site, |_| Ok(Page::Refused(Refused::NotCopied))).await,
            false => nothing(),
        };
    };
    let is_public = row.published_at.is_some();
    if !is_public && !matches!(visit::staff(&request, &site).await, Ok(Some(_))) {
        return nothing();
    }
    let wanted = sha3.clone();
    let Ok(Ok(bytes)) = block(move || folder.read(&wanted)).await else { return nothing() };
    let kept = if is_public { "public, max-age=31536000, immutable" } else { "private, no-store" };
    let how = if row.media_type == "application/pdf" { "attachment" } else { "inline" };
    let disposition = format!("{how}; filename*=UTF-8''{}", app::page::encode(&row.name));
    let media_type = if row.media_type == "text/plain" { TEXT } else { row.media_type.as_str() };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((header::CACHE_CONTROL, kept))
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ))
        .body(bytes)
}

/// Keeps an uploaded file on disk and in the table; the hash by which it is known.
///
/// # Errors
/// The disk's or the database's own.
pub(crate) async fn keep(site: &Site, folder: Folder, name: String, by: String, file: Accepted) -> Stored<String> {
    let sha3 = file.sha3.clone();
    let row = documents::NewDocument {
        sha3: sha3.clone(),
        name,
        media_type: file.media_type.to_owned(),
        bytes: i64::try_from(file.bytes.len()).map_err(|_| StoreError::TooLarge)?,
        by,
    };
    let failed = |error: &dyn std::fmt::Display| StoreError::Database(format!("a document could not be kept: {error}"));
    let kept = block(move || folder.keep(&file)).await.map_err(|error| failed(&error))?;
    kept.map_err(|error| match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull,
        _ => failed(&error),
    })?;
    site.private.run(move |db| documents::add(db, &row)).await?;
    Ok(sha3)
}

/// The documents that events name: their SHA3-256 in hex, and what the events call them.
pub(crate) fn named(events: &[Event]) -> Vec<(String, String)> {
    let brought = events.iter().flat_map(documents_of);
    brought.map(|document| (ledger::json::hex(&document.sha3.0), document.name.to_string())).collect()
}

/// Has pages lead to those documents that are here. Said before an entry names them: a page that is made behind it is kept as
/// it is until something else concerns it.
///
/// # Errors
/// The database's own.
pub(crate) async fn lead_to(site: &Site, named: &[(String, String)]) -> Stored<()> {
    if named.is_empty() {
        return Ok(());
    }
    let wanted: Vec<String> = named.iter().map(|(sha3, _)| sha3.clone()).collect();
    let here: Stored<Vec<String>> = site
        .private
        .run(move |db| {
            let mut here = Vec::new();
            for sha3 in wanted {
                if documents::find(db, &sha3)?.is_some() {
                    here.push(sha3);
                }
            }
            Ok(here)
        })
        .await;
    here?.into_iter().for_each(|sha3| site.known.add_document(sha3));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_few_types_are_taken_whatever_they_are_called() {
        for bytes in [&b"<html><script>"[..], b"MZ\x90\x00", b"GIF89a", b"<svg xmlns=", b"", b"PK\x03\x04"] {
            assert_eq!(accept(bytes), None, "{bytes:?}");
        }
        assert_eq!(accept(b"%PDF-1.7\n...\n%%EOF\n").map(|file| file.media_type), Some("application/pdf"));
        // What broke off on its way is no document: its end is missing, or lies far before the last byte.
        let broken = [b"%PDF-1.7\n%%EOF\n".to_vec(), vec![b' '; 2_000]].concat();
        for bytes in [&b"%PDF-1.7\n1 0 obj\n<< /Type /Cat"[..], b"%PDF-1.7", &broken[..]] {
            assert_eq!(accept(bytes), None);
        }
        // What only looks like a picture is none.
        assert_eq!(accept(&[0xff, 0xd8, 0xff, 0xe0, 0, 3]), None);
        assert_eq!(accept(b"\x89PNG\r\n\x1a\nnothing"), None);
    }

    #[test]
    fn a_file_is_kept_once_under_its_hash() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(&home.path().join("documents")).expect("a folder");
        let file = accept(b"%PDF-1.7 an invoice %%EOF").expect("a document");
        folder.keep(&file).expect("kept");
        folder.keep(&file).expect("kept");
        assert_eq!(folder.read(&file.sha3).expect("there"), file.bytes);
        let inside = home.path().join("documents").join(&file.sha3[..2]);
        assert_eq!(std::fs::read_dir(inside).expect("a folder").count(), 1);
    }
}
