//! The transparency log against its vectors, its definitions, other people's code, and forgers.

mod bits;
mod definitions;
mod forgeries;
#[cfg(not(target_arch = "wasm32"))]
mod found;
#[cfg(not(target_arch = "wasm32"))]
mod judges;
mod notes;
mod strangers;
mod support;
#[cfg(not(target_arch = "wasm32"))]
mod vectors;
