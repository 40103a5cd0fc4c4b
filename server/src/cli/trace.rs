//! `almoner trace`

use clap::Args;

use ledger::code::{CodeFault, GiftCode};
use ledger::refusal::Lang;
use ledger::trace::{self, End};
use ledger::value::Currency;

use super::{Database, Failed, Outcome, failed, language};
use crate::answer;
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
        let code = GiftCode::parse(&self.code).map_err(|fault| Failed(self.explain(fault)))?;
        let trace = trace::forward(&mut tables, code.seq()).map_err(failed)?;
        let trace = trace.ok_or_else(|| Failed(format!("there is no gift {code} in this ledger")))?;
        if self.json {
            println!("{}", answer::trace_json(&trace));
            return Ok(());
        }
        println!("{code}  {}", money(trace.amount, trace.currency));
        for end in &trace.ends {
            let path: Vec<String> = end.path.iter().map(u64::to_string).collect();
            println!(
                "{:>16}  {}  {}  [{}]",
                money(end.amount, trace.currency),
                word(end, language()),
                end.pool,
                path.join(" → ")
            );
        }
        Ok(())
    }

    fn explain(&self, fault: CodeFault) -> String {
        let near = GiftCode::one_slip_away(&self.code);
        match fault {
            CodeFault::Shape => format!("{} is not a receipt code: a code is G- and eight characters", self.code),
            CodeFault::Check => format!(
                "{} has a slip in it: its last character does not fit the others; {} codes are one slip away",
                self.code,
                near.len()
            ),
        }
    }
}

pub(super) fn money(amount: u64, currency: Option<Currency>) -> String {
    let Some(currency) = currency else { return amount.to_string() };
    let digits = usize::try_from(currency.exponent()).unwrap_or(0);
    let text = format!("{amount:0>width$}", width = digits + 1);
    let (whole, rest) = text.split_at(text.len() - digits);
    let point = if rest.is_empty() { "" } else { "." };
    format!("{whole}{point}{rest} {currency}")
}

fn word(end: &End, lang: Lang) -> &'static str {
    use ledger::trace::EndKind as Kind;
    match (end.kind, lang) {
        (Kind::Distributed, Lang::En) => "handed out      ",
        (Kind::Distributed, Lang::Zh) => "已发放物资",
        (Kind::CashDistributed, Lang::En) => "handed out, cash",
        (Kind::CashDistributed, Lang::Zh) => "已发放现金",
        (Kind::Expense, Lang::En) => "expense         ",
        (Kind::Expense, Lang::Zh) => "支出　　　",
        (Kind::Fee, Lang::En) => "fee             ",
        (Kind::Fee, Lang::Zh) => "手续费　　",
        (Kind::Refunded, Lang::En) => "refunded        ",
        (Kind::Refunded, Lang::Zh) => "已退款　　",
        (Kind::Lost, Lang::En) => "lost            ",
        (Kind::Lost, Lang::Zh) => "损失　　　",
        (Kind::InStock, Lang::En) => "in stock        ",
        (Kind::InStock, Lang::Zh) => "在库　　　",
        (Kind::InTransit, Lang::En) => "in transit      ",
        (Kind::InTransit, Lang::Zh) => "运输途中　",
        (Kind::AtSupplier, Lang::En) => "at the supplier ",
        (Kind::AtSupplier, Lang::Zh) => "在供应商处",
        (Kind::Unspent, Lang::En) => "unspent         ",
        (Kind::Unspent, Lang::Zh) => "未使用　　",
    }
}
