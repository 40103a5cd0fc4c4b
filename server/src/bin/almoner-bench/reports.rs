//! (i) Trace reports over the largest fund: the first row, the whole table, its memory, the page and the PDF.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::child::Server;
use crate::figures::{Figures, Target, median};
use crate::ledgers::DemoLedger;
use crate::pages::largest_fund;

/// Longer than any answer takes.
const WITHIN: Duration = Duration::from_secs(300);

/// What one request took.
struct Took {
    first: Duration,
    whole: Duration,
    lines: u64,
}

pub(crate) fn measure(figures: &mut Figures, ledger: &DemoLedger) -> Outcome<()> {
    let fund = largest_fund(ledger)?;
    let server = Server::start(&ledger.path)?;
    let base = format!("/en/reports/{}", ledger.entries);
    // The first page that anybody opens, so that idle is idle.
    take(server.address, "/health")?;
    let idle = server.peak_mib()?;
    let mut rows = 0;
    let [first, rate, _] = median(|_| {
        let took = take(server.address, &format!("{base}/report.csv?fund={fund}"))?;
        rows = took.lines.saturating_sub(1);
        Ok([took.first.as_secs_f64() * 1_000.0, rows as f64 / took.whole.as_secs_f64(), 0.0])
    })?;
    let peak = server.peak_mib()?;
    figures.add(format!("(i) report of a fund, {rows} rows: first row"), "ms", first).target(Target::AtMost(200.0));
    figures.add("(i) the same, whole table", "rows/s", rate).target(Target::AtLeast(200_000.0));
    figures.add("(i) the same, memory above idle", "MiB", peak - idle).target(Target::AtMost(64.0));
    for (file, title) in [("report.html", "its page"), ("report.pdf", "its PDF")] {
        let [whole, ..] = median(|_| {
            let took = take(server.address, &format!("{base}/{file}?fund={fund}"))?;
            Ok([took.whole.as_secs_f64() * 1_000.0, 0.0, 0.0])
        })?;
        figures.add(format!("(i) report of a fund, {title}"), "ms", whole).target(Target::AtMost(2_000.0));
    }
    Ok(())
}

fn take(address: SocketAddr, path: &str) -> Outcome<Took> {
    let started = Instant::now();
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(WITHIN))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")?;
    let mut buffer = vec![0_u8; 64 * 1024];
    let (mut first, mut lines, mut head) = (None, 0, Vec::new());
    loop {
        let got = stream.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..got).filter(|bytes| !bytes.is_empty()) else { break };
        if head.len() < 15 {
            head.extend_from_slice(bytes);
        }
        lines += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        // The headers are about a dozen lines; what is behind them is the table.
        if first.is_none() && lines > 30 {
            first = Some(started.elapsed());
        }
    }
    if !head.starts_with(b"HTTP/1.1 200") {
        return Err(format!("{path}: {}", String::from_utf8_lossy(&head).lines().next().unwrap_or_default()).into());
    }
    let whole = started.elapsed();
    Ok(Took { first: first.unwrap_or(whole), whole, lines })
}
