//! (c) Pages a second, and (f) the memory that the server took for it.
//!
//! The ceiling of a kept page is the same bytes, compressed alike, sent from memory by a server that does nothing else.
//! What is not kept is asked for under an address that nobody has asked for yet.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use ledger::Past as _;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::figures::FigureKind;
use ledger::value::Actor;
use server::private::token_for;
use server::store::past::Tables;
use server::store::query::Figure;
use server::store::{Access, Location};

use crate::Outcome;
use crate::child::Server;
use crate::clients::{self, Requests};
use crate::figures::{Figures, Target, median};
use crate::ledgers::{DemoLedger, remove};
use crate::random::Random;

const CLIENTS: usize = 8;

/// Gifts recorded a second while gift pages are read.
const RECORDED: u64 = 1_000;

/// Pages of gifts asked for in one run, each once: more than are answered in its time.
const GIFTS: usize = 40_000;

/// As long as the runs are, by the time that one takes.
const RUNS: usize = 3;

/// Measures on one ledger; the memory has a target only where it holds a million gifts.
pub(crate) fn measure(figures: &mut Figures, folder: &Path, ledger: &DemoLedger, quick: bool) -> Outcome<()> {
    let (gifts, funds) = paths(ledger)?;
    // Gifts are recorded meanwhile: into a copy, so that the ledger stays what it is.
    let copy = folder.join("pages.db");
    remove(&copy);
    std::fs::copy(&ledger.path, &copy)?;
    let server = Server::start(&copy)?;
    let time = Duration::from_secs(if quick { 1 } else { 4 });
    let fund = funds.first().map(|id| format!("/en/funds/{id}")).ok_or("no fund")?;
    kept(figures, folder, &server, &fund, time)?;
    gift_pages(figures, &copy, &server, &gifts, &funds, time)?;
    let json = [
        ("fund in JSON", funds.iter().map(|id| format!("/api/v1/funds/{id}")).collect::<Vec<_>>()),
        ("gift in JSON", gifts.iter().map(|code| format!("/api/v1/gifts/{code}")).collect()),
    ];
    for (what, paths) in json {
        let [rate, _, most] = median(|_| clients::run(server.address, CLIENTS, &Requests::get(paths.clone()), time))?;
        figures.add(format!("(c) {what}"), "1/s", rate);
        figures.add(format!("(c) {what}, p99"), "ms", most);
    }
    let figure = figures.add(format!("(f) peak memory, serving {} gifts", ledger.gifts), "MiB", server.peak_mib()?);
    if ledger.gifts >= 1_000_000 {
        figure.target(Target::AtMost(512.0));
    }
    drop(server);
    remove(&copy);
    Ok(())
}

/// The fund page: from memory beside its ceiling, made anew, and not sent at all.
fn kept(figures: &mut Figures, folder: &Path, server: &Server, fund: &str, time: Duration) -> Outcome<()> {
    let gzip = "Accept-Encoding: gzip\r\n";
    let asked = Requests::get_with([fund.to_owned()], gzip);
    let (head, body) = clients::fetch(server.address, &asked)?;
    let file = folder.join("page.gz");
    std::fs::write(&file, body)?;
    let ceiling = Server::ceiling(&file)?;
    let [most, ..] = median(|_| clients::run(ceiling.address, CLIENTS, &asked, time))?;
    drop(ceiling);
    let [rate, half, slowest] = median(|_| clients::run(server.address, CLIENTS, &asked, time))?;
    let title = "(c) fund page, kept";
    let figure = figures.add(title, "1/s", rate);
    figure.target(Target::AtLeast(most / 2.0)).ceiling("the same bytes from memory", most);
    figures.add(format!("{title}, p50"), "ms", half);
    figures.add(format!("{title}, p99"), "ms", slowest);

    let new = (0..1_000_000).map(|number| format!("{fund}?uncached={number}")).take(20_000).collect::<Vec<_>>();
    let [_, half, slowest] = median(|run| {
        let ours: Vec<String> = new.iter().skip(run * new.len() / RUNS).take(new.len() / RUNS).cloned().collect();
        clients::run(server.address, 1, &Requests::get(ours), time)
    })?;
    figures.add("(c) fund page, made anew, p50", "ms", half).target(Target::AtMost(50.0));
    figures.add("(c) fund page, made anew, p99", "ms", slowest);

    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).ok_or("no tag")?;
    let held = Requests::get_with([fund.to_owned()], &format!("If-None-Match: {tag}\r\n")).answered("304");
    let [_, half, slowest] = median(|_| clients::run(server.address, 1, &held, time))?;
    figures.add("(c) fund page, held already (304), p50", "ms", half).target(Target::AtMost(1.0));
    figures.add("(c) fund page, held already (304), p99", "ms", slowest);
    Ok(())
}

/// Gift pages, each of another gift, while gifts are recorded.
fn gift_pages(
    figures: &mut Figures,
    database: &Path,
    server: &Server,
    gifts: &[GiftCode],
    funds: &[String],
    time: Duration,
) -> Outcome<()> {
    let actor = Actor::new("bench/desk").map_err(|rule| format!("{rule:?}"))?;
    let token = token_for(&Location::Sqlite(database.to_owned()), actor)?;
    let fund = funds.first().ok_or("no fund")?;
    let gift = |amount: u64| {
        format!(
            "{{\"type\":\"donation_received\",\"fund\":\"{fund}\",\"amount\":{},\"method\":\"bank_transfer\",\
             \"received_on\":\"2026-11-20\"}}",
            amount + 1
        )
    };
    let recorded = Requests::post("/api/v1/events", &token, (0..5_000).map(gift));
    let mut paces = Vec::new();
    let [rate, half, slowest] = median(|run| {
        let ours = gifts.iter().skip(run * gifts.len() / RUNS).take(gifts.len() / RUNS);
        let asked = Requests::get(ours.map(|code| format!("/en/gifts/{code}")));
        std::thread::scope(|scope| {
            let recording = scope.spawn(|| clients::paced(server.address, &recorded, RECORDED, time));
            let read = clients::run(server.address, CLIENTS, &asked, time);
            paces.push(recording.join().map_err(|_| "the recording client panicked")??);
            read
        })
    })?;
    let pace = paces.iter().sum::<f64>() / paces.len().max(1) as f64;
    let title = format!("(c) gift pages, each another, {pace:.0} gifts/s recorded meanwhile");
    figures.add(title.clone(), "1/s", rate).target(Target::AtLeast(3_000.0));
    figures.add(format!("{title}, p50"), "ms", half);
    figures.add(format!("{title}, p99"), "ms", slowest).target(Target::AtMost(10.0));
    Ok(())
}

/// The fund with the most gifts.
pub(crate) fn largest_fund(ledger: &DemoLedger) -> Outcome<String> {
    let mut tables = Tables::new(ledger.location().open(Access::Read)?);
    by_gifts(&mut tables)?.into_iter().next().ok_or_else(|| "no fund".into())
}

/// Codes of random gifts, no two the same, and the funds.
fn paths(ledger: &DemoLedger) -> Outcome<(Vec<GiftCode>, Vec<String>)> {
    let mut tables = Tables::new(ledger.location().open(Access::Read)?);
    let mut random = Random::new(7);
    let wanted = (GIFTS * RUNS).min(usize::try_from(ledger.gifts)? / 2);
    let (mut seen, mut gifts) = (BTreeSet::new(), Vec::with_capacity(wanted));
    while gifts.len() < wanted {
        let seq = random.below(ledger.entries);
        if !seen.insert(seq) {
            continue;
        }
        let event = tables.entry(seq)?.map(|entry| entry.event);
        if matches!(event, Some(Event::DonationReceived(_))) {
            gifts.extend(GiftCode::of_seq(seq));
        }
    }
    Ok((gifts, by_gifts(&mut tables)?))
}

/// The funds, that with the most gifts first.
fn by_gifts(tables: &mut Tables) -> Outcome<Vec<String>> {
    let mut funds = Vec::new();
    for fund in tables.funds()? {
        let received = |figure: &&Figure| figure.kind == FigureKind::Received;
        let gifts: i64 = tables.figures(fund.seq)?.iter().filter(received).map(|figure| figure.events).sum();
        funds.push((gifts, fund.fund.id.to_string()));
    }
    funds.sort_by_key(|(gifts, _)| std::cmp::Reverse(*gifts));
    println!("the largest fund has {} gifts", funds.first().map_or(0, |(gifts, _)| *gifts));
    Ok(funds.into_iter().map(|(_, id)| id).collect())
}
