//! `almoner demo`

use clap::Args;

use ledger::Entry;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::trace;

use super::{Database, Failed, Outcome, Progress, failed};
use crate::demo::{GIFTS_MAX, GIFTS_MIN, fill, keep_papers};
use crate::desk::documents::Folder;
use crate::private::Private;
use crate::store::past::Tables;
use crate::store::write::Writer;
use crate::store::{Access, Location};

/// How many of the first entries are looked through for gifts worth opening.
const FIRST_ENTRIES: u64 = 400;

/// Fills an empty database with an invented relief operation: three organisations, their funds, gifts, purchases,
/// shipments and hand-outs. The same numbers give the same log, hash for hash.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// How many gifts.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(GIFTS_MIN..=GIFTS_MAX))]
    gifts: u64,

    /// Another number, another operation.
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Record nothing; only name three receipt codes worth opening.
    #[arg(long)]
    codes: bool,

    /// Record nothing; only write the papers that a demo's entries name into the folder beside the database, where they
    /// are not there yet.
    #[arg(long, conflicts_with = "codes")]
    papers: bool,

    #[command(flatten)]
    database: Database,
}

impl Demo {
    pub(super) fn run(self) -> Outcome<()> {
        let location = self.database.location()?;
        if self.papers {
            let kept = keep_all(&location)?;
            println!("{kept} papers can be opened");
            return Ok(());
        }
        if !self.codes {
            let mut writer = Writer::open(&location).map_err(failed)?;
            if writer.state().head().size > 0 {
                return Err(Failed(format!(
                    "{} has entries already, and the demo is not mixed with them: name another --database",
                    location.shown()
                )));
            }
            let mut progress = Progress::new("entries recorded", None);
            let entries = fill(&mut writer, self.gifts, self.seed, &mut |done| progress.at(done)).map_err(failed)?;
            progress.finish(entries);
            keep_all(&location)?;
        }
        let mut tables = Tables::new(location.open(Access::Read).map_err(failed)?);
        for code in worth_opening(&mut tables)? {
            println!("{code}");
        }
        Ok(())
    }
}

/// Keeps the papers that the entries name where `serve` looks for them, and says how many.
fn keep_all(location: &Location) -> Outcome<u64> {
    let Some(path) = location.documents() else { return Ok(0) };
    let mut tables = Tables::new(location.open(Access::Read).map_err(failed)?);
    let cannot = |error| Failed(format!("{}: {error}", path.display()));
    let folder = Folder::open(&path).map_err(cannot)?;
    let private = Private::open(&location.private()).map_err(failed)?;
    keep_papers(&folder, &private, &mut tables).map_err(failed)
}

/// Of the first gifts: the one of money with the most ends, one for a project, and one of goods.
fn worth_opening(tables: &mut Tables) -> Outcome<Vec<GiftCode>> {
    let mut best: [Option<(usize, GiftCode)>; 3] = [None; 3];
    for json in tables.json_from(0, usize::try_from(FIRST_ENTRIES).unwrap_or(usize::MAX)).map_err(failed)? {
        let entry = Entry::parse(json.as_bytes()).map_err(failed)?;
        let kind = match &entry.event {
            Event::DonationReceived(gift) => usize::from(gift.project.is_some()),
            Event::GiftInKindReceived(_) => 2,
            _ => continue,
        };
        let (Some(code), Some(trace)) =
            (GiftCode::of_seq(entry.seq), trace::forward(tables, entry.seq).map_err(failed)?)
        else {
            continue;
        };
        let ends = trace.ends.len();
        if let Some(slot) = best.get_mut(kind).filter(|slot| slot.is_none_or(|(most, _)| most < ends)) {
            *slot = Some((ends, code));
        }
    }
    Ok(best.into_iter().flatten().map(|(_, code)| code).collect())
}
