//! `almoner import`: files of other people's books.

use std::cell::RefCell;

use clap::Subcommand;

use ledger::Past as _;
use ledger::record::Request;
use ledger::refusal::Lang;
use ledger::value::{Currency, SubjectKind};

use super::{Database, Failed, Outcome, Recorder, counted, failed, language};
use crate::import::{ImportError, Known, Plan, plan, plan_flows, plan_grants};
use crate::sequencer::BATCH_LIMIT;
use crate::store::past::Tables;
use crate::store::write::{Outcome as Written, Together, Writer, now};

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// An IATI 2.03 activity file: a fund per activity, incoming funds as gifts, what was spent as transfers and
    /// expenses. Given twice, it changes nothing. What can't be used is listed with line, element and reason.
    Iati {
        /// The file.
        file: String,
        #[command(flatten)]
        recorder: Recorder,
        #[command(flatten)]
        database: Database,
    },
    /// A package of grants in the 360Giving standard (JSON): each grant as money of the funder's own, passed on to the
    /// recipient. Given twice, it changes nothing. Every grant is recorded, or listed with the reason.
    #[command(name = "360giving")]
    Grants {
        /// The file.
        file: String,
        #[command(flatten)]
        recorder: Recorder,
        #[command(flatten)]
        database: Database,
    },
    /// A table of flows of UN OCHA's Financial Tracking Service (CSV): each paid or committed flow as a gift, with the
    /// amount and currency given. Given twice, it changes nothing. Every row is recorded, or listed with the reason.
    Fts {
        /// The file.
        file: String,
        #[command(flatten)]
        recorder: Recorder,
        #[command(flatten)]
        database: Database,
    },
}

/// From a file's text to what it amounts to.
type Planner = fn(&str, &dyn Known) -> Result<Plan, ImportError>;

/// The ids that the ledger has.
struct Registered<'a>(RefCell<&'a mut Tables>);

impl Known for Registered<'_> {
    fn has(&self, kind: SubjectKind, id: &str) -> bool {
        matches!(self.0.borrow_mut().holder(kind, id), Ok(Some(_)))
    }
}

impl Import {
    pub(super) fn run(self) -> Outcome<()> {
        let (planner, file, recorder, database): (Planner, _, _, _) = match self {
            Self::Iati { file, recorder, database } => (plan, file, recorder, database),
            Self::Grants { file, recorder, database } => (plan_grants, file, recorder, database),
            Self::Fts { file, recorder, database } => (plan_flows, file, recorder, database),
        };
        let lang = language();
        let bytes = std::fs::read(&file).map_err(|error| Failed(format!("cannot read {file}: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let rule = ledger::Rule::NotUtf8 { at: error.utf8_error().valid_up_to() };
            Failed(ledger::Refusal::new(&file, rule).say(lang))
        })?;
        let actor = recorder.actor()?;
        let mut writer = Writer::open(&database.location()?).map_err(failed)?;
        let plan =
            planner(&text, &Registered(RefCell::new(writer.tables()))).map_err(|error| Failed(error.say(lang)))?;
        let (mut recorded, mut repeated, mut refused) = (0_u64, 0_u64, 0_u64);
        for steps in plan.steps.chunks(BATCH_LIMIT) {
            let request = |step: &crate::import::Step| Request {
                actor: actor.clone(),
                approver: None,
                at: now(),
                event: step.event.clone(),
                key: step.key,
            };
            let outcomes = writer.record(steps.iter().map(request).collect(), Together::Each).map_err(failed)?;
            for (step, outcome) in steps.iter().zip(outcomes) {
                match outcome {
                    Written::Recorded(_) => recorded += 1,
                    Written::Repeated(_) => repeated += 1,
                    Written::Refused(refusal) => {
                        refused += 1;
                        eprintln!("line {}: {}", step.line, refusal.say(lang));
                    }
                }
            }
        }
        report(&plan, lang);
        println!("{recorded} recorded, {repeated} recorded before, {refused} refused");
        if refused > 0 {
            let events = counted(refused, "event was", "events were");
            return Err(Failed(format!("{events} refused; the rest was recorded")));
        }
        Ok(())
    }
}

fn report(plan: &Plan, lang: Lang) {
    for unused in &plan.unused {
        println!("line {}: {}: {}", unused.line, unused.element, unused.reason.say(lang));
    }
    for total in &plan.totals {
        println!(
            "{}  {}  {} × {}",
            total.activity,
            total.flow.word(),
            total.count,
            money(total.amount, total.currency)
        );
    }
}

/// An amount for a table that is lined up: `1234.50 USD`.
fn money(amount: u64, currency: Currency) -> String {
    let digits = usize::try_from(currency.exponent()).unwrap_or(0);
    let text = format!("{amount:0>width$}", width = digits + 1);
    let (whole, rest) = text.split_at(text.len() - digits);
    let point = if rest.is_empty() { "" } else { "." };
    format!("{whole}{point}{rest} {currency}")
}
