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
        let request = |path| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes();
        Self { bytes: Arc::new(paths.into_iter().map(request).collect()), status: "200" }
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
        Some(length) => answer.len() >= end + 4 + length,
        None => answer.ends_with(b"\r\n0\r\n\r\n"),
    }
}
