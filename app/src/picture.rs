//! The pictures: drawn here, by whole numbers, the same for the same figures.
//!
//! | module | what it knows |
//! |---|---|
//! | `graph` | stations in columns, in an order with few crossings; [`flow`](layout) and path are both such a graph |
//! | `flow` | a fund's money: its sources mixed, its smaller nodes folded together, any number of columns between |
//! | `path` | the path of one gift |
//! | `wide`, `narrow` | a graph drawn across a page, and down a telephone |
//! | `timeline`, `axis` | steps of time, round numbers along an axis |
//! | `places`, `projection`, `outlines` | dots on a map |
//! | `svg` | what all are written with: classes and plain attributes only, so that a strict policy lets them be |
//! | `figure` | the picture on its page, with the table that says the same |
//! | `standalone` | the picture as a file of its own |
//! | `card` | what stands beside a link to a page wherever that is shared |
//!
//! A picture is drawn twice, wide and narrow, and the style sheet shows one of them: its text is never scaled down.
//! Pictures are made in the server only.

mod axis;
mod card;
mod figure;
mod flow;
mod graph;
mod narrow;
mod outlines;
mod path;
mod places;
mod projection;
mod standalone;
mod svg;
#[cfg(test)]
mod tests;
mod timeline;
mod wide;

pub(crate) use card::SANS;
pub use card::{CARD, card};
pub(crate) use figure::{PagePath, framed};
pub use flow::{Captions, Flow, Line, Row, Through, draw, layout};
pub use path::path;
pub(crate) use places::map;
pub use places::places;
pub use standalone::standalone;
pub(crate) use standalone::{PAGE_FONT, dressed};
pub use timeline::timeline;
