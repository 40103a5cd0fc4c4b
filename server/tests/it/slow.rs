//! Bodies that come slowly, stop, or never end: the connection is closed, whatever the headers and the path.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use crate::world::{World, gift};

/// A connection is closed within this of its last header.
const CLOSED_WITHIN: Duration = Duration::from_secs(10);

/// How the body goes on after the head.
#[derive(Debug, Clone, Copy)]
enum Body {
    Stops,
    /// These bytes again and again, this far apart.
    Repeats(&'static [u8], Duration),
}

const TRICKLE: Duration = Duration::from_millis(300);
const FLOOD: Duration = Duration::ZERO;

#[test]
fn a_body_that_does_not_come_in_time_closes_the_connection() {
    let world = World::opened();
    let server = world.serve();
    let before = server.end();
    let post = "POST /api/v1/events HTTP/1.1\r\nHost: a\r\n";
    let chunk: &[u8] = b"1\r\n \r\n";
    let rows: Vec<(String, Body, &str)> = vec![
        (format!("{post}Content-Length: 500\r\n\r\n"), Body::Stops, "408"),
        (format!("{post}Content-Length: 500\r\n\r\n{{\"type\""), Body::Stops, "408"),
        (format!("{post}Content-Length: 60000\r\n\r\n"), Body::Repeats(b" ", TRICKLE), "408"),
        (format!("{post}Content-Length: 18446744073709551615\r\n\r\n"), Body::Repeats(b" ", FLOOD), "413"),
        (format!("{post}Connection: keep-alive\r\nContent-Length: 500\r\n\r\n"), Body::Stops, "408"),
        (format!("{post}Authorization: Bearer x\r\nContent-Length: 500\r\n\r\n"), Body::Stops, "408"),
        (format!("{post}Expect: 100-continue\r\nContent-Length: 500\r\n\r\n"), Body::Stops, "408"),
        (format!("{post}Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"), Body::Stops, "408"),
        (format!("{post}Transfer-Encoding: chunked\r\n\r\n"), Body::Stops, "408"),
        (format!("{post}Transfer-Encoding: chunked\r\n\r\n1\r\n"), Body::Stops, "408"),
        (format!("{post}Transfer-Encoding: chunked\r\n\r\n"), Body::Repeats(chunk, TRICKLE), "408"),
        (format!("{post}Transfer-Encoding: chunked\r\n\r\n"), Body::Repeats(chunk, FLOOD), "413"),
        (format!("{post}Transfer-Encoding: chunked\r\n\r\nffffff\r\n"), Body::Repeats(&[b' '; 4_096], FLOOD), "413"),
        ("POST /api/v1/events HTTP/1.0\r\nContent-Length: 500\r\n\r\n".into(), Body::Stops, "408"),
        ("GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n".into(), Body::Stops, "408"),
        (
            "GET /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".into(),
            Body::Repeats(chunk, TRICKLE),
            "408",
        ),
        (
            "GET /api/v1/funds HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n".into(),
            Body::Repeats(b" ", Duration::from_secs(2)),
            "408",
        ),
        (
            "POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".into(),
            Body::Repeats(chunk, TRICKLE),
            "408",
        ),
        ("PUT /api/v1/nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n".into(), Body::Stops, "408"),
        (
            "GET /health HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n".into(),
            Body::Repeats(b" ", TRICKLE),
            "",
        ),
        ("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n".into(), Body::Repeats(b" ", TRICKLE), ""),
    ];
    let failures: Vec<String> = std::thread::scope(|scope| {
        let tried: Vec<_> = rows
            .iter()
            .map(|(head, body, status)| scope.spawn(|| closes(&server, head, *body, status).err()))
            .collect();
        tried.into_iter().filter_map(|tried| tried.join().expect("no panic")).collect()
    });
    assert!(failures.is_empty(), "{failures:#?}");
    assert_eq!(server.end(), before);
}

fn closes(server: &crate::world::Running, head: &str, body: Body, status: &str) -> Result<(), String> {
    let mut stream = TcpStream::connect(server.address).expect("a connection");
    stream.write_all(head.as_bytes()).expect("a head");
    let since = Instant::now();
    let mut writing = stream.try_clone().expect("the same connection");
    let writer = std::thread::spawn(move || {
        let Body::Repeats(bytes, pause) = body else { return };
        while since.elapsed() < 2 * CLOSED_WITHIN && writing.write_all(bytes).is_ok() {
            std::thread::sleep(pause);
        }
    });
    stream.set_read_timeout(Some(Duration::from_millis(100))).expect("a time-out");
    let mut answer = Vec::new();
    let mut buffer = [0_u8; 4_096];
    let closed = loop {
        match stream.read(&mut buffer) {
            Ok(0) => break true,
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => break true,
        }
        if since.elapsed() > CLOSED_WITHIN {
            break false;
        }
    };
    let _ = stream.shutdown(Shutdown::Both);
    writer.join().expect("no panic");
    let answer = String::from_utf8_lossy(&answer).replace("HTTP/1.1 100 Continue\r\n\r\n", "");
    let answered = answer.split(' ').nth(1).unwrap_or_default();
    if !closed {
        return Err(format!("{head:?} {body:?}: still open, answered {answer:?}"));
    }
    if !status.is_empty() && answered != status {
        return Err(format!("{head:?} {body:?}: {answer:?}, not {status}"));
    }
    Ok(())
}

#[test]
fn a_client_that_leaves_in_the_middle_records_nothing() {
    let world = World::opened();
    let server = world.serve();
    let before = server.end();
    let event = gift(1).to_string();
    let head = format!(
        "POST /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{event}",
        server.token,
        event.len() + 1
    );
    let mut stream = TcpStream::connect(server.address).expect("a connection");
    stream.write_all(head.as_bytes()).expect("a head");
    stream.shutdown(Shutdown::Write).expect("half a goodbye");
    stream.set_read_timeout(Some(CLOSED_WITHIN)).expect("a time-out");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an end");
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert_eq!(server.end(), before);
}

#[test]
fn a_connection_goes_on_after_a_body_that_came_whole() {
    let world = World::opened();
    let server = world.serve();
    let event = gift(1).to_string();
    let mut stream = TcpStream::connect(server.address).expect("a connection");
    for _ in 0..2 {
        let head = "GET /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        write!(stream, "{head}{:x}\r\n{event}\r\n0\r\n\r\n", event.len()).expect("a request");
        let mut answer = String::new();
        while !answer.ends_with("ok 4\n") {
            let mut buffer = [0_u8; 1_024];
            let read = stream.read(&mut buffer).expect("an answer");
            assert!(read > 0, "closed after {answer:?}");
            answer.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
    }
}
