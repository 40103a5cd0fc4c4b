//! What all that was asked for makes together, and of which of the store's figures that is.

use app::view::{About, FigureKind as Shown, SignedSum, Sum};
use ledger::Entry;
use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use ledger::value::{Currency, SubjectKind};

use super::sieve::Sieve;
use crate::pages::Lookup;
use crate::pages::brought::{self, Part};
use crate::store::Stored;
use crate::store::query::Figure;

/// What all that was asked for makes together: as the store sums it, or else as the rows do if these are all.
pub(super) fn sums(lookup: &mut Lookup<'_>, sieve: &Sieve, rows: Option<&[(Entry, Vec<Part>)]>) -> Stored<Vec<Sum>> {
    let Some(kind) = sieve.asked.kind else { return Ok(Vec::new()) };
    let mut sums: Vec<SignedSum> = Vec::new();
    let mut add = |currency: Currency, amount: i64| match sums.iter_mut().find(|sum| sum.currency == currency) {
        Some(sum) => sum.amount = sum.amount.saturating_add(amount),
        None => sums.push(SignedSum { amount, currency }),
    };
    if sieve.is_summed() {
        for record in &sieve.funds {
            let figures = lookup.tables.figures(record.seq)?;
            let ours = figures.iter().filter(|figure| is_of(figure, kind, &sieve.asked.about));
            add(record.fund.currency, ours.fold(0_i64, |sum, figure| sum.saturating_add(figure.amount)));
        }
    } else if let Some(rows) = rows {
        for (_, parts) in rows {
            for sum in brought::sums(lookup, parts)? {
                add(sum.currency, sum.amount);
            }
        }
    }
    let some = sums.into_iter().filter(|sum| sum.amount > 0);
    Ok(some.map(|sum| Sum { amount: sum.amount.unsigned_abs(), currency: sum.currency }).collect())
}

/// Whether a sum of the store is a part of a figure. All that was set aside for a project rests somewhere, or went on.
fn is_of(figure: &Figure, kind: Shown, about: &[About]) -> bool {
    let of = |about: &About| match about.kind {
        SubjectKind::Project => figure.project.as_deref() == Some(about.id.as_str()),
        _ => figure.item.as_deref() == Some(about.id.as_str()),
    };
    let is_kind = match kind {
        Shown::SetAside => {
            figure.project.is_some() && !matches!(figure.kind, FigureKind::Received | FigureKind::TransferredIn)
        }
        Shown::End(app::view::EndKind::Unspent) => figure.kind == FigureKind::Rests(EndKind::Unspent),
        Shown::Held => matches!(figure.kind, FigureKind::Rests(end) if end.is_held()),
        kind => kinds_of(kind).contains(&figure.kind),
    };
    is_kind && about.iter().all(of)
}

/// Whether entries that only move cash within funds can bring something to a figure.
pub(super) fn moves_cash(kind: Shown) -> bool {
    matches!(kind, Shown::Held | Shown::SetAside | Shown::End(app::view::EndKind::Unspent))
}

/// The lists of the store that hold what a figure of the pages is made of.
pub(super) fn kinds_of(kind: Shown) -> Vec<FigureKind> {
    let came = [FigureKind::Received, FigureKind::TransferredIn];
    match kind {
        Shown::Received => vec![FigureKind::Received],
        Shown::TransferredIn => vec![FigureKind::TransferredIn],
        Shown::End(app::view::EndKind::TransferredOut) => vec![FigureKind::TransferredOut],
        // What lies unspent came in by gifts and transfers.
        Shown::SetAside | Shown::End(app::view::EndKind::Unspent) => came.to_vec(),
        kind => {
            let words = kind.ends().into_iter().filter_map(|end| EndKind::from_word(end.word()));
            let mut kinds: Vec<FigureKind> =
                words.filter(|end| *end != EndKind::Unspent).map(FigureKind::Rests).collect();
            if kind == Shown::Held {
                kinds.extend(came);
            }
            kinds
        }
    }
}
