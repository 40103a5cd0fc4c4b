//! Almoner's pages, the public's and the staff's: functions from what the ledger says to HTML, and the islands in them.
//!
//! | module | what it knows |
//! |---|---|
//! | [`view`] | the view models: all that a page may say, filled in by the server |
//! | [`words`] | every word a reader sees, in English and in Chinese; money, dates, plurals |
//! | [`picture`] | flow, path, time line and map: whole-number layouts, and the SVG drawn from them; only in the server |
//! | [`page`] | view model to document; only in the server |
//! | [`embed`] | a card for another site's page; only in the server |
//! | [`report`] | a frozen report as a document of its own; only in the server |
//! | [`island`] | the part that wakes in a browser |
//! | `worded` | closed lists of which each member has a word |
//!
//! Nothing here reads a clock, a database or the network, nothing counts in floats, and the same view model makes the
//! same bytes. No page needs JavaScript; no page carries a script, a style or a style attribute inside itself, so the
//! server can forbid all three.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod embed;
pub mod island;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod picture;
#[cfg(feature = "ssr")]
pub mod report;
pub mod view;
mod worded;
pub mod words;

/// Wakes the runtime of the islands; `public/start.js` calls it, then each island's own export.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
