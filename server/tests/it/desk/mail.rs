//! Mail to donors: receipts, and what becomes of gifts that they follow.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ledger::code::GiftCode;
use server::desk::mail::{Post, Server, Settings};

use super::*;

/// A letter comes within so long, or there is none.
const WAIT: Duration = Duration::from_secs(30);

/// A mail server that takes everything, and what it was given.
fn mail_server() -> (Post, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (said, heard) = channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines().map_while(Result::ok);
            let _ = stream.write_all(b"220 test\r\n");
            while let Some(line) = lines.next() {
                let is_data = line.eq_ignore_ascii_case("DATA");
                let _ = stream.write_all(if is_data { b"354 go on\r\n" } else { b"250 yes\r\n" });
                if is_data {
                    let letter: Vec<String> = lines.by_ref().take_while(|line| line != ".").collect();
                    let _ = stream.write_all(b"250 taken\r\n");
                    let _ = said.send(letter.join("\n"));
                }
            }
        }
    });
    let server = Server::parse(&format!("smtp://127.0.0.1:{port}")).expect("an address");
    (Post::new(&Settings { server, from: "gifts@give.example".into() }).expect("set up"), heard)
}

/// A desk from which letters go out.
fn desk() -> (Desk, Receiver<String>) {
    let (post, heard) = mail_server();
    (Desk::dressed(World::opened(), |ready| ready.mailing(Some(post)).reached_at(Some(ORIGIN))), heard)
}

const ORIGIN: &str = "https://give.example";

fn code() -> GiftCode {
    GiftCode::of_seq(2).expect("a code")
}

fn nobody() -> Somebody {
    Somebody { id: 0, secret: String::new() }
}

/// The path that a letter's `List-Unsubscribe` leads to.
fn stop_of(letter: &str) -> String {
    let rest = letter.split(&format!("List-Unsubscribe: <{ORIGIN}")).nth(1).expect("a header");
    rest.split('>').next().expect("an address").to_owned()
}

/// What a donor's browser sends.
fn press(desk: &Desk, path: &str, form: Fields<'_>) -> Response {
    desk.post_from(&nobody(), path, form, &[("Sec-Fetch-Site", "same-origin")])
}

/// Whatever was to be sent was sent: the log was looked at up to here, and the box is empty.
fn settled(desk: &Desk) {
    use server::private::outbox;
    let until = std::time::Instant::now() + WAIT;
    loop {
        let size = desk.size();
        let looked: server::store::Stored<_> =
            desk.private.transaction(|db| Ok((outbox::cursor(db)?, outbox::next_due(db)?)));
        match looked.expect("a look") {
            (Some(cursor), None) if cursor >= size => return,
            _ => assert!(std::time::Instant::now() < until, "letters still wait"),
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_donor_is_told_once_follows_the_gift_and_stops_with_one_press() {
    let (desk, heard) = desk();
    let who = desk.person("mei", &[Role::Recorder]);
    let path = format!("/desk/papers/receipts/{}", code());
    let bad = desk.post(&who, &format!("{path}/mail"), &[("address", "nobody"), ("lang", "en")]);
    assert_eq!(bad.status(), 422);
    for _ in 0..2 {
        let form = [("address", "li@example.org"), ("lang", "en"), ("follow", "yes")];
        led(desk.post(&who, &format!("{path}/mail"), &form));
    }
    let receipt = heard.recv_timeout(WAIT).expect("a receipt");
    assert!(receipt.contains(&format!("Your receipt code is {}", code())), "{receipt}");
    let shown = desk.page(&who, &path);
    assert!(shown.contains("l…@example.org") && !shown.contains("li@example.org"));
    // A part of the gift is spent: 40.00 of its 100.00.
    assert_eq!(desk.running.post(expense("e-1", 4_000).to_string()).status(), 201);
    let notice = heard.recv_timeout(WAIT).expect("a notice");
    assert!(notice.contains("=C2=A540.00") || notice.contains("¥40.00"), "{notice}");
    // A mail program presses it without asking, from nowhere.
    let pressed = desk.post_from(&nobody(), &stop_of(&notice), &[("List-Unsubscribe", "One-Click")], &[]);
    assert_eq!(pressed.status(), 200);
    // Staff who send the receipt once more do not undo that.
    let form = [("address", "li@example.org"), ("lang", "en"), ("follow", "yes")];
    led(desk.post(&who, &format!("{path}/mail"), &form));
    assert_eq!(desk.running.post(expense("e-2", 1_000).to_string()).status(), 201);
    settled(&desk);
    assert!(heard.try_recv().is_err(), "no more mail");
}

#[test]
fn whoever_records_for_another_organisation_sees_no_address_and_mails_nobody() {
    let (desk, heard) = desk();
    let (who, other) = (desk.person("mei", &[Role::Recorder]), desk.person_of("han-aid", "lin", &[Role::Recorder]));
    let path = format!("/desk/papers/receipts/{}", code());
    let theirs = [("address", "lin@example.org"), ("lang", "en"), ("follow", "yes")];
    assert_eq!(desk.post(&other, &format!("{path}/mail"), &theirs).status(), 403);
    led(desk.post(&who, &format!("{path}/mail"), &[("address", "wang@example.org"), ("lang", "en")]));
    heard.recv_timeout(WAIT).expect("a receipt");
    settled(&desk);
    assert!(heard.try_recv().is_err(), "one letter, and none to the other address");
    assert!(desk.page(&who, &path).contains("w…@example.org"));
    let seen = desk.page(&other, &path);
    assert!(!seen.contains("@example.org") && !seen.contains("/mail\""), "the paper alone");
}

#[test]
fn whoever_types_an_address_on_a_gifts_page_must_have_its_mail_to_follow() {
    let (desk, heard) = desk();
    let page = text(desk.running.get_with(&format!("/gifts/{}", code()), &[("Accept-Language", "en")]));
    let path = format!("/gifts/{}/follow", code());
    assert!(page.contains(&format!("href=\"{path}\"")));
    assert!(desk.page(&nobody(), &path).contains("name=\"address\""));
    assert_eq!(desk.post_from(&nobody(), &path, &[("address", "li@example.org")], &[]).status(), 403, "from elsewhere");
    let wrong = press(&desk, &path, &[("address", "li@example")]);
    assert_eq!(wrong.status(), 422);
    assert!(text(wrong).contains("li@example"), "what was typed is kept");

    let first = text(press(&desk, &path, &[("address", "li@example.org")]));
    assert!(first.contains("Look into your mail") && !first.contains("li@example.org"));
    let question = heard.recv_timeout(WAIT).expect("a question");
    let choice = stop_of(&question);
    assert_eq!(
        text(press(&desk, &path, &[("address", "li@example.org")])),
        first,
        "the answer tells nobody who is asked"
    );
    assert_eq!(desk.running.post(expense("e-1", 4_000).to_string()).status(), 201);
    settled(&desk);
    assert!(heard.try_recv().is_err(), "one question, and nothing else before a yes");

    assert!(desk.page(&nobody(), &choice).contains("Until you say yes"), "looking presses nothing");
    assert_eq!(
        desk.post_from(&nobody(), &format!("{choice}/follow"), &[], &[]).status(),
        403,
        "nor does a form from elsewhere"
    );
    assert!(text(press(&desk, &format!("{choice}/follow"), &[])).contains("You follow this gift"));
    assert_eq!(desk.running.post(expense("e-2", 1_000).to_string()).status(), 201);
    let notice = heard.recv_timeout(WAIT).expect("a notice");
    assert!(notice.contains("10.00"), "{notice}");
    assert!(text(press(&desk, &choice, &[])).contains("No more letters"));
    assert_eq!(text(press(&desk, &path, &[("address", "li@example.org")])), first, "who stopped is not asked again");
    settled(&desk);
    assert!(heard.try_recv().is_err());
    assert_eq!(press(&desk, &format!("/mail/{}/follow", "0".repeat(64)), &[]).status(), 404);
    assert_eq!(press(&desk, "/gifts/G-0000-0000/follow", &[("address", "li@example.org")]).status(), 404);
    // Whoever asks for too many waits.
    let answers = (0..5).map(|_| press(&desk, &path, &[("address", "li@example.org")]).status().as_u16());
    assert!(answers.collect::<Vec<_>>().contains(&429));
}

#[test]
fn who_follows_a_gift_follows_its_correction() {
    let (desk, heard) = desk();
    let who = desk.person("mei", &[Role::Recorder]);
    let form = [("address", "li@example.org"), ("lang", "en"), ("follow", "yes")];
    led(desk.post(&who, &format!("/desk/papers/receipts/{}/mail", code()), &form));
    heard.recv_timeout(WAIT).expect("a receipt");
    let anew = desk.record(
        &who,
        "donation_received",
        &[
            ("fund", "flood-2026"),
            ("amount", "90.00"),
            ("method", "bank_transfer"),
            ("received_on", "2025-03-20"),
            ("corrects", "2"),
            ("correction_reason", "The bank kept ten."),
        ],
    );
    let anew = GiftCode::of_seq(anew["seq"].as_u64().expect("a number")).expect("a code");
    let receipt = heard.recv_timeout(WAIT).expect("a receipt with the new code");
    assert!(receipt.contains(&anew.to_string()) && receipt.contains("90.00"), "{receipt}");
    // All that is left is spent: of the other gift, which nobody follows, and of this one.
    assert_eq!(desk.running.post(expense("e-1", 14_000).to_string()).status(), 201);
    let notice = heard.recv_timeout(WAIT).expect("a notice");
    assert!(notice.contains(&anew.to_string()) && notice.contains("90.00"), "{notice}");
}

/// A program records the reversal and the gift anew: that they belong together only the log says, by the note.
#[test]
fn who_follows_a_gift_follows_its_correction_by_a_program() {
    let (desk, heard) = desk();
    let who = desk.person("mei", &[Role::Recorder]);
    let form = [("address", "li@example.org"), ("lang", "en"), ("follow", "yes")];
    led(desk.post(&who, &format!("/desk/papers/receipts/{}/mail", code()), &form));
    heard.recv_timeout(WAIT).expect("a receipt");
    let reversal = serde_json::json!({"type": "entry_reversed", "reverses": 2, "reason": "The bank kept ten."});
    assert_eq!(desk.running.post(reversal.to_string()).status(), 201);
    let anew = crate::world::with(crate::world::gift(9_000), "note", "Corrects #2 · 更正 #2".into());
    assert_eq!(desk.running.post(anew.to_string()).status(), 201);
    let anew = GiftCode::of_seq(desk.size() - 1).expect("a code");
    let receipt = heard.recv_timeout(WAIT).expect("a receipt with the new code");
    assert!(receipt.contains(&anew.to_string()) && receipt.contains("90.00"), "{receipt}");
    assert_eq!(desk.running.post(expense("e-1", 14_000).to_string()).status(), 201);
    let notice = heard.recv_timeout(WAIT).expect("a notice");
    assert!(notice.contains(&anew.to_string()) && notice.contains("90.00"), "{notice}");
}

#[test]
fn a_gift_is_offered_to_be_followed_only_where_letters_go_out() {
    let follow = format!("href=\"/gifts/{}/follow\"", code());
    let page = |desk: &Desk| text(desk.running.get_with(&format!("/gifts/{}", code()), &[("Accept-Language", "en")]));
    assert!(page(&desk().0).contains(&follow));
    assert!(!page(&Desk::new()).contains(&follow));
}

#[test]
fn an_address_that_was_typed_is_kept_in_the_other_language() {
    let (desk, heard) = desk();
    let path = format!("/gifts/{}/follow", code());
    let refused = press(&desk, &path, &[("address", "li at example.org")]);
    assert_eq!(refused.status(), 422);
    let shown = text(refused);
    assert!(shown.contains("li at example.org") && shown.contains(&format!("formaction=\"/zh{path}\"")), "{shown}");
    let again = press(&desk, &format!("/zh{path}"), &[("address", "li@example.org"), ("step", "again")]);
    assert_eq!(again.status(), 200);
    let shown = text(again);
    assert!(shown.contains("lang=\"zh-CN\"") && shown.contains("value=\"li@example.org\""), "{shown}");
    assert!(heard.try_recv().is_err(), "nobody was asked");
}
