//! Almoner's server and command line: everything that touches the world.
#![deny(clippy::float_arithmetic)]

pub mod answer;
pub mod audit;
pub mod cli;
pub mod http;
pub mod sequencer;
pub mod store;
