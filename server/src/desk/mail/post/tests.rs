use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use super::*;

/// A mail server that knows one letter: it answers `DATA` as told, and gives what it heard.
fn server(answers: &'static [(&'static str, &'static str)]) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (said, heard) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines().map_while(Result::ok);
            let mut stream = stream;
            let _ = stream.write_all(b"220 test ESMTP\r\n");
            let mut all = String::new();
            while let Some(line) = lines.next() {
                let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
                let usual = match verb.as_str() {
                    "EHLO" => "250 test",
                    "DATA" => "354 go on",
                    _ => "250 yes",
                };
                let answer = answers.iter().find(|(known, _)| *known == verb).map_or(usual, |(_, answer)| answer);
                if answer.is_empty() {
                    break;
                }
                let _ = stream.write_all(format!("{answer}\r\n").as_bytes());
                all.push_str(&line);
                all.push('\n');
                if answer.starts_with("354") {
                    for line in lines.by_ref().take_while(|line| line != ".") {
                        all.push_str(&line);
                        all.push('\n');
                    }
                    let end = answers.iter().find(|(known, _)| *known == ".").map_or("250 taken", |(_, answer)| answer);
                    if end.is_empty() {
                        break;
                    }
                    let _ = stream.write_all(format!("{end}\r\n").as_bytes());
                }
            }
            let _ = said.send(all);
        }
    });
    (port, heard)
}

fn letter() -> Letter {
    Letter {
        id: "<receipt.41.1@give.example>".into(),
        subject: "收据 G-48KA-6KMQ".into(),
        body: "您好\n".into(),
        lang: "zh-CN",
        stop: "https://give.example/mail/abc".into(),
    }
}

fn post(port: u16) -> Post {
    let server = Server::parse(&format!("smtp://127.0.0.1:{port}")).expect("an address");
    Post::new(&Settings { server, from: "Red River <gifts@give.example>".into() }).expect("set up")
}

#[test]
fn a_letter_carries_what_one_press_needs_to_stop_the_next() {
    let (port, heard) = server(&[]);
    assert_eq!(post(port).hand_over("li@example.org", &letter()), Outcome::Sent);
    let all = heard.recv().expect("a letter");
    for part in [
        "RCPT TO:<li@example.org>",
        "List-Unsubscribe: <https://give.example/mail/abc>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Message-ID: <receipt.41.1@give.example>",
        "Auto-Submitted: auto-generated",
        "From: \"Red River\" <gifts@give.example>",
    ] {
        assert!(all.contains(part), "{part} in {all}");
    }
}

#[test]
fn what_the_other_side_says_decides_whether_it_is_tried_again() {
    let outcome = |answers| {
        let (port, _heard) = server(answers);
        post(port).hand_over("li@example.org", &letter())
    };
    assert_eq!(outcome(&[("RCPT", "451 later")]), Outcome::NotNow("the mail server answered 451".into()));
    assert_eq!(outcome(&[("RCPT", "550 nobody")]), Outcome::Refused("the mail server answered 550".into()));
    assert_eq!(outcome(&[(".", "452 full")]), Outcome::NotNow("the mail server answered 452".into()));
    assert!(matches!(outcome(&[(".", "")]), Outcome::Unknown(_)), "it may have the letter");
    assert!(matches!(outcome(&[("EHLO", "")]), Outcome::NotNow(_)));
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    assert!(matches!(post(closed).hand_over("li@example.org", &letter()), Outcome::NotNow(_)));
}

#[test]
fn letters_and_passwords_cross_no_network_in_the_open() {
    assert_eq!(Server::parse("smtp://mail.example"), Err(MailFault::NoTls));
    assert_eq!(Server::parse("http://mail.example"), Err(MailFault::Server));
    let server = Server::parse("smtps://a%40b:p%3Aw@mail.example").expect("an address");
    assert_eq!((server.port, server.security), (465, Security::Tls));
    assert_eq!(server.credentials, Some(("a@b".into(), "p:w".into())));
    assert!(!format!("{server:?}").contains("p:w"));
    assert_eq!(Server::parse("smtp+starttls://mail.example").expect("an address").port, 587);
    assert_eq!(Server::parse("smtp://[::1]:2525").expect("an address").host, "::1");
}

#[test]
fn a_name_with_a_line_break_can_not_add_a_header() {
    let bad = Letter { subject: "a\r\nBcc: all@example.org".into(), ..letter() };
    let (port, heard) = server(&[]);
    let _ = post(port).hand_over("li@example.org", &bad);
    let all = heard.recv().expect("a letter");
    assert!(!all.lines().any(|line| line.starts_with("Bcc:")), "{all}");
    let (port, _heard) = server(&[]);
    assert!(matches!(post(port).hand_over("li@example.org\r\nRCPT TO:<x@y.z>", &letter()), Outcome::Refused(_)));
}
