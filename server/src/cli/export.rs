//! `almoner export log`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use clap::Subcommand;

use super::{Database, Failed, Outcome, Progress, failed};
use crate::store::past::Tables;
use crate::store::{Access, StoreError};

/// Entries read at a time.
const CHUNK: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// The whole log, an entry a line, byte for byte as hashed: each line's SHA3-256 is the next one's "prev".
    Log {
        /// The file to write; - for standard output.
        file: String,
        #[command(flatten)]
        database: Database,
    },
}

impl Export {
    pub(super) fn run(self) -> Outcome<()> {
        let Self::Log { file, database } = self;
        let mut tables = Tables::new(database.location()?.open(Access::Read).map_err(failed)?);
        if file == "-" {
            return write_log(&mut tables, &mut std::io::stdout().lock());
        }
        // Written beside its place and then moved there: whoever finds the file finds it whole.
        let part = format!("{file}.part");
        let cannot = |error: std::io::Error| Failed(format!("cannot write {file}: {error}"));
        let mut out = BufWriter::new(File::create(&part).map_err(cannot)?);
        write_log(&mut tables, &mut out)?;
        out.into_inner().map_err(|error| cannot(error.into_error()))?.sync_all().map_err(cannot)?;
        std::fs::rename(Path::new(&part), Path::new(&file)).map_err(cannot)
    }
}

fn write_log(tables: &mut Tables, out: &mut dyn Write) -> Outcome<()> {
    let size = tables.head().map_err(failed)?.size;
    let mut progress = Progress::new("entries written", Some(size));
    let mut next = 0_u64;
    while next < size {
        let chunk = tables.json_from(next, CHUNK.min(usize::try_from(size - next).unwrap_or(CHUNK))).map_err(failed)?;
        if chunk.is_empty() {
            return Err(failed(StoreError::HeadMismatch { seq: next, reason: "it is missing".into() }));
        }
        for json in &chunk {
            writeln!(out, "{json}").map_err(failed)?;
        }
        next += chunk.len() as u64;
        progress.at(next);
    }
    out.flush().map_err(failed)?;
    progress.finish(next);
    Ok(())
}
