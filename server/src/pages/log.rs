//! `/log`: the state of the transparency log, and the seal that says it in a few words.

use app::view::{CheckpointLine, Hindrance, LogPage, MirrorState, Page, Seal, SignedLog, WitnessLine};
use ledger::log::policy::{Judged, Party};
use ledger::refusal::Lang;
use ledger::value::Timestamp;

use super::Lookup;
use crate::log::mirror::{Mirror, Progress};
use crate::log::{Log, Published, witness_name};
use crate::store::Stored;
use crate::store::checkpoints::{Attestation, AttestationKind};

/// Checkpoints on the page.
const CHECKPOINTS: usize = 12;

fn time(ms: i64) -> Timestamp {
    Timestamp::from_ms(ms).unwrap_or(Timestamp::ZERO)
}

/// Fills the page. `site` is the address from outside, for commands.
///
/// # Errors
/// The database's own.
pub fn log(
    lookup: &mut Lookup<'_>,
    log: Option<&Log>,
    mirror: Option<&Mirror>,
    site: String,
    lang: Lang,
) -> Stored<Page> {
    let head = lookup.tables().head()?;
    let signed = match log {
        Some(log) => Some(Box::new(signed(lookup, log, mirror.is_some(), &site, lang)?)),
        None => None,
    };
    let mirror = mirror.map(|mirror| {
        let Progress { url, seen, hindered, stopped } = mirror.progress();
        let hindered = hindered.map(|trouble| Hindrance { here: trouble.is_own(), reason: trouble.say(lang) });
        MirrorState { url, seen: seen.map(|(size, at)| (size, time(at))), hindered, stopped }
    });
    Ok(Page::Log(Box::new(LogPage { size: head.size, head: head.hash.to_string(), signed, mirror, site })))
}

/// A mirror asks no witness: who cosigned last stands in the note that it took over.
fn cosigners(log: &Log) -> Vec<WitnessLine> {
    let latest = log.latest();
    let note = latest.as_ref().map(|latest| latest.note()).unwrap_or_default();
    let judged = log.policy().judge(&note).ok();
    let line = |party: &Party| {
        let of_party = |judged: &Judged<'_>| {
            let (_, seconds) = judged.cosigners.iter().find(|(cosigner, _)| cosigner.key == party.key)?;
            let ms = i64::try_from(*seconds).ok()?.checked_mul(1_000)?;
            Some((judged.checkpoint.size, time(ms)))
        };
        let cosigned = judged.as_ref().and_then(of_party);
        WitnessLine { name: party.name.clone(), key: party.key.to_string(), cosigned, failed: None }
    };
    log.policy().witnesses.iter().map(line).collect()
}

/// The policy for whoever checks, with the log's address where it has none yet.
fn advised(log: &Log, site: &str) -> String {
    let mut policy = log.policy().clone();
    for party in &mut policy.logs {
        party.url.get_or_insert_with(|| format!("{site}/log"));
    }
    policy.to_string()
}

fn signed(lookup: &mut Lookup<'_>, log: &Log, mirrored: bool, site: &str, lang: Lang) -> Stored<SignedLog> {
    let mut checkpoints = Vec::new();
    let tables = lookup.tables();
    for signed in tables.checkpoints_before(None, CHECKPOINTS)? {
        let attestations = tables.attestations(signed.size)?;
        let published = Published { signed, attestations, quorum: false };
        let quorum = log.policy().judge(&published.note()).is_ok_and(|judged| judged.quorum);
        let of = |kind| {
            let attested = published.attestations.iter().filter(move |one| one.kind == kind);
            attested.map(|one| (name_of(log, one), time(one.attested_at_ms))).collect()
        };
        checkpoints.push(CheckpointLine {
            size: published.signed.size,
            signed_at: time(published.signed.signed_at_ms),
            cosigners: of(AttestationKind::Cosignature),
            stamps: of(AttestationKind::TimeStamp),
            quorum,
        });
    }
    let witness = |health: crate::log::witnesses::Health| WitnessLine {
        name: health.name,
        key: health.key,
        cosigned: health.cosigned.map(|(size, at)| (size, time(at))),
        failed: health.failed.map(|(trouble, at)| (trouble.say(lang), time(at))),
    };
    Ok(SignedLog {
        origin: log.origin().to_owned(),
        note: log.latest().map(|latest| latest.note()).unwrap_or_default(),
        checkpoints,
        quorum: log.policy().quorum.is_some().then(|| log.policy().say_quorum(lang)),
        witnesses: match mirrored {
            true => cosigners(log),
            false => log.health().into_iter().map(witness).collect(),
        },
        keys: log.keys().map(|(key, from)| (key.to_string(), from)).collect(),
        policy: advised(log, site),
    })
}

/// What the policy calls the witness, or where the time stamp came from.
fn name_of(log: &Log, attestation: &Attestation) -> String {
    let known = log.policy().witnesses.iter().find(|party| witness_name(&party.key) == attestation.name);
    known.map_or_else(|| attestation.name.clone(), |party| party.name.clone())
}

/// The true state in a few words.
#[must_use]
pub fn seal(log: Option<&Log>, mirror: Option<&Mirror>) -> Seal {
    if mirror.is_some_and(|mirror| mirror.progress().stopped.is_some()) {
        return Seal::Disputed;
    }
    let Some((log, latest)) = log.and_then(|log| log.latest().map(|latest| (log, latest))) else {
        return Seal::Unsigned;
    };
    let asked = log.policy().witnesses.len();
    // A mirror publishes the note as it came, with the cosignatures in it.
    let cosigned = log.policy().judge(&latest.note()).map_or(0, |judged| judged.cosigners.len());
    if log.health().iter().any(|health| health.disputes) {
        Seal::Disputed
    } else if asked == 0 {
        if mirror.is_some() { Seal::Mirrored } else { Seal::Signed }
    } else if latest.quorum && log.policy().quorum.is_some() {
        Seal::Cosigned(cosigned, asked)
    } else {
        Seal::Waiting(cosigned, asked)
    }
}
