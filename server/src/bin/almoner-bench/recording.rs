//! (a) Durable gifts a second: by the writer, through the sequencer, through HTTP.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;

use ledger::event::Event;
use ledger::record::Request;
use ledger::value::Actor;
use server::demo;
use server::http::api::new_key;
use server::private::token_for;
use server::sequencer::{BATCH_LIMIT, QUEUE_LIMIT, Sequencer};
use server::store::Location;
use server::store::write::{Outcome as Written, Together, Writer, now};

use crate::Outcome;
use crate::bare::Rows;
use crate::child::Server;
use crate::clients::{self, Requests};
use crate::figures::{Figures, Target, median};
use crate::ledgers::{SEED, remove};
use crate::machine;

/// Who records here.
const ACTOR: &str = "bench/recorder";

/// What is registered, and the gifts of money for it.
pub(crate) struct Gifts {
    pub(crate) registered: Vec<Event>,
    pub(crate) given: Vec<Event>,
}

impl Gifts {
    pub(crate) fn new(count: u64) -> Self {
        let mut gifts = Self { registered: Vec::new(), given: Vec::new() };
        for demo in demo::events(count, SEED) {
            match demo.event {
                Event::DonationReceived(_) => gifts.given.push(demo.event),
                Event::OrganisationRegistered(_) | Event::FundOpened(_) | Event::ProjectOpened(_) => {
                    gifts.registered.push(demo.event);
                }
                _ => {}
            }
        }
        gifts
    }

    /// A database in which the gifts can be recorded.
    pub(crate) fn writer(&self, path: &Path) -> Outcome<Writer> {
        remove(path);
        let mut writer = Writer::open(&Location::Sqlite(path.to_owned()))?;
        record(&mut writer, requests(&self.registered)?)?;
        Ok(writer)
    }

    /// Gifts a second through a sequencer.
    pub(crate) fn through(&self, sequencer: &Sequencer) -> Outcome<f64> {
        let requests = requests(&self.given)?;
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let start = Instant::now();
        let recorded = runtime.block_on(async {
            let answers = futures_util::stream::iter(requests).map(|request| sequencer.record(request));
            let answers = answers.buffer_unordered(QUEUE_LIMIT / 2);
            answers.filter(|answer| std::future::ready(matches!(answer, Ok(Written::Recorded(_))))).count().await
        });
        let seconds = start.elapsed().as_secs_f64();
        if recorded == self.given.len() { Ok(recorded as f64 / seconds) } else { Err("a gift was refused".into()) }
    }
}

pub(crate) fn requests(events: &[Event]) -> Outcome<Vec<Request>> {
    let actor = Actor::new(ACTOR).map_err(|rule| format!("{rule:?}"))?;
    let request = |event: &Event| Request {
        actor: actor.clone(),
        approver: None,
        at: now(),
        event: event.clone(),
        key: new_key(),
    };
    Ok(events.iter().map(request).collect())
}

pub(crate) fn record(writer: &mut Writer, batch: Vec<Request>) -> Outcome<()> {
    let outcomes = writer.record(batch, Together::Each)?;
    if outcomes.iter().all(|outcome| matches!(outcome, Written::Recorded(_))) {
        return Ok(());
    }
    Err("a gift was refused".into())
}

/// Measures all of it, in a folder.
pub(crate) fn measure(figures: &mut Figures, folder: &Path, quick: bool) -> Outcome<()> {
    let gifts = Gifts::new(if quick { 20_000 } else { 100_000 });
    let path = folder.join("recording.db");
    let [by_writer] = median(|_| Ok([writer_alone(&gifts, &path)?]))?;
    let rows = Rows::read(&path)?;
    let [bare] = median(|_| Ok([rows.insert(&folder.join("bare.db"))?]))?;
    let [by_sequencer] = median(|_| Ok([through_sequencer(&gifts, &path)?]))?;
    let (hashed, gigabytes) = machine::hashing(&rows.texts());
    let syncs = machine::syncs_per_second(folder)?;
    let insert = "bare SQLite batch insert";
    figures.add("(a) gifts, bare SQLite batch insert of the same rows", "1/s", bare);
    figures.add("(a) SHA3-256 of the same entries, one core", "1/s", hashed);
    figures.add("(a) SHA3-256 of the same entries, one core", "GB/s", gigabytes);
    figures.add("(a) write and fdatasync of 4 KiB", "1/s", syncs);
    figures.add("(a) gifts, writer alone", "1/s", by_writer).ceiling(insert, bare);
    let figure = figures.add("(a) gifts, through the sequencer", "1/s", by_sequencer);
    figure.target(Target::AtLeast(bare / 2.0)).ceiling(insert, bare);
    for connections in [1, 8, 64] {
        let time = Duration::from_secs(if quick { 2 } else { 5 });
        let [rate, half, most, processor] = median(|_| through_http(&gifts, &path, connections, time))?;
        let syncs = machine::syncs_per_second(folder)?;
        let title = format!("(a) gifts through HTTP, {connections} connections");
        let figure = figures.add(title.clone(), "1/s", rate);
        match connections {
            1 => figure.target(Target::AtLeast(syncs / 4.0)).ceiling("fdatasync", syncs),
            64 => figure.target(Target::AtLeast(25_000.0)).ceiling(insert, bare),
            _ => figure.ceiling(insert, bare),
        };
        let figure = figures.add(format!("{title}, p50"), "ms", half);
        figure.ceiling("fdatasync", 1e3 / syncs);
        if connections == 64 {
            figure.target(Target::AtMost(3.0));
        }
        figures.add(format!("{title}, processor time of the server"), "us a gift", processor);
        let figure = figures.add(format!("{title}, p99"), "ms", most);
        if connections == 64 {
            figure.target(Target::AtMost(20.0));
        }
    }
    remove(&path);
    Ok(())
}

fn writer_alone(gifts: &Gifts, path: &Path) -> Outcome<f64> {
    let mut writer = gifts.writer(path)?;
    let batches = gifts.given.chunks(BATCH_LIMIT).map(requests).collect::<Outcome<Vec<_>>>()?;
    let start = Instant::now();
    for batch in batches {
        record(&mut writer, batch)?;
    }
    Ok(gifts.given.len() as f64 / start.elapsed().as_secs_f64())
}

fn through_sequencer(gifts: &Gifts, path: &Path) -> Outcome<f64> {
    let sequencer = Sequencer::start(gifts.writer(path)?, &Location::Sqlite(path.to_owned()))?;
    let rate = gifts.through(&sequencer)?;
    sequencer.finish();
    Ok(rate)
}

fn through_http(gifts: &Gifts, path: &PathBuf, connections: usize, time: Duration) -> Outcome<[f64; 4]> {
    drop(gifts.writer(path)?);
    let actor = Actor::new(ACTOR).map_err(|rule| format!("{rule:?}"))?;
    let token = token_for(&Location::Sqlite(path.to_owned()), actor)?;
    let server = Server::start(path)?;
    let bodies = gifts.given.iter().take(20_000).map(Event::to_json);
    let requests = Requests::post("/api/v1/events", &token, bodies);
    let [rate, half, most] = clients::run(server.address, connections, &requests, time)?;
    Ok([rate, half, most, server.processor_seconds()? * 1e6 / (rate * time.as_secs_f64())])
}
