//! `almoner audit`

use clap::Args;

use super::{Database, Failed, Outcome, Progress, counted, failed};

/// Derives the whole log anew, entry by entry, and compares every entry and every table with what that gives.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    database: Database,
}

impl Audit {
    pub(super) fn run(self) -> Outcome<()> {
        let mut progress: Option<Progress> = None;
        let report = crate::audit::audit(&self.database.location()?, &mut |done, total| {
            progress.get_or_insert_with(|| Progress::new("entries derived anew", Some(total))).at(done);
        })
        .map_err(failed)?;
        if let Some(progress) = progress {
            progress.finish(report.entries);
        }
        if report.findings.is_empty() {
            let entries = counted(report.entries, "entry", "entries");
            println!("{entries} and every table follow from the log. Head {}", report.head);
            return Ok(());
        }
        for finding in &report.findings {
            println!("{finding}");
        }
        let findings = counted(report.findings.len() as u64, "finding", "findings");
        Err(Failed(format!("{findings}; the log or its tables were changed from outside")))
    }
}
