//! `almoner trace`

use clap::Args;

use app::view::{End, Gift, Page};
use app::words;
use ledger::code::{CodeFault, GiftCode};
use ledger::refusal::Lang;
use ledger::trace;

use super::{Database, Failed, Outcome, failed, language};
use crate::answer;
use crate::pages::{self, GiftQuery, Lookup};
use crate::store::Access;
use crate::store::past::Tables;

/// Follows one gift to every place where a part of it rests; the amounts add up to the gift.
#[derive(Debug, Args)]
pub(super) struct Trace {
    /// The receipt code, as G-48KA-6KMQ.
    code: String,

    /// Answer in JSON, as the open interface does.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    database: Database,
}

impl Trace {
    pub(super) fn run(self) -> Outcome<()> {
        let mut tables = Tables::new(self.database.location()?.open(Access::Read).map_err(failed)?);
        let code = match GiftCode::parse(&self.code) {
            Ok(code) => code,
            Err(fault) => return Err(self.explain(fault, &mut tables)?),
        };
        if self.json {
            let trace = trace::forward(&mut tables, code.seq()).map_err(failed)?;
            let trace = trace.ok_or_else(|| no_gift(code))?;
            println!("{}", answer::trace_json(&trace));
            return Ok(());
        }
        // The words of its page.
        let page = pages::gift(&mut Lookup::new(&mut tables), &code.to_string(), &GiftQuery::default());
        let Page::Gift(gift) = page.map_err(failed)? else { return Err(no_gift(code)) };
        print!("{}", in_words(&gift, language()));
        Ok(())
    }

    fn explain(&self, fault: CodeFault, tables: &mut Tables) -> Outcome<Failed> {
        let typed = &self.code;
        if fault == CodeFault::Shape {
            return Ok(Failed(format!("{typed} is not a receipt code: a code is G- and eight characters")));
        }
        let near: Vec<String> = pages::near(tables, typed).map_err(failed)?.iter().map(ToString::to_string).collect();
        let slip = format!("{typed} has a slip in it: its last character does not fit the others");
        Ok(Failed(match near.as_slice() {
            [] => format!("{slip}; no gift here has a code that is one slip away"),
            near => format!("{slip}; gifts one slip away: {}", near.join(", ")),
        }))
    }
}

fn no_gift(code: GiftCode) -> Failed {
    Failed(format!("there is no gift {code} in this ledger"))
}

/// The gift, and for each end how much, what kind, what exactly with place and day, and the entries it went through.
fn in_words(gift: &Gift, lang: Lang) -> String {
    let whole = words::amount(lang, gift.amount, &gift.unit);
    let (day, fund) = (words::date(lang, gift.received_on), &gift.fund.name);
    let mut text = match lang {
        Lang::En => format!("{}  {whole}, received on {day}, {fund}\n", gift.code),
        Lang::Zh => format!("{}  {whole}，{day}收到，{fund}\n", gift.code),
    };
    if let Some(seq) = gift.reversed_by {
        text.push_str(&match lang {
            Lang::En => format!("Entry {seq} reversed it: it counts no more.\n"),
            Lang::Zh => format!("第 {seq} 号记录已将其撤销，不再计入。\n"),
        });
    }
    gift.ends.iter().for_each(|end| text.push_str(&end_in_words(end, gift, lang)));
    text
}

fn end_in_words(end: &End, gift: &Gift, lang: Lang) -> String {
    let mut path = end.path.clone();
    path.extend(end.seq.filter(|seq| !end.path.contains(seq)));
    let path: Vec<String> = path.iter().map(u64::to_string).collect();
    let amount = words::amount(lang, end.amount, &gift.unit);
    let kind = words::kind(lang, end.kind());
    let what = words::end_sentence(lang, &end.what);
    let (pool, passed, path) = (&end.pool, words::pick(lang, "entries", "经过的记录"), path.join(" → "));
    format!("\n{amount}  {kind}\n  {what}\n  {pool}  {passed}: {path}\n")
}
