//! `almoner`: one binary, everything inside.

use std::process::ExitCode;

/// Requests are made on one thread and freed on another; the system's allocator pays for that with locks.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::main()
}
