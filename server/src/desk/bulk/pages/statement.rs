//! `/desk/bank/statements/ID`: what each line becomes, and the balance against the ledger's.
//!
//! - `against`: the lines held against what is recorded
//! - [`press`]: what was chosen, recorded with one press

mod against;
pub(in crate::desk) mod press;

use std::collections::{HashMap, HashSet};

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{BankLine as LineView, Bulk, Compared, Content, LineState, OpenLine, Pick, StatementPage};
use ledger::value::{Key, Timestamp};

pub(super) use self::against::reopened;
use self::against::{entry_of, held_against};

use super::accounts::own_account;
use super::{FundHere, account_line, funds, purposes};
use crate::desk::bulk::bank::Flow;
use crate::desk::bulk::bank::proposal::Proposal;
use crate::desk::people::permission::Action;
use crate::desk::record::EXPENSES;
use crate::desk::visit::{Answered, Visit};
use crate::http::Site;
use crate::private::bank::{self, AccountRow, KeptLine, StatementRow};
use crate::private::drafts::{self, Draft};
use crate::private::left_out::{self, LeftOut};

/// Lines on one page: what somebody looks through before they press.
const LINES: usize = 100;

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Asked {
    #[serde(default)]
    from: usize,
    /// The same file was brought again.
    #[serde(default)]
    again: bool,
    /// Entries that were just made.
    recorded: Option<u64>,
}

/// A statement with all that is known of it.
struct Open {
    row: StatementRow,
    account: AccountRow,
    lines: Vec<KeptLine>,
    funds: Vec<FundHere>,
    proposals: Vec<Proposal>,
    compared: Option<Compared>,
    /// Drafts that wait for a second person, by the keys of the entries that they would be.
    waits: HashMap<String, i64>,
    /// Lines that somebody left out, by the same keys.
    left_out: HashMap<Key, LeftOut>,
    /// Entries that look like a line and came from another statement.
    imported: HashSet<u64>,
    /// The same file was just brought again.
    again: bool,
    /// Entries that were just made.
    recorded: Option<u64>,
}

/// What somebody typed about lines, by place, and what is wrong with it.
type Typed = HashMap<i64, OpenLine>;

pub(in crate::desk) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    asked: Query<Asked>,
) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::RecordMoney).await?;
        let open = Open { again: asked.again, recorded: asked.recorded, ..open(&visit, *id).await? };
        page(&visit, 200, &open, asked.from, &Typed::new(), None)
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn open(visit: &Visit, id: i64) -> Result<Open, HttpResponse> {
    let found = visit.keep(move |db| bank::statement(db, id)).await?;
    let (row, account) = found.ok_or_else(|| visit.not_found())?;
    own_account(visit, account.id).await?;
    let (mut lines, drafts) = visit.keep(move |db| Ok((bank::lines(db, id)?, drafts::open(db)?))).await?;
    let keys = |draft: Draft| draft.keys.into_iter().map(move |key| (key, draft.id));
    let waits: HashMap<String, i64> = drafts.into_iter().flat_map(keys).collect();
    let open = visit
        .ask(move |lookup| {
            let all = funds(lookup)?;
            let ours: Vec<FundHere> =
                all.into_iter().filter(|fund| account.fund_ids().any(|id| id == fund.id)).collect();
            reopened(lookup, &mut lines)?;
            let (proposals, compared) = held_against(lookup, &row, &lines, &ours)?;
            let left_out = HashMap::new();
            let imported = HashSet::new();
            Ok(Open {
                row,
                account,
                lines,
                funds: ours,
                proposals,
                compared,
                waits,
                left_out,
                imported,
                again: false,
                recorded: None,
            })
        })
        .await?;
    let keys: Vec<Key> = open.lines.iter().map(|kept| kept.key).collect();
    let left_out = visit.keep(move |db| left_out::of(db, &keys)).await?;
    let imported = imported(visit, &open.proposals).await?;
    Ok(Open { left_out, imported, ..open })
}

/// Of the entries that look like a line, those that a line of another statement became.
async fn imported(visit: &Visit, proposals: &[Proposal]) -> Result<HashSet<u64>, HttpResponse> {
    let looks = |proposal: &Proposal| match proposal {
        Proposal::Looks { seq } => Some(*seq),
        _ => None,
    };
    let seqs: Vec<u64> = proposals.iter().filter_map(looks).collect();
    let keyed = visit.ask(move |lookup| {
        let mut keyed: Vec<(u64, Key)> = Vec::new();
        for seq in seqs {
            keyed.extend(ledger::Past::entry(lookup.tables(), seq)?.map(|entry| (seq, entry.key)));
        }
        Ok(keyed)
    });
    let keyed = keyed.await?;
    visit
        .keep(move |db| {
            let mut found = HashSet::new();
            for (seq, key) in keyed {
                if bank::is_line(db, &key)? {
                    found.insert(seq);
                }
            }
            Ok(found)
        })
        .await
}

#[allow(clippy::result_large_err)] // It is an answer, made once and sent.
fn page(visit: &Visit, status: u16, open: &Open, from: usize, typed: &Typed, fault: Option<String>) -> Answered {
    let from = from.min(open.lines.len().saturating_sub(1));
    let shown = open.lines.iter().zip(&open.proposals).skip(from).take(LINES);
    let lines = shown.map(|(kept, proposal)| line_view(kept, proposal, open, typed)).collect();
    let total = u64::try_from(open.lines.len()).unwrap_or(u64::MAX);
    let account = account_line(&open.account, &open.funds, None).map_err(|error| visit.failed(&error))?;
    let page = StatementPage {
        id: open.row.id,
        account,
        file: open.row.file_name.clone(),
        brought_at: Timestamp::from_ms(open.row.uploaded_at).unwrap_or(Timestamp::ZERO),
        by: open.row.uploaded_by.clone(),
        again: open.again,
        recorded: open.recorded,
        opening: open.row.opening().map(|balance| (balance.minor, balance.on)),
        closing: open.row.closing().map(|balance| (balance.minor, balance.on)),
        lines,
        from: u64::try_from(from).unwrap_or_default(),
        total,
        unbooked: open.row.unbooked.unsigned_abs(),
        purposes: purposes(&open.funds),
        categories: EXPENSES
            .iter()
            .map(|word| Pick { value: (*word).to_owned(), word: app::words::term(visit.lang(), word) })
            .collect(),
        compared: open.compared.clone(),
        fault,
    };
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Statement(Box::new(page))))))
}

fn line_view(kept: &KeptLine, proposal: &Proposal, open: &Open, typed: &Typed) -> LineView {
    let line = &kept.line;
    let mut text = line.references.join(" · ");
    if !line.remittance.is_empty() {
        text = if text.is_empty() { line.remittance.clone() } else { format!("{} · {text}", line.remittance) };
    }
    LineView {
        place: kept.place,
        on: line.booked_on,
        is_credit: line.flow == Flow::In,
        amount: line.amount.get(),
        text,
        counterparty: line.counterparty.clone(),
        state: state(kept, proposal, open, typed),
    }
}

fn state(kept: &KeptLine, proposal: &Proposal, open: &Open, typed: &Typed) -> LineState {
    if let Some(seq) = entry_of(proposal) {
        return LineState::Recorded { seq };
    }
    if let Some(draft) = open.waits.get(&kept.key.to_string()) {
        return LineState::Waits { draft: *draft };
    }
    if let Some(left) = open.left_out.get(&kept.key) {
        return LineState::LeftOut { by: left.by.clone(), at: Timestamp::from_ms(left.at).unwrap_or(Timestamp::ZERO) };
    }
    let (looks, takes_back) = match proposal {
        Proposal::Looks { seq } => (Some(*seq), false),
        Proposal::TakesBack => (None, true),
        _ => (None, false),
    };
    let from_statement = looks.is_some_and(|seq| open.imported.contains(&seq));
    let other_fund = match proposal {
        Proposal::Gift { fund: Some(fund), .. } | Proposal::Payment { fund: Some(fund), .. } => {
            Some(fund.to_string()).filter(|fund| open.funds.iter().all(|one| one.id != *fund))
        }
        _ => None,
    };
    if let Some(said) = typed.get(&kept.place) {
        return LineState::Open(OpenLine { looks, other_fund, from_statement, takes_back, ..said.clone() });
    }
    let act = match proposal {
        Proposal::Looks { .. } => "same",
        Proposal::TakesBack => "later",
        _ => "record",
    };
    let purpose = match proposal {
        Proposal::Gift { fund: Some(fund), project } | Proposal::Payment { fund: Some(fund), project } => {
            project.as_ref().map_or(fund.to_string(), |project| format!("{fund}/{project}"))
        }
        // With one fund on the account there is nothing to choose.
        _ => match open.funds.as_slice() {
            [only] => only.id.clone(),
            _ => String::new(),
        },
    };
    LineState::Open(OpenLine {
        act: act.to_owned(),
        looks,
        other_fund,
        from_statement,
        takes_back,
        purpose,
        ..OpenLine::default()
    })
}
