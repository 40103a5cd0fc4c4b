//! `almoner`: one binary, everything inside.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
