//! The part of a page that wakes in a browser. Without JavaScript it is not shown, and nothing is missing.
//!
//! On the server an island is a `<leptos-island data-component="NAME" data-props="…">` around its HTML; in the browser
//! `public/start.js` calls the module's export NAME with that element. NAME carries a hash of the island's source, so
//! server and browser files must come from one build.

pub mod copy_code;

pub use copy_code::{CopyCode, CopyCodeProps};
