//! What a stranger checks: proofs and bundles, put together from tiles under a published checkpoint.

use ledger::code::GiftCode;
use ledger::log::bundle::{Bundle, Subject, entries_behind, report_claim};
use ledger::log::proof::TlogProof;
use ledger::log::{TreeHash, multi, tree};
use ledger::report::Report;
use ledger::trace;

use super::{Log, Published};
use crate::reports::gather::{Asked, Books, Reading, ReportError};
use crate::store::past::Tables;
use crate::store::{StoreError, Stored};

/// What stands in a gift's bundle, before a checkpoint covers all of it.
#[derive(Debug, Clone)]
pub struct Behind {
    subject: Subject,
    indices: Vec<u64>,
    claim: Claim,
}

/// What is claimed.
#[derive(Debug, Clone)]
enum Claim {
    /// As it stands.
    Trace(String),
    /// Of a report, with the hashes of the entries beside it.
    Report(Box<Report>),
}

impl Behind {
    /// Follows a gift. None where the code is no gift's.
    ///
    /// # Errors
    /// The database's own.
    pub fn gift(tables: &mut Tables, code: GiftCode) -> Stored<Option<Self>> {
        let Some(trace) = trace::forward(tables, code.seq())? else { return Ok(None) };
        let (subject, claim) = (Subject::Gift(code), Claim::Trace(trace.to_json()));
        Ok(Some(Self { subject, indices: entries_behind(tables, &trace)?, claim }))
    }

    /// Derives a report.
    ///
    /// # Errors
    /// As [`Reading::open`], and that it rests on more entries than a bundle holds.
    pub fn report(tables: &mut Tables, books: &Books, asked: Asked) -> Result<Self, ReportError> {
        let (question, size) = (Box::new(asked.question.clone()), asked.size);
        let (report, behind) = Reading::open(tables, books, asked)?.with_entries()?;
        let subject = Subject::Report { question, size };
        Ok(Self { subject, indices: behind.into_iter().collect(), claim: Claim::Report(Box::new(report)) })
    }

    /// The entries that it rests on, ascending.
    #[must_use]
    pub fn entries(&self) -> &[u64] {
        &self.indices
    }

    /// The last entry that must be in the log.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.indices.last().copied().unwrap_or(0)
    }
}

impl Log {
    /// That one entry is in the log, under a checkpoint that covers it.
    ///
    /// # Errors
    /// The database's own.
    pub fn entry_proof(&self, tables: &mut Tables, published: &Published, seq: u64) -> Stored<TlogProof> {
        let size = published.signed.size;
        let path = self.inner.tiles.nodes(tables, size, |nodes| tree::inclusion(nodes, seq, size))?;
        Ok(TlogProof { extra: None, index: seq, path, checkpoint: published.note() })
    }

    /// That the log of `old` entries is the beginning of that of `size`.
    ///
    /// # Errors
    /// The database's own.
    pub fn consistency(&self, tables: &mut Tables, old: u64, size: u64) -> Stored<Vec<TreeHash>> {
        self.inner.tiles.nodes(tables, size, |nodes| tree::consistency(nodes, old, size))
    }

    /// What a donor keeps of a gift, or a journalist of a report, under a checkpoint that covers all of it.
    ///
    /// # Errors
    /// The database's own.
    pub fn bundle(&self, tables: &mut Tables, published: &Published, behind: Behind) -> Stored<Bundle> {
        let Behind { subject, indices, claim } = behind;
        let size = published.signed.size;
        let proof = self.inner.tiles.nodes(tables, size, |nodes| multi::prove(nodes, &indices, size))?;
        let mut entries = Vec::with_capacity(indices.len());
        for seq in &indices {
            let missing = || StoreError::BadEntry { seq: *seq, reason: "it is missing".into() };
            entries.push(tables.json(*seq)?.ok_or_else(missing)?);
        }
        let (checkpoint, policy) = (published.note(), self.policy().to_string());
        let claim = match claim {
            Claim::Trace(claim) => claim,
            Claim::Report(report) => report_claim(&report, &entries),
        };
        Ok(Bundle { checkpoint, policy, indices, entries, proof, subject, claim })
    }
}
