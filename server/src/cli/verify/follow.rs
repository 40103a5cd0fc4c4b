//! A whole log, read from its own address: every tile, every entry, the chain, the root, and the ledger's rules.

use std::path::{Path, PathBuf};

use reqwest::blocking::{Client, Response};

use checker::trust::Remembered;
use checker::words::{self, StepName};
use checker::{Kind, Report, Source, State, Trust};
use ledger::log::export::Checked;
use ledger::log::tile::{self, Edge, FullTile, Resource, TileId, WIDTH, Width};
use ledger::log::{Checkpoint, Fault, TreeHash, tree};
use ledger::record::ReplayFault;
use ledger::refusal::Lang;
use ledger::{Hash, Memory, State as Ledger, Told};

use super::{PATIENCE, Progress, TEXT_BYTES_LIMIT, Unchecked, read_text, trust_in};
use crate::outbound;

/// 256 entries with their lengths before them.
const ENTRIES_BYTES_LIMIT: u64 = 256 * (2 + 65_535);

/// Asks for a file.
pub(super) fn get(client: &Client, address: &str) -> Result<Response, Unchecked> {
    let answer =
        client.get(address).send().map_err(|error| format!("cannot fetch {address}: {}", outbound::why(error)))?;
    let status = answer.status();
    if status.is_success() { Ok(answer) } else { Err(format!("{address} answers {status}")) }
}

/// Follows the log at this address. Without a policy, the one it shows itself. A checkpoint that was kept must be of its
/// beginning.
pub(super) fn follow(lang: Lang, base: &str, policy: Option<&str>, kept: Option<&Path>) -> Result<Report, Unchecked> {
    let client = outbound::client(PATIENCE).map_err(|error| error.to_string())?;
    let text = |name: &str| outbound::text(get(&client, &format!("{base}/{name}"))?, TEXT_BYTES_LIMIT);
    let remembered = Remembered { note: kept.map(read_text).transpose()?, ..Remembered::default() };
    let trust = match policy {
        Some(policy) => trust_in(policy, Source::Own, remembered.clone())?,
        None => trust_in(&text("policy")?, Source::File, remembered.clone())?,
    };
    if let Some(note) = &remembered.note {
        trust.policy().judge(note).map_err(|fault| format!("--checkpoint: {}", fault.say(lang)))?;
    }
    let note = text("checkpoint")?;
    let mut report = Report::new(lang, Kind::Log);
    let Some(checkpoint) = trust.judge(&note, &mut report) else {
        for step in [StepName::Tiles, StepName::Chain, StepName::Rules, StepName::Root] {
            report.leave_open(step);
        }
        return Ok(report);
    };
    let mut proof = None;
    if let Some((old, size)) = report.owed {
        proof = text(&format!("consistency/{old}/{size}")).ok();
        trust.prove_growth(proof.as_deref(), &mut report);
    }
    if let Some(kept) = kept {
        keep_evidence(kept, &trust, &report, proof.as_deref().unwrap_or_default())?;
    }
    let mut log = Follower::new(client, base, checkpoint);
    let ended = log.read();
    log.tell(&ended, report)
}

/// Two signed notes that do not fit are worth keeping: what anybody can be shown lies beside the one that was given, with the
/// hashes that the log gave for a proof.
fn keep_evidence(kept: &Path, trust: &Trust, report: &Report, proof: &str) -> Result<(), Unchecked> {
    let fails = report.steps.iter().any(|step| step.name == StepName::Growth && step.state == State::Fails);
    let Some(evidence) = trust.evidence(report, proof).filter(|_| fails) else { return Ok(()) };
    let path = PathBuf::from(format!("{}.evidence.json", kept.display()));
    std::fs::write(&path, evidence).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    let shown = path.display();
    eprintln!(
        "almoner: {}",
        words::pick(
            report.lang,
            format!("both signed notes are kept as evidence in {shown}"),
            format!("两份已签名的检查点已作为证据保存于 {shown}"),
        )
    );
    Ok(())
}

/// Why the reading ended early.
enum Stopped {
    /// Something is not as it should be, at this step.
    Wrong(StepName, Fault),
    /// An entry does not follow from the rules.
    Broken { seq: u64, why: String },
    /// The log does not answer.
    Unchecked(Unchecked),
}

struct Follower<'b> {
    client: Client,
    base: &'b str,
    checkpoint: Checkpoint,
    checked: Checked,
    edge: Edge,
    /// The hashes of each level's partial tile, from level 1 up.
    upper: Vec<Vec<TreeHash>>,
    ledger: Ledger,
    past: Memory,
    tiles: u64,
}

impl<'b> Follower<'b> {
    fn new(client: Client, base: &'b str, checkpoint: Checkpoint) -> Self {
        Self {
            client,
            base,
            checkpoint,
            checked: Checked::default(),
            edge: Edge::default(),
            upper: Vec::new(),
            ledger: Ledger::default(),
            past: Memory::for_judging(),
            tiles: 0,
        }
    }

    fn read(&mut self) -> Result<(), Stopped> {
        let size = self.checkpoint.size;
        let mut progress = Progress::new("entries read", Some(size));
        for index in 0..size.div_ceil(u64::from(WIDTH)) {
            self.read_tile(index)?;
            progress.at(self.checked.size());
        }
        progress.finish(self.checked.size());
        for (level, hashes) in (1_u8..).zip(std::mem::take(&mut self.upper)) {
            let width = Width::try_from(hashes.len()).unwrap_or(WIDTH);
            let index = tile::hashes_at(level, size) / u64::from(WIDTH);
            if width > 0 {
                self.compare(TileId { level, index }, &hashes)?;
            }
        }
        self.checked.finish(&self.checkpoint).map_err(|fault| Stopped::Wrong(StepName::Root, fault))
    }

    fn fetch(&self, resource: &Resource, limit: u64) -> Result<Vec<u8>, Stopped> {
        let answer = get(&self.client, &format!("{}/{resource}", self.base)).map_err(Stopped::Unchecked)?;
        outbound::bytes(answer, limit).map_err(Stopped::Unchecked)
    }

    /// The entries below a tile of level 0, and that tile.
    fn read_tile(&mut self, index: u64) -> Result<(), Stopped> {
        let id = TileId { level: 0, index };
        let width = id.width_at(self.checkpoint.size);
        let wrong = |fault| Stopped::Wrong(StepName::Tiles, fault);
        let bytes = self.fetch(&Resource::Entries(index, width), ENTRIES_BYTES_LIMIT)?;
        let entries = tile::from_entry_bundle(&bytes, width).map_err(wrong)?;
        let leaves: Vec<TreeHash> = entries.iter().map(|entry| tree::leaf_hash(entry)).collect();
        let resource = Resource::Tile(id, width);
        let hashes = tile::from_bytes(&self.fetch(&resource, 32 * u64::from(WIDTH))?, width).map_err(wrong)?;
        for ((entry, leaf), hash) in entries.iter().zip(&leaves).zip(&hashes) {
            let seq = self.checked.size();
            // Which of the two is right, the signed root says in the end; that they differ is wrong in any case.
            if leaf != hash {
                return Err(wrong(Fault::Inclusion { index: seq }));
            }
            self.checked.take(entry).map_err(|fault| Stopped::Wrong(StepName::Chain, fault))?;
            self.replay(seq, entry)?;
            for full in self.edge.append(*leaf) {
                self.filled(&full)?;
            }
        }
        self.tiles += 1;
        Ok(())
    }

    fn replay(&mut self, seq: u64, entry: &[u8]) -> Result<(), Stopped> {
        let lang = super::language();
        let broken = |why: String| Stopped::Broken { seq, why };
        let text = std::str::from_utf8(entry).map_err(|error| broken(error.to_string()))?;
        let told = Told::parse(text).map_err(|refusal| broken(refusal.say(lang)))?;
        let replayed = self.ledger.replay(&mut self.past, told, text, Hash::of(entry));
        let recorded = replayed.map_err(|fault| {
            broken(match fault {
                ReplayFault::Refused(refusal) => refusal.say(lang),
                ReplayFault::Differs { .. } => {
                    words::pick(lang, "the rules give other moves", "按规则推得的移动与之不同").to_owned()
                }
            })
        })?;
        self.past.keep(recorded);
        Ok(())
    }

    /// A tile that these entries fill: above level 0 it was not seen yet.
    fn filled(&mut self, full: &FullTile) -> Result<(), Stopped> {
        let above = usize::from(full.id.level);
        if self.upper.len() <= above {
            self.upper.push(Vec::new());
        }
        if let Some(hashes) = above.checked_sub(1).and_then(|own| self.upper.get_mut(own)) {
            hashes.clear();
            self.compare(full.id, &full.hashes)?;
        }
        if let Some(hashes) = self.upper.get_mut(above) {
            hashes.push(full.root);
        }
        Ok(())
    }

    fn compare(&mut self, id: TileId, hashes: &[TreeHash]) -> Result<(), Stopped> {
        let width = Width::try_from(hashes.len()).unwrap_or(WIDTH);
        let resource = Resource::Tile(id, width);
        let bytes = self.fetch(&resource, 32 * u64::from(WIDTH))?;
        self.tiles += 1;
        match tile::from_bytes(&bytes, width) {
            Ok(served) if served == hashes => Ok(()),
            Ok(_) => Err(Stopped::Wrong(StepName::Tiles, Fault::Tile { path: resource.to_string() })),
            Err(fault) => Err(Stopped::Wrong(StepName::Tiles, fault)),
        }
    }

    /// The steps, of which at most one failed.
    fn tell(&self, ended: &Result<(), Stopped>, mut report: Report) -> Result<Report, Unchecked> {
        let (lang, size) = (report.lang, self.checked.size());
        let (tiles, rules) = (words::tiles(lang, self.tiles), words::rules(lang, size));
        let chain = words::chain(lang, size, &self.checked.head().to_string());
        let holds = [
            (StepName::Tiles, tiles),
            (StepName::Chain, chain),
            (StepName::Rules, rules),
            (StepName::Root, words::root(lang, size, self.checkpoint.size)),
        ];
        let failed = match ended {
            Ok(()) => None,
            Err(Stopped::Unchecked(reason)) => return Err(reason.clone()),
            Err(Stopped::Wrong(step, _)) => Some(*step),
            Err(Stopped::Broken { .. }) => Some(StepName::Rules),
        };
        for (step, says) in holds {
            match ended {
                Ok(()) => report.add(step, State::Holds, says),
                Err(_) if failed != Some(step) => report.leave_open(step),
                Err(Stopped::Wrong(_, fault)) => report.fail(step, fault),
                Err(Stopped::Broken { seq, why }) => {
                    report.add(step, State::Fails, words::rule_broken(lang, *seq, why));
                }
                Err(Stopped::Unchecked(_)) => {}
            }
        }
        report.shows = words::shows_followed(lang, size);
        Ok(report)
    }
}
