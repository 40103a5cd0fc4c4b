//! The parts of a page that wake in a browser. Without JavaScript they are not shown, and nothing is missing.
//!
//! On the server an island is a `<leptos-island data-component="NAME" data-props="…">` around its HTML; in the browser
//! `public/start.js` calls the module's export NAME with that element. NAME carries a hash of the island's source, so
//! server and browser files must come from one build.

pub mod check_entry;
pub mod copy_code;

pub use check_entry::{CheckEntry, CheckEntryProps};
pub use copy_code::{CopyCode, CopyCodeProps};
