//! What surrounds every page: language, address, files, and the head of the log it was made from.

use ledger::refusal::Lang;
use ledger::value::Timestamp;

/// What every page is framed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The reader's language.
    pub lang: Lang,
    /// The files that pages need.
    pub assets: Assets,
    /// The page's own path with its query, but without `lang` and without a language's prefix: `/entries?fund=flood`.
    pub path: String,
    /// What the page's own links begin with: `/en`, `/zh`, or nothing where the address leaves the language open.
    pub prefix: &'static str,
    /// Where the site is reached, as `https://give.example`; previews and search engines want whole addresses.
    pub origin: Option<String>,
    /// The last entry that concerns the page, up to which it says what the log says; none while there is none.
    pub head: Option<Head>,
    /// Whether a key signs the log here: then there are proofs and bundles to give out.
    pub signed: bool,
    /// Whether staff record here: a mirror has no desk.
    pub has_desk: bool,
    /// Whether donors can be written to: a mail server is set up.
    pub can_mail: bool,
    /// The time zone of what the page is about, as `Asia/Shanghai`; none where that is not one: then times are in UTC.
    pub zone: Option<&'static str>,
}

/// Addresses of files, each with its own hash in its name or query so that it can be kept for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// `public/start.js`, which wakes the islands.
    pub start: String,
    /// The module that wasm-bindgen wrote.
    pub js: String,
    /// The WebAssembly beside it.
    pub wasm: String,
    /// The script that is loaded once somebody checks, its worker, and the WebAssembly of both.
    pub check: [String; 3],
    /// `public/favicon.svg`.
    pub icon: String,
    /// `public/card.png`, which stands for the site where a page is shared.
    pub card: String,
    /// The fonts that the first screen needs, from `public/fonts`.
    pub fonts: Vec<String>,
}

/// The last entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its `seq`: the log has one entry more than this number.
    pub seq: u64,
    /// Its SHA3-256 in lower-case hex.
    pub hash: String,
    /// When it was recorded.
    pub at: Timestamp,
}
