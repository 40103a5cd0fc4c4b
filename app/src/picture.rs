//! The flow picture: gifts on the left, what they went through in the middle, where they rest on the right, with
//! widths in proportion to cents.
//!
//! [`layout`] turns rows of amounts into whole-number places; [`draw`] turns those into SVG that has no style of its
//! own: classes and presentation attributes only, so that a strict content security policy lets it be.

mod draw;
#[cfg(feature = "ssr")]
mod figure;
mod layout;
#[cfg(feature = "ssr")]
mod path;
#[cfg(feature = "ssr")]
mod places;
#[cfg(feature = "ssr")]
mod timeline;

pub use draw::{Captions, draw};
pub use layout::{Flow, Node, Ribbon, Row, Side, layout};
#[cfg(feature = "ssr")]
pub use path::path;
#[cfg(feature = "ssr")]
pub use places::places;
#[cfg(feature = "ssr")]
pub use timeline::timeline;
