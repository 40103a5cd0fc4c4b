//! (c) Pages a second, and (f) the memory that the server took for it.

use std::time::Duration;

use ledger::Past as _;
use ledger::code::GiftCode;
use ledger::event::Event;
use server::store::Access;
use server::store::past::Tables;

use crate::Outcome;
use crate::child::Server;
use crate::clients::{self, Requests};
use crate::figures::{Figures, Target, median};
use crate::ledgers::DemoLedger;
use crate::random::Random;

const CLIENTS: usize = 8;

/// Gifts whose pages are asked for.
const GIFTS: usize = 2_000;

/// Measures on one ledger; the memory has a target only where it holds a million gifts.
pub(crate) fn measure(figures: &mut Figures, ledger: &DemoLedger, quick: bool) -> Outcome<()> {
    let (gifts, funds) = paths(ledger)?;
    let server = Server::start(&ledger.path)?;
    let time = Duration::from_secs(if quick { 1 } else { 4 });
    let asked = [
        ("fund page", funds.iter().map(|id| format!("/funds/{id}")).collect::<Vec<_>>()),
        ("gift page", gifts.iter().map(|code| format!("/gifts/{code}")).collect()),
        ("fund in JSON", funds.iter().map(|id| format!("/api/v1/funds/{id}")).collect()),
        ("gift in JSON", gifts.iter().map(|code| format!("/api/v1/gifts/{code}")).collect()),
    ];
    for (what, paths) in asked {
        let requests = Requests::get(paths);
        match median(|_| clients::run(server.address, CLIENTS, &requests, time)) {
            Ok([rate, _, most]) => {
                let title = format!("(c) {what}, {} gifts, {CLIENTS} connections", ledger.gifts);
                figures.add(title.clone(), "1/s", rate);
                figures.add(format!("{title}, p99"), "ms", most);
            }
            Err(error) => eprintln!("  (c) {what}: left out: {error}"),
        }
    }
    let figure = figures.add(format!("(f) peak memory, serving {} gifts", ledger.gifts), "MiB", server.peak_mib()?);
    if ledger.gifts >= 1_000_000 {
        figure.target(Target::AtMost(512.0));
    }
    Ok(())
}

/// Codes of random gifts, and the funds.
fn paths(ledger: &DemoLedger) -> Outcome<(Vec<GiftCode>, Vec<String>)> {
    let mut tables = Tables::new(ledger.location().open(Access::Read)?);
    let mut random = Random::new(7);
    let mut gifts = Vec::with_capacity(GIFTS);
    while gifts.len() < GIFTS {
        let seq = random.below(ledger.entries);
        let event = tables.entry(seq)?.map(|entry| entry.event);
        if matches!(event, Some(Event::DonationReceived(_))) {
            gifts.extend(GiftCode::of_seq(seq));
        }
    }
    let funds = tables.funds()?.into_iter().map(|fund| fund.fund.id.to_string()).collect();
    Ok((gifts, funds))
}
