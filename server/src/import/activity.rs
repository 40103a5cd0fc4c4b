//! One `iati-activity`: its organisation, its funds, and its transactions in the order of their days.

use std::collections::{HashMap, HashSet};

use ledger::event::Event;
use ledger::json::NUMBER_LIMIT;
use ledger::value::{Amount, Currency, Date, Slug};
use roxmltree::Node;

use super::fund::Fund;
use super::head::Head;
use super::identity::{self, Names};
use super::organisation::{Organisations, Party};
use super::source::{Gaps, Source, is_iati};
use super::transaction::Transaction;
use super::unused::Reason;
use super::{Flow, Known, Plan, Step, Total};

/// The plan so far, and what the next activity must know of those before it.
pub(super) struct Activities<'a> {
    source: &'a Source,
    organisations: Organisations<'a>,
    funds: Names,
    seen: HashSet<String>,
    plan: Plan,
}

impl<'a> Activities<'a> {
    pub(super) fn new(source: &'a Source, ledger: &'a dyn Known) -> Self {
        Self {
            source,
            organisations: Organisations::new(ledger),
            funds: Names::default(),
            seen: HashSet::new(),
            plan: Plan::default(),
        }
    }

    /// The whole plan, with what is unused in the order of the file.
    pub(super) fn finish(mut self) -> Plan {
        self.plan.unused.sort_by_key(|unused| unused.line);
        self.plan
    }

    /// Reads one child of the root.
    pub(super) fn read(&mut self, node: Node<'_, '_>) {
        let mut gaps = Gaps::new(self.source);
        if let Err(reason) = self.read_activity(node, &mut gaps) {
            // The activity is listed at its top; what was found inside goes with it.
            gaps.list.clear();
            gaps.add(node, reason);
        }
        self.plan.unused.append(&mut gaps.list);
    }

    fn read_activity(&mut self, node: Node<'_, '_>, gaps: &mut Gaps<'_>) -> Result<(), Reason> {
        if !is_iati(node) || node.tag_name().name() != "iati-activity" {
            return Err(Reason::Foreign);
        }
        let head = Head::read(node, gaps)?;
        if self.seen.contains(&head.identifier) {
            return Err(Reason::Repeated);
        }
        let transactions = head.transactions(node, gaps);
        let default = head.default_currency.and_then(Currency::new);
        let mut currencies: Vec<Currency> = Vec::new();
        for currency in transactions.iter().map(|transaction| transaction.currency) {
            if !currencies.contains(&currency) {
                currencies.push(currency);
            }
        }
        if currencies.is_empty() {
            let missing = head.default_currency.map_or(Reason::Missing { what: "default-currency" }, |given| {
                Reason::Currency { given: given.to_owned() }
            });
            currencies.push(default.ok_or(missing)?);
        }

        self.seen.insert(head.identifier.clone());
        let day = head.opens_on.or_else(|| transactions.first().map(|transaction| transaction.date));
        let line = gaps.line(node);
        let steward = self.organisation(&head.reporter, day);
        let mut funds = Vec::with_capacity(currencies.len());
        for currency in currencies {
            let id = self.fund_id(&head, currency, default);
            let event = head.open(&id, currency, steward.clone());
            let hash = identity::fingerprint(&[&head.identifier, &event.to_json()]);
            self.plan.steps.push(Step { line, key: identity::key(day, &hash), event });
            funds.push(Fund::new(id, currency));
        }
        let mut ordinals = HashMap::new();
        for transaction in &transactions {
            let hash = transaction.fingerprint(&head.identifier, &mut ordinals);
            let fund = funds.iter_mut().find(|fund| fund.currency == transaction.currency);
            if !fund.is_some_and(|fund| self.record(&head, fund, transaction, &hash)) {
                gaps.add(transaction.node, Transaction::too_big());
            }
        }
        Ok(())
    }

    /// The organisation's id; plans its registration where it is new.
    fn organisation(&mut self, party: &Party, day: Option<Date>) -> Slug {
        let (id, registration) = self.organisations.need(party);
        if let Some(event) = registration {
            let hash = identity::fingerprint(&["organisation", &event.to_json()]);
            self.plan.steps.push(Step { line: party.line, key: identity::key(day, &hash), event });
        }
        id
    }

    /// The activity's id for its default currency; the currency's code follows for any other.
    fn fund_id(&mut self, head: &Head<'_>, currency: Currency, default: Option<Currency>) -> Slug {
        if default == Some(currency) {
            return self.funds.id_of(&head.identifier, &head.identifier);
        }
        let text = format!("{} {currency}", head.identifier);
        self.funds.id_of(&text, &text)
    }

    /// Plans one transaction; false if the fund's pool can't count so much.
    fn record(&mut self, head: &Head<'_>, fund: &mut Fund, transaction: &Transaction<'_, '_>, hash: &[u8; 32]) -> bool {
        let amount = transaction.amount.get();
        let (arriving, leaving) = if transaction.flow.is_incoming() { (amount, 0) } else { (0, amount) };
        let own = leaving.saturating_sub(fund.in_hand);
        let received = fund.received.saturating_add(arriving).saturating_add(own);
        if received >= NUMBER_LIMIT.unsigned_abs() {
            return false;
        }
        fund.received = received;
        fund.in_hand = fund.in_hand.saturating_add(arriving).saturating_add(own).saturating_sub(leaving);

        let reporter = &head.reporter;
        if let Some(own) = Amount::new(own) {
            let event = fund.own_contribution(own, reporter, transaction);
            let hash = identity::fingerprint(&[Flow::OwnContribution.word(), &event.to_json()]);
            self.push(head, transaction, (Flow::OwnContribution, own), (&hash, event));
        }
        let event = match (transaction.flow, &transaction.counterparty) {
            (flow, donor) if flow.is_incoming() => fund.gift(donor.as_ref(), transaction),
            (Flow::Disbursement, Some(party)) if !party.is(reporter) => {
                let holder = self.organisation(party, Some(transaction.date));
                fund.transfer(&holder, transaction, hash)
            }
            (_, payee) => fund.expense(payee.as_ref().unwrap_or(reporter), transaction, hash),
        };
        self.push(head, transaction, (transaction.flow, transaction.amount), (hash, event));
        true
    }

    fn push(
        &mut self,
        head: &Head<'_>,
        transaction: &Transaction<'_, '_>,
        (flow, amount): (Flow, Amount),
        (hash, event): (&[u8; 32], Event),
    ) {
        let key = identity::key(Some(transaction.date), hash);
        self.plan.steps.push(Step { line: transaction.line, key, event });
        self.plan.add(&head.identifier, flow, transaction.currency, amount);
    }
}

impl Plan {
    pub(super) fn add(&mut self, activity: &str, flow: Flow, currency: Currency, amount: Amount) {
        let sums = self.totals.iter_mut().filter(|total| total.activity == activity);
        match sums.into_iter().find(|total| total.flow == flow && total.currency == currency) {
            Some(total) => {
                total.count += 1;
                total.amount += amount.get();
            }
            None => {
                let activity = activity.to_owned();
                self.totals.push(Total { activity, flow, currency, count: 1, amount: amount.get() });
            }
        }
    }
}
