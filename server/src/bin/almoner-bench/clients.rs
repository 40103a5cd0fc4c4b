//! Clients that keep their connections and send the next request when the last one is answered. Requests are made
//! beforehand and answers only looked through, so that the clients take as little of the machine as they can.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Outcome;
use crate::figures::percentile;

/// Requests as bytes, sent round and round, and the status that each is answered with.
#[derive(Debug, Clone)]
pub(crate) struct Requests {
    pub(crate) bytes: Arc<Vec<Vec<u8>>>,
    pub(crate) status: &'static str,
}

impl Requests {
    pub(crate) fn get(paths: impl IntoIterator<Item = String>) -> Self {
        Self::get_with(paths, "")
    }

    /// With these header lines, each with its end of line.
    pub(crate) fn get_with(paths: impl IntoIterator<Item = String>, headers: &str) -> Self {
        let request = |path| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes();
        Self { bytes: Arc::new(paths.into_iter().map(request).collect()), status: "200" }
    }

    pub(crate) fn answered(self, status: &'static str) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn post(path: &str, token: &str, bodies: impl IntoIterator<Item = String>) -> Self {
        let request = |body: String| {
            format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        };
        Self { bytes: Arc::new(bodies.into_iter().map(request).collect()), status: "201" }
    }
}

/// Answers a second, then the median and the 99th percentile of the waits, in ms.
pub(crate) fn run(address: SocketAddr, clients: usize, requests: &Requests, time: Duration) -> Outcome<[f64; 3]> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let start = Instant::now();
        let tasks: Vec<_> = (0..clients)
            .map(|place| tokio::spawn(client(address, requests.clone(), (place, clients), start + time)))
            .collect();
        let mut waits = Vec::new();
        for task in tasks {
            waits.extend(task.await??);
        }
        let seconds = start.elapsed().as_secs_f64();
        waits.sort_unstable();
        let ms = |of_hundred| percentile(&waits, of_hundred).as_secs_f64() * 1e3;
        Ok([waits.len() as f64 / seconds, ms(50), ms(99)])
    })
}

/// The head of the answer to the first of the requests, in lower case, and its body.
pub(crate) fn fetch(address: SocketAddr, requests: &Requests) -> Outcome<(String, Vec<u8>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(&requests.bytes[0]).await?;
        let mut answer = Vec::new();
        while !is_whole(&answer) {
            if stream.read_buf(&mut answer).await? == 0 {
                return Err("the server closed the connection".into());
            }
        }
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no head")?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let lines = head.lines().map(|line| match line.split_once(':') {
            Some((name, value)) => format!("{}:{value}\n", name.to_ascii_lowercase()),
            None => format!("{line}\n"),
        });
        Ok((lines.collect(), answer.split_off(end + 4)))
    })
}

/// Sends so many a second over a few connections, and says how many a second were answered.
pub(crate) fn paced(address: SocketAddr, requests: &Requests, rate: u64, time: Duration) -> Outcome<f64> {
    const CONNECTIONS: u64 = 4;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let start = Instant::now();
        let pause = Duration::from_micros(1_000_000 * CONNECTIONS / rate);
        let tasks: Vec<_> = (0..CONNECTIONS)
            .map(|place| {
                tokio::spawn(pacer(address, requests.clone(), usize::try_from(place).unwrap_or(0), pause, start + time))
            })
            .collect();
        let mut sent = 0_u64;
        for task in tasks {
            sent += task.await??;
        }
        Ok(sent as f64 / start.elapsed().as_secs_f64())
    })
}

async fn pacer(
    address: SocketAddr,
    requests: Requests,
    mut next: usize,
    pause: Duration,
    until: Instant,
) -> Outcome<u64> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut due = tokio::time::interval(pause);
    let (mut sent, mut answer) = (0, Vec::new());
    while Instant::now() < until {
        due.tick().await;
        stream.write_all(&requests.bytes[next % requests.bytes.len()]).await?;
        next += 4;
        answer.clear();
        while !is_whole(&answer) {
            if stream.read_buf(&mut answer).await? == 0 {
                return Err("the server closed the connection".into());
            }
        }
        if answer.get(9..12) != Some(requests.status.as_bytes()) {
            return Err(String::from_utf8_lossy(&answer).chars().take(600).collect::<String>().into());
        }
        sent += 1;
    }
    Ok(sent)
}

async fn client(
    address: SocketAddr,
    requests: Requests,
    (mut next, step): (usize, usize),
    until: Instant,
) -> Outcome<Vec<Duration>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut waits = Vec::new();
    let mut answer = Vec::with_capacity(64 * 1024);
    while Instant::now() < until {
        let start = Instant::now();
        stream.write_all(&requests.bytes[next % requests.bytes.len()]).await?;
        next += step;
        answer.clear();
        while !is_whole(&answer) {
            if stream.read_buf(&mut answer).await? == 0 {
                return Err("the server closed the connection".into());
            }
        }
        if answer.get(9..12) != Some(requests.status.as_bytes()) {
            return Err(String::from_utf8_lossy(&answer).chars().take(600).collect::<String>().into());
        }
        waits.push(start.elapsed());
    }
    Ok(waits)
}

fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let Ok(head) = std::str::from_utf8(&answer[..end]) else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    match length {
        // No body follows, whatever is said.
        _ if head.starts_with("HTTP/1.1 304") => true,
        Some(length) => answer.len() >= end + 4 + length,
        None => answer.ends_with(b"\r\n0\r\n\r\n"),
    }
}
