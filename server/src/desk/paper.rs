//! Labels and papers: what is stuck on boxes, goes with a lorry, or is given to a donor.
//!
//! - [`qr`]: pictures that a telephone reads
//! - [`size`]: sheets of labels, to a tenth of a millimetre
//! - [`fill`]: waybills, receipts and hand-out lists from the log
//! - [`list`]: the list of a hand-out that is still to come
//! - [`pages`]: their addresses; [`files`]: the same as PDF

mod files;
pub mod fill;
mod list;
pub mod pages;
pub mod qr;
pub mod size;
