//! Almoner's server: everything that touches the world.

pub mod import;
